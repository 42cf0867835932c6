/// The nodes of a tree of one size, read from its tiles.
///
/// Each tile that a proof touches is asked for once: O(log n) tiles, in rows of 256, so three or four for a billion leaves.
package struct TileNodes<Failure: Error>: MerkleNodes {
    /// Gives the hashes of a tile, exactly as many as its width; throws where it is not there or not whole.
    package typealias Read = (Tile) throws(Failure) -> [LogHash]

    private let size: UInt64
    private let read: Read
    private var known: [Tile: [LogHash]] = [:]

    /// - Parameter size: leaves of the tree; decides how wide the last tile of each row is.
    package init(size: UInt64, read: @escaping Read) {
        self.size = size
        self.read = read
    }

    package mutating func node(_ address: NodeAddress) throws(Failure) -> LogHash {
        let (level, height) = (address.level / 8, UInt64(address.level % 8))
        let first = address.index << height
        let number = first / 256
        let tile = Tile(
            .hashes(level: level), number: number, width: Int(min(256, Tile.row(size, level: level) - number * 256)))
        let hashes: [LogHash]
        if let kept = known[tile] {
            hashes = kept
        } else {
            hashes = try read(tile)
            known[tile] = hashes
        }
        let start = Int(first % 256)
        return MerkleHash.subtree(hashes[start..<(start + 1 << height)])
    }
}
