import AmanahCore
import AmanahStore

@testable import AmanahService

/// Requests in the fake: one that waits for the auditor, asked by the agent.
extension FakeGateway {
    static let request = RequestID("R-88213")

    private func sample(_ session: Session, state: ApprovalRequest.State = .waiting) -> RequestView {
        let mine = session.role == named("agent")
        return RequestView(
            id: Self.request, state: state, version: 3, person: named("P0101"), personName: "Agen Lima",
            roleTitle: .init(id: "Agen", en: "Agent"), unitName: "Rungkut", vendorName: "PT Mitra",
            customer: named("C0000001"), maskedName: "S*** R*********", purpose: named("sim-replacement"),
            purposeTitle: .init(id: "Ganti kartu", en: "SIM replacement"), ticket: named("T-1042"),
            fields: [FieldName("nik")], reason: "kartu hilang, pelanggan di meja 3",
            needs: [ApprovalNeed(.both, .sensitivity)], madeAt: now().advanced(by: .seconds(-180)), step: 1, steps: 2,
            waitsFor: named("P0901"), waitsForName: "Ketua Empat", answers: [],
            terms: GrantTerms(fields: [FieldName("nik")], minutes: 60, looks: 3), looksLeft: 3, isForMe: !mine,
            isMine: mine,
            context: mine
                ? nil
                : RequestBackground(
                    own: .init(looks: 210, reveals: 12, denials: 3, requests: 4),
                    peers: .init(looks: 190, reveals: 9, denials: 2, requests: 2), peerCount: 6,
                    customerHereToday: true, otherOpeners: 0, signs: [.sameWords]))
    }

    private func glass(_ session: Session, inOrder: Bool? = nil) -> GlassView {
        GlassView(
            id: named("G-9"), person: named("P0101"), personName: "Agen Lima", unitName: "Rungkut",
            vendorName: "PT Mitra", customer: named("C0000001"), maskedName: "S*** R*********",
            purpose: named("sim-replacement"), purposeTitle: .init(id: "Ganti kartu", en: "SIM replacement"),
            ticket: nil, reason: "pelanggan jatuh di depan meja", at: now(),
            until: now().advanced(by: .seconds(300)), reviewDueAt: now().advanced(by: .seconds(86_400)),
            look: LookID(9), reviewedBy: nil, reviewedByName: nil,
            reviewedAt: nil, inOrder: inOrder, words: nil, isForMe: session.role == named("auditor"))
    }

    func ask(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, fields: [FieldName],
        reason: String, from: Origin
    ) async throws(ServiceError) -> RequestView {
        guard ticket == named("T-1042") else { throw .denied([.nothingBinds([.ticket])]) }
        guard ReasonText.hasSubstance(reason) else { throw .denied([.reasonWithoutSubstance]) }
        return sample(session)
    }

    func requests(_ session: Session, state: ApprovalRequest.State?) async throws(ServiceError) -> [RequestView] {
        [sample(session, state: state ?? .waiting)]
    }

    func requestsForMe(_ session: Session) async throws(ServiceError) -> [RequestView] {
        session.role == named("auditor") ? [sample(session)] : []
    }

    func request(_ session: Session, _ id: RequestID) async throws(ServiceError) -> RequestView {
        guard id == Self.request else { throw .notFound }
        return sample(session)
    }

    func approve(
        _ session: Session, _ id: RequestID, seen: Int?, narrowing: Narrowing
    ) async throws(ServiceError) -> RequestView {
        guard id == Self.request else { throw .notFound }
        guard session.role == named("auditor") else { throw .notYours(what: "this request does not wait for you") }
        guard seen ?? 3 == 3 else { throw .conflict(what: "this request changed since you saw it: read it again") }
        return sample(session, state: .approved)
    }

    func refuse(
        _ session: Session, _ id: RequestID, seen: Int?, reason: String
    ) async throws(ServiceError) -> RequestView {
        guard id == Self.request else { throw .notFound }
        guard ReasonText.hasSubstance(reason) else { throw .invalid(field: "reason", what: "a reason in words") }
        return sample(session, state: .refused)
    }

    func withdraw(_ session: Session, _ id: RequestID) async throws(ServiceError) -> RequestView {
        guard id == Self.request else { throw .notFound }
        return sample(session, state: .withdrawn)
    }

    func revealOffer(_ session: Session, look: LookID, field: FieldName) throws(ServiceError) -> RevealOffer? {
        field == FieldName("nik") ? RevealOffer(reason: true, approval: .none, form: .full) : nil
    }

    func peopleBelow(_ session: Session) throws(ServiceError) -> [(id: PersonID, name: String)] {
        session.role == named("auditor") ? [(id: named("P0101"), name: "Agen Lima")] : []
    }

    func waitingFor(_ session: Session) throws(ServiceError) -> Int { session.role == named("auditor") ? 1 : 0 }

    func breakGlass(
        _ session: Session, customer: CustomerID, purpose: PurposeID?, ticket: TicketID?, fields: [FieldName]?,
        reason: String, from: Origin
    ) async throws(ServiceError) -> (glass: GlassView, look: ShownLook) {
        var shown = try await look(
            session, customer: customer, purpose: purpose ?? named("sim-replacement"), ticket: named("T-1042"),
            reason: reason, from: from)
        shown.ground = .breakGlass(named("G-9"))
        return (glass(session), shown)
    }

    func brokenGlasses(_ session: Session) async throws(ServiceError) -> [GlassView] { [glass(session)] }

    func review(
        _ session: Session, _ id: RequestID, inOrder: Bool, words: String
    ) async throws(ServiceError) -> GlassView {
        guard id == named("G-9") else { throw .notFound }
        guard session.role == named("auditor") else { throw .notYours(what: "somebody above this person reviews it") }
        return glass(session, inOrder: inOrder)
    }

    func approvalQuality(_ session: Session) async throws(ServiceError) -> [ApprovalQuality] {
        guard session.role == named("auditor") else { throw .notForRole }
        return [
            ApprovalQuality(
                person: named("P0004"), personName: "Ketua Empat", decided: 20, approved: 18, medianSeconds: 42,
                hasty: 1, sameWords: 2, decoys: 1, decoysApproved: 0)
        ]
    }

    func makeDecoy(_ session: Session, _ decoy: DecoyInput) async throws(ServiceError) -> RequestID {
        guard session.role == named("auditor") else { throw .notForRole }
        return named("R-99")
    }

    func setQuota(
        _ session: Session, of person: PersonID, _ kind: QuotaKind, to bound: Int, reason: String
    ) async throws(ServiceError) {
        guard session.role == named("auditor") else { throw .notForRole }
        guard (20...120).contains(bound) else { throw .invalid(field: "limit", what: "20 to 120") }
    }

    func quotas(_ session: Session, of person: PersonID) async throws(ServiceError) -> [AdjustableQuota] {
        guard session.role == named("auditor") else { throw .notForRole }
        return [
            AdjustableQuota(
                kind: .looksPerDay, used: 37, bound: 60, standard: 60, range: 20...120, setBy: nil)
        ]
    }
}
