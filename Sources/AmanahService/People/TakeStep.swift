package import AmanahCore
import AmanahStore

extension Amanah {
    package func enter(
        _ session: Session, candidate: CandidateInput, from: Origin
    ) async throws(ServiceError) -> StepOutcome {
        try check(candidate)
        let member = try cleared(session)
        if organisation.members[candidate.id] != nil {
            // One who was here before comes back as a candidate; where he stood then is not changed by that.
            guard let old = organisation.members[candidate.id], organisation.sees(member, old) else { throw .notFound }
            return try await take(
                session, step: StepInput(.candidate, said: candidate.said), of: candidate.id, from: from)
        }
        let keys = store.keys
        let draft = draft(.personStep, session)
        let at = clock.read().steady
        let result: Result<Int64, CourseRefused> = try await durably(for: session) { [self] view in
            let (member, charter, organisation) = try clearedWithOrganisation(session, in: view)
            guard organisation.members[candidate.id] == nil else {
                throw ServiceError.conflict(what: "this id was given meanwhile: choose another one")
            }
            try check(candidate, in: organisation, charter)
            let course = Course(of: candidate.id, imported: false)
            let actor = organisation.actor(
                member, on: candidate.id, unit: candidate.unit, vendor: candidate.vendor,
                superior: candidate.supervisor)
            var act = draft
            act.personPairs = [("person", candidate.id.rawValue), ("step", CourseStep.Kind.candidate.rawValue)]
            let capacity: CourseStep.Capacity
            switch CourseRules.capacity(of: actor, for: .candidate, on: course, outsourced: candidate.vendor != nil) {
            case .success(let found): capacity = found
            case .failure(let refusal): return .failure(try refuse(refusal.refusal, act, view))
            }
            let step = CourseStep(
                .candidate, by: session.person, as: capacity, at: at, way: CourseRules.way(capacity))
            try view.put(person: Amanah.record(of: candidate, at: at))
            _ = try view.append(
                step: StaffStepRow(person: candidate.id, step: step, words: [StaffWord(.said, candidate.said)]))
            act.personPairs += [("as", capacity.rawValue), ("said", candidate.said)]
            return .success(try view.append(try act.sealed(keys: keys, customerKey: nil)))
        }
        return try outcome(result, of: candidate.id, session)
    }

    static func record(of candidate: CandidateInput, at: Moment) -> PersonRecord {
        PersonRecord(
            id: candidate.id, name: candidate.name, role: candidate.role, unit: candidate.unit,
            supervisor: candidate.supervisor, employment: candidate.vendor == nil ? "internal" : "outsourced",
            vendor: candidate.vendor, vetting: .missing, training: .missing, lastDay: nil, suspended: false,
            joinedAt: at)
    }

    package func take(
        _ session: Session, step input: StepInput, of person: PersonID, from: Origin
    ) async throws(ServiceError) -> StepOutcome {
        try Inputs.check(person.rawValue, field: "person")
        try check(input)
        _ = try cleared(session)
        let keys = store.keys
        let draft = draft(input.kind.actKind, session)
        let at = clock.read().steady
        let result: Result<Int64, CourseRefused> = try await durably(for: session) { [self] view in
            let (member, _, organisation) = try clearedWithOrganisation(session, in: view)
            guard let subject = organisation.members[person], organisation.sees(member, subject) else {
                throw ServiceError.notFound
            }
            var act = draft
            act.personPairs = [("person", person.rawValue), ("step", input.kind.rawValue)]
            let outsourced = subject.record.vendor != nil
            let actor = organisation.actor(member, on: subject)
            let capacity: CourseStep.Capacity
            switch CourseRules.capacity(of: actor, for: input.kind, on: subject.course, outsourced: outsourced) {
            case .success(let found): capacity = found
            case .failure(let refusal): return .failure(try refuse(refusal.refusal, act, view))
            }
            if let principal = input.agreement?.principal {
                try checkPrincipal(principal, subject, organisation)
            }
            let step = Amanah.step(input, by: session.person, as: capacity, at: at)
            if let refusal = subject.course.objection(to: step) {
                return .failure(try refuse(refusal, act, view))
            }
            try checkEvidence(input.evidence, of: person, view)
            try apply(step, input, to: subject, view)
            act.personPairs.append(("as", capacity.rawValue))
            if let passed = input.passed { act.personPairs.append(("outcome", passed ? "yes" : "no")) }
            if let day = step.day { act.personPairs.append(("day", day.description)) }
            if let agreement = input.agreement {
                act.personPairs += [
                    ("agreement", agreement.id.rawValue), ("starts", agreement.startsOn.description),
                    ("ends", agreement.endsOn.description), ("document", agreement.documentHash),
                ]
            }
            if !input.evidence.isEmpty {
                act.personPairs.append(("evidence", input.evidence.map(\.description).joined(separator: " ")))
            }
            act.personPairs.append(("said", input.said))
            return .success(try view.append(try act.sealed(keys: keys, customerKey: nil)))
        }
        return try outcome(result, of: person, session)
    }

