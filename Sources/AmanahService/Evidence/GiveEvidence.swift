package import AmanahCore
import AmanahStore

extension Amanah {
    /// Opens looks, with what was revealed and verified in them, for a case.
    ///
    /// Takes someone who reads the log of the whole company. Each look's opening is an act of its own, on the disk before anything
    /// is opened, and stands among the acts about that customer (L1, L9).
    package func evidence(
        _ session: Session, _ looks: [LookID], caseNumber: String, why: String
    ) async throws(ServiceError) -> EvidenceBundle {
        try await refresh(session)
        let member = try cleared(session)
        guard try page(.log, member).scope == .company else { throw .notForRole }
        guard (1...100).contains(looks.count), Set(looks).count == looks.count else {
            throw .invalid(field: "looks", what: "1 to 100 looks, each once")
        }
        guard ReasonText.hasSubstance(why) else { throw .invalid(field: "why", what: "a reason in words") }
        try Inputs.checkWords(why, field: "why", maximumBytes: ReasonText.maximumBytes)
        guard !caseNumber.isEmpty else { throw .invalid(field: "case", what: "the case's number") }
        try Inputs.checkWords(caseNumber, field: "case", maximumBytes: 100)
        let found = try reading { view in
            try looks.map { look in
                guard let act = try view.act(look.ledgerIndex)?.act, act.kind == .look else {
                    throw ServiceError.notFound
                }
                return (look: look, act: act)
            }
        }
        var acts: [NewAct] = []
        for (look, act) in found {
            var draft = draft(.evidenceGiven, session)
            draft.customer = act.customer
            draft.look = look
            draft.personPairs = [("case", caseNumber), ("said", why)]
            acts.append(try seal(draft))
        }
        try await durably(for: session) { [acts] view in
            for act in acts { _ = try view.append(act) }
        }
        return try reading { view in
            var indices: Set<Int64> = []
            for (look, act) in found {
                indices.insert(look.ledgerIndex)
                let filter = ActFilter(
                    customer: act.customer, kinds: [.reveal, .verify, .lookWithheld, .answerWithheld], from: act.at,
                    limit: Amanah.belongingLimit)
                for row in try view.acts(filter) where row.act.look == look { indices.insert(row.index) }
            }
            return try EvidenceBundle(indices.sorted(), store.keys, view)
        }
    }

    /// Reveals and verifications of a customer, and what was not shown after all, that are looked through for those of one look.
    private static let belongingLimit = 10_000
}
