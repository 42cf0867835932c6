import AmanahCore
import AmanahStore

extension Charter {
    /// Seconds that a look stands open on the screen; a broken glass never longer than it could be taken.
    func closing(_ ground: Ground) -> Int {
        guard case .breakGlass = ground, let rule = breakGlass else { return closesAfterSeconds }
        return min(closesAfterSeconds, rule.minutes * 60)
    }
}

extension Amanah {
    /// How far back decisions between two people count, and figures for a decider reach.
    static let approvalMemory = Duration.seconds(30 * 86_400)

    func seats(
        for request: ApprovalRequest, _ organisation: Organisation, _ view: any ReadView, at now: Moment
    ) throws -> Seats {
        let owed = try view.decisions(
            by: request.person, since: Moment(milliseconds: now.milliseconds - 30 * 86_400_000), limit: 500)
        return Seats(
            organisation: organisation,
            line: ApprovalLine(
                then: request.line, now: organisation.line(of: request.person),
                indebted: Set(owed.filter(\.approved).map(\.person))),
            requester: request.person, subject: try view.customer(request.customer)?.staff, at: now)
    }

    /// Grants and broken glasses of a person for the customer of a request, as facts.
    ///
    /// - Parameter look: the look that a reveal belongs to: under the grant that it was taken from, it goes on.
    func grants(
        of person: PersonID, for request: Request, _ charter: Charter, look: LookID?, _ view: any ReadView,
        at now: Moment
    ) throws -> [Facts.Grant] {
        func fields(_ names: [FieldName]) -> Set<Int> { Set(names.compactMap(charter.fieldNumber)) }
        func isOpen(_ last: Int64?, _ lastAt: Moment?, seconds: Int) -> Bool {
            guard let last, let lastAt, now < lastAt.advanced(by: .seconds(seconds)) else { return false }
            if case .verify = request.act { return true }
            return look?.ledgerIndex == last
        }
        let approved = try view.requests(
            RequestFilter(
                person: person, customer: request.customer, states: [.approved, .usedUp],
                since: Moment(milliseconds: now.milliseconds - 14 * 86_400_000), limit: 20)
        ).compactMap { row -> Facts.Grant? in
            guard !row.isDecoy, let until = row.terms.until else { return nil }
            return Facts.Grant(
                id: row.id, person: row.person, customer: row.customer, purpose: row.purpose, ticket: row.ticket,
                fields: fields(row.terms.fields), until: until, looksLeft: row.looksLeft,
                isOpen: isOpen(row.lastLook, row.lastLookAt, seconds: charter.closesAfterSeconds), needs: row.needs)
        }
        let broken = try view.brokenGlasses(
            GlassFilter(
                person: person, customer: request.customer,
                since: Moment(milliseconds: now.milliseconds - 86_400_000), limit: 20)
        ).map { row in
            Facts.Grant(
                id: row.id, person: row.person, customer: row.customer, purpose: row.purpose, ticket: row.ticket,
                fields: fields(row.fields), until: row.until, looksLeft: row.looksLeft,
                isOpen: isOpen(row.lastLook, row.lastLookAt, seconds: charter.closing(.breakGlass(row.id))), needs: [],
                breaksGlass: true)
        }
        return approved + broken
    }

    /// Takes a look, or what belongs to one, from a grant. Inside the batch, so that two at once take two (L7).
    func take(_ grant: RequestID, _ index: Int64, at now: Moment, _ view: any WriteView) throws {
        if let request = try view.request(grant) {
            switch request.after(.take(index), at: now, seat: { _, _ in nil }) {
            case .success(let next): if next != request { try view.put(request: next) }
            case .failure(let conflict): throw ServiceError.conflict(what: conflict.rawValue)
            }
        } else if let glass = try view.brokenGlass(grant) {
            switch glass.taken(index, at: now) {
            case .success(let next): if next != glass { try view.put(glass: next) }
            case .failure(let conflict): throw ServiceError.conflict(what: conflict.rawValue)
            }
        } else {
            throw ServiceError.notFound
        }
    }

    /// Gives a look that was not shown back to its grant, or its broken glass.
    func giveBack(_ grant: RequestID, _ index: Int64, at now: Moment, _ view: any WriteView) throws {
        if let request = try view.request(grant) {
            let given = request.after(.giveBack(index), at: now, seat: { _, _ in nil })
            if case .success(let next) = given, next != request { try view.put(request: next) }
        } else if let glass = try view.brokenGlass(grant) {
            let next = glass.givenBack(index)
            if next != glass { try view.put(glass: next) }
        }
    }

    /// A notice to a person, to be put beside the act that it tells of.
    func notice(_ kind: NoticeKind, to person: PersonID, about: String, at now: Moment) -> NoticeRow {
        NoticeRow(
            id: "N-" + Token.random().prefix(16), person: person, kind: kind, about: about, madeAt: now, nextAt: now)
    }

    /// Tells the roles that the charter names of a look at a customer who is marked.
    func tell(ofSensitive prepared: Prepared, _ index: Int64, _ view: any WriteView) throws {
        guard let customer = prepared.facts.customer, customer.sensitivity != .ordinary || customer.staff != nil else {
            return
        }
        let marks = [customer.sensitivity] + (customer.staff == nil ? [] : [SensitivityID("staff")])
        let roles = marks.compactMap { prepared.charter.sensitivityRule($0)?.notify }.flatMap(\.self)
        guard !roles.isEmpty else { return }
        for person in organisation.people(of: roles, at: prepared.at.steady) {
            try view.put(
                notice: notice(
                    .sensitiveLook, to: person, about: LookID(ledgerIndex: index).description, at: prepared.at.steady))
        }
    }
}
