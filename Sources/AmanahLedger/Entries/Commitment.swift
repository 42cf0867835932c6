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
        var generator = SystemRandomNumberGenerator()
        return CommitmentSeed(words: generator.next(), generator.next(), generator.next(), generator.next())
    }

    private init(words: UInt64...) {
        bytes = words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
    }

    /// The salt of one domain: HMAC-SHA256(seed, "salt" ‖ domain).
    package func salt(_ domain: Entry.Domain) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: SymmetricKey(data: bytes))
        hmac.update(data: Array("salt".utf8))
        hmac.update(data: [domain.rawValue])
        return Array(hmac.finalize())
    }

    package func commit(_ domain: Entry.Domain, _ value: [UInt8]) -> Entry.Sealed {
        Entry.Sealed(domain: domain, commitment: Commitment.compute(domain, salt: salt(domain), value: value))
    }
}

package enum Commitment {
    /// HMAC-SHA256(salt, u8 length ‖ domain word ‖ u32 length ‖ value), 32 bytes.
    package static func compute(_ domain: Entry.Domain, salt: [UInt8], value: [UInt8]) -> [UInt8] {
        var hmac = HMAC<SHA256>(key: SymmetricKey(data: salt))
        let word = Array(domain.word.utf8)
        var head: [UInt8] = [UInt8(word.count)]
        head.append(contentsOf: word)
        let count = UInt32(value.count)
        head.append(contentsOf: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) })
        hmac.update(data: head)
        hmac.update(data: value)
        return Array(hmac.finalize())
    }
}
