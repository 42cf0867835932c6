package import AmanahCore

// Rows as they are read and written; one struct a table.

package struct UnitRow: Sendable, Equatable {
    package var id: UnitID
    package var parent: UnitID?
    /// `head_office`, `region` or `branch`.
    package var kind: String
    package var name: String
    package var zone: Zone?
    package init(id: UnitID, parent: UnitID?, kind: String, name: String, zone: Zone?) {
        self.id = id
        self.parent = parent
        self.kind = kind
        self.name = name
        self.zone = zone
    }
}

package struct VendorRow: Sendable, Equatable {
    package var id: VendorID
    package var name: String
    package init(id: VendorID, name: String) {
        self.id = id
        self.name = name
    }
}

package struct PersonRecord: Sendable, Equatable {
    package var id: PersonID
    /// Opened; sealed in the database.
    package var name: String
    package var role: RoleID
    package var unit: UnitID
    package var supervisor: PersonID?
    /// `internal` or `outsourced`.
    package var employment: String
    package var vendor: VendorID?
    package var vetting: ClearanceFacts.Vetting
    package var training: ClearanceFacts.Training
    package var lastDay: Day?
    package var suspended: Bool
    /// When the person came into the books; `nil` for those of the first import. A row that is written anew keeps it.
    package var joinedAt: Moment?
    package init(
        id: PersonID, name: String, role: RoleID, unit: UnitID, supervisor: PersonID?, employment: String,
        vendor: VendorID?, vetting: ClearanceFacts.Vetting, training: ClearanceFacts.Training, lastDay: Day?,
        suspended: Bool, joinedAt: Moment? = nil
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.unit = unit
        self.supervisor = supervisor
        self.employment = employment
        self.vendor = vendor
        self.vetting = vetting
        self.training = training
        self.lastDay = lastDay
        self.suspended = suspended
        self.joinedAt = joinedAt
    }

    package var place: Place {
        get { Place(supervisor: supervisor, unit: unit, role: role) }
        set { (supervisor, unit, role) = (newValue.supervisor, newValue.unit, newValue.role) }
    }
}

package struct AgreementRow: Sendable, Equatable {
    package var id: AgreementID
    package var person: PersonID
    package var vendor: VendorID?
    package var signedBy: UnitID?
    package var startsOn: Day
    package var endsOn: Day
    package init(id: AgreementID, person: PersonID, vendor: VendorID?, signedBy: UnitID?, startsOn: Day, endsOn: Day) {
        self.id = id
        self.person = person
        self.vendor = vendor
        self.signedBy = signedBy
        self.startsOn = startsOn
        self.endsOn = endsOn
    }
}

package struct AcceptanceRow: Sendable, Equatable {
    package var person: PersonID
    package var version: String
    package var at: Moment
    package init(person: PersonID, version: String, at: Moment) {
        self.person = person
        self.version = version
        self.at = at
    }
}

/// A customer as stored: the record sealed, the data key wrapped.
package struct CustomerRow: Sendable, Equatable {
    package var id: CustomerID
    package var unit: UnitID
    package var sensitivity: SensitivityID
    package var staff: PersonID?
    /// Blind tag of the family card, if there is one.
    package var household: [UInt8]?
    package var version: Int
    package var fields: SealedFields
    package var wrappedKey: [UInt8]
    /// Marked, or of the staff.
    package var isSensitive: Bool { sensitivity != .ordinary || staff != nil }
    /// `false` where something other than the gateway wrote it (L11); it is then no ground for anything.
    package var isAsWritten = true
    package init(
        id: CustomerID, unit: UnitID, sensitivity: SensitivityID, staff: PersonID?, household: [UInt8]?, version: Int,
        fields: SealedFields, wrappedKey: [UInt8]
    ) {
        self.id = id
        self.unit = unit
        self.sensitivity = sensitivity
        self.staff = staff
        self.household = household
        self.version = version
        self.fields = fields
        self.wrappedKey = wrappedKey
    }
}

package struct TicketRow: Sendable, Equatable {
    package var facts: Facts.Ticket
    package var unit: UnitID
    package var channel: String
    /// `false` where something other than the gateway wrote it (L11); it is then no ground for anything.
    package var isAsWritten = true
    package init(facts: Facts.Ticket, unit: UnitID, channel: String) {
        self.facts = facts
        self.unit = unit
        self.channel = channel
    }
}

package struct AssignmentRow: Sendable, Equatable {
    package var id: AssignmentID
    package var person: PersonID
    package var customer: CustomerID
    package var purpose: PurposeID
    package var startsOn: Day
    package var endsOn: Day
    /// `false` where something other than the gateway wrote it (L11); it is then no ground for anything.
    package var isAsWritten = true
    package init(
        id: AssignmentID, person: PersonID, customer: CustomerID, purpose: PurposeID, startsOn: Day, endsOn: Day
    ) {
        self.id = id
        self.person = person
        self.customer = customer
        self.purpose = purpose
        self.startsOn = startsOn
        self.endsOn = endsOn
    }
}

