import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird

/// Asking, deciding and withdrawing.
extension APIRequests {
    /// `POST /requests`.
    func ask(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(
            request, ["customer_id", "purpose", "ticket_id", "fields", "reason"], lists: ["fields"])
        let asked: DecoyInput
        do throws(BodyError) { asked = try APIRequests.asked(body, by: session.person) } catch { throw Problem(error) }
        let made = try await answering(session, ticket: asked.ticket) { () async throws(ServiceError) in
            try await gateway.ask(
                session, customer: asked.customer, purpose: asked.purpose, ticket: asked.ticket, fields: asked.fields,
                reason: asked.reason, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 1024)
        json.write(made)
        return json.response(.created)
    }

    private static func asked(_ body: BodyMembers, by person: PersonID) throws(BodyError) -> DecoyInput {
        DecoyInput(
            person: person, customer: CustomerID(try body.identifier("customer_id")),
            purpose: PurposeID(try body.identifier("purpose")),
            ticket: try body.optionalIdentifier("ticket_id").map { TicketID($0) },
            fields: try body.identifiers("fields").map { FieldName($0) },
            reason: try body.text("reason", atMost: ReasonText.maximumBytes))
    }

    /// `GET /requests`.
    func requests(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let state: ApprovalRequest.State?
        do throws(BodyError) {
            let query = try QueryMembers(request.uri.query, allowing: ["state"])
            state = try query.value("state", "is no state of a request") { ApprovalRequest.State(rawValue: $0) }
        } catch { throw Problem(error) }
        let found = try await answering(session) { () async throws(ServiceError) in
            try await gateway.requests(session, state: state)
        }
        var json = JSONWriter(capacity: 64 + 1024 * found.count)
        json.beginObject()
        json.key("requests")
        json.beginArray()
        for request in found { json.write(request) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `GET /requests/{id}`, with what a decider should know where it waits for the caller.
    func request(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = RequestID(try identifier("id", context))
        let found = try await answering(session) { () async throws(ServiceError) in
            try await gateway.request(session, id)
        }
        return answer(found)
    }

    /// `POST /requests/{id}/approve`.
    func approve(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = RequestID(try identifier("id", context))
        let body = try await members(
            request, ["fields", "until", "looks", "version"], lists: ["fields"], numbers: ["looks", "version"],
            orNothing: true)
        let seen: Int?
        var narrowing = Narrowing()
        do throws(BodyError) {
            seen = try body.optionalNumber("version", 1...999_999_999)
            narrowing.fields = try body.optionalIdentifiers("fields")?.map { FieldName($0) }
            narrowing.looks = try body.optionalNumber("looks", 1...100)
            if let text = try body.optionalText("until", atMost: 40) {
                guard let until = Moment(text) else {
                    throw BodyError(member: "until", what: "must be a time of RFC 3339")
                }
                narrowing.until = until
            }
        } catch { throw Problem(error) }
        let wanted = narrowing
        let decided = try await answering(session) { () async throws(ServiceError) in
            try await gateway.approve(session, id, seen: seen, narrowing: wanted)
        }
        return answer(decided)
    }

    /// `POST /requests/{id}/refuse`.
    func refuse(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = RequestID(try identifier("id", context))
        let body = try await members(request, ["reason", "version"], numbers: ["version"])
        let reason: String
        let seen: Int?
        do throws(BodyError) {
            reason = try body.text("reason", atMost: ReasonText.maximumBytes)
            seen = try body.optionalNumber("version", 1...999_999_999)
        } catch { throw Problem(error) }
        let decided = try await answering(session) { () async throws(ServiceError) in
            try await gateway.refuse(session, id, seen: seen, reason: reason)
        }
        return answer(decided)
    }

    /// `POST /requests/{id}/withdraw`.
    func withdraw(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = RequestID(try identifier("id", context))
        let withdrawn = try await answering(session) { () async throws(ServiceError) in
            try await gateway.withdraw(session, id)
        }
        return answer(withdrawn)
    }

    private func answer(_ request: RequestView) -> Response {
        var json = JSONWriter(capacity: 1024)
        json.write(request)
        return json.response()
    }

    /// `POST /decoy-requests`.
    func makeDecoy(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(
            request, ["person", "customer_id", "purpose", "ticket_id", "fields", "reason"], lists: ["fields"])
        let decoy: DecoyInput
        do throws(BodyError) {
            decoy = try APIRequests.asked(body, by: PersonID(try body.identifier("person")))
        } catch { throw Problem(error) }
        let id = try await answering(session) { () async throws(ServiceError) in
            try await gateway.makeDecoy(session, decoy)
        }
        var json = JSONWriter(capacity: 64)
        json.beginObject()
        json.key("request_id")
        json.value(id.rawValue)
        json.endObject()
        return json.response(.created)
    }

    /// `GET /approvals/quality`.
    func approvalQuality(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let found = try await answering(session) { () async throws(ServiceError) in
            try await gateway.approvalQuality(session)
        }
        var json = JSONWriter(capacity: 64 + 256 * found.count)
        json.beginObject()
        json.key("approvers")
        json.beginArray()
        for row in found { json.write(row) }
        json.endArray()
        json.endObject()
        return json.response()
    }
}
