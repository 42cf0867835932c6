import AmanahCore
import AmanahService
import Hummingbird

/// The look, the reveal and the comparison.
extension APIRequests {
    /// `POST /looks`.
    func look(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(request, ["customer_id", "purpose", "ticket_id", "reason"])
        let aim: Aim
        let reason: String?
        do throws(BodyError) {
            aim = try Aim(body)
            reason = try body.optionalText("reason", atMost: ReasonText.maximumBytes)
        } catch { throw Problem(error) }
        let shown = try await answering(session, ticket: aim.ticket) { () async throws(ServiceError) in
            try await gateway.look(
                session, customer: aim.customer, purpose: aim.purpose, ticket: aim.ticket, reason: reason,
                from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 1024)
        json.write(shown)
        return json.response(.created)
    }

    /// `POST /looks/{id}/reveals`.
    func reveal(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        guard let look = LookID(try identifier("id", context)) else { throw Problem.notFound }
        let body = try await members(request, ["field", "reason"])
        let field: String
        let reason: String
        do throws(BodyError) {
            field = try body.identifier("field")
            reason = try body.optionalText("reason", atMost: ReasonText.maximumBytes) ?? ""
        } catch { throw Problem(error) }
        let shown = try await answering(session) { () async throws(ServiceError) in
            try await gateway.reveal(
                session, look: look, field: FieldName(field), reason: reason, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.key("look_id")
        json.value(shown.look.description)
        json.key("ledger_index")
        json.value(shown.ledgerIndex)
        json.key("field")
        json.value(shown.field.name.rawValue)
        json.key("form")
        json.value(shown.field.form.word)
        json.key("value")
        json.value(shown.field.value)
        json.key("hides_at")
        json.value(shown.hidesAt)
        json.endObject()
        return json.response(.created)
    }

    /// `POST /verifications`.
    func verify(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(request, ["customer_id", "purpose", "ticket_id", "field", "said"])
        let aim: Aim
        let field: String
        let said: String
        do throws(BodyError) {
            aim = try Aim(body)
            field = try body.identifier("field")
            said = try body.text("said", atMost: 100)
        } catch { throw Problem(error) }
        let outcome = try await answering(session, ticket: aim.ticket) { () async throws(ServiceError) in
            try await gateway.verify(
                session, customer: aim.customer, purpose: aim.purpose, ticket: aim.ticket, field: FieldName(field),
                said: said, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.key("match")
        json.value(outcome.match)
        json.key("tries_left")
        json.value(outcome.triesLeft)
        json.key("ledger_index")
        json.value(outcome.ledgerIndex)
        json.endObject()
        return json.response()
    }

    /// Whom, what for, and on which ticket.
    private struct Aim: Sendable {
        let customer: CustomerID
        let purpose: PurposeID
        let ticket: TicketID?

        init(_ body: BodyMembers) throws(BodyError) {
            customer = CustomerID(try body.identifier("customer_id"))
            purpose = PurposeID(try body.identifier("purpose"))
            ticket = try body.optionalIdentifier("ticket_id").map { TicketID($0) }
        }
    }
}

extension JSONWriter {
    mutating func write(_ look: ShownLook) {
        beginObject()
        key("look_id")
        value(look.id.description)
        key("ledger_index")
        value(look.ledgerIndex)
        key("customer_id")
        value(look.customer.rawValue)
        key("purpose")
        value(look.purpose.rawValue)
        key("ground")
        value(look.ground.word)
        key("grant")
        value(look.ground.approval?.rawValue)
        key("break_glass")
        value(look.ground.brokenGlass?.rawValue)
        key("ticket_id")
        value(look.ground.ticket?.rawValue)
        key("at")
        value(look.at)
        key("closes_at")
        value(look.closesAt)
        key("seen_by")
        value(look.seenBy)
        key("fields")
        beginObject()
        // By their numbers: to copy a field is half a dozen references.
        for index in look.fields.indices { write(look.fields[index]) }
        endObject()
        endObject()
    }

    /// A member named like the field. No value stands beside a form that shows none.
    private mutating func write(_ field: ShownField) {
        key(text: field.name.rawValue)
        beginObject()
        key("form")
        value(field.form.word)
        if field.form >= .masked {
            key("value")
            value(field.value)
        }
        if let offer = field.reveal {
            key("reveal")
            beginObject()
            key("form")
            value(offer.form.word)
            key("reason")
            value(offer.reason)
            key("approval")
            value(offer.approval.rawValue)
            if let grant = offer.ground?.approval {
                key("grant")
                value(grant.rawValue)
            }
            endObject()
        }
        endObject()
    }
}
