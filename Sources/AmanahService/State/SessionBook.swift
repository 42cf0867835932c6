import AmanahCore
import AmanahStore
import Synchronization

/// Live sessions in memory, by their public handle; the table in the database is what a restart begins from.
final class SessionBook: Sendable {
    /// A session ends after this long without a request.
    static let idleMilliseconds: Int64 = 15 * 60_000
    /// And after this long in any case.
    static let longestMilliseconds: Int64 = 9 * 3_600_000

    struct Live: Sendable {
        var row: SessionRow
        var mustChangePassword: Bool
        var secondFactor: Bool
        /// When `last_seen_at` was last written.
        var writtenAt: Moment
    }

    private let live = Mutex<[String: Live]>([:])

    /// The public handle of a token's tag: it finds the session and opens nothing.
    static func handle(_ tag: [UInt8]) -> String {
        func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
        return String(unsafeUninitializedCapacity: 24) { buffer in
            for (index, byte) in tag.prefix(12).enumerated() {
                buffer[index * 2] = digit(byte >> 4)
                buffer[index * 2 + 1] = digit(byte & 15)
            }
            return min(tag.count, 12) * 2
        }
    }

    func insert(_ session: Live) { live.withLock { $0[session.row.id] = session } }

    /// The session of this tag, if it still runs; its idle time begins anew.
    func find(_ tag: [UInt8], at now: Moment) -> Live? {
        let id = SessionBook.handle(tag)
        return live.withLock { live in
            guard let place = live.index(forKey: id), case let session = live.values[place], session.row.tokenTag == tag
            else { return nil }
            if session.row.isService {
                guard let end = session.row.endedAt, now < end else {
                    live[id] = nil
                    return nil
                }
                return session
            }
            let idle = now.milliseconds - session.row.lastSeenAt.milliseconds
            let age = now.milliseconds - session.row.createdAt.milliseconds
            guard idle < SessionBook.idleMilliseconds, age < SessionBook.longestMilliseconds else {
                live[id] = nil
                return nil
            }
            if now > session.row.lastSeenAt { live.values[place].row.lastSeenAt = now }
            return live.values[place]
        }
    }

    /// Whether a session is in the book, whatever its idle time.
    func holds(_ id: String) -> Bool { live.withLock { $0[id] != nil } }
    /// Whether a session runs, without taking that for activity.
    func isLive(_ id: String, at now: Moment) -> Bool {
        live.withLock { live in live[id].map { SessionBook.runs($0.row, at: now) } ?? false }
    }

    private static func runs(_ row: SessionRow, at now: Moment) -> Bool {
        if row.isService { return row.endedAt.map { now < $0 } ?? false }
        return now.milliseconds - row.lastSeenAt.milliseconds < idleMilliseconds
            && now.milliseconds - row.createdAt.milliseconds < longestMilliseconds
    }

    /// Everyone of the staff whose session runs.
    func people(at now: Moment) -> Set<PersonID> {
        live.withLock { live in
            Set(live.values.filter { !$0.row.isService && SessionBook.runs($0.row, at: now) }.map(\.row.person))
        }
    }

    func remove(id: String) { live.withLock { $0[id] = nil } }

    func remove(person: PersonID, except id: String?) {
        live.withLock { live in live = live.filter { $0.value.row.person != person || $0.key == id } }
    }

    /// Drops what was ended elsewhere. A service's session is read anew at its next request, with the end it then has.
    func keep(only ids: Set<String>) {
        live.withLock { live in live = live.filter { ids.contains($0.key) && !$0.value.row.isService } }
    }

    func update(id: String, _ change: (inout Live) -> Void) {
        live.withLock { live in
            guard var session = live[id] else { return }
            change(&session)
            live[id] = session
        }
    }

    /// Whether `last_seen_at` should be written with this session's next act: at most once a minute.
    func dueForWriting(id: String, at now: Moment) -> Bool {
        live.withLock { live in
            guard let place = live.index(forKey: id),
                now.milliseconds - live.values[place].writtenAt.milliseconds >= 60_000
            else { return false }
            live.values[place].writtenAt = now
            return true
        }
    }

    func people() -> Set<PersonID> { live.withLock { Set($0.values.filter { !$0.row.isService }.map(\.row.person)) } }
    var count: Int { live.withLock { $0.count } }
}
