import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// B1 to B8 again, where a book or a grant stands in the place of a ticket.
@Suite struct BookAttackTests {
    @Test("B1: a book of customer A opens no customer B, no other purpose, and no other person")
    func otherCustomer() async throws {
        try await withHouse { house in
            let book = try await house.handOut(
                try await house.enter("L1"), house.input(["A1"], rule: .list([CustomerID("K02")])))
            let (one, two) = (try await house.enter("A1"), try await house.enter("A2"))
            try await house.lookByBook(one, CustomerID("K02"))
            for id in ["K03", "C3", "C7", "nobody"] {
                #expect(await refusal { try await house.lookByBook(one, CustomerID(id)) } == strangers, "\(id)")
            }
            #expect(
                await refusal { try await house.look(one, "K02", ticket: nil) } == .denied([.nothingBinds([.ticket])]))
            #expect(await refusal { try await house.lookByBook(two, CustomerID("K02")) } == strangers)
            // A book is no ticket, by whatever name.
            #expect(
                await refusal { try await house.look(one, "K02", "credit-followup", ticket: book.id.rawValue) }
                    == .denied([.noSuchTicket]))
        }
    }

    @Test("B1: a grant for customer A opens no customer B and no other field or purpose")
    func otherGrant() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            _ = try await house.granted(agent)
            #expect(try await house.look(agent, "C3", ticket: "T3").ground.grant != nil)
            #expect(await refusal { try await house.look(agent, "C4", ticket: "T4") } != nil)
            #expect(await refusal { try await house.look(agent, "C3", "sim-registration", ticket: "T3") } != nil)
        }
    }

    @Test("B2: nobody makes a book for himself, and one that is back is not put to use again")
    func selfMade() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            #expect(
                await refusal { try await house.handOut(lead, house.input(["L1"], purpose: "quality-review")) } != nil)
            let book = try await house.handOut(lead, house.input(["A1"]))
            #expect(await refusal { try await house.move(lead, book, of: "A1", to: ["L1"]) } != nil)
            #expect(await refusal { try await house.move(lead, book, of: "A1", to: ["A1"]) } != nil)
            _ = try await house.back(lead, book)
            let closed = await refusal { try await house.move(lead, book, of: "A1", to: ["A2"]) }
            if case .conflict? = closed {} else { Issue.record("a book that is back was moved") }
            #expect(try house.inHand("A2").isEmpty)
        }
    }

    @Test(
        "B3: who is put above somebody just before hands out only what his own scope holds, under the line as it stands"
    )
    func justBefore() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            var record = try house.person("A1")
            record.supervisor = PersonID("D1")
            let moved = record
            try await house.change { try $0.put(person: moved) }
            #expect(await refusal { try await house.handOut(lead, house.input(["A1"])) } != nil)
            #expect(try house.acts(.bookBegun).isEmpty)
            // The line changes after the customers were chosen: the last step looks again.
            try await withHeldHouse { held, gate in
                let token = try await held.enter("L1")
                gate.arm(.after)
                async let out = refusal { try await held.handOut(token, held.input(["A2"])) }
                await gate.reached()
                // The second commit is the one that begins the book.
                gate.arm(.after)
                gate.letGo()
                await gate.reached()
                #expect(try held.acts(.bookBegun).count == 1)
                var gone = try held.person("A2")
                gone.supervisor = nil
                let row = gone
                try await held.change { try $0.put(person: row) }
                gate.letGo()
                #expect(await out != nil)
                #expect(try held.inHand("A2").isEmpty)
            }
        }
    }

    @Test("B4: agreement, line or book ends in mid-session: the open page's next step is refused")
    func midSession() async throws {
        let charter = HouseCharter.text().replacing(
            "needs: [book]\n    shows: {name: full, phone: full}",
            with:
                "needs: [book]\n    shows: {name: full, phone: full}\n    reveals: {nik: {reason: true, approval: none}}"
        )
        try await withHouse(charter) { house in
            let lead = try await house.enter("L1")
            let book = try await house.handOut(lead, house.input(["A1"], rule: .list([CustomerID("C2")])))
            let one = try await house.enter("A1")
            let look = try await house.lookByBook(one, CustomerID("C2"))
            _ = try await house.reveal(one, look.id, "nik", "pelanggan minta dicocokkan")
            _ = try await house.back(lead, book)
            #expect(
                await refusal { try await house.reveal(one, look.id, "nik", "sekali lagi untuk formulir") } == strangers
            )
            #expect(await refusal { try await house.lookByBook(one, CustomerID("C2")) } == strangers)
        }
    }

    @Test("B4: a book whose holder is suspended opens nothing, and may be moved")
    func suspended() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let book = try await house.handOut(lead, house.input(["A1"]))
            let one = try await house.enter("A1")
            let mine = try house.inHand("A1")
            try await house.amanah.change(
                PersonID("A1"), .suspend, by: PersonID("D1"), why: "diperiksa karena laporan warga")
            #expect(await refusal { try await house.lookByBook(one, mine[0]) } != nil)
            let moved = try await house.move(lead, book, of: "A1", to: ["A2"])
            #expect(moved.portions.map(\.person) == [PersonID("A2")])
        }
    }

    @Test("B5: quotas hold over books, anew handed out and moved ones too")
    func quotas() async throws {
        try await withHouse(HouseCharter.text(quotas: "{looks_per_day: 3}")) { house in
            let lead = try await house.enter("L1")
            let book = try await house.handOut(lead, house.input(["A1"]))
            let one = try await house.enter("A1")
            let mine = try house.inHand("A1").filter { $0 != CustomerID("C5") }
            for id in mine.prefix(2) { try await house.lookByBook(one, id) }
            _ = try await house.back(lead, book)
            _ = try await house.handOut(lead, house.input(["A1"]))
            try await house.lookByBook(one, mine[2])
            let over = await refusal { try await house.lookByBook(one, mine[3]) }
            if case .denied(let reasons)? = over {
                #expect(reasons.count == 1 && reasons != [.nothingBinds([.book])])
            } else {
                Issue.record("a fourth look")
            }
        }
    }

    @Test("B6, B7: a book opens neither one's own record nor one's kin's, and holds no colleague")
    func kin() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            // C5 shares A1's family card; C4 is A2 and C6 is A1 himself.
            _ = try await house.handOut(
                lead, house.input(["A1"], rule: .list(["C4", "C5", "C6", "K02"].map { CustomerID($0) })))
            #expect(try house.inHand("A1") == [CustomerID("C5"), CustomerID("K02")])
            let one = try await house.enter("A1")
            #expect(await refusal { try await house.lookByBook(one, CustomerID("C5")) } == .denied([.kinRecord]))
            for id in ["C4", "C6"] {
                #expect(await refusal { try await house.lookByBook(one, CustomerID(id)) } == strangers, "\(id)")
            }
        }
    }

    @Test("B7: a customer who becomes sensitive or of the staff is shut at once, in whosever book he is")
    func becomesSensitive() async throws {
        try await withHouse { house in
            _ = try await house.handOut(
                try await house.enter("L1"), house.input(["A1"], rule: .list(["K02", "K03"].map { CustomerID($0) })))
            let one = try await house.enter("A1")
            try await house.lookByBook(one, CustomerID("K02"))
            try await house.change { view in
                guard var marked = try view.customer(CustomerID("K02")),
                    var staff = try view.customer(CustomerID("K03"))
                else { return }
                marked.sensitivity = SensitivityID("vip")
                staff.staff = PersonID("A3")
                try view.put(customer: marked, tags: [])
                try view.put(customer: staff, tags: [])
            }
            for id in ["K02", "K03"] {
                #expect(await refusal { try await house.lookByBook(one, CustomerID(id)) } == strangers, "\(id)")
            }
            #expect(try await house.amanah.desk(try house.session(one)).book.isEmpty)
        }
    }

    @Test("B8: a clock that is set back opens no book again whose day is over, and none before its first day")
    func clockBack() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            _ = try await house.handOut(lead, house.input(["A1"], days: 1))
            _ = try await house.handOut(lead, house.input(["A1"], from: 3, rule: .list([CustomerID("K02")])))
            let mine = try house.inHand("A1")
            #expect(mine.count == 21)
            house.clock.advance(.seconds(86_400))
            #expect(await refusal { try await house.lookByBook(try await house.enter("A1"), mine[0]) } == strangers)
            house.clock.set(House.start)
            #expect(await refusal { try await house.lookByBook(try await house.enter("A1"), mine[0]) } == strangers)
        }
    }
}
