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
        var mac = ShortMAC()
        begin(&mac, domain)
        return mac.finish()
    }

    package func commit(_ domain: Entry.Domain, _ value: [UInt8]) -> Entry.Sealed {
        var mac = ShortMAC()
        return commit(domain, value, &mac)
    }

    /// - Parameter mac: memory for it, for those who make several.
    package func commit(_ domain: Entry.Domain, _ value: [UInt8], _ mac: inout ShortMAC) -> Entry.Sealed {
        value.withUnsafeBytes { commit(domain, $0, &mac) }
    }

    /// Commits to a text's UTF-8.
    package func commit(_ domain: Entry.Domain, _ value: String, _ mac: inout ShortMAC) -> Entry.Sealed {
        var value = value
        return value.withUTF8 { commit(domain, UnsafeRawBufferPointer($0), &mac) }
    }

    package func commit(
        _ domain: Entry.Domain, _ value: UnsafeRawBufferPointer, _ mac: inout ShortMAC
    ) -> Entry.Sealed {
        begin(&mac, domain)
        let salt = mac.code()
        salt.withUnsafeBytes { mac.begin(key: $0) }
        return Entry.Sealed(domain: domain, commitment: Commitment.compute(domain, value, &mac))
    }

    private func begin(_ mac: inout ShortMAC, _ domain: Entry.Domain) {
        bytes.withUnsafeBytes { mac.begin(key: $0) }
        mac.append("salt")
        mac.append(domain.rawValue)
    }
}

package enum Commitment {
    /// HMAC-SHA256(salt, u8 length ‖ domain word ‖ u32 length ‖ value), 32 bytes.
    ///
    /// - Precondition: the salt has 32 bytes.
    package static func compute(_ domain: Entry.Domain, salt: [UInt8], value: [UInt8]) -> [UInt8] {
        var mac = ShortMAC(key: salt)
        return value.withUnsafeBytes { compute(domain, $0, &mac) }
    }

    /// - Parameter mac: begun under the salt.
    fileprivate static func compute(
        _ domain: Entry.Domain, _ value: UnsafeRawBufferPointer, _ mac: inout ShortMAC
    ) -> [UInt8] {
        mac.append(UInt8(domain.word.utf8CodeUnitCount))
        mac.append(domain.word)
        let count = UInt32(value.count)
        for shift in [24, 16, 8, 0] { mac.append(UInt8(truncatingIfNeeded: count >> UInt32(shift))) }
        mac.append(value)
        return mac.finish()
    }
}

/// HMAC-SHA256 under a key of at most one block, over a message that is put together first.
///
/// An entry takes ten of them, and the library's costs a dozen allocations each; the hash itself is the library's.
/// Source: RFC 2104, section 2.
package struct ShortMAC {
    private static let block = 64
    private static let innerPad: UInt8 = 0x36
    private static let outerPad: UInt8 = 0x5C
    /// The key's inner block, and behind it the message; at the end the outer block and the inner hash.
    private var bytes: [UInt8] = []

    /// Memory for one that begins later.
    package init() { bytes.reserveCapacity(512) }

    /// - Precondition: at most one block of key.
    package init(key: [UInt8]) {
        self.init()
        key.withUnsafeBytes { begin(key: $0) }
    }

    /// Begins anew under another key, in the same memory.
    mutating func begin(key: UnsafeRawBufferPointer) {
        precondition(key.count <= ShortMAC.block)
        bytes.removeAll(keepingCapacity: true)
        for byte in key { bytes.append(byte ^ ShortMAC.innerPad) }
        for _ in key.count..<ShortMAC.block { bytes.append(ShortMAC.innerPad) }
    }

    package mutating func append(_ byte: UInt8) { bytes.append(byte) }
    package mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }
    package mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
    package mutating func append(_ text: String) { bytes.append(bytesOf: text) }
    mutating func append(_ word: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// The first of its 32 bytes. Nothing may be appended afterwards.
    package mutating func finish(first count: Int = 32) -> [UInt8] {
        code().withUnsafeBytes { Array(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
    }

    mutating func code() -> SHA256Digest {
        let inner = hash()
        bytes.removeLast(bytes.count - ShortMAC.block)
        for place in 0..<ShortMAC.block { bytes[place] ^= ShortMAC.innerPad ^ ShortMAC.outerPad }
        inner.withUnsafeBytes { bytes.append(contentsOf: $0) }
        return hash()
    }

    private func hash() -> SHA256Digest {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize()
    }
}
