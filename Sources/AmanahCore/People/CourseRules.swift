/// Who may take which step. Pure; the time, the line and the scope are handed in as facts about the actor.
package enum CourseRules {
    /// Someone who would act on a person's course, as he stands towards that person.
    package struct Actor: Sendable, Equatable {
        package var id: PersonID
        /// In the order in which they are tried.
        package var capacities: [CourseStep.Capacity]
        package init(_ id: PersonID, _ capacities: [CourseStep.Capacity]) {
            self.id = id
            self.capacities = capacities
        }
    }

    /// The capacities in which a step may be taken.
    ///
    /// The agreement of an outsourced person whom the branch recruited is asked of the vendor's head office; one whom the
    /// vendor recruited is signed by the vendor or by the office that takes him; internal people are signed by HR or the office.
    package static func capacities(
        for kind: CourseStep.Kind, of course: Course, outsourced: Bool
    ) -> [CourseStep.Capacity] {
        switch kind {
        case .candidate: return outsourced ? [.hr, .superior, .vendor, .directory] : [.hr, .superior, .directory]
        case .interviewed: return outsourced ? [.hr, .superior, .vendor] : [.hr, .superior]
        case .recommended, .certified: return [.superior]
        case .confirmed: return [.hr]
        case .signed:
            guard outsourced else { return [.hr, .superior] }
            return course.origin == .entered(.branch) ? [.vendor] : [.hr, .superior, .vendor]
        case .trained, .warned, .retraining, .commended: return [.hr, .superior]
        case .reported: return [.hr]
        case .suspended: return [.hr, .superior, .vendor, .directory, .house]
        case .resumed: return [.hr, .directory, .house]
        case .ended: return [.hr, .vendor, .directory, .house]
        }
    }

    /// The way in that a candidate takes whom someone enters in this capacity.
    package static func way(_ capacity: CourseStep.Capacity) -> CourseStep.Way {
        switch capacity {
        case .vendor: .vendor
        case .superior: .branch
        case .hr, .directory, .house: .hr
        }
    }

    /// The capacity in which an actor may take a step, or why he may not. The course's own objection comes after it.
    package static func capacity(
        of actor: Actor, for kind: CourseStep.Kind, on course: Course, outsourced: Bool
    ) -> Result<CourseStep.Capacity, CourseRefusalError> {
        if actor.id == course.person { return .failure(CourseRefusalError(.himself)) }
        let allowed = capacities(for: kind, of: course, outsourced: outsourced)
        guard let capacity = actor.capacities.first(where: allowed.contains) else {
            return .failure(CourseRefusalError(.notYours))
        }
        return .success(capacity)
    }

    package struct CourseRefusalError: Error, Sendable, Equatable {
        package var refusal: CourseRefusal
        package init(_ refusal: CourseRefusal) { self.refusal = refusal }
    }
}
