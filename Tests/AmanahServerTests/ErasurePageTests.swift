import Foundation
import HTTPTypes
import Testing

@testable import AmanahServer

@Suite("Erasures on the wire")
struct ErasurePageTests {
    private static let good: [(String, String)] = [
        ("customer", "C0000001"), ("case", "PDP-7"), ("reason", "pelanggan memintanya sendiri"),
    ]

    @Test("the page shows what waits, the holds and what was decided, each with its forms")
    func page() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/erasures")
            #expect(page.status == 200)
            for text in [
                "/erasures/J1/confirm", "/erasures/J2/refuse", "/holds/H1/lift", "LP-12", "Hapus pelanggan C0000001",
            ] { #expect(page.html.contains(text), "\(text)") }
            #expect(!page.html.contains("/erasures/J0/confirm"))
        }
    }

    @Test("a proposal, a wrong code, a hold and a confirmation each say what came of it")
    func outcomes() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            _ = try await browser.get("/erasures")
            #expect(try await browser.post("/erasures", Self.good).location == "/erasures?done=propose")
            let held = try await browser.post("/erasures", [("customer", "C0000009")] + Self.good.dropFirst())
            #expect(held.status == 409)
            #expect(held.html.contains("ditahan karena perkara LP-12"))
            let unknown = try await browser.post("/erasures", [("customer", "C0000002")] + Self.good.dropFirst())
            #expect(unknown.status == 404)
            #expect(unknown.html.contains("Tidak ada pelanggan dengan id itu"))
            let wrong = try await browser.post("/erasures/J1/confirm", [("code", "000000")])
            #expect(wrong.status == 400)
            #expect(wrong.html.contains("Kode tidak cocok"))
            #expect(try await browser.post("/erasures/J2/confirm", [("code", "123456")]).status == 409)
            let done = try await browser.post("/erasures/J1/confirm", [("code", "123456")])
            #expect(done.location == "/erasures?done=confirm")
            #expect(try await browser.get("/erasures?done=confirm").html.contains("Sudah dilaksanakan"))
        }
    }

    @Test("H2: no address of erasures changes anything by GET, and no other role comes in")
    func doors() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0101")
            #expect(try await browser.get("/erasures").status == 403)
            #expect(try await browser.get("/erasures/J1/confirm").status == 405)
            #expect(try await browser.post("/erasures/J1/confirm", [("code", "123456")]).status == 403)
        }
    }

    @Test("the API proposes, refuses by hold, confirms by code and ends a proposal")
    func api() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn("P0901")
            let body = #"{"customer_id":"C0000001","case":"PDP-7","reason":"he asked for it himself"}"#
            let proposed = try await mine.call(.post, "erasures", body)
            #expect(proposed.status == 201)
            #expect(proposed.json["state"] as? String == "waiting")
            let held = try await mine.call(.post, "erasures", body.replacing("C0000001", with: "C0000009"))
            #expect(held.status == 409)
            #expect(try await mine.call(.get, "erasures").status == 200)
            #expect(try await mine.call(.post, "erasures/J1/confirm", #"{"totp":"000000"}"#).status == 400)
            let done = try await mine.call(.post, "erasures/J1/confirm", #"{"totp":"123456"}"#)
            #expect(done.json["ledger_index"] as? Int == 41)
            #expect(try await mine.call(.post, "erasures/J1/refuse", #"{"reason":"typed the wrong id"}"#).status == 204)
            #expect(try await mine.call(.post, "holds", body).status == 201)
            #expect(try await mine.call(.post, "holds/H1/lift", #"{"reason":"the case is closed"}"#).status == 201)
            let agent = try await client.signedIn("P0101")
            #expect(try await agent.call(.post, "erasures", body).status == 403)
        }
    }
}
