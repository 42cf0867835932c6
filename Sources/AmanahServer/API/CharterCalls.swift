import AmanahCore
import AmanahService
import Hummingbird

/// The routes of the charter and its changes. `Resources/openapi/charters.json` describes exactly these.
enum CharterRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.get("charters") { try await calls.charters($0, $1) }
        api.post("charters") { try await calls.proposeCharter($0, $1) }
        api.get("charters/proposals") { try await calls.charterProposals($0, $1) }
        api.get("charters/proposals/{id}") { try await calls.charterProposal($0, $1) }
        api.post("charters/proposals/{id}/confirm") { try await calls.confirmCharter($0, $1) }
        api.post("charters/proposals/{id}/withdraw") { try await calls.withdrawCharter($0, $1) }
    }
}

/// Changing the charter: proposed by one person, confirmed by another, in force at a time.
extension APIRequests {
    /// A charter's text as a member of a request: what a body holds at most.
    private static let longestCharter = 64 * 1024

    /// `GET /charters`: the one in force, and those before it.
    func charters(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        try noParameters(request)
        let view = try await answering(session) { () async throws(ServiceError) in
            try await gateway.charter(session, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 16_384)
        json.beginObject()
        json.key("text")
        json.value(view.versions.first?.text)
        json.key("versions")
        json.beginArray()
        for version in view.versions { json.write(version) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `POST /charters`.
    func proposeCharter(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(request, ["text", "terms", "reason", "effective_at"])
        let (text, terms, reason): (String, String?, String)
        let effectiveAt: Moment?
        do throws(BodyError) {
            text = try body.text("text", atMost: APIRequests.longestCharter)
            terms = try body.optionalText("terms", atMost: APIRequests.longestCharter)
            reason = try body.text("reason", atMost: ReasonText.maximumBytes)
            effectiveAt = try APIRequests.moment("effective_at", body)
        } catch { throw Problem(error) }
        let proposal = try await answering(session) { () async throws(ServiceError) in
            try await gateway.proposeCharter(
                session, text: text, terms: terms, reason: reason, effectiveAt: effectiveAt)
        }
        var json = JSONWriter(capacity: 16_384)
        json.write(proposal)
        return json.response(.created)
    }

    /// `GET /charters/proposals`.
    func charterProposals(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        try noParameters(request)
        let proposals = try await answering(session) { () async throws(ServiceError) in
            try await gateway.charterProposals(session, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 4096)
        json.beginObject()
        json.key("proposals")
        json.beginArray()
        for proposal in proposals { json.write(proposal) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `GET /charters/proposals/{id}`.
    func charterProposal(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let number = try proposalNumber(context)
        try noParameters(request)
        let proposal = try await answering(session) { () async throws(ServiceError) in
            try await gateway.charterProposal(session, number: number, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 16_384)
        json.write(proposal)
        return json.response()
    }

    /// `POST /charters/proposals/{id}/confirm`.
    func confirmCharter(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let number = try proposalNumber(context)
        let body = try await members(request, ["hash", "totp"])
        let (hash, code): (String, String)
        do throws(BodyError) {
            hash = try body.text("hash", atMost: 64)
            code = try body.text("totp", atMost: 16)
        } catch { throw Problem(error) }
        let proposal = try await answering(session) { () async throws(ServiceError) in
            try await gateway.confirmCharter(session, number: number, hash: hash, code: code)
        }
        var json = JSONWriter(capacity: 4096)
        json.write(proposal)
        return json.response()
    }

    /// `POST /charters/proposals/{id}/withdraw`.
    func withdrawCharter(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let number = try proposalNumber(context)
        let body = try await members(request, ["reason"])
        let reason: String
        do throws(BodyError) { reason = try body.text("reason", atMost: ReasonText.maximumBytes) } catch {
            throw Problem(error)
        }
        let proposal = try await answering(session) { () async throws(ServiceError) in
            try await gateway.withdrawCharter(session, number: number, reason: reason)
        }
        var json = JSONWriter(capacity: 4096)
        json.write(proposal)
        return json.response()
    }

    /// What is no number is no proposal.
    private func proposalNumber(_ context: AmanahRequestContext) throws(Problem) -> Int {
        guard let number = ProposalNumber.read(try identifier("id", context)) else { throw .notFound }
        return number
    }
}

/// The number of a proposal in an address.
enum ProposalNumber {
    static func read(_ text: String) -> Int? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.count <= 9 else { return nil }
        return Int(text)
    }
}
