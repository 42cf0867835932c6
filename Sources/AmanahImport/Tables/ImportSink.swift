package import AmanahCore

/// Where an import writes.
///
/// Rows come in the order of ``ImportTable``, the large tables in batches of at most ``batchSize``, each table's rows in
/// the file's order and each id at most once. Every reference in a row is to a row handed over before or to one that the
/// ``KnownRecords`` named, but for a person's supervisor and a unit's parent, which may stand later in the same table.
///
/// Exactly one of ``finish()`` and ``abort()`` ends an import. Until ``finish()`` returns, nothing handed over may be
/// visible to anyone; after ``abort()``, or when any call throws, nothing of it may remain.
package protocol ImportSink {
    mutating func units(_ batch: [ImportedUnit]) throws
    mutating func vendors(_ batch: [ImportedVendor]) throws
    mutating func people(_ batch: [ImportedPerson]) throws
    mutating func agreements(_ batch: [ImportedAgreement]) throws
    mutating func customers(_ batch: CustomerBatch) throws
    mutating func tickets(_ batch: [ImportedTicket]) throws
    mutating func assignments(_ batch: [ImportedAssignment]) throws
    mutating func shifts(_ batch: [ImportedShift]) throws
    /// Makes the whole import durable and visible at once.
    mutating func finish() throws
    /// Takes back everything; must not fail.
    mutating func abort()
}

extension ImportSink {
    package static var batchSize: Int { 2000 }
}

/// Checks and keeps nothing; for `amanah init --check` and for measuring.
package struct NullSink: ImportSink {
    /// Rows taken, by table.
    package private(set) var counts: [ImportTable: Int] = [:]
    package private(set) var finished = false
    package private(set) var aborted = false

    package init() {}
    package mutating func units(_ batch: [ImportedUnit]) { counts[.units, default: 0] += batch.count }
    package mutating func vendors(_ batch: [ImportedVendor]) { counts[.vendors, default: 0] += batch.count }
    package mutating func people(_ batch: [ImportedPerson]) { counts[.people, default: 0] += batch.count }
    package mutating func agreements(_ batch: [ImportedAgreement]) { counts[.agreements, default: 0] += batch.count }
    package mutating func customers(_ batch: CustomerBatch) { counts[.customers, default: 0] += batch.customers.count }
    package mutating func tickets(_ batch: [ImportedTicket]) { counts[.tickets, default: 0] += batch.count }
    package mutating func assignments(_ batch: [ImportedAssignment]) {
        counts[.assignments, default: 0] += batch.count
    }
    package mutating func shifts(_ batch: [ImportedShift]) { counts[.rosters, default: 0] += batch.count }
    package mutating func finish() { finished = true }
    package mutating func abort() { aborted = true }
}

/// What is there before an import; an import of one table refers to it.
package protocol KnownRecords {
    func knows(unit: UnitID) throws -> Bool
    func knows(vendor: VendorID) throws -> Bool
    func knows(person: PersonID) throws -> Bool
    func knows(customer: CustomerID) throws -> Bool
    /// Whether somebody had this id and was erased: nothing comes in under it any more.
    func erased(customer: CustomerID) throws -> Bool
    /// Whether what a row with these fields leaves as it is in a customer's record can be opened; `true` where he is not there.
    func opens(customer: CustomerID, beside fields: [FieldName]) throws -> Bool
    /// What speaks against a ticket that is there already and becomes this one.
    func conflict(of ticket: ImportedTicket) throws -> TicketConflict?
    /// The supervisor of a person who is there, `nil` at the top of the line or when there is no such person.
    func supervisor(of person: PersonID) throws -> PersonID?
    /// The parent of a unit that is there, `nil` at the top of the tree or when there is no such unit.
    func parent(of unit: UnitID) throws -> UnitID?
}

/// Nothing is there yet.
package struct NothingKnown: KnownRecords {
    package init() {}
    package func knows(unit: UnitID) -> Bool { false }
    package func knows(vendor: VendorID) -> Bool { false }
    package func knows(person: PersonID) -> Bool { false }
    package func knows(customer: CustomerID) -> Bool { false }
    package func erased(customer: CustomerID) -> Bool { false }
    package func opens(customer: CustomerID, beside fields: [FieldName]) -> Bool { true }
    package func conflict(of ticket: ImportedTicket) -> TicketConflict? { nil }
    package func supervisor(of person: PersonID) -> PersonID? { nil }
    package func parent(of unit: UnitID) -> UnitID? { nil }
}

/// The charter's words that an import must use.
package struct ImportRules: Sendable {
    package var roles: Set<RoleID>
    package var purposes: Set<PurposeID>
    package var sensitivities: Set<SensitivityID>
    /// Columns of customers that become fields; the others are left behind. `nil` takes every column.
    package var fields: Set<FieldName>?
    package var regions: Regions
    /// Wrong NIK, KK and telephone numbers refuse the import instead of warning.
    package var strict: Bool

    package init(
        roles: Set<RoleID>, purposes: Set<PurposeID>, sensitivities: Set<SensitivityID>, fields: Set<FieldName>? = nil,
        regions: Regions = .indonesia, strict: Bool = false
    ) {
        self.roles = roles
        self.purposes = purposes
        self.sensitivities = sensitivities.union([.ordinary])
        self.fields = fields
        self.regions = regions
        self.strict = strict
    }

    package init(charter: Charter, regions: Regions = .indonesia, strict: Bool = false) {
        self.init(
            roles: Set(charter.roles.map(\.id)), purposes: Set(charter.purposes.map(\.id)),
            sensitivities: Set(charter.sensitivity.map(\.id)), fields: Set(charter.fields.map(\.name)),
            regions: regions, strict: strict)
    }
}
