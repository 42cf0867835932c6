import AmanahLedger
import Foundation
import GRDB

extension Schema {
    /// Turns the chain of a folder into the tree: its entries become the leaves, in their order.
    ///
    /// - Throws: ``StoreError/Code/ledger`` where the chain does not hold; the folder stays as it was. A log that was tampered with
    ///   is not to come out of this with a signature.
    static func chainBecomesTree(_ db: Database) throws {
        for statement in tree { try db.execute(sql: statement) }
        try db.execute(sql: "DROP TRIGGER entries_stay_as_they_are")
        try db.execute(sql: "ALTER TABLE entries RENAME COLUMN link TO leaf")
        var edge = TreeEdge()
        // A folder that is being made has no origin yet, and no entries.
        if let origin = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'origin'") {
            edge = try leaves(db, FormerChain(origin: String(decoding: origin, as: UTF8.self)))
        }
        try db.execute(
            sql: "INSERT INTO ledger (one, size, root, checkpoint) VALUES (1, ?, ?, '')",
            arguments: [Int64(edge.size), Data(edge.root.bytes)])
        for statement in guardsOfTree { try db.execute(sql: statement) }
    }

    /// Follows the chain from its first entry, and puts each entry's leaf where its link was.
    private static func leaves(_ db: Database, _ chain: FormerChain) throws -> TreeEdge {
        var (chain, edge) = (chain, TreeEdge())
        let update = try db.makeStatement(sql: "UPDATE entries SET leaf = ? WHERE position = ?")
        while true {
            let page = try Row.fetchAll(
                db, sql: "SELECT position, entry, leaf FROM entries WHERE position >= ? ORDER BY position LIMIT 4096",
                arguments: [Int64(edge.size)])
            if page.isEmpty { return edge }
            for row in page {
                let leaf = MerkleHash.leaf(row.bytes(1) ?? [])
                chain.append(leaf)
                guard row.column(0) as Int64 == Int64(edge.size), row.bytes(2) == chain.head else {
                    throw StoreError(
                        .ledger,
                        "entry \(edge.size) of the log does not hold: it was changed or taken out before this version; restore a backup from before that"
                    )
                }
                try update.execute(arguments: [Data(leaf.bytes), row.column(0) as Int64])
                try edge.append(leaf) { tile, root in try LedgerRows.insert(tile, root, db) }
            }
        }
    }

    private static let tree = [
        // The roots of full tiles; a tile's own hashes are the leaves, or the roots of the row below.
        "CREATE TABLE tiles (tile INTEGER PRIMARY KEY, root BLOB NOT NULL)",
        // One row: the tree as the last batch left it, with its checkpoint.
        """
        CREATE TABLE ledger (
            one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root BLOB NOT NULL, checkpoint TEXT NOT NULL
        )
        """,
        // Keys that sign: all of the log's time, the newest without an end.
        """
        CREATE TABLE signers (number INTEGER PRIMARY KEY, vkey TEXT NOT NULL UNIQUE, since INTEGER NOT NULL, until INTEGER)
        """,
    ]

    private static let guardsOfTree = [
        """
        CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER tiles_stay_as_they_are BEFORE UPDATE ON tiles
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER tiles_are_kept BEFORE DELETE ON tiles
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER ledger_grows BEFORE UPDATE ON ledger WHEN NEW.size < OLD.size
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
    ]
}
