/// One record opened without the normal condition: at once, for a few minutes and one look, and reviewed by a superior.
package struct BrokenGlass: Sendable, Equatable, Codable {
    package var id: RequestID
    package var person: PersonID
    package var customer: CustomerID
    package var purpose: PurposeID
    package var ticket: TicketID?
    package var fields: [FieldName]
    package var reason: String
    package var at: Moment
    /// The first moment at which its look can no longer be taken.
    package var until: Moment
    /// From then on the person stops where nobody has reviewed it.
    package var reviewDueAt: Moment
    /// Above the person when it happened, the direct superior first.
    package var line: [PersonID]
    /// Position of the entry of its one look.
    package var lastLook: Int64?
    package var lastLookAt: Moment?
    package var review: Review?
    /// When its look was refused after all: it opened nothing, counts for nothing and needs no review.
    package var voidedAt: Moment?

    package struct Review: Sendable, Equatable, Codable {
        package var by: PersonID
        package var at: Moment
        package var inOrder: Bool
        package var words: String
        package init(by: PersonID, at: Moment, inOrder: Bool, words: String) {
            self.by = by
            self.at = at
            self.inOrder = inOrder
            self.words = words
        }
    }

    /// Why a review or a look does not happen.
    package enum Conflict: String, Error, Sendable, Equatable {
        case reviewed = "this was reviewed already"
        case notYours = "somebody above this person reviews it"
        case noWords = "a review needs a few words"
        case over = "the time of this look is over"
        case taken = "its one look was taken"
        case void = "it opened nothing: there is nothing to review"
    }

    package init(
        id: RequestID, person: PersonID, customer: CustomerID, purpose: PurposeID, ticket: TicketID?,
        fields: [FieldName], reason: String, at: Moment, until: Moment, reviewDueAt: Moment, line: [PersonID]
    ) {
        self.id = id
        self.person = person
        self.customer = customer
        self.purpose = purpose
        self.ticket = ticket
        self.fields = fields
        self.reason = reason
        self.at = at
        self.until = until
        self.reviewDueAt = reviewDueAt
        self.line = line
    }

    package var looksLeft: Int { lastLook == nil && voidedAt == nil ? 1 : 0 }

    /// - Parameter approvers: who may review it: cleared, above the person then and now.
    package func reviewed(
        by reviewer: PersonID, inOrder: Bool, words: String, at now: Moment, approvers: [PersonID]
    ) -> Result<BrokenGlass, Conflict> {
        guard review == nil else { return .failure(.reviewed) }
        guard voidedAt == nil else { return .failure(.void) }
        guard reviewer != person, approvers.contains(reviewer) else { return .failure(.notYours) }
        guard ReasonText.hasSubstance(words) else { return .failure(.noWords) }
        var next = self
        next.review = Review(by: reviewer, at: now, inOrder: inOrder, words: words)
        return .success(next)
    }

    /// The look whose entry stands at this position. What belongs to it later is part of it (C7).
    package func taken(_ index: Int64, at now: Moment) -> Result<BrokenGlass, Conflict> {
        if lastLook == index { return .success(self) }
        guard lastLook == nil else { return .failure(.taken) }
        guard now < until, voidedAt == nil else { return .failure(.over) }
        var next = self
        next.lastLook = index
        next.lastLookAt = now
        return .success(next)
    }

    /// The look at this position was not shown after all.
    package func givenBack(_ index: Int64) -> BrokenGlass {
        guard lastLook == index, review == nil else { return self }
        var next = self
        (next.lastLook, next.lastLookAt) = (nil, nil)
        return next
    }

    /// Its look was refused; one whose look was taken, or that was reviewed, stays as it is.
    package func voided(at now: Moment) -> BrokenGlass {
        guard lastLook == nil, review == nil else { return self }
        var next = self
        next.voidedAt = now
        return next
    }
}
