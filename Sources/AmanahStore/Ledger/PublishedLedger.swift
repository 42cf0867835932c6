package import AmanahCore
package import AmanahLedger
import Foundation
import Glibc

/// The log as files in the layout of `tlog-tiles`, derived from the database: what others copy and verify.
///
/// A file that is there is never written again. The checkpoint comes last, when all it needs is on the disk, so that
/// whoever reads finds every tile of the checkpoint he has read; a partial tile stays until the full one stands.
package struct PublishedLedger: Sendable {
    package let folder: String
    /// The newest checkpoint once more, beside the key and so outside the data folder: an older state of the folder that is put back
    /// is noticed by it.
    package let mark: String?

    package init(folder: String, mark: String? = nil) {
        self.folder = folder
        self.mark = mark
    }

    /// The longest checkpoint that is read.
    static let checkpointLimit = SignedNote.maximumBytes

    /// The checkpoint that stands; `nil` where there is none that reads.
    package func checkpoint() -> SignedCheckpoint? {
        DurableFile.read(folder + "/checkpoint", limit: PublishedLedger.checkpointLimit)
            .flatMap { try? SignedCheckpoint(parsing: $0) }
    }

    /// What the mark beside the key says.
    package func marked() -> SignedCheckpoint? {
        mark.flatMap { DurableFile.read($0, limit: PublishedLedger.checkpointLimit) }
            .flatMap { try? SignedCheckpoint(parsing: $0) }
    }

    /// The bytes of a file by its path below the folder: `checkpoint` or a tile's path, and nothing else.
    package func file(_ path: String) -> [UInt8]? {
        if path == "checkpoint" { return DurableFile.read(folder + "/checkpoint", limit: Self.checkpointLimit) }
        guard let tile = try? Tile(parsing: path) else { return nil }
        return bytes(of: tile) ?? (tile.isFull ? nil : cut(bytes(of: tile.full), to: tile))
    }

    /// A tile's own file.
    func bytes(of tile: Tile) -> [UInt8]? {
        DurableFile.read(
            "\(folder)/\(tile.path)",
            limit: tile.content == .entries ? EntryBundle.maximumBytes : Tile.fullWidth * LogHash.count)
    }

    /// A partial tile out of the full one, once its own file is gone.
    func cut(_ bytes: [UInt8]?, to tile: Tile) -> [UInt8]? {
        guard let bytes else { return nil }
        guard tile.content == .entries else { return Array(bytes.prefix(tile.width * LogHash.count)) }
        guard let ranges = try? EntryBundle.ranges(bytes, width: Tile.fullWidth) else { return nil }
        return Array(bytes[..<ranges[tile.width - 1].upperBound])
    }

    /// Writes what the log has and the folder has not.
    ///
    /// Where witnesses sign, the checkpoint is the newest that one of them has signed, for as long as they are not late.
    ///
    /// - Parameters:
    ///   - whole: look for every file, not only for those that came since the checkpoint.
    ///   - now: `nil` takes the log's own time.
    /// - Returns: the size that is published.
    /// - Throws: ``StoreError``; the folder is sound and may lag behind.
    /// - Complexity: linear in the new tiles.
    @discardableResult
    package func publish(_ store: SQLiteStore, whole: Bool = false, at now: Moment? = nil) throws -> UInt64 {
        do throws(FileFailure) {
            try make(folder)
        } catch { throw refusal(error) }
        let lock = open(folder + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else { throw refusal(FileFailure("lock")) }
        defer { close(lock) }
        let published = checkpoint()?.checkpoint.size ?? 0
        // What was seen of the log is evidence while the log is not its continuation.
        guard store.lost == nil else { return published }
        let (tip, newest) = try store.read { view in
            (try view.ledgerTip(), try view.checkpointToPublish(Self.patience, at: now))
        }
        guard let checkpoint = newest, checkpoint.checkpoint.size >= published else {
            try remark(tip)
            return published
        }
        let size = checkpoint.checkpoint.size
        let tiles = Tile.added(from: whole ? 0 : published, to: size).filter {
            access("\(folder)/\($0.path)", F_OK) != 0
        }
        try write(tiles, store)
        do throws(FileFailure) {
            let text = Array(checkpoint.encoded.utf8)
            if self.checkpoint() != checkpoint { try DurableFile.replace(folder + "/checkpoint", with: text) }
        } catch { throw refusal(error) }
        try remark(tip)
        removePartials(of: tiles)
        return size
    }

    /// How long an entry may wait for a witness before it is published without one.
    package static let patience = Duration.seconds(60)

    /// The mark is of all there is, witnessed or not.
    private func remark(_ tip: LedgerTip) throws {
        guard let mark, let checkpoint = tip.checkpoint, marked()?.checkpoint != checkpoint.checkpoint else { return }
        do throws(FileFailure) {
            try DurableFile.replace(mark, with: Array(checkpoint.encoded.utf8))
        } catch { throw refusal(error) }
    }

    /// Keeps what was seen of the log elsewhere beside the key, where the next start finds it.
    func keepMark(_ seen: SignedCheckpoint) throws {
        guard let mark else { return }
        do throws(FileFailure) {
            try DurableFile.replace(mark, with: Array(seen.encoded.utf8))
        } catch { throw refusal(error) }
    }

    private func write(_ tiles: [Tile], _ store: SQLiteStore) throws {
        var folders: Set<String> = []
        for part in stride(from: 0, to: tiles.count, by: 64) {
            let slice = tiles[part..<min(part + 64, tiles.count)]
            let contents = try store.read { view in try slice.map { try view.bytes(of: $0) } }
            do throws(FileFailure) {
                for (tile, bytes) in zip(slice, contents) {
                    let path = "\(folder)/\(tile.path)"
                    let place = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
                    if folders.insert(place).inserted { try make(place) }
                    try DurableFile.replace(path, with: bytes, syncsFolder: false)
                }
            } catch { throw refusal(error) }
        }
        do throws(FileFailure) {
            for folder in folders { try DurableFile.syncFolder(folder) }
        } catch { throw refusal(error) }
    }

    /// Makes a folder and those above it, up to the ledger's own.
    private func make(_ path: String) throws(FileFailure) {
        if access(path, F_OK) == 0 { return }
        if path != folder, let end = path.lastIndex(of: "/") { try make(String(path[..<end])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileFailure("mkdir") }
        try DurableFile.syncFolder(of: path)
    }

    private func removePartials(of tiles: [Tile]) {
        for tile in tiles where tile.isFull {
            let partials = "\(folder)/\(tile.path).p"
            for width in (try? FileManager.default.contentsOfDirectory(atPath: partials)) ?? [] {
                unlink("\(partials)/\(width)")
            }
            rmdir(partials)
        }
    }

    private func refusal(_ failure: FileFailure) -> StoreError {
        StoreError(
            .io, "the files of the log in `\(folder)` cannot be written: check the disk; the log itself is whole",
            cause: failure.cause)
    }
}
