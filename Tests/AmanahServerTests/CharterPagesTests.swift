import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import AmanahServer

@Suite("Charters on the wire")
struct CharterPagesTests {
    private static let shipped: String = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../charters/telco.yaml").standardizedFileURL
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    @Test("the charter's page lists proposals; one's own says who gains and loses, and the replay in words")
    func pages() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let list = try await browser.get("/charter").html
            for number in 1...3 { #expect(list.contains("/charter/proposals/\(number)")) }
            #expect(list.contains("batas &lt;harian&gt;") && !list.contains("batas <harian>"))
            let page = try await browser.get("/charter/proposals/1")
            #expect(page.status == 200)
            for text in [
                "Dewi &lt;PPD&gt;", "60 → 40", "boleh kurang", "14 pembukaan akan ditolak, 3 penolakan akan diizinkan",
                "1.205 pembukaan", "7 tidak dapat diputuskan ulang", "sudah keluar", "charter: &lt;telco&gt;",
                "/charter/proposals/1/confirm", "/charter/proposals/1/withdraw", FakeGateway.charterHash,
            ] { #expect(page.html.contains(text), "\(text)") }
            // What is to be read stands before what is decided by it; the way there is at the top.
            let place = { (text: String) in page.html.range(of: text)?.lowerBound }
            let order = [
                "href=\"#decide\"", "id=\"h-changes\"", "id=\"h-replay\"", "id=\"decide\"", "id=\"c-code\"",
            ]
            let places = order.compactMap(place)
            #expect(places.count == order.count && places == places.sorted())
            #expect(try await browser.get("/charter/proposals/9").status == 404)
            #expect(try await browser.get("/charter/proposals/abc").status == 404)
        }
    }

