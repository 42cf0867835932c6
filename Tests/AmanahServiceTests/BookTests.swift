import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// Handing out the customer base in portions: who may, who gets what, and that the list stays what the log says.
@Suite struct BookTests {
    @Test("by rule: ordinary customers of the scope whom nobody has in hand, in equal shares, each with one person")
    func byRule() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let preview = try await house.amanah.previewBook(
                try house.session(lead), house.input(), from: House.desk)
            #expect(preview.shares.map(\.customers) == [7, 7, 7] && preview.inHand == 2)
            #expect(try house.inHand("A1").isEmpty)
            let book = try await house.handOut(lead, house.input())
            #expect(book.portions.map(\.customers) == [7, 7, 7] && book.state == .running && book.isMine)
            let all = try ["A1", "A2", "A3"].flatMap { try house.inHand($0) }
            // C1 and K01 are in A2's hands by import; C3 is marked, C4 and C6 are of the staff, C7 is of another branch.
            let ordinary = HousePeople.ordinary.map { CustomerID($0) }.filter { $0 != CustomerID("K01") }
            #expect(all.sorted() == (ordinary + [CustomerID("C2"), CustomerID("C5")]).sorted())
            #expect(Set(all).count == 21)
        }
    }

    @Test("who has a portion opens his customers and sees them on his desk; nobody opens another's")
    func whose() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let book = try await house.handOut(lead, house.input(["A1", "A3"]))
            let (one, three) = (try await house.enter("A1"), try await house.enter("A3"))
            let (mine, his) = (try house.inHand("A1"), try house.inHand("A3"))
            try await house.lookByBook(one, mine[0])
            #expect(await refusal { try await house.lookByBook(one, his[0]) } == strangers)
            #expect(await refusal { try await house.lookByBook(three, mine[0]) } == strangers)
            let desk = try await house.amanah.desk(try house.session(one))
            #expect(desk.book.map(\.customer).sorted() == mine)
            // Each sees his own portion only; the line sees whose, and how far they are.
            let own = try await house.books(one)
            #expect(own.choices == nil && own.books.map(\.portions.count) == [1])
            #expect(own.books[0].portions[0].person == PersonID("A1") && !own.books[0].isMine)
            let seen = try await house.books(lead)
            #expect(seen.books[0].id == book.id && seen.books[0].portions.map(\.lookedAt) == [1, 0])
            #expect(try await house.books(try await house.enter("D1")).books.isEmpty)
        }
    }

    @Test("by list: who is unknown, foreign, marked, of the staff or in hand is passed over alike (L6)")
    func byList() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let listed = ["K02", "K03", "C3", "C4", "C7", "nobody", "K01"].map { CustomerID($0) }
            _ = try await house.handOut(lead, house.input(["A1"], rule: .list(listed)))
            #expect(try house.inHand("A1") == [CustomerID("K02"), CustomerID("K03")])
            var refusals: [ServiceError?] = []
            for id in ["C3", "C4", "C7", "nobody", "K01", "K02"] {
                refusals.append(
                    await refusal {
                        try await house.handOut(lead, house.input(["A1"], rule: .list([CustomerID(id)])))
                    })
            }
            #expect(Set(refusals.map { "\($0.map { "\($0)" } ?? "none")" }).count == 1)
        }
    }

    @Test("by segment: only a field that the charter names, and never so few that it tells of one customer (L5)")
    func bySegment() async throws {
        let charter = HouseCharter.text()
            .replacing(
                "  last_location:", with: "  employer: {class: work, title: {id: Kerja, en: Work}}\n  last_location:"
            )
            .replacing("presence:", with: "books: {segments: [employer], most_each: 6}\npresence:")
        try await withHouse(charter) { house in
            let keys = house.store.keys
            try await house.change { view in
                for (number, id) in HousePeople.ordinary.enumerated() {
                    guard let row = try view.customer(CustomerID(id)) else { continue }
                    var sealed = row
                    sealed.version += 1
                    sealed.fields = try SealedFields(
                        [("name", id), ("employer", number < 8 ? "PT Maju" : number < 10 ? "PT Kecil" : "")],
                        customer: id, version: sealed.version,
                        key: keys.customerKey(row.id, wrapped: row.wrappedKey))
                    try view.put(customer: sealed, tags: [])
                }
            }
            let lead = try await house.enter("L1")
            #expect(house.amanah.charterInForce.books.segments.count == 1)
            func segment(_ field: String, _ value: String) -> BookRule {
                .choice(BookRule.Choice(segment: .init(field: FieldName(field), value: value)))
            }
            let few = await refusal {
                try await house.amanah.previewBook(
                    try house.session(lead), house.input(rule: segment("employer", "PT Kecil")), from: House.desk)
            }
            let none = await refusal {
                try await house.amanah.previewBook(
                    try house.session(lead), house.input(rule: segment("employer", "PT Tiada")), from: House.desk)
            }
            #expect(few != nil && few == none)
            #expect(
                await refusal {
                    try await house.handOut(lead, house.input(rule: segment("nik", HousePeople.records[0].nik)))
                } == .invalid(field: "segment_field", what: "a field that the charter lets books be chosen by"))
            // One of the eight is in hand already; seven are more than the charter's six for one.
            let many = await refusal {
                try await house.handOut(lead, house.input(["A1"], rule: segment("employer", "pt maju")))
            }
            if case .conflict(let what)? = many {
                #expect(what.contains("more than the charter's 6"))
            } else {
                Issue.record("\(many.map { "\($0)" } ?? "none")")
            }
            let book = try await house.handOut(lead, house.input(["A1", "A2"], rule: segment("employer", "pt maju")))
            #expect(book.portions.map(\.customers) == [4, 3])
            #expect(try house.inHand("A1").count == 4)
        }
    }

    @Test("only who has the page hands out, only below him, only to who is cleared and has the purpose by book")
    func rights() async throws {
        try await withHouse { house in
            let (lead, agent, dpo) = (
                try await house.enter("L1"), try await house.enter("A1"), try await house.enter("D1")
            )
            for token in [agent, dpo] {
                #expect(await refusal { try await house.handOut(token, house.input(["A2"])) } == .notForRole)
                #expect(
                    await refusal {
                        try await house.amanah.previewBook(
                            try house.session(token), house.input(["A2"]), from: House.desk)
                    } == .notForRole)
            }
            let wrong = ServiceError.invalid(
                field: "people", what: "people below you who are cleared and work for `credit-followup` by book")
            for person in ["L1", "D1", "X1", "nobody"] {
                #expect(await refusal { try await house.handOut(lead, house.input([person])) } == wrong, "\(person)")
            }
            try await house.amanah.change(
                PersonID("A3"), .suspend, by: PersonID("D1"), why: "diperiksa karena laporan warga")
            #expect(await refusal { try await house.handOut(lead, house.input(["A1", "A3"])) } == wrong)
            // An agent like his own who stands below somebody else, and he himself for a purpose of his own by book (B2).
            try await Approvals.stand(house, "A2", under: "D1")
            #expect(await refusal { try await house.handOut(lead, house.input(["A1", "A2"])) } == wrong)
            let himself = house.input(["L1"], purpose: "quality-review")
            #expect(await refusal { try await house.handOut(lead, himself) } != nil)
            #expect(
                await refusal { try await house.handOut(lead, house.input(purpose: "sim-replacement")) }
                    == .invalid(field: "purpose", what: "a purpose that goes by book"))
            #expect(await refusal { try await house.handOut(lead, house.input(["A1"], from: -1)) } != nil)
            #expect(await refusal { try await house.handOut(lead, house.input(["A1"], days: 93)) } != nil)
            #expect(await refusal { try await house.handOut(lead, house.input(["A1"], days: 0)) } != nil)
            #expect(await refusal { try await house.handOut(lead, house.input(["A1"], said: ".")) } != nil)
            #expect(try house.acts(.bookHandedOut).isEmpty)
            // What was begun and refused leaves its entry, and nothing in anybody's hands.
            #expect(try house.store.read { try $0.books(limit: 10) }.isEmpty)
        }
    }

    @Test("a portion is moved when somebody is absent: who had it loses it at once, progress goes on")
    func moving() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let book = try await house.handOut(lead, house.input(["A1", "A2"], division: .random))
            let (one, three) = (try await house.enter("A1"), try await house.enter("A3"))
            let all = try house.inHand("A1")
            // C5 is kin of A1, by whatever lot he fell to him.
            let mine = all.filter { $0 != CustomerID("C5") }
            try await house.lookByBook(one, mine[0])
            let moved = try await house.move(lead, book, of: "A1", to: ["A2", "A3"])
            #expect(moved.movedFrom?.book == book.id && moved.portions.map(\.customers).reduce(0, +) == all.count)
            #expect(moved.portions.map(\.lookedAt).reduce(0, +) == 1)
            #expect(try house.inHand("A1").isEmpty)
            #expect(await refusal { try await house.lookByBook(one, mine[1]) } == strangers)
            try await house.lookByBook(three, try #require(try house.inHand("A3").first))
            // What is gone cannot be moved again, and nobody moves a book that is not his.
            for person in ["A1", "A9"] {
                let again = await refusal { try await house.move(lead, book, of: person, to: ["A3"]) }
                if case .conflict? = again {} else { Issue.record("\(person): \(again.map { "\($0)" } ?? "none")") }
            }
            #expect(await refusal { try await house.move(one, book, of: "A2", to: ["A3"]) } == .notForRole)
            #expect(try house.amanah.checkBooks().findings == [])
            #expect(try house.amanah.checkBooks().portions == 3)
        }
    }

    @Test("returned by a button or over by its day: nothing of it opens from then on, and it is in the log")
    func ending() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let book = try await house.handOut(lead, house.input(["A1"], days: 2))
            let one = try await house.enter("A1")
            let mine = try house.inHand("A1")
            try await house.lookByBook(one, mine[0])
            let back = try await house.back(lead, book)
            #expect(back.state == .returned && back.portions.allSatisfy { !$0.isOpen })
            #expect(await refusal { try await house.lookByBook(one, mine[0]) } == strangers)
            let twice = await refusal { try await house.back(lead, book) }
            if case .conflict? = twice {} else { Issue.record("taken back twice") }
            let next = try await house.handOut(lead, house.input(["A1"], days: 2))
            // The last minute of the last day, in the person's zone, and the first one after it.
            house.clock.set(Moment(startOf: Day(number: next.endsOn.number + 1), in: .wib).advanced(by: .seconds(-60)))
            try await house.lookByBook(try await house.enter("A1"), mine[0])
            house.clock.advance(.seconds(61))
            #expect(await refusal { try await house.lookByBook(try await house.enter("A1"), mine[0]) } == strangers)
            #expect(try await house.amanah.advanceBooks() == 1)
            #expect(try await house.amanah.advanceBooks() == 0)
            #expect(try house.acts(.bookReturned).map(\.act.person) == [PersonID("L1"), nil])
            #expect(try await house.books(try await house.enter("L1")).books.map(\.state) == [.over, .returned])
        }
    }

    @Test("nothing of a book counts before it is whole; one that broke off is taken away")
    func brokenOff() async throws {
        try await withHouse { house in
            let one = try await house.enter("A1")
            let (now, today) = (house.clock.now, house.today)
            let half = BookRow(
                id: BookID("B-9"), giver: PersonID("L1"), purpose: PurposeID("credit-followup"), startsOn: today,
                endsOn: today, begunAt: now,
                body: BookRow.Body(rule: .list([]), division: .equal, seed: [], said: "x", since: now))
            try await house.change { view in
                try view.put(book: half)
                let number = try view.begin(
                    portion: PortionRow(
                        number: 0, book: half.id, person: PersonID("A1"), customers: 1, digest: [], isOpen: false),
                    of: half)
                try view.add([CustomerID("K02")], toPortion: number)
            }
            #expect(await refusal { try await house.lookByBook(one, CustomerID("K02")) } == strangers)
            let lead = try await house.enter("L1")
            let busy = await refusal { try await house.handOut(lead, house.input()) }
            if case .conflict? = busy {} else { Issue.record("two were begun at once") }
            #expect(try await house.amanah.advanceBooks() == 0)
            house.clock.advance(Amanah.bookPatience)
            #expect(try await house.amanah.advanceBooks() == 1)
            #expect(try house.store.read { try $0.portions(of: half.id) }.isEmpty)
            _ = try await house.handOut(try await house.enter("L1"), house.input())
        }
    }

    @Test(
        "L1, L9: each step is an entry that binds who, rule, seed and every list; reading and counting are entries too")
    func entries() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            _ = try await house.amanah.previewBook(try house.session(lead), house.input(), from: House.desk)
            let book = try await house.handOut(
                lead, house.input(["A1", "A2"], rule: .choice(BookRule.Choice(limit: 5)), division: .random))
            _ = try await house.books(lead)
            #expect(try house.acts(.booksRead).count == 2)
            let begun = try #require(try house.acts(.bookBegun).last)
            #expect(book.id == BookID(ledgerIndex: begun.index))
            let seed = try #require(try begun.act.openPerson(house.store.keys).first { $0.key == "seed" }?.value)
            #expect(seed.count == 2 * Lots.seedBytes)
            let pairs = try #require(try house.acts(.bookHandedOut).last).act.openPerson(house.store.keys)
            for (person, count) in [("A1", 3), ("A2", 2)] {
                let customers = try house.inHand(person)
                #expect(customers.count == count)
                #expect(
                    pairs.first { $0.key == "portion." + person }?.value
                        == "\(count) \(Amanah.digest(of: customers).hex)")
            }
            #expect(try LedgerCheck.run(house.store).broken == nil)
        }
    }

    @Test(
        "L11: whoever edits a list, its holder, its days or adds one of his own is named by the check",
        arguments: [
            ("UPDATE portions SET person_id = 'A3' WHERE person_id = 'A1' AND is_open = 1", "is in other hands"),
            (
                "INSERT INTO portion_customers SELECT portion_id, 'C3' FROM portions WHERE person_id = 'A1'",
                "is not what its entry says"
            ),
            ("DELETE FROM portion_customers WHERE customer_id = 'K02'", "is not what its entry says"),
            (
                """
                UPDATE portion_customers SET portion_id = (SELECT portion_id FROM portions WHERE person_id = 'A2')
                WHERE portion_id = (SELECT portion_id FROM portions WHERE person_id = 'A1')
                    AND customer_id = (SELECT MIN(c.customer_id) FROM portion_customers c JOIN portions p
                        ON p.portion_id = c.portion_id WHERE p.person_id = 'A1')
                """, "is not what its entry says"
            ),
            ("UPDATE portions SET is_open = 1", "is not what its entry says"),
            ("UPDATE portions SET is_open = 0", "the database holds nothing of it"),
            ("UPDATE books SET ends_on = ends_on + 30", "no entry opened it as it stands"),
            (
                """
                INSERT INTO portions SELECT 900, 'B-1', 'A1', purpose, starts_on, ends_on, 1, digest, 1 FROM portions
                LIMIT 1
                """, "no entry opened it as it stands"
            ),
        ])
    func edited(sql: String, named: String) async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let old = try await house.handOut(lead, house.input(["A3"], rule: .list([CustomerID("K20")])))
            _ = try await house.back(lead, old)
            _ = try await house.handOut(lead, house.input(["A1", "A2"], division: .random))
            #expect(try house.amanah.checkBooks() == BooksCheck(books: 1, portions: 2, findings: []))
            try Tampering.run(sql, at: 0, in: house.folder + "/data")
            #expect(try house.amanah.checkBooks().findings.contains { $0.contains(named) })
        }
    }

    @Test("a book outlives a restart, with its progress")
    func restart() async throws {
        try await withHouse { house in
            let book = try await house.handOut(try await house.enter("L1"), house.input(["A1"]))
            try await house.lookByBook(try await house.enter("A1"), try house.inHand("A1")[0])
            let again = try await house.restarted()
            let seen = try await again.books(try await again.enter("L1")).books
            #expect(seen.map(\.id) == [book.id] && seen[0].portions.map(\.lookedAt) == [1])
            #expect(try again.amanah.checkBooks().findings == [])
            await again.store.close()
        }
    }
}
