import AmanahCore
import GRDB

extension SQLiteWriteView {
    /// Has a customer's key written before this batch commits, where he has none yet.
    ///
    /// A key that is there stays: the log is sealed under it, and each writing leaves a copy behind.
    /// - Throws: ``StoreError/Code/conflict`` for another key than his.
    func keep(key: [UInt8], of customer: CustomerID, number: Int64, isNew: Bool) throws {
        guard !isNew, let kept = try keptKey(number) else {
            newKeys[customer] = NewKey(number: number, wrapped: key)
            return
        }
        guard kept == key else {
            throw StoreError(.conflict, "customer `\(customer)` has another key: write the record under that one")
        }
    }

    private func keptKey(_ number: Int64) throws -> [UInt8]? {
        try tables.first("SELECT wrapped FROM customer_keys WHERE number = ?", [number]) { $0.bytes(0) ?? [] }
    }

    /// Also him whose key is not on the disk yet.
    func customer(_ id: CustomerID) throws -> CustomerRow? {
        guard let key = newKeys[id] else { return try tables.customer(id) }
        return try tables.customer(id, key: key.wrapped)
    }

    func reconcile() throws -> Reconciliation {
        var result = try reader.reconcile()
        result.findings.removeAll { finding in
            finding.table == KeyStore.tableName && finding.id.map { newKeys[CustomerID($0)] != nil } ?? false
        }
        return result
    }
}
