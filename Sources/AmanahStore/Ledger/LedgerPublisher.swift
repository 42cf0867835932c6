import AmanahCore
import Dispatch
import Foundation
import Synchronization

/// Keeps the log's files up with the log while it is served: every so often, and once more at the end.
///
/// Files lag behind the log by the interval; what they say is true at every moment. It has a thread of its own, since it
/// waits for the disk.
final class LedgerPublisher: Sendable {
    /// Infinite: only at the end.
    private let seconds: Double
    private let stop = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let state = Mutex((size: UInt64(0), failing: false))

    private let clock: @Sendable () -> Moment

    init(every seconds: Double, clock: @escaping @Sendable () -> Moment) {
        self.seconds = seconds
        self.clock = clock
    }

    /// Entries in the files, as far as this process knows.
    var published: UInt64 { state.withLock { $0.size } }

    /// - Parameter failed: hears of each failure that follows a success.
    func start(_ store: SQLiteStore, failed: @escaping @Sendable (StoreError) -> Void) {
        let thread = Thread { [self, weak store] in
            // What a start finds missing is made up for.
            var whole = seconds.isFinite
            while true {
                let ending = !whole && wait()
                if let store { publish(store, whole: whole, failed) }
                if ending || store == nil { break }
                whole = false
            }
            ended.signal()
        }
        thread.name = "amanah-ledger-files"
        thread.start()
    }

    /// Whether it is to end.
    private func wait() -> Bool {
        stop.wait(timeout: seconds.isFinite ? .now() + seconds : .distantFuture) == .success
    }

    private func publish(_ store: SQLiteStore, whole: Bool, _ failed: (StoreError) -> Void) {
        do {
            let size = try store.ledger.publish(store, whole: whole, at: clock())
            state.withLock { $0 = (size, false) }
        } catch {
            let told = state.withLock { state in
                defer { state.failing = true }
                return state.failing
            }
            if !told { failed(error as? StoreError ?? StoreError(.io, "the files of the log cannot be written")) }
        }
    }

    /// Publishes once more and ends the thread. Blocks until it has ended.
    func close() {
        stop.signal()
        ended.wait()
    }
}
