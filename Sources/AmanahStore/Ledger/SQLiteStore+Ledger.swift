package import AmanahCore
package import AmanahLedger
import GRDB

/// What was seen of the log outside the database, and what the database now holds instead.
package struct LostEntries: Sendable, Equatable {
    /// The checkpoint that was seen.
    package var seen: Checkpoint
    /// Entries that the database has.
    package var size: UInt64

    /// What every writing answers until two people have continued the log.
    package var refusal: StoreError {
        StoreError(
            .ledger,
            seen.size > size
                ? "an older state of the log was put back: it has \(size) entries and was seen with \(seen.size); nothing is shown until two people continue it with `amanah restore --continue`"
                : "the log is not the one that was seen with \(seen.size) entries: nothing is shown; see `amanah ledger verify`"
        )
    }
}

extension SQLiteStore {
    /// Every key that ever signed the log: those that the database names, and those beside the master key, which an older state of the
    /// database that was put back does not know.
    private static func everyKey(_ signers: [LogSigner], _ file: LogKeyFile) -> [VerifierKey] {
        signers.map(\.key) + ((try? file.read()) ?? []).map(\.verifier)
    }

    /// Compares the log with the newest checkpoints that stand outside the database: among its files, and beside the key.
    static func lostEntries(
        _ ledger: PublishedLedger, _ db: Database, origin: String, _ file: LogKeyFile
    ) throws -> LostEntries? {
        let keys = everyKey(try LedgerRows.signers(db), file)
        let tip = try LedgerRows.tip(db)
        for signed in [ledger.checkpoint(), ledger.marked()].compactMap(\.self) {
            let seen = signed.checkpoint
            // What this log never signed says nothing about it.
            guard seen.origin == origin, (try? signed.verify(keys)) != nil else { continue }
            guard seen.size <= tip.size else { return LostEntries(seen: seen, size: tip.size) }
            var nodes = TileNodes<any Error>(size: tip.size) { try LedgerRows.hashes($0, db) }
            // Where a tile is not whole there is more to say than this, and the first batch says it.
            guard let root = try? nodes.root(size: seen.size) else { return nil }
            guard root == seen.root else { return LostEntries(seen: seen, size: tip.size) }
        }
        return nil
    }

    package var logSize: UInt64 { size() }

    package func remember(_ seen: SignedCheckpoint) throws -> LostEntries? {
        let lost = try read { view -> LostEntries? in
            let tip = try view.ledgerTip()
            let stated = seen.checkpoint
            let keys = SQLiteStore.everyKey(try view.logSigners(), logKeys)
            guard stated.origin == origin, (try? seen.verify(keys)) != nil else { return nil }
            if stated.size <= tip.size {
                var nodes = view.nodes(size: tip.size)
                if try nodes.root(size: stated.size) == stated.root { return nil }
            }
            return LostEntries(seen: stated, size: tip.size)
        }
        guard let lost else { return nil }
        stop(for: lost)
        try ledger.keepMark(seen)
        return lost
    }

    package var publishedSize: UInt64 { published ?? ledger.checkpoint()?.checkpoint.size ?? 0 }

    package func goOn(_ key: LogKeyChange, _ act: NewAct) throws {
        do {
            try pool.write { db in
                var tree = try readTree(db)
                let view = SQLiteWriteView(db: db, keys: keys, log: try SQLiteStore.logState(db, keys), dataVersion: 0)
                try view.change(key)
                _ = try view.append(act)
                try view.saveControl()
                try view.writeWaiting()
                try tree.take(LedgerRows.signers(db), try logKeys.read(), origin: key.origin)
                let before = tree.size
                try tree.append(view.leaves, at: view.log.lastAt, db)
                try tree.keepLinks(behind: before, db)
            }
        } catch let error as DatabaseError {
            throw StoreError(writing: error)
        }
    }

    /// Keeps `DATA/ledger/` up with the log from now on: every `seconds`, and when the store is closed.
    package func publishLedger(
        every seconds: Double, clock: @escaping @Sendable () -> Moment,
        failed: @escaping @Sendable (StoreError) -> Void
    ) {
        let publisher = LedgerPublisher(every: seconds, clock: clock)
        guard adopt(publisher) else { return }
        publisher.start(self, failed: failed)
    }
}
