package import AmanahLedger
import Foundation
import GRDB

/// The tree as the last durable batch left it.
package struct LedgerTip: Sendable, Equatable {
    package var size: UInt64
    package var root: LogHash
    /// Signed by every key that was to sign then; `nil` only before the first key is there.
    package var checkpoint: SignedCheckpoint?
}

/// A key of the log, and for how long it signs.
package struct LogSigner: Sendable, Equatable {
    package var key: VerifierKey
    /// Size of the log when it began.
    package var since: UInt64
    /// In milliseconds of the log's own time; `nil` while nothing replaces it.
    package var until: Int64?
}

/// The tree's rows. A tile is stored as the root over its 256 hashes, under a number that is level and tile number in one.
enum LedgerRows {
    private static func number(_ level: Int, _ tile: UInt64) -> Int64 { Int64(level) << 56 | Int64(tile) }

    static func insert(_ tile: Tile, _ root: LogHash, _ db: Database) throws {
        guard case .hashes(let level) = tile.content else { return }
        try db.cachedStatement(sql: "INSERT INTO tiles (tile, root) VALUES (?, ?)")
            .execute(arguments: [number(level, tile.number), Data(root.bytes)])
    }

    /// The hashes of a tile: leaves of entries, or roots of the row below.
    ///
    /// - Throws: ``StoreError/Code/ledger`` where there are fewer than its width.
    static func hashes(_ tile: Tile, _ db: Database) throws -> [LogHash] {
        guard case .hashes(let level) = tile.content else { return [] }
        let first = tile.number << 8
        let start = level == 0 ? Int64(first) : number(level - 1, first)
        let sql =
            level == 0
            ? "SELECT leaf FROM entries WHERE position >= ? AND position < ? ORDER BY position"
            : "SELECT root FROM tiles WHERE tile >= ? AND tile < ? ORDER BY tile"
        var hashes: [LogHash] = []
        hashes.reserveCapacity(tile.width)
        try db.direct(sql) { statement in
            try statement.bind(1, start)
            try statement.bind(2, start + Int64(tile.width))
            while try statement.step(), let hash = statement.withBytes(0, LogHash.init(_:)) { hashes.append(hash) }
        }
        guard hashes.count == tile.width else {
            throw StoreError(.ledger, "`\(tile.path)` of the log is not whole: check it with `amanah ledger verify`")
        }
        return hashes
    }

    static func tip(_ db: Database) throws -> LedgerTip {
        let row = try Row.fetchOne(db.cachedStatement(sql: "SELECT size, root, checkpoint FROM ledger"))
        guard let row, let root = row.bytes(1).flatMap({ LogHash($0) }) else {
            throw StoreError(.ledger, "the log has lost its size and root: restore a backup")
        }
        let text: String = row.column(2)
        return LedgerTip(
            size: UInt64(clamping: row.column(0) as Int64), root: root,
            checkpoint: text.isEmpty ? nil : try? SignedCheckpoint(parsing: Array(text.utf8)))
    }

    /// Compare-and-swap: from the size and root that the log had before.
    ///
    /// - Throws: ``StoreError/Code/halted`` where it has others, so that somebody else has put entries in.
    static func set(_ tip: LedgerTip, from before: (size: UInt64, root: LogHash), _ db: Database) throws {
        try db.direct("UPDATE ledger SET size = ?, root = ?, checkpoint = ? WHERE size = ? AND root = ?") { statement in
            try statement.bind(1, Int64(tip.size))
            try statement.bind(2, tip.root.bytes)
            try statement.bind(3, tip.checkpoint?.encoded ?? "")
            try statement.bind(4, Int64(before.size))
            try statement.bind(5, before.root.bytes)
            _ = try statement.step()
        }
        guard db.changesCount == 1 else { throw SQLiteStore.secondWriter }
    }

    static func signers(_ db: Database) throws -> [LogSigner] {
        try Row.fetchAll(db, sql: "SELECT vkey, since, until FROM signers ORDER BY number").map { row in
            guard let key = try? VerifierKey(parsing: row.column(0) as String),
                let since = (row.column(1) as Int64?).flatMap({ UInt64(exactly: $0) }),
                !row.hasAnother(2, than: Int64.self)
            else { throw StoreError(.ledger, "a key of the log was edited in the database: restore a backup") }
            return LogSigner(key: key, since: since, until: row.column(2))
        }
    }
}
