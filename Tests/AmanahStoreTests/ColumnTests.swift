import AmanahCore
import Foundation
import GRDB
import Testing

@testable import AmanahStore

/// A database in which somebody put another type into a column.
@Suite struct ColumnTests {
    @Test("a column of another type is empty, or nothing where it may be nothing, and ends no process")
    func otherType() throws {
        let row = try DatabaseQueue().read { db in
            try #require(try Row.fetchOne(db, sql: "SELECT 'x', x'ff00', NULL, 7, 'seven', x'01'"))
        }
        #expect(row.column(0) as Int64 == 0 && row.column(1) as Int64 == 0 && row.column(2) as Int64 == 0)
        #expect(row.column(0) as Int64? == nil && row.column(2) as Int64? == nil)
        #expect((row.column(1) as String).isEmpty && (row.column(3) as Data).isEmpty)
        #expect(row.column(0) as Bool == false && row.column(0) as UInt8 == 0 && row.column(0) as Int == 0)
        #expect(row.column(3) as Int64 == 7 && row.column(3) as Int64? == 7 && row.column(4) as String == "seven")
        #expect(row.column(5) as Data == Data([1]))
        try DatabaseQueue().read { db in
            // A row on its cursor is decoded by SQLite itself: what is no number is none or 0.
            let cursor = try Row.fetchCursor(db, sql: "SELECT 'x', x'ff00', NULL")
            while let row = try cursor.next() {
                #expect(row.column(0) as Int64 == 0 && row.column(1) as Int64 == 0 && row.column(2) as Int64 == 0)
                #expect(row.column(2) as Int64? == nil && row.column(2) as String? == nil)
            }
        }
        #expect(row.hasAnother(0, than: Int64.self))
        #expect(!row.hasAnother(2, than: Int64.self) && !row.hasAnother(3, than: Int64.self))
    }

    private func edit(_ fixture: StoreFixture, _ edit: String) async throws {
        await fixture.store.close()
        let queue = try DatabaseQueue(path: SQLiteStore.databasePath(fixture.folder + "/data"))
        try await queue.write { db in try db.execute(sql: "UPDATE " + edit) }
        try queue.close()
    }

    @Test(
        "D4: another type, or a number that is none, in what the log stands on is named at the start",
        arguments: [
            "ledger SET root = 1", "signers SET vkey = x'ff00'", "signers SET since = 'x'",
            "signers SET since = -9223372036854775808", "signers SET until = 'x'",
        ])
    func named(_ words: String) async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            try await edit(fixture, words)
            #expect(throws: StoreError.self) { _ = try fixture.again() }
        }
    }

    @Test("D4: a log whose size is no number takes no entry")
    func size() async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            try await edit(fixture, "ledger SET size = 'x'")
            let again = try fixture.again()
            let refused = await storeRefusal {
                _ = try await again.commit(share: "a") { try $0.append(StoreFixture.act()) }
            }
            #expect(refused == .halted || refused == .ledger)
            await again.close()
        }
    }
}
