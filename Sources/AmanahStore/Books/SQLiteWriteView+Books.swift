import AmanahCore
import Foundation
import GRDB

extension SQLiteWriteView {
    func put(book: BookRow) throws {
        let body = try SealedBody(keys: keys, table: "books").seal(book.body, columns: book.columns)
        try run(
            """
            INSERT OR REPLACE INTO books (book_id, giver_id, purpose, starts_on, ends_on, begun_at, opened_at, ended_at,
                body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                book.id.rawValue, book.giver.rawValue, book.purpose.rawValue, book.startsOn.number, book.endsOn.number,
                book.begunAt.milliseconds, book.openedAt?.milliseconds, book.endedAt?.milliseconds, body,
            ])
    }

    func begin(portion: PortionRow, of book: BookRow) throws -> Int64 {
        try run(
            """
            INSERT INTO portions (book_id, person_id, purpose, starts_on, ends_on, customers, digest, is_open)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0)
            """,
            [
                book.id.rawValue, portion.person.rawValue, book.purpose.rawValue, book.startsOn.number,
                book.endsOn.number, portion.customers, Data(portion.digest),
            ])
        return db.lastInsertedRowID
    }

    func add(_ customers: ArraySlice<CustomerID>, toPortion number: Int64) throws {
        for customer in customers {
            try run(
                "INSERT INTO portion_customers (portion_id, customer_id) VALUES (?, ?)", [number, customer.rawValue])
        }
    }

    func openPortions(of book: BookID) throws {
        try run("UPDATE portions SET is_open = 1 WHERE book_id = ?", [book.rawValue])
        changed(control: false)
    }

    func closePortions(of book: BookID, person: PersonID?) throws -> Int {
        try run(
            "UPDATE portions SET is_open = 0 WHERE book_id = ?1 AND is_open = 1 AND (?2 IS NULL OR person_id = ?2)",
            [book.rawValue, person?.rawValue])
        changed(control: false)
        return db.changesCount
    }

    func drop(unopened book: BookID, atMost: Int) throws -> Bool {
        guard let row = try tables.book(book), row.openedAt == nil else { return true }
        try run(
            """
            DELETE FROM portion_customers WHERE (portion_id, customer_id) IN (
                SELECT c.portion_id, c.customer_id FROM portions p JOIN portion_customers c ON c.portion_id = p.portion_id
                WHERE p.book_id = ? LIMIT ?)
            """, [book.rawValue, atMost])
        guard db.changesCount < atMost else { return false }
        try run("DELETE FROM portions WHERE book_id = ?", [book.rawValue])
        try run("DELETE FROM books WHERE book_id = ?", [book.rawValue])
        return true
    }

    // A writer reads what it has written so far.
    func book(_ id: BookID) throws -> BookRow? { try tables.book(id) }
    func books(limit: Int) throws -> [BookRow] { try tables.books(limit: limit) }
    func unfinishedBooks(endedBefore day: Day) throws -> [BookRow] { try tables.unfinishedBooks(endedBefore: day) }
    func portions(of book: BookID) throws -> [PortionRow] { try tables.portions(of: book) }
    func openPortions() throws -> [PortionRow] { try tables.openPortions() }
    func customers(ofPortion number: Int64) throws -> [CustomerID] { try tables.customers(ofPortion: number) }
    func customersInHand(for purpose: PurposeID, from: Day, through: Day) throws -> Set<CustomerID> {
        try tables.customersInHand(for: purpose, from: from, through: through)
    }
    func lookedAt(ofPortion number: Int64, for purpose: PurposeID, from: Int64, before: Int64) throws -> Int {
        try reader.lookedAt(ofPortion: number, for: purpose, from: from, before: before)
    }
    func ordinaryCustomers(
        after: Int64, count: Int64, units: Set<UnitID>, withFields: Bool
    ) throws -> (rows: [CustomerRow], next: Int64?) {
        try tables.ordinaryCustomers(after: after, count: count, units: units, withFields: withFields)
    }
}
