import Synchronization

/// Wakes whoever waits, all at once.
final class Bell: Sendable {
    private struct State {
        var next = 0
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    func ring() {
        let all = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for one in all { one.finish() }
    }

    /// Waits until it rings, the time is over or the task is cancelled; whether it rang.
    ///
    /// - Parameter already: asked once the wait would hear a ring: what came a moment before is not missed.
    func wait(atMost time: Duration, unless already: () -> Bool = { false }) async -> Bool {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let number = state.withLock { state in
            state.next += 1
            state.waiting[state.next] = continuation
            return state.next
        }
        defer { state.withLock { _ = $0.waiting.removeValue(forKey: number) } }
        if already() { return true }
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in stream {}
                return !Task.isCancelled
            }
            group.addTask {
                try? await Task.sleep(for: time)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
