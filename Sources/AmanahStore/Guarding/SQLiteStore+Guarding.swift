import AmanahCore
import AmanahLedger
import GRDB

extension SQLiteStore {
    /// Brings the tables up to date. Rows that held before hold after, whatever a step did to their columns; rows that did not
    /// hold still do not.
    static func migrate(_ pool: DatabasePool, _ keys: KeyRing) throws {
        let before = try pool.read { db -> Set<ControlFinding>? in
            guard try db.tableExists("marks"), try !Schema.migrator.hasCompletedMigrations(db) else { return nil }
            return Set(try SQLiteReadView(db: db, keys: keys).strangers(guarded(db)))
        }
        try Schema.migrator.migrate(pool)
        try pool.write { db in
            let view = try controlWriter(db, keys)
            if let before {
                for finding in try view.tables.strangers(guarded(db)) where !before.contains(finding) {
                    guard let id = finding.id,
                        let table = GuardedTable.allCases.first(where: { $0.name == finding.table })
                    else { continue }
                    try view.guarded(table, id)
                }
            } else if try view.tables.first("SELECT 1 FROM meta WHERE key = 'control'", [], { _ in true }) == nil,
                try view.tables.first("SELECT 1 FROM meta WHERE key = 'origin'", [], { _ in true }) != nil,
                try view.tables.lastCommitment() == nil
            {
                // A folder from before control data were guarded: what it holds counts as right, once.
                try view.acceptControl()
            }
            try view.saveControl()
        }
    }

    /// The guarded tables that a folder of this age has.
    private static func guarded(_ db: Database) throws -> [GuardedTable] {
        try GuardedTable.allCases.filter { try db.tableExists($0.name) }
    }

    private static func controlWriter(_ db: Database, _ keys: KeyRing) throws -> SQLiteWriteView {
        var log = LogState(size: 0, lastAt: Moment(seconds: 0), charterHash: [])
        log.control = try SQLiteReadView.controlNow(db, keys)
        return SQLiteWriteView(db: db, keys: keys, log: log, dataVersion: 0)
    }
}
