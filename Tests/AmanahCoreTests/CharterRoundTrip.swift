import Testing
import Yams

@testable import AmanahCore

/// Properties of the parser over random charters and random texts. A failure prints its seed.
@Suite struct CharterRoundTrip {
    @Test("a random charter, printed in any of YAML's styles, is read back equal", arguments: 0..<8)
    func roundTrip(group: UInt64) throws {
        for seed in (group * 30)..<(group * 30 + 30) {
            var random = CharterRandom(seed: seed)
            let charter = random.charter()
            let text = CharterPrinter(random: CharterRandom(seed: seed &+ 1_000_000)).print(charter)
            do throws(CharterError) {
                let read = try Charter.parse(text, file: "seed-\(seed).yaml")
                #expect(read == charter, "seed \(seed)\n\(text)")
            } catch {
                Issue.record("seed \(seed): \(error)\n\(text)")
            }
        }
    }

    @Test("a mutated charter is read or refused with a place inside it, never worse", arguments: CharterSamples.shipped)
    func mutations(name: String) throws {
        let original = try CharterSamples.bytes(name)
        for seed in 0..<200 as Range<UInt64> {
            var random = CharterRandom(seed: seed)
            let bytes = random.mutated(original)
            let problems = CharterSamples.problems(bytes)
            let lines = bytes.reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
            #expect(problems.count <= CharterError.limit)
            #expect(
                problems.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 && $0.column <= bytes.count + 1 },
                "seed \(seed) of \(name): \(problems)")
            #expect(!zip(problems, problems.dropFirst()).contains { ($1.line, $1.column) < ($0.line, $0.column) })
        }
    }

    @Test("what the reader accepts, another YAML reader understands alike", arguments: CharterSamples.shipped)
    func differential(name: String) throws {
        let original = try CharterSamples.bytes(name)
        var accepted = 0
        for seed in 0..<200 as Range<UInt64> {
            var random = CharterRandom(seed: seed)
            accepted += Self.compare(seed == 0 ? original : random.mutated(original), "seed \(seed) of \(name)")
        }
        #expect(accepted >= 20, "mutations that leave nothing readable test nothing")
    }

    @Test(
        "what the reader accepts in any style, another YAML reader understands alike", arguments: 0..<4 as Range<UInt64>
    )
    func differential(group: UInt64) {
        var accepted = 0
        for seed in (group * 40)..<(group * 40 + 40) {
            var random = CharterRandom(seed: seed)
            let text = CharterPrinter(random: random).print(random.charter())
            accepted += Self.compare(Array(text.utf8), "seed \(seed)")
            accepted += Self.compare(random.mutated(Array(text.utf8)), "seed \(seed), mutated")
        }
        #expect(accepted >= 40, "mutations that leave nothing readable test nothing")
    }

    /// Reads with both readers what ours accepts; gives 1 for a text that ours accepts.
    private static func compare(_ bytes: [UInt8], _ comment: Comment) -> Int {
        guard let lines = try? CharterText.lines(of: bytes) else { return 0 }
        var reader = CharterReader(lines: lines)
        guard let ours = try? reader.read(), reader.problems.isEmpty else { return 0 }
        do {
            let theirs = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self))
            #expect(theirs.map { same(ours, $0) } == true, comment)
        } catch {
            Issue.record("\(comment): accepted here, refused there: \(error)")
        }
        return 1
    }

    private static func same(_ ours: CharterNode, _ theirs: Node) -> Bool {
        switch (ours.content, theirs) {
        case (.scalar(let text, let quoted), .scalar(let scalar)):
            return text == scalar.string && quoted == (scalar.style == .singleQuoted || scalar.style == .doubleQuoted)
                && ours.place == place(theirs)
        case (.nothing, .scalar(let scalar)): return scalar.string.isEmpty && scalar.style == .plain
        case (.list(let items), .sequence(let sequence)):
            return items.count == sequence.count && zip(items, sequence).allSatisfy(same)
        case (.mapping(let entries), .mapping(let mapping)):
            return entries.count == mapping.count
                && zip(entries, mapping).allSatisfy { entry, pair in
                    entry.key == pair.key.scalar?.string && entry.keyPlace == place(pair.key)
                        && same(entry.value, pair.value)
                }
        default: return false
        }
    }

    private static func place(_ node: Node) -> CharterNode.Place? {
        node.mark.map { CharterNode.Place(line: $0.line, column: $0.column) }
    }
}
