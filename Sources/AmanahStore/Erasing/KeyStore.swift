import Foundation
import GRDB

/// The customers' wrapped keys, in a database of their own: `DATA/keys.db`, attached to every connection as `keys`.
///
/// The log and the records are kept for years and copied often; the keys are what makes them readable. Apart, they can have
/// short backups, and destroying one there is destroying it (L10).
enum KeyStore {
    static let tableName = "customer_keys"
    static let table = "\(tableName) (number INTEGER PRIMARY KEY, wrapped BLOB NOT NULL)"

    static func path(_ folder: String) -> String { folder + "/keys.db" }

    /// Makes the key store of a folder from before there was one, out of the table that held the keys till then.
    ///
    /// The keys are on the disk here before the old table goes (schema step `003`), so that a power cut loses none.
    /// - Throws: ``StoreError/Code/missing`` where the folder has a key store that is not there: an empty one in its place
    ///   would read as if everyone had been erased.
    static func prepare(_ folder: String) throws {
        let path = path(folder)
        guard try holdsKeys(SQLiteStore.databasePath(folder)) else {
            guard FileManager.default.fileExists(atPath: path) else {
                throw StoreError(
                    .missing,
                    "the customers' keys `\(path)` are not there: put the newest copy of that file in its place")
            }
            return
        }
        var writing = Configuration()
        writing.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: writing)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
            try db.execute(sql: "CREATE TABLE IF NOT EXISTS \(table)")
            try db.execute(sql: "ATTACH DATABASE ? AS old", arguments: [SQLiteStore.databasePath(folder)])
            try db.execute(
                sql: "INSERT OR REPLACE INTO main.customer_keys SELECT number, wrapped FROM old.customer_keys")
        }
        try queue.close()
        guard chmod(path, 0o600) == 0 else {
            throw StoreError(.readOnly, "the mode of `\(path)` cannot be set: check the folder's owner")
        }
    }

    /// Whether a database is from before the keys lay apart.
    static func holdsKeys(_ database: String) throws -> Bool {
        var reading = Configuration()
        reading.readonly = true
        // Another process may be recovering the write-ahead log just now.
        reading.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: database, configuration: reading)
        defer { try? queue.close() }
        return try queue.read { try $0.tableExists("customer_keys") }
    }

    /// Copies the keys while they are being written, into a file for its owner only.
    static func backup(_ folder: String, to file: String) throws {
        let source = try DatabaseQueue(path: path(folder))
        let target = try DatabaseQueue(path: file)
        try source.backup(to: target)
        try target.close()
        try source.close()
    }

    /// What every connection does first.
    static func attach(_ db: Database, folder: String) throws {
        try db.execute(sql: "ATTACH DATABASE ? AS keys", arguments: [path(folder)])
        try db.execute(sql: "PRAGMA keys.cache_size = -2048")
    }
}
