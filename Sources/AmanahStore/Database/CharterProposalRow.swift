package import AmanahCore

/// A charter on its way into force.
package struct CharterProposalRow: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        /// For its second person.
        case waiting
        /// For its time.
        case confirmed
        case inForce = "in-force"
        case withdrawn
        /// Another charter came into force first: what two people would agree to is another step now.
        case superseded

        package var isOpen: Bool { self == .waiting || self == .confirmed }
    }

    package var number: Int
    package var text: String
    package var termsText: String
    package var hash: [UInt8]
    /// Opened; sealed in the database.
    package var reason: String
    /// What a replay of the last days came to, as of the proposal.
    package var replay: CharterReplay.Outcome
    package var state: State
    package var proposedBy: PersonID
    package var proposedAt: Moment
    /// `nil`: as soon as it is confirmed.
    package var effectiveAt: Moment?
    /// Who confirmed or withdrew it.
    package var decidedBy: PersonID?
    package var decidedAt: Moment?
    /// Number of the charter that it would change, in force when it was proposed.
    package var base: Int
    /// Its number among the charters, once in force.
    package var charter: Int?

    package init(
        number: Int, text: String, termsText: String, hash: [UInt8], reason: String, replay: CharterReplay.Outcome,
        state: State, proposedBy: PersonID, proposedAt: Moment, effectiveAt: Moment?, decidedBy: PersonID? = nil,
        decidedAt: Moment? = nil, base: Int, charter: Int? = nil
    ) {
        self.number = number
        self.text = text
        self.termsText = termsText
        self.hash = hash
        self.reason = reason
        self.replay = replay
        self.state = state
        self.proposedBy = proposedBy
        self.proposedAt = proposedAt
        self.effectiveAt = effectiveAt
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.base = base
        self.charter = charter
    }
}

/// One act of the log that was a look or a refusal, with what its tables say of it now.
package struct ReplayRow: Sendable {
    package var index: Int64
    package var at: Moment
    package var isLook: Bool
    package var person: PersonID
    package var customer: CustomerID
    package var purpose: PurposeID
    package var ticket: TicketID?
    package var workstation: String?
    /// Of a refusal, to be opened; `nil` for a look.
    package var act: NewAct?
    package var ticketFacts: Facts.Ticket?
    /// `nil` where the customer is not there any more.
    package var sensitivity: SensitivityID?
    package var staff: PersonID?
    package var household: [UInt8]?
}

/// Reading charters that wait, and the looks to replay.
package protocol CharterReadView {
    /// Newest first.
    func charterProposals(limit: Int) throws -> [CharterProposalRow]
    func charterProposal(_ number: Int) throws -> CharterProposalRow?
    /// Waiting and confirmed ones, oldest first.
    func openCharterProposals() throws -> [CharterProposalRow]
    /// Confirmed ones whose time has come, oldest time first.
    func charterProposals(dueAt: Moment) throws -> [CharterProposalRow]
    /// Looks and refusals from one position to before another, at most `limit`, oldest first.
    ///
    /// - Returns: the position to go on from; `before` at the end.
    func replayRows(from: Int64, before: Int64, limit: Int, _ body: (ReplayRow) throws -> Void) throws -> Int64
}

package protocol CharterWriteView {
    func put(charterProposal: CharterProposalRow) throws
}
