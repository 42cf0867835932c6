import AmanahCore
import GRDB
import Testing

@testable import AmanahStore

/// What the connections of looks keep from one reading to the next, and when they let go.
@Suite struct KeptReadingTests {
    private struct Refusal: Error {}

    private func units(_ store: SQLiteStore, since version: UInt64?) throws -> Int? {
        try store.readers.read(since: version) { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM units") ?? 0 }
    }

    /// A connection as of another process, which waits for nobody.
    private func stranger(_ store: SQLiteStore) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        return try DatabaseQueue(path: store.path, configuration: configuration)
    }

    private func addUnit(_ id: String, _ stranger: DatabaseQueue) throws {
        try stranger.write {
            try $0.execute(sql: "INSERT INTO units (unit_id, kind, name) VALUES (?, 'branch', '')", arguments: [id])
        }
    }

    /// Whether the write-ahead log can be cut off, which no reader may be in the way of.
    private func cutsOff(_ stranger: DatabaseQueue) throws -> Bool {
        try stranger.writeWithoutTransaction { db in
            do {
                return try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY { return false }
        }
    }

    @Test("A kept state is read on for the version it is of; for a newer one, or the newest, another begins")
    func versions() async throws {
        try await withStore { fixture in
            let other = try stranger(fixture.store)
            #expect(try units(fixture.store, since: 1) == 1)
            try addUnit("B2", other)
            #expect(try units(fixture.store, since: 1) == 1)
            #expect(try units(fixture.store, since: 2) == 2)
            try addUnit("B3", other)
            #expect(try units(fixture.store, since: 2) == 2)
            #expect(try units(fixture.store, since: nil) == 3)
        }
    }

    @Test("After letting go the next reading begins anew, also of one that was under way")
    func letGo() async throws {
        try await withStore { fixture in
            let other = try stranger(fixture.store)
            #expect(try units(fixture.store, since: 1) == 1)
            try addUnit("B2", other)
            fixture.store.readers.letGo()
            #expect(try units(fixture.store, since: 1) == 2)
            let during = try fixture.store.readers.read(since: 1) { db in
                try addUnit("B3", other)
                fixture.store.readers.letGo()
                return try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM units")
            }
            #expect(during == 2)
            #expect(try units(fixture.store, since: 1) == 3)
        }
    }

    @Test("A reading that throws keeps nothing")
    func thrown() async throws {
        try await withStore { fixture in
            let other = try stranger(fixture.store)
            #expect(throws: Refusal.self) {
                _ = try fixture.store.readers.read(since: 1) { db -> Int? in
                    _ = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM units")
                    throw Refusal()
                }
            }
            try addUnit("B2", other)
            #expect(try units(fixture.store, since: 1) == 2)
        }
    }

    @Test("The write-ahead log is cut off where nothing may be kept, and behind a batch after which nobody waits")
    func cutOff() async throws {
        try await withStore { fixture in
            let other = try stranger(fixture.store)
            try await fixture.store.commit(share: "a") { _ = try $0.append(StoreFixture.act()) }
            #expect(try units(fixture.store, since: 1) == 1)
            #expect(try !cutsOff(other), "the state is kept")
            let cut = try fixture.store.readers.withNothingKept {
                // What nobody has copied into the database yet: a state that is kept from here on is in the way.
                try addUnit("B2", other)
                _ = try units(fixture.store, since: 1)
                return try cutsOff(other)
            }
            #expect(cut)
            #expect(try units(fixture.store, since: 1) == 2)
            try await fixture.store.commit(share: "a") { _ = try $0.append(StoreFixture.act()) }
            #expect(try cutsOff(other))
        }
    }
}
