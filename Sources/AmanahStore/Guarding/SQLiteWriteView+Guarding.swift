import AmanahCore
import AmanahLedger
import Foundation
import GRDB

extension SQLiteWriteView {
    /// Binds a row to its place as it stands now, or takes note that it is gone. To be called behind every write of a guarded
    /// table.
    func guarded(_ table: GuardedTable, _ id: String) throws {
        var (old, new): ([UInt8]?, [UInt8]?)
        if !table.marksInPlace { old = try mark(table, id) }
        try tables.eachMark(table, id: id) { _, kept, right in
            if table.marksInPlace { old = kept }
            new = right
        }
        strangers = strangers?.filter { $0.table != table.name || $0.id != id }
        guard old != new else { return }
        if let old { log.control.remove(table, keys.contribution(table, id, old)) }
        if let new { log.control.add(table, keys.contribution(table, id, new)) }
        try keep(table, id, new)
    }

    private func mark(_ table: GuardedTable, _ id: String) throws -> [UInt8]? {
        try tables.first("SELECT mark FROM marks WHERE tbl = ? AND id = ?", [Int(table.rawValue), id]) { $0.bytes(0) }
            ?? nil
    }

    private func keep(_ table: GuardedTable, _ id: String, _ mark: [UInt8]?) throws {
        if table.marksInPlace {
            try run("UPDATE \(table.name) SET mark = ? WHERE \(table.key) = ?", [mark.map { Data($0) }, id])
        } else if let mark {
            try run(
                "INSERT OR REPLACE INTO marks (tbl, id, mark) VALUES (?, ?, ?)", [Int(table.rawValue), id, Data(mark)])
        } else {
            try run("DELETE FROM marks WHERE tbl = ? AND id = ?", [Int(table.rawValue), id])
        }
    }

    /// What the next entry says of the control data; `nil` where they have not changed since the last that spoke of them.
    func controlCommitment() -> Entry.Sealed? {
        guard log.control.isUnbound else { return nil }
        let digest = log.control.digest(keys)
        log.control.committed = digest
        (log.control.isUnbound, log.control.isUnsaved) = (false, true)
        return Entry.Sealed(domain: .control, commitment: digest)
    }

    /// Behind each job: the state goes into the same transaction as the rows.
    func saveControl() throws {
        guard log.control.isUnsaved else { return }
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('control', ?)", [Data(try log.control.sealed(keys))])
        log.control.isUnsaved = false
    }

    func acceptControl() throws {
        var state = ControlState()
        state.committed = log.control.committed
        try run("DELETE FROM marks", [])
        for table in GuardedTable.allCases {
            var marks: [(String, [UInt8])] = []
            try tables.eachMark(table) { id, _, right in marks.append((id, right)) }
            for (id, mark) in marks {
                try keep(table, id, mark)
                state.add(table, keys.contribution(table, id, mark))
            }
        }
        (state.isUnsaved, state.isUnbound) = (true, true)
        log.control = state
        strangers = []
    }

    /// A secret that stays is not sealed anew: the row is then as it was, and no entry need speak of it.
    func sealedSecret(of credential: CredentialRow) throws -> Data? {
        guard let secret = credential.secret else { return nil }
        let person = credential.person.rawValue
        let kept = try tables.first("SELECT secret FROM credentials WHERE person_id = ?", [person]) { $0.bytes(0) }
        if let kept = kept ?? nil,
            try keys.openStaff(kept, table: "credentials", row: person, field: "secret") == secret
        {
            return Data(kept)
        }
        return Data(try keys.sealStaff(secret, table: "credentials", row: person, field: "secret"))
    }

    func holds(_ table: GuardedTable, _ id: String) throws -> Bool { try tables.holds(table, id) }
}
