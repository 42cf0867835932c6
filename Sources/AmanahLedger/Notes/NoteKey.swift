import Crypto

/// What a key signs: the byte before the key in its encoding.
package enum NoteKeyType: UInt8, Sendable {
    /// Ed25519 over the note's text.
    case ed25519 = 1
    /// A witness's Ed25519 over the time and the note's text.
    case cosignature = 4
}

/// A public key with its name, as it is handed to those who verify: `name+hex(key id)+base64(type ‖ public key)`.
///
/// Source: c2sp.org/signed-note, c2sp.org/tlog-cosignature.
package struct VerifierKey: Hashable, Sendable {
    package let name: String
    package let type: NoteKeyType
    /// 32 bytes.
    package let publicKey: [UInt8]
    /// The first four bytes of SHA256(name ‖ 0A ‖ type ‖ public key), big-endian.
    package let id: UInt32

    /// `nil` where the name or the key is none.
    package init?(name: String, type: NoteKeyType, publicKey: [UInt8]) {
        guard NoteKeyName.isValid(name), publicKey.count == 32 else { return nil }
        self.name = name
        self.type = type
        self.publicKey = publicKey
        id = NoteKeyName.id(name, type, publicKey)
    }

    package init(parsing text: some StringProtocol) throws(LedgerFormatError) {
        let (name, id, type, bytes) = try NoteKeyName.parts(text)
        guard let key = VerifierKey(name: name, type: type, publicKey: bytes) else {
            throw LedgerFormatError(.key, at: 1, "the key is not 32 bytes")
        }
        guard key.id == id else { throw LedgerFormatError(.key, at: 1, "the key id is not that of name and key") }
        self = key
    }

    /// The text that ``init(parsing:)`` reads.
    package var text: String { NoteKeyName.text(name, id, type, publicKey) }

    func isValid(_ signature: ArraySlice<UInt8>, over message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// A private key with its name: `PRIVATE+KEY+name+hex(key id)+base64(type ‖ seed)`. Whoever holds it speaks for the name.
package struct SignerKey: Sendable {
    package let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// Makes a new key; `nil` where the name is none.
    package init?(name: String, type: NoteKeyType) {
        let key = Curve25519.Signing.PrivateKey()
        guard
            let verifier = VerifierKey(
                name: name, type: type, publicKey: Array(key.publicKey.rawRepresentation))
        else { return nil }
        self.verifier = verifier
        self.key = key
    }

    package init(parsing text: some StringProtocol) throws(LedgerFormatError) {
        let prefix = "PRIVATE+KEY+"
        guard text.hasPrefix(prefix) else { throw LedgerFormatError(.key, at: 1, "it does not begin `\(prefix)`") }
        let (name, id, type, seed) = try NoteKeyName.parts(text.dropFirst(prefix.count))
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let verifier = VerifierKey(
                name: name, type: type, publicKey: Array(key.publicKey.rawRepresentation))
        else { throw LedgerFormatError(.key, at: 1, "the key is not 32 bytes") }
        guard verifier.id == id else { throw LedgerFormatError(.key, at: 1, "the key id is not that of name and key") }
        self.verifier = verifier
        self.key = key
    }

    /// The text that ``init(parsing:)`` reads: a secret, for a file of mode 0600.
    package var secretText: String {
        "PRIVATE+KEY+"
            + NoteKeyName.text(verifier.name, verifier.id, verifier.type, Array(key.rawRepresentation))
    }

    func signature(over message: [UInt8]) -> [UInt8]? {
        (try? key.signature(for: message)).map { Array($0) }
    }
}

/// What both halves of a key have in common.
enum NoteKeyName {
    /// Non-empty, at most 255 bytes, no white space, no plus, no control character.
    static func isValid(_ name: some StringProtocol) -> Bool {
        (1...255).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { $0 != "+" && $0.value >= 0x20 && !$0.properties.isWhitespace }
    }

    static func id(_ name: String, _ type: NoteKeyType, _ publicKey: [UInt8]) -> UInt32 {
        let hash = SHA256.hash(data: Array(name.utf8) + [0x0A, type.rawValue] + publicKey)
        return hash.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    static func text(_ name: String, _ id: UInt32, _ type: NoteKeyType, _ key: [UInt8]) -> String {
        let hex = String(id, radix: 16)
        return "\(name)+\(String(repeating: "0", count: 8 - hex.count))\(hex)+\(Base64.encode([type.rawValue] + key))"
    }

    static func parts(
        _ text: some StringProtocol
    ) throws(LedgerFormatError) -> (name: String, id: UInt32, type: NoteKeyType, key: [UInt8]) {
        func refuse(_ what: String) -> LedgerFormatError { LedgerFormatError(.key, at: 1, what) }
        guard text.utf8.count <= 512 else { throw refuse("longer than 512 bytes") }
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw refuse("it is not name, key id and key, joined by plus signs") }
        guard isValid(parts[0]) else { throw refuse("the name is empty or holds a space") }
        guard parts[1].utf8.count == 8, parts[1].utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }),
            let id = UInt32(parts[1], radix: 16)
        else { throw refuse("the key id is not eight digits of base 16") }
        guard let bytes = Base64.decode(parts[2]), let first = bytes.first else {
            throw refuse("the key is not base64")
        }
        guard let type = NoteKeyType(rawValue: first) else { throw refuse("the key is of an unknown type") }
        guard bytes.count == 33 else { throw refuse("the key is not 32 bytes") }
        return (String(parts[0]), id, type, Array(bytes.dropFirst()))
    }
}
