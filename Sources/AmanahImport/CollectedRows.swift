package import AmanahCore
package import AmanahStore

/// Rows of a later import, kept until all of them are known to be sound; then they go into one durable batch.
package struct CollectedRows: ImportSink, Sendable {
    package private(set) var units: [UnitRow] = []
    package private(set) var vendors: [VendorRow] = []
    package private(set) var people: [PersonRecord] = []
    package private(set) var agreements: [AgreementRow] = []
    package private(set) var customers: [BulkLoader.Customer] = []
    package private(set) var tickets: [TicketRow] = []
    package private(set) var assignments: [AssignmentRow] = []
    package private(set) var shifts: [ShiftRow] = []

    package init() {}

    package mutating func units(_ batch: [ImportedUnit]) { units += batch.map(\.row) }
    package mutating func vendors(_ batch: [ImportedVendor]) { vendors += batch.map(\.row) }
    package mutating func people(_ batch: [ImportedPerson]) { people += batch.map(\.row) }
    package mutating func agreements(_ batch: [ImportedAgreement]) { agreements += batch.map(\.row) }
    package mutating func customers(_ batch: CustomerBatch) {
        let columns = CustomerColumns(batch.fields.map(\.rawValue))
        customers += batch.customers.map { columns.customer($0) }
    }
    package mutating func tickets(_ batch: [ImportedTicket]) { tickets += batch.map(\.row) }
    package mutating func assignments(_ batch: [ImportedAssignment]) { assignments += batch.map(\.row) }
    package mutating func shifts(_ batch: [ImportedShift]) { shifts += batch.map(\.row) }
    package mutating func finish() {}

    /// The customers in slices of at most so many, each as rows of their own; everything else stays behind.
    package func customerSlices(of size: Int) -> [CollectedRows] {
        stride(from: 0, to: customers.count, by: size).map { start in
            var slice = CollectedRows()
            slice.customers = Array(customers[start..<min(start + size, customers.count)])
            return slice
        }
    }
    package mutating func abort() { self = CollectedRows() }

    /// Leaves out the customers who were erased after their rows were checked: erasing him would have undone his row.
    ///
    /// - Returns: how many.
    package mutating func leaveOutErased(_ view: any ReadView) throws -> Int {
        let before = customers.count + tickets.count + assignments.count
        try customers.removeAll { try view.erasure(of: $0.id) != nil }
        try tickets.removeAll { try view.erasure(of: $0.facts.customer) != nil }
        try assignments.removeAll { try view.erasure(of: $0.customer) != nil }
        return before - customers.count - tickets.count - assignments.count
    }

    /// Leaves every known person in his place, and gives the places that the rows had for them.
    package mutating func keepPlaces(
        _ known: (PersonID) throws -> PersonRecord?
    ) rethrows -> [(person: PersonID, wanted: Place)] {
        var wanted: [(person: PersonID, wanted: Place)] = []
        for index in people.indices {
            guard let old = try known(people[index].id), old.place != people[index].place else { continue }
            wanted.append((old.id, people[index].place))
            people[index].place = old.place
        }
        return wanted
    }

    package mutating func move(_ person: PersonID, to place: Place) {
        for index in people.indices where people[index].id == person { people[index].place = place }
    }

    /// Writes everything into one batch. What a person's row does not say (suspension) stays as it was.
    ///
    /// A file can add protection and never takes any away by what it leaves out: a last day, a mark of sensitivity, a colleague's
    /// own record, a family card, who opened or assigned a ticket, and fields without a column stay.
    ///
    /// - Throws: ``StoreError`` where a ticket does not follow its old row, or a line would change that may not.
    package func write(to view: any WriteView, keys: KeyRing, at now: Moment, lines: LineRule = .kept) throws {
        for row in units { try view.put(unit: row) }
        for row in vendors { try view.put(vendor: row) }
        for var row in people {
            if let old = try view.person(row.id) {
                try lines.check(old, becomes: row)
                row.suspended = old.suspended
                row.lastDay = row.lastDay ?? old.lastDay
                if row.vetting == .carriedOver { row.vetting = old.vetting }
                if row.training == .carriedOver { row.training = old.training }
            } else {
                row.joinedAt = now
            }
            try view.put(person: row)
        }
        for row in agreements { try view.put(agreement: row) }
        for customer in customers { try write(customer, to: view, keys: keys) }
        for row in tickets { try write(row, to: view, at: now) }
        for row in assignments { try view.put(assignment: row) }
        try writeShifts(to: view)
    }

    /// A roster takes the place of what the same people had between its first and its last shift.
    private func writeShifts(to view: any WriteView) throws {
        for (person, own) in Dictionary(grouping: shifts, by: \.person) {
            guard let first = own.map(\.startsAt).min(), let last = own.map(\.endsAt).max() else { continue }
            try view.deleteShifts(of: person, startingFrom: first, before: last)
            for row in own { try view.put(shift: row) }
        }
    }

    private func write(_ ticket: TicketRow, to view: any WriteView, at now: Moment) throws {
        var row = ticket
        if let old = try view.ticket(ticket.facts.id) {
            do throws(TicketConflict) { row.facts = try old.facts.succeeded(by: ticket.facts, at: now) } catch {
                throw StoreError(.conflict, "ticket `\(ticket.facts.id)`: \(error.rawValue)")
            }
        }
        try view.put(ticket: row)
    }

    private func write(_ customer: BulkLoader.Customer, to view: any WriteView, keys: KeyRing) throws {
        var row = try keys.seal(
            customer: customer.id, unit: customer.unit, sensitivity: customer.sensitivity, staff: customer.staff,
            fields: customer.fields, household: customer.kk)
        var (phone, nik) = (customer.phone, customer.nik)
        if let old = try view.customer(customer.id) {
            // The key stays, so that what the log sealed under it stays readable; the version binds the new record.
            let key = try keys.customerKey(old.id, wrapped: old.wrappedKey)
            row.version = old.version + 1
            row.wrappedKey = old.wrappedKey
            let missing = old.fields.names.filter { name in !customer.fields.contains { $0.name == name } }
            let kept = try old.fields.open(missing, customer: old.id.rawValue, version: old.version, key: key)
            let fields = customer.fields + zip(missing, kept).compactMap { name, value in value.map { (name, $0) } }
            row.fields = try SealedFields(
                fields, customer: customer.id.rawValue, version: row.version, key: key)
            row.staff = row.staff ?? old.staff
            row.household = row.household ?? old.household
            if row.sensitivity == .ordinary { row.sensitivity = old.sensitivity }
            phone = phone ?? self.kept(of: "phone", missing, kept).flatMap { Normalized.phone($0) }
            nik = nik ?? self.kept(of: "nik", missing, kept).flatMap { Normalized.nationalNumber($0) }
        }
        var tags: [(KeyRing.Blind, [UInt8])] = []
        if let phone { tags.append((.phone, keys.blindTag(.phone, phone))) }
        if let nik { tags.append((.nik, keys.blindTag(.nik, nik))) }
        try view.put(customer: row, tags: tags)
    }

    private func kept(of name: String, _ names: [String], _ values: [String?]) -> String? {
        names.firstIndex(of: name).flatMap { values[$0] }
    }
}
