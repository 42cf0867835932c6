package import AmanahCore

package struct CharterVersionView: Sendable, Equatable {
    package var number: Int
    /// SHA-256 of the file, in hex.
    package var hash: String
    package var since: Moment
    package var by: String
    package var text: String
}

package struct CharterView: Sendable {
    package var charter: Charter
    /// Newest first.
    package var versions: [CharterVersionView]
}

/// A charter on its way into force, as a row of a list.
package struct CharterProposalSummary: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case waiting, confirmed
        case inForce = "in-force"
        case withdrawn, superseded
    }

    package var number: Int
    /// SHA-256 of the text, in hex: who confirms names it, so that he confirms what he saw.
    package var hash: String
    package var reason: String
    package var state: State
    package var proposedBy: PersonID
    package var proposedByName: String?
    package var proposedAt: Moment
    /// `nil`: as soon as it is confirmed.
    package var effectiveAt: Moment?
    /// Who confirmed or withdrew it.
    package var decidedBy: PersonID?
    package var decidedByName: String?
    package var decidedAt: Moment?
    /// Number of the charter that it changes.
    package var base: Int
    /// Its number among the charters, once in force.
    package var charter: Int?
    /// The looks of the last 30 days decided again, as of the proposal.
    package var replay: CharterReplay.Outcome
    /// Why the one who asks may not confirm it; `nil` where he may.
    package var obstacle: CharterObstacle?
    /// The one who asks may withdraw it.
    package var isMineToWithdraw: Bool
}

/// The same with everything that its second person reads.
package struct CharterProposalView: Sendable, Equatable {
    package var summary: CharterProposalSummary
    package var text: String
    /// The text of the terms, where it names other terms than the charter that it changes.
    package var terms: String?
    /// What each role gains and loses against the charter that it changes.
    package var changes: [CharterDiff.Line]
}

/// Why somebody may not be the second person of a proposal.
package enum CharterObstacle: String, Sendable, CaseIterable {
    /// It waits for nobody any more.
    case decided
    case notOfRole = "not-of-role"
    case own
    /// He is below the one who proposed it.
    case below
    /// It is older than 30 days.
    case old
    /// Who proposed it may not propose any more.
    case proposer
    /// Another charter came into force since.
    case superseded

    var refusal: ServiceError {
        switch self {
        case .decided: .conflict(what: "this was decided already")
        case .notOfRole: .notForRole
        case .own, .below:
            .notYours(what: "someone else must confirm this: neither who proposed it nor anyone below him")
        case .old: .conflict(what: "this proposal is older than \(Amanah.proposalDays) days: propose it anew")
        case .proposer: .conflict(what: "who proposed it may not propose any more: propose it anew")
        case .superseded: .conflict(what: "another charter came into force meanwhile: propose it anew")
        }
    }
}
