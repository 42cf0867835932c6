/// The right edge of a tree: the roots of the full subtrees that its size is the sum of. It is all that appending needs.
///
/// A tree of 13 leaves is 8 + 4 + 1: three roots. Two frontiers with equal size and root are of the same log but for a
/// collision of SHA-256.
package struct MerkleFrontier: Sendable, Equatable {
    /// Leaves so far.
    package private(set) var size: UInt64
    /// Largest subtree first; one for each bit set in `size`.
    package private(set) var peaks: [LogHash]

    /// An empty tree.
    package init() {
        size = 0
        peaks = []
    }

    /// Goes on from what was kept; `nil` unless there is one peak for each bit of the size.
    package init?(size: UInt64, peaks: [LogHash]) {
        guard peaks.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.peaks = peaks
    }

    /// Appends a leaf.
    ///
    /// - Complexity: O(log n) hashes, one on average.
    package mutating func append(_ leaf: LogHash) {
        var hash = leaf
        for _ in 0..<size.trailingOnes { hash = MerkleHash.node(peaks.removeLast(), hash) }
        peaks.append(hash)
        size += 1
    }

    /// The root over all leaves.
    ///
    /// - Complexity: O(log n) hashes.
    package var root: LogHash {
        guard var hash = peaks.last else { return MerkleHash.empty }
        for peak in peaks.dropLast().reversed() { hash = MerkleHash.node(peak, hash) }
        return hash
    }
}

extension UInt64 {
    fileprivate var trailingOnes: Int { (~self).trailingZeroBitCount }
}