package struct CredentialRow: Sendable, Equatable {
    package var person: PersonID
    /// `scrypt$N$r$p$salt$hash`, or `nil` before a password is set.
    package var password: String?
    package var mustChange: Bool
    /// Opened; sealed in the database.
    package var secret: [UInt8]?
    package var secretConfirmed: Bool
    /// The last TOTP step that was used: no code works twice.
    package var lastStep: Int64
    package var failures: Int
    package var lockedUntil: Moment?
    package init(person: PersonID) {
        self.person = person
        mustChange = true
        secretConfirmed = false
        lastStep = 0
        failures = 0
    }
}

package struct SessionRow: Sendable, Equatable {
    package var id: String
    package var tokenTag: [UInt8]
    package var person: PersonID
    package var createdAt: Moment
    package var lastSeenAt: Moment
    package var endedAt: Moment?
    package var isService: Bool
    package init(
        id: String, tokenTag: [UInt8], person: PersonID, createdAt: Moment, lastSeenAt: Moment, endedAt: Moment?,
        isService: Bool
    ) {
        self.id = id
        self.tokenTag = tokenTag
        self.person = person
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.endedAt = endedAt
        self.isService = isService
    }
}

package struct WorkstationRow: Sendable, Equatable {
    package var id: String
    package var keyTag: [UInt8]
    package var label: String
    package var unit: UnitID
    package var registeredBy: PersonID
    package var registeredAt: Moment
    package var admittedBy: PersonID?
    package var admittedAt: Moment?
    package var withdrawnAt: Moment?
    /// While it is lent it counts for this person alone.
    package var lentTo: PersonID?
    package var lentUntil: Moment?
    package init(
        id: String, keyTag: [UInt8], label: String, unit: UnitID, registeredBy: PersonID, registeredAt: Moment,
        admittedBy: PersonID? = nil, admittedAt: Moment? = nil, withdrawnAt: Moment? = nil, lentTo: PersonID? = nil,
        lentUntil: Moment? = nil
    ) {
        self.id = id
        self.keyTag = keyTag
        self.label = label
        self.unit = unit
        self.registeredBy = registeredBy
        self.registeredAt = registeredAt
        self.admittedBy = admittedBy
        self.admittedAt = admittedAt
        self.withdrawnAt = withdrawnAt
        self.lentTo = lentTo
        self.lentUntil = lentUntil
    }
}

package struct PresenceRow: Sendable, Equatable {
    package var id: String
    package var person: PersonID
    package var purpose: PurposeID
    /// `nil` where the number is nobody's: everything else goes on alike.
    package var customer: CustomerID?
    package var codeTag: [UInt8]
    package var expiresAt: Moment
    package var triesLeft: Int
    package var usedAt: Moment?
    package init(
        id: String, person: PersonID, purpose: PurposeID, customer: CustomerID?, codeTag: [UInt8], expiresAt: Moment,
        triesLeft: Int, usedAt: Moment?
    ) {
        self.id = id
        self.person = person
        self.purpose = purpose
        self.customer = customer
        self.codeTag = codeTag
        self.expiresAt = expiresAt
        self.triesLeft = triesLeft
        self.usedAt = usedAt
    }
}

package struct CharterRow: Sendable, Equatable {
    package var number: Int
    package var text: String
    package var termsText: String
    package var hash: [UInt8]
    package var since: Moment
    package var by: String
    package init(number: Int, text: String, termsText: String, hash: [UInt8], since: Moment, by: String) {
        self.number = number
        self.text = text
        self.termsText = termsText
        self.hash = hash
        self.since = since
        self.by = by
    }
}

/// Control data that fit in memory, as one consistent reading.
package struct OrganisationRows: Sendable {
    package var units: [UnitRow] = []
    package var vendors: [VendorRow] = []
    package var people: [PersonRecord] = []
    package var agreements: [AgreementRow] = []
    package var acceptances: [AcceptanceRow] = []
    package var workstations: [WorkstationRow] = []
    /// Family-card tags of customers who are of the staff.
    package var households: [(person: PersonID, tag: [UInt8])] = []
    package var charter: CharterRow?
    /// Steps of everyone's course, oldest first.
    package var steps: [StaffStepRow] = []
    /// People of whom a step was edited or put in from outside.
    package var brokenSteps: Set<PersonID> = []
    /// When the charter began to ask for recertification.
    package var recertificationBegan: Moment?
    package var quotaSettings: [QuotaSetting] = []
    /// When the oldest unreviewed broken glass of a person falls due.
    package var reviewsDue: [(person: PersonID, at: Moment)] = []
    /// Sessions that were not ended when this was read.
    package var liveSessions: Set<String> = []
    /// Rows that something other than the gateway wrote, and that are therefore left out.
    package var strangers: [ControlFinding] = []
    /// `false` where the charter's own row is one of them.
    package var charterHolds = true
    package init() {}
}
