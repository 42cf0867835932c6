import NIOCore
import NIOSSL

/// What to say next, and who waits for the answer.
struct SMTPTurn: Sendable {
    /// Empty for the server's greeting, which comes unasked.
    var bytes: [UInt8]
    var answer: EventLoopPromise<SMTPReply>
}

/// Pairs each command with its reply, one at a time.
///
/// A byte that comes when nothing was asked closes the connection. That also stops what was slipped in before TLS began
/// from being read as if it came through TLS. Source: RFC 3207 section 6; F. Poddebniak et al., *Why TLS is better
/// without STARTTLS*, USENIX Security 2021.
final class SMTPDialogue: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = SMTPTurn
    typealias OutboundOut = ByteBuffer

    private let end: SMTPEnd
    private var waiting: EventLoopPromise<SMTPReply>?
    /// Bytes of the greeting may come before it is asked for.
    private var greeted = false
    private var early: [UInt8] = []
    private var reader = SMTPReplyReader()

    init(end: SMTPEnd) { self.end = end }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let turn = unwrapOutboundIn(data)
        guard waiting == nil, context.channel.isActive else {
            turn.answer.fail(end.failure)
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        waiting = turn.answer
        guard !turn.bytes.isEmpty else {
            promise?.succeed()
            let bytes = early
            early = []
            greeted = true
            take(bytes, context)
            return
        }
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: turn.bytes)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        if !greeted, early.count + bytes.count <= SMTPReplyReader.limit {
            early += bytes
        } else {
            take(bytes, context)
        }
    }

    private func take(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        guard !bytes.isEmpty else { return }
        guard let waiting else { return fail("the mail server spoke unasked", context) }
        switch reader.add(bytes) {
        case .more: break
        case .broken: fail("the mail server does not speak SMTP", context)
        case .whole(let reply):
            self.waiting = nil
            waiting.succeed(reply)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail("the mail server closed the connection", context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let what =
            SMTPDialogue.isOfCertificate(error)
            ? "the mail server's certificate does not hold: check its name and --codes-ca"
            : "the connection to the mail server broke"
        fail(what, context)
    }

    private static func isOfCertificate(_ error: any Error) -> Bool {
        if error is NIOSSLExtraError { return true }
        switch error as? NIOSSLError {
        case .handshakeFailed, .unableToValidateCertificate, .noCertificateToValidate: return true
        default: return false
        }
    }

    private func fail(_ what: String, _ context: ChannelHandlerContext) {
        end.note(what)
        waiting?.fail(end.failure)
        waiting = nil
        context.close(promise: nil)
    }
}
