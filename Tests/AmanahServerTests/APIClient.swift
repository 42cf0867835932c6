import AmanahService
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization

@testable import AmanahServer

/// Lines of a log, kept for a test to read.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    var text: String { lines.withLock { $0.joined() } }
    func logger(_ level: Logger.Level = .debug, _ format: LineLog.Format = .logfmt) -> Logger {
        LineLog.logger(level: level, format: format) { line in self.lines.withLock { $0.append(line) } }
    }
}

/// One call of the API and what came back.
struct APIAnswer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String

    /// The body as JSON; empty when it is none.
    var json: [String: Any] {
        ((try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any]) ?? [:]
    }
    var type: String? { json["type"] as? String }
}

struct APIClient: Sendable {
    /// Sends a request, and gives its answer.
    let send: @Sendable (HTTPRequest.Method, String, HTTPFields, ByteBuffer?) async throws -> APIAnswer
    var token: String?

    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, headers: HTTPFields = [:],
        type: String? = "application/json"
    ) async throws -> APIAnswer {
        var fields = headers
        if let token { fields[.authorization] = "Bearer \(token)" }
        if body != nil, let type { fields[.contentType] = type }
        return try await send(
            method, path.hasPrefix("/") ? path : "/api/v1/\(path)", fields, body.map { ByteBuffer(string: $0) })
    }

    func signedIn(_ person: String = "P0101") async throws -> APIClient {
        let answer = try await call(
            .post, "sessions", #"{"person":"\#(person)","password":"\#(FakeGateway.password)"}"#)
        var copy = self
        copy.token = answer.json["token"] as? String
        return copy
    }
}

/// Runs a test against the application over a fake gateway.
func withAPI(
    settings: ServerSettings = ServerSettings(port: 0), logger: Logger? = nil,
    _ test: @escaping @Sendable (APIClient, FakeGateway) async throws -> Void
) async throws {
    let gateway = FakeGateway()
    let application = try makeApplication(
        gateway: gateway, settings: settings, logger: logger ?? LogLines().logger(.critical))
    try await application.test(.router) { client in
        let send: @Sendable (HTTPRequest.Method, String, HTTPFields, ByteBuffer?) async throws -> APIAnswer = {
            method, path, headers, body in
            try await client.execute(uri: path, method: method, headers: headers, body: body) { response in
                APIAnswer(status: response.status.code, headers: response.headers, body: String(buffer: response.body))
            }
        }
        try await test(APIClient(send: send), gateway)
    }
}

let goodLook = #"{"customer_id":"C0000001","purpose":"sim-replacement","ticket_id":"T-1042"}"#
