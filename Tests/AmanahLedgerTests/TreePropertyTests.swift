import AmanahLedger
import Testing

/// The tree against a slow one that was written by the book.
@Suite struct TreePropertyTests {
    private static let log = SampleLog(700)

    @Test("The frontier's root is the slow tree's at every size")
    func roots() throws {
        var frontier = MerkleFrontier()
        for size in 0...600 {
            #expect(frontier.root == Self.log.root(size), "size \(size)")
            if size % 37 == 0 {
                var nodes = Self.log.nodes(size)
                #expect(nodes.frontier(size: UInt64(size)) == frontier)
                #expect(nodes.root(size: UInt64(size)) == frontier.root)
                let kept = try #require(MerkleFrontier(size: frontier.size, peaks: frontier.peaks))
                #expect(kept == frontier)
            }
            frontier.append(Self.log.leaves[size])
        }
        #expect(MerkleFrontier(size: 3, peaks: [MerkleHash.empty]) == nil)
    }

    @Test("Every inclusion proof in trees up to 70 leaves, and samples of larger ones, is the slow tree's and holds")
    func inclusion() throws {
        var random = SeededGenerator(seed: 6962)
        var cases = (1...70).flatMap { size in (0..<size).map { ($0, size) } }
        for _ in 0..<120 {
            let size = Int.random(in: 200...700, using: &random)
            cases.append((Int.random(in: 0..<size, using: &random), size))
        }
        for (index, size) in cases {
            var nodes = Self.log.nodes(size)
            let proof = nodes.inclusionProof(index: UInt64(index), size: UInt64(size))
            #expect(proof.hashes.map(\.bytes) == SlowTree.path(index, Self.log.entries[..<size]))
            #expect(throws: Never.self, "\(index) in \(size)") {
                try proof.verify(leaf: Self.log.leaves[index], root: Self.log.root(size))
            }
        }
    }

    @Test("Consistency proofs of all trees up to 70 leaves, and samples of larger ones, are the slow tree's and hold")
    func consistency() throws {
        var random = SeededGenerator(seed: 9162)
        var cases = (0...70).flatMap { new in (0...new).map { ($0, new) } }
        for _ in 0..<120 {
            let new = Int.random(in: 200...700, using: &random)
            cases.append((Int.random(in: 0...new, using: &random), new))
        }
        for (old, new) in cases {
            var nodes = Self.log.nodes(new)
            let proof = nodes.consistencyProof(from: UInt64(old), to: UInt64(new))
            if old > 0 { #expect(proof.hashes.map(\.bytes) == SlowTree.proof(old, Self.log.entries[..<new])) }
            #expect(throws: Never.self, "\(old) to \(new)") {
                try proof.verify(oldRoot: Self.log.root(old), newRoot: Self.log.root(new))
            }
        }
    }

    @Test("D7: a proof with any bit flipped, a hash more or less, another index or size does not hold")
    func spoilt() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let size = Int.random(in: 2...300, using: &random)
            let index = Int.random(in: 0..<size, using: &random)
            var nodes = Self.log.nodes(size)
            let sound = nodes.inclusionProof(index: UInt64(index), size: UInt64(size))
            var (proof, leaf, root) = (sound, Self.log.leaves[index], Self.log.root(size))
            switch Int.random(in: 0..<7, using: &random) {
            case 0:
                let place = Int.random(in: 0..<proof.hashes.count, using: &random)
                proof.hashes[place] = flipped(proof.hashes[place], &random)
            case 1: proof.hashes.removeLast()
            case 2: proof.hashes.append(root)
            case 3: proof.hashes.insert(leaf, at: 0)
            case 4: proof.index ^= 1
            case 5: leaf = flipped(leaf, &random)
            default: root = flipped(root, &random)
            }
            #expect(throws: ProofError.self, "seed \(seed): \(index) in \(size)") {
                try proof.verify(leaf: leaf, root: root)
            }
            let old = Int.random(in: 1..<size, using: &random)
            var growth = nodes.consistencyProof(from: UInt64(old), to: UInt64(size))
            if Bool.random(using: &random) {
                let place = Int.random(in: 0..<growth.hashes.count, using: &random)
                growth.hashes[place] = flipped(growth.hashes[place], &random)
            } else {
                growth.hashes.removeLast()
            }
            #expect(throws: ProofError.self, "seed \(seed): \(old) to \(size)") {
                try growth.verify(oldRoot: Self.log.root(old), newRoot: Self.log.root(size))
            }
        }
    }

    @Test("Two logs that differ in one entry are never consistent")
    func fork() throws {
        var other = Self.log
        other.entries[40] = [1]
        for new in 41..<80 {
            var nodes = other.nodes(new)
            let proof = nodes.consistencyProof(from: 41, to: UInt64(new))
            #expect(throws: ProofError.self) {
                try proof.verify(oldRoot: Self.log.root(41), newRoot: other.root(new))
            }
        }
    }

    @Test("What a growing log adds is, taken together, every tile it has")
    func added() {
        var random = SeededGenerator(seed: 256)
        for _ in 0..<40 {
            let end = UInt64.random(in: 1...200_000, using: &random)
            var steps = (0..<5).map { _ in UInt64.random(in: 0...end, using: &random) } + [0, end]
            steps.sort()
            var seen: Set<Tile> = []
            for (old, new) in zip(steps, steps.dropFirst()) {
                let added = Tile.added(from: old, to: new)
                for tile in added where tile.isFull { #expect(!seen.contains(tile)) }
                seen.formUnion(added)
            }
            #expect(seen.isSuperset(of: Tile.added(to: end)))
            #expect(seen.filter(\.isFull).count == Tile.added(to: end).filter(\.isFull).count)
        }
    }

    private func flipped(_ hash: LogHash, _ random: inout SeededGenerator) -> LogHash {
        var bytes = hash.bytes
        bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        return LogHash(bytes) ?? hash
    }
}
