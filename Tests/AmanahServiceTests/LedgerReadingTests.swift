import AmanahCore
import AmanahLedger
import AmanahStore
import Foundation
import Testing

@testable import AmanahService

/// Receipts, the log's page and its files: who gets them, and that getting them is an act.
@Suite struct LedgerReadingTests {
    static let charter = HouseCharter.text().replacing(
        "pages: [team, log, people, charter]", with: "pages: [team, log, people, charter, ledger]")

    private func receipt(_ house: House, _ token: String, _ look: LookID) async throws -> Receipt {
        let file = try await house.amanah.receipt(try house.session(token), look: look, from: House.desk)
        #expect(file.name == "\(look).tlog-proof")
        return try Receipt(parsing: Array(file.text.utf8))
    }

    @Test("a look's maker and who may read it in the log get a receipt that verifies; others learn nothing")
    func receipts() async throws {
        try await withHouse(Self.charter) { house in
            let (agent, other) = (try await house.enter("A1"), try await house.enter("A2"))
            let (lead, dpo) = (try await house.enter("L1"), try await house.enter("D1"))
            let look = try await house.look(agent).id
            let keys = try house.store.read { try $0.logSigners().map(\.key) }
            for token in [agent, lead, dpo] {
                let receipt = try await receipt(house, token, look)
                let entry = try #require(receipt.extra)
                #expect(try !receipt.verify(entry: entry, keys).isEmpty)
                #expect(try Entry(decoding: entry).index == UInt64(look.ledgerIndex))
            }
            for foreign in [look, LookID(ledgerIndex: 0), LookID(1_000_000)].compactMap(\.self) {
                #expect(await refusal { try await receipt(house, other, foreign) } == .notFound)
            }
            #expect(try house.acts(.receiptGiven).map(\.act.person?.rawValue) == ["A1", "L1", "D1"])
        }
    }

