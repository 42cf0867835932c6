import HTTPTypes
import Hummingbird

/// The routes of the API. The files in `Resources/openapi` describe exactly these; a test compares them.
enum APIRoutes {
    static let root = "/api/v1"

    static func add(to router: Router<AmanahRequestContext>, _ calls: APIRequests, document: OpenAPIDocument) {
        let api = router.group(RouterPath(root))
        api.get("openapi.json") { request, _ in document.response(to: request) }
        api.post("sessions") { try await calls.signIn($0, $1) }
        api.delete("sessions/current") { try await calls.signOut($0, $1) }
        api.get("me") { try await calls.me($0, $1) }
        api.get("me/terms") { try await calls.terms($0, $1) }
        api.post("me/terms") { try await calls.acceptTerms($0, $1) }
        api.post("me/password") { try await calls.setPassword($0, $1) }
        api.post("me/second-factor") { try await calls.beginSecondFactor($0, $1) }
        api.post("me/second-factor/confirm") { try await calls.confirmSecondFactor($0, $1) }
        api.post("searches") { try await calls.search($0, $1) }
        api.post("presence") { try await calls.startPresence($0, $1) }
        api.post("presence/{id}/code") { try await calls.confirmPresence($0, $1) }
        api.post("looks") { try await calls.look($0, $1) }
        api.get("looks") { try await calls.looks($0, $1) }
        api.post("looks/{id}/reveals") { try await calls.reveal($0, $1) }
        TeamRoutes.add(to: api, calls)
        api.post("verifications") { try await calls.verify($0, $1) }
        api.get("tickets") { try await calls.tickets($0, $1) }
        api.put("tickets/{id}") { try await calls.putTicket($0, $1) }
        RecordRoutes.add(to: api, calls)
        ErasureRoutes.add(to: api, calls)
        PeopleRoutes.add(to: api, calls)
        WorkstationRoutes.add(to: api, calls)
        ApprovalRoutes.add(to: api, calls)
        LedgerRoutes.add(to: api, calls)
        BookRoutes.add(to: api, calls)
        CharterRoutes.add(to: api, calls)
        ReviewRoutes.add(to: api, calls)
    }
}
