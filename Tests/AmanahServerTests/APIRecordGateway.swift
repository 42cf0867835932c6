import AmanahCore
import Synchronization

@testable import AmanahService

extension FakeGateway {
    func columns(of table: RecordTable) -> (id: String, all: [String]) {
        table == .customers
            ? ("customer_id", ["customer_id", "unit_id", "name", "nik"]) : ("vendor_id", ["vendor_id", "name"])
    }

    func putRecord(
        _ session: Session, _ table: RecordTable, id: String, columns: [(name: String, value: String?)]
    ) async throws(ServiceError) -> RecordPut {
        guard session.isService else { throw .notForRole }
        if columns.contains(where: { $0.name == "name" && $0.value == nil }) {
            throw .invalid(field: "name", what: "the name is empty; fill it in")
        }
        state.withLock { $0.records.append((table, id, columns.map(\.name))) }
        let warnings = columns.contains { $0.name == "nik" } ? ["the nik of customer of this row is short"] : []
        return RecordPut(created: id != "old", warnings: warnings)
    }
}
