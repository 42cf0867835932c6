package import AmanahCore
import AmanahLedger
package import Crypto
import Dispatch
import Foundation
import GRDB
import Synchronization

/// Fills a new database with a whole export, fast: one transaction without a journal, in a folder that nobody uses yet.
///
/// The caller makes the folder, and throws it away unless ``finish()`` returned: until then the file is worth nothing.
/// Customers are sealed on all cores while the next batch is read.
package final class BulkLoader: Sendable {
    package let keys: KeyRing
    private let queue: DatabaseQueue
    private let worker = DispatchQueue(label: "amanah.bulk")
    private let room = DispatchSemaphore(value: 2)
    private let state = Mutex(State())

    private struct State {
        var failure: (any Error)?
        var nextNumber: Int64 = 1
        var control = ControlState()
        var tags: [BlindEntry] = []
    }

    private struct BlindEntry {
        var high: UInt64
        var low: UInt64
        var number: UInt32
        var kind: UInt8

        init(_ tag: [UInt8], _ number: Int64, _ kind: KeyRing.Blind) {
            func word(_ range: Range<Int>) -> UInt64 { tag[range].reduce(0) { $0 << 8 | UInt64($1) } }
            high = word(0..<8)
            low = word(8..<16)
            self.number = UInt32(truncatingIfNeeded: number)
            self.kind = kind.rawValue
        }

        var tag: [UInt8] {
            [high, low].flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
        }
    }

    /// - Parameters:
    ///   - folder: exists and is empty.
    ///   - origin: the log's name.
    package init(folder: String, origin: String, master: SymmetricKey) throws {
        MemoryStatistics.stop()
        do {
            var configuration = Configuration()
            // One transaction spans all batches.
            configuration.allowsUnsafeTransactions = true
            configuration.prepareDatabase { db in
                try KeyStore.attach(db, folder: folder)
                try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536")
                try db.execute(sql: "PRAGMA keys.journal_mode = OFF; PRAGMA keys.synchronous = OFF")
            }
            queue = try DatabaseQueue(path: SQLiteStore.databasePath(folder), configuration: configuration)
            try Schema.migrator.migrate(queue)
            try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE keys.\(KeyStore.table)") }
            guard chmod(KeyStore.path(folder), 0o600) == 0 else {
                throw StoreError(.readOnly, "the folder `\(folder)` cannot be written: check its owner")
            }
            let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
            keys = KeyRing(master: master, folder: salt)
            let facts: [(String, Data)] = [
                ("origin", Data(origin.utf8)), ("salt", Data(salt)), ("fingerprint", Data(keys.fingerprint)),
            ]
            try queue.writeWithoutTransaction { db in
                for (key, value) in facts {
                    try db.execute(sql: "INSERT INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
                }
                try db.execute(sql: "DROP INDEX blind_index_number")
                try db.execute(sql: "BEGIN")
            }
        } catch let error as DatabaseError {
            throw StoreError(writing: error)
        }
    }

    /// One customer as it comes in, with what it is found by.
    package struct Customer: Sendable {
        package var id: CustomerID
        package var unit: UnitID
        package var sensitivity: SensitivityID
        package var staff: PersonID?
        package var fields: [(name: String, value: String)]
        /// Normalised; `nil` where there is none.
        package var phone: String?
        package var nik: String?
        package var kk: String?
        package init(
            id: CustomerID, unit: UnitID, sensitivity: SensitivityID, staff: PersonID?,
            fields: [(name: String, value: String)], phone: String?, nik: String?, kk: String?
        ) {
            self.id = id
            self.unit = unit
            self.sensitivity = sensitivity
            self.staff = staff
            self.fields = fields
            self.phone = phone
            self.nik = nik
            self.kk = kk
        }
    }

    /// Writes small tables through the ordinary writer.
    package func write(_ body: @escaping @Sendable (any WriteView) throws -> Void) throws {
        try enqueue { [self] db in
            var log = LogState(size: 0, lastAt: Moment(seconds: 0), charterHash: [])
            log.control = state.withLock { $0.control }
            let view = SQLiteWriteView(db: db, keys: keys, log: log, dataVersion: 0)
            try body(view)
            try view.writeWaiting()
            let control = view.log.control
            state.withLock { $0.control = control }
        }
    }

    /// Takes a batch of customers; waits while two are under way.
    package func customers(_ batch: [Customer]) throws {
        try enqueue { [self] db in
            let sealed = try seal(batch)
            try insert(sealed, db)
        }
    }

    private func enqueue(_ work: @escaping @Sendable (Database) throws -> Void) throws {
        room.wait()
        if let failure = state.withLock({ $0.failure }) {
            room.signal()
            throw failure
        }
        worker.async { [self] in
            defer { room.signal() }
            guard state.withLock({ $0.failure }) == nil else { return }
            do { try queue.writeWithoutTransaction { try work($0) } } catch {
                let failure = StoreError(writing: error)
                state.withLock { $0.failure = failure }
            }
        }
    }

    private typealias Sealed = (
        row: CustomerRow, phone: [UInt8]?, nik: [UInt8]?, mark: [UInt8], sum: ControlState.Sum
    )

    private func seal(_ batch: [Customer]) throws -> [Sealed] {
        let parts = max(1, min(ProcessInfo.processInfo.activeProcessorCount, 8))
        let size = (batch.count + parts - 1) / parts
        let results = Mutex<[Int: Result<[Sealed], any Error>]>([:])
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let range = min(part * size, batch.count)..<min((part + 1) * size, batch.count)
            let result = Result<[Sealed], any Error> {
                try batch[range].map { customer in
                    let row = try keys.seal(
                        customer: customer.id, unit: customer.unit, sensitivity: customer.sensitivity,
                        staff: customer.staff, fields: customer.fields, household: customer.kk)
                    let mark = keys.mark(row)
                    return (
                        row, customer.phone.map { keys.blindTag(.phone, $0) },
                        customer.nik.map { keys.blindTag(.nik, $0) }, mark,
                        keys.contribution(.customers, row.id.rawValue, mark)
                    )
                }
            }
            results.withLock { $0[part] = result }
        }
        let all = results.withLock { $0 }
        return try (0..<parts).flatMap { try all[$0]?.get() ?? [] }
    }

    private func insert(_ batch: [Sealed], _ db: Database) throws {
        var number = state.withLock { $0.nextNumber }
        var tags: [BlindEntry] = []
        var sum = ControlState.Sum()
        for (row, phone, nik, mark, part) in batch {
            sum = sum + part
            try db.direct(BulkLoader.customerStatement) { statement in
                try statement.bind(1, number)
                try statement.bind(2, row.id.rawValue)
                try statement.bind(3, row.unit.rawValue)
                try statement.bind(4, row.sensitivity.rawValue)
                try statement.bind(5, row.staff?.rawValue)
                try statement.bind(6, row.household)
                try statement.bind(7, Int64(row.version))
                try statement.bind(8, row.fields.bytes)
                try statement.bind(9, mark)
                _ = try statement.step()
            }
            try db.direct(BulkLoader.keyStatement) { statement in
                try statement.bind(1, number)
                try statement.bind(2, row.wrappedKey)
                _ = try statement.step()
            }
            if let phone { tags.append(BlindEntry(phone, number, .phone)) }
            if let nik { tags.append(BlindEntry(nik, number, .nik)) }
            number += 1
        }
        let rows = UInt64(batch.count)
        state.withLock { [number, tags, sum] state in
            state.nextNumber = number
            state.control.add(.customers, sum, rows: rows)
            state.tags.append(contentsOf: tags)
        }
    }

    private static let customerStatement = """
        INSERT INTO customers (number, customer_id, unit_id, sensitivity, staff_person_id, household, version, fields,
            mark)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let keyStatement = "INSERT INTO customer_keys (number, wrapped) VALUES (?, ?)"

    /// Writes the blind index in its own order, and everything to the disk.
    package func finish() throws {
        worker.sync {}
        try state.withLock { if let failure = $0.failure { throw failure } }
        do {
            try queue.writeWithoutTransaction { db in
                try writeTags(db)
                let control = try state.withLock { $0.control }.sealed(keys)
                try db.execute(
                    sql: "INSERT INTO meta (key, value) VALUES ('control', ?)", arguments: [Data(control)])
                try db.execute(sql: "CREATE INDEX blind_index_number ON blind_index (number)")
                try db.execute(sql: "COMMIT")
            }
            try queue.close()
        } catch {
            throw StoreError(writing: error)
        }
    }

    private func writeTags(_ db: Database) throws {
        var tags = state.withLock { state in
            let tags = state.tags
            state.tags = []
            return tags
        }
        tags.sort { ($0.kind, $0.high, $0.low, $0.number) < ($1.kind, $1.high, $1.low, $1.number) }
        for entry in tags {
            try db.direct("INSERT OR IGNORE INTO blind_index (kind, tag, number) VALUES (?, ?, ?)") { statement in
                try statement.bind(1, Int64(entry.kind))
                try statement.bind(2, entry.tag)
                try statement.bind(3, Int64(entry.number))
                _ = try statement.step()
            }
        }
    }

    /// Gives up; the caller removes the folder.
    package func abandon() {
        worker.sync {}
        try? queue.close()
    }
}
