/// A person's place: whose team he is in, where, and as what. Who decides over him, and what he may see, follows from it.
package struct Place: Sendable, Equatable {
    package var supervisor: PersonID?
    package var unit: UnitID
    package var role: RoleID
    package init(supervisor: PersonID?, unit: UnitID, role: RoleID) {
        self.supervisor = supervisor
        self.unit = unit
        self.role = role
    }
}

/// Why a change of someone's place is not confirmed (L4): it takes two people, neither of them the person himself.
package enum LineRefusal: String, Sendable, CaseIterable {
    case himself = "own-place"
    /// The same person proposed it.
    case samePerson = "same-person"
    /// Neither HR for this person nor above him.
    case notYours = "place-not-yours"
    /// His place has changed since it was proposed.
    case outdated = "place-changed-meanwhile"
    /// The new superior stands below him.
    case ring = "ring"
    case decided = "already-decided"
    case nothing = "nothing-changes"
}

/// A proposed change of one person's place, held until a second person confirms.
package struct LineChange: Sendable, Equatable {
    package var person: PersonID
    package var from: Place
    package var to: Place
    package var proposedBy: PersonID
    package init(person: PersonID, from: Place, to: Place, proposedBy: PersonID) {
        self.person = person
        self.from = from
        self.to = to
        self.proposedBy = proposedBy
    }

    /// Why it cannot be confirmed, or `nil`.
    ///
    /// - Parameters:
    ///   - now: the person's place as it stands.
    ///   - may: the confirmer is HR for this person or above him.
    ///   - supervisor: the line as it stands.
    /// - Complexity: O(people) at most, and it ends on a ring too.
    package func objection(
        confirmedBy confirmer: PersonID, may: Bool, now: Place, supervisor: (PersonID) -> PersonID?
    ) -> LineRefusal? {
        if confirmer == person { return .himself }
        if confirmer == proposedBy { return .samePerson }
        guard may else { return .notYours }
        if now != from { return .outdated }
        return LineChange.makesRing(person, under: to.supervisor, supervisor: supervisor) ? .ring : nil
    }

    /// The same in the name of the first person who confirms what another system asked for: a second one must follow.
    package func takenOver(by person: PersonID) -> LineChange {
        var change = self
        change.proposedBy = person
        return change
    }

    /// Whether someone would come to stand above himself.
    package static func makesRing(
        _ person: PersonID, under superior: PersonID?, supervisor: (PersonID) -> PersonID?
    ) -> Bool {
        var above = superior
        var seen: Set<PersonID> = []
        while let next = above, seen.insert(next).inserted {
            if next == person { return true }
            above = supervisor(next)
        }
        return false
    }
}
