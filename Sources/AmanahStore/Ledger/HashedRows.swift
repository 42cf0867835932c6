import AmanahLedger
import Dispatch
import Synchronization

/// A log's files, hashed anew from the entries and compared tile by tile.
struct HashedRows {
    /// Leaves of the last bundle, and for each level above the roots of full tiles below it.
    private var rows: [[LogHash]]
    private let folder: PublishedLedger
    private let size: UInt64
    /// What entries announce of the log's keys, in their order.
    private(set) var announcements: [KeyAnnouncement] = []

    /// - Throws: the first tile or entry that does not hold.
    init(
        _ folder: PublishedLedger, size: UInt64, progress: (UInt64, UInt64) -> Void
    ) throws(LedgerFinding) {
        self.folder = folder
        self.size = size
        let bundles = Int((size + 255) / 256)
        var roots: [LogHash] = []
        var tail: [LogHash] = []
        // Slices, so that progress is told and the first finding ends the work.
        for start in stride(from: 0, to: bundles, by: 128) {
            let end = min(start + 128, bundles)
            let checked = Mutex([Result<Bundle, LedgerFinding>?](repeating: nil, count: end - start))
            DispatchQueue.concurrentPerform(iterations: end - start) { offset in
                let result = Result { () throws(LedgerFinding) in
                    try Bundle(UInt64(start + offset), of: folder, size: size)
                }
                checked.withLock { $0[offset] = result }
            }
            for result in checked.withLock({ $0 }) {
                guard let bundle = try result?.get() else { continue }
                announcements += bundle.announcements
                if bundle.leaves.count == Tile.fullWidth {
                    roots.append(MerkleHash.subtree(bundle.leaves[...]))
                } else {
                    tail = bundle.leaves
                }
            }
            progress(min(size, UInt64(end) * 256), size)
        }
        rows = [tail, roots]
        try compareUpper()
    }

    /// Every tile above the leaves holds the roots of the full tiles below it.
    private mutating func compareUpper() throws(LedgerFinding) {
        var level = 1
        while Tile.row(size, level: level) > 0 {
            let row = rows[level]
            var above: [LogHash] = []
            for start in stride(from: 0, to: row.count, by: Tile.fullWidth) {
                let hashes = row[start..<min(start + Tile.fullWidth, row.count)]
                let tile = Tile(
                    .hashes(level: level), number: UInt64(start / Tile.fullWidth), width: hashes.count)
                guard let bytes = folder.file(tile.path) else { throw HashedRows.missing(tile) }
                guard bytes == LogHash.bytes(Array(hashes)) else {
                    throw LedgerFinding(
                        .tile(tile.path), "it does not hold the roots of the tiles below it",
                        "the tile was edited; the entries below it are whole")
                }
                if hashes.count == Tile.fullWidth { above.append(MerkleHash.subtree(hashes)) }
            }
            rows.append(above)
            level += 1
        }
    }

    static func missing(_ tile: Tile) -> LedgerFinding {
        LedgerFinding(.tile(tile.path), "it is not there", "part of the log was deleted, or the copy is not whole")
    }

    var root: LogHash {
        var tiles = MerkleFrontier()
        for root in rows[1] { tiles.append(root) }
        // A tree of tiles is the tree of their leaves, eight levels up.
        var frontier = MerkleFrontier(size: tiles.size << 8, peaks: tiles.peaks) ?? MerkleFrontier()
        for leaf in rows[0] { frontier.append(leaf) }
        return frontier.root
    }

    /// The root over the first `count` entries, from tiles that were checked.
    func root(size count: UInt64) -> LogHash? {
        var nodes = TileNodes<LedgerFinding>(size: size) { tile throws(LedgerFinding) in
            guard let hashes = folder.file(tile.path).flatMap({ LogHash.list($0) }), hashes.count == tile.width else {
                throw HashedRows.missing(tile)
            }
            return hashes
        }
        return try? nodes.root(size: count)
    }
}

extension HashedRows {
    /// One bundle and the tile of its leaves.
    private struct Bundle: Sendable {
        var leaves: [LogHash]
        var announcements: [KeyAnnouncement] = []

        init(_ number: UInt64, of folder: PublishedLedger, size: UInt64) throws(LedgerFinding) {
            let first = number << 8
            let width = Int(min(256, size - first))
            let bundle = Tile(.entries, number: number, width: width)
            let tile = Tile(.hashes(level: 0), number: number, width: width)
            guard let bytes = folder.file(bundle.path) else { throw HashedRows.missing(bundle) }
            guard let stated = folder.file(tile.path).flatMap({ LogHash.list($0) }), stated.count == width else {
                throw HashedRows.missing(tile)
            }
            let ranges: [Range<Int>]
            do throws(LedgerFormatError) { ranges = try EntryBundle.ranges(bytes, width: width) } catch {
                throw LedgerFinding(.tile(bundle.path), error.description, "it was edited or cut")
            }
            leaves = bytes.withUnsafeBytes { buffer in
                ranges.map { MerkleHash.leaf(UnsafeRawBufferPointer(rebasing: buffer[$0])) }
            }
            for (offset, (leaf, hash)) in zip(leaves, stated).enumerated() where leaf != hash {
                throw Bundle.changed(offset, tile, leaves, stated, folder, size)
            }
            for (offset, range) in ranges.enumerated() {
                let entry = bytes[range]
                guard Entry.index(of: entry) == first + UInt64(offset) else {
                    throw LedgerFinding(
                        .entry(first + UInt64(offset)), "it says that it stands elsewhere", "entries were reordered")
                }
                if entry.first == Entry.announcingVersion,
                    let announcement = (try? Entry(decoding: Array(entry))).flatMap({ KeyAnnouncement(in: $0) })
                {
                    announcements.append(announcement)
                }
            }
        }

        /// An entry and its hash differ: the row above tells which of the two was changed.
        private static func changed(
            _ offset: Int, _ tile: Tile, _ leaves: [LogHash], _ stated: [LogHash], _ folder: PublishedLedger,
            _ size: UInt64
        ) -> LedgerFinding {
            let index = tile.number << 8 + UInt64(offset)
            let above = Tile(
                .hashes(level: 1), number: tile.number / 256,
                width: Int(min(256, size >> 8 - tile.number / 256 * 256)))
            let parent = tile.isFull ? folder.file(above.path).flatMap { LogHash.list($0) } : nil
            if let parent, parent.count > Int(tile.number % 256),
                parent[Int(tile.number % 256)] == MerkleHash.subtree(leaves[...])
            {
                return LedgerFinding(
                    .tile(tile.path), "its hash number \(offset) is not that of entry \(index)",
                    "the tile was edited; the entry is whole")
            }
            return LedgerFinding(
                .entry(index), "it no longer has the hash that it had when it was written",
                "the entry was changed, or another put in its place")
        }
    }
}
