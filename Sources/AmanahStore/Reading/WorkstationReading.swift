/// One workstation, as the state at hand has it.
package protocol WorkstationReading {
    func workstation(_ id: String) throws -> WorkstationRow?
}

extension SQLiteReadView: WorkstationReading {
    func workstation(_ id: String) throws -> WorkstationRow? {
        try first("SELECT \(Self.workstationColumns) FROM workstations WHERE workstation_id = ?", [id], workstation)
    }
}

extension SQLiteWriteView {
    func workstation(_ id: String) throws -> WorkstationRow? { try reader.workstation(id) }
}
