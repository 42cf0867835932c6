import AmanahService
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization
import Testing

@testable import AmanahServer

/// A socket that sends bytes as they are, also those that no HTTP client would send.
final class RawConnection: Sendable {
    private let channel: any Channel
    private let received: Received

    final class Received: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let text = Mutex("")
        let closed = Mutex(false)

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = unwrapInboundIn(data)
            text.withLock { $0 += String(buffer: bytes) }
        }
        func channelInactive(context: ChannelHandlerContext) { closed.withLock { $0 = true } }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    init(port: Int, tls: NIOSSLContext? = nil) async throws {
        let received = Received()
        self.received = received
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(received)
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    var isClosed: Bool { received.closed.withLock { $0 } }

    /// Everything received until the server closes. The time only ends what hangs.
    func untilClosed(within time: Duration = .seconds(1800)) async throws -> (text: String, closed: Bool) {
        let start = ContinuousClock.now
        while start.duration(to: .now) < time, !isClosed { try await Task.sleep(for: .milliseconds(10)) }
        return (received.text.withLock { $0 }, isClosed)
    }

    /// Sends a byte ten times a second until the server closes; whether it did within five minutes.
    func drip(_ byte: String) async throws -> Bool {
        for _ in 0..<3000 where !isClosed {
            // A server that has closed takes nothing more.
            try? await send(byte)
            try await Task.sleep(for: .milliseconds(100))
        }
        return isClosed
    }

    /// All that came, a moment after it was enough, so that what should not come is seen too.
    func text(until isEnough: (String) -> Bool) async throws -> String {
        let start = ContinuousClock.now
        while start.duration(to: .now) < .seconds(1800), !isClosed, !isEnough(received.text.withLock { $0 }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        return try await untilClosed(within: .milliseconds(200)).text
    }

    func close() { channel.close(promise: nil) }
}

@Suite("The wire, live", .serialized)
struct APIWireTests {
    private static func quick() -> ServerSettings {
        var settings = ServerSettings(port: 0)
        settings.idleSeconds = 1
        settings.requestSeconds = 1
        return settings
    }

    private func raw(
        _ settings: ServerSettings = .patient,
        _ test: @escaping @Sendable (RawConnection, FakeGateway) async throws -> Void
    ) async throws {
        try await withLiveServer(settings: settings) { server in
            let connection = try await RawConnection(port: server.port)
            try await test(connection, server.gateway)
            connection.close()
        }
    }

    @Test("H1 a body that says it is too large is refused before it is read")
    func oversizedByLength() async throws {
        try await raw { connection, _ in
            try await connection.send(
                "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n{"
            )
            let answer = try await connection.untilClosed()
            #expect(answer.text.hasPrefix("HTTP/1.1 413 "))
            #expect(answer.text.contains("body-too-large"))
            #expect(answer.closed)
        }
    }

    @Test("H1 a body that does not say its length is cut off behind the limit")
    func oversizedByChunks() async throws {
        try await raw { connection, _ in
            try await connection.send(
                "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            let chunk = "4000\r\n" + String(repeating: " ", count: 0x4000) + "\r\n"
            var sent = 0
            do {
                while sent < 2000 {
                    try await connection.send(chunk)
                    sent += 1
                }
            } catch {
                // The server has closed, as it should.
            }
            let answer = try await connection.untilClosed()
            #expect(answer.text.hasPrefix("HTTP/1.1 413 "))
            #expect(answer.closed)
        }
    }

    @Test(
        "H1 a request that two servers could cut differently is refused, and nothing hidden in it is answered",
        arguments: [
            "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n",
            "Content-Length: 6\r\nContent-Length: 0\r\n",
            "Content-Length: 6, 0\r\n", "Content-Length: +6\r\n", "Content-Length: -1\r\n", "Content-Length: 0x6\r\n",
            "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Content-Length : 6\r\n", "X: y\r\n Transfer-Encoding: chunked\r\n", "Transfer-Encoding:\u{0B}chunked\r\n",
        ])
    func smuggling(headers: String) async throws {
        try await raw { connection, gateway in
            try await connection.send(
                "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\(headers)\r\n"
                    + "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = try await connection.untilClosed()
            #expect(answer.text.hasPrefix("HTTP/1.1 400 "), "\(headers)")
            #expect(!answer.text.contains("ok\n"), "\(headers)")
            #expect(answer.closed, "\(headers)")
            #expect(gateway.state.withLock { $0.origins.isEmpty })
        }
    }

    @Test("H1 line ends in an address or a header make no header of the answer")
    func headerInjection() async throws {
        try await withLiveServer { server in
            for path in [
                "/assets/a%0d%0aSet-Cookie:%20a=b", "/api/v1/looks/L-1%0d%0aX: y/reveals", "/%0d%0aLocation:%20//evil",
            ] {
                let connection = try await RawConnection(port: server.port)
                try await connection.send(
                    "GET \(path.replacing(" ", with: "%20")) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                let text = try await connection.untilClosed().text
                #expect(text.hasPrefix("HTTP/1.1 40"), "\(path)")
                #expect(!text.lowercased().contains("set-cookie"), "\(path)")
                #expect(!text.lowercased().contains("evil"), "\(path)")
            }
        }
    }

    @Test(
        "H1 what is no HTTP is refused and the connection ends",
        arguments: [
            "BREW /api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{03}\u{01}\u{02}",
            "GET /\0 HTTP/1.1\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\r\0\n",
        ])
    func noHTTP(bytes: String) async throws {
        try await raw { connection, _ in
            try await connection.send(bytes)
            let answer = try await connection.untilClosed()
            #expect(answer.text.isEmpty || answer.text.hasPrefix("HTTP/1.1 400 "))
            #expect(answer.closed)
        }
    }

    @Test("H1 a head that is too large is refused")
    func largeHead() async throws {
        try await raw { connection, _ in
            try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n")
            do {
                for number in 0..<2000 {
                    try await connection.send("X-\(number): \(String(repeating: "a", count: 100))\r\n")
                }
            } catch {
                // The server has closed, as it should.
            }
            let answer = try await connection.untilClosed()
            #expect(!answer.text.contains("200 OK"))
            #expect(answer.closed)
        }
    }

    @Test("H1 a client that sends its head byte by byte is cut off")
    func slowHead() async throws {
        try await raw(Self.quick()) { connection, _ in
            try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            #expect(try await connection.drip("a"))
        }
    }

    @Test("H1 a client that sends its body byte by byte is cut off, though it is never idle")
    func slowBody() async throws {
        try await raw(Self.quick()) { connection, gateway in
            try await connection.send(
                "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{"
            )
            #expect(try await connection.drip(" "))
            #expect(gateway.state.withLock { $0.origins.isEmpty })
        }
    }

    @Test("requests on one connection are answered in order, and the peer's address is known")
    func pipelined() async throws {
        try await raw { connection, gateway in
            let body = #"{"person":"P0101","password":"guess guess"}"#
            let post =
                "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            try await connection.send(post + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + post)
            let text = try await connection.text { $0.components(separatedBy: "HTTP/1.1 ").count > 3 }
            let statuses = text.matches(of: #/HTTP/1\.1 (\d{3})/#).map { $0.1 }
            #expect(statuses == ["401", "200", "401"])
            #expect(gateway.state.withLock { $0.origins.map(\.address) } == ["127.0.0.1", "127.0.0.1"])
        }
    }

    @Test("H1 the answer to a HEAD has no body, whatever the answer, so that the next one stands where it should")
    func headHasNoBody() async throws {
        try await raw { connection, _ in
            var requests = ""
            for path in ["/api/v1/me", "/api/v1/searches", "/nothing", "/healthz"] {
                requests += "HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\n"
            }
            try await connection.send(requests + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            let text = try await connection.text { $0.hasSuffix("\r\n\r\nok\n") }
            let answers = text.components(separatedBy: "\r\n\r\n")
            #expect(
                answers.map { $0.prefix(12) } == [
                    "HTTP/1.1 401", "HTTP/1.1 405", "HTTP/1.1 404", "HTTP/1.1 200", "HTTP/1.1 200", "ok\n",
                ])
        }
    }

    @Test("a graceful stop finishes the request that runs and takes no other")
    func gracefulStop() async throws {
        let gateway = FakeGateway()
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let (answers, answer) = AsyncStream.makeStream(of: Void.self)
        gateway.state.withLock { state in
            state.hold = {
                arrived.yield()
                for await _ in answers { return }
            }
        }
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let application = try makeApplication(
            gateway: gateway, settings: .patient, logger: LogLines().logger(.critical)
        ) { channel in
            found.yield(channel.localAddress?.port ?? 0)
        }
        let group = ServiceGroup(configuration: .init(services: [application], logger: LogLines().logger(.critical)))
        async let run: Void = group.run()
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let body = #"{"person":"P0101","password":"\#(FakeGateway.password)"}"#
        let running = try await RawConnection(port: port)
        try await running.send(
            "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        let idle = try await RawConnection(port: port)
        for await _ in arrivals { break }
        await group.triggerGracefulShutdown()
        #expect(try await idle.untilClosed().closed)
        #expect(!running.isClosed)
        answer.yield()
        let whole = try await running.untilClosed()
        #expect(whole.text.hasPrefix("HTTP/1.1 201 "))
        #expect(whole.closed)
        try await run
        await #expect(throws: (any Error).self) { _ = try await RawConnection(port: port) }
    }
}
