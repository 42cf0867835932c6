import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird

/// Broken glass, and quotas of one person.
extension APIRequests {
    /// `POST /break-glass`. Answers with the look, which is in the log and told to both superiors already.
    func breakGlass(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(
            request, ["customer_id", "purpose", "ticket_id", "fields", "reason"], lists: ["fields"])
        let customer: CustomerID
        let purpose: PurposeID?
        let ticket: TicketID?
        let fields: [FieldName]?
        let reason: String
        do throws(BodyError) {
            customer = CustomerID(try body.identifier("customer_id"))
            purpose = try body.optionalIdentifier("purpose").map { PurposeID($0) }
            ticket = try body.optionalIdentifier("ticket_id").map { TicketID($0) }
            fields = try body.optionalIdentifiers("fields")?.map { FieldName($0) }
            reason = try body.text("reason", atMost: ReasonText.maximumBytes)
        } catch { throw Problem(error) }
        let opened = try await answering(session, ticket: ticket) { () async throws(ServiceError) in
            try await gateway.breakGlass(
                session, customer: customer, purpose: purpose, ticket: ticket, fields: fields, reason: reason,
                from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 2048)
        json.beginObject()
        json.key("break_glass_id")
        json.value(opened.glass.id.rawValue)
        json.key("review_due_at")
        json.value(opened.glass.reviewDueAt)
        json.key("look")
        json.write(opened.look)
        json.endObject()
        return json.response(.created)
    }

    /// `GET /break-glass`: mine, and those of people below me.
    func brokenGlasses(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let found = try await answering(session) { () async throws(ServiceError) in
            try await gateway.brokenGlasses(session)
        }
        var json = JSONWriter(capacity: 64 + 640 * found.count)
        json.beginObject()
        json.key("break_glass")
        json.beginArray()
        for glass in found { json.write(glass) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `POST /break-glass/{id}/review`.
    func reviewGlass(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = RequestID(try identifier("id", context))
        let body = try await members(request, ["outcome", "words"])
        let inOrder: Bool
        let words: String
        do throws(BodyError) {
            let outcome = try body.text("outcome", atMost: 20)
            guard ["in-order", "not-in-order"].contains(outcome) else {
                throw BodyError(member: "outcome", what: "must be `in-order` or `not-in-order`")
            }
            inOrder = outcome == "in-order"
            words = try body.text("words", atMost: ReasonText.maximumBytes)
        } catch { throw Problem(error) }
        let reviewed = try await answering(session) { () async throws(ServiceError) in
            try await gateway.review(session, id, inOrder: inOrder, words: words)
        }
        var json = JSONWriter(capacity: 640)
        json.write(reviewed)
        return json.response()
    }

    /// `GET /people/{id}/quotas`.
    func quotas(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let person = PersonID(try identifier("id", context))
        let found = try await answering(session) { () async throws(ServiceError) in
            try await gateway.quotas(session, of: person)
        }
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.key("quotas")
        json.beginArray()
        for quota in found {
            json.beginObject()
            json.key("kind")
            json.value(quota.kind.rawValue)
            json.key("used")
            json.value(quota.used)
            json.key("limit")
            json.write(quota.bound)
            json.key("standard")
            json.write(quota.standard)
            json.key("least")
            json.write(quota.range?.lowerBound)
            json.key("most")
            json.write(quota.range?.upperBound)
            json.key("set_by")
            json.value(quota.setBy?.rawValue)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `PUT /people/{id}/quotas/{kind}`.
    func setQuota(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let person = PersonID(try identifier("id", context))
        guard let kind = QuotaKind(rawValue: try identifier("kind", context)) else { throw Problem.notFound }
        let body = try await members(request, ["limit", "reason"], numbers: ["limit"])
        let bound: Int
        let reason: String
        do throws(BodyError) {
            guard let limit = try body.optionalNumber("limit", 0...999_999_999) else {
                throw BodyError(member: "limit", what: "is missing")
            }
            bound = limit
            reason = try body.text("reason", atMost: ReasonText.maximumBytes)
        } catch { throw Problem(error) }
        try await answering(session) { () async throws(ServiceError) in
            try await gateway.setQuota(session, of: person, kind, to: bound, reason: reason)
        }
        return .noContentOfAPI
    }
}
