package import AmanahCore

/// The log as evidence: receipts, its files, and how it stands.
package protocol LedgerGateway: Sendable {
    /// Entries that are durable now. Never waits.
    var ledgerSize: UInt64 { get }
    /// The receipt of a look that is mine, or that I may read in the log (else ``ServiceError/notFound``).
    func receipt(_ session: Session, look: LookID, from: Origin) async throws(ServiceError) -> ReceiptFile
    /// How the log stands, for those who have the log's page.
    func ledgerBook(_ session: Session, from: Origin) async throws(ServiceError) -> LedgerBook
    /// A file of the log by its path below `/ledger/`, for auditors and for accounts that may read nothing else.
    func ledgerFile(_ session: Session, path: String, from: Origin) async throws(ServiceError) -> [UInt8]
}

/// A receipt as a file to keep.
package struct ReceiptFile: Sendable, Equatable {
    /// `L-88213.tlog-proof`
    package var name: String
    package var text: String
    /// Entries of the checkpoint that it leads to.
    package var size: UInt64
}

/// How the log stands.
package struct LedgerBook: Sendable, Equatable {
    package struct Witness: Sendable, Equatable {
        package var name: String
        package var at: Moment
    }

    /// Entries at the end of a day.
    package struct Growth: Sendable, Equatable {
        package var day: Day
        /// Entries of that day.
        package var added: Int64
    }

    package enum Health: Sendable, Equatable {
        /// Not checked since the start.
        case unknown
        case holds(entries: Int64, at: Moment)
        case broken(words: String, at: Moment)
    }

    package var origin: String
    package var size: UInt64
    /// Base64, as the checkpoint states it.
    package var root: String
    /// The checkpoint with its signatures.
    package var checkpoint: String
    /// Keys that the log is verified with, the newest last.
    package var keys: [String]
    /// Entries that the files have; fewer than ``size`` for a moment.
    package var published: UInt64
    /// Who signed the published checkpoint beside the log itself, as the signatures say.
    package var witnesses: [Witness]
    /// Oldest day first; the last thirty.
    package var growth: [Growth]
    package var health: Health
}
