/// What a log asks of a witness: to sign a checkpoint that grew out of the last one it signed.
///
/// The answer's body is ``SignatureLines``; on a conflict it is the witness's size and a newline.
///
/// Source: c2sp.org/tlog-witness.
package struct AddCheckpointRequest: Sendable, Equatable {
    package static let maximumHashes = 63
    static let maximumBytes = SignedNote.maximumBytes + 4096

    package var oldSize: UInt64
    package var hashes: [LogHash]
    package var checkpoint: SignedCheckpoint

    package init(proof: ConsistencyProof, checkpoint: SignedCheckpoint) {
        oldSize = proof.oldSize
        hashes = proof.hashes
        self.checkpoint = checkpoint
    }

    /// - Throws: a ``LedgerFormatError`` whose format says which part is wrong: `witnessRequest`, `checkpoint` or `note`. A note that
    ///   does not read bears no signature that holds.
    package init(parsing bytes: [UInt8]) throws(LedgerFormatError) {
        var lines = try Lines(bytes, .witnessRequest, limit: AddCheckpointRequest.maximumBytes)
        guard let oldSize = Decimal.parse(try lines.next(after: "old")) else {
            throw lines.refusal("the old size is no number")
        }
        self.oldSize = oldSize
        hashes = try HashLines.read(&lines, limit: AddCheckpointRequest.maximumHashes)
        checkpoint = try SignedCheckpoint(parsing: lines.remaining())
    }

    /// The text that ``init(parsing:)`` reads.
    package var encoded: String { "old \(oldSize)\n\(HashLines.text(hashes))\n\(checkpoint.encoded)" }

    /// The proof it makes; whether it holds is for ``ConsistencyProof/verify(oldRoot:newRoot:)`` to say.
    package var proof: ConsistencyProof {
        ConsistencyProof(oldSize: oldSize, newSize: checkpoint.checkpoint.size, hashes: hashes)
    }
}
