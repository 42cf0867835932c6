import AmanahCore

@testable import AmanahService

/// Erasures of the gateway in memory: P0901 may propose and confirm, the code is 123456, C0000009 is held by a case.
extension FakeGateway {
    private func mayErase(_ session: Session) throws(ServiceError) {
        guard session.person == PersonID("P0901") else { throw .notForRole }
    }

    private func joint(_ id: String, _ kind: JointActView.Kind, _ state: JointActView.State) -> JointActView {
        JointActView(
            id: id, kind: kind, customer: CustomerID("C0000001"), caseNumber: "PDP-7", reason: "he asked for it",
            proposedBy: PersonID("P0002"), proposedByName: "Dewi", proposedAt: now(),
            decidedBy: state == .waiting ? nil : PersonID("P0901"), decidedAt: state == .waiting ? nil : now(),
            state: state, mine: true)
    }

    func erasures(_ session: Session, from: Origin) async throws(ServiceError) -> ErasuresView {
        try mayErase(session)
        return ErasuresView(
            waiting: [joint("J1", .erase, .waiting), joint("J2", .lift, .waiting)],
            holds: [
                HoldView(
                    id: "H1", customer: CustomerID("C0000009"), caseNumber: "LP-12", setBy: PersonID("P0002"),
                    setAt: now())
            ], decided: [joint("J0", .erase, .done), joint("J3", .lift, .refused)], secondFactor: true)
    }

    func proposeErasure(
        _ session: Session, customer: CustomerID, caseNumber: String, reason: String
    ) async throws(ServiceError) -> ErasureProposal {
        try mayErase(session)
        _ = try Amanah.CaseReason(customer: customer, caseNumber: caseNumber, reason: reason)
        if customer == CustomerID("C0000009") { return .held(["LP-12"]) }
        guard customer == CustomerID("C0000001") else { throw .notFound }
        return .waiting(joint("J4", .erase, .waiting))
    }

    func setHold(
        _ session: Session, customer: CustomerID, caseNumber: String, reason: String
    ) async throws(ServiceError) -> HoldView {
        try mayErase(session)
        _ = try Amanah.CaseReason(customer: customer, caseNumber: caseNumber, reason: reason)
        return HoldView(id: "H2", customer: customer, caseNumber: caseNumber, setBy: session.person, setAt: now())
    }

    func proposeLift(_ session: Session, hold: String, reason: String) async throws(ServiceError) -> JointActView {
        try mayErase(session)
        guard hold == "H1" else { throw .notFound }
        return joint("J5", .lift, .waiting)
    }

    func confirmJointAct(_ session: Session, id: String, code: String) async throws(ServiceError) -> JointOutcome {
        try mayErase(session)
        guard code == "123456" else { throw .invalid(field: "code", what: "this code is not the present one") }
        switch id {
        case "J1": return .done(ledgerIndex: 41)
        case "J2": return .held(["LP-12"])
        default: throw .conflict(what: "this was decided already")
        }
    }

    func refuseJointAct(_ session: Session, id: String, reason: String) async throws(ServiceError) {
        try mayErase(session)
        guard id == "J1" else { throw .notFound }
    }
}
