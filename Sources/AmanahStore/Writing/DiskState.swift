import Glibc
import Synchronization

/// Whether the file system still takes writes, asked after each commit and before anyone hears of it.
///
/// A file system that gives up its journal after an error may answer an `fsync` under way with success although what the
/// journal was to hold (the growth of the file that was synced) never reaches the disk; what was committed is gone after the
/// repair. Giving up is for good, so a change of metadata that is accepted *after* the commit shows that its `fsync` was a
/// true one. The size of an empty file beside the database is changed for that: no block is written or taken. It grows by a
/// byte each time, which is half the work of shrinking, and begins anew at a page.
///
/// Source: Linux, `fs/ext4/ext4_jbd2.c` (`ext4_journal_check_start` refuses once the journal is aborted), `fs/jbd2/journal.c`
/// (`jbd2_complete_transaction` answers 0 for a transaction that is no longer there).
final class DiskState: Sendable {
    private let descriptor: Int32
    private static let page = 4096
    private let size = Atomic(0)

    /// - Parameter path: the file, made where it is not there.
    /// - Throws: ``StoreError/Code/readOnly`` where it cannot be.
    init(path: String) throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(
                .readOnly, "the data folder cannot be written: check its disk and rights",
                cause: String(cString: strerror(errno)))
        }
    }

    deinit { close(descriptor) }

    /// - Throws: ``StoreError/Code/halted`` when the file system has given up writing.
    func refuseIfGivenUp() throws(StoreError) {
        let (_, asked) = size.wrappingAdd(1, ordering: .relaxed)
        guard ftruncate(descriptor, asked % DiskState.page) != 0 else { return }
        guard [EROFS, EIO, ENXIO, ENODEV].contains(errno) else { return }
        throw StoreError(
            .halted, "a write to the log may be lost: nothing is shown; restart the gateway to recover",
            cause: String(cString: strerror(errno)))
    }
}
