import AmanahService
import HTTPTypes
import Hummingbird
import NIOCore

/// `/ledger/checkpoint` and `/ledger/tile/…`: the log's files, read-only, for the bearer tokens of auditors and witnesses.
///
/// Source: c2sp.org/tlog-tiles.
struct LedgerFileRoutes: Sendable {
    let calls: APIRequests

    func add(to router: Router<AmanahRequestContext>) {
        router.get("/ledger/checkpoint") { request, context in
            try await file("checkpoint", type: "text/plain; charset=utf-8", keep: "no-store", request, context)
        }
        router.get("/ledger/tile/**") { request, context in
            let path = "tile/" + context.parameters.getCatchAll().joined(separator: "/")
            // A tile never changes.
            return try await file(
                path, type: "application/octet-stream", keep: "private, max-age=31536000, immutable", request, context)
        }
    }

    private func file(
        _ path: String, type: String, keep: String, _ request: Request, _ context: AmanahRequestContext
    ) async throws -> Response {
        let session = try calls.session(request, context)
        let bytes = try await calls.answering(session) { () async throws(ServiceError) in
            try await calls.gateway.ledgerFile(session, path: path, from: context.origin(.api))
        }
        var headers = SecurityHeaders.json
        headers[.contentType] = type
        headers[.cacheControl] = keep
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
