package import AmanahCore
import AmanahStore

extension Amanah {
    /// Whether a person may read a request: his own, one that he has decided, one of somebody below him, or all of them
    /// for a role that reads the whole log. A decoy is nobody's own.
    func sees(_ request: ApprovalRequest, _ session: Session, _ organisation: Organisation) -> Bool {
        let reader = session.person
        if request.person == reader { return !request.isDecoy }
        return request.deciders.contains(reader)
            || request.line.contains(reader) && organisation.isAbove(reader, request.person)
            || readsWholeLog(session, organisation)
    }

    func readsWholeLog(_ session: Session, _ organisation: Organisation) -> Bool {
        guard let member = organisation.members[session.person],
            let role = organisation.charter.role(member.record.role)
        else { return false }
        return role.pages.contains(.log) && role.scope == .company
    }

    package func requests(
        _ session: Session, state: ApprovalRequest.State?
    ) async throws(ServiceError) -> [RequestView] {
        try await read(session, RequestFilter(states: state.map { [$0] }, limit: 500), context: false) { _, _ in true }
    }

    package func requestsForMe(_ session: Session) async throws(ServiceError) -> [RequestView] {
        try await read(session, RequestFilter(states: [.waiting], limit: 500), context: true) { request, seats in
            seats.turn(request) == session.person
        }.reversed()
    }

    package func request(_ session: Session, _ id: RequestID) async throws(ServiceError) -> RequestView {
        try Inputs.check(id.rawValue, field: "id")
        let found = try await read(session, nil, id: id, context: true) { _, _ in true }
        guard let request = found.first else { throw .notFound }
        return request
    }

    /// Reading other people's requests is an act (L9), written before anything is shown.
    private func read(
        _ session: Session, _ filter: RequestFilter?, id: RequestID? = nil, context: Bool,
        where wanted: @escaping @Sendable (ApprovalRequest, Seats) -> Bool
    ) async throws(ServiceError) -> [RequestView] {
        try step(session)
        let at = clock.read()
        let found: [(ApprovalRequest, Seats)] = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            _ = try cleared(session, organisation)
            let all = try filter.map { try view.requests($0) } ?? id.flatMap { try view.request($0) }.map { [$0] } ?? []
            let shown = try all.filter { sees($0, session, organisation) }
                .map { ($0, try seats(for: $0, organisation, view, at: at.steady)) }.filter(wanted)
            if shown.contains(where: { $0.0.person != session.person }) {
                var draft = draft(.approvalsRead, session)
                draft.at = at.wall
                draft.personPairs = [("requests", shown.prefix(100).map(\.0.id.rawValue).joined(separator: " "))]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            }
            return shown
        }
        return try reading { view in
            try found.map { try self.view($0.0, for: session, $0.1, view, context: context) }
        }
    }

    package func waitingFor(_ session: Session) throws(ServiceError) -> Int {
        let organisation = organisation
        guard organisation.mayApprove(session.person, at: clock.read().steady) else { return 0 }
        let now = clock.read().steady
        return try reading { view in
            let requests = try view.requests(RequestFilter(states: [.waiting], limit: 500)).count { request in
                guard request.line.contains(session.person) else { return false }
                return try seats(for: request, organisation, view, at: now).turn(request) == session.person
            }
            let glasses = try view.brokenGlasses(GlassFilter(unreviewed: true, limit: 200)).count {
                try mayReview($0, session.person, organisation, view, at: now)
            }
            return requests + glasses
        }
    }

    package func peopleBelow(_ session: Session) throws(ServiceError) -> [(id: PersonID, name: String)] {
        organisation.members.values.filter { $0.record.supervisor == session.person }
            .map { (id: $0.record.id, name: $0.record.name) }.sorted { $0.name < $1.name }
    }

    // MARK: - Views

    func view(
        _ request: ApprovalRequest, for session: Session, _ seats: Seats, _ view: any ReadView, context: Bool
    ) throws -> RequestView {
        let organisation = seats.organisation
        let member = organisation.members[request.person]
        let turn = seats.turn(request)
        let role = member.flatMap { organisation.charter.role($0.record.role) }
        let isForMe = turn == session.person
        return RequestView(
            id: request.id, state: request.state, version: request.version, person: request.person,
            personName: member?.record.name ?? request.person.rawValue,
            roleTitle: role?.title ?? Charter.Title(id: "", en: ""), unitName: member?.unitName ?? "",
            vendorName: member?.vendorName, customer: request.customer,
            maskedName: try view.customer(request.customer).map { try maskedName($0) } ?? Mask.nothing,
            purpose: request.purpose, purposeTitle: purposeTitle(request.purpose, organisation.charter),
            ticket: request.ticket, fields: request.fields, reason: request.reason,
            needs: request.needs.sorted { $0.cause.rawValue < $1.cause.rawValue }, madeAt: request.madeAt,
            step: min(request.step, request.steps), steps: request.steps, waitsFor: turn,
            waitsForName: organisation.name(of: turn),
            answers: request.decisions.map { decision in
                RequestView.Answer(
                    by: decision.by, byName: organisation.name(of: decision.by) ?? decision.by.rawValue,
                    at: decision.at, approved: decision.approved, reason: decision.reason)
            },
            terms: request.terms, looksLeft: request.looksLeft, isForMe: isForMe,
            isMine: request.person == session.person,
            context: context && isForMe ? try self.context(request, organisation, view, at: seats.at) : nil)
    }

    func purposeTitle(_ id: PurposeID, _ charter: Charter) -> Charter.Title {
        charter.purpose(id)?.title ?? Charter.Title(id: id.rawValue, en: id.rawValue)
    }
}
