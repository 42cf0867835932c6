package import AmanahCore
package import AmanahLedger
import GRDB

/// The newest signature of one witness, with the checkpoint under it as the log signed it.
package struct Cosignature: Sendable, Equatable {
    package var witness: VerifierKey
    /// Under the log's own signatures.
    package var checkpoint: SignedCheckpoint
    package var signature: NoteSignature

    package init(witness: VerifierKey, checkpoint: SignedCheckpoint, signature: NoteSignature) {
        self.witness = witness
        self.checkpoint = checkpoint
        self.signature = signature
    }

    package var size: UInt64 { checkpoint.checkpoint.size }

    /// When it was given, in seconds since 1970; `nil` where it does not hold.
    package var time: UInt64? {
        var signed = checkpoint
        signed.add(signature)
        return (try? signed.verify([witness]))?.first?.time
    }
}

extension Schema {
    static let cosignatures = """
        CREATE TABLE cosignatures (vkey TEXT PRIMARY KEY, size INTEGER NOT NULL, checkpoint TEXT NOT NULL, line TEXT NOT NULL)
        WITHOUT ROWID
        """
}

/// What witnesses signed last.
package protocol CosignatureReading {
    /// Those that read, whether they hold or not.
    func cosignatures() throws -> [Cosignature]
}

package protocol CosignatureWriting {
    /// Takes the place of what this witness signed before.
    func put(_ cosignature: Cosignature) throws
}

extension SQLiteReadView {
    func cosignatures() throws -> [Cosignature] {
        try rows("SELECT vkey, checkpoint, line FROM cosignatures ORDER BY vkey") { row in
            let (key, checkpoint, line): (String, String, String) = (row.column(0), row.column(1), row.column(2))
            guard let witness = try? VerifierKey(parsing: key),
                let signed = try? SignedCheckpoint(parsing: Array(checkpoint.utf8)),
                let signature = try? SignatureLines.parse(Array(line.utf8)).first
            else { return nil }
            return Cosignature(witness: witness, checkpoint: signed, signature: signature)
        }.compactMap(\.self)
    }
}

extension SQLiteWriteView {
    func cosignatures() throws -> [Cosignature] { try tables.cosignatures() }

    func put(_ cosignature: Cosignature) throws {
        try run(
            "INSERT OR REPLACE INTO cosignatures (vkey, size, checkpoint, line) VALUES (?, ?, ?, ?)",
            [
                cosignature.witness.text, Int64(cosignature.size), cosignature.checkpoint.encoded,
                SignatureLines.encode([cosignature.signature]),
            ])
    }
}

extension ReadView {
    /// The longest beginning of this log that a witness has signed, with the signatures of all who signed just that.
    ///
    /// Whoever edits the rows gains nothing: what does not hold, is not of this log or is no beginning of it is passed over.
    /// - Complexity: O(log n) tiles for each witness.
    package func witnessed() throws -> SignedCheckpoint? {
        let tip = try ledgerTip()
        guard let own = tip.checkpoint?.checkpoint else { return nil }
        let keys = try logSigners().map(\.key)
        let held = try cosignatures().filter { given in
            let stated = given.checkpoint.checkpoint
            guard given.time != nil, stated.origin == own.origin, stated.size <= tip.size,
                (try? given.checkpoint.verify(keys)) != nil
            else { return false }
            var nodes = nodes(size: tip.size)
            return try nodes.root(size: stated.size) == stated.root
        }
        guard var newest = held.max(by: { $0.size < $1.size })?.checkpoint else { return nil }
        for given in held where given.checkpoint.checkpoint == newest.checkpoint { newest.add(given.signature) }
        return newest
    }

    /// The checkpoint to show others: what a witness signed, unless something has waited for that for too long.
    package func checkpointToPublish(_ patience: Duration, at now: Moment?) throws -> SignedCheckpoint? {
        let tip = try ledgerTip()
        guard let witnessed = try witnessed() else { return tip.checkpoint }
        let size = witnessed.checkpoint.size
        guard size < tip.size else { return witnessed }
        guard let first = try act(Int64(size))?.act.at, let now = try now ?? latestAt() else { return tip.checkpoint }
        return now < first.advanced(by: patience) ? witnessed : tip.checkpoint
    }
}
