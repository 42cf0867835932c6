package import AmanahWitness
import Crypto
import Dispatch
import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Logging
package import NIOCore

/// The witness over HTTP: `POST /add-checkpoint`, the newest checkpoint of each log, and `/healthz`.
///
/// Run it in a service group; a graceful stop takes no new request and finishes those that run.
/// - Throws: ``ServerStartError`` when a certificate cannot be used.
package func makeWitnessApplication(
    _ witness: Witness, settings: ServerSettings, logger: Logger = LineLog.logger(),
    onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
) throws(ServerStartError) -> some ApplicationProtocol {
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    return Application(
        router: WitnessRoutes(witness: witness, limit: settings.maximumBody, logger: logger).router(),
        server: try listener(settings),
        configuration: .init(
            address: .hostname(settings.host, port: settings.port),
            availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections, logger: quiet)),
        onServerRunning: onServerRunning,
        logger: quiet)
}

struct WitnessRoutes: Sendable {
    let witness: Witness
    let limit: Int
    let logger: Logger
    /// The disk is waited for here, and not where requests are read.
    private let worker = DispatchQueue(label: "amanah.witness")

    init(witness: Witness, limit: Int, logger: Logger) {
        self.witness = witness
        self.limit = limit
        self.logger = logger
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.get("/healthz") { _, _ in WitnessRoutes.text(.ok, "ok\n") }
        router.post("/add-checkpoint") { request, _ in await addCheckpoint(request) }
        router.get("/:log/checkpoint") { _, context in newest(context.parameters.get("log") ?? "") }
        return router
    }

    private func addCheckpoint(_ request: Request) async -> Response {
        guard let body = try? await request.body.collect(upTo: limit) else {
            return WitnessRoutes.text(.contentTooLarge, "a request has at most \(limit) bytes\n")
        }
        let bytes = Array(body.readableBytesView)
        let answer = await withCheckedContinuation { continuation in
            worker.async { continuation.resume(returning: witness.answer(bytes)) }
        }
        if answer.status != 200 { logger.notice("refused a checkpoint", metadata: ["status": "\(answer.status)"]) }
        return WitnessRoutes.text(.init(code: answer.status), answer.body, type: answer.type)
    }

    /// `GET /<hex of SHA-256 of the origin>/checkpoint`, so that anyone can compare what a log shows with what was signed.
    private func newest(_ name: String) -> Response {
        let origin = witness.origins.first { origin in
            SHA256.hash(data: Array(origin.utf8)).map { byte in
                let text = String(byte, radix: 16)
                return byte < 16 ? "0" + text : text
            }.joined() == name
        }
        guard let checkpoint = origin.flatMap({ witness.newestText($0) }) else {
            return WitnessRoutes.text(.notFound, "nothing was signed for this log\n")
        }
        return WitnessRoutes.text(.ok, checkpoint)
    }

    private static func text(
        _ status: HTTPResponse.Status, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