    /// A refused step of a course.
    struct CourseRefused: Error { var refusal: CourseRefusal }

    private func refuse(_ refusal: CourseRefusal, _ act: ActDraft, _ view: any WriteView) throws -> CourseRefused {
        var denial = act
        denial.kind = .denial
        denial.personPairs.append(("reasons", refusal.rawValue))
        _ = try view.append(try denial.sealed(keys: store.keys, customerKey: nil))
        return CourseRefused(refusal: refusal)
    }

    private func outcome(
        _ result: Result<Int64, CourseRefused>, of person: PersonID, _ session: Session
    ) throws(ServiceError) -> StepOutcome {
        switch result {
        case .failure(let refused): return .refused(refused.refusal)
        case .success:
            let organisation = organisation
            guard let member = organisation.members[session.person], let subject = organisation.members[person] else {
                throw .notFound
            }
            return .taken(try courseView(subject, for: member, organisation))
        }
    }

    /// The member who may work, the charter and the organisation, as the batch sees them.
    func clearedWithOrganisation(
        _ session: Session, in view: any WriteView
    ) throws -> (Organisation.Member, Charter, Organisation) {
        let organisation = try organisation(in: view, for: session)
        return (try cleared(session, organisation), organisation.charter, organisation)
    }

    static func step(
        _ input: StepInput, by: PersonID, as capacity: CourseStep.Capacity, at: Moment
    ) -> CourseStep {
        CourseStep(
            input.kind, by: by, as: capacity, at: at, passed: input.kind.hasOutcome ? input.passed : nil,
            day: input.day, way: input.kind == .candidate ? CourseRules.way(capacity) : nil,
            signature: input.agreement?.signature, principal: input.agreement?.principal)
    }

    /// Writes the step and what follows from it in the books.
    func apply(
        _ step: CourseStep, _ input: StepInput, to subject: Organisation.Member, _ view: any WriteView
    ) throws {
        var record = subject.record
        var words = [StaffWord(.said, input.said)]
        if !input.evidence.isEmpty {
            words.append(StaffWord(.evidence, input.evidence.map(\.description).joined(separator: " ")))
        }
        switch step.kind {
        case .candidate:
            (record.vetting, record.lastDay) = (.missing, nil)
            if record.training == .carriedOver { record.training = .missing }
        case .signed:
            guard let agreement = input.agreement else {
                throw ServiceError.invalid(field: "agreement", what: "is missing")
            }
            words += agreement.words
            try view.put(agreement: try agreementRow(agreement, subject, view))
        case .trained: if step.passed == true, let day = step.day { record.training = .until(day) }
        case .suspended: record.suspended = true
        case .resumed: record.suspended = false
        case .ended:
            guard let day = step.day else { break }
            record.lastDay = record.lastDay.map { min($0, day) } ?? day
            for row in subject.agreements where row.endsOn > day {
                var shortened = row
                shortened.endsOn = max(day, row.startsOn)
                // One that had not begun by then never will: it is over on its first day, and his last day is before it.
                try view.put(agreement: shortened)
            }
        default: break
        }
        _ = try view.append(step: StaffStepRow(person: record.id, step: step, words: words))
        if record != subject.record { try view.put(person: record) }
    }

    private func agreementRow(
        _ input: AgreementInput, _ subject: Organisation.Member, _ view: any WriteView
    ) throws -> AgreementRow {
        let taken = organisation.members.values.contains { $0.agreements.contains { $0.id == input.id } }
        guard !taken else {
            throw ServiceError.conflict(what: "an agreement `\(input.id)` is there already: give this one its own id")
        }
        return AgreementRow(
            id: input.id, person: subject.record.id, vendor: subject.record.vendor, signedBy: subject.record.unit,
            startsOn: input.startsOn, endsOn: input.endsOn)
    }
}

extension CourseStep.Kind {
    /// Suspension and end keep the kinds of entry that they have at the command line.
    var actKind: ActKind {
        switch self {
        case .suspended: .personSuspended
        case .resumed: .personResumed
        case .ended: .personEnded
        default: .personStep
        }
    }
}

extension AgreementInput {
    var words: [StaffWord] {
        [
            StaffWord(.agreement, id.rawValue), StaffWord(.startsOn, startsOn.description),
            StaffWord(.endsOn, endsOn.description), StaffWord(.document, documentHash), StaffWord(.duties, duties),
            StaffWord(.sanctions, sanctions), StaffWord(.rewards, rewards), StaffWord(.targets, targets),
        ]
    }
}
