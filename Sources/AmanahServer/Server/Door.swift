import AmanahService
import HTTPTypes
import Hummingbird
import Logging

/// What every request passes, before and behind the router: size, method, errors, headers, counting, logging.
///
/// One responder instead of a chain of middleware, since the hot answer is given thousands of times a second.
struct Door: HTTPResponder {
    typealias Context = AmanahRequestContext

    let router: RouterResponder<AmanahRequestContext>
    let allowed: AllowedMethods
    let metrics: RequestMetrics
    let settings: ServerSettings
    let console: (any ConsolePages)?
    let logger: Logger

    /// Never throws; every error has become an answer that tells nothing of the request.
    func respond(to request: Request, context: AmanahRequestContext) async throws -> Response {
        let start = ContinuousClock.now
        metrics.begin()
        var failure: String?
        var response: Response
        do {
            response = try await answer(request, context)
        } catch {
            failure = Door.word(for: error)
            response = self.response(to: error, request, context)
        }
        // A body behind the answer to a HEAD would be read as the next answer.
        if request.method == .head { response = response.createHeadResponse() }
        SecurityHeaders.complete(&response.headers, tls: settings.tls != nil)
        let duration = start.duration(to: .now).components
        let seconds = Double(duration.seconds) + Double(duration.attoseconds) / 1e18
        let template = context.endpointPath ?? "none"
        metrics.end(
            .init(route: template, method: Door.word(for: request.method), status: response.status.code),
            seconds: seconds)
        log(request, context, template, response.status.code, seconds, failure)
        return response
    }

    private func answer(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        if let length = request.headers[.contentLength], (Int(length) ?? .max) > settings.maximumBody {
            throw Problem.tooLarge(limit: settings.maximumBody)
        }
        guard request.head.path?.hasPrefix("/") == true else { throw Problem.unexpectedForm }
        if let proxies = settings.proxies { context.note.client = proxies.of(request.headers, peer: context.peer) }
        let response = try await routed(request, context)
        // The router marks what it has no route for by this template.
        guard context.endpointPath == "NotFound" else { return response }
        if let methods = allowed.methods(of: request.uri.path) { throw Problem.methodNotAllowed(methods) }
        throw Problem.notFound
    }

    /// An act is answered on its connection's event loop. A reading may go through many rows, and would keep the others of
    /// its loop waiting: it takes a thread of the common pool.
    private func routed(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        guard request.method != .post else { return try await router.respond(to: request, context: context) }
        return try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await router.respond(to: request, context: context)
        }
    }

    private func response(to error: any Error, _ request: Request, _ context: AmanahRequestContext) -> Response {
        let problem = (error as? Problem) ?? (error as? ServiceError).map { Problem($0) } ?? .internalError
        var response: Response
        if let scim = error as? ScimError {
            response = scim.response
        } else if request.head.path?.hasPrefix(ScimRoutes.root + "/") == true {
            response = ScimError(problem).response
            for field in problem.headers { response.headers[field.name] = field.value }
        } else if let console, !Door.speaksToPrograms(request.head.path ?? "") {
            response = console.page(for: problem.status, request, context)
            for field in problem.headers { response.headers[field.name] = field.value }
        } else {
            response = problem.response
        }
        // The rest of a body that is too large is not read; the connection ends.
        if problem.status == .contentTooLarge { response.headers[.connection] = "close" }
        return response
    }

    /// Whether a refusal at this path is a problem document: of the API and of the log's files. Elsewhere it is a page.
    private static func speaksToPrograms(_ path: String) -> Bool {
        path == "/api" || path.hasPrefix("/api/") || path.hasPrefix("/ledger/")
    }

    private func log(
        _ request: Request, _ context: AmanahRequestContext, _ template: String, _ status: Int, _ seconds: Double,
        _ failure: String?
    ) {
        let level: Logger.Level =
            switch status {
            case 500...: .error
            case 401, 403, 413, 429: .info
            default: .debug
            }
        guard level >= logger.logLevel else { return }
        var metadata: Logger.Metadata = [
            "method": .string(Door.word(for: request.method)), "route": .string(template),
            "status": .stringConvertible(status),
            "ms": .stringConvertible((seconds * 100_000).rounded() / 100),
        ]
        if let session = context.note.session { metadata["session"] = .string(session) }
        if let failure { metadata["code"] = .string(failure) }
        logger.log(level: level, "request", metadata: metadata)
    }

    /// A word for the log: our own codes, or a type's name; never an error's text.
    private static func word(for error: any Error) -> String {
        switch error {
        case let problem as Problem: problem.code
        case let error as ScimError: error.scimType ?? "scim"
        case let error as ServiceError: Problem(error).code
        default: String(describing: type(of: error))
        }
    }

    /// A method of the standard, or `other`: a label is never a client's choice.
    private static func word(for method: HTTPRequest.Method) -> String {
        switch method {
        case .get, .head, .post, .put, .delete, .options, .patch: method.rawValue
        default: "other"
        }
    }
}
