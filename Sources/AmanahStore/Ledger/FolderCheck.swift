package import AmanahLedger
import Dispatch
import Foundation
import Synchronization

/// Verifies the log from its files alone: `checkpoint`, tiles and bundles, and keys that came by another way.
///
/// Every entry is hashed anew, on all cores, and must lead over every tile to the root that the checkpoint states.
package struct FolderCheck: Sendable {
    package var checkpoint: Checkpoint
    /// Which of the keys signed it; empty where none was given.
    package var signatures: [VerifiedSignature]
    /// Keys of the log that its own entries announce, beside the given ones.
    package var announced: [VerifierKey]

    package struct Question: Sendable {
        /// Keys of the log, of which one must have signed; announced ones are followed.
        package var keys: [VerifierKey] = []
        /// A checkpoint that was kept: today's log must be its continuation.
        package var since: SignedCheckpoint?
        /// Witnesses, each of which must have signed.
        package var witnesses: [VerifierKey] = []
        package init(keys: [VerifierKey] = [], since: SignedCheckpoint? = nil, witnesses: [VerifierKey] = []) {
            self.keys = keys
            self.since = since
            self.witnesses = witnesses
        }
    }

    /// - Parameter progress: entries done and in all, on the calling thread.
    /// - Throws: ``LedgerFinding``, the first.
    /// - Complexity: linear in the entries.
    package static func run(
        _ folder: PublishedLedger, _ question: Question, progress: (UInt64, UInt64) -> Void = { _, _ in }
    ) throws(LedgerFinding) -> FolderCheck {
        guard let bytes = folder.file("checkpoint") else {
            throw LedgerFinding(.checkpoint, "it is not there", "without it nothing says how the log is to end")
        }
        let signed: SignedCheckpoint
        do throws(LedgerFormatError) { signed = try SignedCheckpoint(parsing: bytes) } catch {
            throw LedgerFinding(.checkpoint, error.description, "it was edited or damaged")
        }
        let checkpoint = signed.checkpoint
        let rows = try HashedRows(folder, size: checkpoint.size, progress: progress)
        guard rows.root == checkpoint.root else {
            throw LedgerFinding(
                .checkpoint, "its entries lead to another root than it states",
                "entries were changed together with their tiles, or it is of another log")
        }
        let known = try LogKeys(question.keys, announced: rows.announcements, signed, origin: checkpoint.origin)
        var signatures = try known.signatures(on: signed, .checkpoint)
        if let since = question.since { try check(since, checkpoint, rows, known) }
        for witness in question.witnesses { signatures += try LogKeys.signature(of: witness, on: signed) }
        return FolderCheck(
            checkpoint: checkpoint, signatures: signatures,
            announced: known.all.filter { !question.keys.contains($0) })
    }

    private static func check(
        _ since: SignedCheckpoint, _ now: Checkpoint, _ rows: HashedRows, _ known: LogKeys
    ) throws(LedgerFinding) {
        let old = since.checkpoint
        // A log that two people continued from an older state goes on under another name, which its entries announce.
        let names = [now.origin] + known.all.map(\.name)
        guard names.contains(where: { $0.utf8.elementsEqual(old.origin.utf8) }) else {
            throw LedgerFinding(.since, "it is of the log `\(old.origin)`", "it says nothing about this one")
        }
        _ = try known.signatures(on: since, .since)
        guard old.size <= now.size else {
            throw LedgerFinding(
                .since, "it counts \(old.size) entries and the log now has \(now.size)",
                "the newest entries were cut off, or an older copy was put back")
        }
        guard rows.root(size: old.size) == old.root else {
            throw LedgerFinding(
                .since, "the first \(old.size) entries are no longer those it was signed over",
                "the past was rewritten after it was signed")
        }
    }
}

/// The keys of a log: those that were given, and those that its entries announce with the signature of one that is known.
struct LogKeys {
    private(set) var all: [VerifierKey]
    private let given: Bool

    init(
        _ keys: [VerifierKey], announced: [KeyAnnouncement], _ signed: SignedCheckpoint, origin: String
    ) throws(LedgerFinding) {
        all = keys
        given = !keys.isEmpty
        // From an old key forwards: each announcement must be signed by a key that is known by then.
        for announcement in announced where announcement.isSigned(byOneOf: all) { add(announcement.new) }
        // From a new key backwards: it signed the root, and so every announcement under it.
        guard given, (try? signed.verify(all)) != nil else { return }
        for announcement in announced.reversed() where all.contains(announcement.new) { add(announcement.old) }
    }

    private mutating func add(_ key: VerifierKey) {
        if !all.contains(key) { all.append(key) }
    }

    func signatures(
        on signed: SignedCheckpoint, _ place: LedgerFinding.Place
    ) throws(LedgerFinding) -> [VerifiedSignature] {
        guard given else { return [] }
        do throws(NoteError) { return try signed.verify(all) } catch {
            switch error {
            case .forged(let name):
                throw LedgerFinding(
                    .signature(name), error.description, "someone without that key has written this checkpoint")
            case .noKnownSignature:
                throw LedgerFinding(
                    place, error.description, "it is of another log, or was written by someone without the key")
            }
        }
    }

    static func signature(
        of witness: VerifierKey, on signed: SignedCheckpoint
    ) throws(LedgerFinding) -> [VerifiedSignature] {
        do throws(NoteError) { return try signed.verify([witness]) } catch {
            throw LedgerFinding(
                .signature(witness.name), error.description,
                "the witness has not confirmed that this log grew out of the one it saw")
        }
    }
}
