package import AmanahCore

/// Samples of looks and approvals, drawn each week, that a superior gives his word on.
package protocol ReviewGateway: Sendable {
    /// For roles with the page `team`: samples of people whose superior or watcher the reader is, and what was found further
    /// below. Reading is an entry.
    func reviews(_ session: Session, from: Origin) async throws(ServiceError) -> ReviewsView
    /// Gives a word on one sample, once.
    func review(
        _ session: Session, sample: SampleID, _ word: Explanation.Review, said: String, from: Origin
    ) async throws(ServiceError) -> SampleView
}
