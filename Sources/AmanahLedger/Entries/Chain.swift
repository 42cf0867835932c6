import Crypto

/// The hash chain over entries: each link binds its entry and everything before it.
///
/// `link(0) = SHA256("amanah/chain/1" ‖ origin)`, `link(n+1) = SHA256(link(n) ‖ leaf(n))`, with the leaf hash of RFC 6962,
/// `SHA256(00 ‖ entry)`, so that the same leaves later carry a Merkle tree.
package struct Chain: Sendable, Equatable {
    /// Entries bound so far.
    package private(set) var size: UInt64
    /// 32 bytes.
    package private(set) var head: [UInt8]

    /// An empty chain of the log with this name.
    package init(origin: String) {
        size = 0
        head = Array(SHA256.hash(data: Array("amanah/chain/1".utf8) + Array(origin.utf8)))
    }

    /// A chain that goes on from what was stored.
    package init(size: UInt64, head: [UInt8]) {
        self.size = size
        self.head = head
    }

    package static func leafHash(_ entry: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        withUnsafeBytes(of: UInt8(0)) { hash.update(bufferPointer: $0) }
        entry.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { Array($0) }
    }

    /// Binds one more entry.
    package mutating func append(_ entry: [UInt8]) {
        var hash = SHA256()
        head.withUnsafeBytes { hash.update(bufferPointer: $0) }
        Chain.leafHash(entry).withUnsafeBytes { hash.update(bufferPointer: $0) }
        head = hash.finalize().withUnsafeBytes { Array($0) }
        size += 1
    }
}
