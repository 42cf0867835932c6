/// A typed identifier: a person's id cannot be handed in where a customer's is wanted.
package protocol Identifier: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension Identifier {
    package init(_ raw: String) { self.init(rawValue: raw) }
    package var description: String { rawValue }
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Someone of the staff, e.g. `P0105`.
package struct PersonID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A data subject, e.g. `C0000001`. Says nothing about the person by itself.
package struct CustomerID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// Head office, region or branch.
package struct UnitID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// An outsourcing company.
package struct VendorID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// The dated contract that lets a person work.
package struct AgreementID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// One task for one customer.
package struct TicketID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A handing-out of customers, e.g. `B-88213`: the number of the entry that began it.
package struct BookID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(ledgerIndex: Int64) { rawValue = "B-\(ledgerIndex + 1)" }
}

/// A look or decision that was drawn for a superior's word, e.g. `V-88213`: the number of its entry.
package struct SampleID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(position: Int64) { rawValue = "V-\(position + 1)" }

    /// Where it stands in the log; `nil` where this is no such id.
    package var position: Int64? {
        guard rawValue.hasPrefix("V-"), let number = Int64(rawValue.dropFirst(2)), number > 0 else { return nil }
        return number - 1
    }
}

/// One customer of a person's book.
package struct AssignmentID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// One opening of one record. The number grows by one a look; it is printed as `L-88213`.
package struct LookID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
    /// Reads `L-88213`; anything else is `nil`.
    package init?(_ text: String) {
        guard text.hasPrefix("L-"), let number = Int64(text.dropFirst(2)), number > 0 else { return nil }
        self.number = number
    }
    package var description: String { "L-\(number)" }
    package static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}

/// The name of a field (`nik`), purpose (`sim-replacement`), role or sensitivity as the charter spells it.
package struct FieldName: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

package struct PurposeID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

package struct RoleID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

package struct SensitivityID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    /// A customer without a mark.
    package static let ordinary = SensitivityID("ordinary")
}
