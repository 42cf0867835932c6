import AmanahCore
package import AmanahService
package import Logging
import ServiceLifecycle

/// Carries notices out of the database to people, again and again until each is taken or too old.
///
/// What waits is in the database, written with the act that it tells of: a restart loses none, and a notice whose receipt was
/// lost with the process goes out a second time under the same id.
package final class NoticeQueue: Service {
    package struct Limits: Sendable {
        /// Notices carried at one time.
        package var atOnce = 8
        /// Between two readings of the outbox.
        package var pause: Duration = .seconds(1)
        /// Before the second try; each further one waits twice as long, up to ``longest``.
        package var first: Duration = .seconds(10)
        package var longest: Duration = .seconds(1800)
        /// A notice that is older is given up: by then the request has climbed or ended.
        package var age: Duration = .seconds(86_400)
        package init() {}
    }

    private let outbox: any NoticeOutbox
    private let carrier: any NoticeCarrier
    private let base: String
    private let limits: Limits
    private let logger: Logger

    /// - Parameter base: the console's address as people open it, e.g. `https://amanah.example.id`.
    package init(
        _ outbox: any NoticeOutbox, _ carrier: any NoticeCarrier, base: String, limits: Limits = Limits(),
        logger: Logger
    ) {
        self.outbox = outbox
        self.carrier = carrier
        self.base = base
        self.limits = limits
        self.logger = logger
    }

    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let rows = (try? self.outbox.dueNotices(limit: 64)) ?? []
                await self.carry(rows)
                try await Task.sleep(for: self.limits.pause)
            }
        }
        await carrier.close()
    }

    private func carry(_ rows: [Notice]) async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for row in rows {
                if running == limits.atOnce {
                    await group.next()
                    running -= 1
                }
                group.addTask { await self.carry(row) }
                running += 1
            }
        }
    }

    private func carry(_ row: Notice) async {
        guard outbox.now() < row.madeAt.advanced(by: limits.age) else {
            await settle(row, outcome: "late", again: nil)
            logger.error("a notice was not handed over in time", metadata: ["what": "\(row.kind.rawValue)"])
            return
        }
        do throws(CarryFailure) {
            try await carrier.carry(NoticeMessage(row, base: base))
            await settle(row, outcome: "sent", again: nil)
        } catch {
            if error.again {
                await settle(row, outcome: nil, again: outbox.now().advanced(by: delay(after: row.tries)))
            } else {
                await settle(row, outcome: "refused", again: nil)
                logger.error("a notice was not sent", metadata: ["what": "\(error.what)"])
            }
        }
    }

    private func delay(after tries: Int) -> Duration { min(limits.longest, limits.first * (1 << min(tries, 10))) }

    /// Where this fails the notice stays due and goes out again under its id: told twice is better than not at all.
    private func settle(_ row: Notice, outcome: String?, again: Moment?) async {
        try? await outbox.settle(row, outcome: outcome, again: again)
    }
}
