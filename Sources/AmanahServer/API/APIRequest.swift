import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird
import NIOCore

/// What every route of the API does first: whose session, and which members.
struct APIRequests: Sendable {
    let gateway: any Gateway
    let settings: ServerSettings

    /// Which open step of signing in a call belongs to. Anything else waits until no step is open.
    enum Standing {
        case work
        case step(SignInStep)
        /// Signing out, and reading or accepting the terms: always open.
        case always
    }

    /// The session of the bearer token, verified for this request.
    /// - Throws: ``ServiceError/unauthenticated(_:)`` or ``ServiceError/stepRequired(_:)``.
    func session(
        _ request: Request, _ context: AmanahRequestContext, for standing: Standing = .work
    ) throws(ServiceError) -> Session {
        guard let token = APIRequests.bearer(request.headers) else { throw .unauthenticated(.noSession) }
        let session = try gateway.authenticate(token: token, from: context.origin(.api))
        context.note.session = session.id
        guard !session.steps.isEmpty else { return session }
        switch standing {
        case .always: return session
        case .step(let step) where session.steps.contains(step): return session
        case .step, .work:
            // The terms come before everything else, so that a client hears of them first.
            throw .stepRequired(session.steps.contains(.acceptTerms) ? .acceptTerms : session.steps[0])
        }
    }

    /// The token of an `Authorization: Bearer` field; `nil` unless there is exactly one such field.
    private static func bearer(_ headers: HTTPFields) -> String? {
        guard let field = headers.only(.authorization), field.utf8.count <= 512 else { return nil }
        // The scheme's letters are of either case (RFC 9110 §11.1).
        guard field.utf8.count > 7, zip(field.utf8, "bearer ".utf8).allSatisfy({ $0 | 0x20 == $1 }) else { return nil }
        return String(field.utf8.dropFirst(7))
    }

    /// The members of a JSON body.
    ///
    /// - Parameter orNothing: no body at all is one without members.
    func members(
        _ request: Request, _ allowed: [StaticString], lists: [StaticString] = [], numbers: [StaticString] = [],
        longest: Int = BodyMembers.longestList, orNothing: Bool = false
    ) async throws(Problem) -> BodyMembers {
        let body = try await body(request, orNothing: orNothing)
        do throws(BodyError) {
            return try BodyMembers(body, allowing: allowed, lists: lists, numbers: numbers, longest: longest)
        } catch {
            throw Problem(error)
        }
    }

    /// The bytes of a JSON body.
    func body(_ request: Request, orNothing: Bool = false) async throws(Problem) -> ByteBuffer {
        let isJSON = APIRequests.isJSON(request.headers.only(.contentType))
        guard isJSON || orNothing else { throw .notJSON }
        do {
            let body = try await request.body.collect(upTo: settings.maximumBody)
            if orNothing, body.readableBytes == 0 { return ByteBuffer(string: "{}") }
            guard isJSON else { throw Problem.notJSON }
            return body
        } catch let problem as Problem {
            throw problem
        } catch is NIOTooManyBytesError {
            throw .tooLarge(limit: settings.maximumBody)
        } catch {
            throw .unexpectedForm
        }
    }

    private static func isJSON(_ type: String?) -> Bool {
        guard let type else { return false }
        if type == "application/json" { return true }
        let parts = type.lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\"" } }
        return parts.first == "application/json" && parts.dropFirst().allSatisfy { $0 == "charset=utf-8" }
    }

    /// A path parameter that is an identifier; anything else is not found.
    func identifier(_ name: String, _ context: AmanahRequestContext) throws(Problem) -> String {
        guard let value = context.parameters.get(name), IdentifierForm.holds(value) else { throw .notFound }
        return value
    }
}

extension JSONWriter {
    /// The finished answer.
    func response(_ status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: SecurityHeaders.json, body: .init(byteBuffer: buffer))
    }
}

extension Response {
    /// 204 for a call of the API.
    static var noContentOfAPI: Response {
        var fields = SecurityHeaders.json
        fields[.contentType] = nil
        var response = Response(status: .noContent, headers: fields)
        response.headers[.contentLength] = nil
        return response
    }
}
