/// A place in the tree: the full subtree over the leaves `index << level ..< (index + 1) << level`.
package struct NodeAddress: Hashable, Sendable {
    /// 0 is the leaves.
    package var level: Int
    package var index: UInt64
    package init(level: Int, index: UInt64) {
        self.level = level
        self.index = index
    }
}

/// Something that gives the roots of full subtrees; proofs of any kind are made of them.
package protocol MerkleNodes {
    associatedtype Failure: Error
    mutating func node(_ address: NodeAddress) throws(Failure) -> LogHash
}

extension MerkleNodes {
    /// The root of the tree's first `size` leaves.
    ///
    /// - Complexity: O(log n) nodes.
    package mutating func root(size: UInt64) throws(Failure) -> LogHash {
        size == 0 ? MerkleHash.empty : try hash(0, size)
    }

    /// The right edge of the tree's first `size` leaves.
    package mutating func frontier(size: UInt64) throws(Failure) -> MerkleFrontier {
        var peaks: [LogHash] = []
        var start: UInt64 = 0
        for level in stride(from: 63, through: 0, by: -1) where size >> UInt64(level) & 1 == 1 {
            peaks.append(try node(NodeAddress(level: level, index: start >> UInt64(level))))
            start += 1 << UInt64(level)
        }
        return MerkleFrontier(size: size, peaks: peaks) ?? MerkleFrontier()
    }

    /// The path from a leaf to the root over the first `size` leaves.
    ///
    /// - Precondition: `index < size`.
    /// - Complexity: O(log n) nodes.
    /// Source: RFC 6962 section 2.1.1.
    package mutating func inclusionProof(index: UInt64, size: UInt64) throws(Failure) -> InclusionProof {
        precondition(index < size, "the entry is not in a tree of this size")
        var hashes: [LogHash] = []
        try path(index, 0, size, &hashes)
        return InclusionProof(index: index, size: size, hashes: hashes)
    }

    /// What shows that the first `oldSize` leaves are the beginning of the first `newSize`.
    ///
    /// - Precondition: `oldSize <= newSize`. From an empty tree, and to an equal one, the proof is empty.
    /// - Complexity: O(log n) nodes.
    /// Source: RFC 6962 section 2.1.2.
    package mutating func consistencyProof(from oldSize: UInt64, to newSize: UInt64) throws(Failure) -> ConsistencyProof
    {
        precondition(oldSize <= newSize, "a tree does not shrink")
        var hashes: [LogHash] = []
        if oldSize > 0, oldSize < newSize { try subproof(oldSize, 0, newSize, whole: true, &hashes) }
        return ConsistencyProof(oldSize: oldSize, newSize: newSize, hashes: hashes)
    }

    /// The root over `start ..< end`, where `start` is a multiple of the least power of two that is not less than the width.
    private mutating func hash(_ start: UInt64, _ end: UInt64) throws(Failure) -> LogHash {
        let width = end - start
        if width.nonzeroBitCount == 1 {
            let level = width.trailingZeroBitCount
            return try node(NodeAddress(level: level, index: start >> UInt64(level)))
        }
        let middle = start + split(width)
        let left = try hash(start, middle)
        return MerkleHash.node(left, try hash(middle, end))
    }

    private mutating func path(
        _ index: UInt64, _ start: UInt64, _ end: UInt64, _ out: inout [LogHash]
    ) throws(Failure) {
        guard end - start > 1 else { return }
        let middle = start + split(end - start)
        if index < middle {
            try path(index, start, middle, &out)
            out.append(try hash(middle, end))
        } else {
            try path(index, middle, end, &out)
            out.append(try hash(start, middle))
        }
    }

    private mutating func subproof(
        _ oldSize: UInt64, _ start: UInt64, _ end: UInt64, whole: Bool, _ out: inout [LogHash]
    ) throws(Failure) {
        guard oldSize < end else {
            if !whole { out.append(try hash(start, end)) }
            return
        }
        let middle = start + split(end - start)
        if oldSize <= middle {
            try subproof(oldSize, start, middle, whole: whole, &out)
            out.append(try hash(middle, end))
        } else {
            try subproof(oldSize, middle, end, whole: false, &out)
            out.append(try hash(start, middle))
        }
    }

    /// The largest power of two below `width`, which is more than 1.
    private func split(_ width: UInt64) -> UInt64 { 1 << UInt64(63 - (width - 1).leadingZeroBitCount) }
}
