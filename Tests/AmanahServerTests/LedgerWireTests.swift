import AmanahCore
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import AmanahServer
@testable import AmanahService

@Suite("The log on the wire")
struct LedgerWireTests {
    @Test("the log's files come with their type; a tile may be kept for ever, a checkpoint not at all")
    func files() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn("P0901")
            let checkpoint = try await mine.call(.get, "/ledger/checkpoint")
            #expect(checkpoint.status == 200 && checkpoint.body == "log.example/a\n7\n")
            #expect(checkpoint.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(checkpoint.headers[.cacheControl] == "no-store")
            for path in ["tile/0/000", "tile/entries/x001/067.p/5"] {
                let tile = try await mine.call(.get, "/ledger/" + path)
                #expect(tile.status == 200 && tile.body == path, "\(path)")
                #expect(tile.headers[.contentType] == "application/octet-stream")
                #expect(tile.headers[.cacheControl] == "private, max-age=31536000, immutable")
            }
        }
    }

    @Test("no file without a token, none for another role, and nothing is kept of a refusal")
    func doors() async throws {
        try await withAPI { client, gateway in
            for path in ["/ledger/checkpoint", "/ledger/tile/0/000"] {
                let bare = try await client.call(.get, path)
                #expect(bare.status == 401, "\(path)")
                #expect(bare.headers[.cacheControl] == "no-store")
                #expect(try await client.signedIn("P0101").call(.get, path).status == 403)
                #expect(try await client.signedIn("P0901").call(.post, path, "{}").status == 405)
            }
            let mine = try await client.signedIn("P0901")
            gateway.state.withLock { $0.failure = .unavailable(what: "the log has stopped") }
            let answer = try await mine.call(.get, "/ledger/tile/0/000")
            #expect(answer.status == 503 && answer.headers[.cacheControl] == "no-store")
        }
    }

    @Test("a receipt is a file with the look's number as its name; whose look it is not, it is not found")
    func receipts() async throws {
        try await withAPI { client, _ in
            let mine = try await client.signedIn()
            let answer = try await mine.call(.get, "looks/L-7/receipt")
            #expect(answer.status == 200 && answer.body == FakeGateway.receipt)
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"L-7.tlog-proof\"")
            for path in ["looks/L-8/receipt", "looks/7/receipt", "looks/L-x/receipt", "looks/..%2F7/receipt"] {
                #expect(try await mine.call(.get, path).status == 404, "\(path)")
            }
        }
    }

    @Test("how the log stands is told to who has its page")
    func book() async throws {
        try await withAPI { client, _ in
            let answer = try await client.signedIn("P0901").call(.get, "ledger")
            #expect(answer.status == 200 && answer.json["size"] as? Int == 88_240)
            #expect((answer.json["growth"] as? [Any])?.count == 30)
            let witnesses = try #require(answer.json["witnesses"] as? [[String: Any]])
            #expect(witnesses.map { $0["standing"] as? String } == LedgerBook.Witness.Standing.allCases.map(\.rawValue))
            #expect(try await client.signedIn().call(.get, "ledger").status == 403)
        }
    }

    @Test("the ledger's page shows root, keys, witnesses and checks, and is not for agents")
    func page() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/ledger")
            #expect(page.status == 200)
            for text in [
                "88.240", "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "log.example/&lt;a&gt;", "w.example/signs",
                "menyimpan riwayat lain", "entry 5 does not hold: &lt;b&gt;", "role=\"alert\"",
            ] { #expect(page.html.contains(text), "\(text)") }
            #expect(!page.html.contains("<b>entry"))
            #expect(page.html.components(separatedBy: "class=\"m-look\"").count == 31)
        }
        try await withConsole { browser, _ in
            try await browser.signIn("P0101")
            #expect(try await browser.get("/ledger").status == 403)
            // The log's files are for programs: a refusal of one is no page.
            let file = try await browser.get("/ledger/tile/0/000")
            #expect(file.status == 401 && file.headers[.contentType] == "application/problem+json")
        }
    }

    @Test("each look says in which checkpoint it is proved, and gives its receipt as a file")
    func proofs() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/log")
            #expect(page.html.contains("terbukti di titik periksa 88.213"))
            #expect(page.html.contains("href=\"/looks/L-7/receipt\" download"))
            #expect(try await browser.get("/desk").html.contains("T-1042 <small><a href=\"/looks/L-7/receipt\""))
            let file = try await browser.get("/looks/L-7/receipt")
            #expect(file.status == 200 && file.html == FakeGateway.receipt)
            #expect(file.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(file.headers[.contentDisposition] == "attachment; filename=\"L-7.tlog-proof\"")
            #expect(try await browser.get("/looks/L-9/receipt").status == 404)
        }
    }

    @Test("no bar of the growth leaves its picture, and one entry is seen beside a million")
    func growth() {
        let part = GrowthPart([("a", 1), ("b", 0), ("c", 1_000_000)], number: { String($0) })
        let heights = part.bars.compactMap { Int($0.height) }
        #expect(heights == [1, 0, 84])
        for bar in part.bars { #expect((Int(bar.y) ?? 0) + (Int(bar.height) ?? 0) == 96) }
        #expect(GrowthPart([], number: { String($0) }).bars.isEmpty)
    }
}
