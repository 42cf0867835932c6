extension Course {
    /// Where a person stands on the way, for people to read.
    package enum Stage: String, Sendable, CaseIterable {
        case candidate, interviewed, recommended, confirmed, signed, accepted, active
        /// Was let in, and something has run out since.
        case lapsed
        case suspended, ended, declined
    }

    /// What the steps make of the facts in the books. Never more than the books say: a step can only take away, but for
    /// HR's confirmation, which makes what was carried over or vetted here a vetting of its own day (L2, L3).
    package func clearance(_ books: ClearanceFacts, zone: Zone) -> ClearanceFacts {
        var facts = books
        if declined != nil {
            facts.vetting = .missing
        } else if let confirmed, isVetted {
            facts.vetting = .done(confirmed.at.day(in: zone))
        } else if origin != .carriedOver {
            facts.vetting = .missing
        }
        if origin != .carriedOver {
            // Agreements count once one was signed in this candidacy.
            if signed == nil { facts.agreements = [] }
            if facts.training == .carriedOver { facts.training = .missing }
        }
        if retraining { facts.training = .missing }
        if suspension != nil { facts.suspended = true }
        if let endedOn { facts.lastDay = facts.lastDay.map { min($0, endedOn) } ?? endedOn }
        return facts
    }

    /// The last day on which the confirmation of role and portion holds; `nil` where the charter asks for none.
    ///
    /// - Parameters:
    ///   - began: when the charter began to ask, so that nobody lapses on the first day.
    ///   - joined: when an imported person came into the books.
    package func certifiedThrough(everyDays days: Int?, began: Moment?, joined: Moment?, zone: Zone) -> Day? {
        guard let days else { return nil }
        let from = [certifiedAt, entered?.at, began, joined].compactMap(\.self).max()
        return from.map { Day(number: $0.day(in: zone).number + Int64(days)) } ?? Day(number: -1_000_000)
    }

    /// The stage at a moment, given what the person lacks then.
    package func stage(_ lacks: [ClearanceLack]) -> Stage {
        if lacks.contains(.left) { return .ended }
        if declined != nil { return .declined }
        if lacks.contains(.suspended) { return .suspended }
        if origin != .carriedOver {
            if !isInterviewed { return interviews.isEmpty ? .candidate : .interviewed }
            if recommended == nil { return .interviewed }
            if confirmed == nil { return .recommended }
            if signed == nil { return .confirmed }
        }
        if lacks.isEmpty { return .active }
        if lacks == [.termsNotAccepted] || lacks == [.notTrained, .termsNotAccepted] { return .signed }
        return lacks == [.notTrained] && trainedUntil == nil && !retraining ? .accepted : .lapsed
    }

    /// Steps that can follow now, in the order of the way.
    package func next(lacks: [ClearanceLack]) -> [CourseStep.Kind] {
        if origin == .none || declined != nil || lacks.contains(.left) { return [.candidate] }
        if origin != .carriedOver {
            if !isInterviewed { return [.interviewed] }
            if recommended == nil { return [.recommended] }
        }
        if confirmed == nil { return [.confirmed] }
        if signed == nil && origin != .carriedOver || lacks.contains(.noAgreement) { return [.signed] }
        var steps: [CourseStep.Kind] = []
        if lacks.contains(.notTrained) { steps.append(.trained) }
        if suspension != nil { steps.append(.resumed) }
        if lacks.contains(.notRecertified) { steps.append(.certified) }
        return steps
    }
}
