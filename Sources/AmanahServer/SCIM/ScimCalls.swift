import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird
import NIOCore

/// SCIM 2.0 for a company's directory, with a service account's token. It describes itself at `/scim/v2/Schemas`.
///
/// Source: RFC 7643, RFC 7644.
enum ScimRoutes {
    static let root = "/scim/v2"

    static func add(to router: Router<AmanahRequestContext>, _ calls: APIRequests) {
        let scim = router.group(RouterPath(root))
        scim.get("ServiceProviderConfig") { try await calls.scimDiscovery($0, $1) { _ in ScimSchemas.configuration } }
        scim.get("ResourceTypes") {
            try await calls.scimDiscovery($0, $1) { _ in ScimList(ScimSchemas.resourceTypes).value }
        }
        scim.get("ResourceTypes/{id}") {
            try await calls.scimDiscovery($0, $1) { id in ScimSchemas.resourceTypes.first { $0["id"]?.string == id } }
        }
        scim.get("Schemas") { request, context in
            try await calls.scimDiscovery(request, context) { _ in ScimList(calls.scimSchemas.all).value }
        }
        scim.get("Schemas/{id}") { request, context in
            try await calls.scimDiscovery(request, context) { id in
                calls.scimSchemas.all.first { $0["id"]?.string == id }
            }
        }
        scim.get("Users") { try await calls.scimUsers($0, $1) }
        scim.post("Users") { try await calls.scimCreate($0, $1) }
        scim.post("Users/.search") { try await calls.scimSearch($0, $1) }
        scim.post(".search") { try await calls.scimSearch($0, $1) }
        scim.get("Users/{id}") { try await calls.scimUser($0, $1) }
        scim.put("Users/{id}") { try await calls.scimReplace($0, $1) }
        scim.patch("Users/{id}") { try await calls.scimPatch($0, $1) }
        scim.delete("Users/{id}") { try await calls.scimEnd($0, $1) }
    }
}

extension APIRequests {
    var scimSchemas: ScimSchemas {
        let words = gateway.directoryWords
        return ScimSchemas(units: words.units, roles: words.roles, vendors: words.vendors)
    }

    /// The session of a service; people do not speak SCIM.
    private func service(_ request: Request, _ context: AmanahRequestContext) throws -> Session {
        let session = try session(request, context)
        guard session.isService else { throw Problem(ServiceError.notForRole) }
        return session
    }

    func scimDiscovery(
        _ request: Request, _ context: AmanahRequestContext, _ value: (String?) -> ScimValue?
    ) async throws -> Response {
        _ = try service(request, context)
        guard let found = value(context.parameters.get("id")) else { throw Problem.notFound }
        return scimAnswer(found)
    }

    private func scimAnswer(_ value: ScimValue, _ status: HTTPResponse.Status = .ok, at location: String? = nil)
        -> Response
    {
        var json = JSONWriter(capacity: 1024)
        value.write(to: &json)
        var fields = SecurityHeaders.scim
        if let location { fields[.location] = location }
        return Response(status: status, headers: fields, body: .init(byteBuffer: json.buffer))
    }

