package import AmanahCore
import Foundation
import GRDB

/// Single rows of the company's records, by their ids; for checking one row against what is there.
package protocol RecordReading {
    func person(_ id: PersonID) throws -> PersonRecord?
    /// The parent of a unit that is there; the outer `nil` where there is no such unit.
    func parent(of unit: UnitID) throws -> UnitID??
    func holds(vendor: VendorID) throws -> Bool
    func holds(agreement: AgreementID) throws -> Bool
    func holds(assignment: AssignmentID) throws -> Bool
    /// How far an import in slices has come that has not come to its end.
    func importMark() throws -> String?
}

/// Writing the mark.
package protocol ImportMarking {
    /// `nil` once the import is whole.
    func mark(import text: String?) throws
}

extension SQLiteReadView: RecordReading {
    func person(_ id: PersonID) throws -> PersonRecord? {
        // What is written anew out of a row that does not hold would hold from then on.
        guard try holds(.people, id.rawValue) else {
            throw StoreError(.sealBroken, "`\(id)` was changed outside the gateway: see `amanah reconcile`")
        }
        return try first("SELECT \(Self.personColumns) FROM people WHERE person_id = ?", [id.rawValue], person)
    }

    func parent(of unit: UnitID) throws -> UnitID?? {
        try first("SELECT parent_id FROM units WHERE unit_id = ?", [unit.rawValue]) { row in
            (row.column(0) as String?).map { UnitID($0) }
        }
    }

    func holds(vendor: VendorID) throws -> Bool {
        try first("SELECT 1 FROM vendors WHERE vendor_id = ?", [vendor.rawValue]) { _ in true } ?? false
    }

    func holds(agreement: AgreementID) throws -> Bool {
        try first("SELECT 1 FROM agreements WHERE agreement_id = ?", [agreement.rawValue]) { _ in true } ?? false
    }

    func holds(assignment: AssignmentID) throws -> Bool {
        try first("SELECT 1 FROM assignments WHERE assignment_id = ?", [assignment.rawValue]) { _ in true } ?? false
    }

    func importMark() throws -> String? {
        try first("SELECT value FROM meta WHERE key = 'import'") { row in
            row.bytes(0).map { String(decoding: $0, as: UTF8.self) }
        } ?? nil
    }
}

extension SQLiteWriteView: RecordReading, ImportMarking {
    func person(_ id: PersonID) throws -> PersonRecord? { try tables.person(id) }
    func parent(of unit: UnitID) throws -> UnitID?? { try tables.parent(of: unit) }
    func holds(vendor: VendorID) throws -> Bool { try tables.holds(vendor: vendor) }
    func holds(agreement: AgreementID) throws -> Bool { try tables.holds(agreement: agreement) }
    func holds(assignment: AssignmentID) throws -> Bool { try tables.holds(assignment: assignment) }
    func importMark() throws -> String? { try tables.importMark() }

    func mark(import text: String?) throws {
        if let text {
            try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('import', ?)", [Data(text.utf8)])
        } else {
            try run("DELETE FROM meta WHERE key = 'import'", [])
        }
    }
}
