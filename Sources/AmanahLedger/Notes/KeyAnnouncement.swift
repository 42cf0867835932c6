/// Words that the log keeps of a change of its own keys: the old key names the new one, and both sign it.
///
/// ```
/// amanah/key/1
/// <old verifier key>
/// <new verifier key>
///
/// — name signature by the old key
/// — name signature by the new key
/// ```
package struct KeyAnnouncement: Hashable, Sendable {
    static let firstLine = "amanah/key/1"

    package let old: VerifierKey
    package let new: VerifierKey
    private let note: SignedNote

    package init(from old: SignerKey, to new: SignerKey) {
        self.old = old.verifier
        self.new = new.verifier
        var note = SignedNote(text: "\(KeyAnnouncement.firstLine)\n\(old.verifier.text)\n\(new.verifier.text)\n")
        note.sign(old)
        note.sign(new)
        self.note = note
    }

    /// - Throws: unless both keys have signed.
    package init(parsing bytes: [UInt8]) throws(LedgerFormatError) {
        note = try SignedNote(parsing: bytes)
        var lines = try Lines(Array(note.text.utf8), .announcement, limit: 2048)
        guard try lines.next() == KeyAnnouncement.firstLine else {
            throw lines.refusal("the first line is not `\(KeyAnnouncement.firstLine)`")
        }
        old = try VerifierKey(parsing: try lines.next())
        new = try VerifierKey(parsing: try lines.next())
        guard lines.isAtEnd else { throw lines.refusal("lines behind the end") }
        guard let signed = try? note.verify([old, new]), signed.count == 2 else {
            throw lines.refusal("the two keys have not both signed it")
        }
    }

    /// What an entry announces, if it is that.
    package init?(in entry: Entry) {
        guard !entry.announcement.isEmpty, let read = try? KeyAnnouncement(parsing: entry.announcement) else {
            return nil
        }
        self = read
    }

    package var encoded: [UInt8] { Array(note.encoded.utf8) }

    /// Whether the old key is one of these: only then does the announcement mean anything.
    package func isSigned(byOneOf keys: [VerifierKey]) -> Bool { keys.contains(old) }
}
