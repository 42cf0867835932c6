package import AmanahCore

/// One act of the log, without any value that was shown.
package struct LogRow: Sendable, Equatable {
    package var index: Int64
    package var at: Moment
    package var kind: ActKind
    package var person: PersonID?
    package var personName: String?
    package var unit: UnitID?
    package var customer: CustomerID?
    package var purpose: PurposeID?
    package var ticket: TicketID?
    /// The look that this act is, or belongs to.
    package var look: LookID?
    package var ground: String?
    /// Codes of the refusal, for a denial.
    package var reasons: [String]
    /// Fields with their forms, e.g. `nik:masked`.
    package var fields: [String]
    /// The reason that the person gave.
    package var said: String?
    package var workstation: String?
    /// What was shown went with the customer's key; that the look was made stays.
    package var erased = false
    /// Its answer was held back until a witness signed; where none did, an act of its own says so.
    package var awaitsWitness = false
    /// SHA-256 in hex of the charter that the act is about, else of the one that was in force; set by the log's page alone.
    package var charterHash: String?
    /// The approved request that it rests on.
    package var grant: RequestID?
    /// The broken glass that it rests on.
    package var breakGlass: RequestID?
    /// Names of those who agreed to ``grant``; `nil` where the reader may not read that request.
    package var agreedBy: [String]?
    /// Whom the act is about, where it is about somebody who works here.
    package var subject: PersonID?
    package var subjectName: String?
}

/// What the log is asked for. All terms must hold.
package struct LogFilter: Sendable, Equatable {
    package var person: PersonID?
    package var customer: CustomerID?
    package var unit: UnitID?
    package var purpose: PurposeID?
    /// This look and what was done to its customer in it: reveals, refusals, withheld answers.
    package var look: LookID?
    package var kind: ActKind?
    package var from: Moment?
    package var to: Moment?
    /// Only acts before this index.
    package var before: Int64?
    /// 1 to 200.
    package var limit: Int

    package init(
        person: PersonID? = nil, customer: CustomerID? = nil, unit: UnitID? = nil, purpose: PurposeID? = nil,
        look: LookID? = nil, kind: ActKind? = nil, from: Moment? = nil, to: Moment? = nil, before: Int64? = nil,
        limit: Int = 50
    ) {
        self.look = look
        self.person = person
        self.customer = customer
        self.unit = unit
        self.purpose = purpose
        self.kind = kind
        self.from = from
        self.to = to
        self.before = before
        self.limit = limit
    }
}

package struct LogPage: Sendable, Equatable {
    /// Newest first.
    package var rows: [LogRow]
    /// Hand it in as `before` for the next page; `nil` at the end.
    package var next: Int64?
}

package struct PersonRow: Sendable, Equatable {
    package var id: PersonID
    package var name: String
    package var role: RoleID
    package var unit: UnitID
    package var unitName: String
    package var supervisor: PersonID?
    package var employment: String
    package var vendorName: String?
    package var clearance: ClearanceFacts
    package var lacks: [ClearanceLack]
    /// Last day of the agreement in force or last to be.
    package var agreementEnds: Day?
    package var signedIn: Bool
    package var secondFactor: Bool
    package var stage = Course.Stage.active
    /// Was here before Amanah, and HR has not confirmed it yet.
    package var awaitsConfirmation = false
}

package struct WorkstationView: Sendable, Equatable {
    package var id: String
    package var label: String
    package var unit: UnitID
    package var registeredBy: PersonID
    package var registeredAt: Moment
    package var admittedBy: PersonID?
    package var withdrawn: Bool
    /// While it is lent, to whom, and until when.
    package var lentTo: PersonID?
    package var lentUntil: Moment?
}

/// A ticket as the ticket system sends it: the columns of tickets.csv.
package struct TicketInput: Sendable, Equatable {
    package var id: TicketID
    package var customer: CustomerID
    package var purpose: PurposeID
    package var unit: UnitID?
    package var assignedTo: PersonID?
    package var openedAt: Moment
    package var closedAt: Moment?
    /// Empty where it is not known.
    package var channel: String
    package var openedBy: PersonID?
    /// Who assigned it, where the ticket system says so: nobody assigns to himself (B3).
    package var assignedBy: PersonID?

    package init(
        id: TicketID, customer: CustomerID, purpose: PurposeID, unit: UnitID?, assignedTo: PersonID?,
        openedAt: Moment, closedAt: Moment?, channel: String, openedBy: PersonID?, assignedBy: PersonID? = nil
    ) {
        self.id = id
        self.customer = customer
        self.purpose = purpose
        self.unit = unit
        self.assignedTo = assignedTo
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.channel = channel
        self.openedBy = openedBy
        self.assignedBy = assignedBy
    }
}
