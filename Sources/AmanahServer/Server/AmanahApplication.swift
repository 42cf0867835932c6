package import AmanahService
package import HTTPTypes
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore

/// The console, as the server sees it: routes of its own and a page for each refusal outside the API.
package protocol ConsolePages: Sendable {
    func add(to router: Router<AmanahRequestContext>)
    /// A page that says what the status means; names nothing of the request.
    func page(for status: HTTPResponse.Status, _ request: Request, _ context: AmanahRequestContext) -> Response
}

/// Why the server did not start, for the person who started it.
package struct ServerStartError: Error, Sendable, Equatable, CustomStringConvertible {
    package let what: String
    package var description: String { what }
}

/// The server over one gateway: API, console, health, metrics.
///
/// Run it in a service group; a graceful stop takes no new request and finishes those that run.
/// - Throws: ``ServerStartError`` when a file is missing or a certificate cannot be used.
package func makeApplication(
    gateway: any Gateway, settings: ServerSettings = ServerSettings(), console: (any ConsolePages)? = nil,
    logger: Logger = LineLog.logger(), onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
) throws(ServerStartError) -> some ApplicationProtocol {
    let metrics = RequestMetrics()
    let router = Router(context: AmanahRequestContext.self, options: .autoGenerateHeadEndpoints)
    HealthRoutes(gateway: gateway, metrics: metrics, settings: settings).add(to: router)
    StaticFiles().add(to: router)
    let calls = APIRequests(gateway: gateway, settings: settings)
    APIRoutes.add(to: router, calls, document: try OpenAPIDocument())
    LedgerFileRoutes(calls: calls).add(to: router)
    ScimRoutes.add(to: router, calls)
    console?.add(to: router)
    let door = Door(
        router: router.buildResponder(),
        allowed: AllowedMethods(router.routes.map { ($0.path.description, $0.method) }),
        metrics: metrics, settings: settings, console: console, logger: logger)
    // The framework's own messages below this level could name paths.
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    return Application(
        responder: door,
        server: try listener(settings),
        configuration: .init(
            address: .hostname(settings.host, port: settings.port),
            availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections, logger: quiet)),
        onServerRunning: onServerRunning,
        logger: quiet)
}

func listener(_ settings: ServerSettings) throws(ServerStartError) -> HTTPServerBuilder {
    let limits = ConnectionLimits(settings)
    let configuration = HTTP1Channel.Configuration(
        additionalChannelHandlers: [ConnectionGuard(limits)],
        idleTimeout: .seconds(Int64(settings.idleSeconds)),
        httpDecoderConfiguration: .init(
            maxHeaderFieldSize: settings.maximumHead / 2, maxHeaderListSize: settings.maximumHead,
            maxHeaderFieldCount: 100))
    let http = HTTPServerBuilder { EventLoopChannel(http: HTTP1Channel(responder: $0, configuration: configuration)) }
    guard let files = settings.tls else { return http }
    let certificate = try files.configuration()
    do {
        return try .tls(http, tlsConfiguration: certificate)
    } catch {
        throw ServerStartError(what: "TLS cannot be set up with this certificate; check its file")
    }
}
