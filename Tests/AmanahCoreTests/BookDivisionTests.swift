import Testing

@testable import AmanahCore

/// A number from a word, with nothing random in it: a stand-in for a hash in tests.
enum TestLots {
    /// FNV-1a, eight bytes, turned so that every bit of the input moves the first byte.
    static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
        value ^= value >> 32
        value = value &* 0xd6e8_feb8_6659_fd93
        value ^= value >> 32
        return (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
    }

    static func lots(_ seed: UInt64) -> Lots {
        Lots(seed: (0..<8).map { UInt8(truncatingIfNeeded: seed >> (8 * UInt64($0))) }, hash: hash)
    }
}

/// Dealing out customers: what holds over random numbers of customers and receivers.
@Suite struct BookDivisionTests {
    private func customers(_ count: Int, _ random: inout CharterRandom) -> [CustomerID] {
        (0..<count).map { CustomerID("C\($0)") }.shuffled(using: &random)
    }

    @Test("every customer stands in exactly one share, and shares differ by at most one")
    func whole() {
        for seed in 0..<300 as Range<UInt64> {
            var random = CharterRandom(seed: seed)
            let all = customers(Int.random(in: 0...120, using: &random), &random)
            let receivers = Int.random(in: 1...12, using: &random)
            for way in BookDivision.allCases {
                let shares = way.shares(of: all, among: receivers, TestLots.lots(seed))
                #expect(shares.count == receivers, "seed \(seed)")
                #expect(shares.joined().sorted() == all.sorted(), "seed \(seed), \(way)")
                let sizes = shares.map(\.count)
                #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1, "seed \(seed), \(way): \(sizes)")
                #expect(sizes == sizes.sorted(by: >), "seed \(seed), \(way): the first receivers get the larger ones")
            }
        }
    }

    @Test("a limit draws that many of them, the same by the same seed, whatever the order they came in")
    func drawn() {
        for seed in 0..<200 as Range<UInt64> {
            var random = CharterRandom(seed: seed)
            let all = customers(Int.random(in: 1...80, using: &random), &random)
            let limit = Int.random(in: 1...100, using: &random)
            for way in BookDivision.allCases {
                let shares = way.shares(of: all, among: 3, atMost: limit, TestLots.lots(seed))
                #expect(shares.joined().count == min(limit, all.count), "seed \(seed)")
                #expect(Set(shares.joined()).isSubset(of: Set(all)), "seed \(seed)")
                let again = way.shares(of: all.shuffled(using: &random), among: 3, atMost: limit, TestLots.lots(seed))
                #expect(shares == again, "seed \(seed), \(way)")
            }
        }
    }

    @Test("a customer who is listed twice is dealt once")
    func twice() {
        let same = [CustomerID("C1"), CustomerID("C2"), CustomerID("C1")]
        #expect(
            BookDivision.equal.shares(of: same, among: 2, TestLots.lots(1)) == [[CustomerID("C1")], [CustomerID("C2")]])
    }

    @Test("every customer has the same chance to be drawn, and another seed draws others")
    func chance() {
        let all = (0..<20).map { CustomerID("C\($0)") }
        var drawn: [CustomerID: Int] = [:]
        for seed in 0..<2000 as Range<UInt64> {
            for id in BookDivision.random.shares(of: all, among: 1, atMost: 5, TestLots.lots(seed))[0] {
                drawn[id, default: 0] += 1
            }
        }
        // 2000 draws of a quarter each: 500, and 20 is a standard deviation.
        for id in all { #expect((400...600).contains(drawn[id] ?? 0), "\(id): \(drawn[id] ?? 0)") }
    }

    @Test("a segment forgives case and spaces, nothing else, and fits nobody without a value")
    func segment() {
        let segment = BookRule.Segment(field: FieldName("employer"), value: " PT  Maju ")
        #expect(segment.fits("pt maju") && segment.fits("PT MAJU"))
        #expect(!segment.fits("PT Maju Jaya") && !segment.fits(nil) && !segment.fits(""))
    }
}
