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

/// The queue of one log, emptied batch by batch, by one thread at a time.
///
/// It never waits while idle: whoever submits a job while nothing is written writes it himself, which spares the time that
/// waking a thread takes. What comes meanwhile is the next batch, and a thread of its own goes on from there. The queue is
/// bounded, and so is each person's share of it, so that no one floods the rest out. Full means refused, never dropped.
final class Sequencer: Sendable {
    typealias Write = @Sendable ([Job]) throws(StoreError) -> Void

    /// The most jobs of one batch.
    static let batchLimit = 256
    /// Where a batch had as many jobs as this, many ask at once: the next one lets those join that are on their way. A commit
    /// costs nearly the same for one job as for sixteen.
    static let crowd = 4

    private enum Writer { case nobody, caller, thread }

    private struct State {
        var queue = Deque<Job>()
        var shares: [String: Int] = [:]
        var halted: StoreError?
        var closing = false
        var writer = Writer.nobody
        /// Jobs that waited when the last batch was about to be answered.
        var behind = 0
        /// How many jobs the thread is waiting for; `nil` while it is not.
        var awaited: Int?
        /// `nil` before the start.
        var write: Write?
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let capacity: Int
    private let shareLimit: Int
    private let patience: DispatchTimeInterval

    /// - Parameters:
    ///   - capacity: jobs that may wait.
    ///   - shareLimit: jobs of one share that may wait.
    ///   - patience: the longest that a batch waits for those who are on their way.
    init(capacity: Int = 4096, shareLimit: Int = 64, patience: DispatchTimeInterval = .milliseconds(2)) {
        self.capacity = capacity
        self.shareLimit = shareLimit
        self.patience = patience
    }

    var waiting: Int { state.withLock { $0.queue.count } }
    /// How many jobs are waited for before the next batch begins; `nil` while none are.
    var awaited: Int? { state.withLock { $0.awaited } }
    var halted: StoreError? { state.withLock { $0.halted } }

    /// Starts the thread. `write` makes one batch durable or throws; after a ``StoreError/Code/halted`` nothing is taken.
    /// It may be called on any thread, never on two at once.
    func start(_ write: @escaping Write) {
        state.withLock { $0.write = write }
        let thread = Thread { [self] in
            while let batch = next() {
                perform(batch, write)
                if batch.count >= Sequencer.crowd { gather(answered: batch.count) }
            }
            ended.signal()
        }
        thread.name = "amanah-sequencer"
        thread.start()
    }

    /// To be called when a batch is durable and nobody has heard of it yet; gives how many jobs wait behind it.
    func beforeAnswers() -> Int {
        state.withLock { state in
            state.behind = state.queue.count
            return state.behind
        }
    }

    /// Lets those join the next batch who are on their way, for as long as patience lasts.
    ///
    /// Whoever was just answered may ask again, beside those who waited already; when as many as all of these are there,
    /// nobody else is expected. Who works as fast as the disk is waited for only until the last of them is back; looks, which
    /// take their time in between, are waited for as long as before.
    private func gather(answered: Int) {
        let waits = state.withLock { state in
            let all = min(answered + state.behind, Sequencer.batchLimit)
            guard state.queue.count < answered, !state.closing else { return false }
            state.awaited = all
            return true
        }
        guard waits else { return }
        let end = DispatchTime.now() + patience
        while wake.wait(timeout: end) == .success {
            // A signal may be an older one.
            if state.withLock({ $0.awaited == nil || $0.closing }) { break }
        }
        state.withLock { $0.awaited = nil }
    }

    func submit(_ job: Job) {
        enum Answer {
            case waits(wakes: Bool)
            case refused(StoreError)
            case write([Job], Write)
        }
        let answer: Answer = state.withLock { state in
            if let halted = state.halted { return .refused(halted) }
            if state.closing {
                return .refused(StoreError(.busy, "the gateway is stopping: try again when it is back"))
            }
            if state.writer == .nobody, state.queue.isEmpty, let write = state.write {
                state.writer = .caller
                return .write([job], write)
            }
            let share = state.shares[job.share, default: 0]
            if share >= shareLimit {
                return .refused(StoreError(.busy, "too many requests of one person wait: slow down"))
            }
            if state.queue.count >= capacity {
                return .refused(
                    StoreError(.busy, "the log's queue is full: nothing is shown; try again in a moment"))
            }
            state.shares[job.share] = share + 1
            state.queue.append(job)
            guard let awaited = state.awaited, state.queue.count >= awaited else { return .waits(wakes: false) }
            state.awaited = nil
            return .waits(wakes: true)
        }
        switch answer {
        case .waits(let wakes): if wakes { wake.signal() }
        case .refused(let refusal): job.refuse(refusal)
        case .write(let batch, let write):
            perform(batch, write)
            handOver()
        }
    }

    private func perform(_ batch: [Job], _ write: Write) {
        do throws(StoreError) { try write(batch) } catch {
            if error.code == .halted { halt(error) }
        }
    }

    /// The thread goes on with what came while a caller wrote.
    private func handOver() {
        let wakes = state.withLock { state in
            state.writer = .nobody
            return !state.queue.isEmpty || state.closing
        }
        if wakes { wake.signal() }
    }

    /// Takes what waits; sleeps while nothing does or a caller writes; `nil` when closing and empty.
    private func next() -> [Job]? {
        while true {
            let (batch, ends): ([Job], Bool) = state.withLock { state in
                if state.writer == .caller { return ([], false) }
                let count = min(state.queue.count, Sequencer.batchLimit)
                state.writer = count == 0 ? .nobody : .thread
                let batch = Array(state.queue.prefix(count))
                state.queue.removeFirst(count)
                for job in batch {
                    let left = (state.shares[job.share] ?? 1) - 1
                    state.shares[job.share] = left > 0 ? left : nil
                }
                return (batch, batch.isEmpty && state.closing)
            }
            if !batch.isEmpty { return batch }
            if ends { return nil }
            wake.wait()
        }
    }

    /// Takes nothing any more; what waits is refused.
    func halt(_ error: StoreError) {
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
