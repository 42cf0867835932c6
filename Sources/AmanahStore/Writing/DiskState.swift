import CAttributes
import Glibc
import Synchronization

/// Whether the file system still takes writes, asked after each commit and before anyone hears of it.
///
/// A file system that gives up its journal after an error may answer an `fsync` under way with success although what the
/// journal was to hold (the growth of the file that was synced) never reaches the disk; what was committed is gone after the
/// repair. Giving up is for good, so a change of metadata that is accepted *after* the commit shows that its `fsync` was a
/// true one.
///
/// The change is an attribute of an empty file beside the database, set to what it is already: the file system begins a
/// change, and finds that there is none. A true one would cost the next commit a write of its own where there is no journal
/// and both files' inodes lie in one block. Where files bear no attributes the file's size is changed instead; it grows by a
/// byte each time, which is half the work of shrinking, and begins anew at a page.
///
/// Source: Linux, `fs/ext4/ext4_jbd2.c` (`ext4_journal_check_start` refuses once the journal is aborted), `fs/ext4/xattr.c`
/// (`ext4_xattr_set` begins with it, `ext4_xattr_value_same` ends it), `fs/ext4/fsync.c` (without a journal each `fsync`
/// writes the inode's block), `fs/jbd2/journal.c` (`jbd2_complete_transaction` answers 0 for a transaction that is no longer
/// there).
final class DiskState: Sendable {
    private let descriptor: Int32
    private let attribute: String?
    private static let page = 4096
    private let size = Atomic(0)

    /// - Parameters:
    ///   - path: the file, made where it is not there.
    ///   - attribute: its name.
    /// - Throws: ``StoreError/Code/readOnly`` where it cannot be.
    init(path: String, attribute: String = "user.amanah") throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(
                .readOnly, "the data folder cannot be written: check its disk and rights",
                cause: String(cString: strerror(errno)))
        }
        self.attribute = fsetxattr(descriptor, attribute, "", 0, 0) == 0 ? attribute : nil
    }

    deinit { close(descriptor) }

    /// - Throws: ``StoreError/Code/halted`` when the file system has given up writing.
    func refuseIfGivenUp() throws(StoreError) {
        guard !changes(), [EROFS, EIO, ENXIO, ENODEV].contains(errno) else { return }
        throw StoreError(
            .halted, "a write to the log may be lost: nothing is shown; restart the gateway to recover",
            cause: String(cString: strerror(errno)))
    }

    private func changes() -> Bool {
        if let attribute { return fsetxattr(descriptor, attribute, "", 0, 0) == 0 }
        let (_, asked) = size.wrappingAdd(1, ordering: .relaxed)
        return ftruncate(descriptor, asked % DiskState.page) == 0
    }
}
