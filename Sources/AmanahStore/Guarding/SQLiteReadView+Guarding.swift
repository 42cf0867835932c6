import AmanahLedger
import Foundation
import GRDB

extension SQLiteReadView {
    /// Reads each row with its mark and the mark that it should have.
    ///
    /// - Parameter id: one row, or all.
    func eachMark(
        _ table: GuardedTable, id: String? = nil,
        _ body: (_ id: String, _ kept: [UInt8]?, _ right: [UInt8]) throws -> Void
    ) throws {
        let columns = try table.columns ?? db.columns(in: table.name).map(\.name)
        let kept =
            table.marksInPlace
            ? "t.mark" : "(SELECT m.mark FROM marks m WHERE m.tbl = \(table.rawValue) AND m.id = \(table.key))"
        let sql = """
            SELECT CAST(\(table.key) AS TEXT), \(kept), \(columns.map { "t.\($0)" }.joined(separator: ", "))
            FROM \(table.name) t \(id == nil ? "" : "WHERE \(table.key) = ?")
            """
        try db.direct(sql) { statement in
            if let id { try statement.bind(1, id) }
            while try statement.step() {
                let id = statement.text(0)
                var mark = RowMark(table, id, key: keys.guardingBytes)
                for (index, name) in columns.enumerated() { statement.add(CInt(index + 2), name, to: &mark) }
                try body(id, statement.bytesOrNull(1), mark.finish())
            }
        }
    }

    /// Whether the row that a look stands on holds: its columns come first, then its mark.
    func holds(_ table: GuardedTable, _ id: String, _ statement: DirectStatement) -> Bool {
        guard let columns = table.columns else { return false }
        var mark = RowMark(table, id, key: keys.guardingBytes)
        for (index, name) in columns.enumerated() { statement.add(CInt(index), name, to: &mark) }
        return statement.bytesOrNull(CInt(columns.count)) == mark.finish()
    }

    func holds(_ table: GuardedTable, _ id: String) throws -> Bool {
        var holds = true
        try eachMark(table, id: id) { _, kept, right in holds = kept == right }
        return holds
    }

    /// Ids of rows that do not hold, of tables that are read as a whole.
    func strangers(_ tables: [GuardedTable]) throws -> [ControlFinding] {
        var findings: [ControlFinding] = []
        for table in tables {
            try eachMark(table) { id, kept, right in
                if kept != right { findings.append(ControlFinding(kept == nil ? .inserted : .edited, table.name, id)) }
            }
        }
        return findings
    }

    static func controlState(_ db: Database, _ keys: KeyRing) throws -> ControlState? {
        guard let sealed = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'control'") else {
            return nil
        }
        return try ControlState(sealed: Array(sealed), keys)
    }

    /// The state to go on from. One that is gone or does not open begins empty: reading everything anew will say so (L8).
    static func controlNow(_ db: Database, _ keys: KeyRing) throws -> ControlState {
        do { return try controlState(db, keys) ?? ControlState() } catch is StoreError { return ControlState() }
    }

    func reconcile() throws -> Reconciliation {
        var result = Reconciliation(rows: 0, findings: [])
        func found(_ finding: ControlFinding) {
            if result.findings.count < Reconciliation.limit { result.findings.append(finding) }
        }
        var state: ControlState?
        do { state = try SQLiteReadView.controlState(db, keys) } catch is StoreError {}
        if state == nil { found(ControlFinding(.stateLost)) }
        for table in GuardedTable.allCases {
            var account = ControlState.Account()
            try eachMark(table) { id, kept, right in
                result.rows += 1
                if kept != right { found(ControlFinding(kept == nil ? .inserted : .edited, table.name, id)) }
                guard let kept else { return }
                account.rows += 1
                account.sum = account.sum + keys.contribution(table, id, kept)
            }
            if !table.marksInPlace {
                for (id, mark) in try marksWithoutRow(table) {
                    found(ControlFinding(.deleted, table.name, id))
                    account.rows += 1
                    account.sum = account.sum + keys.contribution(table, id, mark)
                }
            }
            if let state, state[table] != account { found(ControlFinding(.exchanged, table.name)) }
            if try !isSound(table.name) { found(ControlFinding(.damaged, table.name)) }
        }
        for id in try erasedWithoutMark() { found(ControlFinding(.deleted, KeyStore.tableName, id)) }
        if let state, try lastCommitment() != state.digest(keys) { found(ControlFinding(.notAsLogged)) }
        return result
    }

    /// Whether a table and each of its indexes have the same rows.
    ///
    /// Source: SQLite, *PRAGMA integrity_check*, with a table's name.
    private func isSound(_ table: String) throws -> Bool {
        try first("PRAGMA main.integrity_check(\(table))") { $0.column(0) as String } == "ok"
    }

    private func marksWithoutRow(_ table: GuardedTable) throws -> [(String, [UInt8])] {
        try rows(
            """
            SELECT m.id, m.mark FROM marks m WHERE m.tbl = ?
                AND NOT EXISTS (SELECT 1 FROM \(table.name) t WHERE CAST(\(table.key) AS TEXT) = m.id)
            """, [Int(table.rawValue)]
        ) { ($0.column(0) as String, $0.bytes(1) ?? []) }
    }

    /// Customers whose key is gone though nobody erased them.
    private func erasedWithoutMark() throws -> [String] {
        try rows(
            """
            SELECT c.customer_id FROM customers c
            WHERE NOT EXISTS (SELECT 1 FROM customer_keys k WHERE k.number = c.number)
                AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.customer_id = c.customer_id)
            LIMIT 100
            """
        ) { $0.column(0) as String }
    }

    /// What the newest entry that speaks of the control data binds; `nil` where none does.
    func lastCommitment() throws -> [UInt8]? {
        var end = try logSize()
        while end > 0 {
            let start = max(0, end - 1000)
            let page = try entries(from: start, limit: Int(end - start))
            for row in page.reversed() {
                let entry = try? Entry(decoding: row.entry)
                if let bound = entry?.commitments.first(where: { $0.domain == .control }) { return bound.commitment }
            }
            end = start
        }
        return nil
    }
}
