import AmanahService
import Synchronization

/// The customer's phone in a demonstration: codes are kept in memory and shown on a page of their own. Never used unless
/// the server was started for a demonstration.
package final class DemonstrationPhone: CodeSender {
    package struct Message: Sendable, Equatable {
        package var phone: String
        package var code: String
    }

    private let kept = Mutex<[Message]>([])

    package init() {}

    package func send(code: String, to phone: String) {
        kept.withLock { kept in
            kept.insert(Message(phone: phone, code: code), at: 0)
            if kept.count > 20 { kept.removeLast() }
        }
    }

    /// The last twenty, newest first.
    package var messages: [Message] { kept.withLock { $0 } }
}

/// No way to reach a phone is set: nothing is sent, and tickets are not opened at the desk.
package struct NoCodes: CodeSender {
    package init() {}
    package func send(code: String, to phone: String) {}
}
