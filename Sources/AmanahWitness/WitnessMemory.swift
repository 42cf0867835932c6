import AmanahLedger
import Foundation
import Glibc
import Synchronization

/// The newest checkpoint of each log that this witness signed, in one file: what makes it refuse a second history.
///
/// The file is written whole beside the old one, put on the disk, and takes the old one's place in one step; so a crash at any
/// moment leaves the old one or the new one. It is made once and must never be restored from a copy: a witness that
/// forgot is worse than none. Text: a heading, then for each log the base64 of its signed checkpoint, a line each.
package final class WitnessMemory: Sendable {
    private static let heading = "amanah witness 1\n"

    private struct State {
        var newest: [String: SignedCheckpoint] = [:]
        /// After a failed write nobody knows what the disk holds; only a new process can read it.
        var failed = false
    }

    private let folder: String
    private let state: Mutex<State>
    private let lock: Int32

    private static func path(_ folder: String) -> String { folder + "/checkpoints" }

    /// An empty memory in a new folder.
    static func make(in folder: String) throws(WitnessError) {
        guard !FileManager.default.fileExists(atPath: path(folder)) else {
            throw WitnessError("`\(folder)` has signed already: a witness never begins anew")
        }
        guard write(heading, to: folder) else { throw WitnessError("`\(folder)` cannot be written: check its owner") }
    }

    /// Reads the memory and keeps every other process out of it for as long as this one lives.
    package init(folder: String) throws(WitnessError) {
        self.folder = folder
        let lock = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw WitnessError("`\(folder)` is no witness's folder: make one with `amanah witness init`")
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw WitnessError("`\(folder)` is being served already: stop that witness first")
        }
        self.lock = lock
        guard let data = FileManager.default.contents(atPath: WitnessMemory.path(folder)) else {
            close(lock)
            throw WitnessError(
                "the memory `\(folder)/checkpoints` is gone: retire this witness, make a new one with a key of its own")
        }
        let newest = WitnessMemory.parse(Array(data))
        guard let newest else {
            close(lock)
            throw WitnessError(
                "the memory `\(folder)/checkpoints` does not read: retire this witness, make a new one with a key of its own"
            )
        }
        state = Mutex(State(newest: newest))
    }

    deinit { close(lock) }

    /// Whether bytes are a memory.
    package static func reads(_ bytes: [UInt8]) -> Bool { parse(bytes) != nil }

    /// `nil` where it is none.
    static func parse(_ bytes: [UInt8]) -> [String: SignedCheckpoint]? {
        guard bytes.starts(with: heading.utf8), bytes.last == 0x0A else { return nil }
        var newest: [String: SignedCheckpoint] = [:]
        for line in bytes.dropFirst(heading.utf8.count).split(separator: 0x0A) {
            guard let note = Data(base64Encoded: Data(line)),
                let checkpoint = try? SignedCheckpoint(parsing: Array(note)),
                newest.updateValue(checkpoint, forKey: checkpoint.checkpoint.origin) == nil
            else { return nil }
        }
        return newest
    }

    func newest(_ origin: String) -> SignedCheckpoint? { state.withLock { $0.newest[origin] } }

    /// Compares and keeps in one step: `body` sees the newest checkpoint of the log and gives the next one, or throws.
    ///
    /// On the disk when it returns. Two requests for one log never both see the same checkpoint.
    /// - Throws: what `body` throws; ``WitnessError`` where the disk fails now, or has failed before.
    func exchange<Failure: Error>(
        _ origin: String, _ body: (SignedCheckpoint?) throws(Failure) -> SignedCheckpoint
    ) throws {
        try state.withLock { state in
            guard !state.failed else { throw WitnessError("the disk failed: restart the witness") }
            let known = state.newest[origin]
            let next = try body(known)
            guard next.checkpoint != known?.checkpoint else { return }
            var all = state.newest
            all[origin] = next
            guard WitnessMemory.write(WitnessMemory.text(all), to: folder) else {
                state.failed = true
                throw WitnessError("the disk failed: restart the witness")
            }
            state.newest = all
        }
    }

    private static func text(_ newest: [String: SignedCheckpoint]) -> String {
        heading
            + newest.sorted { $0.key < $1.key }.map { Data($0.value.encoded.utf8).base64EncodedString() + "\n" }
            .joined()
    }

    /// Writes beside, syncs, renames, syncs the folder.
    private static func write(_ text: String, to folder: String) -> Bool {
        let new = path(folder) + ".new"
        let file = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            written += count
        }
        guard fsync(file) == 0, rename(new, path(folder)) == 0 else { return false }
        let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard place >= 0 else { return false }
        defer { close(place) }
        return fsync(place) == 0
    }
}
