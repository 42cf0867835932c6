import AmanahCore
package import AmanahStore

/// Hands a whole export to a new data folder.
package struct BulkSink: ImportSink {
    private let loader: BulkLoader

    package init(_ loader: BulkLoader) { self.loader = loader }

    package mutating func units(_ batch: [ImportedUnit]) throws {
        let rows = batch.map(\.row)
        try loader.write { view in for row in rows { try view.put(unit: row) } }
    }

    package mutating func vendors(_ batch: [ImportedVendor]) throws {
        let rows = batch.map(\.row)
        try loader.write { view in for row in rows { try view.put(vendor: row) } }
    }

    package mutating func people(_ batch: [ImportedPerson]) throws {
        let rows = batch.map(\.row)
        try loader.write { view in for row in rows { try view.put(person: row) } }
    }

    package mutating func agreements(_ batch: [ImportedAgreement]) throws {
        let rows = batch.map(\.row)
        try loader.write { view in for row in rows { try view.put(agreement: row) } }
    }

    package mutating func customers(_ batch: CustomerBatch) throws {
        let names = batch.fields.map(\.rawValue)
        let columns = CustomerColumns(names)
        try loader.customers(batch.customers.map { columns.customer($0) })
    }

    package mutating func tickets(_ batch: [ImportedTicket]) throws {
        let rows = batch.map(\.row)
        try loader.write { view in for row in rows { try view.put(ticket: row) } }
    }

    package mutating func assignments(_ batch: [ImportedAssignment]) throws {
        let rows = batch.map(\.row)
        try loader.write { view in for row in rows { try view.put(assignment: row) } }
    }

    package mutating func shifts(_ batch: [ImportedShift]) throws {
        let rows = batch.map(\.row)
        try loader.write { view in for row in rows { try view.put(shift: row) } }
    }

    package mutating func finish() throws { try loader.finish() }
    package mutating func abort() { loader.abandon() }
}

/// Where the searched columns stand in a file of customers.
package struct CustomerColumns: Sendable {
    private let names: [String]
    private let phone: Int?
    private let nik: Int?
    private let kk: Int?

    package init(_ names: [String]) {
        self.names = names
        phone = names.firstIndex(of: "phone")
        nik = names.firstIndex(of: "nik")
        kk = names.firstIndex(of: "kk")
    }

    package func customer(_ row: ImportedCustomer) -> BulkLoader.Customer {
        func value(_ place: Int?) -> String? {
            place.flatMap { row.values[$0].isEmpty ? nil : row.values[$0] }
        }
        return BulkLoader.Customer(
            id: row.id, unit: row.unit, sensitivity: row.sensitivity, staff: row.staff,
            fields: Array(zip(names, row.values).map { (name: $0, value: $1) }),
            phone: value(phone).flatMap { Normalized.phone($0) },
            nik: value(nik).flatMap { Normalized.nationalNumber($0) },
            kk: value(kk).flatMap { Normalized.nationalNumber($0) })
    }
}

extension ImportedUnit {
    package var row: UnitRow { UnitRow(id: id, parent: parent, kind: kind.rawValue, name: name, zone: zone) }
}

extension ImportedVendor {
    package var row: VendorRow { VendorRow(id: id, name: name) }
}

extension ImportedPerson {
    package var row: PersonRecord {
        PersonRecord(
            id: id, name: name, role: role, unit: unit, supervisor: supervisor, employment: employment.rawValue,
            vendor: vendor, vetting: vetting, training: training, lastDay: lastDay, suspended: false)
    }
}

extension ImportedAgreement {
    package var row: AgreementRow {
        AgreementRow(id: id, person: person, vendor: vendor, signedBy: signedBy, startsOn: startsOn, endsOn: endsOn)
    }
}

extension ImportedTicket {
    package var row: TicketRow {
        TicketRow(
            facts: Facts.Ticket(
                id: id, customer: customer, purpose: purpose, assignedTo: assignedTo, openedBy: openedBy,
                assignedBy: nil,
                openedAt: openedAt, closedAt: closedAt, byPresence: false),
            unit: unit ?? UnitID(""), channel: channel)
    }
}

extension ImportedShift {
    package var row: ShiftRow { ShiftRow(person: person, startsAt: startsAt, endsAt: endsAt) }
}

extension ImportedAssignment {
    package var row: AssignmentRow {
        AssignmentRow(id: id, person: person, customer: customer, purpose: purpose, startsOn: startsOn, endsOn: endsOn)
    }
}
