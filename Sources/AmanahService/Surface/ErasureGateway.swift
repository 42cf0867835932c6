package import AmanahCore

/// Erasing customers, and the legal holds that stop it (L10). For roles with the charter's page `erasure`.
package protocol ErasureGateway: Sendable {
    func erasures(_ session: Session, from: Origin) async throws(ServiceError) -> ErasuresView
    /// Proposes to erase a customer; nothing happens until another person confirms.
    func proposeErasure(
        _ session: Session, customer: CustomerID, caseNumber: String, reason: String
    ) async throws(ServiceError) -> ErasureProposal
    /// Sets a hold, at once.
    func setHold(
        _ session: Session, customer: CustomerID, caseNumber: String, reason: String
    ) async throws(ServiceError) -> HoldView
    /// Proposes to lift a hold; it stays until another person confirms.
    func proposeLift(_ session: Session, hold: String, reason: String) async throws(ServiceError) -> JointActView
    /// Does what was proposed. The one who confirms is not the one who proposed, nor below him, and proves himself by his
    /// second factor.
    func confirmJointAct(_ session: Session, id: String, code: String) async throws(ServiceError) -> JointOutcome
    /// Ends a proposal without doing it; who made it may take it back.
    func refuseJointAct(_ session: Session, id: String, reason: String) async throws(ServiceError)
}
