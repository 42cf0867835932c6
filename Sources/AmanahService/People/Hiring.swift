import AmanahCore
import AmanahStore

extension Amanah {
    /// Days ahead that an end is shown.
    static let daysAhead = 30

    package func hiring(_ session: Session, from: Origin) async throws(ServiceError) -> HiringView {
        try await refresh(session)
        let member = try cleared(session)
        let organisation = organisation
        let role = try role(of: member)
        let vendor = organisation.managedVendor(member)
        guard role.pages.contains(.hiring) || role.approves || vendor != nil else { throw .notForRole }
        try await record(draft(.peopleRead, session), share: session.person.rawValue)
        let now = clock.read().steady
        let signedIn = sessions.people()
        let seen = organisation.members.values.filter {
            $0.record.id != session.person && organisation.sees(member, $0)
        }
        .sorted { $0.record.id < $1.record.id }
        var view = HiringView(
            candidates: [], ending: [], due: [], changes: try openChanges(for: member, organisation),
            mayEnter: role.pages.contains(.hiring) || role.approves || vendor != nil,
            units: organisation.units.values.sorted { $0.id < $1.id }
                .filter { role.scope == .company || member.scope.contains($0.id) }
                .map { UnitChoice(id: $0.id, name: $0.name) },
            vendors: organisation.vendors.values.sorted { $0.id < $1.id }
                .filter { vendor == nil || $0.id == vendor }.map { VendorChoice(id: $0.id, name: $0.name) })
        for other in seen {
            let row = personRow(
                other, organisation, signedIn: signedIn.contains(other.record.id), secondFactor: false, at: now)
            if row.stage == .ended || row.stage == .declined { continue }
            let onTheWay: Set<Course.Stage> = [.candidate, .interviewed, .recommended, .confirmed]
            let arriving = other.course.entered != nil && (row.stage == .signed || row.stage == .accepted)
            if onTheWay.contains(row.stage) || arriving {
                view.candidates.append(
                    .init(row: row, next: nextSteps(other, lacks: row.lacks, for: member, organisation, at: now)))
            }
            let today = now.day(in: other.zone)
            if let ends = other.agreementEnds {
                let left = Int(ends.number - today.number)
                if (0...Amanah.daysAhead).contains(left) {
                    view.ending.append(.init(row: row, endsOn: ends, daysLeft: left))
                }
            }
            if let through = other.clearance.certifiedThrough, other.course.isVetted,
                through.number - today.number <= Amanah.daysAhead
            {
                let mine = role.approves && organisation.isAbove(session.person, other.record.id)
                view.due.append(.init(row: row, through: through, mine: mine))
            }
        }
        view.ending.sort { ($0.endsOn, $0.row.id) < ($1.endsOn, $1.row.id) }
        view.due.sort { ($0.through, $0.row.id) < ($1.through, $1.row.id) }
        return view
    }
}
