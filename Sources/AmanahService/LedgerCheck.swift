import AmanahCore
import AmanahLedger
package import AmanahStore
import Dispatch
import Synchronization

/// Checks a data folder's log from its first entry: each entry, the tree over them, the signed checkpoint, and the readable
/// half beside each entry, which must open the entry's commitments (D4, D8).
package struct LedgerCheck: Sendable {
    package var entries: Int64
    /// The first thing that does not hold.
    package var broken: LedgerFinding?
    /// Where the log stood when the check began: so far it was checked. `nil` where something broke before.
    package var tip: LedgerTip?

    private static let pageSize = 2048

    /// - Parameters:
    ///   - cores: 1 leaves the others to those who work meanwhile.
    ///   - progress: entries checked so far, on the calling thread.
    /// - Complexity: linear in the entries, on all cores; one decryption or two for each.
    package static func run(
        _ store: any Store, cores: Int? = nil, progress: (Int64) -> Void = { _ in }
    ) throws -> LedgerCheck {
        let tip = try store.read { try $0.ledgerTip() }
        let thinned = try store.read { try Thinning.before($0, store.keys) }
        let size = Int64(tip.size)
        let slice = Int64(pageSize * 8)
        var tree = TreeEdge()
        var tiles: [(Tile, LogHash)] = []
        for start in stride(from: 0, to: max(size, 1), by: Int(slice)) {
            let pages = stride(from: Int64(start), to: min(size, Int64(start) + slice), by: pageSize).map { first in
                first..<min(size, first + Int64(pageSize))
            }
            let checked = Mutex([Result<[LogHash], any Error>?](repeating: nil, count: pages.count))
            spread(pages.count, over: cores) { number in
                let result = Result { try leaves(pages[number], store, thinned) }
                checked.withLock { $0[number] = result }
            }
            for result in checked.withLock({ $0 }) {
                do {
                    for leaf in try result?.get() ?? [] { tree.append(leaf) { tiles.append(($0, $1)) } }
                } catch let finding as LedgerFinding {
                    return LedgerCheck(entries: Int64(tree.size), broken: finding)
                }
            }
            progress(Int64(tree.size))
        }
        let broken = try store.read { view in
            try beyond(tip, store, view) ?? differs(tree, tiles, tip, store, view)
        }
        return LedgerCheck(entries: size, broken: broken, tip: tip)
    }

    /// The leaves of a page whose entries hold.
    ///
    /// - Parameter thinned: looks before this moment may have lost what they showed.
    private static func leaves(_ page: Range<Int64>, _ store: any Store, _ thinned: Moment?) throws -> [LogHash] {
        try store.read { view in
            let rows = try view.entries(from: page.lowerBound, limit: page.count)
            let acts = try view.acts(ActFilter(before: page.upperBound, limit: page.count))
            let unfound = try view.unfoundAct(in: page)
            let byIndex = Dictionary(acts.map { ($0.index, $0.act) }, uniquingKeysWith: { a, _ in a })
            var found = rows.makeIterator()
            return try page.map { index in
                func broken(_ what: String, _ meaning: String) -> LedgerFinding {
                    LedgerFinding(.entry(UInt64(index)), what, meaning)
                }
                guard let row = found.next(), row.index == index else {
                    throw broken("it is missing", "someone took it out of the database")
                }
                let entry: Entry
                do throws(EntryError) { entry = try Entry(decoding: row.entry) } catch {
                    throw broken(error.description, "it was edited in the database")
                }
                guard entry.index == UInt64(index) else {
                    throw broken("it says that it stands elsewhere", "entries were reordered or copied")
                }
                let leaf = MerkleHash.leaf(row.entry)
                guard leaf.bytes == row.leaf else {
                    throw broken("it no longer has the hash that was kept of it", "it was edited in the database")
                }
                guard let act = byIndex[index] else {
                    throw broken("what it is about was deleted", "someone took it out of the database")
                }
                guard try CommittedAct(act).holds(for: entry, store.keys, view) else {
                    throw broken("what it is about was changed", "it no longer says what was recorded")
                }
                guard index != unfound else {
                    throw broken(
                        "whoever asks for its person or its customer is not led to it",
                        "the disk lost a page of an index, or someone wants it unseen; stop serving and restore a backup"
                    )
                }
                if entry[.fields] != nil, act.customerDetails == nil, thinned.map({ $0 <= act.at }) ?? true {
                    throw broken("what this look showed was taken out before its time", "someone wants it unread")
                }
                return leaf
            }
        }
    }

    private static func spread(_ count: Int, over cores: Int?, _ work: @Sendable (Int) -> Void) {
        if cores == 1 {
            for number in 0..<count { work(number) }
        } else {
            DispatchQueue.concurrentPerform(iterations: count, execute: work)
        }
    }

    /// Entries and acts that the newest checkpoint does not count. The log goes on while it is checked, so that checkpoint may
    /// be a later one than the check began with: then it must be signed, and count no fewer.
    private static func beyond(
        _ tip: LedgerTip, _ store: any Store, _ view: any ReadView
    ) throws -> LedgerFinding? {
        let now = try view.ledgerTip()
        let newest = try view.acts(ActFilter(limit: 1)).first?.index ?? -1
        let size = try view.logSize()
        guard size <= Int64(now.size), newest < Int64(now.size) else {
            // An act without its entry, or an entry that was never signed.
            return LedgerFinding(
                .entry(size > Int64(now.size) ? now.size : UInt64(size)),
                "the checkpoint counts \(now.size) entries only",
                "it was put in, or others cut off, behind the log's back")
        }
        guard now.size >= tip.size else {
            return LedgerFinding(
                .checkpoint, "it counts \(now.size) entries, and \(tip.size) when this check began",
                "the newest entries were cut off, or an older state was put back")
        }
        return now.size == tip.size ? nil : try unsigned(now, now.root, store, view)
    }

    /// Where size and root are not those of the signed checkpoint beside them.
    private static func unsigned(
        _ tip: LedgerTip, _ root: LogHash, _ store: any Store, _ view: any ReadView
    ) throws -> LedgerFinding? {
        guard tip.root == root, let signed = tip.checkpoint, signed.checkpoint.root == root,
            signed.checkpoint.size == tip.size, signed.checkpoint.origin == store.origin
        else {
            return LedgerFinding(
                .checkpoint, "the entries lead to another root than it states",
                "the newest entries were changed together with their hashes, or the checkpoint was edited")
        }
        let keys = try view.logSigners().map(\.key)
        do throws(NoteError) { _ = try signed.verify(keys) } catch {
            return LedgerFinding(.signature(store.origin), error.description, "it was written without the log's key")
        }
        return nil
    }

    private static func differs(
        _ tree: TreeEdge, _ tiles: [(Tile, LogHash)], _ tip: LedgerTip, _ store: any Store, _ view: any ReadView
    ) throws -> LedgerFinding? {
        // Row by row upwards: the first tile whose kept root is not that of its hashes.
        for (tile, root) in tiles {
            guard case .hashes(let level) = tile.content else { continue }
            let above = Tile(
                .hashes(level: level + 1), number: tile.number / 256, width: Int(tile.number % 256) + 1)
            guard (try? view.tileHashes(above))?.last == root else {
                return LedgerFinding(
                    .tile(tile.path), "the root that was kept of it is not that of its entries",
                    "entries were changed together with their hashes, or the root was edited")
            }
        }
        if let broken = try unsigned(tip, tree.root, store, view) { return broken }
        if let broken = try brokenLink(view) { return broken }
        if let lost = store.lost {
            return LedgerFinding(
                .since, "it was seen with \(lost.seen.size) entries, and there are \(lost.size)",
                "an older state was put back, or the past was rewritten")
        }
        return nil
    }
}
