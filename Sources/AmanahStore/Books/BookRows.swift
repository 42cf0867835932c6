package import AmanahCore

/// A handing-out of customers.
package struct BookRow: Sendable, Equatable {
    package var id: BookID
    package var giver: PersonID
    package var purpose: PurposeID
    package var startsOn: Day
    package var endsOn: Day
    package var begunAt: Moment
    /// Since when it is in force; `nil` while its customers are being written: nothing of it counts before.
    package var openedAt: Moment?
    package var endedAt: Moment?
    package var body: Body

    /// What is sealed of it.
    package struct Body: Sendable, Equatable, Codable {
        package var rule: BookRule
        package var division: BookDivision
        package var seed: [UInt8]
        package var said: String
        /// When the customers of it were first in somebody's hands: progress counts from there.
        package var since: Moment
        package var endedBy: PersonID?
        package init(rule: BookRule, division: BookDivision, seed: [UInt8], said: String, since: Moment) {
            self.rule = rule
            self.division = division
            self.seed = seed
            self.said = said
            self.since = since
        }
    }

    package init(
        id: BookID, giver: PersonID, purpose: PurposeID, startsOn: Day, endsOn: Day, begunAt: Moment, body: Body
    ) {
        self.id = id
        self.giver = giver
        self.purpose = purpose
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.begunAt = begunAt
        self.body = body
    }
}

/// What one person has in hand of a book. Never changed but that it ends.
package struct PortionRow: Sendable, Equatable {
    package var number: Int64
    package var book: BookID
    package var person: PersonID
    package var customers: Int
    /// Over the list of its customers; the entry that opened it holds the same.
    package var digest: [UInt8]
    package var isOpen: Bool
    package init(number: Int64, book: BookID, person: PersonID, customers: Int, digest: [UInt8], isOpen: Bool) {
        self.number = number
        self.book = book
        self.person = person
        self.customers = customers
        self.digest = digest
        self.isOpen = isOpen
    }
}

package protocol BookReadView {
    /// - Throws: ``StoreError`` `sealBroken` where the row was edited.
    func book(_ id: BookID) throws -> BookRow?
    /// Books that were begun, newest first; those still being written too.
    func books(limit: Int) throws -> [BookRow]
    /// Books not ended whose last day is before a day, and those that never came into force.
    func unfinishedBooks(endedBefore day: Day) throws -> [BookRow]
    func portions(of book: BookID) throws -> [PortionRow]
    /// Every portion that is in force, whatever its days.
    func openPortions() throws -> [PortionRow]
    /// The customers of a portion by id.
    func customers(ofPortion number: Int64) throws -> [CustomerID]
    /// Customers in the hands of somebody for a purpose on any day of a period.
    func customersInHand(for purpose: PurposeID, from: Day, through: Day) throws -> Set<CustomerID>
    /// How many customers of a portion somebody looked at for a purpose, from one position of the log to before another.
    func lookedAt(ofPortion number: Int64, for purpose: PurposeID, from: Int64, before: Int64) throws -> Int
    /// Ordinary customers with a number above `after` and at most `count` above it, of some units, by number; with their
    /// sealed fields only where asked. Gives where the next slice begins, `nil` at the end.
    func ordinaryCustomers(
        after: Int64, count: Int64, units: Set<UnitID>, withFields: Bool
    ) throws -> (rows: [CustomerRow], next: Int64?)
}

package protocol BookWriteView {
    func put(book: BookRow) throws
    /// Begins a portion of a book that is not in force yet, and gives its number.
    func begin(portion: PortionRow, of book: BookRow) throws -> Int64
    func add(_ customers: ArraySlice<CustomerID>, toPortion number: Int64) throws
    /// Puts all portions of a book into force.
    func openPortions(of book: BookID) throws
    /// Ends a book's portions, or one of them; how many were in force.
    func closePortions(of book: BookID, person: PersonID?) throws -> Int
    /// Takes away a book that never came into force; at most so many of its customers at a time. `true` once it is gone.
    func drop(unopened book: BookID, atMost: Int) throws -> Bool
}
