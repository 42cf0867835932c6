import Testing

@testable import AmanahCore

/// Drawing samples: what holds over random weeks of random people.
@Suite struct SampleDrawingTests {
    private typealias Strata = [SampleDrawing.Stratum: [Int64]]

    private func week(_ random: inout CharterRandom) -> Strata {
        var found: Strata = [:]
        var position: Int64 = 0
        for person in 0..<Int.random(in: 1...8, using: &random) {
            for kind in SampleDrawing.Kind.allCases where random.chance(80) {
                let count = Int.random(in: 1...30, using: &random)
                found[SampleDrawing.Stratum(person: PersonID("P\(person)"), kind: kind)] = (0..<count).map { _ in
                    position += Int64.random(in: 1...5, using: &random)
                    return position
                }
            }
        }
        return found
    }

    @Test("everyone who did something has a sample, nobody more than the charter's number, and each is his own")
    func covered() {
        for seed in 0..<300 as Range<UInt64> {
            var random = CharterRandom(seed: seed)
            let (all, each) = (week(&random), Int.random(in: 1...9, using: &random))
            let drawn = SampleDrawing.draw(all, each: each, TestLots.lots(seed))
            #expect(Set(drawn.keys) == Set(all.keys), "seed \(seed)")
            for (stratum, positions) in drawn {
                let own = all[stratum] ?? []
                #expect(positions.count == min(each, own.count), "seed \(seed), \(stratum)")
                #expect(Set(positions).count == positions.count && Set(positions).isSubset(of: own), "seed \(seed)")
                #expect(positions == positions.sorted(), "seed \(seed)")
            }
        }
    }

    @Test("the same seed draws the same, in whatever order the looks come; what others did moves nobody's samples")
    func same() {
        for seed in 0..<200 as Range<UInt64> {
            var random = CharterRandom(seed: seed)
            let all = week(&random)
            let drawn = SampleDrawing.draw(all, each: 3, TestLots.lots(seed))
            let turned = all.mapValues { $0.shuffled(using: &random) }
            #expect(SampleDrawing.draw(turned, each: 3, TestLots.lots(seed)) == drawn, "seed \(seed)")
            guard let one = all.keys.min(), let own = all[one] else { continue }
            #expect(SampleDrawing.draw([one: own], each: 3, TestLots.lots(seed))[one] == drawn[one], "seed \(seed)")
        }
    }

    @Test("within a stratum each look has the same chance")
    func chance() {
        let stratum = SampleDrawing.Stratum(person: PersonID("P1"), kind: .look)
        let all = [stratum: (1...20).map { Int64($0 * 7) }]
        var drawn: [Int64: Int] = [:]
        for seed in 0..<2000 as Range<UInt64> {
            for position in SampleDrawing.draw(all, each: 5, TestLots.lots(seed))[stratum] ?? [] {
                drawn[position, default: 0] += 1
            }
        }
        // 2000 draws of a quarter each: 500, and 20 is a standard deviation.
        for position in all[stratum] ?? [] {
            #expect((400...600).contains(drawn[position] ?? 0), "\(position): \(drawn[position] ?? 0)")
        }
    }

    @Test("a week begins on the Monday on or before a day")
    func monday() {
        #expect(Day("2026-11-24")?.monday == Day("2026-11-23"))
        #expect(Day("2026-11-23")?.monday == Day("2026-11-23"))
        #expect(Day("2026-11-22")?.monday == Day("2026-11-16"))
        #expect(Day("1970-01-01")?.monday == Day("1969-12-29"))
        for number in -1000...1000 as ClosedRange<Int64> {
            let monday = Day(number: number).monday
            #expect((0...6).contains(number - monday.number) && monday.monday == monday)
        }
    }
}
