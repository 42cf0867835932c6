package import AmanahCore
import AmanahStore
import Crypto

/// Handing out in three steps, so that the log is never held for long and no half of a book is ever in force.
///
/// First an entry that says who begins what under which rule, with the seed of the lots: whoever draws again leaves a trace.
/// Then the customers, a slice a transaction. At last one transaction that checks all rights again, puts the book into force
/// and writes the entry that binds each list by its digest. A book that does not come so far is taken away.
extension Amanah {
    /// Customers that one transaction takes; a few milliseconds.
    static let bookSlice = 1000
    /// A book that is being written longer than this was broken off.
    static let bookPatience = Duration.seconds(600)

    package func previewBook(
        _ session: Session, _ input: BookInput, from: Origin
    ) async throws(ServiceError) -> BookPreview {
        try Inputs.check(input)
        try await refresh(session)
        let at = clock.read().steady
        let organisation = organisation
        let rights = try BookRights(try cleared(session, organisation), organisation, at: at)
        try check(input, rights)
        // Counting customers is reading: it stands in the log before it is shown (L9).
        var draft = draft(.booksRead, session)
        draft.purpose = input.purpose
        draft.personPairs = [("what", "preview"), ("rule", input.rule.words)]
        try await record(draft, share: session.person.rawValue)
        let pool = try await pool(
            input.rule, for: input.purpose, from: input.startsOn, through: input.endsOn, rights)
        let count = min(pool.customers.count, input.rule.limit ?? .max)
        let people = input.people.sorted()
        return BookPreview(
            shares: people.enumerated().map { place, person in
                (
                    person, organisation.name(of: person) ?? person.rawValue,
                    count / people.count + (place < count % people.count ? 1 : 0)
                )
            }, inHand: pool.inHand)
    }

    package func handOut(_ session: Session, _ input: BookInput, from: Origin) async throws(ServiceError) -> BookView {
        try Inputs.check(input)
        guard ReasonText.hasSubstance(input.said) else { throw .invalid(field: "reason", what: "a reason in words") }
        try await refresh(session)
        let book = try await begin(session, input, since: nil)
        return try await finishing(book) { () async throws(ServiceError) in
            let organisation = organisation
            let rights = try BookRights(try cleared(session, organisation), organisation, at: clock.read().steady)
            let pool = try await pool(
                input.rule, for: input.purpose, from: input.startsOn, through: input.endsOn, rights)
            try await write(book, pool.customers, to: input.people)
            return try await open(book, session, to: input.people, ending: nil)
        }
    }

    package func moveBook(
        _ session: Session, _ id: BookID, of person: PersonID, to people: [PersonID], said: String, from: Origin
    ) async throws(ServiceError) -> BookView {
        try Inputs.check(id.rawValue, field: "id")
        try Inputs.check(person.rawValue, field: "person")
        try Inputs.check(receivers: people)
        try Inputs.checkWords(said, field: "reason", maximumBytes: ReasonText.maximumBytes)
        guard ReasonText.hasSubstance(said) else { throw .invalid(field: "reason", what: "a reason in words") }
        guard !people.contains(person) else { throw .invalid(field: "people", what: "others than who has it in hand") }
        try await refresh(session)
        let at = clock.read().steady
        let organisation = organisation
        let rights = try BookRights(try cleared(session, organisation), organisation, at: at)
        let (old, portion) = try portionInHand(of: person, in: id, rights)
        let input = BookInput(
            purpose: old.purpose, startsOn: max(old.startsOn, at.day(in: rights.member.zone)), endsOn: old.endsOn,
            people: people, rule: .moved(from: id, of: person), division: old.body.division, said: said)
        let book = try await begin(session, input, since: old.body.since)
        return try await finishing(book) { () async throws(ServiceError) in
            let customers = try reading { try $0.customers(ofPortion: portion.number) }
            try await write(book, customers, to: people)
            return try await open(book, session, to: people, ending: (id, person))
        }
    }

    /// A portion that is in force, of a book that is this person's to move.
    private func portionInHand(
        of person: PersonID, in id: BookID, _ rights: BookRights
    ) throws(ServiceError) -> (BookRow, PortionRow) {
        let found = try reading { view in
            (try view.book(id), try view.portions(of: id).first { $0.person == person && $0.isOpen })
        }
        guard let book = found.0, rights.rules(book) else { throw .notFound }
        guard let portion = found.1, rights.at.day(in: rights.member.zone) <= book.endsOn else {
            throw .conflict(what: "`\(person)` has nothing of `\(id)` in hand any more")
        }
        return (book, portion)
    }

    // MARK: The steps

