import AmanahCore
import AmanahStore

extension Amanah {
    /// Books that one page shows.
    private static let booksShown = 200

    package func books(_ session: Session, from: Origin) async throws(ServiceError) -> BooksView {
        try await refresh(session)
        let member = try cleared(session)
        let organisation = organisation
        let at = clock.read().steady
        let rights = try? BookRights(member, organisation, at: at)
        try await record(draft(.booksRead, session), share: session.person.rawValue)
        let books = try reading { view in
            try view.books(limit: Amanah.booksShown).compactMap { book -> BookView? in
                guard book.openedAt != nil else { return nil }
                let seen = try view.portions(of: book.id).filter { portion in
                    portion.person == session.person || rights?.sees(portion, of: book) == true
                }
                let mine = rights?.rules(book) == true
                guard mine || !seen.isEmpty else { return nil }
                return try bookView(book, seen, mine: mine, organisation, view, at: at)
            }
        }
        return BooksView(books: books, choices: rights.map(choices))
    }

    /// - Parameter portions: those that the reader may see.
    func bookView(
        _ book: BookRow, _ portions: [PortionRow], mine: Bool, _ organisation: Organisation, _ view: any ReadView,
        at now: Moment
    ) throws -> BookView {
        let first = try view.position(at: book.body.since)
        let last = try book.endedAt.map { try view.position(at: $0.advanced(by: .milliseconds(1))) } ?? view.logSize()
        let today = now.day(in: organisation.members[book.giver]?.zone ?? organisation.charter.zone)
        let title = organisation.charter.purpose(book.purpose)?.title
        var found = BookView(
            id: book.id, giver: book.giver, giverName: organisation.name(of: book.giver) ?? book.giver.rawValue,
            purpose: book.purpose,
            purposeTitle: title ?? Charter.Title(id: book.purpose.rawValue, en: book.purpose.rawValue),
            startsOn: book.startsOn, endsOn: book.endsOn,
            state: book.body.endedBy != nil
                ? .returned : today > book.endsOn ? .over : today < book.startsOn ? .coming : .running,
            division: book.body.division, said: book.body.said,
            portions: try portions.map { portion in
                BookView.Portion(
                    person: portion.person,
                    name: organisation.name(of: portion.person) ?? portion.person.rawValue,
                    customers: portion.customers,
                    lookedAt: try view.lookedAt(
                        ofPortion: portion.number, for: book.purpose, from: first, before: last),
                    isOpen: portion.isOpen && today <= book.endsOn)
            }, isMine: mine)
        if case .moved(let from, let person) = book.body.rule { found.movedFrom = (from, person) }
        return found
    }

    private func choices(_ rights: BookRights) -> BookChoices {
        let (organisation, member) = (rights.organisation, rights.member)
        let charter = organisation.charter
        let byBook = charter.purposes.filter { $0.needs.contains(.book) }
        let receivers = organisation.members.values.filter { other in
            byBook.contains { rights.mayReceive(other.record.id, $0.id) }
        }.sorted { $0.record.id < $1.record.id }
        return BookChoices(
            purposes: byBook.filter { purpose in
                receivers.contains { rights.mayReceive($0.record.id, purpose.id) }
            }.map { PurposeView(id: $0.id, title: $0.title, needs: $0.needs) },
            units: member.scope.sorted().compactMap { unit in
                organisation.units[unit].map { (unit, $0.name) }
            },
            segments: charter.books.segments.map { charter.fields[$0].name },
            receivers: receivers.map {
                BookChoices.Receiver(person: $0.record.id, name: $0.record.name, unitName: $0.unitName)
            },
            today: rights.at.day(in: member.zone), mostDays: charter.books.mostDays,
            mostEach: charter.books.mostEach)
    }
}
