import AmanahCore
import AmanahStore

extension Amanah {
    /// The most customers that one identifier finds; a family may share a number.
    static let searchLimit = 5

    package func search(
        _ session: Session, _ key: SearchKey, from: Origin
    ) async throws(ServiceError) -> [FoundCustomer] {
        _ = try cleared(session)
        let identifier = try Identifier(key)
        let at = clock.read()
        let outcome: Result<[FoundCustomer], Refused> = try await durably(for: session) {
            [self] view in
            let (member, charter) = try cleared(session, in: view)
            guard let role = charter.role(member.record.role) else { return .failure(Refused(reasons: [.unknownRole])) }
            let reasons = quotas.take(.search, by: session.person, zone: member.zone, at: at.steady) {
                role.bounds(member.adjustments).exceededBySearch(after: $0)
            }
            guard reasons.isEmpty else {
                var draft = draft(.denial, session)
                draft.personPairs = [("act", "search"), ("reasons", reasons.map(\.code).joined(separator: " "))]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                return .failure(Refused(reasons: reasons))
            }
            let found = try find(identifier, session, member, view, at: at.steady)
            var draft = draft(.search, session)
            draft.at = at.wall
            // A miss and a hit leave the same kind of entry; which it was is sealed.
            draft.personPairs = [
                ("by", identifier.word), ("found", found.map(\.customer.rawValue).joined(separator: " ")),
            ]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return .success(found)
        }
        switch outcome {
        case .success(let found): return found
        case .failure(let refused): throw .denied(refused.reasons)
        }
    }

    private enum Identifier: Sendable {
        case tag(KeyRing.Blind, String)
        case customer(CustomerID)

        init(_ key: SearchKey) throws(ServiceError) {
            switch key {
            case .phone(let text):
                guard text.utf8.count <= 40, let phone = Normalized.phone(text) else {
                    throw .invalid(field: "phone", what: "a whole phone number, as 0812… or +62812…")
                }
                self = .tag(.phone, phone)
            case .nik(let text):
                guard text.utf8.count <= 40, let nik = Normalized.nationalNumber(text) else {
                    throw .invalid(field: "nik", what: "all 16 digits of a NIK")
                }
                self = .tag(.nik, nik)
            case .customer(let id):
                try Inputs.check(id.rawValue, field: "customer_id")
                self = .customer(id)
            }
        }

        var word: String {
            switch self {
            case .tag(.phone, _): "phone"
            case .tag: "nik"
            case .customer: "customer_id"
            }
        }
    }

    /// Only what is *mine to find*. Sensitive customers, and everything else, read as no match (L6).
    private func find(
        _ identifier: Identifier, _ session: Session, _ member: Organisation.Member, _ view: any ReadView, at: Moment
    ) throws -> [FoundCustomer] {
        var ids: [CustomerID]
        switch identifier {
        case .customer(let id): ids = [id]
        case .tag(let kind, let text):
            ids = try view.customers(kind, tag: store.keys.blindTag(kind, text), limit: Amanah.searchLimit)
            // As much is read where nobody has the number as where several have it who are not mine (A5).
            ids += Array(repeating: CustomerID(""), count: Amanah.searchLimit - ids.count)
        }
        var found: [FoundCustomer] = []
        for id in ids {
            let row = try asWritten(try view.customer(id))
            let tickets = try view.openTickets(of: session.person, customer: id, at: at).filter { $0.isGiven }
            let book = try view.assignments(of: session.person, customer: id, on: at.day(in: member.zone))
            guard let row else { continue }
            let mine = !tickets.isEmpty || (!row.isSensitive && (!book.isEmpty || member.scope.contains(row.unit)))
            guard mine else { continue }
            let name = try maskedName(row)
            found.append(
                FoundCustomer(
                    customer: id, maskedName: name, tickets: tickets.map { view in ticketView(view, name: name) },
                    inBookFor: book.map(\.purpose)))
        }
        return found
    }

    /// A customer's name behind its mask, whatever the charter shows elsewhere.
    func maskedName(_ row: CustomerRow) throws -> String {
        let name = try store.keys.open(["name"], of: row).first ?? nil
        return Mask.name.apply(name ?? "")
    }

    func ticketView(_ row: TicketRow, name: String) -> TicketView {
        let title = organisation.charter.purpose(row.facts.purpose)?.title
        return TicketView(
            id: row.facts.id, customer: row.facts.customer, maskedName: name, purpose: row.facts.purpose,
            purposeTitle: title ?? Charter.Title(id: row.facts.purpose.rawValue, en: row.facts.purpose.rawValue),
            openedAt: row.facts.openedAt, closedAt: row.facts.closedAt, byPresence: row.facts.byPresence)
    }
}

extension TicketRow {
    /// Somebody else opened and assigned it, or the customer did at the desk: a ticket that one makes oneself is no ground
    /// to learn even a masked name (L6, B2, B3).
    var isGiven: Bool {
        facts.byPresence || (facts.openedBy != facts.assignedTo && facts.assignedBy != facts.assignedTo)
    }
}
