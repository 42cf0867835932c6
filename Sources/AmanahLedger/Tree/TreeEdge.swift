/// The right edge of a growing tree together with the tiles that are still filling up: what a log keeps in memory between
/// two batches.
package struct TreeEdge: Sendable {
    package private(set) var frontier: MerkleFrontier
    /// Hashes of the last tile of each row, fewer than 256; the leaves first.
    private var open: [[LogHash]]

    package var size: UInt64 { frontier.size }
    /// - Complexity: O(log n) hashes.
    package var root: LogHash { frontier.root }

    /// An empty tree.
    package init() {
        frontier = MerkleFrontier()
        open = []
    }

    /// A tree that was kept elsewhere: its last tiles are read, one of each row.
    ///
    /// - Complexity: O(log n) tiles, and a hash for each of theirs.
    package init<Failure: Error>(size: UInt64, read: TileNodes<Failure>.Read) throws(Failure) {
        open = []
        var level = 0
        while Tile.row(size, level: level) > 0 {
            let row = Tile.row(size, level: level)
            let width = Int(row % 256)
            open.append(
                width == 0 ? [] : try read(Tile(.hashes(level: level), number: row / 256, width: width)))
            level += 1
        }
        var peaks: [LogHash] = []
        for hashes in open.reversed() {
            var start = 0
            for bit in stride(from: 7, through: 0, by: -1) where hashes.count >> bit & 1 == 1 {
                peaks.append(MerkleHash.subtree(hashes[start..<(start + 1 << bit)]))
                start += 1 << bit
            }
        }
        frontier = MerkleFrontier(size: size, peaks: peaks) ?? MerkleFrontier()
    }

    /// Appends a leaf; `filled` hears of each tile that it fills, with the root over that tile's hashes.
    package mutating func append(_ leaf: LogHash, filled: (Tile, LogHash) throws -> Void) rethrows {
        frontier.append(leaf)
        var (hash, level) = (leaf, 0)
        while true {
            if level == open.count { open.append([]) }
            open[level].append(hash)
            guard open[level].count == Tile.fullWidth else { return }
            hash = MerkleHash.subtree(open[level][...])
            open[level].removeAll(keepingCapacity: true)
            try filled(Tile(.hashes(level: level), number: Tile.row(size, level: level + 1) - 1), hash)
            level += 1
        }
    }
}
