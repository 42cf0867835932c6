import GRDB

/// A customer's wrapped key on its way to the disk.
struct NewKey: Sendable, Equatable {
    /// The customer's number in the main database.
    var number: Int64
    var wrapped: [UInt8]
}

/// Writes customers' keys, each durable before the customer whose key it is.
///
/// SQLite commits files that are attached to each other one after the other, the main one first. An error, a kill or a power
/// cut in between would leave a customer whom nobody can read, and who looks as if somebody had taken his key away. So a batch
/// has its new keys written over this connection before it commits. A key whose customer did not come is nobody's, and
/// makes room for the next who is given that number.
///
/// Source: SQLite, *ATTACH DATABASE*: in WAL mode transactions are atomic within each file, and not across them.
final class KeyWriter: Sendable {
    let connection: DatabaseQueue

    init(folder: String, checkpointer: Checkpointer) throws {
        var configuration = Configuration()
        // Another process may be destroying a key just now.
        configuration.busyMode = .timeout(10)
        connection = try DatabaseQueue(path: KeyStore.path(folder), configuration: configuration)
        try connection.writeWithoutTransaction { db in
            try db.execute(
                sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 0")
            checkpointer.watchKeys(db)
        }
    }

    /// All or none of them; on the disk when it returns.
    ///
    /// - Precondition: the caller holds the main database's lock for writing, and has not written keys in that transaction.
    /// - Throws: `DatabaseError`.
    func put(_ keys: some Collection<NewKey>) throws {
        guard !keys.isEmpty else { return }
        try connection.write { db in
            for key in keys {
                try db.direct("INSERT OR REPLACE INTO customer_keys (number, wrapped) VALUES (?, ?)") { statement in
                    try statement.bind(1, key.number)
                    try statement.bind(2, key.wrapped)
                    _ = try statement.step()
                }
            }
        }
    }

    func close() { try? connection.close() }
}
