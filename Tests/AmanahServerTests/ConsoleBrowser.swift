import AmanahService
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization

@testable import AmanahServer

/// A browser without a screen: keeps cookies, sends forms with the token of the page it is on.
final class ConsoleBrowser: Sendable {
    struct Page: Sendable {
        let status: Int
        let headers: HTTPFields
        let html: String
        var location: String? { headers[.location] }
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    private struct State {
        var cookies: [String: String] = [:]
        var token = ""
        /// Everything that stood in an address or a `Location`.
        var addresses: [String] = []
    }

    private let client: any TestClientProtocol
    private let state = Mutex(State())

    init(_ client: any TestClientProtocol) { self.client = client }

    var token: String { state.withLock { $0.token } }
    var addresses: [String] { state.withLock { $0.addresses } }
    var cookies: [String: String] { state.withLock { $0.cookies } }
    func setCookie(_ name: String, _ value: String) { state.withLock { $0.cookies[name] = value } }

    func get(_ path: String, partial: Bool = false) async throws -> Page {
        try await send(.get, path, nil, partial: partial, type: nil)
    }

    /// Posts a form; `csrf` is added unless `token` says otherwise.
    func post(_ path: String, _ fields: [(String, String)] = [], token: String? = nil, partial: Bool = false)
        async throws -> Page
    {
        let all = fields + [("csrf", token ?? self.token)]
        let body = all.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&")
        return try await send(.post, path, body, partial: partial, type: "application/x-www-form-urlencoded")
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String?, partial: Bool = false, type: String?,
        headers extra: HTTPFields = [:]
    ) async throws -> Page {
        var headers = extra
        let cookies = state.withLock { state in
            state.addresses.append(path)
            return state.cookies
        }
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        if let type { headers[.contentType] = type }
        if partial, let name = HTTPField.Name("HX-Request") { headers[name] = "true" }
        return try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            let html = String(buffer: response.body)
            self.state.withLock { state in
                for cookie in response.headers[values: .setCookie] {
                    let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
                    let value = pair.count == 2 ? pair[1] : ""
                    state.cookies[pair[0]] = value.isEmpty ? nil : value
                }
                if let found = html.firstMatch(of: /name="csrf" value="([^"]*)"/) {
                    state.token = String(found.output.1)
                }
                if let location = response.headers[.location] { state.addresses.append(location) }
            }
            return Page(status: response.status.code, headers: response.headers, html: html)
        }
    }

    func signIn(_ person: String = "P0101") async throws {
        _ = try await get("/sign-in")
        _ = try await post("/sign-in", [("person", person), ("password", FakeGateway.password)])
        _ = try await get(person == "P0901" ? "/log" : "/desk")
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// Runs a test against the console over a fake gateway.
func withConsole(
    secureCookies: Bool = false, _ test: @escaping @Sendable (ConsoleBrowser, FakeGateway) async throws -> Void
) async throws {
    let gateway = FakeGateway()
    let phone = DemonstrationPhone()
    phone.send(code: "111111", to: "+628120000000")
    let console = try Console(
        gateway: gateway,
        options: .init(secureCookies: secureCookies, demonstration: .init(phone: phone, secret: Array("secret".utf8))))
    let application = try makeApplication(
        gateway: gateway, settings: ServerSettings(port: 0), console: console, logger: LogLines().logger(.critical))
    try await application.test(.router) { client in try await test(ConsoleBrowser(client), gateway) }
}