    @Test("L9: reading the ledger's page is an act, and only the charter's page word lets in")
    func book() async throws {
        try await withHouse(Self.charter) { house in
            let (lead, dpo) = (try await house.enter("L1"), try await house.enter("D1"))
            let before = try house.size()
            #expect(
                await refusal { try await house.amanah.ledgerBook(try house.session(lead), from: House.desk) }
                    == .notForRole)
            #expect(try house.size() == before)
            let check = try LedgerCheck.run(house.store)
            try await house.amanah.note(check, .background)
            try await house.amanah.note(.started)
            let book = try await house.amanah.ledgerBook(try house.session(dpo), from: House.desk)
            #expect(Int64(book.size) == before + 3)
            #expect(try house.acts(.ledgerRead).count == 1)
            #expect(book.checks.map(\.occasion) == [.start, .background])
            #expect(book.checks.last?.entries == check.entries && book.checks.last?.finding == nil)
            #expect(book.growth.count == 30 && book.growth.last?.added == Int64(book.size))
            #expect(book.growth.dropLast().allSatisfy { $0.added == 0 })
            let tip = try house.store.read { try $0.ledgerTip() }
            #expect(book.root == tip.root.base64 && book.keys.count == 1 && book.origin == house.store.origin)
        }
    }

    @Test("A check finds nothing amiss in what is written while it runs")
    func goesOn() async throws {
        try await withHouse(Self.charter) { house in
            let before = try house.size()
            let (check, written) = try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread { [store = house.store, amanah = house.amanah] in
                    let written = DispatchSemaphore(value: 0)
                    continuation.resume(
                        with: Result {
                            let check = try LedgerCheck.run(store) { _ in
                                Task {
                                    try? await amanah.note(.started)
                                    written.signal()
                                }
                                written.wait()
                            }
                            return (check, try store.read { try $0.logSize() })
                        })
                }
            }
            #expect(check.broken == nil && check.entries == before)
            #expect(written > before)
        }
    }

    @Test("D4: a size that is raised while a check runs is found by that check, and one that is lowered")
    func raised() async throws {
        for change in ["size + 1", "size - 1"] {
            try await withHouse(Self.charter) { house in
                let check = try LedgerCheck.run(house.store) { _ in
                    try? Tampering.run("UPDATE ledger SET size = \(change)", at: 0, in: house.folder + "/data")
                }
                #expect(check.broken != nil, "\(change)")
            }
        }
    }

    @Test("a check's finding stands in the log")
    func finding() async throws {
        try await withHouse(Self.charter) { house in
            let found = LedgerFinding(.entry(5), "it is missing", "someone took it out of the database")
            try await house.amanah.note(LedgerCheck(entries: 9, broken: found), .night)
            let dpo = try await house.enter("D1")
            let book = try await house.amanah.ledgerBook(try house.session(dpo), from: House.desk)
            #expect(book.checks.map(\.finding) == [found.description])
            #expect(try LedgerCheck.run(house.store).broken == nil)
        }
    }

    @Test("the log's files are for roles of the whole company and accounts of the ledger, an act an hour")
    func files() async throws {
        try await withHouse(Self.charter) { house in
            func file(_ token: String, _ path: String) async throws -> [UInt8] {
                try await house.amanah.ledgerFile(try house.session(token), path: path, from: House.desk)
            }
            func service(_ name: String) async throws -> String {
                try await house.amanah.makeServiceToken(name, days: 1)
            }
            let (agent, lead, dpo) = (
                try await house.enter("A1"), try await house.enter("L1"), try await house.enter("D1")
            )
            let (auditor, tickets) = (try await service("ledger:auditor"), try await service("tickets"))
            try house.store.ledger.publish(house.store)
            for token in [agent, lead, tickets] {
                #expect(await refusal { try await file(token, "checkpoint") } == .notForRole)
            }
            for token in [dpo, auditor] {
                let checkpoint = try SignedCheckpoint(parsing: try await file(token, "checkpoint"))
                let size = checkpoint.checkpoint.size
                let tile = Tile(.hashes(level: 0), number: 0, width: Int(size))
                #expect(try await file(token, tile.path).count == Int(size) * 32)
                #expect(try await file(token, Tile(.entries, number: 0, width: Int(size)).path).count > Int(size) * 50)
                // What is not of the log's layout is not there, wherever it leads.
                for path in [
                    "", "tile", "tile/0", "tile/0/000.p/0", "tile/0/000.p/\(size + 1)", "tile/0/001", "tile/9/000",
                    "../amanah.db", "tile/../../amanah.db", "tile/0/../../../amanah.db", "checkpoint/..", ".lock",
                    "tile/0/000.p/0\(size)", "/etc/passwd", "tile//0/000", "tile/0/x000/000",
                ] { #expect(await refusal { try await file(token, path) } == .notFound, "\(path)") }
            }
            #expect(try house.acts(.ledgerRead).count == 2)
            house.clock.advance(.seconds(3600))
            _ = try await file(auditor, "checkpoint")
            _ = try await file(auditor, "checkpoint")
            #expect(try house.acts(.ledgerRead).count == 3)
        }
    }

    @Test("L3: a token that was withdrawn reads not one more file, and an account of the ledger writes nothing")
    func withdrawn() async throws {
        try await withHouse(Self.charter) { house in
            let token = try await house.amanah.makeServiceToken("ledger:auditor", days: 1)
            let session = try house.session(token)
            try house.store.ledger.publish(house.store)
            _ = try await house.amanah.ledgerFile(session, path: "checkpoint", from: House.desk)
            let ticket = Service.ticket("T9", "C1", "A1", at: house.clock.now)
            #expect(await refusal { try await house.amanah.putTicket(session, ticket) } == .notForRole)
            #expect(
                await refusal {
                    try await house.amanah.putRecord(session, .vendors, id: "V9", columns: [("name", "PT X")])
                } == .notForRole)
            let now = house.clock.now
            try await house.change { _ = try $0.endSessions(of: session.person, except: nil, at: now) }
            let answer = await refusal {
                try await house.amanah.ledgerFile(session, path: "checkpoint", from: House.desk)
            }
            #expect(answer == .unauthenticated(.expired))
        }
    }

    @Test("a published tile stays as it is while the log grows, and a partial one is served after the full one stands")
    func immutable() async throws {
        try await withHouse(Self.charter) { house in
            let token = try await house.amanah.makeServiceToken("ledger:auditor", days: 1)
            func file(_ path: String) async throws -> [UInt8] {
                try await house.amanah.ledgerFile(try house.session(token), path: path, from: House.desk)
            }
            try house.store.ledger.publish(house.store)
            let size = Int(try house.size())
            let partial = Tile(.hashes(level: 0), number: 0, width: size)
            let bundle = Tile(.entries, number: 0, width: size)
            let (hashes, entries) = (try await file(partial.path), try await file(bundle.path))
            for _ in 0..<300 { try await house.amanah.note(.started) }
            try house.store.ledger.publish(house.store)
            #expect(try await file(partial.path) == hashes)
            #expect(try await file(bundle.path) == entries)
            #expect(try await file("tile/0/000").prefix(hashes.count).elementsEqual(hashes))
            #expect(try FolderCheck.run(house.store.ledger, .init()).checkpoint.size > 300)
        }
    }
}
