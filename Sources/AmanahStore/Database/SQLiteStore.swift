import AmanahCore
import AmanahLedger
import Foundation
import GRDB
import Synchronization

/// The embedded database: one SQLite file in WAL mode, written by one thread, each batch on the disk before anyone hears.
package final class SQLiteStore: Store {
    package let keys: KeyRing
    package let origin: String
    /// `DATA/amanah.db`
    package let path: String
    let pool: DatabasePool
    package let erasureList: ErasureList
    let logKeys: LogKeyFile
    /// The log's files.
    package let ledger: PublishedLedger
    /// What the log lacks of what was seen of it; while that is so, nothing is written.
    package var lost: LostEntries? { missing.withLock { $0 } }
    private let missing: Mutex<LostEntries?>
    private let publisher = Mutex<LedgerPublisher?>(nil)
    private let disk: DiskState
    let checkpointer: Checkpointer
    let keyWriter: KeyWriter
    let readers: ReadConnections
    private let holders = GrantHolders()
    let sequencer: Sequencer
    private let shared: Mutex<Shared>
    private let handlers = Mutex<[@Sendable (OrganisationRows) -> Void]>([])
    private let actHandlers = Mutex<[@Sendable ([ActRow]) -> Void]>([])
    private let version: Atomic<UInt64>
    /// Whether pages of someone erased may still lie in a write-ahead log.
    let scrubDue = Atomic(true)

    struct Shared {
        var log: LogState
        /// `nil` before the first batch.
        var tree: LogTree?
        /// SQLite's own counter of foreign commits, to see another process's writes.
        var foreign: Int64
        /// Rows of the organisation that did not hold when they were last looked for.
        var strangers: Set<ControlFinding>?
        var batches = 0
        var entries = 0
        var failures = 0
    }

    init(
        path: String, pool: DatabasePool, keys: KeyRing, origin: String, log: LogState, logKeys: LogKeyFile,
        ledger: PublishedLedger, lost: LostEntries?, erasureList: ErasureList
    ) throws {
        self.path = path
        self.logKeys = logKeys
        self.ledger = ledger
        missing = Mutex(lost)
        self.pool = pool
        self.erasureList = erasureList
        readers = try ReadConnections(like: pool)
        checkpointer = try Checkpointer(path: path, readers: readers)
        keyWriter = try KeyWriter(folder: String(path.dropLast("/amanah.db".count)), checkpointer: checkpointer)
        disk = try DiskState(path: path + ".probe")
        self.keys = keys
        self.origin = origin
        sequencer = Sequencer()
        shared = Mutex(Shared(log: log, foreign: -1))
        version = Atomic(1)
        pool.writeWithoutTransaction { [checkpointer] db in checkpointer.watch(db) }
        checkpointer.start { [sequencer] error in sequencer.halt(error) }
        sequencer.start { [weak self] jobs throws(StoreError) in
            guard let self else { return }
            try self.write(jobs)
        }
    }

    var folder: String { String(path.dropLast("/amanah.db".count)) }

    package var dataVersion: UInt64 { version.load(ordering: .acquiring) }

    package func onControlChange(_ handler: @escaping @Sendable (OrganisationRows) -> Void) {
        handlers.withLock { $0.append(handler) }
    }

    package func onActs(_ handler: @escaping @Sendable ([ActRow]) -> Void) {
        actHandlers.withLock { $0.append(handler) }
    }

    package func read<T>(_ body: (any ReadView) throws -> T) throws -> T {
        do {
            return try pool.read { db in try body(SQLiteReadView(db: db, keys: keys)) }
        } catch let error as DatabaseError {
            throw unreadable(error)
        }
    }

    package func readLoosely<T>(since version: UInt64?, _ body: (any ReadView) throws -> T) throws -> T {
        do {
            let read = try readers.read(since: version) { db in
                try body(SQLiteReadView(db: db, keys: keys, holders: holders))
            }
            if let read { return read }
            return try pool.unsafeRead { db in try body(SQLiteReadView(db: db, keys: keys, holders: holders)) }
        } catch let error as DatabaseError {
            throw unreadable(error)
        }
    }

    package func commit<T: Sendable>(
        share: String, _ body: @escaping @Sendable (any WriteView) throws -> T
    ) async throws -> T {
        try await withUnsafeThrowingContinuation { continuation in
            sequencer.submit(
                Job(
                    share: share,
                    run: { view in
                        let value = try body(view)
                        return { error in
                            if let error {
                                continuation.resume(throwing: error)
                            } else {
                                continuation.resume(returning: value)
                            }
                        }
                    },
                    refuse: { continuation.resume(throwing: $0) }))
        }
    }

    package func measurements() -> [(name: String, help: String, value: Double)] {
        let (size, batches, entries, failures) = shared.withLock {
            (Double($0.log.size), Double($0.batches), Double($0.entries), Double($0.failures))
        }
        return [
            ("amanah_log_entries", "entries in the log", size),
            ("amanah_log_batches_total", "durable batches since start", batches),
            ("amanah_log_batched_entries_total", "entries written since start", entries),
            ("amanah_log_failed_batches_total", "batches that could not be made durable", failures),
            (
                "amanah_log_published_entries", "entries in the files of the log",
                Double(publisher.withLock { $0 }?.published ?? 0)
            ),
            ("amanah_log_waiting", "jobs waiting for the log", Double(sequencer.waiting)),
            ("amanah_log_halted", "1 when the log has stopped after a lost write", sequencer.halted == nil ? 0 : 1),
        ]
    }

    package func close() async {
        await withCheckedContinuation { continuation in
            let thread = Thread { [self] in
                sequencer.close()
                checkpointer.close()
                readers.close()
                publisher.withLock { $0 }?.close()
                keyWriter.close()
                try? pool.close()
                continuation.resume()
            }
            thread.start()
        }
    }

    /// Writes nothing any more.
    func stop(for lost: LostEntries) {
        missing.withLock { $0 = lost }
        sequencer.halt(lost.refusal)
    }

    /// `nil` before this process has published.
    var published: UInt64? { publisher.withLock { $0?.published }.flatMap { $0 == 0 ? nil : $0 } }

    func size() -> UInt64 { shared.withLock { $0.log.size } }

    /// `false` where there is a publisher already.
    func adopt(_ made: LedgerPublisher) -> Bool {
        publisher.withLock { publisher in
            guard publisher == nil else { return false }
            publisher = made
            return true
        }
    }

    // MARK: One batch

    private func write(_ jobs: [Job]) throws(StoreError) {
        var after: [@Sendable (StoreError?) -> Void] = []
        after.reserveCapacity(jobs.count)
        do {
            try pool.writeWithoutTransaction { db in try batch(jobs, db, &after) }
        } catch {
            readers.letGo()
            let failure = StoreError(writing: error)
            shared.withLock { $0.failures += 1 }
            for call in after { call(failure) }
            for job in jobs.dropFirst(after.count) { job.refuse(failure) }
            if failure.code == .halted { markAnswered() }
            throw failure
        }
        // Between looks that come one by one nothing is kept: nobody else's writing is to wait for it.
        if sequencer.beforeAnswers() == 0 { readers.letGo() }
        for call in after { call(nil) }
        try checkpoint()
    }

    /// A page that is not what was written may be one of many: the next start is to know how far was answered. Other readings
    /// go on, for what they read may be whole.
    private func unreadable(_ error: DatabaseError) -> StoreError {
        if StoreError.isDamage(error) { markAnswered() }
        return StoreError(database: error)
    }

    /// Keeps beside the key how far the log was answered for, so that the next start knows what a disk has forgotten.
    ///
    /// What cannot be kept is no worse than before: the log halts anyway.
    private func markAnswered() {
        let (tree, at) = shared.withLock { ($0.tree, $0.log.lastAt) }
        guard let signed = try? tree?.signed(at: at) else { return }
        if let marked = ledger.marked(), marked.checkpoint.size >= signed.checkpoint.size { return }
        try? ledger.keepMark(signed)
    }

    /// Behind the answers, so that nobody waits for it.
    private func checkpoint() throws(StoreError) {
        guard checkpointer.isDue else { return }
        do {
            try pool.writeWithoutTransaction { db in try checkpointer.finish(db) }
        } catch {
            throw StoreError(writing: error)
        }
    }

    private func batch(_ jobs: [Job], _ db: Database, _ after: inout [@Sendable (StoreError?) -> Void]) throws {
        try db.direct("BEGIN")
        do {
            try SQLiteStore.lock(db)
            let foreign = try db.direct("PRAGMA data_version") { try $0.step() ? $0.integer(0) : 0 }
            let known: (log: LogState, tree: LogTree)? = shared.withLock { shared in
                if shared.foreign == foreign, let tree = shared.tree { return (shared.log, tree) }
                // Nothing is known of what came before the first batch, or during one that failed: read everything anew (L3).
                shared.foreign = foreign
                return nil
            }
            let changedOutside = known == nil
            if let lost { throw lost.refusal }
            var tree = try known?.tree ?? readTree(db)
            guard tree.size >= shared.withLock({ $0.tree?.size ?? 0 }) else { throw SQLiteStore.forgotten }
            let view = SQLiteWriteView(
                db: db, keys: keys, log: try known?.log ?? SQLiteStore.logState(db, keys),
                dataVersion: dataVersion + (changedOutside ? 1 : 0), holders: holders)
            view.controlChanged = changedOutside
            if changedOutside { holders.replace(by: try view.tables.grantHolders()) }
            if !changedOutside { view.strangers = shared.withLock { $0.strangers } }
            for job in jobs { after.append(try run(job, view)) }
            try view.writeWaiting()
            let organisation = view.controlChanged ? try view.organisation() : nil
            if view.signersChanged { try tree.take(LedgerRows.signers(db), try logKeys.read()) }
            let before = tree.size
            if !view.leaves.isEmpty { try tree.append(view.leaves, at: view.log.lastAt, db) }
            if view.signersChanged { try tree.keepLinks(behind: before, db) }
            try keyWriter.put(view.newKeys.values)
            try db.direct("COMMIT")
            try disk.refuseIfGivenUp()
            shared.withLock { shared in
                shared.log = view.log
                shared.tree = tree
                shared.strangers = view.strangers
                shared.batches += 1
                shared.entries += view.leaves.count
            }
            // In this order: whoever sees the new version sees the new organisation too.
            if let organisation { for handler in handlers.withLock({ $0 }) { handler(organisation) } }
            version.store(view.dataVersion, ordering: .releasing)
            if !view.appended.isEmpty { for handler in actHandlers.withLock({ $0 }) { handler(view.appended) } }
        } catch {
            // The log state is read anew from what the disk holds.
            shared.withLock { $0.foreign = -1 }
            if db.isInsideTransaction { try? db.execute(sql: "ROLLBACK") }
            throw error
        }
    }

    /// From here on nobody else writes the log. `BEGIN IMMEDIATE` would lock the attached keys too, which ``KeyWriter`` writes.
    private static func lock(_ db: Database) throws {
        try db.direct("UPDATE main.meta SET value = value WHERE key = ''")
    }

    private static let forgotten = StoreError(
        .halted, "the log is shorter than it was: nothing is shown; restart the gateway, and see `amanah ledger verify`"
    )

    private func run(_ job: Job, _ view: SQLiteWriteView) throws -> @Sendable (StoreError?) -> Void {
        switch try view.isolated({ try job.run(view) }) {
        case .success(let call): return call
        case .failure(let error): return { storeError in job.refuse(storeError ?? error) }
        }
    }

    /// What the disk holds of the log, beside the tree.
    static func logState(_ db: Database, _ keys: KeyRing) throws -> LogState {
        let size = try Int64.fetchOne(db, sql: "SELECT MAX(position) + 1 FROM entries") ?? 0
        let at = try SQLiteReadView.latestAt(db)?.milliseconds ?? 0
        let hash = try Data.fetchOne(db, sql: "SELECT hash FROM charters ORDER BY number DESC LIMIT 1")
        return LogState(
            size: UInt64(size), lastAt: Moment(milliseconds: at), charterHash: hash.map { Array($0) } ?? [],
            control: try SQLiteReadView.controlNow(db, keys))
    }
}
