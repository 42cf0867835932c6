package import AmanahCore
import AmanahStore

extension Amanah {
    package func look(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, reason: String?, from: Origin
    ) async throws(ServiceError) -> ShownLook {
        try Inputs.check(customer: customer, purpose: purpose, ticket: ticket)
        if let reason { try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes) }
        try step(session)
        let request = Request(act: .look, customer: customer, purpose: purpose, ticket: ticket)
        let prepared = try prepare(request, session)
        let draft = try shown(prepared, session, reason: reason)
        let writeSeen = sessions.dueForWriting(id: session.id, at: prepared.at.steady)
        let outcome = try await durably(for: session) { [self] view in
            let current = try current(prepared, session, view)
            let answer =
                current.version == prepared.version ? draft : try shown(current, session, reason: reason)
            if writeSeen { try view.touch(session: session.id, at: current.at.steady) }
            return try take(current, answer, session, view)
        }
        switch outcome {
        case .success(let (look, held)):
            try await witnessed(held, look.ledgerIndex, session, look: look.id)
            return look
        case .failure(let refusal): throw .denied(refusal.reasons)
        }
    }

    /// What a look would show, and its act; `nil` where the decision is a denial.
    private struct Answer: Sendable {
        var fields: [ShownField]
        var act: NewAct
        var ground: Ground
    }

    private struct Refusal: Error {
        var reasons: [Reason]
    }

    /// Inside the batch: the quota is taken and the act written, or the refusal is.
    private func take(
        _ prepared: Prepared, _ answer: Answer?, _ session: Session, _ view: any WriteView
    ) throws -> Result<(ShownLook, Prepared), Refusal> {
        var reasons = obstacles(prepared)
        if let answer, reasons.isEmpty {
            let customer = prepared.request.customer
            reasons = quotas.take(
                prepared.needsWitness ? .waitingLook(customer) : .look(customer), by: session.person,
                zone: prepared.member.zone, at: prepared.at.steady
            ) { prepared.organisation.charter.exceeded(prepared.facts, by: .look, after: $0, on: answer.ground) }
            if reasons.isEmpty {
                let index = try view.append(answer.act)
                if let grant = answer.ground.grant { try take(grant, index, at: prepared.at.steady, view) }
                try tell(ofSensitive: prepared, index, view)
                return .success((look(prepared, answer, session, index), prepared))
            }
        }
        _ = try view.append(try denial(prepared, reasons, session, look: nil, view))
        return .failure(Refusal(reasons: reasons))
    }

    private func look(_ prepared: Prepared, _ answer: Answer, _ session: Session, _ index: Int64) -> ShownLook {
        ShownLook(
            id: LookID(ledgerIndex: index), ledgerIndex: index, customer: prepared.request.customer,
            purpose: prepared.request.purpose,
            purposeTitle: prepared.organisation.charter.purpose(prepared.request.purpose)?.title
                ?? Charter.Title(id: "", en: ""),
            ground: answer.ground, at: prepared.at.wall,
            closesAt: prepared.at.steady.advanced(by: .seconds(prepared.organisation.charter.closing(answer.ground))),
            person: session.person, personName: prepared.member.record.name, seenBy: prepared.superiorName,
            fields: answer.fields)
    }

    private func shown(_ prepared: Prepared, _ session: Session, reason: String?) throws(ServiceError) -> Answer? {
        guard case .allowed(let forms, let ground) = prepared.decision, let customer = prepared.customer,
            let key = prepared.customerKey
        else { return nil }
        do throws(StoreError) {
            let fields = try FieldShower(charter: prepared.organisation.charter, keys: store.keys)
                .show(customer, key: key, forms: forms, offers: offers(prepared, ground))
            var draft = draft(.look, session)
            draft.at = prepared.at.wall
            draft.customer = customer.id
            draft.purpose = prepared.request.purpose
            draft.ticket = prepared.request.ticket
            draft.personPairs = [("ground", ground.word)]
            if let grant = ground.grant { draft.personPairs.append(("grant", grant.rawValue)) }
            if prepared.facts.ticket?.isInGrace(at: prepared.at.steady) == true {
                draft.personPairs.append(("grace", "yes"))
            }
            if prepared.needsWitness { draft.personPairs.append(("witness", "required")) }
            if let reason, !reason.isEmpty { draft.personPairs.append(("said", reason)) }
            draft.fields.reserveCapacity(fields.count)
            for index in fields.indices where fields[index].form != .hidden {
                draft.fields.append((fields[index].name, fields[index].form, fields[index].value))
            }
            return Answer(
                fields: fields, act: try draft.sealed(keys: store.keys, customerKey: key), ground: ground)
        } catch {
            throw .unavailable(what: error.message)
        }
    }

    private func offers(_ prepared: Prepared, _ ground: Ground) -> [RevealOffer?] {
        let organisation = prepared.organisation
        guard !prepared.facts.grants.isEmpty else { return organisation.charter.plainOffers(prepared.request.purpose) }
        let open = prepared.facts.opened(on: ground)
        return organisation.charter.fields.indices.map { field in
            organisation.charter.revealOffer(field, in: prepared.request, open, at: prepared.at.steady)
        }
    }

    /// Nothing but the first steps answers before they are done.
    func step(_ session: Session) throws(ServiceError) {
        if let step = session.steps.first { throw .stepRequired(step) }
    }
}
