package import AmanahCore
import AmanahStore

extension Amanah {
    package func reveal(
        _ session: Session, look: LookID, field: FieldName, reason: String, from: Origin
    ) async throws(ServiceError) -> ShownReveal {
        try Inputs.check(field.rawValue, field: "field")
        try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
        try step(session)
        let opened = try openLook(look, of: session)
        let charter = organisation.charter
        guard let number = charter.fieldNumber(field), let customer = opened.customer, let purpose = opened.purpose
        else {
            throw .notFound
        }
        let request = Request(
            act: .reveal(field: number, reason: reason), customer: customer, purpose: purpose, ticket: opened.ticket)
        let prepared = try prepare(request, session, look: look)
        let outcome: Result<(ShownReveal, Prepared), Refused> = try await durably(for: session) { [self] view in
            // Always anew: the last reason may have been given a moment ago, in a look beside this one (C5).
            let current = try prepare(
                request, session, version: view.dataVersion, try organisation(in: view, for: session), view,
                at: prepared.at, look: look)
            // A charter adopted meanwhile may count its fields otherwise: a number stands for the field that was asked for.
            var reasons =
                current.charter.fieldNumber(field) == number ? obstacles(current) : [.fieldNotOfPurpose]
            if reasons.isEmpty, case .allowed(_, let ground) = current.decision {
                reasons = quotas.take(
                    .reveal, by: session.person, zone: current.member.zone, at: current.at.steady
                ) { current.charter.exceeded(current.facts, by: request.act, after: $0, on: ground) }
            }
            guard reasons.isEmpty, let shown = try revealed(current, number, reason, look, session) else {
                let reasons = reasons.isEmpty ? [Reason.notRevealable] : reasons
                _ = try view.append(try denial(current, reasons, session, look: look, view))
                return .failure(Refused(reasons: reasons))
            }
            let index = try view.append(shown.act)
            if case .allowed(_, let ground) = current.decision, let grant = ground.grant {
                try take(grant, look.ledgerIndex, at: current.at.steady, view)
            }
            let answer = ShownReveal(
                look: look, ledgerIndex: index, field: shown.field,
                hidesAt: current.at.steady.advanced(by: .seconds(current.charter.revealSeconds)))
            return .success((answer, current))
        }
        switch outcome {
        case .success(let (shown, held)):
            try await witnessed(held, shown.ledgerIndex, session, look: look)
            return shown
        case .failure(let refused): throw .denied(refused.reasons)
        }
    }

    package func revealOffer(
        _ session: Session, look: LookID, field: FieldName
    ) throws(ServiceError) -> RevealOffer? {
        let opened = try openLook(look, of: session)
        guard let number = organisation.charter.fieldNumber(field), let customer = opened.customer,
            let purpose = opened.purpose
        else { return nil }
        let request = Request(
            act: .reveal(field: number, reason: ""), customer: customer, purpose: purpose, ticket: opened.ticket)
        let prepared = try prepare(request, session, look: look)
        guard prepared.charter.fieldNumber(field) == number else { return nil }
        return prepared.charter.revealOffer(number, in: request, prepared.facts, at: prepared.at.steady)
    }

    /// The act of a look that is this person's and still open on the screen; anyone else's is not found.
    func openLook(_ look: LookID, of session: Session) throws(ServiceError) -> NewAct {
        let now = clock.read().steady
        let seconds = Int64(organisation.charter.closesAfterSeconds)
        guard let row = try reading({ try $0.act(look.ledgerIndex) }), row.act.kind == .look,
            row.act.person == session.person, try !reading({ try isWithheld(look, row.act, $0) })
        else { throw .notFound }
        guard now.milliseconds < row.act.at.milliseconds + seconds * 1000 else {
            throw .conflict(what: "this look has closed: open the customer again")
        }
        return row.act
    }

    private func revealed(
        _ prepared: Prepared, _ number: Int, _ reason: String, _ look: LookID, _ session: Session
    ) throws -> (field: ShownField, act: NewAct)? {
        guard case .allowed(let forms, let ground) = prepared.decision, let customer = prepared.customer,
            let key = prepared.customerKey
        else { return nil }
        let field = try FieldShower(charter: prepared.charter, keys: store.keys)
            .show(customer, key: key, forms: forms, offers: [])[number]
        var draft = draft(.reveal, session)
        draft.at = prepared.at.wall
        draft.customer = customer.id
        draft.purpose = prepared.request.purpose
        draft.ticket = prepared.request.ticket
        draft.look = look
        draft.personPairs = [("ground", ground.word), ("said", reason)]
        if let grant = ground.grant { draft.personPairs.append(("grant", grant.rawValue)) }
        if prepared.needsWitness { draft.personPairs.append(("witness", "required")) }
        draft.fields = [(field.name, field.form, field.value)]
        return (field, try draft.sealed(keys: store.keys, customerKey: key))
    }
}

/// A refusal that was written durably.
struct Refused: Error, Sendable {
    var reasons: [Reason]
}
