package import AmanahCore

/// Requests, approvals, broken glass, and quotas set for one person.
package protocol ApprovalGateway: Sendable {
    /// Asks for what a look was refused for. Takes the same binding as a look (L6).
    func ask(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, fields: [FieldName],
        reason: String, from: Origin
    ) async throws(ServiceError) -> RequestView
    /// My own requests, those that wait for me, and those of people below me; newest first.
    func requests(_ session: Session, state: ApprovalRequest.State?) async throws(ServiceError) -> [RequestView]
    /// Those that wait for me, oldest first, each with what a decider should know.
    func requestsForMe(_ session: Session) async throws(ServiceError) -> [RequestView]
    func request(_ session: Session, _ id: RequestID) async throws(ServiceError) -> RequestView
    /// - Parameter seen: the version that was decided on; `nil` is the present one.
    func approve(
        _ session: Session, _ id: RequestID, seen: Int?, narrowing: Narrowing
    ) async throws(ServiceError) -> RequestView
    func refuse(
        _ session: Session, _ id: RequestID, seen: Int?, reason: String
    ) async throws(ServiceError) -> RequestView
    func withdraw(_ session: Session, _ id: RequestID) async throws(ServiceError) -> RequestView
    /// What a reveal of one field takes in a look of one's own that stands open; `nil` where it cannot be revealed.
    func revealOffer(_ session: Session, look: LookID, field: FieldName) throws(ServiceError) -> RevealOffer?
    /// People directly below, by name; for setting quotas.
    func peopleBelow(_ session: Session) throws(ServiceError) -> [(id: PersonID, name: String)]
    /// How many requests and broken glasses wait for this person; for the bar.
    func waitingFor(_ session: Session) throws(ServiceError) -> Int

    /// Opens a record without the normal condition, at once; both superiors and the charter's roles are told.
    func breakGlass(
        _ session: Session, customer: CustomerID, purpose: PurposeID?, ticket: TicketID?, fields: [FieldName]?,
        reason: String, from: Origin
    ) async throws(ServiceError) -> (glass: GlassView, look: ShownLook)
    func brokenGlasses(_ session: Session) async throws(ServiceError) -> [GlassView]
    func review(
        _ session: Session, _ id: RequestID, inOrder: Bool, words: String
    ) async throws(ServiceError) -> GlassView

    /// Of those below me, and of everyone for roles that read the whole log.
    func approvalQuality(_ session: Session) async throws(ServiceError) -> [ApprovalQuality]
    /// For roles that read the whole log and do not approve.
    func makeDecoy(_ session: Session, _ decoy: DecoyInput) async throws(ServiceError) -> RequestID

    /// Sets a quota of somebody below, within the charter's bounds.
    func setQuota(
        _ session: Session, of person: PersonID, _ kind: QuotaKind, to bound: Int, reason: String
    ) async throws(ServiceError)
    /// What may be set for somebody below, with what counts for him now.
    func quotas(_ session: Session, of person: PersonID) async throws(ServiceError) -> [AdjustableQuota]
}

package struct AdjustableQuota: Sendable, Equatable {
    package var kind: QuotaKind
    package var used: Int
    package var bound: Int?
    /// The role's own bound.
    package var standard: Int?
    /// `nil` where the charter lets nobody set it.
    package var range: ClosedRange<Int>?
    package var setBy: PersonID?
}
