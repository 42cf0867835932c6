import AmanahCore
import AmanahLedger
import Foundation
import GRDB
import Testing

@testable import AmanahStore

/// Migration 006: a folder from the time of the chain.
@Suite struct FormerChainTests {
    private static let guardOfChain = """
        CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """

    /// Puts a folder back to how the version before the tree left it.
    private func makeOld(_ fixture: StoreFixture) async throws {
        await fixture.store.close()
        let queue = try DatabaseQueue(path: fixture.folder + "/data/amanah.db")
        try await queue.write { db in
            for trigger in ["entries_stay_as_they_are", "tiles_stay_as_they_are", "tiles_are_kept", "ledger_grows"] {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            for table in ["tiles", "ledger", "signers"] { try db.execute(sql: "DROP TABLE \(table)") }
            try db.execute(sql: "ALTER TABLE entries RENAME COLUMN leaf TO link")
            var chain = FormerChain(origin: "store")
            for row in try Row.fetchAll(db, sql: "SELECT position, entry FROM entries ORDER BY position") {
                chain.append(MerkleHash.leaf(row.bytes(1) ?? []))
                try db.execute(
                    sql: "UPDATE entries SET link = ? WHERE position = ?",
                    arguments: [Data(chain.head), row[0] as Int64])
            }
            try db.execute(sql: Self.guardOfChain)
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '006%'")
        }
        try queue.close()
        for name in ["data/ledger", "key.ledger", "key.ledger-seen"] {
            try? FileManager.default.removeItem(atPath: "\(fixture.folder)/\(name)")
        }
    }

    @Test("A chain that holds becomes a tree over the same entries, signed and verifiable, and grows on")
    func becomesTree() async throws {
        try await withStore { fixture in
            try await fixture.filled(600)
            let before = try fixture.store.read { try $0.entries(from: 0, limit: 1000).map(\.entry) }
            let root = try fixture.store.read { try $0.ledgerTip().root }
            try await makeOld(fixture)
            let again = try fixture.again()
            #expect(try again.read { try $0.entries(from: 0, limit: 1000).map(\.entry) } == before)
            #expect(try again.read { try $0.ledgerTip().root } == root)
            _ = try await again.commit(share: "a") { try $0.append(StoreFixture.act()) }
            #expect(try StoreFixture.logHolds(again))
            try again.ledger.publish(again)
            let keys = try again.read { try $0.logSigners().map(\.key) }
            #expect(finding(again.ledger, .init(keys: keys)) == nil)
            await again.close()
        }
    }

    @Test("D4: a chain that was tampered with is not given a signature, and the folder stays as it was")
    func tampered() async throws {
        try await withStore { fixture in
            try await fixture.filled(300)
            try await makeOld(fixture)
            let queue = try DatabaseQueue(path: fixture.folder + "/data/amanah.db")
            try await queue.write { db in
                try db.execute(sql: "DROP TRIGGER entries_stay_as_they_are")
                try db.execute(sql: "UPDATE entries SET entry = zeroblob(60) WHERE position = 270")
                try db.execute(sql: Self.guardOfChain)
            }
            try queue.close()
            let refusal = await storeRefusal { try fixture.again() }
            #expect(refusal == .ledger)
            let after = try DatabaseQueue(path: fixture.folder + "/data/amanah.db")
            #expect(
                try await after.read {
                    try !$0.tableExists("tiles") && $0.columns(in: "entries").map(\.name).contains("link")
                })
            try after.close()
        }
    }
}
