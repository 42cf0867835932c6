import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// The superior's eye: whose work is seen, that seeing is an entry, and that the numbers are those of the log.
@Suite struct TeamTests {
    private func row(_ house: House, _ token: String, _ person: String) async throws -> TeamRow? {
        try await house.amanah.team(try house.session(token), from: House.desk).members.map(\.row)
            .first { $0.person == PersonID(person) }
    }

    @Test("a superior sees his people and theirs, and nobody beyond; an agent has no such page")
    func whose() async throws {
        try await withHouse { house in
            let (lead, dpo, agent) = (
                try await house.enter("L1"), try await house.enter("D1"), try await house.enter("A1")
            )
            let team = try await house.amanah.team(try house.session(lead), from: House.desk)
            #expect(team.members.allSatisfy { $0.tie == .direct } && team.members.count == 4)
            let above = try await house.amanah.team(try house.session(dpo), from: House.desk)
            #expect(Set(above.members.filter { $0.tie == .direct }.map(\.row.person.rawValue)).contains("L1"))
            #expect(
                above.members.filter { $0.tie == .second }.map(\.row.person.rawValue).sorted() == [
                    "A1", "A2", "A3", "A9",
                ])
            let session = try house.session(agent)
            #expect(await refusal { try await house.amanah.team(session, from: House.desk) } == .notForRole)
            #expect(
                await refusal { try await house.amanah.teamEvents(session, after: nil, from: House.desk) }
                    == .notForRole)
        }
    }

    @Test(
        "a row says how many requests wait and how many broken glasses nobody has reviewed, and forgets what was decided"
    )
    func matters() async throws {
        try await withApprovals { house in
            let (agent, lead) = (try await house.enter("A1"), try await house.enter("L1"))
            func open() async throws -> [Int] {
                guard let row = try await row(house, lead, "A1") else { return [] }
                return [row.waiting, row.unreviewed]
            }
            #expect(try await open() == [0, 0])
            let request = try await house.ask(agent)
            let broken = try await house.breakGlass(agent, "K20")
            #expect(try await open() == [1, 1])
            #expect(try await row(house, lead, "A2")?.waiting == 0)
            _ = try await house.amanah.refuse(
                try house.session(lead), request.id, seen: nil, reason: "pelanggan tidak ada di meja")
            _ = try await house.amanah.review(
                try house.session(lead), broken.glass.id, inOrder: true, words: "dilihat di kamera, memang sakit")
            #expect(try await open() == [0, 0])
        }
    }

    @Test("L9: each opening of the team, of its stream and of a day is an entry, refused ones show nothing")
    func entries() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let session = try house.session(lead)
            _ = try await house.amanah.team(session, from: House.desk)
            _ = try await house.amanah.teamEvents(session, after: nil, from: House.desk)
            _ = try await house.amanah.day(session, of: PersonID("A1"), day: nil, from: House.desk)
            #expect(try house.acts(.teamRead).count == 2)
            #expect(try house.acts(.dayRead).map(\.act.person) == [PersonID("L1")])
            // His own day is no look at another's.
            let agent = try house.session(try await house.enter("A1"))
            _ = try await house.amanah.day(agent, of: PersonID("A1"), day: nil, from: House.desk)
            #expect(try house.acts(.dayRead).count == 1)
            for other in ["A2", "L1", "nobody"] {
                #expect(
                    await refusal {
                        try await house.amanah.day(agent, of: PersonID(other), day: nil, from: House.desk)
                    } == .notFound, "\(other)")
            }
            // Head office is not in the lead's line and not in his scope.
            #expect(
                await refusal { try await house.amanah.day(session, of: PersonID("X1"), day: nil, from: House.desk) }
                    == .notFound)
        }
    }

    @Test("the numbers move with each act and are the same after a restart")
    func numbers() async throws {
        try await withHouse { house in
            let (lead, agent) = (try await house.enter("L1"), try await house.enter("A1"))
            #expect(try await row(house, lead, "A1")?.looksToday == 0)
            let look = try await house.look(agent)
            _ = try await house.reveal(agent, look.id, "nik", "pelanggan minta dicocokkan")
            _ = try await house.look(agent, "K01", ticket: "TK01")
            _ = await refusal { try await house.look(agent, "C2", ticket: "T1") }
            let seen = try #require(try await row(house, lead, "A1"))
            #expect((seen.looksToday, seen.reveals, seen.denials, seen.unexplained) == (2, 1, 1, 0))
            #expect(seen.hours[10] == 2 && seen.looksThisHour == 2 && seen.state == .working)
            house.clock.advance(.seconds(11 * 60))
            _ = try house.session(agent)
            #expect(try await row(house, lead, "A1")?.state == .idle)
            #expect(try await row(house, lead, "A2")?.state == .away)
            let again = try await house.restarted()
            let after = try #require(try await row(again, lead, "A1"))
            #expect((after.looksToday, after.reveals, after.denials, after.unexplained) == (2, 1, 1, 0))
            await again.store.close()
        }
    }

    @Test("what another process wrote is in the numbers too")
    func neighbour() async throws {
        try await withHouse { house in
            let (lead, agent) = (try await house.enter("L1"), try await house.enter("A1"))
            _ = try await house.look(agent)
            #expect(try await row(house, lead, "A1")?.looksToday == 1)
            let neighbour = try house.neighbour()
            _ = try await neighbour.look(try await neighbour.enter("A1"), "K02", ticket: "TK02")
            await neighbour.store.close()
            #expect(try await row(house, lead, "A1")?.looksToday == 2)
        }
    }

    @Test(
        "a look after closing and one on a ticket that he opened himself are unexplained, in the numbers and in the day"
    )
    func unexplained() async throws {
        let charter = HouseCharter.text().replacing(
            "mother_maiden_name: verify}\n", with: "mother_maiden_name: verify}\n    grace_minutes: 15\n")
        try await withHouse(charter) { house in
            let (lead, agent) = (try await house.enter("L1"), try await house.enter("A1"))
            _ = try await house.look(agent)
            try await house.change { view in
                try view.put(
                    ticket: HousePeople.ticket(
                        "TK03", "K03", "A1", "sim-replacement", House.start, closed: House.start))
            }
            house.clock.advance(.seconds(60))
            _ = try await house.look(agent, "K03", ticket: "TK03")
            let started = try await house.amanah.startPresence(
                try house.session(agent), phone: "08129990004", purpose: PurposeID("sim-registration"),
                from: House.desk)
            let code = try #require(house.codes.all.last?.code)
            guard
                case .opened(let ticket, let customer, let purpose) = try await house.amanah.confirmPresence(
                    try house.session(agent), id: started.id, code: code, from: House.desk)
            else {
                Issue.record("no ticket was opened")
                return
            }
            _ = try await house.look(agent, customer.rawValue, purpose.rawValue, ticket: ticket.rawValue)
            #expect(try await row(house, lead, "A1")?.unexplained == 2)
            let day = try await house.amanah.day(
                try house.session(lead), of: PersonID("A1"), day: nil, from: House.desk)
            #expect(day.looks.map(\.explanation) == [.ticket, .grace, .presence])
            #expect(day.looks.map(\.isUnexplained) == [false, true, true])
            #expect(day.tickets.contains { $0.byPresence } && !day.isCut)
        }
    }

    @Test("usual hours come from his own days, else from his desk's, else there are none")
    func usual() async throws {
        try await withHouse { house in
            let (lead, agent) = (try await house.enter("L1"), try await house.enter("A1"))
            #expect(try await row(house, lead, "A1")?.usual == nil)
            for _ in 0..<5 {
                let token = try await house.enter("A1")
                for _ in 0..<2 { _ = try await house.look(token) }
                house.clock.advance(.seconds(86_400))
            }
            _ = agent
            let leadAgain = try await house.enter("L1")
            let own = try #require(try await row(house, leadAgain, "A1"))
            #expect(own.usual?.high[10] == 2 && own.usual?.days == 5 && !own.usualIsDesks)
            #expect(own.looksToday == 0)
            let mate = try #require(try await row(house, leadAgain, "A2"))
            #expect(mate.usualIsDesks && mate.usual?.high[10] == 2)
        }
    }

    @Test("a stream brings what moves, once, and ends with its session (L3)", .timeLimit(.minutes(60)))
    func stream() async throws {
        try await withHouse { house in
            let (lead, agent) = (try await house.enter("L1"), try await house.enter("A1"))
            let session = try house.session(lead)
            let team = try await house.amanah.team(session, from: House.desk)
            _ = try await house.look(agent)
            let feed = try await house.amanah.teamEvents(session, after: team.version, from: House.desk)
            #expect(house.amanah.watch.listeners == 1)
            guard case .rows(let missed) = try await feed.next() else {
                Issue.record("no rows")
                return
            }
            #expect(missed.map(\.person) == [PersonID("A1")] && missed.first?.looksToday == 1)
            _ = try await house.look(agent)
            guard case .rows(let next) = try await feed.next() else {
                Issue.record("no rows")
                return
            }
            #expect(next.map(\.person) == [PersonID("A1")] && next.first?.looksToday == 2)
            _ = try await house.amanah.signOutEverywhere(PersonID("L1"))
            #expect(try await feed.next() == .over)
            #expect(try await feed.next() == nil)
        }
    }

    @Test(
        "a stream ends when the team becomes another, and listening does not keep a session alive",
        .timeLimit(.minutes(60)))
    func changes() async throws {
        try await withHouse { house in
            let lead = try await house.enter("L1")
            let session = try house.session(lead)
            let feed = try await house.amanah.teamEvents(session, after: nil, from: House.desk)
            _ = try await feed.next()
            var moved = try house.person("A1")
            moved.supervisor = PersonID("D1")
            let record = moved
            try await house.change { try $0.put(person: record) }
            #expect(try await feed.next() == .teamChanged)
            let second = try await house.amanah.teamEvents(session, after: nil, from: House.desk)
            _ = try await second.next()
            house.clock.advance(.seconds(15 * 60))
            #expect(try await second.next() == .over)
        }
    }
}
