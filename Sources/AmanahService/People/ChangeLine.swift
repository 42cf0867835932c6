package import AmanahCore
import AmanahStore

/// Changing whose team someone is in, where and as what takes two people (L4, C3).
extension Amanah {
    package func propose(
        _ session: Session, place: Place, of person: PersonID, said: String, from: Origin
    ) async throws(ServiceError) -> LineOutcome {
        try Inputs.check(person.rawValue, field: "person")
        try Inputs.check(place.unit.rawValue, field: "unit_id")
        try Inputs.check(place.role.rawValue, field: "role")
        if let supervisor = place.supervisor { try Inputs.check(supervisor.rawValue, field: "supervisor_id") }
        try checkReason(said)
        _ = try cleared(session)
        let at = clock.read().steady
        let draft = draft(.lineProposed, session)
        let result: Result<LineChangeRow, LineRefused> = try await durably(for: session) {
            [self] view in
            let (member, charter, organisation) = try clearedWithOrganisation(session, in: view)
            guard let subject = organisation.members[person], organisation.sees(member, subject) else {
                throw ServiceError.notFound
            }
            try check(place, organisation, charter)
            let change = LineChange(
                person: person, from: subject.record.place, to: place, proposedBy: session.person)
            var act = draft
            act.personPairs = Amanah.pairs(change)
            if let refusal = objection(to: change, by: member, subject, organisation) {
                return .failure(try refuse(refusal, act, view))
            }
            act.personPairs.append(("said", said))
            var row = LineChangeRow(change: change, proposedAt: at, said: said)
            row.number = try view.append(lineChange: row)
            _ = try view.append(try act.sealed(keys: store.keys, customerKey: nil))
            return .success(row)
        }
        let member = try cleared(session)
        switch result {
        case .failure(let refused): return .refused(refused.refusal)
        case .success(let row): return .held(lineView(row, for: member, organisation))
        }
    }

    private func objection(
        to change: LineChange, by member: Organisation.Member, _ subject: Organisation.Member,
        _ organisation: Organisation
    ) -> LineRefusal? {
        if change.person == member.record.id { return .himself }
        guard organisation.mayPlace(member, subject) else { return .notYours }
        if change.from == change.to { return .nothing }
        let ring = LineChange.makesRing(change.person, under: change.to.supervisor) {
            organisation.members[$0]?.record.supervisor
        }
        return ring ? .ring : nil
    }

    private func check(_ place: Place, _ organisation: Organisation, _ charter: Charter) throws {
        guard charter.role(place.role) != nil else {
            throw ServiceError.invalid(field: "role", what: "a role of the charter")
        }
        guard organisation.units[place.unit] != nil else {
            throw ServiceError.invalid(field: "unit_id", what: "a known unit")
        }
        if let supervisor = place.supervisor, organisation.members[supervisor] == nil {
            throw ServiceError.invalid(field: "supervisor_id", what: "a known person")
        }
    }

