package import AmanahCore
import AmanahStore

extension Amanah {
    package func setQuota(
        _ session: Session, of person: PersonID, _ kind: QuotaKind, to bound: Int, reason: String
    ) async throws(ServiceError) {
        try Inputs.check(person.rawValue, field: "person")
        try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
        guard ReasonText.hasSubstance(reason) else { throw .invalid(field: "reason", what: "a reason in words") }
        try step(session)
        let at = clock.read()
        try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            let range = try adjustable(session, person, organisation)[kind]
            guard let range else {
                throw ServiceError.conflict(what: "the charter lets nobody set `\(kind.rawValue)` for this role")
            }
            guard range.contains(bound) else {
                throw ServiceError.invalid(field: "bound", what: "\(range.lowerBound) to \(range.upperBound)")
            }
            var draft = draft(.quotaAdjusted, session)
            draft.at = at.wall
            draft.personPairs = [
                ("of", person.rawValue), ("quota", kind.rawValue), ("bound", String(bound)), ("said", reason),
            ]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            try view.put(
                setting: QuotaSetting(person: person, kind: kind, bound: bound, by: session.person, at: at.steady))
        }
    }

    package func quotas(
        _ session: Session, of person: PersonID
    ) async throws(ServiceError) -> [AdjustableQuota] {
        try Inputs.check(person.rawValue, field: "person")
        try await refresh(session)
        let organisation = organisation
        let ranges = try adjustable(session, person, organisation)
        guard let member = organisation.members[person], let role = organisation.charter.role(member.record.role) else {
            throw .notFound
        }
        let usage = quotas.usage(of: person, customer: nil, zone: member.zone, at: clock.read().steady)
        let bounds = role.bounds(member.adjustments)
        var draft = draft(.peopleRead, session)
        draft.personPairs = [("of", person.rawValue), ("what", "quotas")]
        try await record(draft, share: session.person.rawValue)
        return QuotaKind.allCases.compactMap { kind in
            guard bounds[kind] != nil || ranges[kind] != nil else { return nil }
            return AdjustableQuota(
                kind: kind, used: usage[kind], bound: bounds[kind], standard: role.quotas[kind], range: ranges[kind],
                setBy: organisation.quotaSetters[person]?[kind])
        }
    }

    /// What the charter lets this person set for somebody below him. Nobody sets his own.
    private func adjustable(
        _ session: Session, _ person: PersonID, _ organisation: Organisation
    ) throws(ServiceError) -> Quotas.Adjustable {
        let setter = try cleared(session, organisation)
        guard organisation.charter.role(setter.record.role)?.approves == true else { throw .notForRole }
        guard let member = organisation.members[person], organisation.isAbove(session.person, person) else {
            throw .notFound
        }
        return organisation.charter.role(member.record.role)?.adjust ?? [:]
    }
}
