import GRDB
import Synchronization

/// Connections for the short readings of every look.
///
/// The library's pool takes as long to hand out a connection as the reading takes; here the one that was last used, with its
/// pages still at hand, is popped from a list. Whoever finds none goes to the pool.
///
/// A connection keeps the state that it reads from one look to the next while many look at once: to begin a state costs
/// locks on files, and all pages that were at hand are read anew. What it keeps is of one version of the data and is used
/// for that version only, so nothing that a decision goes by is older than it would be in a state begun now. Whoever needs
/// the write-ahead log to be free of readers calls ``letGo()`` or ``withNothingKept(_:)``.
///
/// Source: SQLite, *Write-Ahead Logging*, section 6: a reader keeps the log from beginning anew.
final class ReadConnections: Sendable {
    /// One connection, and what it keeps.
    struct Reader {
        fileprivate let connection: DatabaseQueue
        /// The version of the data that the kept state is not older than; `nil` where nothing is kept.
        fileprivate var version: UInt64?
        /// Counts how often all had to let go.
        fileprivate var round: UInt64 = 0

        /// Ends what is kept.
        fileprivate mutating func end() {
            guard version != nil else { return }
            version = nil
            // An end that fails leaves the state as it is; closing the connection ends it for sure.
            connection.unsafeRead { db in _ = try? db.direct("COMMIT") }
        }
    }

    private struct State {
        var free: [Reader]
        var round: UInt64 = 0
        /// Nothing may be kept at all.
        var pauses = 0
    }

    private static let count = 3
    /// Every one of them, whoever has it.
    let all: [DatabaseQueue]
    private let state: Mutex<State>

    /// - Parameter pool: connections are set up like its own.
    init(like pool: DatabasePool) throws {
        var configuration = pool.configuration
        configuration.readonly = true
        configuration.allowsUnsafeTransactions = true
        all = try (0..<ReadConnections.count).map { [configuration] _ in
            try DatabaseQueue(path: pool.path, configuration: configuration)
        }
        state = Mutex(State(free: all.map { Reader(connection: $0) }))
    }

    /// Reads on a connection of its own, or gives `nil` where none is free.
    ///
    /// - Parameter version: of the data, as read before this call; the state is not older than it. With `nil` each statement
    ///   reads the newest.
    func read<T>(since version: UInt64?, _ body: (Database) throws -> T) throws -> T? {
        let taken = state.withLock { state -> Reader? in
            guard var reader = state.free.popLast() else { return nil }
            reader.round = state.round
            return reader
        }
        guard var reader = taken else { return nil }
        defer { give(reader) }
        if reader.version != version { reader.end() }
        do {
            return try reader.connection.unsafeRead { db in
                if let version, reader.version == nil {
                    try db.direct("BEGIN")
                    reader.version = version
                }
                return try body(db)
            }
        } catch {
            reader.end()
            throw error
        }
    }

    private func give(_ reader: Reader) {
        var reader = reader
        let stays = state.withLock { state in
            guard reader.version == nil || (reader.round == state.round && state.pauses == 0) else { return false }
            state.free.append(reader)
            return true
        }
        guard !stays else { return }
        reader.end()
        state.withLock { [reader] in $0.free.append(reader) }
    }

    /// Ends every state that is kept; what is being read ends with its reading.
    func letGo() {
        let keeping = state.withLock { state in
            state.round += 1
            let keeping = state.free.filter { $0.version != nil }
            state.free.removeAll { $0.version != nil }
            return keeping
        }
        for reader in keeping { give(reader) }
    }

    /// Runs while nothing is kept.
    func withNothingKept<T>(_ body: () throws -> T) rethrows -> T {
        state.withLock { $0.pauses += 1 }
        defer { state.withLock { $0.pauses -= 1 } }
        letGo()
        return try body()
    }

    /// Closes them; a reading under way is waited for.
    func close() {
        state.withLock { state in
            state.free = []
            state.pauses += 1
        }
        for connection in all { try? connection.close() }
    }
}
