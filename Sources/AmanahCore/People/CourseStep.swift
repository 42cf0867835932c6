/// One act of letting someone in, keeping him in or letting him go, as it stands in the books: never changed, never removed.
package struct CourseStep: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case candidate, interviewed, recommended, confirmed, signed, trained
        case suspended, resumed, ended
        // Sanctions and rewards.
        case warned, retraining, reported, commended
        /// A superior confirms that role and portion are still right.
        case certified
    }

    /// Who recruits. The vendor recruits and places with an office; or the branch recruits and asks the vendor's head office
    /// for the agreement; or it is a candidate of HR's own.
    package enum Way: String, Sendable, CaseIterable {
        case vendor, branch, hr
    }

    /// As what someone acts on another person's course.
    package enum Capacity: String, Sendable, CaseIterable {
        /// Human resources: has the page `hiring`, and the person is in his scope.
        case hr
        /// Stands above the person in the line, and approves.
        case superior
        /// Of the person's vendor: has the page `vendors` and this vendor himself.
        case vendor
        /// A directory that speaks SCIM, with a service's token.
        case directory
        /// The command line of the gateway.
        case house
    }

    package enum Signature: String, Sendable, CaseIterable {
        case headOffice = "head-office"
        case branch, delegate
    }

    package var kind: Kind
    package var by: PersonID
    package var capacity: Capacity
    package var at: Moment
    /// Of an interview, recommendation, confirmation or training: whether it speaks for the person. `nil` for other kinds.
    package var passed: Bool?
    /// Training: valid through this day. End: the last day of work.
    package var day: Day?
    package var way: Way?
    package var signature: Signature?
    /// In whose name a delegate signed.
    package var principal: PersonID?

    package init(
        _ kind: Kind, by: PersonID, as capacity: Capacity, at: Moment, passed: Bool? = nil, day: Day? = nil,
        way: Way? = nil, signature: Signature? = nil, principal: PersonID? = nil
    ) {
        self.kind = kind
        self.by = by
        self.capacity = capacity
        self.at = at
        self.passed = passed
        self.day = day
        self.way = way
        self.signature = signature
        self.principal = principal
    }
}

extension CourseStep.Kind {
    /// Steps that say yes or no.
    package var hasOutcome: Bool {
        switch self {
        case .interviewed, .recommended, .confirmed, .trained: true
        default: false
        }
    }

    /// Steps that exclude each other on one person: whoever did one does no other.
    package var excludes: Bool {
        switch self {
        case .interviewed, .recommended, .confirmed, .signed: true
        default: false
        }
    }

    package var isSanction: Bool {
        switch self {
        case .warned, .retraining, .suspended, .ended, .reported: true
        default: false
        }
    }
}
