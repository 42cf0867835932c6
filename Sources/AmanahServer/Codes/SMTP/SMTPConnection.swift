import NIOCore
import NIOPosix
import NIOSSL

/// One connection to an SMTP server, closed by itself after a while.
struct SMTPConnection: Sendable {
    private let channel: any Channel
    private let end: SMTPEnd

    /// Connects; the greeting is still to be read.
    /// - Parameter life: until the connection is closed, whatever is under way.
    static func open(host: String, port: Int, life: Duration) async throws(CarryFailure) -> SMTPConnection {
        let channel: any Channel
        let ended = SMTPEnd()
        do {
            channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.seconds(5))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(SMTPDialogue(end: ended))
                    }
                }
                .connect(host: host, port: port).get()
        } catch {
            throw CarryFailure("the mail server cannot be reached", again: true)
        }
        let end = channel.eventLoop.scheduleTask(in: .nanoseconds(Int64(life / .nanoseconds(1)))) {
            channel.close(promise: nil)
        }
        channel.closeFuture.whenComplete { _ in end.cancel() }
        return SMTPConnection(channel: channel, end: ended)
    }

    /// The address literal by which this side names itself. Source: RFC 5321 section 4.1.3.
    var name: String {
        guard let address = channel.localAddress?.ipAddress else { return "[127.0.0.1]" }
        return address.contains(":") ? "[IPv6:\(address)]" : "[\(address)]"
    }

    /// Reads the greeting that the server sends by itself.
    func greeting() async throws(CarryFailure) -> SMTPReply { try await turn([]) }

    /// Says one line and waits for the answer.
    func say(_ line: String) async throws(CarryFailure) -> SMTPReply { try await turn(Array((line + "\r\n").utf8)) }

    func turn(_ bytes: [UInt8]) async throws(CarryFailure) -> SMTPReply {
        let answer = channel.eventLoop.makePromise(of: SMTPReply.self)
        channel.writeAndFlush(SMTPTurn(bytes: bytes, answer: answer)).whenFailure { answer.fail($0) }
        do {
            return try await answer.futureResult.get()
        } catch let failure as CarryFailure {
            throw failure
        } catch {
            throw end.failure
        }
    }

    /// Goes on through TLS, after the server has agreed to it.
    func beginTLS(_ context: NIOSSLContext, host: String) async throws(CarryFailure) {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        do {
            try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.addHandler(
                    NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host), position: .first)
            }.get()
        } catch {
            throw CarryFailure("TLS with the mail server cannot begin", again: true)
        }
    }

    func close() async { try? await channel.close() }
}
