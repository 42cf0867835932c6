import AmanahCore
import AmanahLedger
import Crypto
import Foundation
import GRDB

/// What a data folder says of itself, before any key is there.
package struct FolderFacts: Sendable {
    package var origin: String
    package var salt: [UInt8]
    package var fingerprint: [UInt8]
}

extension SQLiteStore {
    package static func databasePath(_ folder: String) -> String { folder + "/amanah.db" }

    /// Opens a data folder that ``BulkLoader`` made, and brings its tables up to date.
    ///
    /// - Throws: ``StoreError`` `missing`, `newer` (nothing is touched), `key`, `io`.
    package static func open(folder: String, keyFile: String) throws -> SQLiteStore {
        MemoryStatistics.stop()
        let path = databasePath(folder)
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.missing, "`\(folder)` is no data folder: make one with `amanah init`")
        }
        let master = try KeyRing.readMasterKey(at: keyFile)
        do {
            try refuseNewer(path)
            try KeyStore.prepare(folder)
            let pool = try DatabasePool(path: path, configuration: configuration(folder: folder))
            try makeDurable(pool)
            let facts = try pool.read { try folderFacts($0) }
            let keys = KeyRing(master: master, folder: facts.salt)
            guard keys.fingerprint == facts.fingerprint else {
                throw StoreError(.key, "the key file `\(keyFile)` belongs to another data folder")
            }
            try migrate(pool, keys)
            let logKeys = LogKeyFile(beside: keyFile)
            try beginSigning(pool, origin: facts.origin, logKeys)
            let ledger = PublishedLedger(folder: folder + "/ledger", mark: logKeys.markPath)
            // The tree itself is read and checked by the first batch: a log that does not hold can still be looked into.
            let (log, lost) = try pool.read { db in
                (try logState(db, keys), try lostEntries(ledger, db, origin: facts.origin, logKeys))
            }
            let erasures = ErasureList(path: ErasureList.path(besideKey: keyFile), key: keys.erasures)
            return try SQLiteStore(
                path: path, pool: pool, keys: keys, origin: facts.origin, log: log, logKeys: logKeys,
                ledger: ledger, lost: lost, erasureList: erasures)
        } catch let error as DatabaseError {
            throw StoreError(database: error)
        }
    }

    static func configuration(folder: String) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -8192")
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try KeyStore.attach(db, folder: folder)
        }
        return configuration
    }

    /// A pool sets `synchronous = NORMAL` after `prepareDatabase`, which loses commits at a power cut: set FULL here, on
    /// the write connection, and read it back.
    static func makeDurable(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA keys.synchronous = FULL")
            try db.execute(sql: "PRAGMA keys.journal_mode = WAL")
            // What is deleted or replaced is overwritten in the file, too (L10).
            try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA keys.secure_delete = ON")
            // Checkpoints are taken by hand: SQLite's own swallow a failed sync of the database file.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let keys = try Int.fetchOne(db, sql: "PRAGMA keys.synchronous")
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            guard level == 2, keys == 2, mode == "wal" else {
                throw StoreError(
                    .io, "the database does not write durably (synchronous \(level ?? -1), \(mode ?? "?")): not serving"
                )
            }
        }
    }

    /// Looks at the tables without writing to them.
    private static func refuseNewer(_ path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        // Another process may be recovering the write-ahead log just now.
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        let newer = try queue.read { try Schema.migrator.hasBeenSuperseded($0) }
        if newer {
            throw StoreError(.newer, "the data folder was made by a newer version of Amanah: install that version")
        }
    }

    static func folderFacts(_ db: Database) throws -> FolderFacts {
        func value(_ key: String) throws -> Data {
            guard let value = try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
            else {
                throw StoreError(.missing, "the data folder is not whole: restore a backup")
            }
            return value
        }
        return FolderFacts(
            origin: String(decoding: try value("origin"), as: UTF8.self), salt: Array(try value("salt")),
            fingerprint: Array(try value("fingerprint")))
    }

    /// Copies the database while it is being written, and beside it the customers' wrapped keys as `FILE.keys`.
    ///
    /// The keys go last, so that every customer of the copy has his. The master key is in neither.
    package func backup(to file: String) throws {
        for file in [file, SQLiteStore.keysBackup(of: file)] where FileManager.default.fileExists(atPath: file) {
            throw StoreError(.conflict, "`\(file)` is there already: name another file")
        }
        do {
            let target: DatabaseQueue
            do { target = try DatabaseQueue(path: file) } catch let error as DatabaseError
                where error.resultCode == .SQLITE_CANTOPEN
            {
                throw StoreError(.readOnly, "the backup `\(file)` cannot be made: check the folder it is to lie in")
            }
            try pool.backup(to: target)
            try target.close()
            try KeyStore.backup(folder, to: SQLiteStore.keysBackup(of: file))
        } catch let error as DatabaseError {
            throw StoreError(database: error)
        }
    }

    /// Whether a backup needs its keys beside it; older ones hold them themselves.
    package static func needsKeys(_ backup: String) throws -> Bool {
        do { return try !KeyStore.holdsKeys(backup) } catch let error as DatabaseError {
            throw StoreError(database: error)
        }
    }

    package static func keysBackup(of file: String) -> String { file + ".keys" }

    /// Where a folder's wrapped keys lie.
    package static func keysPath(_ folder: String) -> String { KeyStore.path(folder) }
}
