import AmanahCore
import AmanahStore

extension Amanah {
    package func people(_ session: Session, from: Origin) async throws(ServiceError) -> [PersonRow] {
        try await refresh(session)
        let member = try cleared(session)
        _ = try page(.people, member)
        try await record(draft(.peopleRead, session), share: session.person.rawValue)
        let organisation = organisation
        let now = clock.read().steady
        let signedIn = sessions.people()
        let credentials: Set<PersonID> = try reading { view in
            Set(try organisation.members.keys.filter { try view.credential($0)?.secretConfirmed ?? false })
        }
        return organisation.members.values
            .filter { organisation.sees(member, $0) }
            .sorted { $0.record.id < $1.record.id }
            .map { other in
                personRow(
                    other, organisation, signedIn: signedIn.contains(other.record.id),
                    secondFactor: credentials.contains(other.record.id), at: now)
            }
    }

    func personRow(
        _ other: Organisation.Member, _ organisation: Organisation, signedIn: Bool, secondFactor: Bool, at now: Moment
    ) -> PersonRow {
        let lacks = other.clearance.lacks(terms: organisation.charter.terms, zone: other.zone, at: now)
        return PersonRow(
            id: other.record.id, name: other.record.name, role: other.record.role, unit: other.record.unit,
            unitName: other.unitName, supervisor: other.record.supervisor, employment: other.record.employment,
            vendorName: other.vendorName, clearance: other.clearance, lacks: lacks, agreementEnds: other.agreementEnds,
            signedIn: signedIn, secondFactor: secondFactor, stage: other.course.stage(lacks),
            awaitsConfirmation: other.course.awaitsConfirmation)
    }
}

extension [UInt8] {
    /// Two lower-case digits a byte.
    package var hex: String {
        reduce(into: "") { out, byte in
            let text = String(byte, radix: 16)
            out += text.count == 1 ? "0" + text : text
        }
    }
}
