/// Why a request is refused. A value, not an error; words for people are made from it where they are shown.
package enum Reason: Sendable, Hashable {
    case notCleared(ClearanceLack)
    case unknownRole
    case unknownPurpose
    case purposeNotOfRole
    case outsideHours
    /// Within the opening hours, but in no shift of his roster.
    case outsideShift
    case workstationNotAdmitted
    /// None of the purpose's needs is met, and the request names no ticket.
    case nothingBinds([Charter.Need])
    case noSuchTicket
    /// The ticket is his, and its customer was erased.
    case customerErased
    case ticketOfOtherCustomer
    case ticketOfOtherPurpose
    case ticketOfOtherPerson
    case ticketNotYetOpen
    case ticketClosed
    case ticketSelfMade
    case ticketSelfAssigned
    /// The purpose does not take a ticket of this kind (opened at the desk, or from the ticket system).
    case ticketOfOtherKind
    case bookNotInForce
    case ownRecord
    case kinRecord
    case unknownSensitivity
    case needsApproval(Charter.Approval, ApprovalCause)
    case fieldNotOfPurpose
    case notRevealable
    case notVerifiable
    case reasonWithoutSubstance
    case reasonRepeated
    case quota(QuotaKind, limit: Int)
    case verifyLocked
    /// An approval is asked, and nobody above may give it.
    case noApprover
    /// The person's role may not break the glass.
    case breakGlassNotOfRole
    /// He broke it too often in the last 30 days.
    case breakGlassLimit(Int)
    /// The charter asks for a witness's signature first, and none came in time.
    case witnessAway
    /// The charter asks for one, and no witness is set.
    case noWitness

    package enum ApprovalCause: String, Sendable, Hashable {
        case sensitivity, purpose, reveal, hours, quota
    }

    /// A stable word for programs, as in `reasons` of the API.
    package var code: String {
        switch self {
        case .notCleared(let lack): lack.rawValue
        case .unknownRole: "unknown-role"
        case .unknownPurpose: "unknown-purpose"
        case .purposeNotOfRole: "purpose-not-of-role"
        case .outsideHours: "outside-hours"
        case .outsideShift: "outside-shift"
        case .workstationNotAdmitted: "workstation-not-admitted"
        case .nothingBinds: "nothing-binds"
        case .noSuchTicket: "no-such-ticket"
        case .customerErased: "customer-erased"
        case .ticketOfOtherCustomer: "ticket-of-other-customer"
        case .ticketOfOtherPurpose: "ticket-of-other-purpose"
        case .ticketOfOtherPerson: "ticket-of-other-person"
        case .ticketNotYetOpen: "ticket-not-yet-open"
        case .ticketClosed: "ticket-closed"
        case .ticketSelfMade: "ticket-self-made"
        case .ticketSelfAssigned: "ticket-self-assigned"
        case .ticketOfOtherKind: "ticket-of-other-kind"
        case .bookNotInForce: "book-not-in-force"
        case .ownRecord: "own-record"
        case .kinRecord: "kin-record"
        case .unknownSensitivity: "unknown-sensitivity"
        case .needsApproval(let approval, let cause): "needs-approval-\(approval.rawValue)-\(cause.rawValue)"
        case .fieldNotOfPurpose: "field-not-of-purpose"
        case .notRevealable: "not-revealable"
        case .notVerifiable: "not-verifiable"
        case .reasonWithoutSubstance: "reason-without-substance"
        case .reasonRepeated: "reason-repeated"
        case .quota(let kind, _): "quota-\(kind.rawValue)"
        case .verifyLocked: "verify-locked"
        case .noApprover: "no-approver"
        case .breakGlassNotOfRole: "break-glass-not-of-role"
        case .breakGlassLimit: "break-glass-limit"
        case .witnessAway: "witness-away"
        case .noWitness: "no-witness"
        }
    }
}

/// What ties the person to the customer in an allowed look, for a superior to read.
package enum Ground: Sendable, Hashable {
    case ticket(TicketID)
    /// A ticket opened at the desk with the customer's code.
    case presence(TicketID)
    case book
    /// One of these, and an approval besides.
    indirect case approved(RequestID, Ground)
    /// Nothing of these: the glass was broken.
    case breakGlass(RequestID)

    package var word: String {
        switch self {
        case .ticket: "ticket"
        case .presence: "presence"
        case .book: "book"
        case .approved(_, let ground): ground.word
        case .breakGlass: "break-glass"
        }
    }

    package var ticket: TicketID? {
        switch self {
        case .ticket(let id), .presence(let id): id
        case .approved(_, let ground): ground.ticket
        case .book, .breakGlass: nil
        }
    }

    /// The grant that lifted an approval, or the broken glass.
    package var grant: RequestID? { approval ?? brokenGlass }

    /// The request that was approved.
    package var approval: RequestID? { if case .approved(let id, _) = self { id } else { nil } }

    package var brokenGlass: RequestID? { if case .breakGlass(let id) = self { id } else { nil } }
}

/// The charter's answer for one request.
package enum Decision: Sendable, Equatable {
    /// One form a field, by the field's number, and what ties person and customer.
    case allowed(forms: [Form], ground: Ground)
    /// At least one reason, in the order in which they were found.
    case denied([Reason])

    package var reasons: [Reason] {
        switch self {
        case .allowed: []
        case .denied(let reasons): reasons
        }
    }
}
