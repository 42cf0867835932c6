import Synchronization

/// Why a connection ended, for whoever speaks next: the cause may come before there is anyone to tell, and the handler that
/// saw it is gone once the connection is closed.
final class SMTPEnd: Sendable {
    private let first = Mutex<String?>(nil)

    /// The first cause counts; what follows from it does not.
    func note(_ what: String) { first.withLock { $0 = $0 ?? what } }

    var failure: CarryFailure {
        CarryFailure(first.withLock { $0 } ?? "the mail server closed the connection", again: true)
    }
}
