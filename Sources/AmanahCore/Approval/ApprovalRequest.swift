/// One request for an approval, from asking to its end. Every change is an event that gives the next value or says why not.
///
/// What it does not know (the line now, clearance, the time) is handed in. Two deciders of `both` are always two people, and
/// what the first has narrowed the second cannot widen.
package struct ApprovalRequest: Sendable, Equatable, Codable {
    package var id: RequestID
    package var person: PersonID
    package var customer: CustomerID
    package var purpose: PurposeID
    package var ticket: TicketID?
    /// In the order of the charter when it was asked.
    package var fields: [FieldName]
    package var reason: String
    package var needs: Set<ApprovalNeed>
    package var madeAt: Moment
    /// Above the requester when he asked, the direct superior first.
    package var line: [PersonID]
    package var state: State
    /// Since when the present step waits.
    package var waitingSince: Moment
    /// Steps of ``line`` left behind.
    package var climbed: Int
    package var decisions: [ApprovalDecision]
    /// What was granted so far; each decider may narrow it.
    package var terms: GrantTerms
    package var looksTaken: Int
    /// Position of the entry under which the last look was taken.
    package var lastLook: Int64?
    package var lastLookAt: Moment?
    /// Grows with every event; a decision names the one that its maker saw.
    package var version: Int
    /// Made to see whether it is read: never a grant.
    package var isDecoy: Bool

    package enum State: String, Sendable, Equatable, Codable, CaseIterable {
        case waiting, approved, refused, expired, withdrawn
        case usedUp = "used-up"
    }

    package init(
        id: RequestID, person: PersonID, customer: CustomerID, purpose: PurposeID, ticket: TicketID?,
        fields: [FieldName], reason: String, needs: Set<ApprovalNeed>, madeAt: Moment, line: [PersonID],
        terms: GrantTerms, isDecoy: Bool = false
    ) {
        self.id = id
        self.person = person
        self.customer = customer
        self.purpose = purpose
        self.ticket = ticket
        self.fields = fields
        self.reason = reason
        self.needs = needs
        self.madeAt = madeAt
        self.line = line
        self.terms = terms
        self.isDecoy = isDecoy
        state = .waiting
        waitingSince = madeAt
        climbed = 0
        decisions = []
        looksTaken = 0
        version = 1
    }

    /// How many people must agree.
    package var steps: Int { needs.contains { $0.approval == .both } ? 2 : 1 }
    /// 1 or 2 while it waits.
    package var step: Int { deciders.count + 1 }
    /// Who has agreed so far, in order.
    package var deciders: [PersonID] { decisions.filter(\.approved).map(\.by) }
    package var looksLeft: Int { max(0, terms.looks - looksTaken) }
    package var isOver: Bool { state != .waiting && state != .approved }
}

/// How wide a grant is.
package struct GrantTerms: Sendable, Equatable, Codable {
    package var fields: [FieldName]
    /// Counted from the last agreement.
    package var minutes: Int
    package var looks: Int
    /// Set once everyone has agreed.
    package var until: Moment?
    package init(fields: [FieldName], minutes: Int, looks: Int, until: Moment? = nil) {
        self.fields = fields
        self.minutes = minutes
        self.looks = looks
        self.until = until
    }

    /// Both bounds at once: what is granted is what all allow.
    func narrowed(_ by: GrantTerms) -> GrantTerms {
        GrantTerms(
            fields: fields.filter { by.fields.contains($0) }, minutes: min(minutes, by.minutes),
            looks: min(looks, by.looks))
    }
}

/// One person's answer.
package struct ApprovalDecision: Sendable, Equatable, Codable {
    package var by: PersonID
    package var at: Moment
    package var approved: Bool
    /// Why not; for a refusal.
    package var reason: String?
    /// From when the request came to this person until he answered.
    package var seconds: Int
    package init(by: PersonID, at: Moment, approved: Bool, reason: String?, seconds: Int) {
        self.by = by
        self.at = at
        self.approved = approved
        self.reason = reason
        self.seconds = seconds
    }
}
