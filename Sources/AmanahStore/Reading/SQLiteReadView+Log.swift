import AmanahCore
import AmanahLedger
import Foundation
import GRDB

extension SQLiteReadView {
    static let columns =
        "position, kind, at, person_id, unit_id, customer_id, purpose, ticket_id, look, workstation, person_details, customer_details"

    func act(_ row: Row) -> ActRow {
        ActRow(
            index: row.column(0),
            act: NewAct(
                kind: ActKind(rawValue: row.column(1)) ?? .denial, at: Moment(milliseconds: row.column(2)),
                person: (row.column(3) as String?).map { PersonID($0) },
                unit: (row.column(4) as String?).map { UnitID($0) },
                customer: (row.column(5) as String?).map { CustomerID($0) },
                purpose: (row.column(6) as String?).map { PurposeID($0) },
                ticket: (row.column(7) as String?).map { TicketID($0) },
                look: (row.column(8) as Int64?).map { LookID($0) },
                workstation: row.column(9), commitments: [], personDetails: row.bytes(10) ?? [],
                customerDetails: row.bytes(11)
            ))
    }

    func act(_ index: Int64) throws -> ActRow? {
        try first("SELECT \(Self.columns) FROM acts WHERE position = ?", [index], act)
    }

    /// Newest first. Every bound becomes part of one statement; values are always arguments.
    func acts(_ filter: ActFilter) throws -> [ActRow] {
        var terms: [String] = []
        var arguments: [(any DatabaseValueConvertible)?] = []
        func add(_ term: String, _ value: any DatabaseValueConvertible) {
            terms.append(term)
            arguments.append(value)
        }
        if let person = filter.person { add("person_id = ?", person.rawValue) }
        if let customer = filter.customer { add("customer_id = ?", customer.rawValue) }
        if let purpose = filter.purpose { add("purpose = ?", purpose.rawValue) }
        if let from = filter.from { add("at >= ?", from.milliseconds) }
        if let to = filter.to { add("at < ?", to.milliseconds) }
        if let before = filter.before { add("position < ?", before) }
        if let look = filter.look {
            add("position >= ?", look.ledgerIndex)
            terms.append("(position = ? OR look = ?)")
            arguments.append(contentsOf: [look.ledgerIndex, look.number])
        }
        if let units = filter.units {
            terms.append("unit_id IN (\(units.map { _ in "?" }.joined(separator: ",")))")
            arguments.append(contentsOf: units.map { $0.rawValue })
        }
        if let kinds = filter.kinds {
            terms.append("kind IN (\(kinds.map { String($0.rawValue) }.joined(separator: ",")))")
        }
        if filter.person != nil || filter.customer != nil { return try actsBySegments(filter, terms, arguments) }
        let condition = terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ")
        return try rows(
            "SELECT \(Self.columns) FROM acts \(condition) ORDER BY position DESC LIMIT ?", arguments + [filter.limit],
            act)
    }

    /// The acts of a person or a customer: one segment after the other from the newest, until there are enough.
    private func actsBySegments(
        _ filter: ActFilter, _ terms: [String], _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> [ActRow] {
        let index = filter.customer == nil ? "acts_person" : "acts_customer"
        let statement = """
            SELECT \(Self.columns) FROM acts INDEXED BY \(index)
            WHERE \(LogSegments.ofAct) = ? AND \(terms.joined(separator: " AND ")) ORDER BY position DESC LIMIT ?
            """
        guard let newest = try first("SELECT MAX(position) FROM acts", [], { $0.column(0) as Int64? }).flatMap({ $0 })
        else {
            return []
        }
        var found: [ActRow] = []
        var number = LogSegments.number(of: min(newest, max(0, filter.before ?? newest)))
        // What belongs to a look stands behind it.
        let oldest = filter.look.map { LogSegments.number(of: $0.ledgerIndex) } ?? 0
        while found.count < filter.limit, number >= oldest {
            found += try rows(statement, [number] + arguments + [filter.limit - found.count], act)
            if let from = filter.from, try begins(number, before: from) { break }
            number -= 1
        }
        return found
    }

    /// Whether all before a segment is older than a moment. An hour's slack covers a clock that went back.
    private func begins(_ segment: Int64, before moment: Moment) throws -> Bool {
        let at = try first(
            "SELECT at FROM acts WHERE position >= ? ORDER BY position LIMIT 1", [LogSegments.first(of: segment)]
        ) { $0.column(0) as Int64 }
        return (at ?? .max) < moment.milliseconds - 3_600_000
    }

    func countedActs(
        since: Moment, _ body: (_ person: PersonID, _ kind: ActKind, _ at: Moment, _ customer: CustomerID?) -> Void
    ) throws {
        // Positions grow with time but for a clock that went back; an hour's slack covers a correction.
        let stop = since.milliseconds - 3_600_000
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT a.at, a.kind, a.person_id, a.customer_id, substr(e.entry, 3, 1) = x'01', a.position, a.look
                FROM acts a JOIN entries e ON e.position = a.position ORDER BY a.position DESC
                """)
        // Acts while the clock stood back count as done at the latest time known by then (B8).
        var waiting: [(PersonID, ActKind, CustomerID?)] = []
        // Newest first: that a look was not shown is known before the look comes.
        var withheld: Set<Int64> = []
        while let row = try cursor.next() {
            let at: Int64 = row.column(0)
            let wentBack: Bool = row.column(4)
            if !wentBack, at < stop { break }
            let kind = ActKind(rawValue: row.column(1))
            if kind == .lookWithheld, let look = row.column(6) as Int64? { withheld.insert(look) }
            let isWithheld = kind == .look && withheld.contains(LookID(ledgerIndex: row.column(5)).number)
            if let kind, let person = row.column(2) as String?, !isWithheld {
                waiting.append((PersonID(person), kind, (row.column(3) as String?).map { CustomerID($0) }))
            }
            if wentBack { continue }
            if at >= since.milliseconds {
                for (person, kind, customer) in waiting { body(person, kind, Moment(milliseconds: at), customer) }
            }
            waiting.removeAll(keepingCapacity: true)
        }
    }

    func latestAt() throws -> Moment? { try SQLiteReadView.latestAt(db) }

    /// The newest entry whose clock had not gone back is the latest time of all.
    static func latestAt(_ db: Database) throws -> Moment? {
        let at = try Int64.fetchOne(
            db,
            sql: """
                SELECT a.at FROM acts a JOIN entries e ON e.position = a.position
                WHERE substr(e.entry, 3, 1) <> x'01' ORDER BY a.position DESC LIMIT 1
                """)
        return at.map { Moment(milliseconds: $0) }
    }

    func logSize() throws -> Int64 {
        try first("SELECT COALESCE(MAX(position) + 1, 0) FROM entries") { $0.column(0) } ?? 0
    }

    func counts() throws -> [(table: String, rows: Int)] {
        try ["units", "vendors", "people", "agreements", "customers", "tickets", "assignments"].map { table in
            (table: table, rows: try first("SELECT COUNT(*) FROM \(table)") { $0.column(0) } ?? 0)
        }
    }
}
