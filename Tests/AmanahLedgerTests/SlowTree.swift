import AmanahLedger
import Crypto

/// The tree as RFC 6962 writes it down: whole lists, recursion and nothing kept. Shares no line with the library.
enum SlowTree {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// MTH(D[n])
    static func root(_ entries: ArraySlice<[UInt8]>) -> [UInt8] {
        guard entries.count > 1 else { return entries.first.map { sha256([0] + $0) } ?? sha256([]) }
        let middle = entries.startIndex + half(entries.count)
        return sha256([1] + root(entries[..<middle]) + root(entries[middle...]))
    }

    /// PATH(m, D[n])
    static func path(_ index: Int, _ entries: ArraySlice<[UInt8]>) -> [[UInt8]] {
        guard entries.count > 1 else { return [] }
        let (k, start) = (half(entries.count), entries.startIndex)
        return index < k
            ? path(index, entries[..<(start + k)]) + [root(entries[(start + k)...])]
            : path(index - k, entries[(start + k)...]) + [root(entries[..<(start + k)])]
    }

    /// PROOF(m, D[n])
    static func proof(_ old: Int, _ entries: ArraySlice<[UInt8]>) -> [[UInt8]] { subproof(old, entries, true) }

    private static func subproof(_ old: Int, _ entries: ArraySlice<[UInt8]>, _ whole: Bool) -> [[UInt8]] {
        if old == entries.count { return whole ? [] : [root(entries)] }
        let (k, start) = (half(entries.count), entries.startIndex)
        return old <= k
            ? subproof(old, entries[..<(start + k)], whole) + [root(entries[(start + k)...])]
            : subproof(old - k, entries[(start + k)...], false) + [root(entries[..<(start + k)])]
    }

    private static func half(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

/// Entries of a made-up log, told apart by their number and length.
struct SampleLog {
    var entries: [[UInt8]]
    var leaves: [LogHash]

    init(_ size: Int) {
        entries = (0..<size).map { [UInt8]("entry \($0) ".utf8) + [UInt8](repeating: UInt8($0 % 251), count: $0 % 40) }
        leaves = entries.map { MerkleHash.leaf($0) }
    }

    /// Reads tiles straight from the leaves, as the specification defines each hash of one.
    func tile(_ tile: Tile) -> [LogHash] {
        guard case .hashes(let level) = tile.content else { return [] }
        let below = 1 << (8 * level)
        return (0..<tile.width).map { offset in
            let start = (Int(tile.number) * 256 + offset) * below
            let root = SlowTree.root(entries[start..<(start + below)])
            return LogHash(root) ?? MerkleHash.empty
        }
    }

    func nodes(_ size: Int) -> TileNodes<Never> { TileNodes(size: UInt64(size)) { tile in self.tile(tile) } }
    func root(_ size: Int) -> LogHash { LogHash(SlowTree.root(entries[..<size])) ?? MerkleHash.empty }
}

/// A generator whose seed is printed, so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
