/// What shows that an entry stands at its place in a tree.
package struct InclusionProof: Sendable, Equatable {
    package var index: UInt64
    /// Leaves of the tree.
    package var size: UInt64
    /// From the leaf's sibling to the root's child.
    package var hashes: [LogHash]

    package init(index: UInt64, size: UInt64, hashes: [LogHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// The root that this leaf and path give.
    ///
    /// Source: RFC 9162 section 2.1.3.2.
    package func root(leaf: LogHash) throws(ProofError) -> LogHash {
        guard index < size else { throw .indexOutsideTree }
        var (node, last) = (index, size - 1)
        var hash = leaf
        for sibling in hashes {
            guard last > 0 else { throw .tooManyHashes }
            if node & 1 == 1 || node == last {
                hash = MerkleHash.node(sibling, hash)
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .tooFewHashes }
        return hash
    }

    /// Returns where the leaf stands at `index` in the tree with this root; throws otherwise.
    package func verify(leaf: LogHash, root: LogHash) throws(ProofError) {
        guard try self.root(leaf: leaf) == root else { throw .rootDiffers }
    }
}

/// Why a proof does not hold.
package enum ProofError: Error, Equatable, Sendable {
    case indexOutsideTree
    /// The old tree is larger than the new one.
    case sizesOutOfOrder
    case tooFewHashes
    case tooManyHashes
    /// It leads to another root than the checkpoint's.
    case rootDiffers
    /// It does not lead to the old checkpoint's root.
    case oldRootDiffers
}

extension ProofError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .indexOutsideTree: "the entry's place is outside the tree"
        case .sizesOutOfOrder: "the old tree is larger than the new one"
        case .tooFewHashes: "the proof is cut short"
        case .tooManyHashes: "the proof has more hashes than the tree has levels"
        case .rootDiffers: "the proof leads to another root"
        case .oldRootDiffers: "the old tree is not the beginning of the new one"
        }
    }
}
