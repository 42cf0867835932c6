/// One line under a note: whose signature it says it is, and the signature.
package struct NoteSignature: Hashable, Sendable {
    package var name: String
    package var id: UInt32
    /// Without the key id. 64 bytes for Ed25519; for a cosignature eight bytes of time first.
    package var bytes: [UInt8]

    package init(name: String, id: UInt32, bytes: [UInt8]) {
        self.name = name
        self.id = id
        self.bytes = bytes
    }

    /// The time that a cosignature says it was given at, in seconds since 1970; unverified. `nil` for a signature of another form.
    package var cosignedAt: UInt64? {
        bytes.count == 72 ? bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } : nil
    }

    /// `— name base64(key id ‖ signature)`, with its newline.
    package var line: String {
        let head = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> $0) }
        return "\u{2014} \(name) \(Base64.encode(head + bytes))\n"
    }

    init(line: Substring, _ lines: Lines) throws(LedgerFormatError) {
        guard line.hasPrefix("\u{2014} ") else { throw lines.refusal("a signature does not begin with a dash") }
        let parts = line.dropFirst(2).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, NoteKeyName.isValid(parts[0]) else {
            throw lines.refusal("a signature is not a name and base64")
        }
        guard let all = Base64.decode(parts[1]), all.count >= 5 else {
            throw lines.refusal("a signature is not base64 of a key id and more")
        }
        name = String(parts[0])
        id = all.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        bytes = Array(all.dropFirst(4))
    }
}

/// A text that keys have signed.
///
/// Source: c2sp.org/signed-note.
package struct SignedNote: Hashable, Sendable {
    /// The longest note, in bytes, and the most signatures of one.
    package static let maximumBytes = 1_000_000
    package static let maximumSignatures = 100

    /// With its last newline.
    package let text: String
    package private(set) var signatures: [NoteSignature]

    /// A note that nobody has signed yet.
    ///
    /// - Precondition: the text ends with a newline and holds no other control character.
    package init(text: String) {
        precondition(text.utf8.last == 0x0A, "a note ends with a newline")
        self.text = text
        signatures = []
    }

    /// Reads a note. Nothing of it may be believed before ``verify(_:)``.
    package init(parsing bytes: [UInt8]) throws(LedgerFormatError) {
        var lines = try Lines(bytes, .note, limit: SignedNote.maximumBytes)
        // The last empty line parts text and signatures.
        guard let gap = bytes.indices.last(where: { $0 > 0 && bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }) else {
            throw lines.refusal("no empty line stands before the signatures")
        }
        var read = 0
        while read < gap { read += try lines.next().utf8.count + 1 }
        _ = try lines.next()
        var signatures: [NoteSignature] = []
        repeat {
            let line = try lines.next()
            guard signatures.count < SignedNote.maximumSignatures else {
                throw lines.refusal("more than \(SignedNote.maximumSignatures) signatures")
            }
            signatures.append(try NoteSignature(line: line, lines))
        } while !lines.isAtEnd
        text = String(decoding: bytes[..<gap], as: UTF8.self)
        self.signatures = signatures
    }

    /// The text that ``init(parsing:)`` reads.
    package var encoded: String {
        var out = text
        out.reserveCapacity(text.utf8.count + 1 + signatures.count * 160)
        out.append("\n")
        for signature in signatures { out.append(signature.line) }
        return out
    }

    /// Adds a signature; one that stands there already is not added again.
    package mutating func add(_ signature: NoteSignature) {
        if !signatures.contains(signature) { signatures.append(signature) }
    }
}

/// Signature lines by themselves, as a witness answers with them.
package enum SignatureLines {
    package static func encode(_ signatures: [NoteSignature]) -> String { signatures.map(\.line).joined() }

    /// One line or more, and nothing else.
    package static func parse(_ bytes: [UInt8]) throws(LedgerFormatError) -> [NoteSignature] {
        var lines = try Lines(bytes, .note, limit: SignedNote.maximumBytes)
        var signatures: [NoteSignature] = []
        repeat {
            let line = try lines.next()
            guard signatures.count < SignedNote.maximumSignatures else {
                throw lines.refusal("more than \(SignedNote.maximumSignatures) signatures")
            }
            signatures.append(try NoteSignature(line: line, lines))
        } while !lines.isAtEnd
        return signatures
    }
}
