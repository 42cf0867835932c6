import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// Weekly samples: drawn by lot after the week, covered, reviewed by who stands above, and held against the log.
@Suite struct ReviewTests {
    private static let said = "tiket dan alasan sesuai dengan catatan kunjungan"

    private func withWeek(_ body: @Sendable (House) async throws -> Void) async throws {
        try await withApprovals(
            Approvals.charter.replacing("presence:", with: "samples: {per_person_week: 2, due_days: 3}\npresence:")
                .replacing("approves: true, pages: [log]", with: "approves: true, pages: [log, team]")
        ) { house in
            // Tuesday: A1 looks five times, A2 once, by book; L1 refuses a request.
            let (one, two) = (try await house.enter("A1"), try await house.enter("A2"))
            for id in ["C1", "C2"] { try await house.look(one, id, ticket: "T\(id.dropFirst())") }
            for id in ["K01", "K02", "K03"] { try await house.look(one, id, ticket: "T" + id) }
            try await house.look(two, "C1", "credit-followup", ticket: nil)
            let request = try await house.ask(one)
            _ = try await house.amanah.refuse(
                try house.session(try await house.enter("L1")), request.id, seen: nil,
                reason: "tiket ini belum ada kunjungannya")
            try await body(house)
        }
    }

    /// Monday morning of the week after.
    private func nextMonday(_ house: House) {
        let monday = Day(number: house.clock.now.day(in: .wib).monday.number + 7)
        house.clock.set(Moment(startOf: monday, in: .wib).advanced(by: .seconds(8 * 3600)))
    }

    private func reviews(_ house: House, _ person: String) async throws -> ReviewsView {
        try await house.amanah.reviews(try house.session(try await house.enter(person)), from: House.desk)
    }

    private func review(
        _ house: House, _ person: String, _ id: SampleID, _ said: String, _ word: Explanation.Review = .inOrder
    ) async throws -> SampleView {
        try await house.amanah.review(
            try house.session(try await house.enter(person)), sample: id, word, said: said, from: House.desk)
    }

