import Dispatch
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// Moves what is committed from the write-ahead log into the database, beside the writer instead of in its way.
///
/// SQLite by itself does this inside a `COMMIT`, where it swallows a failed `fsync`; and done by the writer it made all who
/// waited stand still for tens of milliseconds. A second connection copies while the writer goes on; when almost nothing is
/// left the writer itself copies the rest between two batches, and so the log begins anew instead of growing.
///
/// Source: SQLite, *Write-Ahead Logging*, sections 2.2 and 6; `SQLITE_CHECKPOINT_PASSIVE` waits for nobody.
final class Checkpointer: Sendable {
    /// Pages in the log from which on they are copied. Each time all readers begin a new state, and read anew what they had.
    static let copyFrom = 4000
    /// Pages in the log from which on it should begin anew, and the most that the writer copies itself for that.
    static let restartFrom = 8000
    static let writersPart = 400
    /// Pages from which on the writer copies whatever is left: the disk does not keep up.
    static let longest = 40_000

    private struct State {
        /// Pages in the log after the last commit.
        var pages = 0
        /// Pages in the key store's log; it is seldom written, and the writer copies them himself.
        var keyPages = 0
        /// Of `pages`, copied.
        var copied = 0
        /// Pages in the log when copying was last begun.
        var asked = 0
        var working = false
        var closing = false
    }

    private let connection: DatabaseQueue
    /// Readers keep what they read from being copied over.
    private let readers: ReadConnections
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    init(path: String, readers: ReadConnections) throws {
        self.readers = readers
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .immediateError
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA cache_size = -256") }
        connection = try DatabaseQueue(path: path, configuration: configuration)
        try connection.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
    }

    /// Has a writer tell the pages of its log, and copy none of them in a commit.
    ///
    /// The caller keeps the checkpointer as long as the connection.
    func watch(_ writer: Database) {
        sqlite3_wal_hook(
            writer.sqliteConnection,
            { context, _, name, pages in
                guard let context, let name else { return SQLITE_OK }
                let checkpointer = Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
                if String(cString: name) == "main" {
                    checkpointer.committed(Int(pages))
                } else {
                    checkpointer.state.withLock { $0.keyPages = Int(pages) }
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Has the connection that writes keys tell the pages of its log.
    func watchKeys(_ writer: Database) {
        sqlite3_wal_hook(
            writer.sqliteConnection,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                let checkpointer = Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
                checkpointer.state.withLock { $0.keyPages = Int(pages) }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Starts the thread; `lost` hears of a write that may be lost.
    func start(lost: @escaping @Sendable (StoreError) -> Void) {
        let thread = Thread { [self] in
            while true {
                wake.wait()
                if state.withLock({ $0.closing }) { break }
                copy(lost)
            }
            ended.signal()
        }
        thread.name = "amanah-checkpoint"
        thread.start()
    }

    /// Pages in the log after the last commit.
    var pages: Int { state.withLock { $0.pages } }
    var isCopying: Bool { state.withLock { $0.working } }

    private func committed(_ pages: Int) {
        let begin = state.withLock { state in
            // The log began anew.
            if pages < state.pages { (state.copied, state.asked) = (0, 0) }
            state.pages = pages
            guard !state.working, pages >= state.asked + Checkpointer.copyFrom else { return false }
            state.working = true
            state.asked = pages
            return true
        }
        if begin { wake.signal() }
    }

    private func copy(_ lost: @Sendable (StoreError) -> Void) {
        readers.letGo()
        do {
            let (_, copied) = try connection.writeWithoutTransaction { try $0.checkpoint(.passive) }
            state.withLock { state in
                if copied <= state.pages { state.copied = copied }
                state.working = false
            }
        } catch {
            state.withLock { $0.working = false }
            let failure = StoreError(writing: error)
            if failure.code == .halted { lost(failure) }
        }
    }

    /// Whether the writer should copy the rest now: it is little, or long overdue.
    var isDue: Bool {
        state.withLock { state in
            let left = state.pages - state.copied
            if state.keyPages >= Checkpointer.copyFrom { return true }
            return !state.working
                && (state.pages >= Checkpointer.restartFrom && left <= Checkpointer.writersPart
                    || state.pages >= Checkpointer.longest && state.pages >= state.asked + Checkpointer.copyFrom)
        }
    }

    /// On the writing thread between two batches: copies the rest.
    ///
    /// - Throws: ``StoreError/Code/halted`` where a write may be lost. A full or busy disk is tried again later.
    func finish(_ writer: Database) throws(StoreError) {
        readers.letGo()
        // Who began meanwhile reads the log, which begins anew only where nobody does.
        defer { readers.letGo() }
        do {
            let (_, copied) = try writer.checkpoint(.passive)
            let keys = state.withLock { state in
                (state.copied, state.asked) = (copied, state.pages)
                defer { state.keyPages = 0 }
                return state.keyPages
            }
            if keys >= Checkpointer.copyFrom { _ = try writer.checkpoint(.passive, on: "keys") }
        } catch {
            let failure = StoreError(writing: error)
            if failure.code == .halted { throw failure }
        }
    }

    /// Ends the thread and closes its connection. The writer's connection may be closed afterwards.
    func close() {
        let first = state.withLock { state in
            defer { state.closing = true }
            return !state.closing
        }
        guard first else { return }
        wake.signal()
        ended.wait()
        try? connection.close()
    }
}
