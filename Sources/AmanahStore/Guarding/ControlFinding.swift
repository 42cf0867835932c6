/// Control data that are not as the log has them.
package struct ControlFinding: Sendable, Equatable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The row was changed by something other than the gateway.
        case edited
        /// The row was put in by something other than the gateway.
        case inserted
        /// The row was taken out.
        case deleted
        /// Rows were taken out, or put back as they once were; which ones cannot be told.
        case exchanged
        /// What holds the tables together is gone or does not open.
        case stateLost = "state-lost"
        /// The tables stand as they once stood, or changed without an entry.
        case notAsLogged = "not-as-logged"
        /// A table and its indexes contradict each other: who reads by an index finds other rows than there are.
        case damaged
    }

    package var kind: Kind
    /// `nil` where it is about all tables.
    package var table: String?
    package var id: String?

    package init(_ kind: Kind, _ table: String? = nil, _ id: String? = nil) {
        self.kind = kind
        self.table = table
        self.id = id
    }
}

extension ControlFinding: CustomStringConvertible {
    package var description: String {
        let place = [table, id.map { "`\($0)`" }].compactMap(\.self).joined(separator: " ")
        return switch kind {
        case .edited: "\(place) was changed outside the gateway"
        case .inserted: "\(place) was put in outside the gateway"
        case .deleted: "\(place) was taken out outside the gateway"
        case .exchanged: "rows of \(place) were taken out, or put back as they once were"
        case .stateLost: "the state of the control data is gone or was exchanged"
        case .notAsLogged: "the control data stand otherwise than the log's newest entry about them says"
        case .damaged:
            "\(place) is damaged: a page is not what was written to the disk; stop serving and restore a backup"
        }
    }
}

/// What a whole reading of the control data came to.
package struct Reconciliation: Sendable, Equatable {
    /// Rows that were compared.
    package var rows: Int
    /// At most ``limit``, by table.
    package var findings: [ControlFinding]
    package static let limit = 1000
}

package protocol ControlReading {
    /// Compares every guarded row with its mark, each table with its sum, and all of them with the log.
    ///
    /// - Complexity: linear in the rows, and in the entries since control data last changed.
    func reconcile() throws -> Reconciliation
    /// Whether a row stands as the gateway wrote it; a row that is not there does.
    func holds(_ table: GuardedTable, _ id: String) throws -> Bool
}

package protocol ControlWriting {
    /// Takes the control data as they stand for right. What was found before is for the caller to put into the log.
    func acceptControl() throws
}
