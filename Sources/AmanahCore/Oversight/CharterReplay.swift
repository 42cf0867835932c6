/// One look of the log, granted or refused, as log and tables give it back.
package struct RecordedLook: Sendable {
    package var request: Request
    /// With neither usage nor clearance: the replay counts for itself, and takes the person for cleared.
    package var facts: Facts
    package var at: Moment
    package var wasAllowed: Bool
    /// Refused for a lack of the person's own clearance, which no charter changes.
    package var lackedClearance: Bool
    package init(request: Request, facts: Facts, at: Moment, wasAllowed: Bool, lackedClearance: Bool = false) {
        self.request = request
        self.facts = facts
        self.at = at
        self.wasAllowed = wasAllowed
        self.lackedClearance = lackedClearance
    }
}

/// Decides the looks of a while again under another charter, in the order of the log.
///
/// A look counts only where deciding it again under the charter that was in force gives what the log says: then the facts at
/// hand are those of then, and the difference is the charter's. Where it gives something else (a ticket reassigned since, a mark
/// set since, a grant, a person who has left) the look is set aside and counted as such. What each charter would have
/// allowed is what its own quotas go on counting.
///
/// Pure. O(1) a look beside the person's looks of the last 36 hours.
package struct CharterReplay: Sendable {
    package private(set) var outcome = Outcome()
    private let versions: [(since: Moment, charter: Charter)]
    private let after: Charter
    private let cleared: [ClearanceFacts]
    private let clearedAfter: ClearanceFacts
    private var usageBefore: [PersonID: ReplayUsage] = [:]
    private var usageAfter: [PersonID: ReplayUsage] = [:]
    /// For each version and purpose, whether the new charter shows some field more, or less.
    private var shifts: [Int: [PurposeID: (more: Bool, less: Bool)]] = [:]

    /// - Parameter before: the charters in force during the while, oldest first; the first holds for whatever is older.
    package init(before: [(since: Moment, charter: Charter)], after: Charter) {
        versions = before
        self.after = after
        cleared = before.map { CharterReplay.cleared($0.charter) }
        clearedAfter = CharterReplay.cleared(after)
    }

    private static func cleared(_ charter: Charter) -> ClearanceFacts {
        ClearanceFacts(
            vetting: .carriedOver, training: .carriedOver,
            agreements: [ClearanceFacts.Term(startsOn: Day(number: -1_000_000), endsOn: Day(number: 10_000_000))],
            acceptedTerms: charter.terms.document, acceptedAt: Moment(milliseconds: .max / 2))
    }

    package mutating func add(_ look: RecordedLook) {
        let group = Group(role: look.facts.person.role, purpose: look.request.purpose)
        outcome.add(compare(look), to: group)
    }

    /// Decides one look under both charters, counts it for both, and says what came of it.
    private mutating func compare(_ look: RecordedLook) -> Outcome.Finding {
        if look.lackedClearance { return .init(was: look.wasAllowed, .same) }
        guard let index = versions.lastIndex(where: { $0.since <= look.at }) ?? versions.indices.first else {
            return .init(was: look.wasAllowed, .setAside)
        }
        let before = decide(look, versions[index].charter, cleared[index], usageBefore)
        let next = decide(look, after, clearedAfter, usageAfter)
        if look.wasAllowed {
            usageBefore[look.facts.person.id, default: .init()].count(look.request.customer, at: look.at)
        }
        let reconstructed = before.isAllowed == look.wasAllowed
        // What cannot be reconstructed still counts as it was, so that the quotas of what follows are right.
        if reconstructed ? next.isAllowed : look.wasAllowed {
            usageAfter[look.facts.person.id, default: .init()].count(look.request.customer, at: look.at)
        }
        guard reconstructed else { return .init(was: look.wasAllowed, .setAside) }
        switch (look.wasAllowed, next) {
        case (true, .denied(let reasons)): return .init(was: true, .refused(Set(reasons.map(\.code))))
        case (false, .allowed): return .init(was: false, .allowed)
        case (true, .allowed):
            let shift = shift(index, look.request.purpose)
            return .init(was: true, .shown(more: shift.more, less: shift.less))
        case (false, .denied): return .init(was: false, .same)
        }
    }

    private func decide(
        _ look: RecordedLook, _ charter: Charter, _ clearance: ClearanceFacts, _ usage: [PersonID: ReplayUsage]
    ) -> Decision {
        var facts = look.facts
        facts.person.clearance = clearance
        if let quotas = charter.role(facts.person.role)?.quotas, let own = usage[facts.person.id] {
            facts.usage = own.usage(of: look.request.customer, quotas, facts.person.zone, at: look.at)
        }
        return charter.decide(look.request, facts, at: look.at)
    }

    private mutating func shift(_ version: Int, _ purpose: PurposeID) -> (more: Bool, less: Bool) {
        if let known = shifts[version]?[purpose] { return known }
        let old = versions[version].charter
        var shift = (more: false, less: false)
        if let was = old.purpose(purpose), let will = after.purpose(purpose) {
            func form(_ rule: Charter.PurposeRule, _ charter: Charter, _ field: FieldName) -> Form {
                charter.fieldNumber(field).map { rule.shows[$0] } ?? .hidden
            }
            for field in Set(old.fields.map(\.name) + after.fields.map(\.name)) {
                let (a, b) = (form(was, old, field), form(will, after, field))
                if b > a { shift.more = true }
                if b < a { shift.less = true }
            }
        }
        shifts[version, default: [:]][purpose] = shift
        return shift
    }
}

extension Decision {
    fileprivate var isAllowed: Bool {
        if case .allowed = self { return true }
        return false
    }
}
