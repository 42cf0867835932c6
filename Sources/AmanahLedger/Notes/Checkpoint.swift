/// What a log says of itself at one moment: its name, how many entries, and the root over them.
///
/// Source: c2sp.org/tlog-checkpoint.
package struct Checkpoint: Hashable, Sendable {
    package var origin: String
    package var size: UInt64
    package var root: LogHash
    /// Further lines, none of them empty. Nobody audits them; this log writes none.
    package var extensions: [String]

    package init(origin: String, size: UInt64, root: LogHash, extensions: [String] = []) {
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    package init(parsing text: String) throws(LedgerFormatError) {
        var lines = try Lines(Array(text.utf8), .checkpoint, limit: SignedNote.maximumBytes)
        origin = String(try lines.next())
        guard !origin.isEmpty else { throw lines.refusal("the origin is empty") }
        guard let size = Decimal.parse(try lines.next()) else { throw lines.refusal("the size is no number") }
        self.size = size
        guard let root = LogHash(base64: try lines.next()) else {
            throw lines.refusal("the root is not base64 of 32 bytes")
        }
        self.root = root
        extensions = []
        while !lines.isAtEnd {
            let line = String(try lines.next())
            guard !line.isEmpty else { throw lines.refusal("an empty line") }
            extensions.append(line)
        }
    }

    /// The note's text.
    package var text: String {
        var text = "\(origin)\n\(size)\n\(root.base64)\n"
        for line in extensions { text += "\(line)\n" }
        return text
    }
}

/// A checkpoint with the signatures under it.
package struct SignedCheckpoint: Hashable, Sendable {
    package let checkpoint: Checkpoint
    package private(set) var note: SignedNote

    /// Signs a checkpoint with one key or, while keys change, with two.
    package init(_ checkpoint: Checkpoint, signedBy keys: [SignerKey]) {
        self.checkpoint = checkpoint
        note = SignedNote(text: checkpoint.text)
        for key in keys { note.sign(key) }
    }

    package init(parsing bytes: [UInt8]) throws(LedgerFormatError) {
        note = try SignedNote(parsing: bytes)
        checkpoint = try Checkpoint(parsing: note.text)
    }

    package var encoded: String { note.encoded }

    /// Adds a witness's signature.
    package mutating func add(_ signature: NoteSignature) { note.add(signature) }

    /// The known keys that signed it.
    ///
    /// - Throws: ``NoteError`` where none did, or one of them is forged.
    package func verify(_ keys: [VerifierKey]) throws(NoteError) -> [VerifiedSignature] { try note.verify(keys) }
}
