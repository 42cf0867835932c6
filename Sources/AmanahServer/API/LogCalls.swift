import AmanahCore
import AmanahService
import Hummingbird

/// Reading one's own looks and tickets, and the ticket system's writes.
extension APIRequests {
    /// `GET /looks`: one's own; of others for those whom the charter lets. Reading them is an act of the log too (L9).
    func looks(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        var filter: LogFilter
        do throws(BodyError) { filter = try APIRequests.filter(request.uri.query) } catch { throw Problem(error) }
        if filter.person == nil, gateway.charterInForce.role(session.role)?.pages.contains(.log) != true {
            filter.person = session.person
        }
        let asked = filter
        let page = try await answering(session) { () async throws(ServiceError) in
            try await gateway.log(session, asked, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 256 + 320 * page.rows.count)
        json.beginObject()
        json.key("looks")
        json.beginArray()
        for row in page.rows { json.write(row) }
        json.endArray()
        json.key("next")
        if let next = page.next { json.value(next) } else { json.null() }
        json.endObject()
        return json.response()
    }

    private static func filter(_ query: String?) throws(BodyError) -> LogFilter {
        let members = try QueryMembers(
            query, allowing: ["person", "customer", "unit", "purpose", "look", "kind", "from", "to", "before", "limit"])
        var filter = LogFilter(kind: .look)
        filter.person = try members.identifier("person").map { PersonID($0) }
        filter.customer = try members.identifier("customer").map { CustomerID($0) }
        filter.unit = try members.identifier("unit").map { UnitID($0) }
        filter.purpose = try members.identifier("purpose").map { PurposeID($0) }
        filter.look = try members.value("look", "must be the number of a look, like `L-23`") { text in
            // As it is written on the card, and no other way.
            LookID(text).flatMap { $0.description == text && text.utf8.count <= 20 ? $0 : nil }
        }
        if members["kind"] == "any" {
            filter.kind = nil
        } else if let kind = try members.value("kind", "is no kind of act", { ActKind(word: $0) }) {
            filter.kind = kind
        }
        filter.from = try members.value("from", "must be a time of RFC 3339", { Moment($0) })
        filter.to = try members.value("to", "must be a time of RFC 3339", { Moment($0) })
        filter.before = try members.value("before", "must be a whole number, at least 0") { natural($0) }
        let limit = try members.value("limit", "must be a whole number from 1 to 200") { text in
            natural(text).flatMap { (1...200).contains($0) ? Int($0) : nil }
        }
        if let limit { filter.limit = limit }
        return filter
    }

    /// Decimal digits without a sign.
    private static func natural(_ text: String) -> Int64? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }

    /// `GET /tickets`: my open ones, oldest first.
    func tickets(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let tickets = try await answering(session) { () async throws(ServiceError) in
            try await gateway.tickets(session)
        }
        var json = JSONWriter(capacity: 64 + 256 * tickets.count)
        json.beginObject()
        json.key("tickets")
        json.beginArray()
        for ticket in tickets { json.write(ticket) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `PUT /tickets/{id}`, for the ticket system's service account.
    func putTicket(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = try identifier("id", context)
        let body = try await members(
            request,
            [
                "ticket_id", "customer_id", "purpose", "unit_id", "assigned_to", "opened_at", "closed_at", "channel",
                "opened_by", "assigned_by",
            ])
        let ticket: TicketInput
        do throws(BodyError) { ticket = try APIRequests.ticket(id, body) } catch { throw Problem(error) }
        let created = try await answering(session) { () async throws(ServiceError) in
            try await gateway.putTicket(session, ticket)
        }
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.key("ticket_id")
        json.value(id)
        json.key("created")
        json.value(created)
        json.endObject()
        return json.response(created ? .created : .ok)
    }

    private static func ticket(_ id: String, _ body: BodyMembers) throws(BodyError) -> TicketInput {
        if let named = try body.optionalIdentifier("ticket_id"), named != id {
            throw BodyError(member: "ticket_id", what: "is another one than in the address")
        }
        guard let openedAt = try moment("opened_at", body) else {
            throw BodyError(member: "opened_at", what: "is missing or empty")
        }
        // Left out by mistake it would take the ticket from whoever works on it.
        guard body.names("assigned_to") else {
            throw BodyError(member: "assigned_to", what: "is missing: give it, or null where nobody has it")
        }
        let closedAt = try moment("closed_at", body)
        if let closedAt, closedAt < openedAt { throw BodyError(member: "closed_at", what: "is before `opened_at`") }
        return TicketInput(
            id: TicketID(id), customer: CustomerID(try body.identifier("customer_id")),
            purpose: PurposeID(try body.identifier("purpose")), unit: try optional("unit_id", body).map { UnitID($0) },
            assignedTo: try person("assigned_to", body), openedAt: openedAt, closedAt: closedAt,
            channel: try optional("channel", body) ?? "", openedBy: try person("opened_by", body),
            assignedBy: try person("assigned_by", body))
    }

    private static func person(_ name: StaticString, _ body: BodyMembers) throws(BodyError) -> PersonID? {
        try optional(name, body).map { PersonID($0) }
    }

    /// An id or a word; an empty text counts as none, as in the CSV.
    private static func optional(_ name: StaticString, _ body: BodyMembers) throws(BodyError) -> String? {
        if try body.optionalText(name, atMost: 64)?.isEmpty == true { return nil }
        return try body.optionalIdentifier(name)
    }

    static func moment(_ name: StaticString, _ body: BodyMembers) throws(BodyError) -> Moment? {
        guard let text = try body.optionalText(name, atMost: 40), !text.isEmpty else { return nil }
        guard let moment = Moment(text) else { throw BodyError(member: "\(name)", what: "must be a time of RFC 3339") }
        return moment
    }
}

extension JSONWriter {
    mutating func write(_ ticket: TicketView) {
        beginObject()
        key("ticket_id")
        value(ticket.id.rawValue)
        key("customer_id")
        value(ticket.customer.rawValue)
        key("name")
        value(ticket.maskedName)
        key("purpose")
        value(ticket.purpose.rawValue)
        key("purpose_title")
        write(ticket.purposeTitle)
        key("opened_at")
        value(ticket.openedAt)
        key("closed_at")
        value(ticket.closedAt)
        key("by_presence")
        value(ticket.byPresence)
        endObject()
    }

    mutating func write(_ row: LogRow) {
        beginObject()
        key("ledger_index")
        value(row.index)
        key("at")
        value(row.at)
        key("kind")
        value(row.kind.word)
        key("look_id")
        value(row.look?.description)
        key("person")
        value(row.person?.rawValue)
        key("person_name")
        value(row.personName)
        key("unit")
        value(row.unit?.rawValue)
        key("customer_id")
        value(row.customer?.rawValue)
        key("purpose")
        value(row.purpose?.rawValue)
        key("ticket_id")
        value(row.ticket?.rawValue)
        key("ground")
        value(row.ground)
        key("grant")
        value(row.grant?.rawValue)
        key("break_glass")
        value(row.breakGlass?.rawValue)
        key("fields")
        beginArray()
        for field in row.fields { value(field) }
        endArray()
        key("reasons")
        beginArray()
        for reason in row.reasons { value(reason) }
        endArray()
        key("said")
        value(row.said)
        key("workstation")
        value(row.workstation)
        key("erased")
        value(row.erased)
        key("charter_hash")
        value(row.charterHash)
        endObject()
    }
}
