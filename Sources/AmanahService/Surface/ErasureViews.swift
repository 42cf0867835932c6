package import AmanahCore

/// What two people do together to a customer's data: one proposed it, another decides.
package struct JointActView: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Destroys the customer's key and everything he is found by.
        case erase
        /// Ends a legal hold.
        case lift
    }

    package enum State: String, Sendable, CaseIterable {
        case waiting, done, refused
    }

    package var id: String
    package var kind: Kind
    package var customer: CustomerID
    package var caseNumber: String
    package var reason: String
    package var proposedBy: PersonID
    package var proposedByName: String?
    package var proposedAt: Moment
    package var decidedBy: PersonID?
    package var decidedAt: Moment?
    package var state: State
    /// Whether the one who asks may decide it.
    package var mine: Bool
}

/// A case that keeps a customer's data.
package struct HoldView: Sendable, Equatable {
    package var id: String
    package var customer: CustomerID
    package var caseNumber: String
    package var setBy: PersonID
    package var setAt: Moment
}

package struct ErasuresView: Sendable, Equatable {
    /// Oldest first.
    package var waiting: [JointActView]
    package var holds: [HoldView]
    /// Newest first.
    package var decided: [JointActView]
    /// Whether the one who asks has a second factor, without which nobody confirms.
    package var secondFactor: Bool
}

/// What came of a proposal to erase.
package enum ErasureProposal: Sendable, Equatable {
    case waiting(JointActView)
    /// A hold is on the customer: the numbers of the cases.
    case held([String])
}

/// What came of a second person's word.
package enum JointOutcome: Sendable, Equatable {
    case done(ledgerIndex: Int64)
    /// A hold is on the customer: the numbers of the cases.
    case held([String])
}
