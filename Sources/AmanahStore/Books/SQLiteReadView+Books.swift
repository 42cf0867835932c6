import AmanahCore
import Foundation
import GRDB

extension BookRow {
    /// Every column beside the body, as its seal is bound to them.
    var columns: [String] {
        [
            id.rawValue, giver.rawValue, purpose.rawValue, String(startsOn.number), String(endsOn.number),
            String(begunAt.milliseconds), openedAt.map { String($0.milliseconds) } ?? "",
            endedAt.map { String($0.milliseconds) } ?? "",
        ]
    }
}

extension SQLiteReadView {
    private static let bookColumns =
        "book_id, giver_id, purpose, starts_on, ends_on, begun_at, opened_at, ended_at, body"

    private func book(_ row: Row) throws -> BookRow {
        var book = BookRow(
            id: BookID(row.column(0) as String), giver: PersonID(row.column(1) as String),
            purpose: PurposeID(row.column(2) as String),
            startsOn: Day(number: row.column(3)), endsOn: Day(number: row.column(4)),
            begunAt: Moment(milliseconds: row.column(5)),
            body: BookRow.Body(
                rule: .list([]), division: .equal, seed: [], said: "", since: Moment(milliseconds: row.column(5))))
        book.openedAt = row.moment(6)
        book.endedAt = row.moment(7)
        book.body = try SealedBody(keys: keys, table: "books").open(row.bytes(8) ?? [], columns: book.columns)
        return book
    }

    func book(_ id: BookID) throws -> BookRow? {
        try first("SELECT \(Self.bookColumns) FROM books WHERE book_id = ?", [id.rawValue], book)
    }

    /// A row that was edited blinds nobody to the others; the check of the books names it.
    private func legibleBook(_ row: Row) throws -> BookRow? {
        do { return try book(row) } catch let error as StoreError where error.code == .sealBroken { return nil }
    }

    func books(limit: Int) throws -> [BookRow] {
        try rows(
            "SELECT \(Self.bookColumns) FROM books ORDER BY begun_at DESC, length(book_id) DESC, book_id DESC LIMIT ?",
            [limit], legibleBook
        ).compactMap(\.self)
    }

    func unfinishedBooks(endedBefore day: Day) throws -> [BookRow] {
        try rows(
            "SELECT \(Self.bookColumns) FROM books WHERE ended_at IS NULL AND (ends_on < ? OR opened_at IS NULL)",
            [day.number], legibleBook
        ).compactMap(\.self)
    }

    private static let portionColumns = "portion_id, book_id, person_id, customers, digest, is_open"

    private func portion(_ row: Row) -> PortionRow {
        PortionRow(
            number: row.column(0), book: BookID(row.column(1) as String), person: PersonID(row.column(2) as String),
            customers: row.column(3),
            digest: row.bytes(4) ?? [], isOpen: row.column(5))
    }

    func portions(of book: BookID) throws -> [PortionRow] {
        try rows(
            "SELECT \(Self.portionColumns) FROM portions WHERE book_id = ? ORDER BY portion_id", [book.rawValue],
            portion)
    }

    func openPortions() throws -> [PortionRow] {
        try rows("SELECT \(Self.portionColumns) FROM portions WHERE is_open = 1 ORDER BY portion_id", [], portion)
    }

    func customers(ofPortion number: Int64) throws -> [CustomerID] {
        try rows("SELECT customer_id FROM portion_customers WHERE portion_id = ? ORDER BY customer_id", [number]) {
            CustomerID($0.column(0) as String)
        }
    }

    func customersInHand(for purpose: PurposeID, from: Day, through: Day) throws -> Set<CustomerID> {
        Set(
            try rows(
                """
                SELECT customer_id FROM assignments WHERE purpose = ?1 AND starts_on <= ?3 AND ends_on >= ?2
                UNION
                SELECT c.customer_id FROM portions p JOIN portion_customers c ON c.portion_id = p.portion_id
                WHERE p.is_open = 1 AND p.purpose = ?1 AND p.starts_on <= ?3 AND p.ends_on >= ?2
                """, [purpose.rawValue, from.number, through.number]
            ) { CustomerID($0.column(0) as String) })
    }

    func lookedAt(ofPortion number: Int64, for purpose: PurposeID, from: Int64, before: Int64) throws -> Int {
        try first(
            """
            \(LogSegments.with(from: "?2", before: "?3"))
            SELECT COUNT(DISTINCT c.customer_id)
            FROM segments CROSS JOIN portion_customers c CROSS JOIN acts a INDEXED BY acts_customer
            WHERE c.portion_id = ?1 AND \(LogSegments.ofAct) = number AND a.customer_id = c.customer_id
                AND position >= ?2 AND position < ?3 AND kind = ?4 AND purpose = ?5
            """, [number, from, before, Int(ActKind.look.rawValue), purpose.rawValue]
        ) { $0.column(0) as Int } ?? 0
    }

    func ordinaryCustomers(
        after: Int64, count: Int64, units: Set<UnitID>, withFields: Bool
    ) throws -> (rows: [CustomerRow], next: Int64?) {
        let fields = withFields ? "c.fields, k.wrapped" : "x'', x''"
        let join = withFields ? "JOIN customer_keys k ON k.number = c.number" : ""
        let found = try rows(
            """
            SELECT c.customer_id, c.unit_id, c.version, \(fields) FROM customers c \(join)
            WHERE c.number > ? AND c.number <= ? AND c.sensitivity = ? AND c.staff_person_id IS NULL
                AND c.customer_id NOT IN (SELECT customer_id FROM erasures)
            """, [after, after + count, SensitivityID.ordinary.rawValue]
        ) { row -> CustomerRow? in
            let unit = UnitID(row.column(1) as String)
            guard units.contains(unit) else { return nil }
            return CustomerRow(
                id: CustomerID(row.column(0) as String), unit: unit, sensitivity: .ordinary, staff: nil, household: nil,
                version: row.column(2), fields: SealedFields(bytes: row.bytes(3) ?? []), wrappedKey: row.bytes(4) ?? [])
        }
        let next = try first(
            "SELECT number FROM customers WHERE number > ? ORDER BY number LIMIT 1", [after + count]
        ) { ($0.column(0) as Int64) - 1 }
        return (found.compactMap(\.self), next)
    }
}