    private func scimBody(_ request: Request) async throws -> ScimValue {
        let type = request.headers[.contentType]?.lowercased().split(separator: ";").first.map {
            String($0).trimmingBlanks
        }
        guard type == "application/scim+json" || type == "application/json" else { throw Problem.notJSON }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: settings.maximumBody)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit: settings.maximumBody)
        }
        let value: ScimValue
        do throws(BodyError) {
            value = try ScimValue(json: Array(body.readableBytesView))
        } catch { throw ScimError(.badRequest, "invalidSyntax", error.what) }
        guard case .object = value else {
            throw ScimError(.badRequest, "invalidSyntax", "the body is no JSON object")
        }
        return value
    }

    // MARK: Reading

    func scimUsers(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try service(request, context)
        func text(_ name: String) -> String? { Self.parameter(Substring(name), of: request) }
        func number(_ name: String) throws(ScimError) -> Int? {
            guard let text = text(name) else { return nil }
            guard let number = Int(text) else { throw ScimError(.badRequest, "invalidValue", "`\(name)` is a number") }
            return number
        }
        return try await scimList(
            session, filter: text("filter"), start: try number("startIndex"), count: try number("count"),
            selection: Self.selection(request))
    }

    /// The same by POST, so that a filter stands in no address (L6).
    func scimSearch(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try service(request, context)
        let body = try await scimBody(request)
        func number(_ name: String) -> Int? { if case .number(let number) = body[name] { Int(number) } else { nil } }
        func names(_ name: String) -> [String] {
            guard case .list(let items) = body[name] else { return [] }
            return items.compactMap(\.string)
        }
        return try await scimList(
            session, filter: body["filter"]?.string, start: number("startIndex"), count: number("count"),
            selection: ScimSelection(attributes: names("attributes"), excluded: names("excludedAttributes")))
    }

    private static func parameter(_ name: Substring, of request: Request) -> String? {
        request.uri.queryParameters[name].map { String($0) }
    }

    private static func selection(_ request: Request) -> ScimSelection {
        func names(_ name: Substring) -> [String] {
            parameter(name, of: request)?.split(separator: ",").map { String($0) } ?? []
        }
        return ScimSelection(attributes: names("attributes"), excluded: names("excludedAttributes"))
    }

    private func scimList(
        _ session: Session, filter text: String?, start: Int?, count: Int?, selection: ScimSelection
    ) async throws -> Response {
        let filter: ScimFilter? = if let text { try ScimFilter(text) } else { nil }
        let users = try await gateway.directoryUsers(session, asked: text ?? "").map { ScimUser.value($0) }
        let matching = users.filter { user in filter?.passes { ScimUser.at($0, of: user) } ?? true }
        let list = ScimList(matching, start: start ?? 1, count: count)
        var value = list
        value.resources = list.resources.map { selection.pick($0) }
        return scimAnswer(value.value)
    }

    private func person(_ context: AmanahRequestContext) throws(Problem) -> PersonID {
        PersonID(try identifier("id", context))
    }

    func scimUser(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try service(request, context)
        let user = try await gateway.directoryUser(session, try person(context))
        return scimAnswer(Self.selection(request).pick(ScimUser.value(user)))
    }

    // MARK: Writing

    func scimCreate(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try service(request, context)
        let body = try await scimBody(request)
        guard let name = body["userName"]?.string, IdentifierForm.holds(name) else {
            throw ScimError(.badRequest, "invalidValue", "`userName` is the person's id: it " + IdentifierForm.words)
        }
        let input = try ScimUser.input(body)
        let user: DirectoryUser
        do throws(ServiceError) {
            user = try await gateway.createDirectoryUser(session, PersonID(name), input)
        } catch {
            guard case .conflict(let what) = error else { throw error }
            throw ScimError(.conflict, "uniqueness", what)
        }
        return scimAnswer(Self.selection(request).pick(ScimUser.value(user)), .created, at: ScimUser.location(user.id))
    }

    func scimReplace(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try service(request, context)
        let id = try person(context)
        let body = try await scimBody(request)
        if let name = body["userName"]?.string, name != id.rawValue {
            throw ScimError(.badRequest, "mutability", "a user keeps its userName: end it and begin another")
        }
        let input = try ScimUser.input(body)
        let user = try await gateway.changeDirectoryUser(session, id) { _ in input }
        return scimAnswer(Self.selection(request).pick(ScimUser.value(user)))
    }

    func scimPatch(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try service(request, context)
        let id = try person(context)
        let patch = try ScimPatch(try await scimBody(request))
        // What is wrong with a patch is told by the same reading before anything waits for the log.
        _ = try patch.apply(to: DirectoryInput())
        let user = try await gateway.changeDirectoryUser(session, id) { try patch.apply(to: $0) }
        return scimAnswer(Self.selection(request).pick(ScimUser.value(user)))
    }

    func scimEnd(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try service(request, context)
        try await gateway.endDirectoryUser(session, try person(context))
        var fields = SecurityHeaders.scim
        fields[.contentType] = nil
        return Response(status: .noContent, headers: fields)
    }
}
