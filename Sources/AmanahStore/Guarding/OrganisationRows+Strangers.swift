import AmanahCore

extension OrganisationRows {
    /// Leaves out what does not hold. Under a charter that does not hold everything is denied.
    mutating func remove(_ found: Set<ControlFinding>) {
        guard !found.isEmpty else { return }
        strangers = found.sorted { ($0.table ?? "", $0.id ?? "") < ($1.table ?? "", $1.id ?? "") }
        func ids(_ table: GuardedTable) -> Set<String> {
            Set(found.filter { $0.table == table.name }.compactMap(\.id))
        }
        let (unitIDs, vendorIDs, personIDs) = (ids(.units), ids(.vendors), ids(.people))
        let (agreementIDs, acceptanceIDs) = (ids(.agreements), ids(.acceptances))
        let stationIDs = ids(.workstations)
        units.removeAll { unitIDs.contains($0.id.rawValue) }
        vendors.removeAll { vendorIDs.contains($0.id.rawValue) }
        people.removeAll { personIDs.contains($0.id.rawValue) }
        agreements.removeAll { agreementIDs.contains($0.id.rawValue) }
        acceptances.removeAll { acceptanceIDs.contains($0.person.rawValue) }
        workstations.removeAll { stationIDs.contains($0.id) }
        if let row = charter, ids(.charters).contains(String(row.number)) {
            charter?.hash = []
            charterHolds = false
        }
    }
}
