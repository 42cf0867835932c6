/// What a person asks for.
package struct Request: Sendable, Equatable {
    package enum Act: Sendable, Equatable {
        /// Open the record.
        case look
        /// A stronger form of one field, by the field's number.
        case reveal(field: Int, reason: String)
        /// Compare what the customer said with one field, by the field's number.
        case verify(field: Int)
    }

    package var act: Act
    package var customer: CustomerID
    package var purpose: PurposeID
    package var ticket: TicketID?

    package init(act: Act, customer: CustomerID, purpose: PurposeID, ticket: TicketID?) {
        self.act = act
        self.customer = customer
        self.purpose = purpose
        self.ticket = ticket
    }
}

/// What is known when a request is decided. A fact that could not be read is absent, and absence never allows.
package struct Facts: Sendable, Equatable {
    package struct Person: Sendable, Equatable {
        package var id: PersonID
        package var role: RoleID
        package var zone: Zone
        package var clearance: ClearanceFacts
        package init(id: PersonID, role: RoleID, zone: Zone, clearance: ClearanceFacts) {
            self.id = id
            self.role = role
            self.zone = zone
            self.clearance = clearance
        }
    }

    package struct Customer: Sendable, Equatable {
        package var id: CustomerID
        package var sensitivity: SensitivityID
        /// The person of the staff that this customer is.
        package var staff: PersonID?
        /// The customer is on the family card of the person who asks.
        package var isKin: Bool
        /// Marked, or of the staff: a ticket is needed to learn even that, and a book is none (L6).
        package var isSensitive: Bool { sensitivity != .ordinary || staff != nil }
        package init(id: CustomerID, sensitivity: SensitivityID, staff: PersonID?, isKin: Bool) {
            self.id = id
            self.sensitivity = sensitivity
            self.staff = staff
            self.isKin = isKin
        }
    }

    package struct Ticket: Sendable, Equatable {
        package var id: TicketID
        package var customer: CustomerID
        package var purpose: PurposeID
        package var assignedTo: PersonID?
        /// Who opened it, and who last assigned it, where known.
        package var openedBy: PersonID?
        package var assignedBy: PersonID?
        package var openedAt: Moment
        package var closedAt: Moment?
        /// Opened at the desk with a code that the customer read out.
        package var byPresence: Bool
        package init(
            id: TicketID, customer: CustomerID, purpose: PurposeID, assignedTo: PersonID?, openedBy: PersonID?,
            assignedBy: PersonID?, openedAt: Moment, closedAt: Moment?, byPresence: Bool
        ) {
            self.id = id
            self.customer = customer
            self.purpose = purpose
            self.assignedTo = assignedTo
            self.openedBy = openedBy
            self.assignedBy = assignedBy
            self.openedAt = openedAt
            self.closedAt = closedAt
            self.byPresence = byPresence
        }
    }

    /// The person's assignment of this customer for this purpose.
    package struct Book: Sendable, Equatable {
        package var startsOn: Day
        package var endsOn: Day
        package init(startsOn: Day, endsOn: Day) {
            self.startsOn = startsOn
            self.endsOn = endsOn
        }
    }

    /// Acts already counted, before this one.
    package struct Usage: Sendable, Equatable {
        package var looksLastHour = 0
        package var looksToday = 0
        package var customersToday = 0
        /// This customer is among those counted today.
        package var customerCounted = false
        package var searchesLastHour = 0
        package var searchesToday = 0
        package var revealsLastHour = 0
        package var revealsToday = 0
        package var verificationsLastHour = 0
        package init() {}
    }

    package var person: Person
    package var customer: Customer?
    /// There was such a customer, and he was erased; asked only for whose ticket of him it is.
    package var customerErased = false
    /// The ticket that the request names, or `nil` where it names none or there is none.
    package var ticket: Ticket?
    package var book: Book?
    package var workstationAdmitted: Bool
    /// A shift of the roster covers this moment.
    package var onShift: Bool
    package var usage: Usage
    /// The reason this person gave last.
    package var previousReason: String?
    /// Grants of this person for this customer.
    package var grants: [Grant]
    /// Quotas that a superior has set for this person.
    package var adjustments: [QuotaKind: Int]

    package init(
        person: Person, customer: Customer?, ticket: Ticket?, book: Book?, workstationAdmitted: Bool,
        onShift: Bool = true, usage: Usage = Usage(), previousReason: String? = nil, grants: [Grant] = [],
        adjustments: [QuotaKind: Int] = [:]
    ) {
        self.person = person
        self.customer = customer
        self.ticket = ticket
        self.book = book
        self.workstationAdmitted = workstationAdmitted
        self.onShift = onShift
        self.usage = usage
        self.previousReason = previousReason
        self.grants = grants
        self.adjustments = adjustments
    }
}
