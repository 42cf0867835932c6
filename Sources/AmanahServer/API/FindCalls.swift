import AmanahCore
import AmanahService
import Hummingbird

/// Finding a customer by a whole identifier, or by the code that he reads out at the desk.
extension APIRequests {
    /// `POST /searches`. One whole identifier, in the body (L6).
    func search(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(request, ["phone", "nik", "customer_id"])
        let key: SearchKey
        do throws(BodyError) { key = try APIRequests.searchKey(body) } catch { throw Problem(error) }
        let found = try await answering(session) { () async throws(ServiceError) in
            try await gateway.search(session, key, from: context.origin(.api))
        }
        var json = JSONWriter()
        json.beginObject()
        json.key("matches")
        json.beginArray()
        for match in found {
            json.beginObject()
            json.key("customer_id")
            json.value(match.customer.rawValue)
            json.key("name")
            json.value(match.maskedName)
            json.key("tickets")
            json.beginArray()
            for ticket in match.tickets { json.write(ticket) }
            json.endArray()
            json.key("in_book_for")
            json.beginArray()
            for purpose in match.inBookFor { json.value(purpose.rawValue) }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.response()
    }

    private static func searchKey(_ body: BodyMembers) throws(BodyError) -> SearchKey {
        let given = [body.has("phone"), body.has("nik"), body.has("customer_id")].filter { $0 }.count
        guard given == 1 else { throw BodyError(what: "one of `phone`, `nik` and `customer_id` is expected") }
        if body.has("phone") { return .phone(try body.text("phone", atMost: 40)) }
        if body.has("nik") { return .nik(try body.text("nik", atMost: 40)) }
        return .customer(CustomerID(try body.identifier("customer_id")))
    }

    /// `POST /presence`. The answer is the same whether the number is known or not.
    func startPresence(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(request, ["phone", "purpose"])
        let phone: String
        let purpose: String
        do throws(BodyError) {
            phone = try body.text("phone", atMost: 40)
            purpose = try body.identifier("purpose")
        } catch { throw Problem(error) }
        let started = try await answering(session) { () async throws(ServiceError) in
            try await gateway.startPresence(
                session, phone: phone, purpose: PurposeID(purpose), from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.key("id")
        json.value(started.id)
        json.key("expires_at")
        json.value(started.expiresAt)
        json.endObject()
        return json.response(.accepted)
    }

    /// `POST /presence/{id}/code`.
    func confirmPresence(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = try identifier("id", context)
        let body = try await members(request, ["code"])
        let code: String
        do throws(BodyError) { code = try body.text("code", atMost: 16) } catch { throw Problem(error) }
        let outcome = try await answering(session) { () async throws(ServiceError) in
            try await gateway.confirmPresence(session, id: id, code: code, from: context.origin(.api))
        }
        switch outcome {
        case .opened(let ticket, let customer, let purpose):
            var json = JSONWriter(capacity: 128)
            json.beginObject()
            json.key("ticket_id")
            json.value(ticket.rawValue)
            json.key("customer_id")
            json.value(customer.rawValue)
            json.key("purpose")
            json.value(purpose.rawValue)
            json.endObject()
            return json.response(.created)
        case .wrongCode(let triesLeft):
            var problem = Problem(.forbidden, "wrong-code", "the code does not match")
            problem.numbers = [("tries_left", triesLeft)]
            throw problem
        case .expired:
            throw Problem(.gone, "code-expired", "the code is used, too old or refused too often; ask for a new one")
        }
    }

    /// Puts a use case's refusal into words that know the superior's name.
    func answering<Value: Sendable>(
        _ session: Session, ticket: TicketID? = nil, _ useCase: () async throws(ServiceError) -> Value
    ) async throws(Problem) -> Value {
        do throws(ServiceError) {
            return try await useCase()
        } catch {
            guard case .denied = error else { throw Problem(error) }
            let superior = (try? gateway.me(session))?.supervisorName
            throw Problem(error, reasons: ReasonContext(superior: superior, ticket: ticket))
        }
    }
}