    func check(_ input: BookInput, _ rights: BookRights) throws(ServiceError) {
        let (charter, member) = (rights.organisation.charter, rights.member)
        guard charter.purpose(input.purpose)?.needs.contains(.book) == true else {
            throw .invalid(field: "purpose", what: "a purpose that goes by book")
        }
        let today = rights.at.day(in: member.zone)
        guard input.startsOn >= today else { throw .invalid(field: "starts_on", what: "today or later") }
        let days = input.endsOn.number - input.startsOn.number + 1
        guard (1...Int64(charter.books.mostDays)).contains(days) else {
            throw .invalid(
                field: "ends_on", what: "not before the first day, and at most \(charter.books.mostDays) days in all")
        }
        try rights.checkReceivers(input.people, input.purpose)
        if case .choice(let choice) = input.rule { _ = try rights.units(choice.units) }
    }

    private func begin(
        _ session: Session, _ input: BookInput, since: Moment?
    ) async throws(ServiceError) -> BookRow {
        let at = clock.read()
        let seed = Amanah.newSeed()
        return try await durably(for: session) { [self] view in
            let (member, _, organisation) = try clearedWithOrganisation(session, in: view)
            try check(input, try BookRights(member, organisation, at: at.steady))
            let beingWritten = try view.unfinishedBooks(endedBefore: Day(number: 0)).contains { book in
                book.purpose == input.purpose && book.openedAt == nil
                    && at.steady < book.begunAt.advanced(by: Amanah.bookPatience)
            }
            guard !beingWritten else {
                throw ServiceError.conflict(what: "somebody hands out for this purpose just now: try again in a minute")
            }
            var draft = draft(.bookBegun, session)
            draft.at = at.wall
            draft.purpose = input.purpose
            draft.personPairs = [
                ("starts", input.startsOn.description), ("ends", input.endsOn.description),
                ("rule", input.rule.words), ("division", input.division.rawValue), ("seed", seed.hex),
                ("to", input.people.sorted().map(\.rawValue).joined(separator: " ")), ("said", input.said),
            ]
            let index = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            let book = BookRow(
                id: BookID(ledgerIndex: index), giver: session.person, purpose: input.purpose,
                startsOn: input.startsOn, endsOn: input.endsOn, begunAt: at.steady,
                body: BookRow.Body(
                    rule: input.rule.kept, division: input.division, seed: seed, said: input.said,
                    since: since ?? at.steady))
            try view.put(book: book)
            return book
        }
    }

    private func write(
        _ book: BookRow, _ customers: [CustomerID], to people: [PersonID]
    ) async throws(ServiceError) {
        guard !customers.isEmpty else {
            throw .conflict(what: "no customer fits this rule who is not in somebody's hands already")
        }
        let shares = book.body.division.shares(
            of: customers, among: people.count, atMost: book.body.rule.limit, Amanah.lots(book.body.seed))
        let most = organisation.charter.books.mostEach
        guard shares[0].count <= most else {
            throw .conflict(
                what:
                    "\(shares[0].count) customers each are more than the charter's \(most): take more people or fewer customers"
            )
        }
        for (person, share) in zip(people.sorted(), shares) where !share.isEmpty {
            let sorted = share.sorted()
            let portion = PortionRow(
                number: 0, book: book.id, person: person, customers: sorted.count, digest: Amanah.digest(of: sorted),
                isOpen: false)
            var number: Int64?
            for start in stride(from: 0, to: sorted.count, by: Amanah.bookSlice) {
                let slice = sorted[start..<min(start + Amanah.bookSlice, sorted.count)]
                let known = number
                number = try await durably(share: "books") { view in
                    let number = try known ?? view.begin(portion: portion, of: book)
                    try view.add(slice, toPortion: number)
                    return number
                }
            }
        }
    }

    /// Puts a book into force, under the rights that the batch finds (L3, L4).
    private func open(
        _ book: BookRow, _ session: Session, to people: [PersonID], ending old: (BookID, PersonID)?
    ) async throws(ServiceError) -> BookView {
        let at = clock.read()
        return try await durably(for: session) { [self] view in
            let (member, _, organisation) = try clearedWithOrganisation(session, in: view)
            let rights = try BookRights(member, organisation, at: at.steady)
            try rights.checkReceivers(people, book.purpose)
            let portions = try view.portions(of: book.id)
            guard var opened = try view.book(book.id), opened.openedAt == nil, !portions.isEmpty else {
                throw ServiceError.conflict(what: "this handing-out was broken off: begin it again")
            }
            var draft = draft(old == nil ? .bookHandedOut : .bookMoved, session)
            draft.at = at.wall
            draft.purpose = book.purpose
            draft.personPairs = [
                ("book", book.id.rawValue), ("starts", book.startsOn.description), ("ends", book.endsOn.description),
            ]
            if let (id, person) = old {
                guard let former = try view.book(id), rights.rules(former),
                    try view.closePortions(of: id, person: person) == 1
                else { throw ServiceError.conflict(what: "this portion was moved or taken back meanwhile") }
                try end(
                    former, where: try view.portions(of: id).allSatisfy { !$0.isOpen }, by: session.person, at, view)
                draft.personPairs += [("from-book", id.rawValue), ("from-person", person.rawValue)]
            }
            draft.personPairs += portions.map { ("portion.\($0.person)", "\($0.customers) \($0.digest.hex)") }
            opened.openedAt = at.steady
            try view.put(book: opened)
            try view.openPortions(of: book.id)
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return try bookView(
                opened, try view.portions(of: book.id), mine: true, organisation, view, at: at.steady)
        }
    }

