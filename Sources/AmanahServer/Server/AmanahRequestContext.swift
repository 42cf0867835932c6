package import AmanahService
package import Hummingbird
import NIOCore
import Synchronization

/// What is known about one request while it is answered.
package struct AmanahRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Whoever asks, once authenticated.
    package var session: Session?
    /// What the log line of this request tells; shared by all copies of the context.
    package let note = RequestNote()
    private let channel: any Channel
    /// The peer's IP address, `-` where there is none (a test without a socket).
    package let peer: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress?.ipAddress ?? "-"
    }

    /// The peer is this machine.
    package var peerIsLoopback: Bool {
        switch channel.remoteAddress {
        case .v4: peer.hasPrefix("127.")
        case .v6: peer == "::1" || peer.hasPrefix("::ffff:127.")
        case .unixDomainSocket: true
        case nil: false
        }
    }

    /// Where the request comes from, for a use case.
    package func origin(_ channel: Origin.Channel, deviceKey: String? = nil) -> Origin {
        Origin(address: note.client ?? peer, deviceKey: deviceKey, channel: channel)
    }
}

/// What becomes known of a request on its way, in one place for all copies of its context.
package final class RequestNote: Sendable {
    private let handle = Mutex<String?>(nil)
    private let address = Mutex<String?>(nil)

    /// Who asks by way of a trusted proxy; `nil` where nobody does.
    package var client: String? {
        get { address.withLock { $0 } }
        set { address.withLock { $0 = newValue } }
    }

    /// The session's public handle, so that the log line can name it after the answer.

    package var session: String? {
        get { handle.withLock { $0 } }
        set { handle.withLock { $0 = newValue } }
    }
}
