import AmanahLedger
package import AmanahStore

extension LedgerCheck {
    /// Goes on to the log's files, where the database holds: what auditors and witnesses copy is checked like what it came from.
    ///
    /// - Complexity: linear in the entries, on all cores.
    package mutating func addFiles(of store: any Store) throws {
        guard broken == nil, entries > 0 else { return }
        let keys = try store.read { try $0.logSigners().map(\.key) }
        do throws(LedgerFinding) { _ = try FolderCheck.run(store.ledger, .init(keys: keys)) } catch { broken = error }
    }
}
