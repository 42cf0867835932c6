import AmanahCore
import AmanahStore

extension Amanah {
    /// Takes a ticket from the ticket system; `true` where it is new.
    ///
    /// A ticket keeps its customer, its purpose and its opening for good, and a closed one stays closed: a number is not
    /// recycled for another customer (B2).
    package func putTicket(_ session: Session, _ ticket: TicketInput) async throws(ServiceError) -> Bool {
        guard session.isService, !Amanah.readsLedgerOnly(session.person) else { throw .notForRole }
        try Inputs.check(customer: ticket.customer, purpose: ticket.purpose, ticket: ticket.id)
        if let unit = ticket.unit { try Inputs.check(unit.rawValue, field: "unit_id") }
        if !ticket.channel.isEmpty { try Inputs.check(ticket.channel, field: "channel") }
        let organisation = organisation
        guard organisation.charter.purpose(ticket.purpose) != nil else {
            throw .invalid(field: "purpose", what: "a purpose of the charter")
        }
        if let unit = ticket.unit, organisation.units[unit] == nil {
            throw .invalid(field: "unit_id", what: "a known unit")
        }
        for (person, field) in [
            (ticket.assignedTo, "assigned_to"), (ticket.openedBy, "opened_by"), (ticket.assignedBy, "assigned_by"),
        ] {
            if let person, organisation.members[person] == nil { throw .invalid(field: field, what: "a known person") }
        }
        if let closedAt = ticket.closedAt, closedAt < ticket.openedAt {
            throw .invalid(field: "closed_at", what: "a time after `opened_at`")
        }
        var draft = draft(.ticketChanged, session)
        draft.customer = ticket.customer
        draft.purpose = ticket.purpose
        draft.ticket = ticket.id
        draft.personPairs = [
            ("assigned-to", ticket.assignedTo?.rawValue ?? ""), ("closed", ticket.closedAt?.rfc3339 ?? ""),
        ]
        let act = try seal(draft)
        let now = clock.read().steady
        return try await durably(for: session) { view in
            let old = try view.ticket(ticket.id)
            if try view.erasure(of: ticket.customer) != nil {
                guard old?.facts.customer == ticket.customer, ticket.closedAt != nil else {
                    throw ServiceError.invalid(
                        field: "customer_id", what: "was erased: a ticket of his is closed, and no other is taken")
                }
            } else if try view.customer(ticket.customer) == nil {
                throw ServiceError.invalid(field: "customer_id", what: "a known customer")
            }
            var facts = Facts.Ticket(
                id: ticket.id, customer: ticket.customer, purpose: ticket.purpose, assignedTo: ticket.assignedTo,
                openedBy: ticket.openedBy, assignedBy: ticket.assignedBy, openedAt: ticket.openedAt,
                closedAt: ticket.closedAt, byPresence: false)
            if let old {
                do throws(TicketConflict) { facts = try old.facts.succeeded(by: facts, at: now) } catch {
                    throw ServiceError.conflict(what: error.rawValue)
                }
            }
            try view.put(ticket: TicketRow(facts: facts, unit: ticket.unit ?? UnitID(""), channel: ticket.channel))
            _ = try view.append(act)
            return old == nil
        }
    }
}
