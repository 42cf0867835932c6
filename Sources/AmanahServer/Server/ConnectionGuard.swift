import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// What one connection may take.
struct ConnectionLimits: Sendable {
    var body: Int
    /// For a request to arrive whole, and for an answer to be taken.
    var request: TimeAmount
    /// For a client to stop sending after an answer that closes.
    var linger: TimeAmount = .milliseconds(500)

    init(_ settings: ServerSettings) {
        body = settings.maximumBody
        request = .milliseconds(Int64(settings.requestSeconds) * 1000)
    }
}

/// Ends connections that send too slowly, too much, or do not take their answer; and closes after an answer that says so.
///
/// The head of a request is bounded by the idle timeout of the channel, since no part arrives before it is whole.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ConnectionLimits
    /// Since when a request is arriving.
    private var arrivingSince: NIODeadline?
    /// Since when an answer is owed or being taken.
    private var answeringSince: NIODeadline?
    private var answersOwed = 0
    /// The answer goes on for long: each part that was taken counts, not the whole.
    private var isStreaming = false
    private var bodyBytes = 0
    private var closesAfterAnswer = false
    private var isLeaving = false
    private var check: Scheduled<Void>?

    init(_ limits: ConnectionLimits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { scheduleCheck(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    func channelActive(context: ChannelHandlerContext) {
        scheduleCheck(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLeaving else { return }
        switch unwrapInboundIn(data) {
        case .head:
            arrivingSince = .now()
            bodyBytes = 0
            answersOwed += 1
            if answeringSince == nil { answeringSince = .now() }
        case .body(let bytes):
            bodyBytes += bytes.readableBytes
            // Nobody reads on behind the limit; what still comes is not worth waiting for.
            if bodyBytes > limits.body, answersOwed == 0 { return context.close(promise: nil) }
        case .end:
            arrivingSince = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            // A walk over a few fields; to look one up the library first makes an index of all.
            isStreaming = false
            for field in head.headerFields {
                if field.name == .connection, field.value == "close" { closesAfterAnswer = true }
                if field.name == .contentType, field.value == EventStream.type { isStreaming = true }
            }
            context.write(data, promise: promise)
        case .body:
            guard isStreaming else { return context.write(data, promise: promise) }
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            written.futureResult.whenSuccess { if bound.value.isStreaming { bound.value.answeringSince = .now() } }
            context.write(data, promise: written)
        case .end:
            isStreaming = false
            answersOwed -= 1
            answeringSince = answersOwed > 0 ? .now() : nil
            if closesAfterAnswer {
                isLeaving = true
                let written = promise ?? context.eventLoop.makePromise(of: Void.self)
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                written.futureResult.whenComplete { _ in
                    let (guardian, context) = bound.value
                    guardian.leave(context)
                }
                context.writeAndFlush(data, promise: written)
            } else {
                context.write(data, promise: promise)
            }
        }
    }

    /// Says goodbye, then gives the client a moment to hear it before the socket goes.
    private func leave(_ context: ChannelHandlerContext) {
        context.close(mode: .output, promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: limits.linger) { bound.value.close(promise: nil) }
    }

    private func scheduleCheck(_ context: ChannelHandlerContext) {
        guard check == nil else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        check = context.eventLoop.scheduleTask(in: .nanoseconds(limits.request.nanoseconds / 4)) {
            let (guardian, context) = bound.value
            guardian.check = nil
            guardian.runCheck(context)
        }
    }

    private func runCheck(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let now = NIODeadline.now()
        if let arrivingSince, now - arrivingSince > limits.request { return context.close(promise: nil) }
        // An answer waits for the disk and for the client; twice the time, then it is not taken any more.
        if let answeringSince, now - answeringSince > limits.request * 2 { return context.close(promise: nil) }
        scheduleCheck(context)
    }
}
