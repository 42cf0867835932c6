import AmanahCore
import AmanahLedger
import GRDB

extension SQLiteStore {
    /// Compare-and-swap: what this process knows of the log is no longer what the disk holds.
    static let secondWriter = StoreError(
        .halted, "another gateway has written to this log: nothing is shown; leave one of them running and restart it")

    /// The tree as the disk holds it, also where another process has written since, with the keys of now.
    func readTree(_ db: Database) throws -> LogTree { try LogTree(db, origin: origin, keys: try logKeys.read()) }

    /// Makes the log's key where it has none yet, and signs what there is: in a new folder, or one of the time of the chain.
    static func beginSigning(_ pool: DatabasePool, origin: String, _ file: LogKeyFile) throws {
        guard try pool.read({ try LedgerRows.signers($0) }).isEmpty else { return }
        try pool.write { db in
            guard try LedgerRows.signers(db).isEmpty else { return }
            let key: SignerKey
            if file.exists {
                // Made a moment ago by a start that was cut short, or put there by the operator.
                guard let kept = try file.read().last(where: { $0.verifier.name == origin }) else {
                    throw StoreError(.key, "the log's key file `\(file.path)` is of another log: move it aside")
                }
                key = kept
            } else {
                guard let made = SignerKey(name: origin, type: .ed25519) else {
                    throw StoreError(
                        .key, "the log's name `\(origin)` holds a space or a plus sign: no key can bear it")
                }
                try file.write([made])
                key = made
            }
            let size = try LedgerRows.tip(db).size
            try db.execute(
                sql: "INSERT INTO signers (number, vkey, since, until) VALUES (1, ?, ?, NULL)",
                arguments: [key.verifier.text, Int64(size)])
            try LogTree(db, origin: origin, keys: [key], unsigned: true).sign(at: Moment(seconds: 0), db)
        }
    }
}
