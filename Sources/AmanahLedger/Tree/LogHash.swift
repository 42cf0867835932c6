package import Crypto

/// A SHA-256 value: a leaf, a node or a root of the tree. 32 bytes on the stack.
package struct LogHash: Hashable, Sendable {
    package static let count = 32

    private let words: SIMD4<UInt64>

    /// `nil` unless there are 32 bytes.
    package init?(_ bytes: some Sequence<UInt8>) {
        func whole(_ bytes: UnsafeBufferPointer<UInt8>) -> LogHash? {
            bytes.count == LogHash.count ? LogHash(UnsafeRawBufferPointer(bytes), at: 0) : nil
        }
        let hash = bytes.withContiguousStorageIfAvailable(whole) ?? Array(bytes).withUnsafeBufferPointer(whole)
        guard let hash else { return nil }
        self = hash
    }

    /// - Precondition: at least 32 bytes from `offset`.
    package init(_ buffer: UnsafeRawBufferPointer, at offset: Int) {
        words = buffer.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
    }

    package init(_ digest: SHA256Digest) {
        words = digest.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    package func withUnsafeBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        try Swift.withUnsafeBytes(of: words, body)
    }

    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    package func append(to out: inout [UInt8]) { withUnsafeBytes { out.append(contentsOf: $0) } }

    /// Standard base64, 44 characters.
    package var base64: String { Base64.encode(bytes) }

    /// `nil` unless the text is the base64 of 32 bytes in its one spelling.
    package init?(base64 text: some StringProtocol) {
        guard text.utf8.count == 44, let bytes = Base64.decode(text), let hash = LogHash(bytes) else { return nil }
        self = hash
    }
}

extension LogHash: CustomStringConvertible {
    package var description: String { base64 }
}

extension LogHash {
    /// Many hashes, one after the other, as a tile holds them. `nil` unless the length is a multiple of 32.
    package static func list(_ bytes: [UInt8]) -> [LogHash]? {
        guard bytes.count % count == 0 else { return nil }
        return bytes.withUnsafeBytes { buffer in
            stride(from: 0, to: buffer.count, by: count).map { LogHash(buffer, at: $0) }
        }
    }

    package static func bytes(_ hashes: [LogHash]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(hashes.count * count)
        for hash in hashes { hash.append(to: &out) }
        return out
    }
}