    @Test("who may not confirm sees why, and no form for it; what is decided has no forms")
    func obstacles() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let own = try await browser.get("/charter/proposals/2").html
            #expect(own.contains("Usulan Anda sendiri disahkan oleh orang lain"))
            #expect(!own.contains("/charter/proposals/2/confirm") && own.contains("/charter/proposals/2/withdraw"))
            #expect(own.contains("Berlaku mulai"))
            let over = try await browser.get("/charter/proposals/3").html
            #expect(!over.contains("/charter/proposals/3/") && !over.contains("#decide"))
            #expect(over.contains("Menjadi versi 3"))
        }
    }

    @Test("a text with mistakes comes back as typed, with line and column of each; a good one becomes a proposal")
    func proposing() async throws {
        try await withConsole { browser, gateway in
            try await browser.signIn("P0901")
            #expect(try await browser.get("/charter/propose").html.contains("looks_per_day: 60"))
            let reason = ("reason", "batas harian terlalu longgar")
            let bad = Self.shipped.replacing("shows:", with: "showz:").replacing("\n", with: "\r\n")
            let refused = try await browser.post(
                "/charter/proposals", [("text", bad), reason, ("effective", "2027-01-05T08:30"), ("terms", "")])
            #expect(refused.status == 400)
            #expect(refused.html.contains("Baris ") && refused.html.contains("kolom "))
            #expect(refused.html.contains("showz:"))
            let said = refused.html.replacing("&#96;", with: "`")
            #expect(said.contains("kata di tugas `") && said.contains("tidak dikenal: `showz`: maksud Anda `shows`?"))
            #expect(!refused.html.contains("unknown word"))
            _ = try await browser.post("/preferences", [("language", "en"), ("back", "/charter/propose")])
            let english = try await browser.post("/charter/proposals", [("text", bad), reason, ("terms", "")])
            #expect(english.html.contains("unknown word in purpose &#96;") && !english.html.contains("tidak dikenal"))
            _ = try await browser.post("/preferences", [("language", "id"), ("back", "/charter/propose")])
            #expect(refused.html.contains("2027-01-05T08:30") && refused.html.contains(reason.1))
            let silent = try await browser.post("/charter/proposals", [("text", Self.shipped), ("reason", "x")])
            #expect(silent.status == 400 && silent.html.contains("Tulis alasan dalam kalimat"))
            let when = try await browser.post(
                "/charter/proposals", [("text", Self.shipped), reason, ("effective", "besok")])
            #expect(when.status == 400 && when.html.contains("Pilih waktu"))
            let past = try await browser.post(
                "/charter/proposals", [("text", Self.shipped), reason, ("effective", "2020-01-05T08:30")])
            #expect(past.status == 400)
            let again = try await browser.post(
                "/charter/proposals",
                [("text", Self.shipped.replacing("version: 1", with: "version: 9")), reason])
            #expect(again.status == 409)
            let good = try await browser.post(
                "/charter/proposals", [("text", Self.shipped.replacing("\n", with: "\r\n")), reason, ("terms", "")])
            #expect(good.location == "/charter/proposals/2?done=propose")
            #expect(gateway.state.withLock { $0.charterTexts[0] } == Self.shipped)
            let large = Self.shipped + String(repeating: "# isi\n", count: 3000)
            #expect(try await browser.post("/charter/proposals", [("text", large), reason]).status == 303)
        }
    }

    @Test("a wrong code, another text than was read and a decided proposal each say so; the right one is told")
    func deciding() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            _ = try await browser.get("/charter")
            let hash = ("hash", FakeGateway.charterHash)
            let wrong = try await browser.post("/charter/proposals/1/confirm", [hash, ("code", "000000")])
            #expect(wrong.status == 400 && wrong.html.contains("Kode tidak cocok"))
            let other = try await browser.post("/charter/proposals/1/confirm", [("hash", "00"), ("code", "123456")])
            #expect(other.status == 409 && other.html.contains("sudah berubah"))
            let done = try await browser.post("/charter/proposals/1/confirm", [hash, ("code", "123456")])
            #expect(done.location == "/charter/proposals/1?done=confirm")
            #expect(try await browser.get("/charter/proposals/1?done=confirm").html.contains("disahkan dan tercatat"))
            #expect(try await browser.post("/charter/proposals/2/withdraw", [("reason", "x")]).status == 400)
            let back = try await browser.post("/charter/proposals/2/withdraw", [("reason", "salah ketik angka")])
            #expect(back.location == "/charter/proposals/2?done=withdraw")
            let late = try await browser.post("/charter/proposals/3/withdraw", [("reason", "salah ketik angka")])
            #expect(late.status == 409)
        }
    }

    @Test("H2: no address of charters changes anything by GET, and no other role comes in")
    func doors() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0101")
            for path in ["/charter", "/charter/propose", "/charter/proposals/1"] {
                #expect(try await browser.get(path).status == 403, "\(path)")
            }
            for path in ["/charter/proposals", "/charter/proposals/1/confirm", "/charter/proposals/1/withdraw"] {
                #expect(try await browser.get(path).status == 405, "\(path)")
                #expect(
                    try await browser.post(path, [("text", Self.shipped), ("reason", "batas terlalu longgar")]).status
                        == 403, "\(path)")
            }
        }
    }

    @Test("the API reads, proposes, confirms by hash and code, and withdraws")
    func api() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn("P0901")
            let charters = try await mine.call(.get, "charters")
            #expect(charters.json["text"] as? String == "a: 1\nlooks_per_day: 60\n")
            #expect((charters.json["versions"] as? [Any])?.count == 2)
            func body(_ members: [String: String]) throws -> String {
                String(decoding: try JSONSerialization.data(withJSONObject: members), as: UTF8.self)
            }
            let good = ["text": Self.shipped, "reason": "the daily bound is too wide"]
            let made = try await mine.call(.post, "charters", try body(good))
            #expect(made.status == 201)
            #expect((made.json["replay"] as? [String: Any])?["refused"] as? Int == 14)
            let late = try await mine.call(
                .post, "charters", try body(good.merging(["effective_at": "soon"]) { $1 }))
            #expect(late.status == 400)
            let bad = try await mine.call(
                .post, "charters", try body(good.merging(["text": "charter: x"]) { $1 }))
            #expect(bad.status == 400 && (bad.json["detail"] as? String)?.contains("charter:1:") == true)
            let listed = try await mine.call(.get, "charters/proposals")
            #expect((listed.json["proposals"] as? [[String: Any]])?.map { $0["number"] as? Int } == [3, 2, 1])
            let one = try await mine.call(.get, "charters/proposals/1")
            #expect(one.json["obstacle"] is NSNull)
            #expect(try await mine.call(.get, "charters/proposals/1x").status == 404)
            let confirm = ["hash": FakeGateway.charterHash, "totp": "123456"]
            #expect(try await mine.call(.post, "charters/proposals/2/confirm", try body(confirm)).status == 409)
            let done = try await mine.call(.post, "charters/proposals/1/confirm", try body(confirm))
            #expect(done.json["state"] as? String == "in-force" && done.json["charter"] as? Int == 3)
            let back = try await mine.call(
                .post, "charters/proposals/2/withdraw", #"{"reason":"typed the wrong number"}"#)
            #expect(back.status == 200)
            let agent = try await client.signedIn("P0101")
            for path in ["charters", "charters/proposals", "charters/proposals/1"] {
                #expect(try await agent.call(.get, path).status == 403, "\(path)")
            }
        }
    }
}
