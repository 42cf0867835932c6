import AmanahCore
import AmanahStore

extension Amanah {
    /// Proposals that a list shows.
    static let listedProposals = 50

    package func charter(_ session: Session, from: Origin) async throws(ServiceError) -> CharterView {
        _ = try await opened(session, proposal: nil)
        let versions = try reading { try $0.charters() }
        return CharterView(
            charter: organisation.charter,
            versions: versions.map { row in
                CharterVersionView(
                    number: row.number, hash: row.hash.hex, since: row.since, by: row.by, text: row.text)
            })
    }

    package func charterProposals(
        _ session: Session, from: Origin
    ) async throws(ServiceError) -> [CharterProposalSummary] {
        let member = try await opened(session, proposal: nil)
        return try reading { try $0.charterProposals(limit: Amanah.listedProposals) }
            .map { summary($0, for: member) }
    }

    package func charterProposal(
        _ session: Session, number: Int, from: Origin
    ) async throws(ServiceError) -> CharterProposalView {
        let member = try await opened(session, proposal: number)
        guard let row = try reading({ try $0.charterProposal(number) }) else { throw .notFound }
        return try proposalView(row, for: member)
    }

    /// Whoever has the charter's page, with the act of opening it in the log.
    private func opened(_ session: Session, proposal: Int?) async throws(ServiceError) -> Organisation.Member {
        try await refresh(session)
        let member = try cleared(session)
        _ = try page(.charter, member)
        var draft = draft(.charterRead, session)
        if let proposal { draft.personPairs = [("proposal", String(proposal))] }
        try await record(draft, share: session.person.rawValue)
        return member
    }

    /// A proposal as this member sees it in a list.
    func summary(_ row: CharterProposalRow, for member: Organisation.Member) -> CharterProposalSummary {
        let organisation = organisation
        return CharterProposalSummary(
            number: row.number, hash: row.hash.hex, reason: row.reason,
            state: CharterProposalSummary.State(rawValue: row.state.rawValue) ?? .withdrawn,
            proposedBy: row.proposedBy, proposedByName: organisation.name(of: row.proposedBy),
            proposedAt: row.proposedAt, effectiveAt: row.effectiveAt, decidedBy: row.decidedBy,
            decidedByName: row.decidedBy.flatMap { organisation.name(of: $0) }, decidedAt: row.decidedAt,
            base: row.base, charter: row.charter, replay: row.replay,
            obstacle: obstacle(row, member, organisation, at: clock.read().steady),
            isMineToWithdraw: row.state.isOpen
                && (row.proposedBy == member.record.id || organisation.confirmsCharters(member)))
    }

    func proposalView(
        _ row: CharterProposalRow, for member: Organisation.Member
    ) throws(ServiceError) -> CharterProposalView {
        let base = try reading { try $0.charters() }.first { $0.number == row.base }
        let before = base.flatMap { try? Charter.parse($0.text, file: "before") }
        let after = try? Charter.parse(row.text, file: "after")
        let otherTerms = before?.terms.document != after?.terms.document || base?.termsText != row.termsText
        return CharterProposalView(
            summary: summary(row, for: member), text: row.text, terms: otherTerms ? row.termsText : nil,
            changes: before.flatMap { before in after.map { CharterDiff(before, $0).lines } } ?? [])
    }
}
