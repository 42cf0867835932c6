package import AmanahCore
import AmanahStore

// Proposing and reading: what one person may do alone.
extension Amanah {
    package func erasures(_ session: Session, from: Origin) async throws(ServiceError) -> ErasuresView {
        try await refresh(session)
        try erases(try cleared(session))
        try await record(draft(.erasuresRead, session), share: session.person.rawValue)
        let organisation = organisation
        return try reading { view in
            ErasuresView(
                waiting: try view.waitingJointActs(limit: 200).map { jointView($0, session, organisation) },
                holds: try view.holds(limit: 500).map(HoldView.init),
                decided: try view.decidedJointActs(limit: 50).map { jointView($0, session, organisation) },
                secondFactor: try view.credential(session.person)?.secretConfirmed ?? false)
        }
    }

    package func proposeErasure(
        _ session: Session, customer: CustomerID, caseNumber: String, reason: String
    ) async throws(ServiceError) -> ErasureProposal {
        let words = try CaseReason(customer: customer, caseNumber: caseNumber, reason: reason)
        let held = try reading { try $0.holds(on: customer) }.map(\.caseNumber)
        // Said to nobody who may not ask; a hold that comes later is seen when the erasure is carried out.
        try erases(try cleared(session))
        guard held.isEmpty else { return .held(held) }
        let act = try await propose(session, words) { view in
            guard try view.erasure(of: customer) == nil else {
                throw ServiceError.conflict(what: "this customer was erased already")
            }
            return (.erase, nil)
        }
        return .waiting(act)
    }

    package func proposeLift(
        _ session: Session, hold: String, reason: String
    ) async throws(ServiceError) -> JointActView {
        try Inputs.check(hold, field: "hold_id")
        try step(session)
        try erases(try cleared(session))
        guard let row = try reading({ try $0.hold(hold) }), row.liftedAt == nil else { throw .notFound }
        let words = try CaseReason(customer: row.customer, caseNumber: row.caseNumber, reason: reason)
        return try await propose(session, words) { view in
            guard try view.hold(hold)?.liftedAt == nil else {
                throw ServiceError.conflict(what: "this hold was lifted already")
            }
            return (.lift, hold)
        }
    }

    package func setHold(
        _ session: Session, customer: CustomerID, caseNumber: String, reason: String
    ) async throws(ServiceError) -> HoldView {
        let words = try CaseReason(customer: customer, caseNumber: caseNumber, reason: reason)
        try step(session)
        let now = clock.read()
        let outcome: Result<HoldRow, ServiceError> = try await durably(for: session) {
            [self] view in
            try erases(try cleared(session, in: view).0)
            var draft = words.draft(draft(.holdSet, session))
            draft.at = now.wall
            return try hold(words, by: session.person, at: now.steady, draft, view)
        }
        return HoldView(try outcome.get())
    }

    /// Writes a hold and its act; where there is no such customer the act says so, and nothing else is written.
    func hold(
        _ words: CaseReason, by person: PersonID, at: Moment, _ draft: ActDraft, _ view: any WriteView
    ) throws -> Result<HoldRow, ServiceError> {
        guard try view.customer(words.customer) != nil else { return .failure(try missed(draft, view)) }
        if try view.holds(on: words.customer).contains(where: { $0.caseNumber == words.caseNumber }) {
            throw ServiceError.conflict(what: "a hold of this case is on this customer already")
        }
        let row = HoldRow(
            id: Amanah.freshID("H"), customer: words.customer, caseNumber: words.caseNumber, setBy: person, setAt: at)
        try view.put(hold: row)
        _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        return .success(row)
    }

