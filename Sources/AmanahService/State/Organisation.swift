import AmanahCore
import AmanahStore

/// Control data in memory: one consistent, unchanging reading. A change makes a new one.
final class Organisation: Sendable {
    struct Member: Sendable {
        var record: PersonRecord
        var unitName: String
        var zone: Zone
        var vendorName: String?
        var clearance: ClearanceFacts
        var agreementEnds: Day?
        /// Family cards of the customers that this person is.
        var households: Set<[UInt8]>
        /// Units whose customers are this person's to find.
        var scope: Set<UnitID>
    }

    let charter: Charter
    let charterRow: CharterRow?
    let units: [UnitID: UnitRow]
    let members: [PersonID: Member]
    let supervision: Supervision
    let workstations: [WorkstationRow]
    let workstationByTag: [[UInt8]: WorkstationRow]
    let workstationByID: [String: WorkstationRow]

    init(_ rows: OrganisationRows, charter: Charter) {
        self.charter = charter
        charterRow = rows.charter
        units = Dictionary(rows.units.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
        workstations = rows.workstations
        workstationByID = Dictionary(rows.workstations.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
        workstationByTag = Dictionary(rows.workstations.map { ($0.keyTag, $0) }, uniquingKeysWith: { a, _ in a })
        let vendors = Dictionary(rows.vendors.map { ($0.id, $0.name) }, uniquingKeysWith: { a, _ in a })
        let agreements = Dictionary(grouping: rows.agreements, by: \.person)
        let acceptances = Dictionary(rows.acceptances.map { ($0.person, $0) }, uniquingKeysWith: { a, _ in a })
        let households = Dictionary(grouping: rows.households, by: \.person)
        let tree = UnitTree(rows.units)
        var members: [PersonID: Member] = [:]
        members.reserveCapacity(rows.people.count)
        for record in rows.people {
            let own = agreements[record.id] ?? []
            let acceptance = acceptances[record.id]
            members[record.id] = Member(
                record: record, unitName: units[record.unit]?.name ?? record.unit.rawValue,
                zone: tree.zone(of: record.unit) ?? charter.zone,
                vendorName: record.vendor.flatMap { vendors[$0] },
                clearance: ClearanceFacts(
                    vetting: record.vetting, training: record.training,
                    agreements: own.map { ClearanceFacts.Term(startsOn: $0.startsOn, endsOn: $0.endsOn) },
                    acceptedTerms: acceptance?.version, acceptedAt: acceptance?.at, suspended: record.suspended,
                    lastDay: record.lastDay),
                agreementEnds: own.map(\.endsOn).max(), households: Set((households[record.id] ?? []).map(\.tag)),
                scope: tree.scope(charter.role(record.role)?.scope ?? .branch, of: record.unit))
        }
        self.members = members
        supervision = Supervision(
            rows.people.map { Supervision.Person(id: $0.id, role: $0.role, supervisor: $0.supervisor) },
            charter: charter)
    }

    /// A registered browser counts only while a superior's admission stands.
    func isAdmitted(_ workstation: String?) -> Bool {
        guard let workstation, let row = workstationByID[workstation] else { return false }
        return row.admittedAt != nil && row.withdrawnAt == nil
    }

    func name(of person: PersonID?) -> String? { person.flatMap { members[$0]?.record.name } }

    /// The direct superior's name, for *seen by*.
    func superiorName(of person: PersonID) -> String? { name(of: members[person]?.record.supervisor) }
}

/// The tree of head office, regions and branches.
struct UnitTree {
    private var byID: [UnitID: UnitRow] = [:]
    private var children: [UnitID: [UnitID]] = [:]

    init(_ units: [UnitRow]) {
        for unit in units {
            byID[unit.id] = unit
            if let parent = unit.parent { children[parent, default: []].append(unit.id) }
        }
    }

    /// A unit's own zone, or that of the nearest unit above it that names one. Ends on a ring, too.
    func zone(of unit: UnitID) -> Zone? {
        var at: UnitID? = unit
        for _ in 0..<64 {
            guard let id = at, let row = byID[id] else { return nil }
            if let zone = row.zone { return zone }
            at = row.parent
        }
        return nil
    }

    func scope(_ scope: Charter.Scope, of unit: UnitID) -> Set<UnitID> {
        switch scope {
        case .branch: return below(unit)
        case .region:
            var at = unit
            for _ in 0..<64 {
                guard let row = byID[at], row.kind != "region", row.kind != "head_office", let parent = row.parent
                else { break }
                at = parent
            }
            return below(at)
        case .company: return Set(byID.keys)
        }
    }

    private func below(_ unit: UnitID) -> Set<UnitID> {
        var found: Set<UnitID> = []
        var waiting = [unit]
        while let next = waiting.popLast() {
            guard found.insert(next).inserted else { continue }
            waiting.append(contentsOf: children[next] ?? [])
        }
        return found
    }
}
