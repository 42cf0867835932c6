import AmanahCore

@testable import AmanahService

/// Samples in the fake: one that waits for the auditor, one that somebody below found not in order.
extension FakeGateway {
    private func act() -> LogRow {
        LogRow(
            index: 17, at: now(), kind: .look, person: named("P0101"), personName: "Agen <Lima>", unit: named("B3273A"),
            customer: named("C0000001"), purpose: named("sim-replacement"), ticket: named("T-1042"), look: LookID(18),
            ground: "ticket", reasons: [], fields: ["name:full"], said: "diminta <pelanggan>", workstation: nil)
    }

    private func sample(_ number: Int64, _ review: SampleView.Review? = nil) -> SampleView {
        SampleView(
            id: SampleID(position: number), week: now().day(in: .wib).monday, kind: .look, person: named("P0101"),
            personName: "Agen <Lima>", unitName: "Rungkut", vendorName: "PT Mitra",
            dueAt: now().advanced(by: .seconds(86_400)), isOverdue: false, act: act(), explanation: .ticket,
            review: review, isForMe: review == nil)
    }

    private func given(_ word: Explanation.Review, _ said: String) -> SampleView.Review {
        SampleView.Review(at: now(), by: named("P0901"), byName: "Ketua <Empat>", word: word, said: said)
    }

    private func mayReview(_ session: Session) throws(ServiceError) {
        if let step = session.steps.first { throw .stepRequired(step) }
        guard session.role == named("auditor") else { throw .notForRole }
    }

    func reviews(_ session: Session, from: Origin) async throws(ServiceError) -> ReviewsView {
        try mayReview(session)
        var week = SampleCoverage(week: now().day(in: .wib).monday)
        (week.people, week.peopleSampled, week.looks, week.looksSampled, week.done) = (4, 4, 380, 12, 9)
        return ReviewsView(
            waiting: [sample(17)], raised: [sample(18, given(.notInOrder, "tidak ada <kunjungan>"))], coverage: [week],
            draws: true)
    }

    func review(
        _ session: Session, sample id: SampleID, _ word: Explanation.Review, said: String, from: Origin
    ) async throws(ServiceError) -> SampleView {
        try mayReview(session)
        guard ReasonText.hasSubstance(said) else { throw .invalid(field: "words", what: "words of substance") }
        guard let position = id.position, [17, 18].contains(position) else { throw .notFound }
        guard position == 17 else { throw .conflict(what: "`\(id)` has somebody's word already") }
        return sample(17, given(word, said))
    }
}
