package import AmanahCore
package import AmanahLedger

/// One act to be written: what the ledger binds, and the details beside it.
package struct NewAct: Sendable {
    package var kind: ActKind
    package var at: Moment
    package var person: PersonID?
    package var unit: UnitID?
    package var customer: CustomerID?
    package var purpose: PurposeID?
    package var ticket: TicketID?
    /// The look that this act belongs to; a look itself has none and is numbered by its place in the log.
    package var look: LookID?
    package var workstation: String?
    package var commitments: [Entry.Sealed]
    /// Sealed under the staff's key: what belongs to the person who acted.
    package var personDetails: [UInt8]
    /// Sealed under the customer's key: what was shown.
    package var customerDetails: [UInt8]?
    /// What the entry says openly; only of the log itself.
    package var announcement: [UInt8] = []

    package init(
        kind: ActKind, at: Moment, person: PersonID?, unit: UnitID?, customer: CustomerID?, purpose: PurposeID?,
        ticket: TicketID?, look: LookID?, workstation: String?, commitments: [Entry.Sealed], personDetails: [UInt8],
        customerDetails: [UInt8]?
    ) {
        self.kind = kind
        self.at = at
        self.person = person
        self.unit = unit
        self.customer = customer
        self.purpose = purpose
        self.ticket = ticket
        self.look = look
        self.workstation = workstation
        self.commitments = commitments
        self.personDetails = personDetails
        self.customerDetails = customerDetails
    }
}

/// One act as it was written.
package struct ActRow: Sendable {
    /// Position in the log, from 0.
    package var index: Int64
    package var act: NewAct
}

extension LookID {
    /// A look's number is its entry's position plus one.
    package init(ledgerIndex: Int64) { self.init(ledgerIndex + 1) }
    package var ledgerIndex: Int64 { number - 1 }
}

package struct ActFilter: Sendable {
    package var person: PersonID?
    /// Any of these units.
    package var units: [UnitID]?
    package var customer: CustomerID?
    package var purpose: PurposeID?
    /// This look, and acts that belong to it.
    package var look: LookID?
    package var kinds: [ActKind]?
    package var from: Moment?
    package var to: Moment?
    package var before: Int64?
    package var limit: Int
    package init(
        person: PersonID? = nil, units: [UnitID]? = nil, customer: CustomerID? = nil, purpose: PurposeID? = nil,
        look: LookID? = nil, kinds: [ActKind]? = nil, from: Moment? = nil, to: Moment? = nil, before: Int64? = nil,
        limit: Int
    ) {
        self.look = look
        self.person = person
        self.units = units
        self.customer = customer
        self.purpose = purpose
        self.kinds = kinds
        self.from = from
        self.to = to
        self.before = before
        self.limit = limit
    }
}
