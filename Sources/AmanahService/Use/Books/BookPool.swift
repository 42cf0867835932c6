import AmanahCore
import AmanahStore

/// The customers that a rule finds: ordinary ones of the giver's scope that nobody has in hand for the purpose.
struct BookPool: Sendable {
    var customers: [CustomerID]
    /// Fitting ones that somebody has in hand already.
    var inHand: Int
}

extension Amanah {
    /// Customers that one book may hold.
    package static let longestBook = 100_000
    /// Rows read at one go; a scan gives the connection back in between.
    private static let scanned: Int64 = 5000
    /// The same where each record's field is opened.
    private static let opened: Int64 = 1000

    /// Reads the customers of a rule. Who is unknown, foreign, marked or of the staff is passed over alike (L6).
    ///
    /// - Complexity: one pass over the table of customers; for a segment one decryption a customer of the units.
    func pool(
        _ rule: BookRule, for purpose: PurposeID, from: Day, through: Day, _ rights: BookRights
    ) async throws(ServiceError) -> BookPool {
        let inHand = try reading { try $0.customersInHand(for: purpose, from: from, through: through) }
        var fitting: Set<CustomerID> = []
        switch rule {
        case .moved: break
        case .list(let listed):
            for start in stride(from: 0, to: listed.count, by: 1000) {
                try reading { view in
                    for id in listed[start..<min(start + 1000, listed.count)] {
                        guard let row = try view.customer(id), !row.isSensitive, row.fields.bytes.count > 0,
                            rights.member.scope.contains(row.unit)
                        else { continue }
                        fitting.insert(id)
                    }
                }
                await Task.yield()
            }
        case .choice(let choice): fitting = try await chosen(choice, rights)
        }
        return BookPool(
            customers: fitting.subtracting(inHand).sorted(), inHand: fitting.intersection(inHand).count)
    }

    private func chosen(_ choice: BookRule.Choice, _ rights: BookRights) async throws(ServiceError) -> Set<CustomerID> {
        let units = try rights.units(choice.units)
        if let segment = choice.segment {
            let charter = rights.organisation.charter
            guard let number = charter.fieldNumber(segment.field), charter.books.segments.contains(number) else {
                throw .invalid(field: "segment_field", what: "a field that the charter lets books be chosen by")
            }
        }
        var fitting: Set<CustomerID> = []
        var next: Int64? = 0
        while let after = next {
            next = try reading { view in
                let slice = try view.ordinaryCustomers(
                    after: after, count: choice.segment == nil ? Amanah.scanned : Amanah.opened, units: units,
                    withFields: choice.segment != nil)
                for row in slice.rows where try fits(row, choice.segment) { fitting.insert(row.id) }
                return slice.next
            }
            await Task.yield()
        }
        if choice.segment != nil, fitting.count < BookRule.fewestOfSegment {
            throw .conflict(
                what:
                    "fewer than \(BookRule.fewestOfSegment) customers fit: choose a wider rule, or name them in a list")
        }
        return fitting
    }

    private func fits(_ row: CustomerRow, _ segment: BookRule.Segment?) throws -> Bool {
        guard let segment else { return true }
        return segment.fits(try store.keys.open([segment.field.rawValue], of: row)[0])
    }
}
