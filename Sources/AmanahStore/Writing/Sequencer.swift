import DequeModule
import Dispatch
import Foundation
import Synchronization

/// One unit of work for a batch.
struct Job: Sendable {
    /// Whose share of the queue this takes.
    var share: String
    /// Writes inside the job's savepoint, and gives what is to be called when the batch is durable (`nil`) or is not.
    var run: @Sendable (SQLiteWriteView) throws -> @Sendable (StoreError?) -> Void
    /// Called where `run` threw, or was never called.
    var refuse: @Sendable (any Error) -> Void
}

/// The queue of one log and the single thread that empties it, batch by batch.
///
/// It never waits while idle: a batch is what has come while the last one was being written. The queue is bounded, and
/// so is each person's share of it, so that no one floods the rest out. Full means refused, never dropped.
final class Sequencer: Sendable {
    /// The most jobs of one batch.
    static let batchLimit = 256

    private struct State {
        var queue = Deque<Job>()
        var shares: [String: Int] = [:]
        var halted: StoreError?
        var closing = false
        var working = false
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let capacity: Int
    private let shareLimit: Int

    /// - Parameters:
    ///   - capacity: jobs that may wait.
    ///   - shareLimit: jobs of one share that may wait.
    init(capacity: Int = 4096, shareLimit: Int = 64) {
        self.capacity = capacity
        self.shareLimit = shareLimit
    }

    var waiting: Int { state.withLock { $0.queue.count } }
    var halted: StoreError? { state.withLock { $0.halted } }

    /// Starts the thread. `write` makes one batch durable or throws; after a ``StoreError/Code/halted`` nothing is taken.
    func start(_ write: @escaping @Sendable ([Job]) throws(StoreError) -> Void) {
        let thread = Thread { [self] in
            while let batch = next() {
                do throws(StoreError) { try write(batch) } catch {
                    if error.code == .halted { halt(error) }
                }
            }
            ended.signal()
        }
        thread.name = "amanah-sequencer"
        thread.start()
    }

    func submit(_ job: Job) {
        let refusal: StoreError? = state.withLock { state in
            if let halted = state.halted { return halted }
            if state.closing { return StoreError(.busy, "the gateway is stopping: try again when it is back") }
            let share = state.shares[job.share, default: 0]
            if share >= shareLimit {
                return StoreError(.busy, "too many requests of one person wait: slow down")
            }
            if state.queue.count >= capacity {
                return StoreError(.busy, "the log's queue is full: nothing is shown; try again in a moment")
            }
            state.shares[job.share] = share + 1
            state.queue.append(job)
            if state.working { return nil }
            state.working = true
            wake.signal()
            return nil
        }
        if let refusal { job.refuse(refusal) }
    }

    /// Takes what waits; sleeps while nothing does; `nil` when closing and empty.
    private func next() -> [Job]? {
        while true {
            let (batch, closing): ([Job], Bool) = state.withLock { state in
                let count = min(state.queue.count, Sequencer.batchLimit)
                if count == 0 {
                    state.working = false
                    return ([], state.closing)
                }
                let batch = Array(state.queue.prefix(count))
                state.queue.removeFirst(count)
                for job in batch {
                    let left = (state.shares[job.share] ?? 1) - 1
                    state.shares[job.share] = left > 0 ? left : nil
                }
                return (batch, false)
            }
            if !batch.isEmpty { return batch }
            if closing { return nil }
            wake.wait()
        }
    }

    private func halt(_ error: StoreError) {
        let left = state.withLock { state in
            state.halted = error
            let left = Array(state.queue)
            state.queue.removeAll()
            state.shares.removeAll()
            return left
        }
        for job in left { job.refuse(error) }
    }

    /// Finishes what waits and ends the thread. Blocks until it has ended.
    func close() {
        let first = state.withLock { state in
            defer { state.closing = true }
            return !state.closing
        }
        guard first else { return }
        wake.signal()
        ended.wait()
    }
}
