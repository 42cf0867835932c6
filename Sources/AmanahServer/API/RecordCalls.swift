import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird

/// The company's records, a row a call, for the service account of the system that keeps them.
enum RecordRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        for table in RecordTable.allCases {
            api.put("\(table.rawValue)/{id}") { try await calls.putRecord(table, $0, $1) }
        }
    }
}

extension APIRequests {
    /// `PUT /units/{id}` and its kin: the columns of the CSV file as members, strings or null.
    func putRecord(
        _ table: RecordTable, _ request: Request, _ context: AmanahRequestContext
    ) async throws -> Response {
        let session = try session(request, context)
        guard session.isService else { throw Problem(ServiceError.notForRole) }
        let id = try identifier("id", context)
        let body = try await body(request)
        let known = Set(gateway.columns(of: table).all)
        let row: BodyMembers
        do throws(BodyError) { row = try BodyMembers(body) { known.contains($0) } } catch { throw Problem(error) }
        let put = try await answering(session) { () async throws(ServiceError) in
            try await gateway.putRecord(session, table, id: id, columns: row.all)
        }
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.key("id")
        json.value(id)
        json.key("created")
        json.value(put.created)
        json.key("held")
        json.value(put.held)
        json.key("warnings")
        json.beginArray()
        for warning in put.warnings { json.value(warning) }
        json.endArray()
        json.endObject()
        return json.response(put.created ? .created : put.held ? .accepted : .ok)
    }
}
