extension Facts {
    /// Permission out of an approval or a broken glass, as a fact: one person, one customer, one purpose on one ground,
    /// named fields, until a time, at most so many looks.
    ///
    /// It lifts only the approvals that it was asked for, never clearance, role or binding; a broken glass lifts binding,
    /// hours and quotas too.
    package struct Grant: Sendable, Equatable {
        package var id: RequestID
        package var person: PersonID
        package var customer: CustomerID
        package var purpose: PurposeID
        /// The ticket that the request named; `nil` is the book.
        package var ticket: TicketID?
        /// By the field's number.
        package var fields: Set<Int>
        /// The first moment at which it no longer holds.
        package var until: Moment
        package var looksLeft: Int
        /// A look under this grant stands open; its fields may still be revealed and compared.
        package var isOpen: Bool
        package var needs: Set<ApprovalNeed>
        package var breaksGlass: Bool

        package init(
            id: RequestID, person: PersonID, customer: CustomerID, purpose: PurposeID, ticket: TicketID?,
            fields: Set<Int>, until: Moment, looksLeft: Int, isOpen: Bool = false, needs: Set<ApprovalNeed>,
            breaksGlass: Bool = false
        ) {
            self.id = id
            self.person = person
            self.customer = customer
            self.purpose = purpose
            self.ticket = ticket
            self.fields = fields
            self.until = until
            self.looksLeft = looksLeft
            self.isOpen = isOpen
            self.needs = needs
            self.breaksGlass = breaksGlass
        }
    }
}

extension Facts.Grant {
    /// Whether it is for exactly this request, and still holds (C4).
    func isFor(_ request: Request, by person: PersonID, at now: Moment) -> Bool {
        guard binds(request, by: person, at: now) else { return false }
        switch request.act {
        case .look: return looksLeft > 0
        case .reveal(let field, _): return fields.contains(field) && (isOpen || looksLeft > 0)
        case .verify: return isOpen || looksLeft > 0
        }
    }

    /// Whether it is about this record, purpose and ground, and its time is not over.
    func binds(_ request: Request, by person: PersonID, at now: Moment) -> Bool {
        self.person == person && customer == request.customer && purpose == request.purpose && ticket == request.ticket
            && now < until
    }

    /// A need that came up after the request, or grew since, is not covered.
    func covers(_ need: ApprovalNeed) -> Bool {
        breaksGlass || needs.contains { $0.cause == need.cause && $0.approval >= need.approval }
    }

    /// The named fields as the purpose shows them, everything else at most masked (L2).
    func forms(_ shows: [Form]) -> [Form] {
        shows.enumerated().map { fields.contains($0.offset) ? $0.element : min($0.element, .masked) }
    }
}
