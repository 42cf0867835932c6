import AmanahService
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing

@testable import AmanahServer

/// H1: who asks, behind a proxy.
@Suite("The client's address")
struct ClientAddressTests {
    private func address(_ fields: [(String, String)], peer: String = "10.0.0.5") -> String {
        var headers = HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        return ClientAddress(trusted: ["10.0.0.5", "fd00::5"]).of(headers, peer: peer)
    }

    @Test("a trusted proxy's word counts, in either header and either family")
    func trusted() {
        #expect(address([("X-Forwarded-For", "203.0.113.9")]) == "203.0.113.9")
        #expect(address([("Forwarded", "for=203.0.113.9;proto=https;by=10.0.0.5")]) == "203.0.113.9")
        #expect(address([("Forwarded", "proto=https; FOR=\"[2001:DB8::1]:4711\"")]) == "2001:db8::1")
        #expect(address([("X-Forwarded-For", "203.0.113.9:5123")]) == "203.0.113.9")
        #expect(address([("X-Forwarded-For", "203.0.113.9")], peer: "::ffff:10.0.0.5") == "203.0.113.9")
        #expect(address([("X-Forwarded-For", "203.0.113.9")], peer: "fd00:0::5") == "203.0.113.9")
    }

    @Test("H1: what the client himself put in front is passed over, and other proxies of ours with it")
    func chain() {
        #expect(address([("X-Forwarded-For", "1.2.3.4, 203.0.113.9")]) == "203.0.113.9")
        #expect(address([("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-For", "203.0.113.9")]) == "203.0.113.9")
        #expect(address([("X-Forwarded-For", "203.0.113.9, fd00::5")]) == "203.0.113.9")
        #expect(address([("Forwarded", "for=1.2.3.4, for=203.0.113.9")]) == "203.0.113.9")
    }

    @Test("H1: nobody else's word counts, and no word that is none")
    func untrusted() {
        #expect(address([("X-Forwarded-For", "203.0.113.9")], peer: "10.0.0.6") == "10.0.0.6")
        #expect(address([]) == "10.0.0.5")
        for value in ["", "unknown", "203.0.113.9, ", "203.0.113.9, _hidden", "10.0.0.5", "for=1.2.3.4"] {
            #expect(address([("X-Forwarded-For", value)]) == "10.0.0.5", "\(value)")
        }
        for value in ["", "for=unknown", "proto=https", "for=1.2.3.4;for=1.2.3.5", "for=\"_x\"", "for"] {
            #expect(address([("Forwarded", value)]) == "10.0.0.5", "\(value)")
        }
    }

    @Test("H1: a client cannot hide behind the header that the proxy does not write")
    func both() {
        #expect(address([("Forwarded", "for=1.2.3.4"), ("X-Forwarded-For", "203.0.113.9")]) == "10.0.0.5")
        #expect(address([("Forwarded", "for=203.0.113.9"), ("X-Forwarded-For", "203.0.113.9")]) == "203.0.113.9")
    }

    @Test("H1: the use case hears the client's address from a trusted proxy, and the peer's otherwise")
    func heard() async throws {
        for (proxies, expected) in [(Set(["127.0.0.1"]), "203.0.113.9"), ([], "127.0.0.1")] {
            var settings = ServerSettings.patient
            if !proxies.isEmpty { settings.proxies = ClientAddress(trusted: proxies) }
            try await withLiveServer(settings: settings) { server in
                let body = #"{"person":"P0101","password":"\#(FakeGateway.password)"}"#
                _ = try await server.client.call(
                    .post, "sessions", body,
                    headers: [HTTPField.Name("X-Forwarded-For") ?? .accept: "1.2.3.4, 203.0.113.9"])
                #expect(server.gateway.state.withLock { $0.origins.last?.address } == expected)
            }
        }
    }
}
