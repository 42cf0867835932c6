/// Who may decide a request: people above the requester, both as the line stood when the request was made and as it stands
/// now (L4, C3). Pure; what the organisation is, is handed in.
///
/// Nobody decides for himself, for his superior, or in a ring, and nobody for someone who decides for him. There are no
/// deputies: who is absent is passed over, one step up, and above the last approver there is nobody (C2, C8).
package struct ApprovalLine: Sendable, Equatable {
    /// Above the requester when he asked, the direct superior first.
    package var then: [PersonID]
    /// And now.
    package var now: [PersonID]
    /// Whom the line may not come to: people for whom the requester decided lately.
    package var indebted: Set<PersonID>

    package init(then: [PersonID], now: [PersonID], indebted: Set<PersonID> = []) {
        self.then = then
        self.now = now
        self.indebted = indebted
    }

    /// Everyone above a person, the direct superior first. A ring anywhere above voids the whole line.
    /// - Complexity: linear in the line.
    package static func above(_ person: PersonID, superior: (PersonID) -> PersonID?) -> [PersonID] {
        var line: [PersonID] = []
        var seen: Set<PersonID> = [person]
        var at = superior(person)
        while let next = at {
            guard seen.insert(next).inserted else { return [] }
            line.append(next)
            at = superior(next)
        }
        return line
    }

    /// The people who may decide, nearest first.
    /// - Parameter mayApprove: cleared now, and of a role that approves.
    package func approvers(of requester: PersonID, mayApprove: (PersonID) -> Bool) -> [PersonID] {
        let before = Set(then)
        var seen: Set<PersonID> = [requester]
        return now.filter { person in
            before.contains(person) && !indebted.contains(person) && seen.insert(person).inserted && mayApprove(person)
        }
    }

    /// The person whose turn it is, or `nil` where nobody is left.
    ///
    /// - Parameters:
    ///   - climbed: steps of the line, as it stood then, that the request has left behind.
    ///   - deciders: who has agreed already; the next one stands above all of them.
    package func seat(
        of requester: PersonID, climbed: Int, above deciders: [PersonID], mayApprove: (PersonID) -> Bool
    ) -> PersonID? {
        let approvers = approvers(of: requester, mayApprove: mayApprove)
        let heights = deciders.map { now.firstIndex(of: $0) ?? Int.max }
        let floor = heights.max() ?? -1
        return approvers.first { person in
            guard let height = now.firstIndex(of: person), let step = then.firstIndex(of: person) else { return false }
            return height > floor && step >= climbed
        }
    }
}
