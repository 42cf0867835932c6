package import AmanahCore

/// A customer who was erased: his id stays, so that looks at him can be counted.
package struct ErasureRow: Sendable, Equatable {
    package var customer: CustomerID
    package var at: Moment
    package init(customer: CustomerID, at: Moment) {
        self.customer = customer
        self.at = at
    }
}

/// A case that keeps a customer's data from being erased or dropped.
package struct HoldRow: Sendable, Equatable {
    package var id: String
    package var customer: CustomerID
    /// The case's number, e.g. of the police or the court.
    package var caseNumber: String
    package var setBy: PersonID
    package var setAt: Moment
    package var liftedAt: Moment?
    package init(
        id: String, customer: CustomerID, caseNumber: String, setBy: PersonID, setAt: Moment, liftedAt: Moment? = nil
    ) {
        self.id = id
        self.customer = customer
        self.caseNumber = caseNumber
        self.setBy = setBy
        self.setAt = setAt
        self.liftedAt = liftedAt
    }
}

/// What one person proposed and another decides.
package struct JointActRow: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case erase
        case lift
    }

    package enum State: String, Sendable, CaseIterable {
        case waiting, done, refused
    }

    package var id: String
    package var kind: Kind
    package var customer: CustomerID
    /// The hold that is to be lifted.
    package var hold: String?
    package var caseNumber: String
    /// Why, in the proposer's words; sealed in the database.
    package var reason: String
    package var proposedBy: PersonID
    package var proposedAt: Moment
    package var decidedBy: PersonID?
    package var decidedAt: Moment?
    package var state: State

    package init(
        id: String, kind: Kind, customer: CustomerID, hold: String?, caseNumber: String, reason: String,
        proposedBy: PersonID, proposedAt: Moment
    ) {
        self.id = id
        self.kind = kind
        self.customer = customer
        self.hold = hold
        self.caseNumber = caseNumber
        self.reason = reason
        self.proposedBy = proposedBy
        self.proposedAt = proposedAt
        state = .waiting
    }
}

package protocol ErasureReadView {
    /// Whether and when a customer was erased.
    func erasure(of customer: CustomerID) throws -> ErasureRow?
    /// Every erasure, oldest first.
    func erasures() throws -> [ErasureRow]
    /// A hold by its id, lifted or not.
    func hold(_ id: String) throws -> HoldRow?
    /// Holds in force on a customer, oldest first.
    func holds(on customer: CustomerID) throws -> [HoldRow]
    /// Holds in force on anyone, oldest first.
    func holds(limit: Int) throws -> [HoldRow]
    func jointAct(_ id: String) throws -> JointActRow?
    /// What waits for a second person, oldest first.
    func waitingJointActs(limit: Int) throws -> [JointActRow]
    /// What was decided, newest first.
    func decidedJointActs(limit: Int) throws -> [JointActRow]
}

package protocol ErasureWriteView: ErasureReadView {
    /// Takes a customer's record and all he is found by, and marks him erased. His key goes once this is durable.
    ///
    /// - Returns: `false` where there is no such customer, or he was erased before.
    func erase(_ customer: CustomerID, at: Moment) throws -> Bool
    func put(hold: HoldRow) throws
    func put(jointAct: JointActRow) throws
}
