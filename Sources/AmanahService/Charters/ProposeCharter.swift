package import AmanahCore
import AmanahStore

extension Amanah {
    /// The furthest that a charter may be put off.
    private static let furthestDays: Int64 = 365
    /// Proposals that may wait at a time.
    private static let waitingProposals = 20

    package func proposeCharter(
        _ session: Session, text: String, terms: String?, reason: String, effectiveAt: Moment?
    ) async throws(ServiceError) -> CharterProposalView {
        try await refresh(session)
        _ = try page(.charter, try cleared(session))
        try Amanah.checkReason(reason)
        if let terms { try Inputs.checkWords(terms, field: "terms", maximumBytes: 65_536) }
        let change = try CharterChange(text)
        let now = clock.read()
        if let effectiveAt {
            let furthest = now.steady.advanced(by: .seconds(Amanah.furthestDays * 86_400))
            guard effectiveAt > now.steady, effectiveAt < furthest else {
                throw .invalid(field: "effective_at", what: "a time to come, within a year")
            }
        }
        let replay = try await replay(change.charter, at: now.steady)
        let row: CharterProposalRow = try await durably(for: session) { [self] view in
            let (member, charter) = try cleared(session, in: view)
            _ = try page(.charter, member)
            guard let base = try view.charters().first else { throw ServiceError.notFound }
            guard base.hash != change.hash else {
                throw ServiceError.conflict(what: "this charter is in force already")
            }
            let sameTerms = change.charter.terms.document == charter.terms.document
            guard let termsText = terms.flatMap({ $0.isEmpty ? nil : $0 }) ?? (sameTerms ? base.termsText : nil) else {
                throw ServiceError.invalid(
                    field: "terms", what: "the text of the new terms, since the charter names other ones")
            }
            let waiting = try view.openCharterProposals()
            guard !waiting.contains(where: { $0.hash == change.hash }) else {
                throw ServiceError.conflict(what: "this charter is proposed already")
            }
            guard waiting.count < Amanah.waitingProposals else {
                throw ServiceError.conflict(what: "too many proposals wait: confirm or withdraw some")
            }
            let number = (try view.charterProposals(limit: 1).first?.number ?? 0) + 1
            let row = CharterProposalRow(
                number: number, text: change.text, termsText: termsText, hash: change.hash, reason: reason,
                replay: replay, state: .waiting, proposedBy: session.person, proposedAt: now.steady,
                effectiveAt: effectiveAt, base: base.number)
            try view.put(charterProposal: row)
            var draft = draft(.charterProposed, session)
            draft.at = now.wall
            draft.personPairs = [
                ("proposal", String(number)), ("hash", change.hash.hex), ("base", base.hash.hex), ("said", reason),
                ("effective", effectiveAt?.rfc3339 ?? "when confirmed"),
            ]
            draft.personPairs += replay.totals.map { (key: "replay-" + $0.key, value: $0.value) }
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return row
        }
        return try proposalView(row, for: try cleared(session))
    }

    static func checkReason(_ reason: String) throws(ServiceError) {
        try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
        guard ReasonText.hasSubstance(reason) else { throw .invalid(field: "reason", what: "a reason in words") }
    }
}
