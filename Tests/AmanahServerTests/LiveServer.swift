import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ServiceLifecycle

@testable import AmanahServer

extension ServerSettings {
    /// A free port and no bound of time: on a busy machine a call may take as long as it must, and what is closed was closed for
    /// what came and not for being slow.
    static var patient: ServerSettings {
        var settings = ServerSettings(port: 0)
        settings.idleSeconds = 36_000
        settings.requestSeconds = 36_000
        return settings
    }
}

/// A server on a port of this machine, over a fake gateway.
struct LiveServer: Sendable {
    let port: Int
    let gateway: FakeGateway
    /// One connection to it. Hummingbird's own way to a live server gives a call up after twenty seconds.
    let client: APIClient
}

/// Runs a test against the application on a port of this machine.
func withLiveServer(
    settings: ServerSettings = .patient, logger: Logger? = nil, _ test: @Sendable (LiveServer) async throws -> Void
) async throws {
    let gateway = FakeGateway()
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let application = try makeApplication(
        gateway: gateway, settings: settings, logger: logger ?? LogLines().logger(.critical)
    ) { channel in
        found.yield(channel.localAddress?.port ?? 0)
    }
    let group = ServiceGroup(configuration: .init(services: [application], logger: application.logger))
    async let run: Void = {
        // Nobody waits for the port of a server that could not start.
        defer { found.finish() }
        try await group.run()
    }()
    var iterator = ports.makeAsyncIterator()
    if let port = await iterator.next() {
        let connection = TestClient(host: "127.0.0.1", port: port, configuration: .init(timeout: .seconds(3600)))
        connection.connect()
        let client = APIClient { method, path, headers, body in
            var headers = headers
            headers[.connection] = "keep-alive"
            let answer = try await connection.execute(
                TestClient.Request(path, method: method, authority: "localhost", headers: headers, body: body))
            return APIAnswer(
                status: answer.status.code, headers: answer.headers, body: answer.body.map { String(buffer: $0) } ?? "")
        }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await test(LiveServer(port: port, gateway: gateway, client: client)))
        } catch { outcome = .failure(error) }
        try? await connection.shutdown()
        await group.triggerGracefulShutdown()
        try outcome.get()
    }
    try await run
}
