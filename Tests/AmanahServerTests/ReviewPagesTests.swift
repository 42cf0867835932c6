import AmanahCore
import Foundation
import HTTPTypes
import Testing

@testable import AmanahServer

@Suite("Reviews on the wire")
struct ReviewPagesTests {
    @Test("a person's page shows what reviews found, with the way to each look; the API says the same")
    func record() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/people/P0101").html
            for text in [
                "Tinjauan atasan", "2 tidak wajar", "1 lewat waktu", "5 diundi dari 40 pembukaan dan 2 keputusan",
                "3 sudah ditinjau", "Pembukaan data L-23", "Keputusan V-31", "oleh Ketua &lt;Empat&gt;",
                "/team/P0101/day?date=2026-10-15#L-23", "href=\"/reviews#V-31\"",
            ] { #expect(page.contains(text), "\(text)") }
            #expect(!page.contains("tidak ada temuan"))
        }
        try await withAPI { client, _ in
            let mine = try await client.signedIn("P0901")
            let reviews = try #require(try await mine.call(.get, "people/P0101").json["reviews"] as? [String: Any])
            #expect(reviews["not_in_order"] as? Int == 2 && reviews["through"] as? String == "2026-11-04")
            let verdicts = try #require(reviews["verdicts"] as? [[String: Any]])
            #expect(verdicts.map { $0["look_id"] as? String } == ["L-23", nil, "L-26"])
            #expect(verdicts[0]["verdict"] as? String == "not-in-order")
        }
    }

    @Test("the page shows what waits with its form, what was found, and the coverage, every name escaped")
    func page() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/reviews")
            #expect(page.status == 200)
            for text in ["action=\"/reviews/V-18\"", "12/380", "9/12", "tidak ada &lt;kunjungan&gt;", "C0000001"] {
                #expect(page.html.contains(text), "\(text)")
            }
            #expect(!page.html.contains("action=\"/reviews/V-19\"") && !page.html.contains("<Lima>"))
        }
    }

    @Test("a word is taken with substance; without, the page says so and keeps what was typed")
    func outcomes() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            _ = try await browser.get("/reviews")
            let good = [("verdict", "in-order"), ("words", "tiket sesuai catatan kunjungan")]
            #expect(try await browser.post("/reviews/V-18", good).location == "/reviews?done=1")
            let empty = try await browser.post("/reviews/V-18", [("verdict", "not-in-order"), ("words", "x")])
            #expect(empty.status == 400 && empty.html.contains("value=\"x\""))
            #expect(try await browser.post("/reviews/V-18", [("verdict", "maybe")] + good.dropFirst()).status == 400)
            #expect(try await browser.post("/reviews/V-19", good).status == 409)
            #expect(try await browser.post("/reviews/V-99", good).status == 404)
            #expect(try await browser.post("/reviews/elsewhere", good).status == 404)
            #expect(try await browser.get("/reviews/V-18").status == 405)
        }
    }

    @Test("who supervises nobody has no such page")
    func doors() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0101")
            #expect(try await browser.get("/reviews").status == 403)
        }
    }

    @Test("the API lists and takes a word")
    func api() async throws {
        try await withAPI { client, _ in
            let lead = try await client.signedIn("P0901")
            let list = try await lead.call(.get, "reviews")
            #expect((list.json["waiting"] as? [[String: Any]])?.first?["review_id"] as? String == "V-18")
            #expect((list.json["coverage"] as? [[String: Any]])?.first?["looks_sampled"] as? Int == 12)
            let good = #"{"verdict":"not-in-order","words":"tidak ada kunjungan pada jam itu"}"#
            #expect(try await lead.call(.post, "reviews/V-18", good).json["verdict"] as? String == "not-in-order")
            #expect(try await lead.call(.post, "reviews/V-18", #"{"verdict":"fine","words":"baik"}"#).status == 400)
            #expect(try await lead.call(.post, "reviews/V-19", good).status == 409)
            let agent = try await client.signedIn("P0101")
            #expect(try await agent.call(.get, "reviews").status == 403)
        }
    }
}
