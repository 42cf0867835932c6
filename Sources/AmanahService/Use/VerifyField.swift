package import AmanahCore
import AmanahStore

extension Amanah {
    /// Misses that lock a field of one customer: of one person, and of all people, in 24 hours (A10).
    static let ownMisses = 3
    static let allMisses = 6

    package func verify(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, field: FieldName, said: String,
        from: Origin
    ) async throws(ServiceError) -> VerifyOutcome {
        try Inputs.check(customer: customer, purpose: purpose, ticket: ticket)
        try Inputs.check(field.rawValue, field: "field")
        try Inputs.checkWords(said, field: "said", maximumBytes: 200)
        try step(session)
        guard !Normalized.forComparison(said).isEmpty else {
            throw .invalid(field: "said", what: "what the customer said")
        }
        guard let number = organisation.charter.fieldNumber(field) else { throw .denied([.fieldNotOfPurpose]) }
        let request = Request(act: .verify(field: number), customer: customer, purpose: purpose, ticket: ticket)
        let prepared = try prepare(request, session)
        let outcome: Result<(VerifyOutcome, Prepared), Refused> = try await durably(for: session) { [self] view in
            let current = try current(prepared, session, view)
            let since = current.at.steady.advanced(by: .seconds(-86_400))
            // A charter adopted meanwhile may count its fields otherwise: a number stands for the field that was asked for.
            var reasons =
                current.charter.fieldNumber(field) == number ? obstacles(current) : [.fieldNotOfPurpose]
            var misses = (own: 0, all: 0)
            if reasons.isEmpty {
                misses = try view.verifyMisses(customer: customer, field: field, person: session.person, since: since)
                if misses.own >= Amanah.ownMisses || misses.all >= Amanah.allMisses { reasons = [.verifyLocked] }
            }
            if reasons.isEmpty, case .allowed(_, let ground) = current.decision {
                reasons = quotas.take(
                    .verification, by: session.person, zone: current.member.zone, at: current.at.steady
                ) { current.charter.exceeded(current.facts, by: request.act, after: $0, on: ground) }
            }
            guard reasons.isEmpty, let row = current.customer, let key = current.customerKey else {
                _ = try view.append(try denial(current, reasons, session, look: nil, view))
                return .failure(Refused(reasons: reasons))
            }
            let stored =
                try row.fields.open(
                    [field.rawValue], customer: row.id.rawValue, version: row.version, key: key
                ).first ?? nil
            let match = stored.map { Normalized.forComparison($0) == Normalized.forComparison(said) } ?? false
            if !match {
                try view.addVerifyMiss(
                    customer: customer, field: field, person: session.person, at: current.at.steady)
                misses = (misses.own + 1, misses.all + 1)
                if misses.own == Amanah.ownMisses || misses.all == Amanah.allMisses {
                    try tellOfLock(current.member, view, at: current.at.steady)
                }
            }
            var draft = draft(.verify, session)
            draft.at = current.at.wall
            draft.customer = customer
            draft.purpose = purpose
            draft.ticket = ticket
            draft.personPairs = [("field", field.rawValue), ("match", match ? "yes" : "no")]
            if current.needsWitness { draft.personPairs.append(("witness", "required")) }
            draft.fields = [(field, .verify, nil)]
            let index = try view.append(try draft.sealed(keys: store.keys, customerKey: key))
            let left = min(Amanah.ownMisses - misses.own, Amanah.allMisses - misses.all)
            return .success((VerifyOutcome(match: match, triesLeft: max(0, left), ledgerIndex: index), current))
        }
        switch outcome {
        case .success(let (verified, held)):
            try await witnessed(held, verified.ledgerIndex, session, look: nil)
            return verified
        case .failure(let refused): throw .denied(refused.reasons)
        }
    }

    /// Tells the direct superior of whoever locked a field by his miss; no customer and no field is named.
    private func tellOfLock(_ member: Organisation.Member, _ view: any WriteView, at now: Moment) throws {
        guard let superior = organisation.line(of: member.record.id).first else { return }
        try view.put(notice: notice(.fieldLocked, to: superior, about: member.record.id.rawValue, at: now))
    }
}
