/// A person's way in and out, as the steps leave it: a pure, total state machine.
///
/// Folding the same steps always gives the same course. A step that may not follow changes nothing, so that a row which got
/// into the books past the rules lets nobody in.
package struct Course: Sendable, Equatable {
    package struct Mark: Sendable, Equatable {
        package var by: PersonID
        package var capacity: CourseStep.Capacity
        package var at: Moment
    }

    package enum Origin: Sendable, Equatable {
        /// Was here before Amanah: counts as let in, shown as such, due for HR's confirmation.
        case carriedOver
        case entered(CourseStep.Way)
        /// Not known yet.
        case none
    }

    package let person: PersonID
    package private(set) var origin: Origin
    package private(set) var entered: Mark?
    package private(set) var interviews: [Mark] = []
    package private(set) var recommended: Mark?
    package private(set) var confirmed: Mark?
    /// The first signature of this candidacy; renewals follow it.
    package private(set) var signed: Mark?
    package private(set) var declined: Mark?
    package private(set) var suspension: Mark?
    /// Last day of work, once it was ended.
    package private(set) var endedOn: Day?
    /// Training was ordered and not passed since.
    package private(set) var retraining = false
    /// Training is valid through this day, as far as steps say so.
    package private(set) var trainedUntil: Day?
    /// When someone last answered for this person's role and portion.
    package private(set) var certifiedAt: Moment?
    /// The latest sanction, for a record that is clean since then.
    package private(set) var sanctionedAt: Moment?
    private var involved: Set<PersonID> = []

    /// - Parameter imported: the person is in the books without having been a candidate.
    package init(of person: PersonID, imported: Bool, steps: [CourseStep] = []) {
        self.person = person
        origin = imported ? .carriedOver : .none
        for step in steps { take(step) }
    }

    /// Takes a step, or leaves everything as it is where the step may not follow.
    @discardableResult
    package mutating func take(_ step: CourseStep) -> CourseRefusal? {
        if let refusal = objection(to: step) { return refusal }
        let mark = Mark(by: step.by, capacity: step.capacity, at: step.at)
        if step.kind.excludes { involved.formUnion([step.by] + [step.principal].compactMap(\.self)) }
        if step.kind.isSanction { sanctionedAt = step.at }
        switch step.kind {
        case .candidate: begin(step, mark)
        case .interviewed: if step.passed == true { interviews.append(mark) } else { declined = mark }
        case .recommended: if step.passed == true { recommended = mark } else { declined = mark }
        case .confirmed:
            if step.passed == true { (confirmed, certifiedAt) = (mark, step.at) } else { declined = mark }
        case .signed: signed = signed ?? mark
        case .trained:
            if step.passed == true { (trainedUntil, retraining) = (step.day, false) }
        case .suspended: suspension = mark
        case .resumed: suspension = nil
        case .ended: endedOn = step.day
        case .retraining: retraining = true
        case .certified: certifiedAt = step.at
        case .warned, .reported, .commended: break
        }
        return nil
    }

    /// A new candidacy: nothing of an earlier one counts, but a suspension and an order to train again do.
    private mutating func begin(_ step: CourseStep, _ mark: Mark) {
        origin = .entered(step.way ?? .hr)
        entered = mark
        interviews = []
        (recommended, confirmed, signed, declined, endedOn) = (nil, nil, nil, nil, nil)
        certifiedAt = nil
        involved = []
    }

    /// The interviews that this way in asks for: one by the company; of HR's own candidate a second, by the manager.
    package var isInterviewed: Bool {
        let company = interviews.filter { $0.capacity == .hr || $0.capacity == .superior }
        if origin == .entered(.hr) { return company.count >= 2 && company.contains { $0.capacity == .superior } }
        return !company.isEmpty
    }

    /// A candidate on whom nobody has taken a step yet.
    package var isUntouched: Bool { entered != nil && involved.isEmpty && declined == nil }

    /// Whether someone has taken a step on this person that excludes others.
    package func hasTakenPart(_ someone: PersonID) -> Bool { involved.contains(someone) }
}

extension Course {
    /// Why a step may not follow, by the course alone; who may take it is ``CourseRules``'s to say.
    package func objection(to step: CourseStep) -> CourseRefusal? {
        if step.by == person || step.principal == person { return .himself }
        if step.kind.hasOutcome, step.passed == nil { return .outcomeMissing }
        if step.kind == .candidate {
            guard origin == .none || declined != nil || hasEnded(at: step.at) else { return .already }
            return nil
        }
        guard origin != .none else { return .notYet }
        if step.kind == .reported { return nil }
        guard !hasEnded(at: step.at) else { return .over }
        if step.kind == .ended {
            guard let day = step.day else { return .dayMissing }
            // An end that stands is brought forward, never put off.
            return endedOn.map { day < $0 } ?? true ? nil : .already
        }
        guard declined == nil else { return .over }
        if step.kind.excludes, let refusal = exclusion(of: step) { return refusal }
        switch step.kind {
        case .interviewed, .recommended, .confirmed, .signed: return objectionOnTheWay(step)
        case .trained: return step.passed == true && step.day == nil ? .dayMissing : nil
        case .suspended: return suspension == nil ? nil : .already
        case .resumed:
            guard let suspension else { return .notSuspended }
            // A directory lifts what a directory laid on, and nothing else.
            return step.capacity == .directory && suspension.capacity != .directory ? .notYours : nil
        case .certified: return isVetted ? nil : .notYet
        case .candidate, .ended, .reported, .warned, .retraining, .commended: return nil
        }
    }

    /// The last day of work is over, wherever in the country.
    private func hasEnded(at now: Moment) -> Bool { endedOn.map { now.day(in: .wit) > $0 } ?? false }

    /// Nobody takes two steps that exclude each other; a signer may renew what he signed.
    private func exclusion(of step: CourseStep) -> CourseRefusal? {
        let actors = [step.by] + [step.principal].compactMap(\.self)
        if step.kind == .signed, signed != nil {
            let others = Set(interviews.map(\.by) + [recommended, confirmed].compactMap { $0?.by })
            return actors.contains(where: others.contains) ? .excluded : nil
        }
        return actors.contains(where: involved.contains) ? .excluded : nil
    }

    private func objectionOnTheWay(_ step: CourseStep) -> CourseRefusal? {
        let carried = origin == .carriedOver
        switch step.kind {
        case .interviewed:
            if carried || recommended != nil { return .already }
            return nil
        case .recommended:
            if carried || recommended != nil { return .already }
            return isInterviewed ? nil : .notYet
        case .confirmed:
            if confirmed != nil { return .already }
            return carried || recommended != nil ? nil : .notYet
        default:
            guard carried || confirmed != nil else { return .notYet }
            guard let signature = step.signature else { return .signatureMissing }
            return signature == .delegate && step.principal == nil ? .signatureMissing : nil
        }
    }

    /// Through with interviews, recommendation and confirmation, or carried over.
    package var isVetted: Bool {
        guard declined == nil else { return false }
        switch origin {
        case .carriedOver: return true
        case .entered: return isInterviewed && recommended != nil && confirmed != nil
        case .none: return false
        }
    }

    /// Carried over, and nobody of HR has confirmed it yet.
    package var awaitsConfirmation: Bool { origin == .carriedOver && confirmed == nil && declined == nil }
}
