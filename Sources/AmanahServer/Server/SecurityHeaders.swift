import HTTPTypes

/// Headers that every answer carries. Built once; an answer of the API starts from a copy of ``json``.
enum SecurityHeaders {
    /// For JSON: nothing may be kept, framed or run.
    static let json = api(type: "application/json")
    /// The same for SCIM (RFC 7644 §3.1).
    static let scim = api(type: "application/scim+json")
    /// The same for a problem document (RFC 9457).
    static let problem = api(type: "application/problem+json")

    private static func api(type: String) -> HTTPFields {
        var fields = common
        fields[.contentType] = type
        fields[.cacheControl] = "no-store"
        fields[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        return fields
    }

    private static let common: HTTPFields = {
        var fields: HTTPFields = [.xContentTypeOptions: "nosniff", .crossOriginResourcePolicy: "same-origin"]
        fields.set("Referrer-Policy", "no-referrer")
        fields.set("X-Frame-Options", "DENY")
        return fields
    }()

    private static let page: HTTPFields = {
        var fields = common
        fields[.contentSecurityPolicy] = pagePolicy
        fields[.cacheControl] = "no-store"
        fields.set("Cross-Origin-Opener-Policy", "same-origin")
        fields.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return fields
    }()

    /// No inline script or style, no other origin, no frame, forms only to ourselves.
    static let pagePolicy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
        form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        """

    /// Adds what an answer lacks; what a handler set stays. Nothing is kept by a cache unless the handler says so.
    static func complete(_ headers: inout HTTPFields, tls: Bool) {
        // It stands first in what these headers begin with, so that no index of the fields is made for looking it up.
        if !headers.contains(where: { $0.name == .xContentTypeOptions }) {
            for field in page where !headers.contains(field.name) { headers.append(field) }
        }
        if tls { headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}

extension HTTPFields {
    /// Sets a field whose name the library has no constant for.
    mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { self[name] = value }
    }

    /// The value where exactly one field bears this name, by a walk over a few fields.
    func only(_ name: HTTPField.Name) -> String? {
        var found: String?
        for field in self where field.name == name {
            guard found == nil else { return nil }
            found = field.value
        }
        return found
    }

    /// Whether a field stands there whose name the library has no constant for.
    func holds(_ name: String) -> Bool {
        HTTPField.Name(name).map { contains($0) } ?? false
    }
}
