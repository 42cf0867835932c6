import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// L4, C2, C3: a person's place in the line changes by two people, and not before the second.
@Suite struct LineTests {
    private func place(_ house: House, _ id: String, under superior: String) throws -> Place {
        var place = try house.person(id).place
        place.supervisor = PersonID(superior)
        return place
    }

    private func propose(_ house: House, _ token: String, _ id: String, _ place: Place) async throws -> LineOutcome {
        try await house.amanah.propose(
            try house.session(token), place: place, of: PersonID(id), said: House.grounds, from: House.desk)
    }

    private func decide(_ house: House, _ token: String, _ number: Int64, _ confirm: Bool = true) async throws
        -> LineOutcome
    {
        try await house.amanah.decide(
            try house.session(token), lineChange: number, confirm: confirm, from: House.desk)
    }

    @Test("C3: a change of the line is held until a second person confirms; the proposer and the person do not")
    func held() async throws {
        try await withPeopleHouse { house in
            let (hr, other, lead, manager) = (
                try await house.enter("H1"), try await house.enter("H2"), try await house.enter("L1"),
                try await house.enter("M1")
            )
            let to = try place(house, "A1", under: "M1")
            guard case .held(let change) = try await propose(house, hr, "A1", to) else {
                Issue.record("not held")
                return
            }
            #expect(try house.person("A1").supervisor == PersonID("L1"))
            #expect(try await decide(house, hr, change.number) == .refused(.samePerson))
            #expect(try house.person("A1").supervisor == PersonID("L1"))
            let seen = try await house.amanah.lineChanges(try house.session(lead), from: House.desk)
            #expect(seen.map(\.number) == [change.number] && seen[0].mine)
            guard case .decided(let decided) = try await decide(house, manager, change.number) else {
                Issue.record("not decided")
                return
            }
            #expect(decided.confirmed == true)
            #expect(try house.person("A1").supervisor == PersonID("M1"))
            #expect(try await decide(house, other, change.number) == .refused(.decided))
            #expect(try house.acts(.lineProposed, .lineConfirmed).count == 2)
        }
    }

    @Test("C2: nobody moves himself, nobody is put above himself, and an agent moves nobody")
    func himself() async throws {
        try await withPeopleHouse { house in
            let (hr, agent, lead) = (
                try await house.enter("H1"), try await house.enter("A1"), try await house.enter("L1")
            )
            #expect(try await propose(house, hr, "H1", try place(house, "H1", under: "M1")) == .refused(.himself))
            #expect(try await propose(house, hr, "L1", try place(house, "L1", under: "A1")) == .refused(.ring))
            #expect(try await propose(house, hr, "A1", try house.person("A1").place) == .refused(.nothing))
            #expect(try await propose(house, agent, "A1", try place(house, "A1", under: "M1")) == .refused(.himself))
            #expect(
                await refusal { try await propose(house, agent, "A2", try place(house, "A2", under: "M1")) }
                    == .notFound)
            // A lead may propose for his own; for himself someone above does.
            guard case .held = try await propose(house, lead, "A1", try place(house, "A1", under: "M1")) else {
                Issue.record("not held")
                return
            }
        }
    }

    @Test("C3: what was proposed before the place changed is not confirmed after it")
    func stale() async throws {
        try await withPeopleHouse { house in
            let (hr, manager) = (try await house.enter("H1"), try await house.enter("M1"))
            guard case .held(let first) = try await propose(house, hr, "A1", try place(house, "A1", under: "M1")),
                case .held(let second) = try await propose(house, hr, "A1", try place(house, "A1", under: "R1P"))
            else {
                Issue.record("not held")
                return
            }
            _ = try await decide(house, manager, second.number)
            #expect(try house.person("A1").supervisor == PersonID("R1P"))
            let region = try await house.enter("R1P")
            #expect(try await decide(house, region, first.number) == .refused(.outdated))
            #expect(try await decide(house, region, first.number, false) != .refused(.outdated))
        }
    }

    @Test("L4: what another system asks for takes two people of the company, and the first of them is not the second")
    func takenOver() async throws {
        try await withPeopleHouse { house in
            let (hr, other, agent) = (
                try await house.enter("H1"), try await house.enter("H2"), try await house.enter("A1")
            )
            let service = try house.session(try await house.amanah.makeServiceToken("hr-system", days: 30))
            _ = try await house.amanah.putRecord(
                service, .people, id: "A1",
                columns: [
                    ("name", "Petugas A1"), ("role", "agent"), ("unit_id", "B1"), ("supervisor_id", "M1"),
                    ("employment", "internal"),
                ])
            let open = try #require(try house.store.read { try $0.openLineChanges() }.first)
            #expect(try await decide(house, agent, open.number) == .refused(.himself))
            guard case .held(let change) = try await decide(house, hr, open.number) else {
                Issue.record("one person alone moved a line")
                return
            }
            #expect(change.proposedBy == PersonID("H1") && change.number == open.number)
            #expect(try house.person("A1").supervisor == PersonID("L1"))
            #expect(try await decide(house, hr, open.number) == .refused(.samePerson))
            let again = try await house.restarted()
            #expect(try again.store.read { try $0.openLineChanges() }.first?.change.proposedBy == PersonID("H1"))
            guard case .decided = try await decide(again, other, open.number) else {
                Issue.record("not decided")
                return
            }
            #expect(try again.person("A1").supervisor == PersonID("M1"))
            await again.close()
        }
    }
}
