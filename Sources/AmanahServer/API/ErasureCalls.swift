import AmanahCore
import AmanahService
import Hummingbird

/// The routes of erasures and holds. `Resources/openapi/erasures.json` describes exactly these.
enum ErasureRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.get("erasures") { try await calls.erasures($0, $1) }
        api.post("erasures") { try await calls.proposeErasure($0, $1) }
        api.post("erasures/{id}/confirm") { try await calls.confirmJointAct($0, $1) }
        api.post("erasures/{id}/refuse") { try await calls.refuseJointAct($0, $1) }
        api.post("holds") { try await calls.setHold($0, $1) }
        api.post("holds/{id}/lift") { try await calls.proposeLift($0, $1) }
    }
}

/// Erasing a customer, and the holds that stop it: proposed by one person, confirmed by another.
extension APIRequests {
    /// `GET /erasures`.
    func erasures(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let view = try await answering(session) { () async throws(ServiceError) in
            try await gateway.erasures(session, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.key("waiting")
        json.beginArray()
        for act in view.waiting { json.write(act) }
        json.endArray()
        json.key("decided")
        json.beginArray()
        for act in view.decided { json.write(act) }
        json.endArray()
        json.key("holds")
        json.beginArray()
        for hold in view.holds { json.write(hold) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `POST /erasures`.
    func proposeErasure(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let said = try await caseWords(request)
        let act = try await answering(session) { () async throws(ServiceError) in
            switch try await gateway.proposeErasure(
                session, customer: said.customer, caseNumber: said.caseNumber, reason: said.reason)
            {
            case .waiting(let act): return act
            case .held(let cases): throw held(cases)
            }
        }
        var json = JSONWriter(capacity: 512)
        json.write(act)
        return json.response(.created)
    }

    /// `POST /holds`.
    func setHold(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let said = try await caseWords(request)
        let hold = try await answering(session) { () async throws(ServiceError) in
            try await gateway.setHold(
                session, customer: said.customer, caseNumber: said.caseNumber, reason: said.reason)
        }
        var json = JSONWriter(capacity: 256)
        json.write(hold)
        return json.response(.created)
    }

    /// `POST /holds/{id}/lift`.
    func proposeLift(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = try identifier("id", context)
        let reason = try await reasonAlone(request)
        let act = try await answering(session) { () async throws(ServiceError) in
            try await gateway.proposeLift(session, hold: id, reason: reason)
        }
        var json = JSONWriter(capacity: 512)
        json.write(act)
        return json.response(.created)
    }

    /// `POST /erasures/{id}/confirm`, for both kinds of joint act.
    func confirmJointAct(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = try identifier("id", context)
        let body = try await members(request, ["totp"])
        let code: String
        do throws(BodyError) { code = try body.text("totp", atMost: 16) } catch { throw Problem(error) }
        let outcome = try await answering(session) { () async throws(ServiceError) in
            let outcome = try await gateway.confirmJointAct(session, id: id, code: code)
            if case .held(let cases) = outcome { throw held(cases) }
            return outcome
        }
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.key("id")
        json.value(id)
        json.key("state")
        json.value("done")
        json.key("ledger_index")
        if case .done(let index) = outcome { json.value(index) } else { json.null() }
        json.endObject()
        return json.response()
    }

    /// `POST /erasures/{id}/refuse`.
    func refuseJointAct(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = try identifier("id", context)
        let reason = try await reasonAlone(request)
        try await answering(session) { () async throws(ServiceError) in
            try await gateway.refuseJointAct(session, id: id, reason: reason)
        }
        return .noContentOfAPI
    }

    private func held(_ cases: [String]) -> ServiceError {
        .conflict(what: "a legal hold is on this customer (\(cases.joined(separator: ", "))): lift it first")
    }

    private func caseWords(
        _ request: Request
    ) async throws -> (customer: CustomerID, caseNumber: String, reason: String) {
        let body = try await members(request, ["customer_id", "case", "reason"])
        do throws(BodyError) {
            return (
                CustomerID(try body.identifier("customer_id")), try body.identifier("case"),
                try body.text("reason", atMost: ReasonText.maximumBytes)
            )
        } catch { throw Problem(error) }
    }

    private func reasonAlone(_ request: Request) async throws -> String {
        let body = try await members(request, ["reason"])
        do throws(BodyError) { return try body.text("reason", atMost: ReasonText.maximumBytes) } catch {
            throw Problem(error)
        }
    }
}

extension JSONWriter {
    mutating func write(_ act: JointActView) {
        beginObject()
        key("id")
        value(act.id)
        key("kind")
        value(act.kind.rawValue)
        key("customer_id")
        value(act.customer.rawValue)
        key("case")
        value(act.caseNumber)
        key("reason")
        value(act.reason)
        key("proposed_by")
        value(act.proposedBy.rawValue)
        key("proposed_at")
        value(act.proposedAt)
        key("decided_by")
        value(act.decidedBy?.rawValue)
        key("decided_at")
        value(act.decidedAt)
        key("state")
        value(act.state.rawValue)
        endObject()
    }

    mutating func write(_ hold: HoldView) {
        beginObject()
        key("hold_id")
        value(hold.id)
        key("customer_id")
        value(hold.customer.rawValue)
        key("case")
        value(hold.caseNumber)
        key("set_by")
        value(hold.setBy.rawValue)
        key("set_at")
        value(hold.setAt)
        endObject()
    }
}
