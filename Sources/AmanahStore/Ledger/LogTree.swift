import AmanahCore
import AmanahLedger
import GRDB

/// The tree between two batches, with the keys that sign it.
struct LogTree: Sendable {
    private(set) var edge: TreeEdge
    /// The root at ``size``, kept so that a batch need not compute it twice.
    private(set) var root: LogHash
    private var origin: String
    private var signers: [LogSigner]
    private var keys: [SignerKey]

    var size: UInt64 { edge.size }

    /// Reads the tree from what the disk holds, and checks its tail: the entries of the last tile anew, and that what is
    /// kept of the rest leads to the root that was signed.
    ///
    /// - Throws: ``StoreError/Code/ledger`` where it does not.
    /// - Complexity: O(log n) tiles.
    ///
    /// - Parameter unsigned: the first key is just coming in, so there is no checkpoint yet.
    init(_ db: Database, origin: String, keys: [SignerKey], unsigned: Bool = false) throws {
        let tip = try LedgerRows.tip(db)
        edge = try TreeEdge(size: tip.size) { tile throws(any Error) in
            let hashes = try LedgerRows.hashes(tile, db)
            if tile.content == .hashes(level: 0) { try LogTree.recheck(tile, hashes, db) }
            return hashes
        }
        root = edge.root
        self.origin = origin
        signers = try LedgerRows.signers(db)
        self.keys = keys
        let size = try Int64.fetchOne(db, sql: "SELECT MAX(position) + 1 FROM entries") ?? 0
        guard root == tip.root, tip.size == UInt64(size) else { throw LogTree.refusal }
        if unsigned, tip.checkpoint == nil { return }
        guard let checkpoint = tip.checkpoint else { throw LogTree.refusal }
        let stated = checkpoint.checkpoint
        guard stated.size == tip.size, stated.root == tip.root, stated.origin == origin,
            (try? checkpoint.verify(signers.map(\.key))) != nil
        else { throw LogTree.refusal }
    }

    static let refusal = StoreError(
        .ledger, "the log is not as its checkpoint says: nothing is shown; find where with `amanah ledger verify`")

    private static func recheck(_ tile: Tile, _ hashes: [LogHash], _ db: Database) throws {
        let start = Int64(tile.number << 8)
        let rows = try Row.fetchCursor(
            db, sql: "SELECT position, entry FROM entries WHERE position >= ? ORDER BY position LIMIT ?",
            arguments: [start, tile.width])
        while let row = try rows.next() {
            let place = Int(row.column(0) as Int64 - start)
            guard MerkleHash.leaf(row.bytes(1) ?? []) == hashes[place] else {
                throw StoreError(
                    .ledger,
                    "entry \(row.column(0) as Int64) of the log was changed: nothing is shown; see `amanah ledger verify`"
                )
            }
        }
    }

    /// Signs with other keys from the next checkpoint on.
    mutating func take(_ signers: [LogSigner], _ keys: [SignerKey], origin: String? = nil) {
        self.signers = signers
        self.keys = keys
        if let origin { self.origin = origin }
    }

    /// Takes in the leaves of a batch and writes tiles, size, root and the signed checkpoint, within its transaction.
    ///
    /// - Parameter now: the log's own time, by which a replaced key ceases to sign.
    /// - Throws: ``StoreError/Code/halted`` where the log no longer stands as this tree says.
    mutating func append(_ leaves: [LogHash], at now: Moment, _ db: Database) throws {
        let before = (size, root)
        for leaf in leaves { try edge.append(leaf) { tile, root in try LedgerRows.insert(tile, root, db) } }
        root = edge.root
        try LedgerRows.set(LedgerTip(size: size, root: root, checkpoint: try signed(at: now)), from: before, db)
    }

    /// Keeps the checkpoint of the tree as it is for each key that came in behind its first `size` entries, signed by it and by the
    /// one before it, whether that is to sign any longer or not: evidence ties the two keys with it (``KeptLink``).
    func keepLinks(behind size: UInt64, _ db: Database) throws {
        for (old, new) in zip(signers, signers.dropFirst()) where new.since >= size {
            let checkpoint = Checkpoint(origin: origin, size: self.size, root: root)
            try LedgerRows.keep(SignedCheckpoint(checkpoint, signedBy: try secrets([old, new])), for: new.key, db)
        }
    }

    /// Signs the tree as it is, with every key that is to sign now.
    func sign(at now: Moment, _ db: Database) throws {
        try LedgerRows.set(LedgerTip(size: size, root: root, checkpoint: try signed(at: now)), from: (size, root), db)
    }

    /// The checkpoint of the tree as it is.
    func signed(at now: Moment) throws -> SignedCheckpoint {
        let due = signers.filter { $0.until.map { $0 > now.milliseconds } ?? true }
        return SignedCheckpoint(Checkpoint(origin: origin, size: size, root: root), signedBy: try secrets(due))
    }

    private func secrets(_ signers: [LogSigner]) throws -> [SignerKey] {
        let secrets = signers.compactMap { signer in keys.first { $0.verifier == signer.key } }
        guard !secrets.isEmpty, secrets.count == signers.count else {
            throw StoreError(.key, "the key file of the log lacks a key that is to sign: restore it from its escrow")
        }
        return secrets
    }
}
