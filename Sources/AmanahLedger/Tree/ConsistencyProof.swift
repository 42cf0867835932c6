/// What shows that one tree is the beginning of another: nothing was changed, taken out or put in between.
package struct ConsistencyProof: Sendable, Equatable {
    package var oldSize: UInt64
    package var newSize: UInt64
    package var hashes: [LogHash]

    package init(oldSize: UInt64, newSize: UInt64, hashes: [LogHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.hashes = hashes
    }

    /// Returns where the tree with `newRoot` begins with the one with `oldRoot`; throws otherwise.
    ///
    /// An empty tree is the beginning of every tree: its proof is empty, and its root is SHA256("").
    ///
    /// Source: RFC 9162 section 2.1.4.2; c2sp.org/tlog-witness for the empty tree.
    package func verify(oldRoot: LogHash, newRoot: LogHash) throws(ProofError) {
        guard oldSize <= newSize else { throw .sizesOutOfOrder }
        if oldSize == 0 || oldSize == newSize {
            guard hashes.isEmpty else { throw .tooManyHashes }
            if oldSize == 0, oldRoot != MerkleHash.empty { throw .oldRootDiffers }
            if newSize == 0 || oldSize == newSize, oldRoot != newRoot { throw .rootDiffers }
            return
        }
        var rest = hashes[...]
        // The old tree is itself a full subtree of the new one: its root need not be sent.
        let first = oldSize.nonzeroBitCount == 1 ? oldRoot : rest.popFirst()
        guard let first else { throw .tooFewHashes }
        var (node, last) = (oldSize - 1, newSize - 1)
        while node & 1 == 1 {
            node >>= 1
            last >>= 1
        }
        var (old, new) = (first, first)
        for hash in rest {
            guard last > 0 else { throw .tooManyHashes }
            if node & 1 == 1 || node == last {
                old = MerkleHash.node(hash, old)
                new = MerkleHash.node(hash, new)
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                new = MerkleHash.node(new, hash)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .tooFewHashes }
        guard old == oldRoot else { throw .oldRootDiffers }
        guard new == newRoot else { throw .rootDiffers }
    }
}
