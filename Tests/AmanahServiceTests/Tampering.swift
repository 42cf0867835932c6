import GRDB

/// What someone with the database file and a shell can do to the log.
enum Tampering {
    /// Statements on the rows from `:n` on, and how far behind `:n` the check must find the first one that does not hold.
    static let samples: [(sql: String, at: Int64)] = [
        ("UPDATE entries SET entry = (SELECT entry FROM entries WHERE position = :n + 1) WHERE position = :n", 0),
        ("UPDATE entries SET leaf = zeroblob(32) WHERE position = :n + 2", 2),
        (
            "UPDATE entries SET entry = CAST(substr(entry, 1, 18) || x'01' || substr(entry, 20) AS BLOB) WHERE position = :n",
            0
        ),
        ("DELETE FROM entries WHERE position = :n + 1", 1),
        (
            """
            UPDATE entries SET position = -1 WHERE position = :n; UPDATE entries SET position = :n WHERE position = :n + 1;
            UPDATE entries SET position = :n + 1 WHERE position = -1
            """, 0
        ),
        ("INSERT INTO entries SELECT :n + 5, entry, leaf FROM entries WHERE position = :n", 5),
        (
            """
            INSERT OR REPLACE INTO entries (position, entry, leaf)
            SELECT :n + 1, entry, leaf FROM entries WHERE position = :n
            """, 1
        ),
        // The readable half beside the chain.
        ("DELETE FROM acts WHERE position = :n + 1", 1),
        ("UPDATE acts SET kind = 4 WHERE position = :n + 2", 2),
        ("UPDATE acts SET at = at - 3600000 WHERE position = :n", 0),
        ("UPDATE acts SET purpose = 'credit-followup' WHERE position = :n + 3", 3),
        ("UPDATE acts SET person_id = 'A2' WHERE position = :n + 3", 3),
        ("UPDATE acts SET customer_id = 'C2' WHERE position = :n + 4", 4),
        ("UPDATE acts SET customer_id = 'nobody' WHERE position = :n + 4", 4),
        ("UPDATE acts SET customer_id = 'C2', customer_details = NULL WHERE position = :n + 4", 4),
        ("UPDATE acts SET customer_details = NULL WHERE position = :n + 2", 2),
        ("UPDATE acts SET unit_id = 'elsewhere' WHERE position = :n + 4", 4),
        ("UPDATE acts SET ticket_id = 'T-of-another' WHERE position = :n + 4", 4),
        ("UPDATE acts SET look = 1 WHERE position = :n + 4", 4),
        ("UPDATE acts SET workstation = 'W1' WHERE position = :n + 4", 4),
    ]

    /// Statements that leave an index without a row, as a disk does that lost its pages.
    static func emptied(_ index: String, of table: String) -> String {
        """
        CREATE INDEX empty ON \(table) (1) WHERE 1 = 2; PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'empty')
            WHERE name = '\(index)';
        DELETE FROM sqlite_master WHERE name = 'empty'
        """
    }

    static func run(_ sql: String, at position: Int64, in folder: String) throws {
        let queue = try DatabaseQueue(path: folder + "/amanah.db")
        try queue.write { db in
            // Whoever owns the file can take the guards away first.
            for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            for statement in sql.split(separator: ";") {
                try db.execute(
                    sql: statement.split(separator: ":n", omittingEmptySubsequences: false).joined(
                        separator: String(position)))
            }
        }
        try queue.close()
    }
}
