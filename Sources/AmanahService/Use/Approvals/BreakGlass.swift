package import AmanahCore
import AmanahStore

extension Amanah {
    package func breakGlass(
        _ session: Session, customer: CustomerID, purpose: PurposeID?, ticket: TicketID?, fields: [FieldName]?,
        reason: String, from: Origin
    ) async throws(ServiceError) -> (glass: GlassView, look: ShownLook) {
        let glass = try await breakGlass(
            session, customer: customer, purpose: purpose, ticket: ticket, fields: fields, reason: reason)
        do throws(ServiceError) {
            let shown = try await look(
                session, customer: customer, purpose: glass.purpose, ticket: ticket, reason: reason, from: from)
            return (glass, shown)
        } catch {
            if case .denied = error { try await void(glass.id, session) }
            throw error
        }
    }

    /// Breaks the glass and shows nothing: everyone is told, and the record may be opened for the charter's minutes.
    package func breakGlass(
        _ session: Session, customer: CustomerID, purpose: PurposeID?, ticket: TicketID?, fields: [FieldName]?,
        reason: String
    ) async throws(ServiceError) -> GlassView {
        try Inputs.check(customer.rawValue, field: "customer_id")
        if let purpose { try Inputs.check(purpose.rawValue, field: "purpose") }
        if let ticket { try Inputs.check(ticket.rawValue, field: "ticket_id") }
        if let fields { try Inputs.check(fields: fields) }
        try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
        try step(session)
        let at = clock.read()
        let purpose = try await namedPurpose(purpose, ticket, session)
        let wanted = Request(act: .look, customer: customer, purpose: purpose, ticket: ticket)
        let outcome: Result<GlassView, Refused> = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            let prepared = try prepare(wanted, session, version: view.dataVersion, organisation, view, at: at)
            switch try breaking(prepared, fields, reason, session, organisation, view) {
            case .failure(let refused):
                _ = try view.append(try denial(prepared, refused.reasons, session, look: nil, act: "break-glass", view))
                return .failure(refused)
            case .success(let glass):
                return .success(try write(glass, prepared, session, organisation, view))
            }
        }
        switch outcome {
        case .failure(let refused): throw .denied(refused.reasons)
        case .success(let glass): return glass
        }
    }

    /// What was broken for a look that is refused, a quota being used up, does not count; the refusal is in the log.
    private func void(_ id: RequestID, _ session: Session) async throws(ServiceError) {
        let at = clock.read().steady
        try await durably(for: session) { view in
            guard let glass = try view.brokenGlass(id) else { return }
            let void = glass.voided(at: at)
            if void != glass { try view.put(glass: void) }
        }
    }

    /// The purpose that is meant where none is named: the ticket's, or the only one of the role.
    private func namedPurpose(
        _ purpose: PurposeID?, _ ticket: TicketID?, _ session: Session
    ) async throws(ServiceError) -> PurposeID {
        if let purpose { return purpose }
        let member = try cleared(session)
        let role = try role(of: member)
        if let ticket, let row = try reading({ try $0.ticket(ticket) }), row.facts.assignedTo == session.person {
            return row.facts.purpose
        }
        guard role.purposes.count == 1, let only = role.purposes.first else {
            throw .invalid(field: "purpose", what: "one of the purposes of your role")
        }
        return organisation.charter.purposes[only].id
    }

    /// The glass that may be broken, or why not. Whom one could not find by a search, one does not find here either (L6).
    private func breaking(
        _ prepared: Prepared, _ fields: [FieldName]?, _ reason: String, _ session: Session,
        _ organisation: Organisation, _ view: any WriteView
    ) throws -> Result<BrokenGlass, Refused> {
        let (charter, at) = (prepared.charter, prepared.at.steady)
        guard let rule = charter.breakGlass, let role = charter.role(prepared.member.record.role),
            rule.roles.contains(where: { charter.roles[$0].id == role.id })
        else { return .failure(Refused(reasons: [.breakGlassNotOfRole])) }
        guard ReasonText.hasSubstance(reason) else { return .failure(Refused(reasons: [.reasonWithoutSubstance])) }
        let month = Moment(milliseconds: at.milliseconds - 30 * 86_400_000)
        let broken = try view.brokenGlasses(
            GlassFilter(person: session.person, since: month, limit: 500))
        guard broken.count(where: { $0.voidedAt == nil }) < rule.perMonth else {
            return .failure(Refused(reasons: [.breakGlassLimit(rule.perMonth)]))
        }
        // Each try counts as a search, so that nobody learns here which customers there are.
        let searches = quotas.take(.search, by: session.person, zone: prepared.member.zone, at: at) {
            role.bounds(prepared.facts.adjustments).exceededBySearch(after: $0)
        }
        guard searches.isEmpty else { return .failure(Refused(reasons: searches)) }
        let needs = charter.purpose(prepared.request.purpose)?.needs ?? []
        guard let customer = try view.customer(prepared.request.customer), try isMine(customer, prepared, view) else {
            return .failure(Refused(reasons: [.nothingBinds(needs)]))
        }
        let purpose = charter.purpose(prepared.request.purpose)
        let numbers: [Int]
        if let fields {
            numbers = fields.compactMap(charter.fieldNumber).filter { number in
                purpose.map { $0.shows[number] > .hidden || $0.reveals[number] != nil } ?? false
            }
            guard numbers.count == fields.count else { return .failure(Refused(reasons: [.fieldNotOfPurpose])) }
        } else {
            numbers = charter.fields.indices.filter { (purpose?.shows[$0] ?? .hidden) > .hidden }
        }
        let glass = BrokenGlass(
            id: RequestID(""), person: session.person, customer: customer.id, purpose: prepared.request.purpose,
            ticket: prepared.request.ticket, fields: numbers.map { charter.fields[$0].name }, reason: reason, at: at,
            until: at.advanced(by: .seconds(rule.minutes * 60)),
            reviewDueAt: at.advanced(by: .seconds(rule.reviewWithinHours * 3600)),
            line: organisation.line(of: session.person))
        var facts = prepared.facts
        facts.customer = prepared.member.facts(customer)
        facts.grants = [
            Facts.Grant(
                id: glass.id, person: glass.person, customer: glass.customer, purpose: glass.purpose,
                ticket: glass.ticket, fields: Set(numbers), until: glass.until, looksLeft: 1, needs: [],
                breaksGlass: true)
        ]
        let decision = charter.decide(prepared.request, facts, at: at)
        guard case .allowed(_, let ground) = decision else {
            return .failure(Refused(reasons: obstacles(prepared.request, facts, charter, at: at)))
        }
        guard case .breakGlass = ground else {
            throw ServiceError.conflict(what: "nothing stands in the way: open the record")
        }
        return .success(glass)
    }

    /// What not even a broken glass lifts: the plain reasons without those that it would.
    private func obstacles(_ request: Request, _ facts: Facts, _ charter: Charter, at now: Moment) -> [Reason] {
        let reasons = charter.decide(request, facts, at: now).reasons
        if let customer = facts.customer {
            if customer.staff == facts.person.id { return [.ownRecord] }
            if customer.isKin { return [.kinRecord] }
        }
        return reasons
    }

    /// *Mine to find*: on an open ticket of mine, in my book, or of my unit's scope, marked or not.
    private func isMine(_ customer: CustomerRow, _ prepared: Prepared, _ view: any ReadView) throws -> Bool {
        let (person, at) = (prepared.facts.person.id, prepared.at.steady)
        if prepared.member.scope.contains(customer.unit) { return true }
        if try view.openTickets(of: person, customer: customer.id, at: at).contains(where: \.isGiven) { return true }
        return try !view.assignments(of: person, customer: customer.id, on: at.day(in: prepared.member.zone)).isEmpty
    }

    private func write(
        _ glass: BrokenGlass, _ prepared: Prepared, _ session: Session, _ organisation: Organisation,
        _ view: any WriteView
    ) throws -> GlassView {
        var glass = glass
        var draft = draft(.glassBroken, session)
        draft.at = prepared.at.wall
        draft.customer = glass.customer
        draft.purpose = glass.purpose
        draft.ticket = glass.ticket
        draft.personPairs = [
            ("said", glass.reason), ("asked", glass.fields.map(\.rawValue).joined(separator: " ")),
            ("review-due", glass.reviewDueAt.rfc3339),
        ]
        let index = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        glass.id = RequestID("G-\(index + 1)")
        try view.put(glass: glass)
        let roles = prepared.charter.breakGlass?.notify ?? []
        let told = Set(glass.line.prefix(2)).union(organisation.people(of: roles, at: prepared.at.steady))
        for person in told.sorted() where person != glass.person {
            try view.put(notice: notice(.glassBroken, to: person, about: glass.id.rawValue, at: prepared.at.steady))
        }
        return try self.view(glass, for: session, organisation, view)
    }
}
