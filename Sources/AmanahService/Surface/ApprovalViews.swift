package import AmanahCore

/// One request as somebody may read it. Names no datum of the customer beside the masked name.
package struct RequestView: Sendable, Equatable {
    package struct Answer: Sendable, Equatable {
        package var by: PersonID
        package var byName: String
        package var at: Moment
        package var approved: Bool
        package var reason: String?
    }

    package var id: RequestID
    package var state: ApprovalRequest.State
    package var version: Int
    package var person: PersonID
    package var personName: String
    package var roleTitle: Charter.Title
    package var unitName: String
    package var vendorName: String?
    package var customer: CustomerID
    package var maskedName: String
    package var purpose: PurposeID
    package var purposeTitle: Charter.Title
    package var ticket: TicketID?
    package var fields: [FieldName]
    package var reason: String
    /// By cause.
    package var needs: [ApprovalNeed]
    package var madeAt: Moment
    package var step: Int
    package var steps: Int
    package var waitsFor: PersonID?
    package var waitsForName: String?
    package var answers: [Answer]
    package var terms: GrantTerms
    package var looksLeft: Int
    /// It waits for the one who reads.
    package var isForMe: Bool
    package var isMine: Bool
    /// What a decider should know; only where it waits for the one who reads.
    package var context: RequestBackground?
}

/// What stands beside a request: the person's last 30 days, his peers', and the customer.
package struct RequestBackground: Sendable, Equatable {
    package struct Figures: Sendable, Equatable {
        package var looks: Int
        package var reveals: Int
        package var denials: Int
        package var requests: Int
        package init(looks: Int, reveals: Int, denials: Int, requests: Int) {
            self.looks = looks
            self.reveals = reveals
            self.denials = denials
            self.requests = requests
        }
    }

    /// A sign that asks for a second look at the request.
    package enum Sign: String, Sendable, CaseIterable {
        case sameWords = "same-words"
        case refusedBefore = "refused-before"
        case manyRequests = "many-requests"
        case agreementEnds = "agreement-ends"
        case brokeGlass = "broke-glass"
        case outsideHours = "outside-hours"
    }

    package var own: Figures
    /// The mean of the others of the same role and unit, where there are any.
    package var peers: Figures?
    package var peerCount: Int
    /// The customer's ticket was opened today at the desk or by the queue.
    package var customerHereToday: Bool
    /// Other people who opened this record in the last 30 days.
    package var otherOpeners: Int
    package var signs: [Sign]
}

/// How far a decider agrees; what is absent is as asked.
package struct Narrowing: Sendable, Equatable {
    package var fields: [FieldName]?
    package var until: Moment?
    package var minutes: Int?
    package var looks: Int?
    package init(fields: [FieldName]? = nil, until: Moment? = nil, minutes: Int? = nil, looks: Int? = nil) {
        self.fields = fields
        self.until = until
        self.minutes = minutes
        self.looks = looks
    }
}

/// A broken glass as somebody may read it.
package struct GlassView: Sendable, Equatable {
    package var id: RequestID
    package var person: PersonID
    package var personName: String
    package var unitName: String
    package var vendorName: String?
    package var customer: CustomerID
    package var maskedName: String
    package var purpose: PurposeID
    package var purposeTitle: Charter.Title
    package var ticket: TicketID?
    package var reason: String
    package var at: Moment
    /// Until when it opens the record.
    package var until: Moment
    package var reviewDueAt: Moment
    package var look: LookID?
    package var reviewedBy: PersonID?
    package var reviewedByName: String?
    package var reviewedAt: Moment?
    package var inOrder: Bool?
    package var words: String?
    /// The one who reads may review it.
    package var isForMe: Bool
}

/// How one person approves, in the last 30 days.
package struct ApprovalQuality: Sendable, Equatable {
    package var person: PersonID
    package var personName: String
    package var decided: Int
    package var approved: Int
    /// From when a request came to him until he answered.
    package var medianSeconds: Int
    /// Answered within ten seconds.
    package var hasty: Int
    /// Approved though the requester had given the same words before.
    package var sameWords: Int
    package var decoys: Int
    package var decoysApproved: Int
}

/// A request that only tests whether requests are read.
package struct DecoyInput: Sendable, Equatable {
    package var person: PersonID
    package var customer: CustomerID
    package var purpose: PurposeID
    package var ticket: TicketID?
    package var fields: [FieldName]
    package var reason: String
    package init(
        person: PersonID, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, fields: [FieldName],
        reason: String
    ) {
        self.person = person
        self.customer = customer
        self.purpose = purpose
        self.ticket = ticket
        self.fields = fields
        self.reason = reason
    }
}