    @Test("nothing is drawn while a week runs; each week once, after a restart too; the seed stands in its entry")
    func drawn() async throws {
        try await withWeek { house in
            #expect(try await house.amanah.drawSamples() == 1)
            // The week before the first look has none.
            #expect(try house.store.read { try $0.samples(since: Day(number: 0)) }.isEmpty)
            nextMonday(house)
            #expect(try await house.amanah.drawSamples() == 1)
            #expect(try await house.amanah.drawSamples() == 0)
            let samples = try house.store.read { try $0.samples(since: Day(number: 0)) }
            #expect(
                samples.filter { $0.stratum.kind == .look }.map(\.stratum.person.rawValue).sorted() == [
                    "A1", "A1", "A2",
                ])
            #expect(samples.filter { $0.stratum.kind == .decision }.map(\.stratum.person.rawValue) == ["L1"])
            let entry = try #require(try house.acts(.samplesDrawn).last)
            let pairs = try entry.act.openPerson(house.store.keys)
            #expect(pairs.first { $0.key == "seed" }?.value.count == 2 * Lots.seedBytes)
            #expect(pairs.first { $0.key == "drawn" }?.value == "4" && entry.act.person == nil)
            #expect(try await house.amanah.checkSamples() == [])
            let again = try await house.restarted()
            #expect(try await again.amanah.drawSamples() == 0)
            await again.store.close()
        }
    }

    @Test(
        "whoever answers for somebody drawn is told once; when the time is over, those above him too, once for a week")
    func told() async throws {
        try await withWeek { house in
            _ = try await house.amanah.drawSamples()
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            func told(_ person: String) throws -> [NoticeKind] {
                try house.notices(person).filter { [.samplesWaiting, .samplesOverdue].contains($0) }
            }
            // L1 answers for A1 and A2, M1 for L1, whose decision was drawn.
            #expect(try told("L1") == [.samplesWaiting])
            #expect(try told("M1") == [.samplesWaiting])
            #expect(try told("A1").isEmpty)
            try await house.amanah.announceOverdueSamples()
            #expect(try told("L1") == [.samplesWaiting], "there is time left")
            for sample in try await reviews(house, "M1").waiting {
                _ = try await review(house, "M1", sample.id, Self.said)
            }
            house.clock.set(house.clock.now.advanced(by: .seconds(3 * 86_400)))
            for _ in 0..<2 { try await house.amanah.announceOverdueSamples() }
            let late = try told("L1")
            #expect(Set(late) == [.samplesWaiting, .samplesOverdue])
            #expect(late.count == 2)
            #expect(try told("M1").filter { $0 == .samplesOverdue }.count == 1, "he answers for the one who did not")
            let entries = try house.acts(.samplesOverdue)
            #expect(entries.count == 1)
            let said = try entries[0].act.openPerson(house.store.keys)
            #expect(said.first { $0.key == "told" }?.value.split(separator: " ").contains("M1") == true)
            // Sent notices are deleted after a month; the week is not told of again.
            for notice in try house.amanah.dueNotices(limit: 1000) {
                try await house.amanah.settle(notice, outcome: "sent", again: nil)
            }
            house.clock.set(house.clock.now.advanced(by: .seconds(35 * 86_400)))
            try await house.amanah.sweep()
            #expect(try told("L1").isEmpty)
            let again = try await house.restarted()
            try await again.amanah.announceOverdueSamples()
            #expect(try again.notices("L1").filter { $0 == .samplesOverdue }.isEmpty)
            #expect(try again.acts(.samplesOverdue).count == 1)
            await again.store.close()
        }
    }

    @Test("B7: on looks at his own record a superior gives no word; his superior is asked for it")
    func ownRecord() async throws {
        try await withWeek { house in
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            let sample = try #require(try await reviews(house, "L1").waiting.first { $0.kind == .look })
            try await house.change { view in
                let position = try #require(sample.id.position)
                let about = try #require(try view.act(position)?.act.customer)
                var customer = try #require(try view.customer(about))
                customer.staff = PersonID("L1")
                try view.put(customer: customer, tags: [])
            }
            #expect(try await reviews(house, "L1").waiting.contains { $0.id == sample.id } == false)
            let refused = await refusal { _ = try await review(house, "L1", sample.id, Self.said) }
            #expect(refused == .denied([.ownRecord]))
            #expect(try await reviews(house, "M1").waiting.contains { $0.id == sample.id && $0.isForMe })
            let given = try await review(house, "M1", sample.id, Self.said)
            #expect(given.review?.by == PersonID("M1"))
        }
    }

    @Test(
        "B7: of samples about his own record a superior is not told; his superior is, when they are drawn and when late"
    )
    func toldOfOwnRecord() async throws {
        try await withWeek { house in
            _ = try await house.amanah.drawSamples()
            try await house.change { view in
                // L1's decision was on M1's own record.
                var customer = try #require(try view.customer(CustomerID("C3")))
                customer.staff = PersonID("M1")
                try view.put(customer: customer, tags: [])
            }
            let above = house.amanah.organisation.supervision.overseers(of: PersonID("M1"))
            let director = try #require(above.first?.rawValue)
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            func told(_ person: String) throws -> [NoticeKind] {
                try house.notices(person).filter { [.samplesWaiting, .samplesOverdue].contains($0) }
            }
            #expect(try told("L1") == [.samplesWaiting])
            #expect(try told("M1").isEmpty)
            #expect(try told(director) == [.samplesWaiting])
            house.clock.set(house.clock.now.advanced(by: .seconds(4 * 86_400)))
            try await house.amanah.announceOverdueSamples()
            #expect(try Set(told(director)) == [.samplesWaiting, .samplesOverdue])
            #expect(try told("M1") == [.samplesOverdue], "he answers for L1, whose agents' samples are late")
        }
    }

    @Test("weeks in which the gateway did not run are drawn afterwards, each by itself")
    func behind() async throws {
        try await withWeek { house in
            _ = try await house.amanah.drawSamples()
            for _ in 0..<3 { nextMonday(house) }
            #expect(try await house.amanah.drawSamples() == 3)
            #expect(try house.store.read { try $0.sampleWeeks(limit: 10) }.count == 4)
            #expect(try await house.amanah.checkSamples() == [])
        }
    }

    @Test("L9: the superior reviews his people, his own superior reviews him by the same means, and nobody himself")
    func whose() async throws {
        try await withWeek { house in
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            let lead = try await reviews(house, "L1")
            #expect(lead.waiting.map(\.person.rawValue).sorted() == ["A1", "A1", "A2"] && lead.draws)
            #expect(lead.waiting.allSatisfy { $0.isForMe && !$0.isOverdue && $0.explanation != nil })
            #expect(
                lead.coverage.map(\.people) == [2] && lead.coverage[0].looks == 6 && lead.coverage[0].looksSampled == 3)
            let manager = try await reviews(house, "M1")
            #expect(manager.waiting.map(\.person.rawValue) == ["L1"] && manager.waiting[0].kind == .decision)
            #expect(manager.coverage[0].people == 3 && manager.coverage[0].decisionsSampled == 1)
            #expect(await refusal { try await reviews(house, "A1") } == .notForRole)
            // His own look is not his to review, nor a peer's, nor one that was never drawn.
            let own = manager.waiting[0].id
            #expect(await refusal { try await review(house, "L1", own, Self.said) } == .notFound)
            #expect(await refusal { try await review(house, "D1", lead.waiting[0].id, Self.said) } == .notFound)
            #expect(await refusal { try await review(house, "L1", SampleID(position: 1), Self.said) } == .notFound)
            #expect(try house.acts(.reviewsRead).count == 2)
        }
    }

    @Test("a word is given once, with substance, not pasted; not in order is seen above and on the day")
    func words() async throws {
        try await withWeek { house in
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            let waiting = try await reviews(house, "L1").waiting
            for empty in [".", "ok", "   "] {
                let refused = await refusal { try await review(house, "L1", waiting[0].id, empty) }
                if case .invalid(let field, _)? = refused {
                    #expect(field == "words")
                } else {
                    Issue.record("\(empty)")
                }
            }
            let first = try await review(house, "L1", waiting[0].id, Self.said)
            #expect(first.review?.word == .inOrder && !first.isForMe)
            let pasted = await refusal { try await review(house, "L1", waiting[1].id, Self.said) }
            if case .invalid(let field, _)? = pasted { #expect(field == "words") } else { Issue.record("pasted") }
            let twice = await refusal { try await review(house, "L1", waiting[0].id, "sudah dicek kembali ke catatan") }
            if case .conflict? = twice {} else { Issue.record("twice") }
            let odd = try #require(waiting.dropFirst().first { $0.person == PersonID("A1") } ?? waiting.last)
            _ = try await review(house, "L1", odd.id, "pelanggan tidak pernah datang pada jam itu", .notInOrder)
            let above = try await reviews(house, "M1")
            #expect(above.raised.map(\.id) == [odd.id] && above.raised[0].review?.by == PersonID("L1"))
            #expect(above.coverage[0].done == 2 && above.coverage[0].notInOrder == 1)
            let day = try await house.amanah.day(
                try house.session(try await house.enter("M1")), of: odd.person, day: House.start.day(in: .wib),
                from: House.desk)
            let look = try #require(day.looks.first { $0.row.index == odd.act.index })
            #expect(look.review == .notInOrder && look.isUnexplained)
            #expect(day.looks.filter { $0.review == nil }.allSatisfy { !$0.isUnexplained })
            let entry = try #require(try house.acts(.sampleReviewed).last)
            #expect(
                try entry.act.openPerson(house.store.keys).contains { $0.key == "word" && $0.value == "not-in-order" })
            #expect(try LedgerCheck.run(house.store).broken == nil)
        }
    }

    private func course(_ house: House, _ reader: String, of person: String) async throws -> CourseView {
        try await house.amanah.course(
            try house.session(try await house.enter(reader)), of: PersonID(person), from: House.desk)
    }

    @Test("L9: a person's page says what reviews of his samples found, to whoever may read his days and nobody else")
    func record() async throws {
        try await withWeek { house in
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            let fresh = try #require(try await course(house, "L1", of: "A1").reviews)
            #expect(fresh.sampled == 2 && fresh.looks == 5 && fresh.reviewed == 0 && fresh.verdicts.isEmpty)
            let waiting = try await reviews(house, "L1").waiting.filter { $0.person == PersonID("A1") }
            _ = try await review(house, "L1", waiting[0].id, Self.said)
            let clean = try #require(try await course(house, "A1", of: "A1").reviews)
            #expect(clean.reviewed == 1 && clean.notInOrder == 0 && clean.overdue == 0)
            #expect(clean.verdicts.map(\.word) == [.inOrder] && clean.verdicts[0].by == PersonID("L1"))
            #expect(!clean.verdicts[0].isRaised)
            house.clock.advance(.seconds(60))
            _ = try await review(house, "L1", waiting[1].id, "pelanggan tidak pernah datang hari itu", .notInOrder)
            house.clock.advance(.seconds(60))
            let found = try #require(try await course(house, "M1", of: "A1").reviews)
            #expect(found.reviewed == 2 && found.notInOrder == 1)
            #expect(found.verdicts.map(\.id) == [waiting[1].id, waiting[0].id], "what was not in order stands first")
            let odd = found.verdicts[0]
            #expect(odd.word == .notInOrder && odd.isRaised && odd.look == waiting[1].act.look)
            #expect(odd.day == House.start.day(in: .wib) && odd.reviewedAt > odd.at)
            #expect(found.from == House.start.day(in: .wib).monday && found.through.number == found.from.number + 6)
            // He himself sees it, without the page that raises it.
            #expect(try await course(house, "A1", of: "A1").reviews?.verdicts.first?.isRaised == false)
            // A colleague's samples are not among them, and the decision of a superior stands on his own page.
            #expect(try await course(house, "L1", of: "A2").reviews?.looks == 1)
            let lead = try #require(try await course(house, "M1", of: "L1").reviews)
            #expect(lead.decisions == 1 && lead.sampled == 1 && lead.looks == 0)
            // Who sees people but not their days sees nothing of it: the administrator.
            #expect(try await course(house, "X1", of: "A1").reviews == nil)
            house.clock.advance(.seconds(3 * 86_400))
            #expect(try await course(house, "M1", of: "L1").reviews?.overdue == 1)
        }
    }

    @Test("what is older than 90 days stands on no page any more, and a charter that never drew has nothing to say")
    func recordEnds() async throws {
        try await withWeek { house in
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            let day = house.clock.now.day(in: .wib)
            try await house.change { view in
                try view.put(
                    agreement: AgreementRow(
                        id: AgreementID("G-long"), person: PersonID("A1"), vendor: nil, signedBy: UnitID("H"),
                        startsOn: day, endsOn: Day(number: day.number + 200)))
            }
            #expect(try await course(house, "A1", of: "A1").reviews != nil)
            house.clock.advance(.seconds(100 * 86_400))
            #expect(try await course(house, "A1", of: "A1").reviews == nil)
        }
        try await withHouse { house in
            let seen = try await course(house, "A1", of: "A1").reviews
            #expect(seen == nil)
        }
    }

    @Test("what nobody reviews in time is overdue: the superior's superior sees it and may give the word")
    func overdue() async throws {
        try await withWeek { house in
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            #expect(try await reviews(house, "M1").raised.isEmpty)
            house.clock.advance(.seconds(3 * 86_400))
            let above = try await reviews(house, "M1")
            #expect(above.raised.count == 3 && above.raised.allSatisfy(\.isOverdue))
            #expect(above.coverage[0].overdue == 4)
            let given = try await review(house, "M1", above.raised[0].id, Self.said)
            #expect(given.review?.by == PersonID("M1"))
            #expect(try await reviews(house, "M1").raised.count == 2)
        }
    }

    @Test(
        "L11: samples that somebody takes out, puts in or draws otherwise are named; an edited review counts as none",
        arguments: [
            "DELETE FROM samples WHERE position = (SELECT MIN(position) FROM samples)",
            "UPDATE samples SET position = 2 WHERE position = (SELECT MIN(position) FROM samples)",
            "INSERT INTO sample_weeks SELECT week + 700, drawn_at, due_at, each, seed, told_at FROM sample_weeks LIMIT 1",
        ])
    func edited(sql: String) async throws {
        try await withWeek { house in
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            #expect(try await house.amanah.checkSamples() == [])
            try Tampering.run(sql, at: 0, in: house.folder + "/data")
            #expect(try await !house.amanah.checkSamples().isEmpty)
        }
    }

    @Test("L11: a review that was edited in the database counts as none")
    func editedReview() async throws {
        try await withWeek { house in
            nextMonday(house)
            _ = try await house.amanah.drawSamples()
            let waiting = try await reviews(house, "L1").waiting
            _ = try await review(house, "L1", waiting[0].id, "pelanggan tidak pernah datang hari itu", .notInOrder)
            #expect(try await reviews(house, "L1").waiting.count == 2)
            try Tampering.run(
                "UPDATE samples SET reviewer_id = 'M1' WHERE reviewer_id IS NOT NULL", at: 0, in: house.folder + "/data"
            )
            #expect(try await reviews(house, "L1").waiting.count == 3)
        }
    }

    @Test("a charter without samples draws none")
    func none() async throws {
        try await withHouse { house in
            let drawn = try await house.amanah.drawSamples()
            let seen = try await reviews(house, "L1")
            #expect(drawn == 0 && !seen.draws)
        }
    }
}
