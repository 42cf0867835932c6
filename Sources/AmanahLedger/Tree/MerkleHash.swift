import Crypto

/// How leaves and nodes are hashed.
///
/// Source: RFC 6962 section 2.1; RFC 9162 section 2.1.1.
package enum MerkleHash {
    /// The root of a tree without leaves: SHA256("").
    package static let empty = LogHash(SHA256().finalize())

    /// SHA256(00 ‖ entry).
    package static func leaf(_ entry: UnsafeRawBufferPointer) -> LogHash {
        var hash = SHA256()
        prefix(0, &hash)
        hash.update(bufferPointer: entry)
        return LogHash(hash.finalize())
    }

    /// SHA256(00 ‖ entry).
    package static func leaf(_ entry: [UInt8]) -> LogHash { entry.withUnsafeBytes { leaf($0) } }

    /// SHA256(01 ‖ left ‖ right).
    package static func node(_ left: LogHash, _ right: LogHash) -> LogHash {
        var hash = SHA256()
        prefix(1, &hash)
        left.withUnsafeBytes { hash.update(bufferPointer: $0) }
        right.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return LogHash(hash.finalize())
    }

    /// The root of a full subtree over `leaves`.
    ///
    /// - Precondition: their number is a power of two.
    /// - Complexity: linear; one allocation of half the leaves.
    package static func subtree(_ leaves: ArraySlice<LogHash>) -> LogHash {
        precondition(leaves.count.nonzeroBitCount == 1, "a full subtree has a power of two of leaves")
        guard leaves.count > 1 else { return leaves[leaves.startIndex] }
        var row = halved(leaves)
        while row.count > 1 { row = halved(row[...]) }
        return row[0]
    }

    private static func halved(_ row: ArraySlice<LogHash>) -> [LogHash] {
        stride(from: row.startIndex, to: row.endIndex, by: 2).map { node(row[$0], row[$0 + 1]) }
    }

    private static func prefix(_ byte: UInt8, _ hash: inout SHA256) {
        withUnsafeBytes(of: byte) { hash.update(bufferPointer: $0) }
    }
}
