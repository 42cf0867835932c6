import Testing

@testable import AmanahCore

/// L4 over every organisation of up to six people: who is above whom, and who may therefore decide.
@Suite("The line of approvers") struct ApprovalLineTests {
    private static let names = (0..<6).map { PersonID("P\($0)") }

    /// Every way in which so many people can stand under each other or under nobody, rings and oneself included.
    private static func organisations(_ count: Int, _ body: ([Int?]) -> Void) {
        var superiors = [Int](repeating: 0, count: count)
        while true {
            body(superiors.map { $0 == count ? nil : $0 })
            var at = 0
            while at < count, superiors[at] == count {
                superiors[at] = 0
                at += 1
            }
            guard at < count else { return }
            superiors[at] += 1
        }
    }

    @Test(
        "L4: the line is everyone above, nearest first, and no line at all where it leads into a ring", arguments: 1...6
    )
    func line(count: Int) {
        var lines = 0
        var rings = 0
        Self.organisations(count) { superiors in
            // Everyone above by Warshall's closure, independent of walking.
            var above = (0..<count).map { person in (0..<count).map { superiors[person] == $0 } }
            for k in 0..<count {
                for i in 0..<count where above[i][k] {
                    for j in 0..<count where above[k][j] { above[i][j] = true }
                }
            }
            let ring = (0..<count).contains { above[$0][$0] && ($0 == 0 || above[0][$0]) }
            let line = ApprovalLine.above(Self.names[0]) { person in
                Self.names.firstIndex(of: person).flatMap { superiors[$0] }.map { Self.names[$0] }
            }
            if ring {
                rings += 1
                if !line.isEmpty { Issue.record("a ring gave \(line): \(superiors)") }
                return
            }
            lines += 1
            let expected = Set((0..<count).filter { above[0][$0] }.map { Self.names[$0] })
            if Set(line) != expected || line.count != expected.count
                || line.first != superiors[0].map({ Self.names[$0] })
                || zip(line, line.dropFirst()).contains(where: { low, high in
                    superiors[Self.names.firstIndex(of: low) ?? 0].map { Self.names[$0] } != high
                })
            {
                Issue.record("\(superiors): \(line)")
            }
        }
        #expect(lines > 0)
        #expect(rings > 0)
    }

    /// Every line that people can form above the first one, the empty one included.
    private static func lines(of people: [PersonID]) -> [[PersonID]] {
        [[]] + people.flatMap { first in lines(of: people.filter { $0 != first }).map { [first] + $0 } }
    }

    /// An organisation enters only by the two lines, so every pair of lines is every pair of organisations.
    @Test(
        "L4, C2, C3, C8: who may decide stood above then, stands above now, is cleared, and is never oneself",
        arguments: 1...5)
    func approvers(others: Int) {
        let people = Array(Self.names[1...others])
        let lines = Self.lines(of: people)
        // With five others all are cleared, or one is away; below that every choice is tried.
        let choices =
            others == 5 ? [31, 30, 29, 27, 23, 15] : Array(0..<(1 << others))
        for then in lines {
            let before = Set(then)
            for now in lines {
                let line = ApprovalLine(then: then, now: now)
                for choice in choices {
                    let may: (PersonID) -> Bool = { person in
                        people.firstIndex(of: person).map { choice >> $0 & 1 == 1 } ?? true
                    }
                    let found = line.approvers(of: Self.names[0], mayApprove: may)
                    let expected = now.filter { before.contains($0) && may($0) }
                    if found != expected || found.contains(Self.names[0]) {
                        Issue.record("then \(then), now \(now), choice \(choice): \(found)")
                        return
                    }
                    // A request that climbs, or a second seat, never comes to anyone else and never twice to one.
                    let first = line.seat(of: Self.names[0], climbed: 0, above: [], mayApprove: may)
                    if let first {
                        let second = line.seat(of: Self.names[0], climbed: 0, above: [first], mayApprove: may)
                        let above = now.firstIndex(of: first).map { Set(now[($0 + 1)...]) } ?? []
                        if let second, !above.contains(second) || second == first || !found.contains(second) {
                            Issue.record("then \(then), now \(now), choice \(choice): \(first), then \(second)")
                            return
                        }
                        if second == nil, found.contains(where: above.contains) {
                            Issue.record("then \(then), now \(now), choice \(choice): nobody above \(first)")
                            return
                        }
                    } else if !found.isEmpty {
                        Issue.record("then \(then), now \(now), choice \(choice): no seat")
                        return
                    }
                }
            }
        }
    }

    @Test(
        "L4, C8: in every organisation of up to six, whoever is absent, only people above decide, and else nobody",
        arguments: 1...6)
    func everyAbsence(count: Int) {
        let asker = Self.names[0]
        var seated = 0
        var empty = 0
        Self.organisations(count) { superiors in
            // Below the asker: whoever reaches him on the way up, found without the code under test.
            func reaches(_ start: Int) -> Bool {
                var at = superiors[start]
                for _ in 0..<count { if let next = at { if next == 0 { return true } else { at = superiors[next] } } }
                return false
            }
            // An organisation with a ring has no lines; they are in the test before.
            guard
                !(0..<count).contains(where: { start in
                    var at: Int? = start
                    for _ in 0..<count { at = at.flatMap { superiors[$0] } }
                    return at != nil
                })
            else { return }
            let below = Set((1..<count).filter(reaches).map { Self.names[$0] })
            let above = ApprovalLine.above(asker) { person in
                Self.names.firstIndex(of: person).flatMap { superiors[$0] }.map { Self.names[$0] }
            }
            let line = ApprovalLine(then: above, now: above)
            for absent in 0..<(1 << (count - 1)) {
                func isHere(_ person: PersonID) -> Bool {
                    person == asker || absent >> ((Self.names.firstIndex(of: person) ?? 0) - 1) & 1 == 0
                }
                let found = line.approvers(of: asker, mayApprove: isHere)
                let seat = line.seat(of: asker, climbed: 0, above: [], mayApprove: isHere)
                let expected = above.filter(isHere)
                if found != expected || seat != expected.first || found.contains(asker)
                    || found.contains(where: below.contains)
                {
                    Issue.record("\(superiors), absent \(absent): \(found), \(String(describing: seat))")
                    return
                }
                if seat == nil { empty += 1 } else { seated += 1 }
            }
        }
        #expect(empty > 0 && (count == 1 || seated > 0))
    }

    @Test("C2: nobody decides for someone who decided for him lately")
    func indebted() {
        let people = Self.names
        let line = ApprovalLine(then: [people[1], people[2]], now: [people[1], people[2]], indebted: [people[1]])
        #expect(line.approvers(of: people[0]) { _ in true } == [people[2]])
    }

    @Test("C8: a request climbs one step of the line as it stood, and above the last approver there is nobody")
    func climbing() {
        let people = Self.names
        let above = Array(people[1...4])
        let line = ApprovalLine(then: above, now: above)
        func seat(_ climbed: Int, _ absent: Set<PersonID> = []) -> PersonID? {
            line.seat(of: people[0], climbed: climbed, above: []) { !absent.contains($0) }
        }
        #expect((0...5).map { seat($0) } == [people[1], people[2], people[3], people[4], nil, nil])
        #expect(seat(0, [people[1], people[2]]) == people[3])
        #expect(seat(1, Set(above)) == nil)
    }
}
