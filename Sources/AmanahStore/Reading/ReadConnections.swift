import GRDB
import Synchronization

/// Connections for the short readings of every look.
///
/// The library's pool takes as long to hand out a connection as the reading takes; here the one that was last used, with its
/// pages still at hand, is popped from a list. Whoever finds none goes to the pool.
final class ReadConnections: Sendable {
    private static let count = 3
    /// Every one of them, whoever has it.
    let all: [DatabaseQueue]
    private let free: Mutex<[DatabaseQueue]>

    /// - Parameter pool: connections are set up like its own.
    init(like pool: DatabasePool) throws {
        var configuration = pool.configuration
        configuration.readonly = true
        all = try (0..<ReadConnections.count).map { [configuration] _ in
            try DatabaseQueue(path: pool.path, configuration: configuration)
        }
        free = Mutex(all)
    }

    /// A connection that nobody else has, or `nil`; it is to be given back.
    func take() -> DatabaseQueue? { free.withLock { $0.popLast() } }
    func give(_ connection: DatabaseQueue) { free.withLock { $0.append(connection) } }

    /// Closes them; a reading under way is waited for.
    func close() {
        free.withLock { $0 = [] }
        for connection in all { try? connection.close() }
    }
}