    private func end(
        _ book: BookRow, where isEmpty: Bool, by person: PersonID?, _ at: SteadyClock.Reading, _ view: any WriteView
    ) throws {
        guard isEmpty else { return }
        var ended = book
        ended.endedAt = at.steady
        ended.body.endedBy = person
        try view.put(book: ended)
    }

    /// Runs what brings a book into force; where that fails, nothing of it stays.
    private func finishing(
        _ book: BookRow, _ body: () async throws(ServiceError) -> BookView
    ) async throws(ServiceError) -> BookView {
        do throws(ServiceError) { return try await body() } catch {
            try? await drop(book.id)
            throw error
        }
    }

    private func drop(_ book: BookID) async throws(ServiceError) {
        while try await durably(share: "books", { try $0.drop(unopened: book, atMost: Amanah.bookSlice) }) == false {}
    }

    // MARK: The end

    package func returnBook(
        _ session: Session, _ id: BookID, from: Origin
    ) async throws(ServiceError) -> BookView {
        try Inputs.check(id.rawValue, field: "id")
        try step(session)
        let at = clock.read()
        return try await durably(for: session) { [self] view in
            let (member, _, organisation) = try clearedWithOrganisation(session, in: view)
            let rights = try BookRights(member, organisation, at: at.steady)
            guard let book = try view.book(id), book.openedAt != nil, rights.rules(book) else {
                throw ServiceError.notFound
            }
            guard book.endedAt == nil else { throw ServiceError.conflict(what: "`\(id)` is back already") }
            let closed = try view.closePortions(of: id, person: nil)
            try end(book, where: true, by: session.person, at, view)
            var draft = draft(.bookReturned, session)
            draft.at = at.wall
            draft.purpose = book.purpose
            draft.personPairs = [("book", id.rawValue), ("portions", String(closed))]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return try bookView(
                try view.book(id) ?? book, try view.portions(of: id), mine: true, organisation, view, at: at.steady)
        }
    }

    /// Puts down what is over: books whose last day has passed in every zone, and those whose writing was broken off.
    /// Their customers were out of reach before: this only says so.
    ///
    /// - Returns: how many.
    @discardableResult
    package func advanceBooks() async throws(ServiceError) -> Int {
        let at = clock.read()
        // The westernmost zone is the last whose day ends.
        let today = at.steady.day(in: .wib)
        let over = try reading { try $0.unfinishedBooks(endedBefore: today) }
        var changed = 0
        for book in over {
            if book.openedAt == nil {
                guard book.begunAt.advanced(by: Amanah.bookPatience) <= at.steady else { continue }
                try await drop(book.id)
                changed += 1
                continue
            }
            changed += try await durably(share: "housekeeper") { [self] view in
                guard let found = try view.book(book.id), found.endedAt == nil else { return 0 }
                let closed = try view.closePortions(of: found.id, person: nil)
                try end(found, where: true, by: nil, at, view)
                var draft = ActDraft(kind: .bookReturned, at: at.wall)
                draft.purpose = found.purpose
                draft.personPairs = [
                    ("book", found.id.rawValue), ("portions", String(closed)), ("why", "its period is over"),
                ]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                return 1
            }
        }
        return changed
    }

    // MARK: Lots and digests

    static func newSeed() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<Lots.seedBytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    static func lots(_ seed: [UInt8]) -> Lots { Lots(seed: seed) { Array(SHA256.hash(data: $0)) } }

    /// Over a list of customers in the order of their ids.
    static func digest(of customers: [CustomerID]) -> [UInt8] {
        let text = (["amanah/portion"] + customers.map(\.rawValue)).joined(separator: "\n")
        return Array(SHA256.hash(data: Array(text.utf8)))
    }
}

extension BookRule {
    var limit: Int? {
        if case .choice(let choice) = self { choice.limit } else { nil }
    }

    /// As the log and the row keep it: a long list is in the portions already.
    var kept: BookRule {
        if case .list = self { .list([]) } else { self }
    }

    /// In a line, for the log.
    var words: String {
        switch self {
        case .list(let customers): return "list of \(customers.count)"
        case .moved(let book, let person): return "moved from \(book) of \(person)"
        case .choice(let choice):
            var words = [
                "units " + (choice.units.isEmpty ? "all" : choice.units.map(\.rawValue).joined(separator: ","))
            ]
            if let segment = choice.segment { words.append("\(segment.field)=\(segment.value)") }
            if let limit = choice.limit { words.append("at most \(limit) by lot") }
            return words.joined(separator: "; ")
        }
    }
}
