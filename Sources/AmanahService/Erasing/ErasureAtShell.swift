import AmanahCore
import AmanahStore

// The same at the command line, where both people prove themselves at once.
extension Amanah {
    /// Erases a customer; gives the entry's position.
    package func eraseCustomer(
        _ words: CaseReason, proposer: Proof, confirmer: Proof
    ) async throws(ServiceError) -> Int64 {
        try await together(words, kind: .erase, hold: nil, proposer, confirmer)
    }

    package func setHold(_ words: CaseReason, by proof: Proof) async throws(ServiceError) -> HoldView {
        try await prove(proof, page: .erasure)
        let now = clock.read()
        let draft = words.draft(shell(.holdSet, proof.person, now))
        let outcome: Result<HoldRow, ServiceError> = try await durably(share: "command-line") { [self] view in
            try hold(words, by: proof.person, at: now.steady, draft, view)
        }
        return HoldView(try outcome.get())
    }

    /// Lifts the hold of a case; gives the entry's position.
    package func liftHold(
        _ words: CaseReason, proposer: Proof, confirmer: Proof
    ) async throws(ServiceError) -> Int64 {
        let hold = try reading { try $0.holds(on: words.customer) }.first { $0.caseNumber == words.caseNumber }
        guard let hold else { throw .conflict(what: "no hold of case `\(words.caseNumber)` is on this customer") }
        return try await together(words, kind: .lift, hold: hold.id, proposer, confirmer)
    }

    /// Every hold in force; an act of the log too.
    package func holds() async throws(ServiceError) -> [HoldView] {
        try await note(.erasuresRead)
        return try reading { try $0.holds(limit: 10_000).map(HoldView.init) }
    }

    private func together(
        _ words: CaseReason, kind: JointActRow.Kind, hold: String?, _ proposer: Proof, _ confirmer: Proof
    ) async throws(ServiceError) -> Int64 {
        guard proposer.person != confirmer.person else {
            throw .invalid(field: "confirmer", what: "another person than the proposer: this takes two")
        }
        guard !organisation.isBelow(confirmer.person, proposer.person) else {
            throw .invalid(field: "confirmer", what: "someone who is not below the proposer")
        }
        for proof in [proposer, confirmer] { try await prove(proof, page: .erasure) }
        let now = clock.read()
        let draft = shell(.customerErased, confirmer.person, now)
        let outcome: JointOutcome = try await durably(share: "command-line") { [self] view in
            guard try view.customer(words.customer) != nil || view.erasure(of: words.customer) != nil else {
                throw ServiceError.notFound
            }
            let row = JointActRow(
                id: Amanah.freshID("J"), kind: kind, customer: words.customer, hold: hold,
                caseNumber: words.caseNumber, reason: words.reason, proposedBy: proposer.person, proposedAt: now.steady)
            return try decide(row, by: confirmer.person, draft: draft, now, view)
        }
        switch outcome {
        case .held(let cases): throw .conflict(what: Amanah.heldWords(cases))
        case .done(let index):
            try finishErasing()
            return index
        }
    }

    private func shell(_ kind: ActKind, _ person: PersonID, _ now: SteadyClock.Reading) -> ActDraft {
        var draft = ActDraft(kind: kind, at: now.wall, person: person)
        draft.unit = organisation.members[person]?.record.unit
        draft.personPairs = [("channel", Origin.Channel.commandLine.rawValue)]
        return draft
    }

    /// Erases again what a restored backup brought back, each with an entry; gives how many.
    package func replayErasures() async throws(ServiceError) -> Int {
        let rows: [ErasureRow]
        do { rows = try store.erasuresToReplay() } catch { throw serviceError(error) }
        for row in rows {
            var draft = ActDraft(kind: .erasureReplayed, at: clock.read().wall)
            draft.customer = row.customer
            draft.personPairs = [("channel", Origin.Channel.commandLine.rawValue), ("erased-at", row.at.rfc3339)]
            let act = try seal(draft)
            try await durably(share: "command-line") { view in
                if try view.erase(row.customer, at: row.at) { _ = try view.append(act) }
            }
        }
        try finishErasing()
        return rows.count
    }
}
