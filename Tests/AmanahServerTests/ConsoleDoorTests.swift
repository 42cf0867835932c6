import AmanahCore
import AmanahService
import HTTPTypes
import Synchronization
import Testing

@testable import AmanahServer

@Suite("Console door")
struct ConsoleDoorTests {
    @Test("H1 A form without the session's token, or with another's, does nothing")
    func csrf() async throws {
        try await withConsole { browser, gateway in
            try await browser.signIn()
            let before = gateway.state.withLock { $0.writes }
            for path in [
                "/desk/search", "/looks", "/looks/L-1/reveals", "/looks/L-1/verifications", "/presence",
                "/presence/pr-1/code", "/workstations", "/workstations/w-1/admit", "/sign-out", "/first/terms",
                "/first/password", "/first/totp", "/first/totp/begin",
            ] {
                for token in ["", "csrf-2", "csrf-10"] {
                    #expect(try await browser.post(path, [("open", "a|b|c")], token: token).status == 400, "\(path)")
                }
            }
            #expect(gateway.state.withLock { $0.writes } == before)
            #expect(try await browser.get("/desk").status == 200)
        }
        try await withConsole { browser, gateway in
            let page = try await browser.post("/sign-in", [("person", "P0101"), ("password", FakeGateway.password)])
            #expect(page.status == 400)
            #expect(gateway.state.withLock { $0.made } == 0)
        }
    }

    @Test("H1 A post from another site is refused by what the browser says of it")
    func otherSite() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            var headers = HTTPFields()
            headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "cross-site"
            let page = try await browser.send(
                .post, "/sign-out", "csrf=\(browser.token)", type: "application/x-www-form-urlencoded", headers: headers
            )
            #expect(page.status == 400)
            #expect(try await browser.get("/desk").status == 200)
        }
    }

    @Test("H2 A GET changes nothing")
    func get() async throws {
        try await withConsole { browser, gateway in
            try await browser.signIn("P0901")
            let (before, tokens) = gateway.state.withLock { ($0.writes, $0.tokens.count) }
            for path in [
                "/", "/desk", "/desk?ticket=T-1042", "/sign-in", "/signed-out", "/first/totp", "/first/password",
                "/first/terms", "/presence", "/presence/pr-1", "/workstations", "/workstations/this", "/demo/phone",
                "/demo/code",
            ] {
                _ = try await browser.get(path)
            }
            #expect(gateway.state.withLock { $0.writes } == before)
            #expect(gateway.state.withLock { $0.tokens.count } == tokens)
        }
    }

    @Test("Every page forbids what is inline, framed, cached or from elsewhere")
    func headers() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            for path in ["/desk", "/sign-in", "/nowhere", "/log"] {
                let page = try await browser.get(path)
                #expect(
                    page.header("Content-Security-Policy")?.hasPrefix("default-src 'none'; script-src 'self'") == true)
                #expect(page.headers[.cacheControl] == "no-store")
                #expect(page.header("X-Frame-Options") == "DENY")
            }
            #expect(try await browser.get("/nowhere").html.contains("Halaman ini tidak ada"))
        }
    }

    @Test("Cookies are closed to scripts and other sites, and tied to the host where there is TLS")
    func cookies() async throws {
        try await withConsole(secureCookies: true) { browser, _ in
            _ = try await browser.get("/sign-in")
            let page = try await browser.post("/sign-in", [("person", "P0101"), ("password", FakeGateway.password)])
            let session = page.headers[values: .setCookie].first { $0.hasPrefix("__Host-amanah=") } ?? ""
            for word in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] { #expect(session.contains(word)) }
            #expect(!session.contains("Domain"))
        }
    }

    @Test("H1 A session cookie set before signing in is replaced")
    func fixation() async throws {
        try await withConsole { browser, _ in
            browser.setCookie("amanah", "fixed-by-someone")
            try await browser.signIn()
            #expect(browser.cookies["amanah"] != "fixed-by-someone")
            #expect(try await browser.get("/desk").status == 200)
        }
    }

    @Test("L3 When a session has ended, the open page's next click leads out, in a whole page and in a part")
    func ended() async throws {
        try await withConsole { browser, gateway in
            try await browser.signIn()
            gateway.state.withLock { $0.tokens = [:] }
            let part = try await browser.post("/looks", [("open", ConsoleFlowTests.row)], partial: true)
            #expect(part.header("HX-Redirect") == "/signed-out?why=idle")
            #expect(!part.html.contains("Siti"))
            #expect(try await browser.get("/desk").location == "/sign-in")
        }
    }

    @Test("When the log cannot be written the page says so, shows nothing and points to the downtime procedure")
    func unavailable() async throws {
        try await withConsole { browser, gateway in
            try await browser.signIn()
            gateway.state.withLock { $0.failure = .unavailable(what: "the log") }
            let page = try await browser.post("/looks", [("open", ConsoleFlowTests.row)])
            #expect(page.status == 503)
            #expect(page.html.contains("prosedur gangguan"))
            #expect(!page.html.contains("Siti"))
        }
    }

    @Test("Language, theme and keys are chosen by a form and lead back to a page of our own only")
    func preferences() async throws {
        try await withConsole { browser, _ in
            _ = try await browser.get("/sign-in")
            #expect(
                try await browser.post("/preferences", [("language", "en"), ("back", "/sign-in")]).location
                    == "/sign-in")
            #expect(try await browser.get("/sign-in").html.contains("<html lang=\"en\""))
            _ = try await browser.post("/preferences", [("theme", "dark"), ("back", "/sign-in")])
            #expect(try await browser.get("/sign-in").html.contains("data-theme=\"dark\""))
            for back in [
                "https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "x", "/\r\nSet-Cookie:a=b",
            ] {
                #expect(
                    try await browser.post("/preferences", [("language", "id"), ("back", back)]).location == "/",
                    "\(back)")
            }
        }
    }

    @Test(
        "Forms are read strictly",
        arguments: [
            "a=1&a=2", "a=%4", "a=%ff", "a=%00", "=x", String(repeating: "a", count: 17_000),
            (0..<20).map { "f\($0)=1" }.joined(separator: "&"),
        ])
    func strictForms(body: String) async throws {
        #expect(FormBody(Array(body.utf8)) == nil)
        try await withConsole { browser, _ in
            try await browser.signIn()
            let page = try await browser.send(
                .post, "/desk/search", body + "&csrf=\(browser.token)", type: "application/x-www-form-urlencoded")
            #expect(page.status == 400 || page.status == 413)
        }
    }

    @Test("Another type than a form is refused, and so are broken queries")
    func types() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn()
            #expect(try await browser.send(.post, "/looks", "{}", type: "application/json").status == 400)
            #expect(try await browser.send(.post, "/looks", "csrf=\(browser.token)", type: nil).status == 400)
            #expect(try await browser.get("/log?q=%zz").status == 400)
        }
    }

    @Test("A row's key holds ids only")
    func keys() {
        #expect(LookKey("sim|C1|T-1")?.ticket == TicketID("T-1"))
        #expect(LookKey("sim|C1|")?.ticket == nil)
        for bad in ["", "sim|C1", "sim|C1|T|x", "|C1|T", "sim|\"><|T", "sim|C1|../x y"] { #expect(LookKey(bad) == nil) }
    }
}
