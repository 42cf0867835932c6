package import AmanahCore
import AmanahStore

extension Amanah {
    package func approve(
        _ session: Session, _ id: RequestID, seen: Int?, narrowing: Narrowing
    ) async throws(ServiceError) -> RequestView {
        if let fields = narrowing.fields { try Inputs.check(fields: fields) }
        return try await decide(session, id) { request, now throws(ServiceError) in
            .approve(
                by: session.person, seen: seen ?? request.version, terms: try request.terms.narrowed(narrowing, at: now)
            )
        }
    }

    package func refuse(
        _ session: Session, _ id: RequestID, seen: Int?, reason: String
    ) async throws(ServiceError) -> RequestView {
        try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
        return try await decide(session, id) { request, _ throws(ServiceError) in
            .refuse(by: session.person, seen: seen ?? request.version, reason: reason)
        }
    }

    package func withdraw(_ session: Session, _ id: RequestID) async throws(ServiceError) -> RequestView {
        try await decide(session, id) { _, _ throws(ServiceError) in .withdraw(by: session.person) }
    }

    /// One event that a person brings about, with its act, in one batch. Clearance, line and version are those that the batch
    /// finds (L3, L4).
    private func decide(
        _ session: Session, _ id: RequestID,
        _ event: @escaping @Sendable (ApprovalRequest, Moment) throws(ServiceError) -> ApprovalEvent
    ) async throws(ServiceError) -> RequestView {
        try Inputs.check(id.rawValue, field: "id")
        try step(session)
        let at = clock.read()
        let outcome: Result<RequestView, ServiceError> = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            _ = try cleared(session, organisation)
            guard let found = try view.request(id), sees(found, session, organisation) else {
                throw ServiceError.notFound
            }
            let seats = try seats(for: found, organisation, view, at: at.steady)
            // Time first: what is over by now is not decided any more.
            let request = try passed(found, organisation.charter, seats, view, at: at) ?? found
            let event = try event(request, at.steady)
            switch request.after(event, at: at.steady, seat: seats.seat) {
            case .success(let next):
                try write(next, event, session, seats, view, at: at)
                return .success(try self.view(next, for: session, seats, view, context: false))
            case .failure(let conflict):
                if [.notYourTurn, .notYours].contains(conflict) {
                    // Deciding what is not his to decide is an attempt worth keeping (C1, C2).
                    var draft = draft(.denial, session)
                    draft.at = at.wall
                    draft.describe(request)
                    draft.personPairs += [("act", "decide"), ("reasons", "not-your-turn")]
                    _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                }
                return .failure(ServiceError(conflict))
            }
        }
        return try outcome.get()
    }

    private func write(
        _ next: ApprovalRequest, _ event: ApprovalEvent, _ session: Session, _ seats: Seats, _ view: any WriteView,
        at: SteadyClock.Reading
    ) throws {
        var draft = draft(.approvalWithdrawn, session)
        draft.at = at.wall
        draft.describe(next)
        var told: (NoticeKind, PersonID)?
        switch event {
        case .approve:
            draft.kind = .approvalGiven
            draft.personPairs += [
                ("granted", next.terms.fields.map(\.rawValue).joined(separator: " ")),
                ("minutes", String(next.terms.minutes)), ("looks", String(next.terms.looks)),
                ("step", "\(next.deciders.count) of \(next.steps)"),
            ]
            told =
                next.state == .approved
                ? (.approvalGiven, next.person) : seats.turn(next).map { (.approvalWaiting, $0) }
        case .refuse(_, _, let reason):
            draft.kind = .approvalRefused
            draft.personPairs.append(("said", reason))
            told = (.approvalRefused, next.person)
        default: break
        }
        if let last = next.decisions.last, last.by == session.person, last.at == at.steady {
            draft.personPairs.append(("seconds", String(last.seconds)))
            try view.put(
                decision: DecisionFigure(
                    request: next.id, decider: last.by, person: next.person, at: last.at, approved: last.approved,
                    seconds: last.seconds))
        }
        // That it was one is told where only the log's readers with the staff's key see it.
        if next.isDecoy { draft.personPairs.append(("decoy", "yes")) }
        _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        try view.put(request: next)
        if let (kind, person) = told, !next.isDecoy || kind == .approvalWaiting {
            try view.put(notice: notice(kind, to: person, about: next.id.rawValue, at: at.steady))
        }
    }
}

extension GrantTerms {
    /// - Throws: ``ServiceError/invalid(field:what:)`` where a bound is none.
    func narrowed(_ by: Narrowing, at now: Moment) throws(ServiceError) -> GrantTerms {
        var minutes = by.minutes ?? self.minutes
        if let until = by.until {
            let left = until.milliseconds - now.milliseconds
            guard left > 0 else { throw .invalid(field: "until", what: "a time that is still to come") }
            minutes = Int((left + 59_999) / 60_000)
        }
        return GrantTerms(fields: by.fields ?? fields, minutes: minutes, looks: by.looks ?? looks)
    }
}

extension ServiceError {
    init(_ conflict: ApprovalConflict) {
        switch conflict {
        case .notYourTurn, .notYours: self = .notYours(what: conflict.rawValue)
        case .over, .notWaiting, .changed, .notGranted, .noMoreLooks:
            self = .conflict(what: conflict.rawValue)
        case .wider: self = .invalid(field: "fields, until or looks", what: conflict.rawValue)
        case .nothing: self = .invalid(field: "fields", what: conflict.rawValue)
        case .noReason: self = .invalid(field: "reason", what: conflict.rawValue)
        }
    }
}
