import Testing

@testable import AmanahCore

@Suite("Who sees whose work")
struct SupervisionTests {
    private func charter(_ watching: String = "") throws -> Charter {
        try Charter.parse(
            CharterSamples.smallest(
                "roles: {agent: {purposes: [help]}}",
                "roles: {agent: {purposes: [help]}, lead: {}, dpo: {\(watching)}, auditor: {}}"), file: "c.yaml")
    }

    private func person(_ id: String, _ role: String, _ superior: String?) -> Supervision.Person {
        Supervision.Person(id: PersonID(id), role: RoleID(role), supervisor: superior.map { PersonID($0) })
    }

    @Test("direct reports and theirs, nobody beyond, watchers from the charter, never oneself")
    func team() throws {
        let people = [
            person("H", "lead", nil), person("M", "lead", "H"), person("L", "lead", "M"), person("A", "agent", "L"),
            person("D", "dpo", nil), person("X", "auditor", nil), person("Y", "auditor", "Y"),
        ]
        let line = Supervision(people, charter: try charter("watched_by: [auditor]"))
        #expect(
            line.team(of: PersonID("H")) == [
                .init(person: PersonID("M"), tie: .direct), .init(person: PersonID("L"), tie: .second),
            ])
        #expect(line.team(of: PersonID("X")) == [.init(person: PersonID("D"), tie: .watched)])
        #expect(line.team(of: PersonID("Y")) == [.init(person: PersonID("D"), tie: .watched)])
        #expect(line.team(of: PersonID("A")).isEmpty && line.team(of: PersonID("nobody")).isEmpty)
        #expect(line.isAbove(PersonID("H"), PersonID("A")) && !line.isAbove(PersonID("A"), PersonID("H")))
        #expect(line.isAbove(PersonID("X"), PersonID("D")) && !line.isAbove(PersonID("D"), PersonID("X")))
        #expect(line.overseers(of: PersonID("D")) == [PersonID("X"), PersonID("Y")])
        #expect(line.overseers(of: PersonID("A")) == [PersonID("L")])
        #expect(!line.isAbove(PersonID("Y"), PersonID("Y")))
    }

    @Test("any line, rings too: a team is who it says, by brute force", arguments: 0..<200 as Range<UInt64>)
    func anyLine(seed: UInt64) throws {
        var random = CharterRandom(seed: seed)
        let ids = (0..<Int.random(in: 1...7, using: &random)).map { "P\($0)" }
        let people = ids.map { id in
            person(
                id, random.pick(["agent", "lead", "dpo", "auditor"]),
                random.chance(80) ? random.pick(ids + ["gone"]) : nil)
        }
        let line = Supervision(people, charter: try charter("watched_by: [auditor, lead]"))
        let superior = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0.supervisor) })
        for viewer in people {
            let team = line.team(of: viewer.id)
            #expect(Set(team.map(\.person)).count == team.count, "seed \(seed)")
            for other in people {
                let one = other.supervisor
                let two = one.flatMap { superior[$0] ?? nil }
                let second =
                    one != nil && one != other.id && two == viewer.id && one != viewer.id && superior[one!] != nil
                let watched = other.role == RoleID("dpo") && ["auditor", "lead"].contains(viewer.role.rawValue)
                let expected: Supervision.Report.Tie? =
                    viewer.id == other.id
                    ? nil : one == viewer.id ? .direct : second ? .second : watched ? .watched : nil
                #expect(team.first { $0.person == other.id }?.tie == expected, "seed \(seed) \(viewer.id) \(other.id)")
                if expected != nil { #expect(line.isAbove(viewer.id, other.id), "seed \(seed)") }
            }
            #expect(!line.isAbove(viewer.id, viewer.id), "seed \(seed)")
            #expect(Set(line.line(above: viewer.id)).count == line.line(above: viewer.id).count, "seed \(seed)")
        }
    }
}

@Suite("What explains a look")
struct ExplanationTests {
    @Test("what someone else gave explains; what one brought about oneself waits for a word")
    func enough() {
        let enough: Set<Explanation> = [.ticket, .book, .grant]
        for explanation in Explanation.allCases {
            #expect(explanation.isEnough == enough.contains(explanation))
            #expect(explanation.isUnexplained(nil) != explanation.isEnough)
            #expect(!explanation.isUnexplained(.inOrder))
            #expect(explanation.isUnexplained(.notInOrder))
        }
    }

    @Test("a word that nobody knows explains nothing, and grace takes a ticket's word away")
    func words() {
        #expect(Explanation(ground: nil, inGrace: false) == .nothing)
        #expect(Explanation(ground: "friendship", inGrace: false) == .nothing)
        #expect(Explanation(ground: "ticket", inGrace: false) == .ticket)
        #expect(Explanation(ground: "ticket", inGrace: true) == .grace)
        #expect(Explanation(ground: "presence", inGrace: true) == .presence)
        for ground in [Ground.ticket(TicketID("T")), .presence(TicketID("T")), .book] {
            #expect(Explanation(ground: ground.word, inGrace: false) != .nothing)
        }
    }
}

@Suite("Usual hours")
struct UsualHoursTests {
    @Test("fewer than five days of work say nothing, days off do not count")
    func fewest() {
        let off = [Int](repeating: 0, count: 24)
        var work = off
        work[9] = 3
        #expect(UsualHours([work, work, work, work, off, off]) == nil)
        #expect(UsualHours([work, work, work, work, work, off])?.days == 5)
        #expect(UsualHours([[1], work, work, work, work]) == nil)
    }

    @Test("the band holds at least 80 of a hundred days of each hour", arguments: 0..<100 as Range<UInt64>)
    func holds(seed: UInt64) throws {
        var random = CharterRandom(seed: seed)
        let days = (0..<Int.random(in: 5...40, using: &random)).map { _ in
            (0..<24).map { _ in random.chance(60) ? Int.random(in: 1...30, using: &random) : 0 }
        }
        guard let usual = UsualHours(days) else { return }
        let worked = days.filter { $0.contains { $0 > 0 } }
        for hour in 0..<24 {
            let inside = worked.filter { usual.low[hour] <= $0[hour] && $0[hour] <= usual.high[hour] }.count
            #expect(inside * 10 >= worked.count * 8, "seed \(seed), hour \(hour)")
            #expect(usual.low[hour] <= usual.high[hour])
            #expect(!usual.isAbove(usual.high[hour], hour: hour) && usual.isAbove(usual.high[hour] + 1, hour: hour))
        }
    }
}
