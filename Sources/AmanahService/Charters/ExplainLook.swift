package import AmanahCore
import AmanahStore

/// How a look would be decided now, and what that rests on. Holds nothing of the customer.
package struct ExplainedLook: Sendable {
    package var decision: Decision
    package var needsWitness: Bool
    /// The approval or the broken glass without which it would be refused.
    package var grant: Facts.Grant?
    /// By the field's number: what the purpose shows by itself, and what it reveals.
    package var shows: [Form]
    package var reveals: [Charter.RevealRule?]
    /// The person's own.
    package var zone: Zone
}

extension Amanah {
    /// The decision on a look and all that it rests on, for `amanah charter explain`.
    package func explain(
        person: PersonID, customer: CustomerID, purpose: PurposeID, ticket: TicketID?
    ) throws(ServiceError) -> ExplainedLook {
        guard let member = organisation.members[person] else { throw .notFound }
        let now = clock.read().steady
        let session = Session(
            id: "", person: person, role: member.record.role, unit: member.record.unit, zone: member.zone,
            createdAt: now, expiresAt: now, steps: [], lacks: [], workstation: nil, workstationAdmitted: true,
            csrfToken: "", isService: false)
        let request = Request(act: .look, customer: customer, purpose: purpose, ticket: ticket)
        let prepared = try prepare(request, session)
        let rule = prepared.charter.purpose(purpose)
        var grant: Facts.Grant?
        if case .allowed(_, let ground) = prepared.decision {
            grant = prepared.facts.grants.first { $0.id == ground.grant }
        }
        return ExplainedLook(
            decision: prepared.decision, needsWitness: prepared.needsWitness, grant: grant, shows: rule?.shows ?? [],
            reveals: rule?.reveals ?? [], zone: member.zone)
    }
}
