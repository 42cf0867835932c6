package import AmanahCore
import AmanahStore

extension Amanah {
    /// Requests of one person that may wait at a time.
    static let openRequests = 20

    package func ask(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, fields: [FieldName],
        reason: String, from: Origin
    ) async throws(ServiceError) -> RequestView {
        try Inputs.check(customer: customer, purpose: purpose, ticket: ticket)
        try Inputs.check(fields: fields)
        try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
        try step(session)
        let at = clock.read()
        let asked = Request(act: .look, customer: customer, purpose: purpose, ticket: ticket)
        let outcome: Result<RequestView, Refused> = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            let prepared = try prepare(
                asked, session, version: view.dataVersion, organisation, view, at: at)
            switch try asking(prepared, fields, reason, organisation, view) {
            case .failure(let refused):
                _ = try view.append(try denial(prepared, refused.reasons, session, look: nil, act: "ask", view))
                return .failure(refused)
            case .success(var request):
                let seats = try seats(for: request, organisation, view, at: at.steady)
                guard let first = seats.seat(0, []), request.steps == 1 || seats.seat(0, [first]) != nil else {
                    let reasons = [Reason.noApprover]
                    _ = try view.append(try denial(prepared, reasons, session, look: nil, act: "ask", view))
                    return .failure(Refused(reasons: reasons))
                }
                var draft = draft(.approvalAsked, session)
                draft.at = at.wall
                draft.describe(request)
                draft.personPairs += [
                    ("said", reason), ("line", request.line.map(\.rawValue).joined(separator: " ")),
                ]
                let index = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                request.id = RequestID(ledgerIndex: index)
                try view.put(request: request)
                try view.put(
                    notice: notice(.approvalWaiting, to: first, about: request.id.rawValue, at: at.steady))
                return .success(try self.view(request, for: session, seats, view, context: false))
            }
        }
        switch outcome {
        case .success(let request): return request
        case .failure(let refused): throw .denied(refused.reasons)
        }
    }

    /// The request that may be made, or why not.
    private func asking(
        _ prepared: Prepared, _ fields: [FieldName], _ reason: String, _ organisation: Organisation,
        _ view: any WriteView
    ) throws -> Result<ApprovalRequest, Refused> {
        let (charter, at) = (prepared.charter, prepared.at.steady)
        let numbers = fields.compactMap(charter.fieldNumber)
        guard numbers.count == fields.count else { return .failure(Refused(reasons: [.fieldNotOfPurpose])) }
        let needs: Set<ApprovalNeed>
        switch charter.approvals(for: prepared.request, fields: numbers, prepared.facts, at: at) {
        case .failure(let obstacle): return .failure(Refused(reasons: obstacle.reasons))
        case .success(let found): needs = found
        }
        guard !needs.isEmpty else {
            throw ServiceError.conflict(what: "nothing here needs an approval: open the record")
        }
        guard ReasonText.hasSubstance(reason) else { return .failure(Refused(reasons: [.reasonWithoutSubstance])) }
        let person = prepared.facts.person.id
        let last = try view.requests(RequestFilter(person: person, limit: 30)).filter { !$0.isDecoy }
        // The same words about the same customer are one request asked again; about another, they are pasted (C5).
        if last.prefix(5).contains(where: {
            ReasonText.same($0.reason, reason) && $0.customer != prepared.request.customer
        }) {
            return .failure(Refused(reasons: [.reasonRepeated]))
        }
        let waiting = try view.requests(
            RequestFilter(person: person, states: [.waiting], limit: Amanah.openRequests + 1)
        ).filter { !$0.isDecoy }
        guard waiting.count < Amanah.openRequests else {
            throw ServiceError.conflict(what: "too many of your requests wait: withdraw one first")
        }
        if let same = waiting.first(where: {
            $0.customer == prepared.request.customer && $0.purpose == prepared.request.purpose
                && $0.ticket == prepared.request.ticket
        }) {
            throw ServiceError.conflict(what: "your request `\(same.id)` waits already")
        }
        let rule = charter.approvals
        return .success(
            ApprovalRequest(
                id: RequestID(""), person: person, customer: prepared.request.customer,
                purpose: prepared.request.purpose, ticket: prepared.request.ticket, fields: fields, reason: reason,
                needs: needs, madeAt: at, line: organisation.line(of: person),
                terms: GrantTerms(fields: fields, minutes: rule.grantMinutes, looks: rule.grantLooks)))
    }
}

extension ActDraft {
    /// What every act about a request says of it.
    mutating func describe(_ request: ApprovalRequest) {
        customer = request.customer
        purpose = request.purpose
        ticket = request.ticket
        if !request.id.rawValue.isEmpty { personPairs.append(("request", request.id.rawValue)) }
        personPairs += [
            ("asked", request.fields.map(\.rawValue).joined(separator: " ")),
            (
                "needs",
                request.needs.map { "\($0.approval.rawValue)-\($0.cause.rawValue)" }.sorted().joined(separator: " ")
            ),
        ]
    }
}

extension Inputs {
    static func check(fields: [FieldName]) throws(ServiceError) {
        guard (1...64).contains(fields.count), Set(fields).count == fields.count else {
            throw .invalid(field: "fields", what: "1 to 64 fields, each once")
        }
        for field in fields { try check(field.rawValue, field: "fields") }
    }
}
