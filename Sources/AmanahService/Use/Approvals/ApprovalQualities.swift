package import AmanahCore
import AmanahStore

extension Amanah {
    package func approvalQuality(_ session: Session) async throws(ServiceError) -> [ApprovalQuality] {
        try step(session)
        let at = clock.read()
        let since = Moment(milliseconds: at.steady.milliseconds - 30 * 86_400_000)
        let seenIn: Organisation = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            let member = try cleared(session, organisation)
            guard
                organisation.charter.role(member.record.role)?.approves == true || readsWholeLog(session, organisation)
            else { throw ServiceError.notForRole }
            var draft = draft(.approvalsRead, session)
            draft.at = at.wall
            draft.personPairs = [("of", "quality")]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return organisation
        }
        return try reading { view in
            let figures = try view.decisions(by: nil, since: since, limit: 100_000)
            let byDecider = Dictionary(grouping: figures, by: \.decider)
            let all = readsWholeLog(session, seenIn)
            return try byDecider.keys.sorted()
                .filter { $0 != session.person && (all || seenIn.isAbove(session.person, $0)) }
                .map { try quality(of: $0, byDecider[$0] ?? [], seenIn, view) }
        }
    }

    private func quality(
        of person: PersonID, _ figures: [DecisionFigure], _ organisation: Organisation, _ view: any ReadView
    ) throws -> ApprovalQuality {
        let seconds = figures.map(\.seconds).sorted()
        var quality = ApprovalQuality(
            person: person, personName: organisation.name(of: person) ?? person.rawValue, decided: figures.count,
            approved: figures.count(where: \.approved), medianSeconds: seconds.isEmpty ? 0 : seconds[seconds.count / 2],
            hasty: seconds.count { $0 < 10 }, sameWords: 0, decoys: 0, decoysApproved: 0)
        // The newest are enough for words and decoys; each row must be opened.
        let requests = try figures.prefix(1000).compactMap { figure in
            try view.request(figure.request).map { (figure, $0) }
        }
        var seen: [PersonID: [String]] = [:]
        for (figure, request) in requests.reversed() {
            if request.isDecoy {
                quality.decoys += 1
                if figure.approved { quality.decoysApproved += 1 }
                continue
            }
            guard figure.approved else { continue }
            let words = seen[request.person] ?? []
            if words.contains(where: { ReasonText.same($0, request.reason) }) { quality.sameWords += 1 }
            seen[request.person] = words + [request.reason]
        }
        return quality
    }

    package func makeDecoy(_ session: Session, _ decoy: DecoyInput) async throws(ServiceError) -> RequestID {
        try Inputs.check(decoy.person.rawValue, field: "person")
        try Inputs.check(customer: decoy.customer, purpose: decoy.purpose, ticket: decoy.ticket)
        try Inputs.check(fields: decoy.fields)
        try Inputs.checkWords(decoy.reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
        try step(session)
        let at = clock.read()
        return try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            let maker = try cleared(session, organisation)
            let role = organisation.charter.role(maker.record.role)
            guard readsWholeLog(session, organisation), role?.approves == false else { throw ServiceError.notForRole }
            guard let member = organisation.members[decoy.person], try view.customer(decoy.customer) != nil,
                let purpose = organisation.charter.purpose(decoy.purpose)
            else { throw ServiceError.notFound }
            let charter = organisation.charter
            let numbers = decoy.fields.compactMap(charter.fieldNumber)
            guard numbers.count == decoy.fields.count,
                numbers.allSatisfy({ purpose.shows[$0] > .hidden || purpose.reveals[$0] != nil })
            else { throw ServiceError.invalid(field: "fields", what: "fields of that purpose") }
            var request = ApprovalRequest(
                id: RequestID(""), person: decoy.person, customer: decoy.customer, purpose: decoy.purpose,
                ticket: decoy.ticket, fields: decoy.fields, reason: decoy.reason,
                needs: [ApprovalNeed(.superior, .reveal)], madeAt: at.steady, line: organisation.line(of: decoy.person),
                terms: GrantTerms(
                    fields: decoy.fields, minutes: charter.approvals.grantMinutes, looks: charter.approvals.grantLooks),
                isDecoy: true)
            let seats = try seats(for: request, organisation, view, at: at.steady)
            guard let first = seats.seat(0, []) else {
                throw ServiceError.conflict(what: "nobody above this person approves, so nobody would be tested")
            }
            // In the readable half it looks like any other; who made it stands in the sealed one.
            var draft = ActDraft(kind: .approvalAsked, at: at.wall, person: decoy.person)
            draft.unit = member.record.unit
            draft.describe(request)
            draft.personPairs += [
                ("said", decoy.reason), ("line", request.line.map(\.rawValue).joined(separator: " ")),
                ("decoy", session.person.rawValue),
            ]
            let index = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            request.id = RequestID(ledgerIndex: index)
            try view.put(request: request)
            try view.put(notice: notice(.approvalWaiting, to: first, about: request.id.rawValue, at: at.steady))
            return request.id
        }
    }
}
