import GRDB
import Glibc

/// Room for the write-ahead log, taken before it is needed.
///
/// A commit that makes its file longer has to put the new length on the disk beside what it writes: a second write to wait for,
/// or a commit of the file system's journal. Once the file is as long as the log ever becomes before it begins anew
/// (``Checkpointer``), no commit does. What is read of the file ends where its checksums do, so zeros behind it say nothing.
///
/// Source: SQLite, *WAL-mode File Format*, section 4.2; Linux, `fs/ext4/fsync.c`.
enum LogRoom {
    /// A frame is a page with 24 bytes before it.
    static let bytes = off_t(32 + (Checkpointer.restartFrom + Checkpointer.writersPart) * (24 + 4096))
    /// Where the disk has less than so many times that left, it is not spent in advance.
    static let spare: off_t = 8

    /// Writes zeros behind the end of a write-ahead log that nobody writes meanwhile; where that fails the file stays as it was.
    static func take(_ path: String) {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        var (found, disk) = (stat(), statvfs())
        guard fstat(file, &found) == 0, fstatvfs(file, &disk) == 0, found.st_size < bytes,
            off_t(disk.f_bavail) * off_t(disk.f_frsize) > spare * bytes
        else { return }
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var end = found.st_size
        while end < bytes {
            let written = pwrite(file, zeros, min(zeros.count, Int(bytes - end)), end)
            guard written > 0 else { break }
            end += off_t(written)
        }
        if end < bytes || fdatasync(file) != 0 { ftruncate(file, found.st_size) }
    }
}

extension SQLiteStore {
    /// Takes room for the write-ahead log, while nobody else writes. Where that cannot be, the log makes its own as it goes.
    package func takeRoom() {
        try? pool.writeWithoutTransaction { db in
            // Without a lock another process could write a frame where a zero is about to be put.
            try db.execute(sql: "BEGIN IMMEDIATE")
            defer { try? db.execute(sql: "ROLLBACK") }
            LogRoom.take(path + "-wal")
        }
    }
}
