import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// The looks of the last 30 days decided again, from the log and the tables of a real store.
@Suite struct CharterReplayTests {
    private func group(_ view: CharterProposalView, _ purpose: String = "sim-replacement") -> CharterReplay.Tally? {
        view.summary.replay.groups[CharterReplay.Group(role: RoleID("agent"), purpose: PurposeID(purpose))]
    }

    @Test("A tighter quota: so many looks would have been refused, by role, purpose and reason")
    func quota() async throws {
        try await withHouse { house in
            let (agent, admin) = (try await house.enter("A1"), try await house.enter("X1"))
            for number in 1...5 {
                try await house.look(agent, HousePeople.ordinary[number], ticket: "T" + HousePeople.ordinary[number])
                house.clock.advance(.seconds(60))
            }
            let proposal = try await house.propose(admin, HouseCharter.bounded(3))
            #expect(group(proposal)?.looks == 5 && group(proposal)?.refused == 2)
            #expect(proposal.summary.replay.total.allowed == 0 && proposal.summary.replay.total.setAside == 0)
            #expect(proposal.summary.replay.reasons == ["quota-looks_per_day": 2])
            // Nobody's count moved.
            try await house.look(agent)
        }
    }

    @Test("A looser rule: refusals would have been looks, and forms shown more")
    func looser() async throws {
        try await withHouse { house in
            let (agent, admin) = (try await house.enter("A1"), try await house.enter("X1"))
            try await house.look(agent)
            for _ in 1...3 { _ = await refusal { try await house.look(agent, "C3", ticket: "T3") } }
            let wide = HouseCharter.text(version: 2, vip: "none").replacing(
                "phone: masked, nik: verify", with: "phone: full, nik: verify")
            let proposal = try await house.propose(admin, wide)
            let tally = group(proposal)
            #expect(tally?.denials == 3 && tally?.allowed == 3 && tally?.showsMore == 1 && tally?.refused == 0)
        }
    }

    @Test("A refusal for lack of clearance stays one; a look whose ticket went to another is set aside")
    func aside() async throws {
        try await withHouse { house in
            let (agent, admin) = (try await house.enter("A1"), try await house.enter("X1"))
            try await house.look(agent)
            try await house.look(agent, "C2", ticket: "T2")
            try await house.change { view in
                try view.put(ticket: HousePeople.ticket("T2", "C2", "A2", "sim-replacement", House.start))
                var person = try #require(try view.organisation().people.first { $0.id == PersonID("A1") })
                person.suspended = true
                try view.put(person: person)
            }
            _ = await refusal { try await house.look(agent, "C3", ticket: "T3") }
            let proposal = try await house.propose(admin, HouseCharter.text(version: 2, vip: "none"))
            let tally = group(proposal)
            #expect(tally?.looks == 2 && tally?.setAside == 1 && tally?.allowed == 0 && tally?.refused == 0)
        }
    }

    @Test("Each look is judged by the charter of its own day, and what is older than 30 days is left out")
    func versions() async throws {
        try await withHouse { house in
            let day = House.start.day(in: .wib)
            try await house.change { view in
                for person in ["A1", "X1", "D1"] {
                    try view.put(
                        agreement: AgreementRow(
                            id: AgreementID("L-" + person), person: PersonID(person), vendor: nil,
                            signedBy: UnitID("H"),
                            startsOn: day, endsOn: Day(number: day.number + 300)))
                }
            }
            func enter() async throws -> (agent: String, admin: String, dpo: String) {
                (try await house.enter("A1"), try await house.enter("X1"), try await house.enter("D1"))
            }
            var who = try await enter()
            try await house.look(who.agent)
            house.clock.advance(.seconds(20 * 86_400))
            who = try await enter()
            try await house.look(who.agent, "C2", ticket: "T2")
            _ = await refusal { try await house.look(who.agent, "C3", ticket: "T3") }
            let opening = try await house.propose(who.admin, HouseCharter.text(version: 2, vip: "none"))
            #expect(opening.summary.replay.total.looks == 2 && opening.summary.replay.total.allowed == 1)
            _ = try await house.confirm(who.dpo, 1)
            try await house.look(who.agent, "C3", ticket: "T3")
            house.clock.advance(.seconds(15 * 86_400))
            who = try await enter()
            let back = try await house.propose(who.admin, HouseCharter.text(version: 3))
            let total = back.summary.replay.total
            #expect(total.looks == 2, "the first look is 35 days old")
            #expect(total.denials == 1 && total.refused == 1 && total.setAside == 0)
            #expect(back.summary.replay.reasons == ["needs-approval-both-sensitivity": 1])
        }
    }

    @Test("G1: a rule weakened, the record read, the rule restored: in the log, on the page and in the replay")
    func weakenReadRestore() async throws {
        try await withHouse { house in
            let (agent, admin, dpo) = (
                try await house.enter("A1"), try await house.enter("X1"), try await house.enter("D1")
            )
            let before = HouseCharter.text()
            let weak = HouseCharter.text(version: 1, vip: "none")
            _ = try await house.propose(admin, weak)
            _ = try await house.confirm(dpo, 1)
            try await house.look(agent, "C3", ticket: "T3")
            let restored = try await house.propose(admin, before)
            #expect(restored.summary.replay.total.refused == 1, "what was read in between stands out")
            _ = try await house.confirm(dpo, 2)

            let log = try await house.log(dpo, LogFilter(kind: .charterChanged, limit: 10)).rows.reversed()
            let hashes = try house.store.read { try $0.charters() }.reversed().map(\.hash.hex)
            #expect(hashes.count == 3 && hashes[0] == hashes[2] && hashes[0] != hashes[1])
            #expect(log.suffix(2).map(\.charterHash) == [hashes[1], hashes[2]])
            let look = try #require(try house.acts(.look).last)
            let changed = try house.acts(.charterChanged).map(\.index)
            #expect(changed[1] < look.index && look.index < changed[2], "the order is the log's")
            let page = try await house.amanah.charter(try house.session(dpo), from: House.desk)
            #expect(page.versions.map(\.hash) == hashes.reversed() && page.versions.map(\.by)[0] == "X1, D1")
        }
    }
}
