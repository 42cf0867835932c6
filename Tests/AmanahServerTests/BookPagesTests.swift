import AmanahCore
import Foundation
import HTTPTypes
import Testing

@testable import AmanahServer

@Suite("Books on the wire")
struct BookPagesTests {
    private static let good: [(String, String)] = [
        ("purpose", "credit-followup"), ("starts_on", "2026-11-24"), ("ends_on", "2026-12-24"), ("p-P0101", "1"),
        ("unit", ""), ("segment_field", ""), ("segment_value", ""), ("at_most", ""), ("division", "random"),
        ("customers", ""), ("reason", "tindak lanjut akhir bulan"),
    ]

    @Test("the page shows whose portion it is and how far, with its forms, every name escaped")
    func page() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/books")
            #expect(page.status == 200)
            for text in ["6 dari 24", "/books/B-77/move", "/books/B-77/return", "Agen &lt;Lima&gt;", "p-P0102"] {
                #expect(page.html.contains(text), "\(text)")
            }
            #expect(!page.html.contains("<Lima>") && !page.html.contains("<akhir>"))
        }
    }

    @Test("who hands nothing out sees his own portion, and no form")
    func agent() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0101")
            let page = try await browser.get("/books")
            #expect(page.status == 200)
            #expect(!page.html.contains("Agen Enam") && !page.html.contains("/books/B-77/"))
            #expect(try await browser.post("/books", Self.good).status == 403)
            #expect(try await browser.post("/books/B-77/return", []).status == 403)
        }
    }

    @Test("a preview keeps what was filled in; handing out, moving and taking back say what came of it")
    func outcomes() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            _ = try await browser.get("/books")
            let preview = try await browser.post("/books", Self.good + [("go", "preview")])
            #expect(preview.status == 200)
            for text in ["24 pelanggan akan dibagikan", "value=\"2026-12-24\"", "tindak lanjut akhir bulan"] {
                #expect(preview.html.contains(text), "\(text)")
            }
            #expect(preview.html.contains("name=\"p-P0101\" value=\"1\" checked"))
            #expect(try await browser.post("/books", Self.good + [("go", "out")]).location == "/books?done=out")
            let both = try await browser.post(
                "/books",
                Self.good.filter { !["unit", "customers"].contains($0.0) } + [("unit", "B3273A"), ("customers", "C1")])
            #expect(both.status == 400 && both.html.contains("Periksa isian"))
            let move = [("person", "P0101"), ("p-P0102", "1"), ("reason", "pemegang lama cuti sakit")]
            #expect(try await browser.post("/books/B-77/move", move).location == "/books?done=moved")
            #expect(try await browser.post("/books/B-78/move", move).status == 404)
            let gone = try await browser.post("/books/B-77/move", [("person", "P0102")] + move.dropFirst())
            #expect(gone.status == 409)
            #expect(try await browser.post("/books/B-77/return", []).location == "/books?done=back")
        }
    }

    @Test("H2: no address of books changes anything by GET")
    func doors() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            for path in ["/books/B-77/move", "/books/B-77/return"] {
                #expect(try await browser.get(path).status == 405, "\(path)")
            }
        }
    }

    @Test("the API hands out by rule or list, not both, previews, moves and takes back")
    func api() async throws {
        try await withAPI { client, _ in
            let lead = try await client.signedIn("P0901")
            let rule =
                #""purpose":"credit-followup","starts_on":"2026-11-24","ends_on":"2026-12-24","people":["P0101"],"reason":"tindak lanjut akhir bulan""#
            let made = try await lead.call(.post, "assignments", "{\(rule)}")
            #expect(made.status == 201)
            #expect(made.json["assignment_id"] as? String == "B-77")
            #expect((made.json["portions"] as? [[String: Any]])?.first?["looked_at"] as? Int == 6)
            #expect(try await lead.call(.post, "assignments/preview", "{\(rule)}").json["in_hand"] as? Int == 3)
            for wrong in [
                #","units":["B1"],"customers":["C1"]"#, #","segment_field":"employer""#, #","division":"unfair""#,
                #","at_most":0"#, #","customers":[]"#,
            ] { #expect(try await lead.call(.post, "assignments", "{\(rule)\(wrong)}").status == 400, "\(wrong)") }
            let many = (0..<4096).map { "\"C\($0)\"" }.joined(separator: ",")
            #expect(try await lead.call(.post, "assignments", "{\(rule),\"customers\":[\(many)]}").status == 201)
            #expect(
                try await lead.call(.post, "assignments", "{\(rule),\"customers\":[\(many),\"C4096\"]}").status == 400)
            let move = #"{"person":"P0101","to":["P0102"],"reason":"pemegang lama cuti sakit"}"#
            #expect(try await lead.call(.post, "assignments/B-77/move", move).status == 201)
            #expect(try await lead.call(.post, "assignments/B-78/move", move).status == 404)
            #expect(try await lead.call(.delete, "assignments/B-77").json["state"] as? String == "returned")
            #expect(try await lead.call(.get, "assignments").status == 200)
            let agent = try await client.signedIn("P0101")
            #expect(try await agent.call(.post, "assignments", "{\(rule)}").status == 403)
            let own = try await agent.call(.get, "assignments")
            #expect((own.json["assignments"] as? [[String: Any]])?.count == 1 && !own.body.contains("P0102"))
        }
    }
}
