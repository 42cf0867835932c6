package import AmanahCore

/// The log as evidence: receipts, its files, and how it stands.
package protocol LedgerGateway: Sendable {
    /// Entries that the published checkpoint covers. Never waits.
    var checkpointSize: UInt64 { get }
    /// The receipt of a look that is mine, or that I may read in the log (else ``ServiceError/notFound``).
    func receipt(_ session: Session, look: LookID, from: Origin) async throws(ServiceError) -> ReceiptFile
    /// How the log stands, for those who have the ledger's page.
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
        package enum Standing: String, Sendable, CaseIterable {
            case signs
            /// It has not signed for a minute what is in the log.
            case late
            case unreachable
            /// It answers, and does not sign: it does not know the log or its key.
            case refuses
            /// It has signed another history, or a longer one.
            case contradicts
        }

        package var name: String
        /// When it last signed; `nil` where it never did.
        package var at: Moment?
        /// Entries that it last signed for.
        package var size: UInt64?
        /// How long the oldest entry that it has not signed for has been there; 0 where there is none.
        package var lagSeconds: Int
        package var standing: Standing
    }

    /// Entries at the end of a day.
    package struct Growth: Sendable, Equatable {
        package var day: Day
        /// Entries of that day.
        package var added: Int64
    }

    /// What a check of the log came to.
    package struct Check: Sendable, Equatable {
        package enum Occasion: String, Sendable, CaseIterable {
            /// The newest entries and the root, before the gateway served anything.
            case start
            /// All of it, soon after a start.
            case background
            /// All of it, once a day.
            case night
        }

        package var occasion: Occasion
        package var at: Moment
        /// Entries that were there.
        package var entries: Int64
        /// The first thing that does not hold; `nil` where all did.
        package var finding: String?
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
    /// Who signed beside the log itself.
    package var witnesses: [Witness]
    /// Oldest day first; the last thirty.
    package var growth: [Growth]
    /// The newest of each occasion that there was.
    package var checks: [Check]
}
