import AmanahCore
import AmanahStore

/// What a charter makes wait for a witness: the entry is durable first (L1), and the answer leaves only when a checkpoint over
/// that entry bears a witness's signature. What did not leave is told by an entry of its own that names the one it is about.
extension Amanah {
    /// What stands against a request before anything is counted for it.
    func obstacles(_ prepared: Prepared) -> [Reason] {
        let reasons = prepared.decision.reasons
        return reasons.isEmpty && prepared.needsWitness && board.places.isEmpty ? [.noWitness] : reasons
    }

    /// Returns at once where the charter asks for no witness, else when one has signed for this entry.
    ///
    /// All the rest is looked at again then: whoever was suspended, or whose ticket was closed, while the answer waited gets
    /// none (L3). Quotas and grants count as they stood when the entry was written, for it is among them now.
    /// - Throws: ``ServiceError``, after it is in the log that nothing was shown.
    func witnessed(
        _ held: Prepared, _ entry: Int64, _ session: Session, look: LookID?
    ) async throws(ServiceError) {
        guard held.needsWitness else { return }
        let signed = await board.signs(UInt64(entry) + 1, atMost: settings.witnessPatience)
        let refusal: ServiceError? = try await durably(share: session.person.rawValue) { [self] view in
            let refusal = signed ? try changed(since: held, session, look, view) : .denied([.witnessAway])
            if let refusal { try withhold(held, entry, refusal, session, look, view) }
            return refusal
        }
        // Only once that is durable: too much is counted rather than too little.
        if case .look = held.request.act {
            quotas.settle(
                lookOf: session.person, at: held.request.customer, held.at.steady, shown: refusal == nil)
        }
        if let refusal { throw refusal }
    }

    /// Why an answer that was due may not leave any more.
    private func changed(
        since held: Prepared, _ session: Session, _ look: LookID?, _ view: any WriteView
    ) throws -> ServiceError? {
        guard try stillRuns(session.id, isService: session.isService, in: view) else {
            return .unauthenticated(.expired)
        }
        guard held.version != view.dataVersion else { return nil }
        let now = try prepare(
            held.request, session, version: view.dataVersion, try organisation(in: view), view, at: held.at, look: look)
        guard now.charter == held.charter else {
            return .conflict(what: "the charter changed while this waited for a witness: open it again")
        }
        var facts = now.facts
        (facts.usage, facts.grants) = (held.facts.usage, held.facts.grants)
        facts.previousReason = held.facts.previousReason
        // A broken glass ties the two where nothing else does, and its one look is taken by now.
        if facts.customer == nil, facts.grants.contains(where: \.breaksGlass) {
            facts.customer = try view.customer(held.request.customer).map(now.member.facts)
        }
        let reasons = held.charter.decide(held.request, facts, at: held.at.steady).reasons
        return reasons.isEmpty ? nil : .denied(reasons)
    }

    /// Writes that what the entry says was not shown, and gives a look back to the grant that it was taken from.
    private func withhold(
        _ held: Prepared, _ entry: Int64, _ refusal: ServiceError, _ session: Session, _ look: LookID?,
        _ view: any WriteView
    ) throws {
        let codes: [String] =
            switch refusal {
            case .denied(let reasons): reasons.map(\.code)
            case .unauthenticated: ["signed-out"]
            default: ["charter-changed"]
            }
        let isLook = held.request.act == .look
        var draft = draft(isLook ? .lookWithheld : .answerWithheld, session)
        draft.customer = held.request.customer
        draft.purpose = held.request.purpose
        draft.ticket = held.request.ticket
        draft.look = look
        draft.personPairs = [
            ("act", Amanah.word(held.request.act)), ("entry", String(entry)),
            ("reasons", codes.joined(separator: " ")),
        ]
        _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        if isLook, case .allowed(_, let ground) = held.decision, let grant = ground.grant {
            try giveBack(grant, entry, at: held.at.steady, view)
        }
    }

    /// Whether a look was not shown. What waits still is not withheld.
    func isWithheld(_ look: LookID, _ act: NewAct, _ view: any ReadView) throws -> Bool {
        // Only what waited can have been withheld, which costs nobody else a search.
        guard try act.openPerson(store.keys).contains(where: { $0.key == "witness" }) else { return false }
        return try view.acts(
            ActFilter(person: act.person, customer: act.customer, kinds: [.lookWithheld], limit: 200)
        ).contains { $0.act.look == look }
    }
}
