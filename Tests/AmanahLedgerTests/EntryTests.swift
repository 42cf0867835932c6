import AmanahLedger
import Testing

/// Entries, commitments and the chain.
@Suite struct EntryTests {
    private func entry(_ random: inout SystemRandomNumberGenerator) -> Entry {
        let domains = Entry.Domain.allCases.filter { _ in Bool.random(using: &random) }
        return Entry(
            kind: .random(in: 0...255, using: &random), flags: Bool.random(using: &random) ? .clockWentBack : [],
            index: .random(in: 0 ... .max, using: &random), minute: .random(in: 0 ... .max, using: &random),
            purpose: String(repeating: "é", count: .random(in: 0...100, using: &random)),
            charterHash: Bool.random(using: &random) ? [] : (0..<32).map { _ in .random(in: 0...255, using: &random) },
            commitments: domains.map { domain in
                Entry.Sealed(domain: domain, commitment: (0..<32).map { _ in .random(in: 0...255, using: &random) })
            })
    }

    @Test("An entry reads back equal, and has one encoding")
    func roundTrip() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let entry = entry(&random)
            let read = try Entry(decoding: entry.encoded())
            #expect(read == entry)
            #expect(read.encoded() == entry.encoded())
        }
    }

    @Test("D7: bytes that are not canonical are refused, whatever was flipped, cut, doubled or added")
    func mutated() {
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<4000 {
            let bytes = entry(&random).encoded()
            var other = bytes
            switch Int.random(in: 0..<5, using: &random) {
            case 0:
                other[Int.random(in: 0..<other.count, using: &random)] ^=
                    UInt8(1) << UInt8.random(in: 0...7, using: &random)
            case 1: other.removeLast(.random(in: 1...other.count, using: &random))
            case 2: other += [UInt8](repeating: 0, count: .random(in: 1...40, using: &random))
            case 3: other.insert(.random(in: 0...255, using: &random), at: .random(in: 0...other.count, using: &random))
            default: other.remove(at: .random(in: 0..<other.count, using: &random))
            }
            guard let read = try? Entry(decoding: other) else {
                refused += 1
                continue
            }
            // Another sound entry, never a second spelling of one.
            #expect(read.encoded() == other, "\(other)")
        }
        #expect(refused > 1000)
        #expect(throws: EntryError.self) { try Entry(decoding: [UInt8](repeating: 0, count: 65_536)) }
        #expect(throws: EntryError.self) { try Entry(decoding: []) }
    }

    @Test("Domains out of order or twice are refused")
    func order() {
        let zero = [UInt8](repeating: 0, count: 32)
        for domains in [[Entry.Domain.customer, .person], [.person, .person]] {
            let entry = Entry(
                kind: 1, index: 0, minute: 0, purpose: "", charterHash: [],
                commitments: domains.map { Entry.Sealed(domain: $0, commitment: zero) })
            #expect(throws: EntryError.self) { try Entry(decoding: entry.encoded()) }
        }
    }

    @Test("A commitment opens with its own salt, value and domain only")
    func commitments() throws {
        let seed = try #require(CommitmentSeed([UInt8](repeating: 7, count: 32)))
        let other = try #require(CommitmentSeed([UInt8](repeating: 8, count: 32)))
        let value = Array("3578034107900001".utf8)
        let sealed = seed.commit(.customer, value).commitment
        #expect(Commitment.compute(.customer, salt: seed.salt(.customer), value: value) == sealed)
        #expect(Commitment.compute(.customer, salt: other.salt(.customer), value: value) != sealed)
        #expect(Commitment.compute(.customer, salt: seed.salt(.person), value: value) != sealed)
        #expect(Commitment.compute(.person, salt: seed.salt(.customer), value: value) != sealed)
        #expect(Commitment.compute(.customer, salt: seed.salt(.customer), value: value + [0]) != sealed)
        #expect(seed.salt(.customer) != seed.salt(.person))
        #expect(CommitmentSeed([UInt8](repeating: 0, count: 31)) == nil)
        #expect(CommitmentSeed.random() != CommitmentSeed.random())
    }

    @Test("Random bytes are given out once, in any sizes and beyond what was announced", arguments: [1, 12, 88, 300])
    func randomBytes(announced: Int) {
        var random = RandomBytes(announced)
        var seen: Set<[UInt8]> = []
        var drawn = 0
        for count in [32, 12, 32, 12, 256, 12, 12] {
            let bytes = Array(random.next(count))
            #expect(bytes.count == count)
            // Twelve bytes in common are chance one time in 2^96.
            for start in stride(from: 0, to: count - 11, by: 12) {
                seen.insert(Array(bytes[start..<(start + 12)]))
                drawn += 1
            }
        }
        #expect(seen.count == drawn)
    }
}
