/// The tables that another system keeps up to date, a row at a time.
package enum RecordTable: String, Sendable, CaseIterable {
    case units, vendors, people, agreements, assignments, customers
}

/// What became of a row.
package struct RecordPut: Sendable, Equatable {
    package var created: Bool
    /// Another place for a known person waits for two people; the rest of the row is in force.
    package var held: Bool
    /// What is doubtful about it, by column: a NIK of wrong form, a phone number that cannot be searched.
    package var warnings: [String]
    package init(created: Bool, held: Bool = false, warnings: [String]) {
        self.created = created
        self.held = held
        self.warnings = warnings
    }
}

/// The company's records for a service account: the columns and checks of the CSV files, a row a call.
package protocol RecordGateway: Sendable {
    /// The name of the column that holds the id, and all columns that may be given, the id's among them.
    func columns(of table: RecordTable) -> (id: String, all: [String])
    /// Writes one row and its entry; a column that is not given is one that the file does not have.
    func putRecord(
        _ session: Session, _ table: RecordTable, id: String, columns: [(name: String, value: String?)]
    ) async throws(ServiceError) -> RecordPut
}
