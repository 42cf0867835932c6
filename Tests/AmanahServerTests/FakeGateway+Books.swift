import AmanahCore

@testable import AmanahService

/// Books in the fake: one that the auditor handed out, of which the agent has a portion.
extension FakeGateway {
    static let book = BookID("B-77")

    private func sample(_ session: Session, state: BookView.State = .running) -> BookView {
        let mine = session.role == named("auditor")
        let portions = [
            BookView.Portion(
                person: named("P0101"), name: "Agen <Lima>", customers: 24, lookedAt: 6, isOpen: state == .running),
            BookView.Portion(
                person: named("P0102"), name: "Agen Enam", customers: 23, lookedAt: 0, isOpen: state == .running),
        ]
        return BookView(
            id: Self.book, giver: named("P0901"), giverName: "Ketua <Empat>", purpose: named("credit-followup"),
            purposeTitle: .init(id: "Tindak lanjut kredit", en: "Credit follow-up"), startsOn: now().day(in: .wib),
            endsOn: Day(number: now().day(in: .wib).number + 10), state: state, division: .random,
            said: "tindak lanjut <akhir> tahun", portions: mine ? portions : Array(portions.prefix(1)), isMine: mine)
    }

    private func mayHandOut(_ session: Session) throws(ServiceError) {
        if let step = session.steps.first { throw .stepRequired(step) }
        guard session.role == named("auditor") else { throw .notForRole }
    }

    func books(_ session: Session, from: Origin) async throws(ServiceError) -> BooksView {
        if let step = session.steps.first { throw .stepRequired(step) }
        let choices = BookChoices(
            purposes: [
                PurposeView(
                    id: named("credit-followup"), title: .init(id: "Tindak lanjut kredit", en: "Credit follow-up"),
                    needs: [.book])
            ], units: [(id: named("B3273A"), name: "Rungkut")], segments: [FieldName("employer")],
            receivers: [
                .init(person: named("P0101"), name: "Agen <Lima>", unitName: "Rungkut"),
                .init(person: named("P0102"), name: "Agen Enam", unitName: "Rungkut"),
            ], today: now().day(in: .wib), mostDays: 92, mostEach: 500)
        return BooksView(
            books: [sample(session)], choices: session.role == named("auditor") ? choices : nil)
    }

    private func check(_ input: BookInput) throws(ServiceError) {
        try Inputs.check(input)
        guard input.purpose == named("credit-followup") else { throw .invalid(field: "purpose", what: "by book") }
        guard input.endsOn >= input.startsOn else { throw .invalid(field: "ends_on", what: "not before the first") }
        guard input.people.allSatisfy({ ["P0101", "P0102"].contains($0.rawValue) }) else {
            throw .invalid(field: "people", what: "people below you")
        }
    }

    func previewBook(_ session: Session, _ input: BookInput, from: Origin) async throws(ServiceError) -> BookPreview {
        try mayHandOut(session)
        try check(input)
        return BookPreview(shares: [(named("P0101"), "Agen <Lima>", 24)], inHand: 3)
    }

    func handOut(_ session: Session, _ input: BookInput, from: Origin) async throws(ServiceError) -> BookView {
        try mayHandOut(session)
        try check(input)
        guard ReasonText.hasSubstance(input.said) else { throw .invalid(field: "reason", what: "a reason in words") }
        return sample(session)
    }

    func moveBook(
        _ session: Session, _ id: BookID, of person: PersonID, to people: [PersonID], said: String, from: Origin
    ) async throws(ServiceError) -> BookView {
        try mayHandOut(session)
        guard id == Self.book else { throw .notFound }
        guard ReasonText.hasSubstance(said) else { throw .invalid(field: "reason", what: "a reason in words") }
        guard person == named("P0101"), people == [named("P0102")] else {
            throw .conflict(what: "`\(person)` has nothing of `\(id)` in hand any more")
        }
        return sample(session)
    }

    func returnBook(_ session: Session, _ id: BookID, from: Origin) async throws(ServiceError) -> BookView {
        try mayHandOut(session)
        guard id == Self.book else { throw .notFound }
        return sample(session, state: .returned)
    }
}
