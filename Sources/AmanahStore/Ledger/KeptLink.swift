package import AmanahLedger
import GRDB

/// The checkpoint that was kept when a key of the log took another one's place: both signed it, and it counts the entry that
/// announces the change. Evidence ties the two keys to each other with it (``KeyLink``).
package struct KeptLink: Sendable, Equatable {
    /// The newer of the two keys, as text.
    package var key: String
    /// `nil` where what is kept does not read.
    package var checkpoint: SignedCheckpoint?
}

extension Schema {
    /// Makes the table, and keeps the newest checkpoint for those changes of keys whose old key still signs beside the new one.
    static func keyLinks(_ db: Database) throws {
        for statement in keyLinkTable { try db.execute(sql: statement) }
        let signers = try LedgerRows.signers(db)
        guard let tip = try LedgerRows.tip(db).checkpoint else { return }
        for (old, new) in zip(signers, signers.dropFirst())
        where [old, new].allSatisfy({ (try? tip.verify([$0.key])) != nil }) {
            try LedgerRows.keep(tip, for: new.key, db)
        }
    }

    private static let keyLinkTable = [
        "CREATE TABLE key_links (vkey TEXT PRIMARY KEY, checkpoint TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TRIGGER key_links_stay_as_they_are BEFORE UPDATE ON key_links
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER key_links_are_kept BEFORE DELETE ON key_links
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
    ]
}

extension LedgerRows {
    static func keep(_ checkpoint: SignedCheckpoint, for key: VerifierKey, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO key_links (vkey, checkpoint) VALUES (?, ?)",
            arguments: [key.text, checkpoint.encoded])
    }

    static func links(_ db: Database) throws -> [KeptLink] {
        try Row.fetchAll(db, sql: "SELECT vkey, checkpoint FROM key_links ORDER BY vkey").map { row in
            KeptLink(
                key: row.column(0), checkpoint: try? SignedCheckpoint(parsing: Array((row.column(1) as String).utf8)))
        }
    }
}

extension ReadView {
    /// What ties a key of the log to the one before it, up to a checkpoint of the log; `nil` where nothing was kept.
    ///
    /// - Throws: ``StoreError/Code/ledger`` where what was kept does not read. Whether it holds is for
    ///   ``KeyLink/verify(from:to:at:)`` to say.
    /// - Complexity: O(log n) tiles.
    package func keyLink(to signer: LogSigner, at target: SignedCheckpoint) throws -> KeyLink? {
        guard let kept = try keyLinks().first(where: { $0.key == signer.key.text }) else { return nil }
        let tip = try ledgerTip().size
        // A key signs from its announcement on: that is the entry it begins with.
        guard let checkpoint = kept.checkpoint, signer.since < checkpoint.checkpoint.size,
            checkpoint.checkpoint.size <= tip, target.checkpoint.size <= tip,
            let row = try entries(from: Int64(signer.since), limit: 1).first
        else {
            throw StoreError(
                .ledger, "what was kept of a change of the log's key does not hold: see `amanah ledger verify`")
        }
        var nodes = nodes(size: tip)
        let receipt = Receipt(
            extra: row.entry,
            proof: try nodes.inclusionProof(index: signer.since, size: checkpoint.checkpoint.size),
            checkpoint: checkpoint)
        let isOlder = checkpoint.checkpoint.size <= target.checkpoint.size
        let (first, last) = isOlder ? (checkpoint, target) : (target, checkpoint)
        let proof = try nodes.consistencyProof(from: first.checkpoint.size, to: last.checkpoint.size)
        return KeyLink(receipt: receipt, growth: AddCheckpointRequest(proof: proof, checkpoint: last))
    }
}
