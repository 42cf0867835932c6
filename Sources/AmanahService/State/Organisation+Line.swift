import AmanahCore
import AmanahStore

extension Organisation.Member {
    /// A customer as this person's decisions see him.
    func facts(_ row: CustomerRow) -> Facts.Customer {
        Facts.Customer(
            id: row.id, sensitivity: row.sensitivity, staff: row.staff,
            isKin: row.household.map { households.contains($0) } ?? false)
    }
}

extension Organisation {
    /// Everyone above a person as the line stands now, the direct superior first; empty where it leads into a ring.
    func line(of person: PersonID) -> [PersonID] { ApprovalLine.above(person) { members[$0]?.record.supervisor } }

    /// Cleared, and of a role that approves. Terms that wait to be accepted are no absence: whoever decides accepts them at
    /// the door.
    func mayApprove(_ person: PersonID, at now: Moment) -> Bool {
        guard let member = members[person], charter.role(member.record.role)?.approves == true else { return false }
        return member.clearance.lacks(terms: charter.terms, zone: member.zone, at: now)
            .allSatisfy { $0 == .termsNotAccepted }
    }

    /// Everyone of these roles who is cleared, by id.
    func people(of roles: [RoleID], at now: Moment) -> [PersonID] {
        members.values.filter { member in
            roles.contains(member.record.role)
                && member.clearance.lacks(terms: charter.terms, zone: member.zone, at: now)
                    .allSatisfy { $0 == .termsNotAccepted }
        }.map(\.record.id).sorted()
    }
}

/// Who may decide one request, under one reading of the organisation.
struct Seats {
    var organisation: Organisation
    var line: ApprovalLine
    var requester: PersonID
    /// Whose record it is, where it is a colleague's: he does not decide about himself.
    var subject: PersonID?
    var at: Moment

    private func may(_ person: PersonID) -> Bool { person != subject && organisation.mayApprove(person, at: at) }

    var approvers: [PersonID] { line.approvers(of: requester, mayApprove: may) }

    func seat(_ climbed: Int, _ above: [PersonID]) -> PersonID? {
        line.seat(of: requester, climbed: climbed, above: above, mayApprove: may)
    }

    /// Whose turn it is; `nil` where nobody's.
    func turn(_ request: ApprovalRequest) -> PersonID? {
        request.state == .waiting ? seat(request.climbed, request.deciders) : nil
    }
}
