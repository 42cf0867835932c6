import AmanahService
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import Synchronization
import Testing

@testable import AmanahServer

@Suite("Attacks on the API")
struct APIAttackTests {
    /// Calls that send a customer's datum where it does not belong.
    private static let misuses: [(HTTPRequest.Method, String, String?)] = {
        let name = FakeGateway.secrets[0]
        let phone = FakeGateway.secrets[1]
        let nik = FakeGateway.secrets[2]
        return [
            (.post, "searches", #"{"phone":"\#(phone)","nik":"\#(nik)"}"#),
            (.post, "searches", #"{"\#(nik)":"x"}"#),
            (.post, "searches", #"{"customer_id":"\#(name)"}"#),
            (.post, "searches", #"{"nik":"\#(nik)\#(nik)\#(nik)"}"#),
            (.post, "searches", #"{"nik":["\#(nik)"]}"#),
            (.post, "searches", #"{"nik":"\#(nik)""#),
            (.post, "looks", #"{"customer_id":"\#(phone)","purpose":"\#(name)"}"#),
            (.post, "looks", #"{"customer_id":"C1","purpose":"p","reason":"\#(String(repeating: name, count: 50))"}"#),
            (.get, "looks?customer=\(nik.dropLast())%20", nil),
            (.get, "looks?\(nik)=1", nil),
            (.get, "looks?limit=\(nik)", nil),
            (.get, "looks?from=\(nik)", nil),
            (.get, "looks/\(nik)", nil),
            (.get, "\(nik)", nil),
            (.post, "looks/\(nik)/reveals", #"{"field":"nik","reason":"x"}"#),
            (.post, "presence/\(nik)/code", #"{"code":"\#(nik)"}"#),
            (.post, "presence/\(nik)/code", #"{"code":"123456"}"#),
            (.put, "tickets/\(nik)", #"{"customer_id":"C1","opened_at":"\#(nik)"}"#),
            (
                .post, "verifications",
                #"{"customer_id":"C1","purpose":"p","field":"nik","said":"\#(String(repeating: nik, count: 20))"}"#
            ),
        ]
    }()

    @Test("A4 no error, no header of it and no log line repeats what was sent")
    func errorsEchoNothing() async throws {
        let lines = LogLines()
        try await withAPI(logger: lines.logger(.trace)) { client, _ in
            let mine = try await client.signedIn()
            for (method, path, body) in Self.misuses {
                let answer = try await mine.call(method, path, body)
                #expect((400..<500).contains(answer.status), "\(method) \(path)")
                for secret in FakeGateway.secrets {
                    #expect(!answer.body.contains(secret), "\(method) \(path)")
                    #expect(!answer.headers.contains { $0.value.contains(secret) }, "\(method) \(path)")
                }
            }
        }
        for secret in FakeGateway.secrets { #expect(!lines.text.contains(secret)) }
    }

    @Test("A5 an unknown, another's and a sensitive customer give one answer, byte for byte")
    func sameRefusal() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn()
            var answers: Set<String> = []
            for customer in ["C0000001", "C0000002", "C9999999"] {
                let answer = try await mine.call(
                    .post, "looks", #"{"customer_id":"\#(customer)","purpose":"sim-replacement"}"#)
                answers.insert("\(answer.status)\(answer.headers.map { "\($0.name)=\($0.value)" })\(answer.body)")
            }
            #expect(answers.count == 1)
            var searches: Set<String> = []
            for phone in ["08123457891", "08123457892"] {
                let answer = try await mine.call(.post, "searches", #"{"phone":"\#(phone)"}"#)
                searches.insert("\(answer.status)\(answer.headers.map { "\($0.name)=\($0.value)" })\(answer.body)")
            }
            #expect(searches.count == 1)
            let first = try await mine.call(.post, "presence", #"{"phone":"08123457890","purpose":"sim-replacement"}"#)
            let second = try await mine.call(.post, "presence", #"{"phone":"08999999999","purpose":"sim-replacement"}"#)
            #expect(first.body == second.body)
        }
    }

    @Test("A8 no answer of the API may be kept, framed or guessed at by a browser")
    func nothingKept() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn()
            var answers = [
                try await mine.call(.post, "looks", goodLook), try await mine.call(.get, "me"),
                try await mine.call(.get, "looks"), try await mine.call(.get, "tickets"),
                try await mine.call(.get, "me/terms"),
                try await mine.call(.get, "nothing"), try await mine.call(.patch, "looks"),
                try await client.call(.get, "me"),
                try await mine.call(.delete, "sessions/current"),
            ]
            answers.append(try await client.call(.post, "sessions", "{"))
            for answer in answers {
                #expect(answer.headers[values: .cacheControl] == ["no-store"])
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(answer.headers[.accessControlAllowOrigin] == nil)
            }
        }
    }

    @Test("H1 a token that the client brings is never adopted, and signing in again makes another")
    func sessionFixation() async throws {
        try await withAPI { client, _ in
            var fixed = client
            fixed.token = "token-chosen-by-the-attacker-0000000000000"
            let again = try await fixed.signedIn()
            #expect(again.token != fixed.token)
            #expect(try await fixed.call(.get, "me").status == 401)
            let third = try await again.signedIn()
            #expect(third.token != again.token)
        }
    }

    @Test("H1 a stolen token is worth nothing once its session is over, and no other place than the header carries one")
    func stolenToken() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn()
            let token = try #require(mine.token)
            #expect(try await client.call(.get, "me?token=\(token)").status == 401)
            #expect(
                try await client.call(.get, "me", headers: [.cookie: "session=\(token); token=\(token)"]).status == 401)
            #expect(try await client.call(.get, "me", headers: [.authorization: "Basic \(token)"]).status == 401)
            var two: HTTPFields = [.authorization: "Bearer \(token)"]
            two.append(HTTPField(name: .authorization, value: "Bearer other"))
            #expect(try await client.call(.get, "me", headers: two).status == 401)
            #expect(try await mine.call(.delete, "sessions/current").status == 204)
            for path in ["me", "looks", "tickets", "me/terms"] {
                let answer = try await mine.call(.get, path)
                #expect(answer.status == 401)
                #expect(answer.type == "session-over")
            }
        }
    }

    @Test("H1 a body of another type is refused, so that a form of a foreign page cannot call")
    func otherTypes() async throws {
        try await withAPI { client, gateway in
            let mine = try await client.signedIn()
            for type in [
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                "application/json; charset=utf-16", "",
            ] {
                #expect(try await mine.call(.post, "looks", goodLook, type: type).status == 415, "\(type)")
            }
            #expect(try await mine.call(.post, "looks", goodLook, type: nil).status == 415)
            #expect(gateway.state.withLock { $0.writes } == 0)
            #expect(
                try await mine.call(.post, "looks", goodLook, type: "application/json; charset=UTF-8").status == 201)
        }
    }

    @Test("H1 a name cannot walk out of the folder of assets")
    func traversal() async throws {
        try await withAPI { client, _ in
            for path in [
                "/assets/../openapi.json", "/assets/..%2fopenapi.json", "/assets/%2e%2e/openapi.json",
                "/assets//etc/passwd",
                "/assets/%00", "/assets/", "/assets", "/assets/words.json", "/openapi.json", "/../../etc/passwd",
            ] {
                let status = try await client.call(.get, path).status
                #expect(status == 404, "\(path)")
            }
        }
    }

    @Test("H1 another method is refused with those that there are, an unknown address is not found")
    func methods() async throws {
        try await withAPI { client, _ in
            let put = try await client.call(.put, "looks", "{}")
            #expect(put.status == 405)
            #expect(put.headers[.allow] == "GET, HEAD, POST")
            #expect(try await client.call(.get, "sessions").headers[.allow] == "POST")
            #expect(try await client.call(.options, "tickets/T-1").headers[.allow] == "PUT")
            #expect(try await client.call(.trace, "me").status == 405)
            #expect(try await client.call(.get, "me/unknown").status == 404)
            #expect(try await client.call(.get, "/API/v1/me").status == 404)
        }
    }

    @Test("H2 no GET and no HEAD writes anything but that it was read")
    func getChangesNothing() async throws {
        try await withAPI { client, gateway in
            let mine = try await client.signedIn()
            let before = gateway.state.withLock { ($0.writes, $0.tokens.count, $0.accepted) }
            for method in [HTTPRequest.Method.get, .head] {
                for path in [
                    "me", "me/terms", "me/password", "me/second-factor", "me/second-factor/confirm", "searches",
                    "presence",
                    "presence/pr-1/code", "looks", "looks/L-7/reveals", "verifications", "tickets", "tickets/T-1",
                    "sessions",
                    "sessions/current", "openapi.json", "/healthz", "/readyz", "/metrics",
                ] {
                    let answer = try await mine.call(method, path)
                    #expect(answer.status != 500)
                    if method == .head { #expect(answer.body.isEmpty, "\(path)") }
                }
            }
            let after = gateway.state.withLock { ($0.writes, $0.tokens.count, $0.accepted) }
            #expect(before == after)
        }
    }

    @Test(
        "H3 the log of a whole day's calls holds no secret, no token, no path and no customer",
        arguments: LineLog.Format.allCases)
    func logsHoldNothing(format: LineLog.Format) async throws {
        let lines = LogLines()
        let tokens = Mutex<[String]>([])
        try await withLiveServer(logger: lines.logger(.trace, format)) { server in
            let mine = try await server.client.signedIn()
            tokens.withLock { $0.append(mine.token ?? "none") }
            _ = try await mine.call(.post, "looks", goodLook)
            _ = try await mine.call(
                .post, "looks/L-88213/reveals", #"{"field":"nik","reason":"kartu hilang di meja 3"}"#)
            _ = try await mine.call(.post, "searches", #"{"nik":"\#(FakeGateway.secrets[2])"}"#)
            _ = try await mine.call(.get, "looks?customer=C0000001")
            _ = try await mine.call(.get, "nothing/C0000001")
            _ = try await mine.call(.post, "me/second-factor")
            server.gateway.state.withLock { $0.failure = .unavailable(what: "the disk is full; free some space") }
            _ = try await mine.call(.post, "looks", goodLook)
            for (method, path, body) in Self.misuses { _ = try await mine.call(method, path, body) }
        }
        let text = lines.text
        #expect(text.contains("/api/v1/looks/{id}/reveals"))
        #expect(text.contains("s-1"))
        for secret in FakeGateway.secrets + tokens.withLock({ $0 }) + [
            "C0000001", "L-88213", "customer=", "kartu hilang", "Bearer",
        ] {
            #expect(!text.contains(secret), "\(secret)")
        }
    }

    @Test("H3 a log line cannot be forged by what stands in it")
    func logLines() {
        let members = [("what", "a b=\"c\"\nlevel=error \u{2028}\u{7F}\\")]
        #expect(LineLog.line(members, .logfmt) == "what=\"a b=\\\"c\\\"\\u000alevel=error \\u2028\\u007f\\\\\"\n")
        #expect(LineLog.line(members, .json) == "{\"what\":\"a b=\\\"c\\\"\\u000alevel=error \\u2028\\u007f\\\\\"}\n")
    }

    @Test("H3 of what a library hangs on a line only known words are written, and no others are kept for the next line")
    func closedKeys() {
        let lines = LogLines()
        var logger = lines.logger(.trace, .json)
        logger[metadataKey: "hb.request.id"] = "0f0f"
        logger[metadataKey: "body"] = "Rahmawati"
        logger[metadataKey: "session"] = "s-9"
        #expect(Set(logger.handler.metadata.keys) == ["session"])
        logger.info("answered", metadata: ["path": "/customers/C1", "status": "200"])
        let members = (try? JSONSerialization.jsonObject(with: Data(lines.text.utf8))) as? [String: String]
        #expect(Set(members?.keys ?? [:].keys) == ["at", "level", "from", "message", "session", "status"])
        #expect(members?["session"] == "s-9" && members?["status"] == "200")
    }

    @Test("metrics name templates only, and answer this machine only")
    func metrics() async throws {
        try await withLiveServer { server in
            let client = server.client
            let mine = try await client.signedIn()
            _ = try await mine.call(.post, "looks", goodLook)
            _ = try await mine.call(.get, "nothing/\(FakeGateway.secrets[2])")
            _ = try await mine.call(.trace, "me")
            let text = try await client.call(.get, "/metrics").body
            #expect(
                text.contains(#"amanah_http_requests_total{route="/api/v1/looks",method="POST",status="201"} 1"#))
            #expect(text.contains(#"_bucket{route="/api/v1/looks",method="POST",status="201",le="+Inf"} 1"#))
            #expect(text.contains("# TYPE amanah_log_entries_total counter\namanah_log_entries_total 88212\n"))
            #expect(!text.contains(FakeGateway.secrets[2]))
            #expect(!text.contains("TRACE"))
            let name = try #require(HTTPField.Name("X-Forwarded-For"))
            #expect(try await client.call(.get, "/metrics", headers: [name: "203.0.113.7"]).status == 403)
        }
        try await withAPI { client, _ in
            let status = try await client.call(.get, "/metrics").status
            #expect(status == 403)
        }
    }
}
