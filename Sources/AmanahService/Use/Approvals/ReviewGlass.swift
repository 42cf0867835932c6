package import AmanahCore
import AmanahStore

extension Amanah {
    /// Above the person when the glass was broken and now, cleared, not the person himself, and not whose record it opened (B7).
    func reviewers(
        _ glass: BrokenGlass, _ organisation: Organisation, _ view: any ReadView, at now: Moment
    ) throws -> [PersonID] {
        let subject = try view.customer(glass.customer)?.staff
        return ApprovalLine(then: glass.line, now: organisation.line(of: glass.person))
            .approvers(of: glass.person) { $0 != subject && organisation.mayApprove($0, at: now) }
    }

    func mayReview(
        _ glass: BrokenGlass, _ person: PersonID, _ organisation: Organisation, _ view: any ReadView, at now: Moment
    ) throws -> Bool {
        guard glass.review == nil, glass.voidedAt == nil else { return false }
        return try reviewers(glass, organisation, view, at: now).contains(person)
    }

    private func sees(_ glass: BrokenGlass, _ session: Session, _ organisation: Organisation) -> Bool {
        glass.person == session.person || organisation.isAbove(session.person, glass.person)
            || readsWholeLog(session, organisation)
    }

    package func brokenGlasses(_ session: Session) async throws(ServiceError) -> [GlassView] {
        try step(session)
        let at = clock.read()
        let since = Moment(milliseconds: at.steady.milliseconds - 90 * 86_400_000)
        let (glasses, seenIn): ([BrokenGlass], Organisation) = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            _ = try cleared(session, organisation)
            let seen = try view.brokenGlasses(GlassFilter(since: since, limit: 500))
                .filter { sees($0, session, organisation) }
            if seen.contains(where: { $0.person != session.person }) {
                var draft = draft(.approvalsRead, session)
                draft.at = at.wall
                draft.personPairs = [("requests", seen.prefix(100).map(\.id.rawValue).joined(separator: " "))]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            }
            return (seen, organisation)
        }
        return try reading { view in try glasses.map { try self.view($0, for: session, seenIn, view) } }
    }

    package func review(
        _ session: Session, _ id: RequestID, inOrder: Bool, words: String
    ) async throws(ServiceError) -> GlassView {
        try Inputs.check(id.rawValue, field: "id")
        try Inputs.checkWords(words, field: "words", maximumBytes: ReasonText.maximumBytes)
        try step(session)
        let at = clock.read()
        let outcome: Result<GlassView, ServiceError> = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            _ = try cleared(session, organisation)
            guard let glass = try view.brokenGlass(id), sees(glass, session, organisation) else {
                throw ServiceError.notFound
            }
            var draft = draft(.glassReviewed, session)
            draft.at = at.wall
            draft.customer = glass.customer
            draft.purpose = glass.purpose
            draft.ticket = glass.ticket
            draft.personPairs = [("request", glass.id.rawValue), ("of", glass.person.rawValue)]
            let reviewed = glass.reviewed(
                by: session.person, inOrder: inOrder, words: words, at: at.steady,
                approvers: try reviewers(glass, organisation, view, at: at.steady))
            switch reviewed {
            case .failure(.noWords):
                return .failure(.invalid(field: "words", what: BrokenGlass.Conflict.noWords.rawValue))
            case .failure(let conflict):
                draft.kind = .denial
                draft.personPairs += [("act", "review"), ("reasons", "not-your-turn")]
                guard conflict == .notYours else { return .failure(.conflict(what: conflict.rawValue)) }
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                return .failure(.notYours(what: conflict.rawValue))
            case .success(let next):
                draft.personPairs += [("in-order", inOrder ? "yes" : "no"), ("said", words)]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                try view.put(glass: next)
                try view.put(
                    notice: notice(.glassReviewed, to: next.person, about: next.id.rawValue, at: at.steady))
                return .success(try self.view(next, for: session, organisation, view))
            }
        }
        return try outcome.get()
    }

    func view(
        _ glass: BrokenGlass, for session: Session, _ organisation: Organisation, _ view: any ReadView
    ) throws -> GlassView {
        let member = organisation.members[glass.person]
        return GlassView(
            id: glass.id, person: glass.person, personName: member?.record.name ?? glass.person.rawValue,
            unitName: member?.unitName ?? "", vendorName: member?.vendorName, customer: glass.customer,
            maskedName: try view.customer(glass.customer).map { try maskedName($0) } ?? Mask.nothing,
            purpose: glass.purpose, purposeTitle: purposeTitle(glass.purpose, organisation.charter),
            ticket: glass.ticket, reason: glass.reason, at: glass.at, until: glass.until,
            reviewDueAt: glass.reviewDueAt,
            look: glass.lastLook.map { LookID(ledgerIndex: $0) }, reviewedBy: glass.review?.by,
            reviewedByName: organisation.name(of: glass.review?.by), reviewedAt: glass.review?.at,
            inOrder: glass.review?.inOrder, words: glass.review?.words,
            isForMe: try mayReview(glass, session.person, organisation, view, at: clock.read().steady))
    }
}
