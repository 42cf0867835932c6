import AmanahCore
import AmanahStore

extension Amanah {
    /// Puts a proposal that two people stand behind into force, inside the batch: for open sessions too, with its act. What
    /// else waits would be another step from here on, and is over.
    ///
    /// - Returns: its number among the charters.
    func enact(_ proposal: CharterProposalRow, at now: SteadyClock.Reading, _ view: any WriteView) throws -> Int {
        try refuseEdited(proposal, view)
        let last = try view.charters().first
        guard last?.hash != proposal.hash else {
            throw ServiceError.conflict(what: "this charter is in force already")
        }
        guard last?.number ?? 0 == proposal.base else { throw CharterObstacle.superseded.refusal }
        guard let charter = try? Charter.parse(proposal.text, file: "charter") else {
            throw ServiceError.conflict(what: "this program no longer reads that charter: propose it anew")
        }
        let confirmer = proposal.decidedBy?.rawValue ?? ""
        let number = proposal.base + 1
        try view.put(
            charter: CharterRow(
                number: number, text: proposal.text, termsText: proposal.termsText, hash: proposal.hash,
                since: now.steady, by: "\(proposal.proposedBy), \(confirmer)"))
        try view.put(recertificationBegan: charter.recertifyEveryDays == nil ? nil : now.steady)
        var row = proposal
        row.state = .inForce
        row.charter = number
        try view.put(charterProposal: row)
        var over: [String] = []
        for var other in try view.openCharterProposals() where other.number != row.number {
            other.state = .superseded
            other.decidedAt = now.steady
            try view.put(charterProposal: other)
            over.append(String(other.number))
        }
        var draft = ActDraft(kind: .charterChanged, at: now.wall, person: proposal.proposedBy)
        draft.unit = organisation.members[proposal.proposedBy]?.record.unit
        draft.personPairs = [
            ("confirmed-by", confirmer), ("hash", proposal.hash.hex), ("number", String(number)),
            ("proposal", String(proposal.number)),
        ]
        if !over.isEmpty { draft.personPairs.append(("supersedes", over.joined(separator: " "))) }
        _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        return number
    }

    /// Puts charters into force whose time has come. Called before the gateway serves, and once a second while it does: what
    /// came due while it was down is in force before anyone is answered.
    ///
    /// - Returns: numbers among the charters.
    @discardableResult
    package func advanceCharters() async throws(ServiceError) -> [Int] {
        let now = clock.read()
        let due = try reading { try $0.charterProposals(dueAt: now.steady) }
        var enacted: [Int] = []
        for proposal in due {
            let number: Int? = try await durably(share: "clock") { [self] view in
                guard let row = try view.charterProposal(proposal.number), row.state == .confirmed else { return nil }
                do { return try enact(row, at: now, view) } catch ServiceError.conflict(let what) {
                    try close(row, because: what, at: now, view)
                    return nil
                }
            }
            if let number { enacted.append(number) }
        }
        return enacted
    }

    /// What can no longer come into force is over, and the log says why.
    private func close(
        _ proposal: CharterProposalRow, because what: String, at now: SteadyClock.Reading, _ view: any WriteView
    ) throws {
        var row = proposal
        row.state = .superseded
        try view.put(charterProposal: row)
        var draft = ActDraft(kind: .charterWithdrawn, at: now.wall)
        draft.personPairs = [("proposal", String(row.number)), ("hash", row.hash.hex), ("said", what)]
        _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
    }
}
