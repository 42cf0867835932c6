import AmanahCore
import AmanahStore

/// Control data in memory: one consistent, unchanging reading. A change makes a new one.
final class Organisation: Sendable {
    /// Shared, never copied: each request asks for it several times, and it is two dozen references.
    final class Member: Sendable {
        let record: PersonRecord
        let unitName: String
        let zone: Zone
        let vendorName: String?
        let clearance: ClearanceFacts
        let agreementEnds: Day?
        let agreements: [AgreementRow]
        /// The way in and out, as the steps in the books leave it.
        let course: Course
        /// Family cards of the customers that this person is.
        let households: Set<[UInt8]>
        /// Units whose customers are this person's to find.
        let scope: Set<UnitID>
        /// Quotas that a superior has set.
        let adjustments: [QuotaKind: Int]

        init(
            record: PersonRecord, unitName: String, zone: Zone, vendorName: String?, clearance: ClearanceFacts,
            agreementEnds: Day?, agreements: [AgreementRow], course: Course, households: Set<[UInt8]>,
            scope: Set<UnitID>, adjustments: [QuotaKind: Int]
        ) {
            self.record = record
            self.unitName = unitName
            self.zone = zone
            self.vendorName = vendorName
            self.clearance = clearance
            self.agreementEnds = agreementEnds
            self.agreements = agreements
            self.course = course
            self.households = households
            self.scope = scope
            self.adjustments = adjustments
        }
    }

    let charter: Charter
    let charterRow: CharterRow?
    let units: [UnitID: UnitRow]
    let vendors: [VendorID: VendorRow]
    let members: [PersonID: Member]
    /// Who set each quota of a person.
    let quotaSetters: [PersonID: [QuotaKind: PersonID]]
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
        self.vendors = Dictionary(rows.vendors.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
        let vendors = self.vendors.mapValues(\.name)
        let agreements = Dictionary(grouping: rows.agreements, by: \.person)
        let acceptances = Dictionary(rows.acceptances.map { ($0.person, $0) }, uniquingKeysWith: { a, _ in a })
        let steps = Dictionary(grouping: rows.steps, by: \.person)
        let households = Dictionary(grouping: rows.households, by: \.person)
        let settings = Dictionary(grouping: rows.quotaSettings, by: \.person)
        quotaSetters = settings.mapValues { rows in
            Dictionary(rows.map { ($0.kind, $0.by) }, uniquingKeysWith: { a, _ in a })
        }
        let due = Dictionary(rows.reviewsDue.map { ($0.person, $0.at) }, uniquingKeysWith: min)
        let tree = UnitTree(rows.units)
        var members: [PersonID: Member] = [:]
        members.reserveCapacity(rows.people.count)
        for record in rows.people {
            let own = agreements[record.id] ?? []
            let acceptance = acceptances[record.id]
            let taken = (steps[record.id] ?? []).map(\.step)
            // Whose books begin with a candidacy was not imported.
            let course = Course(of: record.id, imported: taken.first?.kind != .candidate, steps: taken)
            let zone = tree.zone(of: record.unit) ?? charter.zone
            let books = ClearanceFacts(
                vetting: record.vetting, training: record.training,
                agreements: own.map { ClearanceFacts.Term(startsOn: $0.startsOn, endsOn: $0.endsOn) },
                acceptedTerms: acceptance?.version, acceptedAt: acceptance?.at,
                suspended: record.suspended || rows.brokenSteps.contains(record.id),
                lastDay: record.lastDay, reviewDueAt: due[record.id],
                certifiedThrough: course.certifiedThrough(
                    everyDays: charter.recertifyEveryDays, began: rows.recertificationBegan, joined: record.joinedAt,
                    zone: zone))
            members[record.id] = Member(
                record: record, unitName: units[record.unit]?.name ?? record.unit.rawValue,
                zone: zone, vendorName: record.vendor.flatMap { vendors[$0] },
                clearance: course.clearance(books, zone: zone), agreementEnds: own.map(\.endsOn).max(),
                agreements: own.sorted { ($0.endsOn, $0.id) < ($1.endsOn, $1.id) }, course: course,
                households: Set((households[record.id] ?? []).map(\.tag)),
                scope: tree.scope(charter.role(record.role)?.scope ?? .branch, of: record.unit),
                adjustments: Dictionary(
                    (settings[record.id] ?? []).map { ($0.kind, $0.bound) }, uniquingKeysWith: { a, _ in a }))
        }
        self.members = members
        supervision = Supervision(
            rows.people.map { Supervision.Person(id: $0.id, role: $0.role, supervisor: $0.supervisor) },
            charter: charter)
    }

    /// A registered browser counts only while a superior's admission stands; while it is lent, for that person alone.
    func isAdmitted(_ workstation: String?, for person: PersonID, at now: Moment) -> Bool {
        guard let workstation, let row = workstationByID[workstation] else { return false }
        guard row.admittedAt != nil, row.withdrawnAt == nil else { return false }
        guard let lentTo = row.lentTo, let until = row.lentUntil, now < until else { return true }
        return lentTo == person
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