    package func decide(
        _ session: Session, lineChange number: Int64, confirm: Bool, from: Origin
    ) async throws(ServiceError) -> LineOutcome {
        _ = try cleared(session)
        let at = clock.read().steady
        let draft = draft(confirm ? .lineConfirmed : .lineRefused, session)
        let result: Result<LineChangeRow, LineRefused> = try await durably(for: session) {
            [self] view in
            let (member, _, organisation) = try clearedWithOrganisation(session, in: view)
            guard var row = try view.lineChange(number), let subject = organisation.members[row.change.person],
                organisation.sees(member, subject)
            else { throw ServiceError.notFound }
            var act = draft
            act.personPairs = Amanah.pairs(row.change)
            var refusal: LineRefusal?
            if row.decidedAt != nil {
                refusal = .decided
            } else if confirm {
                refusal = row.change.objection(
                    confirmedBy: session.person, may: organisation.mayPlace(member, subject),
                    now: subject.record.place, supervisor: { organisation.members[$0]?.record.supervisor })
            } else if row.change.proposedBy != session.person, !organisation.mayPlace(member, subject) {
                // Whoever proposed it may take it back.
                refusal = .notYours
            }
            if let refusal { return .failure(try refuse(refusal, act, view)) }
            if confirm, organisation.members[row.change.proposedBy] == nil {
                // Another system asked for it: the first person makes it his own, and a second one confirms.
                act.kind = .lineProposed
                act.personPairs.append(("asked-by", row.change.proposedBy.rawValue))
                (row.change, row.proposedAt) = (row.change.takenOver(by: session.person), at)
                try view.put(lineChange: row)
                _ = try view.append(try act.sealed(keys: store.keys, customerKey: nil))
                return .success(row)
            }
            guard try view.decide(lineChange: number, by: session.person, at: at, confirmed: confirm) else {
                return .failure(try refuse(.decided, act, view))
            }
            if confirm {
                var record = subject.record
                record.place = row.change.to
                try view.put(person: record)
            }
            act.personPairs.append(("proposed-by", row.change.proposedBy.rawValue))
            _ = try view.append(try act.sealed(keys: store.keys, customerKey: nil))
            (row.decidedBy, row.decidedAt, row.confirmed) = (session.person, at, confirm)
            return .success(row)
        }
        let member = try cleared(session)
        switch result {
        case .failure(let refused): return .refused(refused.refusal)
        case .success(let row) where row.decidedAt == nil: return .held(lineView(row, for: member, organisation))
        case .success(let row): return .decided(lineView(row, for: member, organisation))
        }
    }

    package func lineChanges(_ session: Session, from: Origin) async throws(ServiceError) -> [LineChangeView] {
        try await refresh(session)
        let member = try cleared(session)
        try await record(draft(.peopleRead, session), share: session.person.rawValue)
        return try openChanges(for: member, organisation)
    }

    /// Changes that wait, of people whom the reader sees.
    func openChanges(
        for member: Organisation.Member, _ organisation: Organisation
    ) throws(ServiceError) -> [LineChangeView] {
        try reading { try $0.openLineChanges() }
            .filter { row in organisation.members[row.change.person].map { organisation.sees(member, $0) } ?? false }
            .map { lineView($0, for: member, organisation) }
    }

    struct LineRefused: Error { var refusal: LineRefusal }

    private func refuse(_ refusal: LineRefusal, _ act: ActDraft, _ view: any WriteView) throws -> LineRefused {
        var denial = act
        denial.kind = .denial
        denial.personPairs.append(("reasons", refusal.rawValue))
        _ = try view.append(try denial.sealed(keys: store.keys, customerKey: nil))
        return LineRefused(refusal: refusal)
    }

    static func pairs(_ change: LineChange) -> [Details.Pair] {
        [
            ("person", change.person.rawValue), ("from", words(change.from)), ("to", words(change.to)),
        ]
    }

    private static func words(_ place: Place) -> String {
        "\(place.supervisor?.rawValue ?? "-") \(place.unit) \(place.role)"
    }

    func lineView(
        _ row: LineChangeRow, for member: Organisation.Member, _ organisation: Organisation
    ) -> LineChangeView {
        let change = row.change
        let subject = organisation.members[change.person]
        let mine =
            row.decidedAt == nil
            && subject.map { subject in
                change.objection(
                    confirmedBy: member.record.id, may: organisation.mayPlace(member, subject),
                    now: subject.record.place, supervisor: { organisation.members[$0]?.record.supervisor }) == nil
            } ?? false
        return LineChangeView(
            number: row.number, person: change.person, personName: subject?.record.name ?? change.person.rawValue,
            from: change.from, to: change.to, fromName: organisation.name(of: change.from.supervisor),
            toName: organisation.name(of: change.to.supervisor), proposedBy: change.proposedBy,
            proposedByName: organisation.name(of: change.proposedBy), proposedAt: row.proposedAt, said: row.said,
            decidedBy: row.decidedBy, decidedAt: row.decidedAt, confirmed: row.confirmed, mine: mine)
    }
}
