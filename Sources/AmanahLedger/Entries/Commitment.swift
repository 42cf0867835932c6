import Crypto

/// Salted commitments: they bind an entry to a value and tell nothing of it.
///
/// A NIK or a phone number can be guessed, so its plain hash is no protection. Each commitment has a salt of its own,
/// drawn from the entry's seed by a one-way function: opening one commitment (salt and value) opens no other.
package struct CommitmentSeed: Sendable, Equatable {
    /// 32 random bytes, fresh for each entry.
    package let bytes: [UInt8]

    /// `nil` unless there are 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    package static func random() -> CommitmentSeed {
        var random = RandomBytes(32)
        return CommitmentSeed(&random)
    }

    /// Takes a seed from what was drawn together with others.
    package init(_ random: inout RandomBytes) { bytes = Array(random.next(32)) }

    /// The salt of one domain: HMAC-SHA256(seed, "salt" ‖ domain).
    package func salt(_ domain: Entry.Domain) -> [UInt8] {
        var message = ShortMAC(key: bytes)
        message.append("salt")
        message.append(domain.rawValue)
        return message.finish()
    }

    package func commit(_ domain: Entry.Domain, _ value: [UInt8]) -> Entry.Sealed {
        Entry.Sealed(domain: domain, commitment: Commitment.compute(domain, salt: salt(domain), value: value))
    }
}

package enum Commitment {
    /// HMAC-SHA256(salt, u8 length ‖ domain word ‖ u32 length ‖ value), 32 bytes.
    ///
    /// - Precondition: the salt has 32 bytes.
    package static func compute(_ domain: Entry.Domain, salt: [UInt8], value: [UInt8]) -> [UInt8] {
        var message = ShortMAC(key: salt)
        message.append(UInt8(domain.word.utf8CodeUnitCount))
        message.append(domain.word)
        let count = UInt32(value.count)
        for shift in [24, 16, 8, 0] { message.append(UInt8(truncatingIfNeeded: count >> UInt32(shift))) }
        message.append(value)
        return message.finish()
    }
}

/// HMAC-SHA256 under a key of 32 bytes, over a message that is put together first.
///
/// An entry takes ten of them, and the library's costs a dozen allocations each; the hash itself is the library's.
/// Source: RFC 2104, section 2.
package struct ShortMAC {
    private static let block = 64
    /// The key's inner block, and behind it the message.
    private var inner: [UInt8]
    private let key: [UInt8]

    /// - Precondition: at most one block of key.
    package init(key: [UInt8]) {
        precondition(key.count <= ShortMAC.block)
        self.key = key
        inner = [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
            ShortMAC.pad(key, with: 0x36, into: UnsafeMutableRawBufferPointer(buffer))
            count = ShortMAC.block
        }
    }

    /// One block: the key with `byte` over each of its bytes, and `byte` alone behind it.
    private static func pad(_ key: [UInt8], with byte: UInt8, into block: UnsafeMutableRawBufferPointer) {
        for place in 0..<key.count { block[place] = key[place] ^ byte }
        for place in key.count..<ShortMAC.block { block[place] = byte }
    }

    package mutating func append(_ byte: UInt8) { inner.append(byte) }
    package mutating func append(_ bytes: [UInt8]) { inner.append(contentsOf: bytes) }
    package mutating func append(_ text: String) { inner.append(bytesOf: text) }
    mutating func append(_ word: StaticString) {
        inner.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// 32 bytes. Nothing may be appended afterwards.
    package consuming func finish() -> [UInt8] {
        let digest = inner.withUnsafeBytes { ShortMAC.hash($0) }
        return withUnsafeTemporaryAllocation(byteCount: ShortMAC.block + SHA256.byteCount, alignment: 8) { outer in
            ShortMAC.pad(key, with: 0x5C, into: outer)
            digest.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: outer[ShortMAC.block...]).copyMemory(from: $0)
            }
            return ShortMAC.hash(UnsafeRawBufferPointer(outer)).withUnsafeBytes { Array($0) }
        }
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return hash.finalize()
    }
}
