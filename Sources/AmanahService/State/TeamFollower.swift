import AmanahCore
import Synchronization

/// One live page: gathers what moves, four times a second at most, for as long as its session may look on (L3).
///
/// Looking on is no activity: a page that stands open does not keep its session alive.
final class TeamFollower: Sendable {
    /// What comes within this time goes out together.
    private static let pace = Duration.milliseconds(250)
    /// Every row is looked at anew so often: *working* turns to *idle* without an act. What another process changed (a
    /// person suspended at the shell) is known by then at the latest.
    private static let fullEvery = Duration.seconds(10)

    private struct State {
        var sent: [PersonID: TeamRow] = [:]
        var nextFull: ContinuousClock.Instant
        var after: UInt64?
        var isFirst = true
        var isOver = false
    }

    private let amanah: Amanah
    private let session: Session
    private let reports: [Supervision.Report]
    private let listener: TeamListener
    private let state: Mutex<State>

    init(_ amanah: Amanah, _ session: Session, _ reports: [Supervision.Report], after: UInt64?) {
        self.amanah = amanah
        self.session = session
        self.reports = reports
        listener = amanah.watch.listen(to: reports.map(\.person))
        state = Mutex(State(nextFull: .now + TeamFollower.fullEvery, after: after))
    }

    func next() async throws -> TeamUpdate? {
        while true {
            let (first, over) = state.withLock { ($0.isFirst, $0.isOver) }
            if over { return nil }
            if !first { try await Task.sleep(for: TeamFollower.pace) }
            let full = state.withLock { state in
                guard state.isFirst || ContinuousClock.now >= state.nextFull else { return false }
                state.nextFull = .now + TeamFollower.fullEvery
                return true
            }
            if full, !first { try? await amanah.refresh(session) }
            if let last = ended() {
                state.withLock { $0.isOver = true }
                return last
            }
            let dirty = listener.take()
            let people = full ? reports.map(\.person) : Array(dirty)
            if people.isEmpty { continue }
            // Someone may have been forgotten, or a day have begun.
            try await amanah.readIn(people)
            let rows = changed(try amanah.rows(of: people))
            if full || !rows.isEmpty { return .rows(rows) }
        }
    }

    /// Why there is nothing more to see.
    private func ended() -> TeamUpdate? {
        guard amanah.sessions.isLive(session.id, at: amanah.clock.read().steady),
            let now = try? amanah.overseen(session)
        else { return .over }
        return now == reports ? nil : .teamChanged
    }

    private func changed(_ rows: [TeamRow]) -> [TeamRow] {
        state.withLock { state in
            defer { state.isFirst = false }
            let news = rows.filter { row in
                guard state.isFirst, let after = state.after else { return state.sent[row.person] != row }
                return (amanah.watch.account(of: row.person)?.version ?? .max) > after
            }
            for row in rows { state.sent[row.person] = row }
            return news
        }
    }
}
