package import AmanahCore
import AmanahStore

extension Amanah {
    /// The time over which looks and incidents are counted for people and vendors.
    static let recordDays = 90

    package func course(
        _ session: Session, of person: PersonID, from: Origin
    ) async throws(ServiceError) -> CourseView {
        try Inputs.check(person.rawValue, field: "person")
        try await refresh(session)
        let member = try cleared(session)
        let organisation = organisation
        guard let subject = organisation.members[person], organisation.sees(member, subject) else { throw .notFound }
        var draft = draft(.personRead, session)
        draft.personPairs = [("person", person.rawValue)]
        try await record(draft, share: session.person.rawValue)
        return try courseView(subject, for: member, organisation)
    }

    /// A person as a reader may see him; the caller has logged it.
    func courseView(
        _ subject: Organisation.Member, for member: Organisation.Member, _ organisation: Organisation
    ) throws(ServiceError) -> CourseView {
        let now = clock.read().steady
        let person = subject.record.id
        let since = now.advanced(by: .seconds(-Amanah.recordDays * 86_400))
        let (steps, changes, shifts, activity, enrolled, reviews) = try reading { view in
            (
                try view.steps(of: person), try view.lineChanges(of: person, limit: 20),
                try view.shifts(of: person, endingAfter: now, limit: 14),
                try view.activity(since: since).first { $0.person == person },
                try view.credential(person)?.secretConfirmed ?? false,
                try reviewRecord(of: subject, for: member, organisation, view, at: now)
            )
        }
        let row = personRow(
            subject, organisation, signedIn: sessions.people().contains(person), secondFactor: enrolled, at: now)
        let today = now.day(in: subject.zone)
        let views = steps.map { stepView($0, organisation) }
        let recent = steps.filter { $0.step.kind.isSanction && $0.step.at >= since }
        let mayMove = organisation.mayPlace(member, subject) && member.record.id != person
        return CourseView(
            row: row, vendor: subject.record.vendor, origin: subject.course.origin, steps: views,
            next: nextSteps(subject, lacks: row.lacks, for: member, organisation, at: now),
            beside: beside(subject, for: member, organisation, at: now),
            agreements: subject.agreements.map { agreement in
                AgreementView(
                    id: agreement.id, vendor: agreement.vendor, signedBy: agreement.signedBy,
                    startsOn: agreement.startsOn, endsOn: agreement.endsOn,
                    inForce: agreement.startsOn <= today && today <= agreement.endsOn,
                    daysLeft: Int(agreement.endsOn.number - today.number))
            },
            record: RecordView(
                looks: activity?.looks ?? 0, denials: activity?.denials ?? 0, sanctions: recent.count,
                cleanSince: recent.isEmpty
                    ? steps.last { $0.step.kind.isSanction }?.step.at ?? steps.first?.step.at : nil
            ), reviews: reviews,
            certifiedThrough: subject.clearance.certifiedThrough, certifiedAt: subject.course.certifiedAt,
            changes: changes.map { lineView($0, for: member, organisation) }, mayMove: mayMove,
            shifts: shifts.map { ShiftView(startsAt: $0.startsAt, endsAt: $0.endsAt) },
            line: organisation.line(of: person).compactMap { id in
                organisation.members[id].map { CourseView.Superior(id: id, name: $0.record.name, role: $0.record.role) }
            })
    }

    private func stepView(_ row: StaffStepRow, _ organisation: Organisation) -> StepView {
        let step = row.step
        let lays: [StaffWord.Name] = [.startsOn, .endsOn, .duties, .sanctions, .rewards, .targets]
        return StepView(
            number: row.number, kind: step.kind, by: step.by, byName: organisation.name(of: step.by),
            capacity: step.capacity, at: step.at, passed: step.passed, day: step.day, signature: step.signature,
            principal: step.principal, said: row.words[.said],
            evidence: row.words[.evidence]?.split(separator: " ").map(String.init) ?? [],
            agreement: row.words[.agreement].map { AgreementID($0) }, documentHash: row.words[.document],
            lays: lays.compactMap { name in row.words[name].map { (name.rawValue, $0) } })
    }

    /// What can follow, and who may do it.
    func nextSteps(
        _ subject: Organisation.Member, lacks: [ClearanceLack], for member: Organisation.Member,
        _ organisation: Organisation, at now: Moment
    ) -> [NextStepView] {
        let outsourced = subject.record.vendor != nil
        return subject.course.next(lacks: lacks).map { kind in
            let may = organisation.members.values.filter { other in
                mayTake(kind, other, on: subject, organisation, at: now)
            }.map(\.record).sorted { $0.id < $1.id }
            return NextStepView(
                kind: kind,
                capacities: CourseRules.capacities(for: kind, of: subject.course, outsourced: outsourced).filter {
                    $0 != .directory && $0 != .house
                },
                who: may.prefix(5).map(\.id), whoNames: may.prefix(5).map(\.name),
                mine: may.contains { $0.id == member.record.id })
        }
    }

    private func beside(
        _ subject: Organisation.Member, for member: Organisation.Member, _ organisation: Organisation, at now: Moment
    ) -> [CourseStep.Kind] {
        let kinds: [CourseStep.Kind] = [
            .signed, .trained, .certified, .commended, .warned, .retraining, .suspended, .resumed, .ended, .reported,
        ]
        return kinds.filter { mayTake($0, member, on: subject, organisation, at: now) }
    }

    /// Whether someone could take a step now, were its words in order.
    private func mayTake(
        _ kind: CourseStep.Kind, _ other: Organisation.Member, on subject: Organisation.Member,
        _ organisation: Organisation, at now: Moment
    ) -> Bool {
        let outsourced = subject.record.vendor != nil
        guard
            case .success(let capacity) = CourseRules.capacity(
                of: organisation.actor(other, on: subject), for: kind, on: subject.course, outsourced: outsourced)
        else { return false }
        let step = CourseStep(
            kind, by: other.record.id, as: capacity, at: now, passed: kind.hasOutcome ? true : nil,
            day: Day(number: now.day(in: subject.zone).number - 1), signature: .branch)
        guard subject.course.objection(to: step) == nil else { return false }
        return other.clearance.lacks(terms: organisation.charter.terms, zone: other.zone, at: now).isEmpty
    }
}
