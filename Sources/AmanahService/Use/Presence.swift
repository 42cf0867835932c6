package import AmanahCore
import AmanahStore

extension Amanah {
    /// Asks for a code at the desk. The answer is the same whether the number is a customer's or not (A5, A7).
    package func startPresence(
        _ session: Session, phone: String, purpose: PurposeID, from: Origin
    ) async throws(ServiceError) -> PresenceStarted {
        try await refresh(session)
        let member = try cleared(session)
        let role = try role(of: member)
        try Inputs.check(purpose.rawValue, field: "purpose")
        guard phone.utf8.count <= 40, let number = Normalized.phone(phone) else {
            throw .invalid(field: "phone", what: "a whole phone number, as 0812… or +62812…")
        }
        let charter = organisation.charter
        guard let index = charter.purposeNumber(purpose), role.purposes.contains(index) else {
            throw .denied([.purposeNotOfRole])
        }
        guard charter.purposes[index].needs.contains(.presence) else {
            throw .denied([.nothingBinds(charter.purposes[index].needs)])
        }
        let at = clock.read()
        let id = Token.random()
        var generator = SystemRandomNumberGenerator()
        let code = String(1_000_000 + generator.next(upperBound: UInt(1_000_000))).suffix(6).description
        let expires = at.steady.advanced(by: .seconds(charter.presence.codeMinutes * 60))
        // Acts bear the wall clock's time: one that was set back reaches further back, never less (B8).
        let day = Moment(milliseconds: QuotaBook.dayStart(min(at.steady, at.wall), member.zone) * 60_000)
        let send: Bool = try await durably(for: session) { [self] view in
            let asked = try view.acts(
                ActFilter(
                    person: session.person, kinds: [.presenceAsked], from: day, limit: charter.presence.perPersonPerDay)
            )
            var draft = draft(.presenceAsked, session)
            draft.at = at.wall
            draft.purpose = purpose
            if asked.count >= charter.presence.perPersonPerDay {
                draft.kind = .presenceRefused
                draft.personPairs = [("why", "quota")]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                return false
            }
            // Two customers with one number: the code could name either, so it names neither.
            let customers = try view.customers(.phone, tag: store.keys.blindTag(.phone, number), limit: 2)
            let customer = customers.count == 1 ? customers[0] : nil
            try view.put(
                presence: PresenceRow(
                    id: id, person: session.person, purpose: purpose, customer: customer,
                    codeTag: store.keys.tokenTag("presence/\(id)/\(code)"), expiresAt: expires,
                    triesLeft: charter.presence.tries, usedAt: nil))
            draft.personPairs = [("customer", customer?.rawValue ?? "")]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return customer != nil
        }
        if send { codes.send(code: code, to: number) }
        return PresenceStarted(id: id, expiresAt: expires)
    }

    /// A right code opens a ticket, marked *opened at the desk*.
    package func confirmPresence(
        _ session: Session, id: String, code: String, from: Origin
    ) async throws(ServiceError) -> PresenceOutcome {
        try await refresh(session)
        guard id.utf8.count <= 64, code.utf8.count <= 16 else { throw .invalid(field: "code", what: "six digits") }
        let at = clock.read()
        let tag = store.keys.tokenTag("presence/\(id)/\(code)")
        let ticketID = TicketID(
            "D" + String(at.steady.milliseconds) + "-" + Token.random().prefix(6).filter(\.isLetter).uppercased())
        return try await durably(for: session) { [self] view in
            guard var presence = try view.presence(id), presence.person == session.person else {
                throw ServiceError.notFound
            }
            var draft = draft(.presenceRefused, session)
            draft.at = at.wall
            draft.purpose = presence.purpose
            guard presence.usedAt == nil, presence.triesLeft > 0, at.steady < presence.expiresAt else {
                draft.personPairs = [("why", "expired")]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                return .expired
            }
            guard let customer = presence.customer, Passwords.equal(tag, presence.codeTag) else {
                presence.triesLeft -= 1
                try view.put(presence: presence)
                draft.personPairs = [("why", "wrong code")]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
                return .wrongCode(triesLeft: presence.triesLeft)
            }
            presence.usedAt = at.steady
            try view.put(presence: presence)
            let minutes = organisation.charter.presence.ticketMinutes
            let facts = Facts.Ticket(
                id: ticketID, customer: customer, purpose: presence.purpose, assignedTo: session.person,
                openedBy: session.person, assignedBy: nil, openedAt: at.steady,
                closedAt: at.steady.advanced(by: .seconds(minutes * 60)), byPresence: true)
            try view.put(ticket: TicketRow(facts: facts, unit: session.unit, channel: "desk"))
            draft.kind = .presenceConfirmed
            draft.customer = customer
            draft.ticket = ticketID
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return .opened(ticketID, customer, presence.purpose)
        }
    }
}