    private func propose(
        _ session: Session, _ words: CaseReason,
        _ check: @escaping @Sendable (any WriteView) throws -> (JointActRow.Kind, String?)
    ) async throws(ServiceError) -> JointActView {
        try step(session)
        let now = clock.read()
        let outcome: Result<JointActRow, ServiceError> = try await durably(for: session) {
            [self] view in
            try erases(try cleared(session, in: view).0)
            var draft = words.draft(draft(.jointActProposed, session))
            draft.at = now.wall
            guard try view.customer(words.customer) != nil || view.erasure(of: words.customer) != nil else {
                return .failure(try missed(draft, view))
            }
            let (kind, hold) = try check(view)
            let row = JointActRow(
                id: Amanah.freshID("J"), kind: kind, customer: words.customer, hold: hold,
                caseNumber: words.caseNumber, reason: words.reason, proposedBy: session.person, proposedAt: now.steady)
            try view.put(jointAct: row)
            draft.personPairs += [("joint", row.id), ("what", kind.rawValue)]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return .success(row)
        }
        return jointView(try outcome.get(), session, organisation)
    }

    /// Whoever asks for a customer whom nobody knows leaves an entry too (A7).
    private func missed(_ draft: ActDraft, _ view: any WriteView) throws -> ServiceError {
        var draft = draft
        draft.kind = .denial
        draft.customer = draft.customer.map { named($0, false) }
        draft.personPairs += [("act", "erasure"), ("reasons", "no-such-customer")]
        _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        return .notFound
    }

    /// Only roles with the page, and only people who are cleared.
    @discardableResult
    func erases(_ member: Organisation.Member) throws(ServiceError) -> Charter.RoleRule { try page(.erasure, member) }

    static func heldWords(_ cases: [String]) -> String {
        "a legal hold is on this customer (\(cases.joined(separator: ", "))): lift it first, which takes two people"
    }

    static func freshID(_ letter: String) -> String {
        var generator = SystemRandomNumberGenerator()
        let text = String(generator.next(), radix: 16)
        return letter + String(repeating: "0", count: 16 - text.count) + text
    }

    private func jointView(_ row: JointActRow, _ session: Session, _ organisation: Organisation) -> JointActView {
        JointActView(
            id: row.id, kind: row.kind == .erase ? .erase : .lift, customer: row.customer, caseNumber: row.caseNumber,
            reason: row.reason, proposedBy: row.proposedBy, proposedByName: organisation.name(of: row.proposedBy),
            proposedAt: row.proposedAt, decidedBy: row.decidedBy, decidedAt: row.decidedAt,
            state: JointActView.State(rawValue: row.state.rawValue) ?? .refused,
            mine: row.proposedBy != session.person && !organisation.isBelow(session.person, row.proposedBy))
    }

    /// What is said with every proposal and hold.
    package struct CaseReason: Sendable {
        package var customer: CustomerID
        package var caseNumber: String
        package var reason: String

        package init(customer: CustomerID, caseNumber: String, reason: String) throws(ServiceError) {
            try Inputs.check(customer.rawValue, field: "customer_id")
            try Inputs.check(caseNumber, field: "case")
            try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
            guard ReasonText.hasSubstance(reason) else { throw .invalid(field: "reason", what: "a reason in words") }
            self.customer = customer
            self.caseNumber = caseNumber
            self.reason = reason
        }

        func draft(_ draft: ActDraft) -> ActDraft {
            var draft = draft
            draft.customer = customer
            draft.personPairs += [("case", caseNumber), ("said", reason)]
            return draft
        }
    }
}

extension HoldView {
    init(_ row: HoldRow) {
        self.init(
            id: row.id, customer: row.customer, caseNumber: row.caseNumber, setBy: row.setBy, setAt: row.setAt)
    }
}

extension Organisation {
    /// Whether `other` stands anywhere above `person` in the line. Ends on a ring, too.
    func isBelow(_ person: PersonID, _ other: PersonID) -> Bool {
        var at = members[person]?.record.supervisor
        for _ in 0..<64 {
            guard let superior = at else { return false }
            if superior == other { return true }
            at = members[superior]?.record.supervisor
        }
        return true
    }
}
