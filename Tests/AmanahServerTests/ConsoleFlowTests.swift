import AmanahCore
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import AmanahServer
@testable import AmanahService

@Suite("Console flows")
struct ConsoleFlowTests {
    static let row = "sim-replacement|C0000001|T-1042"

    @Test("Whoever is not signed in comes to the sign-in page, and the ticket of the link is kept")
    func door() async throws {
        try await withConsole { browser, _ in
            #expect(try await browser.get("/log").location == "/sign-in")
            #expect(try await browser.get("/desk?ticket=T-1042").location == "/sign-in?ticket=T-1042")
            let page = try await browser.get("/sign-in?ticket=T-1042")
            #expect(page.html.contains("name=\"ticket\" value=\"T-1042\""))
            let entered = try await browser.post(
                "/sign-in", [("person", "P0101"), ("password", FakeGateway.password), ("ticket", "T-1042")])
            #expect(entered.status == 303)
            #expect(entered.location == "/desk?ticket=T-1042")
            #expect(try await browser.get("/desk?ticket=T-1042").html.contains("aria-current=\"true\""))
        }
    }

    @Test("L10: a link to a ticket of an erased customer says so; one to another's says that it is not among one's own")
    func unlistedTickets() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            let erased = try await browser.get("/desk?ticket=T-1043").html
            #expect(erased.contains("pelanggan tiket T-1043 sudah dihapus") && !erased.contains("tidak ada di antara"))
            let other = try await browser.get("/desk?ticket=T-1044").html
            #expect(other.contains("Tiket T-1044 tidak ada di antara tiket Anda") && !other.contains("dihapus"))
        }
    }

    @Test("A wrong password says the same for a known and an unknown person, and does not come back in the page")
    func wrongPassword() async throws {
        try await withConsole { browser, _ in
            _ = try await browser.get("/sign-in")
            let known = try await browser.post("/sign-in", [("person", "P0101"), ("password", "wrong horse")])
            let unknown = try await browser.post("/sign-in", [("person", "P9999"), ("password", "wrong horse")])
            #expect(known.status == 401)
            #expect(known.html.replacing("P0101", with: "") == unknown.html.replacing("P9999", with: ""))
            #expect(!known.html.contains("wrong horse"))
        }
    }

    @Test("The second step asks for the code alone; the password is in no page and three wrong codes end it")
    func secondStep() async throws {
        try await withConsole { browser, _ in
            _ = try await browser.get("/sign-in")
            let first = try await browser.post("/sign-in", [("person", "P0003"), ("password", FakeGateway.password)])
            #expect(first.location == "/sign-in/code")
            let asked = try await browser.get("/sign-in/code")
            #expect(!asked.html.contains(FakeGateway.password))
            #expect(try await browser.post("/sign-in/code", [("code", "000000")]).status == 401)
            #expect(try await browser.post("/sign-in/code", [("code", "000000")]).status == 401)
            #expect(try await browser.post("/sign-in/code", [("code", "000000")]).html.contains("name=\"password\""))
            #expect(try await browser.post("/sign-in/code", [("code", "123456")]).location == "/sign-in")

            _ = try await browser.get("/sign-in")
            _ = try await browser.post("/sign-in", [("person", "P0003"), ("password", FakeGateway.password)])
            _ = try await browser.get("/sign-in/code")
            #expect(try await browser.post("/sign-in/code", [("code", "123456")]).status == 303)
            #expect(browser.cookies["amanah"] != nil)
        }
    }

    @Test("Until the terms are accepted every page leads to them")
    func terms() async throws {
        try await withConsole { browser, _ in
            _ = try await browser.get("/sign-in")
            let entered = try await browser.post(
                "/sign-in", [("person", "P0102"), ("password", FakeGateway.password)])
            #expect(entered.location == "/first/terms")
            for path in ["/desk", "/log", "/people", "/charter"] {
                #expect(try await browser.get(path).location == "/first/terms")
            }
            _ = try await browser.get("/first/terms")
            #expect(try await browser.post("/looks", [("open", Self.row)]).location == "/first/terms")
            #expect(try await browser.post("/first/terms", [("version", "terms/2026-09.md")]).status == 400)
            let accepted = try await browser.post(
                "/first/terms", [("version", "terms/2026-09.md"), ("accept", "yes")])
            #expect(accepted.location == "/")
            #expect(try await browser.get("/desk").status == 200)
        }
    }

    @Test("One click opens a ticket: the card holds the fields in their forms, the mark, and no hidden value")
    func look() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            let page = try await browser.post("/looks", [("open", Self.row)])
            #expect(page.status == 200)
            #expect(page.html.contains("Siti Rahmawati"))
            #expect(page.html.contains("0812****7890"))
            #expect(page.html.contains("<data class=\"val\" value=\"1250000\">Rp 1.250.000</data>"))
            #expect(page.html.contains("<span class=\"val\">1250001</span>"))
            #expect(page.html.contains("Agen Lima · P0101"))
            #expect(page.html.contains("L-88213"))
            for secret in ["3578014107900034", "Sulastri", "+628123457890"] { #expect(!page.html.contains(secret)) }
            #expect(page.headers[.cacheControl] == "no-store")
        }
    }

    @Test("A refusal says what, why and what now, with status 403, and holds no value of the customer")
    func refused() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            let other = try await browser.post("/looks", [("open", "sim-replacement|C0000002|T-1042")])
            #expect(other.status == 403)
            #expect(other.html.contains("T-1042 milik pelanggan lain"))
            #expect(other.html.contains("Ketua Empat"))
            let none = try await browser.post(
                "/looks", [("customer", "C0000001"), ("purpose", "sim-replacement"), ("ticket", "")])
            #expect(none.status == 403)
            for page in [other, none] {
                for secret in FakeGateway.secrets { #expect(!page.html.contains(secret)) }
            }
            let card = try await browser.post("/looks", [("open", Self.row)], partial: true)
            #expect(card.html.contains("id=\"allowance\" hx-swap-oob=\"true\""))
            let part = try await browser.post("/looks", [("open", "sim-replacement|C0000002|T-1042")], partial: true)
            #expect(part.html.hasPrefix("<section class=\"denial\""))
        }
    }

    @Test("A reveal needs words of substance; its refusal stays at the field, its value comes alone")
    func reveal() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            _ = try await browser.post("/looks", [("open", Self.row)])
            func reveal(_ reason: String, partial: Bool) async throws -> ConsoleBrowser.Page {
                try await browser.post(
                    "/looks/L-88213/reveals", [("field", "nik"), ("open", Self.row), ("reason", reason)],
                    partial: partial)
            }
            let thin = try await reveal(".", partial: true)
            #expect(thin.status == 403)
            #expect(thin.header("HX-Retarget") == "#p-nik")
            #expect(thin.html.hasPrefix("<p class=\"problem\""))
            let shown = try await reveal("kartu hilang, pelanggan di meja tiga", partial: true)
            #expect(shown.html.contains("3578014107900034"))
            #expect(shown.html.contains("data-seconds=\"30\""))
            #expect(!shown.html.contains("Siti"))
            let whole = try await reveal("kartu hilang, pelanggan di meja tiga", partial: false)
            #expect(whole.html.contains("3578014107900034"))
            #expect(whole.html.contains("<noscript><meta http-equiv=\"refresh\" content=\"30;url=/desk\">"))
            #expect(try await reveal(".", partial: false).status == 403)
        }
    }

    @Test("A verification says match or no match and shows nothing")
    func verify() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            _ = try await browser.post("/looks", [("open", Self.row)])
            func verify(_ said: String, partial: Bool = true) async throws -> String {
                try await browser.post(
                    "/looks/L-88213/verifications",
                    [("field", "mother_maiden_name"), ("open", Self.row), ("said", said)], partial: partial
                ).html
            }
            #expect(try await verify("Sulastri Wijayanti").contains("Cocok"))
            let miss = try await verify("Sulastri")
            #expect(miss.contains("sisa 2 percobaan"))
            #expect(!miss.contains("Sulastri"))
            #expect(try await verify("x", partial: false).contains("Tidak cocok"))
        }
    }

    @Test("A search is posted; its page says that it is recorded, and a miss says no more than that")
    func search() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            let hit = try await browser.post("/desk/search", [("identifier", "08123457890")])
            #expect(hit.html.contains("S*** R*********"))
            #expect(hit.html.contains("value=\"\(Self.row)\""))
            #expect(!hit.html.contains("08123457890"))
            let miss = try await browser.post("/desk/search", [("identifier", "08120000000")], partial: true)
            #expect(miss.status == 200)
            #expect(!miss.html.contains("08120000000"))
        }
    }

    @Test("Without JavaScript a card stands at the address of its form: asking for that again leads to the desk")
    func addressOfForms() async throws {
        try await withConsole { browser, _ in
            let forms = [
                "/looks", "/looks/L-88213/reveals", "/looks/L-88213/verifications", "/desk/search", "/break-glass",
            ]
            for path in forms { #expect(try await browser.get(path).location == "/sign-in", "\(path)") }
            try await browser.signIn()
            for path in forms {
                let page = try await browser.get(path)
                #expect(page.status == 303 && page.location == "/desk", "\(path)")
            }
        }
    }

    @Test("After a search the rest is named that ends first")
    func searchesLeft() throws {
        let console = try Console(gateway: FakeGateway(), options: .init(secureCookies: false))
        func first(day: (Int, Int), hour: (Int, Int)) -> QuotaKind? {
            console.searchesLeft([
                QuotaView(kind: .searchesPerHour, used: hour.0, limit: hour.1),
                QuotaView(kind: .searchesPerDay, used: day.0, limit: day.1),
            ])?.kind
        }
        #expect(first(day: (1, 120), hour: (1, 30)) == .searchesPerHour)
        #expect(first(day: (110, 120), hour: (1, 30)) == .searchesPerDay)
        #expect(first(day: (91, 120), hour: (1, 30)) == .searchesPerDay)
        #expect(first(day: (1, 10_000), hour: (1, 30)) == .searchesPerHour)
        #expect(first(day: (1, 10_000), hour: (1, 10_000)) == nil)
    }

    @Test("L6 No value of a customer ever stands in an address")
    func addresses() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            _ = try await browser.post("/desk/search", [("identifier", "08123457890")])
            _ = try await browser.post("/desk/search", [("identifier", "3578014107900034")])
            _ = try await browser.post("/looks", [("open", Self.row)])
            _ = try await browser.post(
                "/looks/L-88213/verifications",
                [("field", "mother_maiden_name"), ("open", Self.row), ("said", "Sulastri Wijayanti")])
            let all = browser.addresses.joined(separator: " ")
            for secret in FakeGateway.secrets + ["08123457890"] { #expect(!all.contains(secret)) }
        }
    }

    @Test("The log is filtered in the address by ids and times; what is not understood is said")
    func trail() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/log?q=person%3AP0101+from%3A2026-11-01")
            #expect(page.status == 200)
            #expect(page.html.contains("value=\"person:P0101 from:2026-11-01\""))
            #expect(page.html.contains("Membuka C0000001 untuk SIM replacement T-1042"))
            #expect(page.html.contains("nik (sebagian)"))
            #expect(page.html.contains("Membaca halaman orang: Agen &lt;Lima&gt; (P0101)"))
            for act in ["Membaca halaman Buku besar", "Mengambil berkas buku besar"] {
                #expect(page.html.contains(act))
            }
            for word in ["“book”", "“files”"] { #expect(!page.html.contains(word)) }
            for bad in [
                "nama%3ABudi", "from%3Akemarin", "kind%3Apeek", "person%3A%22%3E", "look%3AL-x", "look%3A205", "L-0",
                "205",
            ] {
                #expect(try await browser.get("/log?q=\(bad)").status == 400, "\(bad)")
            }
        }
    }

    @Test(
        "A row of the log bears its look's number, and the approval or the emergency by its own; the filter takes a look"
    )
    func explained() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            for filter in ["person%3AP0101", "look%3AL-7", "L-7"] {
                let page = try await browser.get("/log?q=\(filter)")
                #expect(page.status == 200 && page.html.contains("<b>L-7</b><small>5</small>"), "\(filter)")
                #expect(page.html.contains("<a class=\"num\" href=\"/approvals/R-88213\">R-88213</a>"))
                #expect(page.html.contains("disetujui oleh Ketua &lt;Empat&gt;"))
                #expect(page.html.contains("<code>look:L-205</code>"))
            }
            let broken = try await browser.get("/log?q=L-8").html
            #expect(broken.contains("DARURAT <span class=\"num\">G-9</span>") && !broken.contains("R-88213"))
        }
        // Who may not read the request has its number and no way to it.
        try await withConsole { browser, _ in
            try await browser.signIn("P0101")
            let page = try await browser.get("/log?q=person%3AP0101").html
            #expect(page.contains("dengan persetujuan <span class=\"num\">R-88213</span>"))
            #expect(!page.contains("/approvals/") && !page.contains("disetujui oleh"))
        }
    }

    @Test("People, a person, the charter's differences and workstations, for whom the charter lets")
    func oversight() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            #expect(try await browser.get("/people").html.contains("tanpa perjanjian yang berlaku"))
            #expect(try await browser.get("/people?q=ketua").html.contains("1 orang"))
            #expect(try await browser.get("/people/P0101").html.contains("/people/P0004"))
            #expect(try await browser.get("/people/P0999").status == 404)
            let charter = try await browser.get("/charter?version=2").html
            #expect(charter.contains("looks_per_day: 80"))
            #expect(charter.contains("Versi 1 menjadi 2"))
            #expect(try await browser.get("/workstations").html.contains("Meja 2"))
            #expect(try await browser.post("/workstations/w-1/admit").location == "/workstations?done=w-1")
        }
        try await withConsole { browser, _ in
            try await browser.signIn()
            for path in ["/people", "/charter", "/workstations", "/log"] {
                #expect(try await browser.get(path).status == 403)
            }
        }
    }

    @Test("Between two charters the page says who may more and who may less")
    func charterDifferences() async throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../charters/telco.yaml").standardizedFileURL
        let old = try String(contentsOf: file, encoding: .utf8)
        let new = old.replacing("looks_per_day: 60", with: "looks_per_day: 600").replacing(
            "kk: verify", with: "kk: hidden")
        #expect(new != old)
        try await withConsole { browser, gateway in
            gateway.state.withLock { $0.charterTexts = [new, old] }
            try await browser.signIn("P0901")
            let page = try await browser.get("/charter?version=2").html
            #expect(page.contains("class=\"gains\""))
            #expect(page.contains("class=\"loses\""))
            #expect(page.contains("boleh lebih") && page.contains("boleh kurang"))
            #expect(page.contains("60 → 600"))
        }
    }

    @Test("The customer at the desk: the same answer for every number, then the code, then a ticket")
    func presence() async throws {
        try await withConsole { browser, gateway in
            try await browser.signIn()
            let form: [(String, String)] = [("purpose", "sim-replacement")]
            let ours = try await browser.post("/presence", form + [("phone", "08123457890")])
            let other = try await browser.post("/presence", form + [("phone", "08129999999")])
            #expect(ours.location == other.location)
            #expect(try await browser.get("/presence/pr-1").html.contains("Jika nomor ini terdaftar pada kami"))
            let wrong = try await browser.post("/presence/pr-1/code", [("code", "000000")])
            #expect(wrong.status == 400 && wrong.html.contains("Sisa 2 percobaan"))
            let over = try await browser.post("/presence/pr-1/code", [("code", "999999")])
            #expect(over.html.contains("Kirim kode baru"))
            #expect(try await browser.post("/presence/pr-1/code", [("code", "111111")]).location == "/desk?ticket=D-1")
            #expect(try await browser.get("/demo/phone").html.contains("111111"))
            let step = gateway.now().seconds / OneTimeCode.stepSeconds
            let code = OneTimeCode.code(secret: Array("secret".utf8), step: step)
            #expect(try await browser.get("/demo/code").html.contains(code))
        }
    }
}
