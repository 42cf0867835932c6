package import AmanahLedger
import GRDB

/// Reading the tree, in one consistent state.
package protocol LedgerReading {
    /// Size, root and checkpoint of the last durable batch.
    func ledgerTip() throws -> LedgerTip
    /// The hashes of a tile that the tree has.
    func tileHashes(_ tile: Tile) throws -> [LogHash]
    /// The log's keys, oldest first.
    func logSigners() throws -> [LogSigner]
    /// What was kept of changes of the log's key, in no order that means anything.
    func keyLinks() throws -> [KeptLink]
    /// Entries with their leaves from a position, in their order.
    func entries(from: Int64, limit: Int) throws -> [(index: Int64, entry: [UInt8], leaf: [UInt8])]
    /// Entries in the form of ``EntryBundle``; `nil` unless all of them are there and none is longer than one may be.
    func entryBundle(_ positions: Range<Int64>) throws -> [UInt8]?
    /// The first of these acts that is not found by its person or not by its customer; `nil` where all are.
    func unfoundAct(in positions: Range<Int64>) throws -> Int64?
}

extension LedgerReading {
    /// The nodes of the tree's first `size` leaves, for proofs.
    package func nodes(size: UInt64) -> TileNodes<any Error> { TileNodes(size: size) { try tileHashes($0) } }

    /// What a tile's or bundle's file holds.
    package func bytes(of tile: Tile) throws -> [UInt8] {
        switch tile.content {
        case .hashes: return LogHash.bytes(try tileHashes(tile))
        case .entries:
            let first = Int64(tile.number << 8)
            guard let bundle = try entryBundle(first..<(first + Int64(tile.width))) else {
                throw StoreError(
                    .ledger, "`\(tile.path)` of the log is not whole: check it with `amanah ledger verify`")
            }
            return bundle
        }
    }
}

extension SQLiteReadView {
    func ledgerTip() throws -> LedgerTip { try LedgerRows.tip(db) }
    func tileHashes(_ tile: Tile) throws -> [LogHash] { try LedgerRows.hashes(tile, db) }
    func logSigners() throws -> [LogSigner] { try LedgerRows.signers(db) }
    func keyLinks() throws -> [KeptLink] { try LedgerRows.links(db) }
    func entries(from: Int64, limit: Int) throws -> [(index: Int64, entry: [UInt8], leaf: [UInt8])] {
        try db.direct("SELECT position, entry, leaf FROM entries WHERE position >= ? ORDER BY position LIMIT ?") {
            statement in
            try statement.bind(1, from)
            try statement.bind(2, Int64(limit))
            var out: [(index: Int64, entry: [UInt8], leaf: [UInt8])] = []
            while try statement.step() {
                out.append((statement.integer(0), statement.bytes(1), statement.bytes(2)))
            }
            return out
        }
    }

    func entryBundle(_ positions: Range<Int64>) throws -> [UInt8]? {
        try db.direct("SELECT position, entry FROM entries WHERE position >= ? AND position < ? ORDER BY position") {
            statement in
            try statement.bind(1, positions.lowerBound)
            try statement.bind(2, positions.upperBound)
            var out: [UInt8] = []
            out.reserveCapacity(positions.count * 320)
            var next = positions.lowerBound
            while try statement.step() {
                guard statement.integer(0) == next else { return nil }
                let fits = statement.withBytes(1) { entry in
                    guard entry.count <= Entry.maximumBytes else { return false }
                    EntryBundle.append(entry, to: &out)
                    return true
                }
                guard fits else { return nil }
                next += 1
            }
            return next == positions.upperBound ? out : nil
        }
    }

    func unfoundAct(in positions: Range<Int64>) throws -> Int64? {
        try LogSegments.unfound.compactMap { statement in
            try first(statement, [positions.lowerBound, positions.upperBound]) { $0.column(0) as Int64 }
        }.min()
    }
}

extension SQLiteWriteView {
    func ledgerTip() throws -> LedgerTip { try reader.ledgerTip() }
    func tileHashes(_ tile: Tile) throws -> [LogHash] { try reader.tileHashes(tile) }
    func logSigners() throws -> [LogSigner] { try reader.logSigners() }
    func keyLinks() throws -> [KeptLink] { try reader.keyLinks() }
    func entries(from: Int64, limit: Int) throws -> [(index: Int64, entry: [UInt8], leaf: [UInt8])] {
        try reader.entries(from: from, limit: limit)
    }
    func entryBundle(_ positions: Range<Int64>) throws -> [UInt8]? { try reader.entryBundle(positions) }
    func unfoundAct(in positions: Range<Int64>) throws -> Int64? { try reader.unfoundAct(in: positions) }
}
