import AmanahLedger

/// A made-up log whose key was changed some times. Its proofs are made over the slow tree's hashes.
struct TurnedLog {
    /// Oldest first.
    var signers: [SignerKey]
    /// Where each key but the last is replaced: the index of the entry that announces the next one.
    var turns: [Int]
    /// The largest size that each replaced key signs; less than it begins with where it has no overlap.
    var ends: [Int]
    var log = SampleLog(0)
    static let name = "log.example/turned"

    init(size: Int, turns: [Int], overlaps: [Int]) throws {
        self.turns = turns
        ends = zip(turns, overlaps).map { $0 + $1 }
        signers = try (0...turns.count).map { _ in try Self.key() }
        for index in 0..<size {
            let turn = turns.firstIndex(of: index)
            let said = turn.map { KeyAnnouncement(from: signers[$0], to: signers[$0 + 1]).encoded } ?? []
            append(Self.entry(index, said))
        }
    }

    static func random(_ random: inout SeededGenerator) throws -> TurnedLog {
        let size = Int.random(in: 1...120, using: &random)
        let count = Int.random(in: 0...min(4, size - 1), using: &random)
        let turns = (1..<max(2, size)).shuffled(using: &random).prefix(count).sorted()
        return try TurnedLog(
            size: size, turns: turns, overlaps: turns.map { _ in Int.random(in: 0...30, using: &random) })
    }

    static func key(_ name: String = name) throws -> SignerKey {
        guard let key = SignerKey(name: name, type: .ed25519) else { throw NoKey() }
        return key
    }

    private struct NoKey: Error {}

    static func entry(_ index: Int, _ announcement: [UInt8], minute: UInt64 = 29_000_000) -> [UInt8] {
        Entry(
            kind: 1, index: UInt64(index), minute: minute, purpose: "", charterHash: [], commitments: [],
            announcement: announcement
        ).encoded()
    }

    mutating func append(_ entry: [UInt8]) {
        log.entries.append(entry)
        log.leaves.append(MerkleHash.leaf(entry))
    }

    var size: Int { log.entries.count }
    var keys: [VerifierKey] { signers.map(\.verifier) }

    /// Which keys sign a tree of this size: by their places.
    func due(_ size: Int) -> [Int] {
        signers.indices.filter { place in
            (place == 0 || turns[place - 1] < size)
                && (place == turns.count || turns[place] >= size || size <= ends[place])
        }
    }

    func signed(_ size: Int, by signing: [SignerKey], origin: String = name) -> SignedCheckpoint {
        SignedCheckpoint(
            Checkpoint(origin: origin, size: UInt64(size), root: log.root(size)), signedBy: signing)
    }

    func checkpoint(_ size: Int) -> SignedCheckpoint { signed(size, by: due(size).map { signers[$0] }) }

    func receipt(_ index: Int, in checkpoint: SignedCheckpoint) -> Receipt {
        let size = Int(checkpoint.checkpoint.size)
        var nodes = log.nodes(size)
        return Receipt(
            extra: log.entries[index], proof: nodes.inclusionProof(index: UInt64(index), size: UInt64(size)),
            checkpoint: checkpoint)
    }

    func growth(_ one: SignedCheckpoint, _ other: SignedCheckpoint) -> AddCheckpointRequest {
        let (first, last) = one.checkpoint.size <= other.checkpoint.size ? (one, other) : (other, one)
        var nodes = log.nodes(Int(last.checkpoint.size))
        return AddCheckpointRequest(
            proof: nodes.consistencyProof(from: first.checkpoint.size, to: last.checkpoint.size), checkpoint: last)
    }

    /// The link of a turn, in a checkpoint of a size behind it.
    func link(_ turn: Int, size: Int, to target: SignedCheckpoint) -> KeyLink {
        let own = signed(size, by: [signers[turn], signers[turn + 1]])
        return KeyLink(receipt: receipt(turns[turn], in: own), growth: growth(own, target))
    }

    /// Links in the first checkpoint behind each turn.
    func chain(_ target: SignedCheckpoint) -> KeyChain {
        KeyChain(
            keys: keys, links: turns.indices.map { link($0, size: turns[$0] + 1, to: target) }, checkpoint: target)
    }
}
