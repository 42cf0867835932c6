import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// A person's course through use cases and a real store, over random orders of acts by random people, changes of the line,
/// clock steps and restarts.
@Suite struct CourseWalkTests {
    /// Source: Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
    struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let actors = ["L1", "M1", "R1P", "H1", "H2", "V1M", "A2"]

    /// What may never be, read from the rows of the store.
    private func check(_ house: House, _ place: String) throws -> Bool {
        let rows = try house.store.read { try $0.steps(of: PersonID("N1")) }.map(\.step)
        let steps = rows.lastIndex { $0.kind == .candidate }.map { Array(rows[$0...]) } ?? rows
        let lacks = try house.lacks("N1")
        if lacks.isEmpty {
            for kind in [CourseStep.Kind.interviewed, .recommended, .confirmed, .signed] {
                #expect(steps.contains { $0.kind == kind && $0.passed != false }, "\(place): works without \(kind)")
            }
            #expect(rows.contains { $0.kind == .trained && $0.passed == true }, "\(place): works untrained")
            let last = rows.last { $0.kind == .suspended || $0.kind == .resumed }
            #expect(last?.kind != .suspended, "\(place): works while suspended")
        }
        let excluding = steps.filter { $0.kind.excludes }
        for a in excluding {
            #expect(a.by != PersonID("N1"), "\(place): a step on himself")
            for b in excluding where a.kind != b.kind {
                #expect(a.by != b.by, "\(place): \(a.kind) and \(b.kind) by \(a.by)")
            }
        }
        return lacks.isEmpty
    }

    @Test(
        "L3: whatever order things come in, nobody works without every step, and a restart changes nothing",
        arguments: [1, 2, 3, 4])
    func walk(seed: UInt64) async throws {
        try await withPeopleHouse { first in
            var house = first
            var dice = Dice(state: seed)
            var active = 0
            let lead = try await house.enter("L1")
            _ = try await house.candidate(lead, "N1", vendor: seed % 2 == 0 ? "V1" : nil)
            try await house.change { view in
                try view.put(ticket: HousePeople.ticket("TN", "C1", "N1", "sim-replacement", House.start))
            }
            for number in 0..<70 {
                let place = "seed \(seed), act \(number)"
                switch Int.random(in: 0..<12, using: &dice) {
                case 0:
                    var record = try house.person("N1")
                    record.supervisor = PersonID(["L1", "M1", "R1P"].randomElement(using: &dice) ?? "L1")
                    let moved = record
                    try await house.change { try $0.put(person: moved) }
                case 1: house.clock.advance(.seconds(Int.random(in: 3600..<6 * 86_400, using: &dice)))
                case 2:
                    let before = try house.lacks("N1")
                    house = try await house.restarted()
                    #expect(try house.lacks("N1") == before, "\(place): a restart changed what is missing")
                case 3:
                    let own = try await house.enter("N1")
                    try? await house.amanah.acceptTerms(try house.session(own), version: "terms/1")
                    let refused = await refusal { try await house.look(own, ticket: "TN") }
                    #expect(
                        (refused == nil) == (try house.lacks("N1").isEmpty), "\(place): \(String(describing: refused))")
                default: try await act(house, number, &dice)
                }
                if try check(house, place) { active += 1 }
            }
            // The property says nothing where nobody ever gets in.
            #expect(active > 0, "seed \(seed): never active")
            await house.store.close()
        }
    }

    /// One step: mostly the one that is due, by whoever may; else any by anyone, the person himself included.
    private func act(_ house: House, _ number: Int, _ dice: inout Dice) async throws {
        let member = try house.member("N1")
        let due = member.course.next(lacks: try house.lacks("N1")).first
        let straight = Int.random(in: 0..<100, using: &dice) < 75
        let kind = straight ? due ?? .certified : CourseStep.Kind.allCases.randomElement(using: &dice) ?? .warned
        let people =
            straight ? Self.actors.shuffled(using: &dice) : [(Self.actors + ["N1"]).randomElement(using: &dice) ?? "A2"]
        let passed = Int.random(in: 0..<100, using: &dice) < 95
        let today = house.clock.now.day(in: .wib)
        let day = Day(number: today.number + Int64.random(in: 5..<60, using: &dice))
        for person in people {
            let token = try await house.enter(person)
            // Refused, not found, or taken: the checks after it say what may not have come of it.
            let outcome = try? await house.step(
                token, kind, "N1", passed: passed, day: [.trained, .ended].contains(kind) ? day : nil,
                agreement: kind == .signed ? house.agreement("GN\(number)-\(person)", days: 40, as: .branch) : nil)
            if outcome?.stage != nil { return }
        }
    }
}
