import AmanahCore
import AmanahLedger
import Foundation
import GRDB

/// Reads out of one SQLite transaction. Statements are cached by the connection; rows are decoded by position.
struct SQLiteReadView: ReadView {
    let db: Database
    let keys: KeyRing
    /// Asked before the tables of grants, where there is one.
    var holders: GrantHolders?

    func rows<T>(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], _ decode: (Row) throws -> T
    ) throws -> [T] {
        let statement = try db.cachedStatement(sql: sql)
        var out: [T] = []
        let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
        while let row = try cursor.next() { out.append(try decode(row)) }
        return out
    }

    func first<T>(
        _ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = [], _ decode: (Row) throws -> T
    ) throws -> T? {
        let statement = try db.cachedStatement(sql: sql)
        let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments))
        guard let row = try cursor.next() else { return nil }
        return try decode(row)
    }

    // MARK: Customers

    private static let customerColumns =
        "c.unit_id, c.sensitivity, c.staff_person_id, c.household, c.version, c.fields, c.mark"
    private static let customerStatement = """
        SELECT \(customerColumns), k.wrapped
        FROM customers c JOIN customer_keys k ON k.number = c.number WHERE c.customer_id = ?
        """
    private static let keylessStatement = "SELECT \(customerColumns) FROM customers c WHERE c.customer_id = ?"

    /// - Parameter key: his wrapped key, where it is not on the disk yet.
    func customer(_ id: CustomerID, key: [UInt8]? = nil) throws -> CustomerRow? {
        try db.direct(key == nil ? Self.customerStatement : Self.keylessStatement) { statement in
            try statement.bind(1, id.rawValue)
            guard try statement.step() else { return nil }
            var row = CustomerRow(
                id: id, unit: UnitID(statement.text(0)), sensitivity: SensitivityID(statement.text(1)),
                staff: statement.textOrNull(2).map { PersonID($0) }, household: statement.bytesOrNull(3),
                version: Int(statement.integer(4)), fields: SealedFields(bytes: statement.bytes(5)),
                wrappedKey: key ?? statement.bytes(7))
            row.isAsWritten = statement.bytesOrNull(6) == keys.mark(row)
            return row
        }
    }

    func customer(_ id: CustomerID) throws -> CustomerRow? { try customer(id, key: nil) }

    func isKnown(_ id: CustomerID) throws -> Bool {
        try first(
            """
            SELECT (SELECT COUNT(*) FROM customers WHERE customer_id = ?)
                + (SELECT COUNT(*) FROM erasures WHERE customer_id = ?)
            """, [id.rawValue, id.rawValue]
        ) { row in row.column(0) as Int64 > 0 } ?? false
    }

    func customers(_ kind: KeyRing.Blind, tag: [UInt8], limit: Int) throws -> [CustomerID] {
        try rows(
            """
            SELECT c.customer_id FROM blind_index b JOIN customers c ON c.number = b.number
            WHERE b.kind = ? AND b.tag = ? ORDER BY b.number LIMIT ?
            """, [Int(kind.rawValue), Data(tag), limit]
        ) { CustomerID($0.column(0) as String) }
    }

    // MARK: Tickets and books

    static let ticketColumns =
        "ticket_id, customer_id, purpose, unit_id, assigned_to, opened_at, closed_at, channel, opened_by, assigned_by, by_presence"

    func ticket(_ row: Row) -> TicketRow {
        TicketRow(
            facts: Facts.Ticket(
                id: TicketID(row.column(0) as String), customer: CustomerID(row.column(1) as String),
                purpose: PurposeID(row.column(2) as String),
                assignedTo: (row.column(4) as String?).map { PersonID($0) },
                openedBy: (row.column(8) as String?).map { PersonID($0) },
                assignedBy: (row.column(9) as String?).map { PersonID($0) },
                openedAt: row.moment(5) ?? Moment(seconds: 0),
                closedAt: row.moment(6), byPresence: row.column(10) as Bool),
            unit: UnitID(row.column(3) as String), channel: row.column(7))
    }

    private static let ticketStatement = """
        SELECT \(ticketColumns), (SELECT mark FROM marks WHERE tbl = \(GuardedTable.tickets.rawValue) AND id = ticket_id)
        FROM tickets WHERE ticket_id = ?
        """

    func ticket(_ id: TicketID) throws -> TicketRow? {
        try db.direct(Self.ticketStatement) { statement in
            try statement.bind(1, id.rawValue)
            guard try statement.step() else { return nil }
            var row = TicketRow(
                facts: Facts.Ticket(
                    id: id, customer: CustomerID(statement.text(1)), purpose: PurposeID(statement.text(2)),
                    assignedTo: statement.textOrNull(4).map { PersonID($0) },
                    openedBy: statement.textOrNull(8).map { PersonID($0) },
                    assignedBy: statement.textOrNull(9).map { PersonID($0) },
                    openedAt: Moment(milliseconds: statement.integer(5)),
                    closedAt: statement.integerOrNull(6).map { Moment(milliseconds: $0) },
                    byPresence: statement.integer(10) != 0),
                unit: UnitID(statement.text(3)), channel: statement.text(7))
            row.isAsWritten = holds(.tickets, id.rawValue, statement)
            return row
        }
    }

    func openTickets(of person: PersonID, at: Moment, limit: Int) throws -> [TicketRow] {
        try rows(
            """
            SELECT \(Self.ticketColumns) FROM tickets
            WHERE assigned_to = ?1 AND (closed_at IS NULL OR closed_at > ?2) AND opened_at <= ?2
                AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.customer_id = tickets.customer_id)
            ORDER BY opened_at, ticket_id LIMIT ?3
            """, [person.rawValue, at.milliseconds, limit], ticket
        ).filter { try holds(.tickets, $0.facts.id.rawValue) }
    }

    func openTickets(of person: PersonID, customer: CustomerID, at: Moment) throws -> [TicketRow] {
        try rows(
            """
            SELECT \(Self.ticketColumns) FROM tickets
            WHERE assigned_to = ?1 AND (closed_at IS NULL OR closed_at > ?2) AND opened_at <= ?2 AND customer_id = ?3
            ORDER BY opened_at, ticket_id LIMIT 20
            """, [person.rawValue, at.milliseconds, customer.rawValue], ticket
        ).filter { try holds(.tickets, $0.facts.id.rawValue) }
    }

    private static let assignmentColumns = "assignment_id, person_id, customer_id, purpose, starts_on, ends_on"

    private func assignment(_ row: Row) -> AssignmentRow {
        AssignmentRow(
            id: AssignmentID(row.column(0) as String), person: PersonID(row.column(1) as String),
            customer: CustomerID(row.column(2) as String),
            purpose: PurposeID(row.column(3) as String), startsOn: Day(number: row.column(4)),
            endsOn: Day(number: row.column(5)))
    }

    private static let assignmentStatement = """
        SELECT \(assignmentColumns),
            (SELECT mark FROM marks WHERE tbl = \(GuardedTable.assignments.rawValue) AND id = assignment_id)
        FROM assignments
        WHERE person_id = ?1 AND customer_id = ?2 AND purpose = ?3 AND starts_on <= ?4 AND ends_on >= ?4 LIMIT 1
        """

    private static let portionStatement = """
        SELECT p.book_id, p.starts_on, p.ends_on FROM portions p
        JOIN portion_customers c ON c.portion_id = p.portion_id AND c.customer_id = ?2
        WHERE p.person_id = ?1 AND p.purpose = ?3 AND p.is_open = 1 AND p.starts_on <= ?4 AND p.ends_on >= ?4 LIMIT 1
        """

    /// What was imported and what a superior handed out, as one table.
    private static let inHand = """
        (SELECT \(assignmentColumns) FROM assignments WHERE person_id = ?1
        UNION ALL
        SELECT p.book_id, p.person_id, c.customer_id, p.purpose, p.starts_on, p.ends_on
        FROM portions p JOIN portion_customers c ON c.portion_id = p.portion_id
        WHERE p.person_id = ?1 AND p.is_open = 1)
        """

    func assignment(
        person: PersonID, customer: CustomerID, purpose: PurposeID, on day: Day
    ) throws -> AssignmentRow? {
        func found(_ sql: String, _ body: (DirectStatement) -> AssignmentRow) throws -> AssignmentRow? {
            try db.direct(sql) { statement in
                try statement.bind(1, person.rawValue)
                try statement.bind(2, customer.rawValue)
                try statement.bind(3, purpose.rawValue)
                try statement.bind(4, day.number)
                return try statement.step() ? body(statement) : nil
            }
        }
        func row(_ statement: DirectStatement, days first: CInt) -> AssignmentRow {
            AssignmentRow(
                id: AssignmentID(statement.text(0)), person: person, customer: customer, purpose: purpose,
                startsOn: Day(number: statement.integer(first)), endsOn: Day(number: statement.integer(first + 1)))
        }
        let imported = try found(Self.assignmentStatement) { statement in
            var row = row(statement, days: 4)
            row.isAsWritten = holds(.assignments, row.id.rawValue, statement)
            return row
        }
        // What a superior handed out is held against its entry by the check of books.
        return try imported ?? found(Self.portionStatement) { row($0, days: 1) }
    }

    func assignments(of person: PersonID, on day: Day, limit: Int) throws -> [AssignmentRow] {
        try rows(
            """
            SELECT \(Self.assignmentColumns) FROM \(Self.inHand)
            WHERE starts_on <= ?2 AND ends_on >= ?2 ORDER BY ends_on, assignment_id, customer_id LIMIT ?3
            """, [person.rawValue, day.number, limit], assignment
        ).filter { try holds(.assignments, $0.id.rawValue) }
    }

    func assignments(of person: PersonID, customer: CustomerID, on day: Day) throws -> [AssignmentRow] {
        try rows(
            """
            SELECT \(Self.assignmentColumns) FROM \(Self.inHand)
            WHERE customer_id = ?2 AND starts_on <= ?3 AND ends_on >= ?3 LIMIT 20
            """, [person.rawValue, customer.rawValue, day.number], assignment
        ).filter { try holds(.assignments, $0.id.rawValue) }
    }

    // MARK: Signing in, presence, verify

    func credential(_ person: PersonID) throws -> CredentialRow? {
        guard try holds(.credentials, person.rawValue) else {
            throw StoreError(
                .sealBroken, "the credentials of `\(person)` were changed outside the gateway: see `amanah reconcile`")
        }
        return try first(
            """
            SELECT password, must_change, secret, secret_confirmed, last_step, failures, locked_until
            FROM credentials WHERE person_id = ?
            """, [person.rawValue]
        ) { row in
            var credential = CredentialRow(person: person)
            credential.password = row.column(0)
            credential.mustChange = row.column(1)
            credential.secret = try row.bytes(2).map {
                try keys.openStaff($0, table: "credentials", row: person.rawValue, field: "secret")
            }
            credential.secretConfirmed = row.column(3)
            credential.lastStep = row.column(4)
            credential.failures = row.column(5)
            credential.lockedUntil = row.moment(6)
            return credential
        }
    }

    private static let sessionColumns =
        "session_id, token_tag, person_id, created_at, last_seen_at, ended_at, is_service"

    private func session(_ row: Row) -> SessionRow {
        SessionRow(
            id: row.column(0), tokenTag: row.bytes(1) ?? [], person: PersonID(row.column(2) as String),
            createdAt: row.moment(3) ?? Moment(seconds: 0), lastSeenAt: row.moment(4) ?? Moment(seconds: 0),
            endedAt: row.moment(5), isService: row.column(6))
    }

    func sessions(notEndedAt now: Moment) throws -> [SessionRow] {
        try rows(
            "SELECT \(Self.sessionColumns) FROM sessions WHERE ended_at IS NULL OR ended_at > ?", [now.milliseconds],
            session)
    }

    func session(_ id: String) throws -> SessionRow? {
        try first("SELECT \(Self.sessionColumns) FROM sessions WHERE session_id = ?", [id], session)
    }

    func presence(_ id: String) throws -> PresenceRow? {
        try first(
            """
            SELECT person_id, purpose, customer_id, code_tag, expires_at, tries_left, used_at FROM presences
            WHERE presence_id = ?
            """, [id]
        ) { row in
            PresenceRow(
                id: id, person: PersonID(row.column(0) as String), purpose: PurposeID(row.column(1) as String),
                customer: (row.column(2) as String?).map { CustomerID($0) }, codeTag: row.bytes(3) ?? [],
                expiresAt: row.moment(4) ?? Moment(seconds: 0), triesLeft: row.column(5), usedAt: row.moment(6))
        }
    }

    func verifyMisses(
        customer: CustomerID, field: FieldName, person: PersonID, since: Moment
    ) throws -> (own: Int, all: Int) {
        let found = try first(
            """
            SELECT COALESCE(SUM(person_id = ?1), 0), COUNT(*) FROM verify_misses
            WHERE customer_id = ?2 AND field = ?3 AND at >= ?4
            """, [person.rawValue, customer.rawValue, field.rawValue, since.milliseconds]
        ) { ($0.column(0) as Int, $0.column(1) as Int) }
        return (own: found?.0 ?? 0, all: found?.1 ?? 0)
    }
}

extension Row {
    func bytes(_ index: Int) -> [UInt8]? {
        (column(index) as Data?).map { Array($0) }
    }

    func moment(_ index: Int) -> Moment? {
        (column(index) as Int64?).map { Moment(milliseconds: $0) }
    }
}
