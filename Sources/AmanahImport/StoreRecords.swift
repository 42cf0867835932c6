package import AmanahCore
package import AmanahStore

/// What a store knows, for references of a later import, and what in it speaks against a row.
package struct StoreRecords: KnownRecords {
    private let view: any ReadView
    private let keys: KeyRing?
    private let now: Moment

    /// - Parameters:
    ///   - keys: open the records that are to be changed; `nil` leaves it to the writing to find one that does not open.
    ///   - now: when the rows would be written; a ticket that is closed by then stays closed.
    package init(_ view: any ReadView, keys: KeyRing?, at now: Moment) {
        self.view = view
        self.keys = keys
        self.now = now
    }

    package func knows(unit: UnitID) throws -> Bool { try view.parent(of: unit) != nil }
    package func knows(vendor: VendorID) throws -> Bool { try view.holds(vendor: vendor) }
    package func knows(person: PersonID) throws -> Bool { try view.person(person) != nil }
    package func knows(customer: CustomerID) throws -> Bool { try view.customer(customer) != nil }
    package func supervisor(of person: PersonID) throws -> PersonID? { try view.person(person)?.supervisor }
    package func parent(of unit: UnitID) throws -> UnitID? { try view.parent(of: unit) ?? nil }
    package func erased(customer: CustomerID) throws -> Bool { try view.erasure(of: customer) != nil }

    package func opens(customer: CustomerID, beside fields: [FieldName]) throws -> Bool {
        guard let keys, let row = try view.customer(customer) else { return true }
        let left = row.fields.names.filter { name in !fields.contains { $0.rawValue == name } }
        do throws(StoreError) { _ = try keys.open(left, of: row) } catch {
            guard error.code == .sealBroken else { throw error }
            return false
        }
        return true
    }

    package func conflict(of ticket: ImportedTicket) throws -> TicketConflict? {
        guard let old = try view.ticket(ticket.id) else { return nil }
        do throws(TicketConflict) { _ = try old.facts.succeeded(by: ticket.row.facts, at: now) } catch { return error }
        return nil
    }
}
