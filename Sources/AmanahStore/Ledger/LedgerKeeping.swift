package import AmanahCore
package import AmanahLedger
import Foundation
import GRDB

/// The log as a whole, beside what single states of it say.
package protocol LedgerKeeping: Sendable {
    /// Entries in the newest durable batch that this process knows of. Costs nothing.
    var logSize: UInt64 { get }
    /// Entries that the published checkpoint counts, as far as this process knows. Costs nothing once it has published.
    var publishedSize: UInt64 { get }
    /// What the log lacks of what was seen of it; while that is so, nothing is written.
    var lost: LostEntries? { get }
    /// Compares the log with what someone else holds of it. Where that bears the log's own signature and is neither the log nor
    /// a beginning of it, the log is not what it was: nothing is written any more, and the next start finds why.
    ///
    /// - Returns: `nil` where it proves nothing.
    func remember(_ seen: SignedCheckpoint) throws -> LostEntries?
    /// The log's files.
    var ledger: PublishedLedger { get }
    /// Makes a key and puts it into the key file beside those that still sign.
    ///
    /// - Parameters:
    ///   - until: the old key signs so long.
    ///   - origin: another name for the log, where it goes on from a restored state; the old key then signs no more.
    func makeLogKey(until: Moment, origin: String?) throws -> LogKeyChange
    /// A name for the log that goes on from an older state: `…/epoch-2`, then `…/epoch-3`; none is given twice.
    func nextOrigin() throws -> String
    /// Goes on from a state that is older than what was seen of the log: under another name, so that no size of the old log
    /// ever gets a second root. The store is of no use afterwards; open the folder anew.
    ///
    /// - Parameter act: says what is lost, and who decided it.
    func goOn(_ key: LogKeyChange, _ act: NewAct) throws
}

/// Writing what concerns the log itself.
package protocol LedgerWriting {
    /// From this batch on the new key signs, and the old one until its time. The act that announces it must be the next to be appended.
    ///
    /// - Throws: ``StoreError/Code/conflict`` where another key took the old one's place meanwhile.
    func change(_ key: LogKeyChange) throws
}

extension SQLiteWriteView: LedgerWriting {
    func change(_ key: LogKeyChange) throws {
        guard try tables.logSigners().last?.key == key.announcement.old else {
            throw StoreError(.conflict, "the log's key was changed by someone else just now: see `amanah ledger key`")
        }
        try run("UPDATE signers SET until = ? WHERE until IS NULL", [key.until.milliseconds])
        let number = try Int.fetchOne(db, sql: "SELECT MAX(number) + 1 FROM signers") ?? 1
        try run(
            "INSERT INTO signers (number, vkey, since, until) VALUES (?, ?, ?, NULL)",
            [number, key.announcement.new.text, Int64(log.size)])
        if let origin = key.origin {
            try run("UPDATE meta SET value = ? WHERE key = 'origin'", [Data(origin.utf8)])
        }
        signersChanged = true
    }
}
