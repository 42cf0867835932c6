import AmanahCore
import GRDB
import Synchronization

extension SQLiteStore {
    package func finishErasures() throws {
        let erased = try read { try $0.erasures() }
        guard !erased.isEmpty || !erasureList.exists else { return }
        // In this order: who is in the list is erased again by any restore; a key that is gone comes back by none.
        try erasureList.add(erased)
        do {
            let destroyed = try pool.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        DELETE FROM customer_keys WHERE number IN
                            (SELECT c.number FROM customers c JOIN erasures e ON e.customer_id = c.customer_id)
                        """)
                return db.changesCount
            }
            if destroyed > 0 || scrubDue.load(ordering: .relaxed) { try scrub() }
        } catch let error as DatabaseError {
            let failure = StoreError(writing: error)
            if failure.code == .halted { sequencer.halt(failure) }
            throw failure
        }
    }

    /// Writes the logs back into the files and cuts them off, so that no older page stays readable in them.
    private func scrub() throws {
        scrubDue.store(true, ordering: .relaxed)
        let whole = try readers.withNothingKept {
            try pool.writeWithoutTransaction { db in
                let busy = try ["keys", "main"].map { name in
                    try Int.fetchOne(db, sql: "PRAGMA \(name).wal_checkpoint(TRUNCATE)") ?? 1
                }
                return busy.allSatisfy { $0 == 0 }
            }
        }
        // A reader that would not end: the next call tries again.
        if whole { scrubDue.store(false, ordering: .relaxed) }
    }

    package func erasuresToReplay() throws -> [ErasureRow] {
        let listed = try erasureList.read()
        guard !listed.isEmpty else { return [] }
        return try read { view in
            let known = Set(try view.erasures().map(\.customer))
            return try listed.filter { row in
                guard !known.contains(row.customer) else { return false }
                return try view.customer(row.customer) != nil
            }
        }
    }
}
