package import AmanahCore

/// Changing the charter: one proposes, another confirms, and it takes effect at a time (L9, G1).
package protocol CharterGateway: Sendable {
    /// Checks the text, replays the last 30 days under it, and keeps it for its second person.
    ///
    /// - Parameters:
    ///   - terms: text of the terms, where the charter names another document than the one in force.
    ///   - effectiveAt: `nil` is as soon as it is confirmed.
    func proposeCharter(
        _ session: Session, text: String, terms: String?, reason: String, effectiveAt: Moment?
    ) async throws(ServiceError) -> CharterProposalView
    /// Newest first, at most ``Amanah/listedProposals``. Recorded.
    func charterProposals(_ session: Session, from: Origin) async throws(ServiceError) -> [CharterProposalSummary]
    /// One with its text, its changes and its replay. Recorded.
    func charterProposal(
        _ session: Session, number: Int, from: Origin
    ) async throws(ServiceError) -> CharterProposalView
    /// Takes a fresh code of the second factor, and the hash of what was seen.
    func confirmCharter(
        _ session: Session, number: Int, hash: String, code: String
    ) async throws(ServiceError) -> CharterProposalSummary
    /// By who proposed it, or by someone who could confirm it; also a confirmed one whose time has not come.
    func withdrawCharter(
        _ session: Session, number: Int, reason: String
    ) async throws(ServiceError) -> CharterProposalSummary
}
