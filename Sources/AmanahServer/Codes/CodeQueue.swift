import AmanahService
package import Logging
import ServiceLifecycle
import Synchronization

/// Takes presence codes at once and hands them to a carrier in its own time (A5).
///
/// Nothing is lost in silence: what does not fit, comes too late or is refused is counted in the log, without phone or
/// code. A graceful stop takes no more messages and gives each that waits one last try without delay. Run it in a
/// service group, before the server in the list, so that it stops after the server.
package final class CodeQueue: CodeSender, Service {
    package struct Limits: Sendable {
        /// Messages that may wait.
        package var waiting = 512
        /// Messages carried at one time.
        package var atOnce = 8
        /// Before each further try; their number is the number of further tries.
        package var delays: [Duration] = [.seconds(1), .seconds(3), .seconds(9)]
        /// A code that is older is not worth sending: by then it cannot be used.
        package var age: Duration = .seconds(240)

        package init() {}
    }

    /// How messages ended, since the start.
    package struct Counts: Sendable, Equatable {
        package var taken = 0
        package var refused = 0
        package var full = 0
        package var late = 0
        package init() {}
    }

    private struct Waiting: Sendable {
        var message: CodeMessage
        var since: ContinuousClock.Instant
    }

    private let carrier: any CodeCarrier
    private let limits: Limits
    private let logger: Logger
    private let counted = Mutex(Counts())
    private let stopping = Atomic<Bool>(false)
    private let queue: AsyncStream<Waiting>
    private let entrance: AsyncStream<Waiting>.Continuation

    package init(_ carrier: any CodeCarrier, limits: Limits = Limits(), logger: Logger) {
        self.carrier = carrier
        self.limits = limits
        self.logger = logger
        (queue, entrance) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(limits.waiting))
    }

    package var counts: Counts { counted.withLock { $0 } }

    package func send(code: String, to phone: String) {
        var generator = SystemRandomNumberGenerator()
        let id = String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
        let message = Waiting(message: CodeMessage(phone: phone, code: code, id: id), since: .now)
        if case .enqueued = entrance.yield(message) { return }
        lost(\.full, "too many wait, or the server is stopping")
    }

    package func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                var running = 0
                for await waiting in queue {
                    if running == limits.atOnce {
                        await group.next()
                        running -= 1
                    }
                    group.addTask { await self.deliver(waiting) }
                    running += 1
                }
            }
        } onGracefulShutdown: {
            self.stopping.store(true, ordering: .relaxed)
            self.entrance.finish()
        }
        await carrier.close()
        let counts = counts
        logger.info("the sender of presence codes has stopped", metadata: ["count": "\(counts.taken)"])
    }

    private func deliver(_ waiting: Waiting) async {
        var delays = limits.delays[...]
        while true {
            guard ContinuousClock.now - waiting.since < limits.age else {
                lost(\.late, "could not be handed over in time")
                return
            }
            do throws(CarryFailure) {
                try await carrier.carry(waiting.message)
                counted.withLock { $0.taken += 1 }
                return
            } catch {
                guard error.again, let delay = delays.popFirst(), await rest(delay) else {
                    lost(\.refused, error.what)
                    return
                }
                if stopping.load(ordering: .relaxed) { delays = [] }
            }
        }
    }

    /// Waits; a graceful stop ends the wait early. `false` once the task itself is cancelled.
    private func rest(_ delay: Duration) async -> Bool {
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
        return !Task.isCancelled
    }

    private func lost(_ kind: WritableKeyPath<Counts, Int>, _ what: String) {
        let count = counted.withLock { counts in
            counts[keyPath: kind] += 1
            return counts.full + counts.late + counts.refused
        }
        logger.error("a presence code was not sent", metadata: ["what": "\(what)", "count": "\(count)"])
    }
}
