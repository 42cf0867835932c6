import AmanahCore

// A writer reads what it has written so far.
extension SQLiteWriteView {
    /// Reads everything, the log's newest entries too. What waits to be appended is written first: ``tables`` is enough, and
    /// cheaper, for whatever is not of the log.
    var reader: SQLiteReadView {
        get throws {
            try writeWaiting()
            return tables
        }
    }

    func organisation() throws -> OrganisationRows {
        let strangers = try self.strangers ?? Set(tables.strangers(GuardedTable.ofOrganisation))
        self.strangers = strangers
        return try tables.organisation(without: strangers)
    }
    func charters() throws -> [CharterRow] { try tables.charters() }
    func isKnown(_ id: CustomerID) throws -> Bool { try tables.isKnown(id) }
    func customers(_ kind: KeyRing.Blind, tag: [UInt8], limit: Int) throws -> [CustomerID] {
        try tables.customers(kind, tag: tag, limit: limit)
    }
    func ticket(_ id: TicketID) throws -> TicketRow? { try tables.ticket(id) }
    func openTickets(of person: PersonID, at: Moment, limit: Int) throws -> [TicketRow] {
        try tables.openTickets(of: person, at: at, limit: limit)
    }
    func openTickets(of person: PersonID, customer: CustomerID, at: Moment) throws -> [TicketRow] {
        try tables.openTickets(of: person, customer: customer, at: at)
    }
    func assignment(person: PersonID, customer: CustomerID, purpose: PurposeID, on day: Day) throws -> AssignmentRow? {
        try tables.assignment(person: person, customer: customer, purpose: purpose, on: day)
    }
    func assignments(of person: PersonID, on day: Day, limit: Int) throws -> [AssignmentRow] {
        try tables.assignments(of: person, on: day, limit: limit)
    }
    func assignments(of person: PersonID, customer: CustomerID, on day: Day) throws -> [AssignmentRow] {
        try tables.assignments(of: person, customer: customer, on: day)
    }
    func credential(_ person: PersonID) throws -> CredentialRow? { try tables.credential(person) }
    func session(_ id: String) throws -> SessionRow? { try tables.session(id) }
    func latestAt() throws -> Moment? { try reader.latestAt() }
    func sessions(notEndedAt: Moment) throws -> [SessionRow] { try tables.sessions(notEndedAt: notEndedAt) }
    func presence(_ id: String) throws -> PresenceRow? { try tables.presence(id) }
    func verifyMisses(
        customer: CustomerID, field: FieldName, person: PersonID, since: Moment
    ) throws -> (own: Int, all: Int) {
        try tables.verifyMisses(customer: customer, field: field, person: person, since: since)
    }
    func acts(_ filter: ActFilter) throws -> [ActRow] { try reader.acts(filter) }
    func act(_ index: Int64) throws -> ActRow? { try reader.act(index) }
    func countedActs(
        since: Moment, _ body: (_ person: PersonID, _ kind: ActKind, _ at: Moment, _ customer: CustomerID?) -> Void
    ) throws { try reader.countedActs(since: since, body) }
    func logSize() throws -> Int64 { try reader.logSize() }
    func counts() throws -> [(table: String, rows: Int)] { try reader.counts() }
}
