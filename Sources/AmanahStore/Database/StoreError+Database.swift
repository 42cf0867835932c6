import Foundation
import GRDB

extension StoreError {
    /// From a reading.
    init(database error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.diskFull, "the disk is full: free some room", cause: error.cause)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN:
            self.init(.readOnly, "the data folder cannot be written: check its disk and rights", cause: error.cause)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, "another process holds the database: try again in a moment", cause: error.cause)
        default: self.init(.io, "the database cannot be read or written", cause: error.cause)
        }
    }

    /// From a batch that could not be made durable. A failed `fsync` halts: what the page cache says is no longer true. So does
    /// a page that is not what was written: more of what was answered may be gone.
    init(writing error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError where StoreError.isDamage(error):
            self.init(
                .halted,
                "the database is not what was written to it: nothing is shown; restart the gateway, and see `amanah ledger verify`",
                cause: error.cause)
        case let error as DatabaseError:
            switch error.extendedResultCode {
            case .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC:
                self.init(
                    .halted, "a write to the log may be lost: nothing is shown; restart the gateway to recover",
                    cause: error.cause)
            case .SQLITE_IOERR_WRITE, .SQLITE_IOERR_TRUNCATE, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMOPEN,
                .SQLITE_IOERR_SHMMAP:
                self.init(.readOnly, "the log cannot be written: check the disk", cause: error.cause)
            default: self.init(database: error)
            }
        default: self.init(.io, "the log cannot be written")
        }
    }

    /// Whether what was read is not what was written.
    static func isDamage(_ error: DatabaseError) -> Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
            || error.extendedResultCode == .SQLITE_IOERR_SHORT_READ
    }

    /// Whether an error of one job means that the disk is at fault, not the job.
    static func condemnsBatch(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        switch error.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CANTOPEN,
            .SQLITE_NOMEM:
            return true
        default: return false
        }
    }
}

extension DatabaseError {
    /// SQLite's words without any value.
    fileprivate var cause: String { "SQLite \(extendedResultCode.rawValue): \(resultCode)" }
}
