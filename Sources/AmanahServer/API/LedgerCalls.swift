import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird
import NIOCore

/// How the log stands, and receipts out of it.
enum LedgerRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.get("ledger") { try await calls.ledger($0, $1) }
        api.get("looks/{id}/receipt") { try await calls.receipt($0, $1) }
    }
}

extension APIRequests {
    /// `GET /looks/{id}/receipt`: a `.tlog-proof` file.
    func receipt(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        guard let look = LookID(try identifier("id", context)) else { throw Problem.notFound }
        let file = try await answering(session) { () async throws(ServiceError) in
            try await gateway.receipt(session, look: look, from: context.origin(.api))
        }
        var headers = SecurityHeaders.json
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.contentDisposition] = "attachment; filename=\"\(file.name)\""
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: file.text)))
    }

    /// `GET /ledger`.
    func ledger(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let book = try await answering(session) { () async throws(ServiceError) in
            try await gateway.ledgerBook(session, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 2048)
        json.write(book)
        return json.response()
    }
}

extension JSONWriter {
    mutating func write(_ book: LedgerBook) {
        beginObject()
        key("origin")
        value(book.origin)
        key("size")
        value(Int64(book.size))
        key("root")
        value(book.root)
        key("checkpoint")
        value(book.checkpoint)
        key("keys")
        beginArray()
        for key in book.keys { value(key) }
        endArray()
        key("published")
        value(Int64(book.published))
        key("witnesses")
        beginArray()
        for witness in book.witnesses {
            beginObject()
            key("name")
            value(witness.name)
            key("standing")
            value(witness.standing.rawValue)
            key("at")
            value(witness.at)
            key("size")
            if let size = witness.size { value(Int64(size)) } else { null() }
            key("lag_seconds")
            value(Int64(witness.lagSeconds))
            endObject()
        }
        endArray()
        key("growth")
        beginArray()
        for growth in book.growth {
            beginObject()
            key("day")
            value(growth.day.description)
            key("added")
            value(growth.added)
            endObject()
        }
        endArray()
        key("checks")
        beginArray()
        for check in book.checks { write(check) }
        endArray()
        endObject()
    }

    private mutating func write(_ check: LedgerBook.Check) {
        beginObject()
        key("occasion")
        value(check.occasion.rawValue)
        key("at")
        value(check.at)
        key("entries")
        value(check.entries)
        key("finding")
        value(check.finding)
        endObject()
    }
}
