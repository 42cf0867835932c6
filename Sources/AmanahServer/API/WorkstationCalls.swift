import AmanahCore
import AmanahService
import Hummingbird

/// The routes of workstations. `Resources/openapi/workstations.json` describes exactly these.
enum WorkstationRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.get("workstations") { try await calls.workstations($0, $1) }
        api.post("workstations/{id}/admit") { try await calls.admitWorkstation($0, $1) }
        api.post("workstations/{id}/withdraw") { try await calls.withdrawWorkstation($0, $1) }
        api.post("workstations/{id}/lend") { try await calls.lendWorkstation($0, $1) }
        api.post("workstations/{id}/return") { try await calls.returnWorkstation($0, $1) }
    }
}

/// Computers that a superior admits, lends, takes back and withdraws. A browser registers itself on the page alone: its
/// key never leaves it.
extension APIRequests {
    /// `GET /workstations`.
    func workstations(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        try noParameters(request)
        let all = try await answering(session) { () async throws(ServiceError) in
            try await gateway.workstations(session)
        }
        var json = JSONWriter(capacity: 64 + 320 * all.count)
        json.beginObject()
        json.key("workstations")
        json.list(all) { $0.write($1) }
        json.endObject()
        return json.response()
    }

    /// `POST /workstations/{id}/admit`.
    func admitWorkstation(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        try await changing(request, context) { (session, id) async throws(ServiceError) in
            try await gateway.admitWorkstation(session, id: id)
        }
    }

    /// `POST /workstations/{id}/withdraw`.
    func withdrawWorkstation(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        try await changing(request, context) { (session, id) async throws(ServiceError) in
            try await gateway.withdrawWorkstation(session, id: id)
        }
    }

    /// `POST /workstations/{id}/return`.
    func returnWorkstation(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        try await changing(request, context) { (session, id) async throws(ServiceError) in
            try await gateway.returnWorkstation(session, id: id)
        }
    }

    /// `POST /workstations/{id}/lend`.
    func lendWorkstation(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = try identifier("id", context)
        let body = try await members(request, ["person", "hours"], numbers: ["hours"])
        let person: PersonID
        let hours: Int
        do throws(BodyError) {
            person = PersonID(try body.identifier("person"))
            guard let given = try body.optionalNumber("hours", 1...744) else {
                throw BodyError(member: "hours", what: "is missing")
            }
            hours = given
        } catch { throw Problem(error) }
        try await answering(session) { () async throws(ServiceError) in
            try await gateway.lendWorkstation(session, id: id, to: person, hours: hours)
        }
        return .noContentOfAPI
    }

    /// An act that says nothing but which computer.
    private func changing(
        _ request: Request, _ context: AmanahRequestContext,
        _ act: (Session, String) async throws(ServiceError) -> Void
    ) async throws -> Response {
        let session = try session(request, context)
        let id = try identifier("id", context)
        _ = try await members(request, [])
        try await answering(session) { () async throws(ServiceError) in try await act(session, id) }
        return .noContentOfAPI
    }
}

extension JSONWriter {
    mutating func write(_ station: WorkstationView) {
        beginObject()
        key("workstation")
        value(station.id)
        key("label")
        value(station.label)
        key("unit")
        value(station.unit.rawValue)
        key("registered_by")
        value(station.registeredBy.rawValue)
        key("registered_at")
        value(station.registeredAt)
        key("admitted_by")
        value(station.admittedBy?.rawValue)
        key("withdrawn")
        value(station.withdrawn)
        key("lent_to")
        value(station.lentTo?.rawValue)
        key("lent_until")
        value(station.lentTo == nil ? nil : station.lentUntil)
        endObject()
    }
}
