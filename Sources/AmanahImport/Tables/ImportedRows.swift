package import AmanahCore

/// The tables of an export, in the order in which they are read: each refers only to itself and to those before.
package enum ImportTable: String, Sendable, CaseIterable {
    case units, vendors, people, agreements, customers, tickets, assignments, rosters
}

/// A row of `units.csv`.
package struct ImportedUnit: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case headOffice = "head_office"
        case region, branch
    }

    package var id: UnitID
    /// `nil` for the head office.
    package var parent: UnitID?
    package var kind: Kind
    package var name: String
    /// `nil` where the unit follows its parent, or, at the top, the charter.
    package var zone: Zone?
}

/// A row of `vendors.csv`.
package struct ImportedVendor: Sendable, Equatable {
    package var id: VendorID
    package var name: String
}

/// A row of `people.csv`.
package struct ImportedPerson: Sendable, Equatable {
    package enum Employment: String, Sendable, CaseIterable {
        case `internal`, outsourced
    }

    package var id: PersonID
    package var name: String
    package var role: RoleID
    package var unit: UnitID
    /// `nil` at the top of the line.
    package var supervisor: PersonID?
    package var employment: Employment
    /// The employer of an outsourced person; `nil` for an internal one.
    package var vendor: VendorID?
    /// `carriedOver` where the export has no column `vetted_on`, `missing` where the cell is empty.
    package var vetting: ClearanceFacts.Vetting
    /// `carriedOver` where the export has no column `trained_until`, `missing` where the cell is empty.
    package var training: ClearanceFacts.Training
    /// Last day of work, included.
    package var lastDay: Day?
}

/// A row of `agreements.csv`.
package struct ImportedAgreement: Sendable, Equatable {
    package var id: AgreementID
    package var person: PersonID
    package var vendor: VendorID?
    package var signedBy: UnitID
    /// First and last day, both included.
    package var startsOn: Day
    package var endsOn: Day
}

/// A row of `customers.csv`.
package struct ImportedCustomer: Sendable, Equatable {
    package var id: CustomerID
    package var unit: UnitID
    package var sensitivity: SensitivityID
    /// The person of the staff that this customer is.
    package var staff: PersonID?
    /// One value a field, in the order of ``CustomerBatch/fields``; empty where the customer has none. The field
    /// `phone` is in E.164 when it could be read.
    package var values: [String]
}

/// Some customers and the names of their fields.
package struct CustomerBatch: Sendable, Equatable {
    /// The same for every batch of one file.
    package var fields: [FieldName]
    package var customers: [ImportedCustomer]

    /// The fields that a customer of this batch has, with their values.
    package func fields(of customer: ImportedCustomer) -> [(name: FieldName, value: String)] {
        zip(fields, customer.values).compactMap { $1.isEmpty ? nil : ($0, $1) }
    }
}

/// A row of `tickets.csv`.
package struct ImportedTicket: Sendable, Equatable {
    package var id: TicketID
    package var customer: CustomerID
    package var purpose: PurposeID
    package var unit: UnitID?
    package var assignedTo: PersonID?
    package var openedBy: PersonID?
    package var openedAt: Moment
    /// `nil` while it is open.
    package var closedAt: Moment?
    /// How the customer came, e.g. `walk-in`; empty where unknown.
    package var channel: String
}

/// A row of `assignments.csv`: one customer of a person's book.
package struct ImportedAssignment: Sendable, Equatable {
    package var id: AssignmentID
    package var person: PersonID
    package var customer: CustomerID
    package var purpose: PurposeID
    /// First and last day, both included.
    package var startsOn: Day
    package var endsOn: Day
}

/// A row of `rosters.csv`: one shift of a person.
package struct ImportedShift: Sendable, Equatable {
    package var person: PersonID
    package var startsAt: Moment
    /// Not in the shift any more.
    package var endsAt: Moment
}
