import AmanahCore
import AmanahStore
import Crypto
import Foundation
import GRDB
import Testing

@testable import AmanahService

/// The test company with two roles that erase: the DPO, and the lead below him.
private let charter = HouseCharter.text()
    .replacing("log, people, charter]}", with: "log, people, charter, erasure]}")
    .replacing("[people, charter, workstations]", with: "[people, charter, workstations, erasure]")

private func said(_ customer: String = "C1", _ number: String = "PDP-7") throws -> Amanah.CaseReason {
    try Amanah.CaseReason(
        customer: CustomerID(customer), caseNumber: number, reason: "pelanggan memintanya sendiri di cabang")
}

extension House {
    /// The present code of a person's second factor; each works once.
    fileprivate func code() -> String {
        clock.advance(.seconds(30))
        return OneTimeCode.code(secret: House.secret, step: clock.now.seconds / 30)
    }

    fileprivate func proof(_ person: String) async throws -> Amanah.Proof {
        let id = PersonID(person)
        try await amanah.setPassword(of: id, to: House.password, final: true)
        _ = try await amanah.setSecondFactor(of: id, secret: House.secret)
        return .init(person: id, password: House.password, code: code())
    }

    /// Administrator X1 proposes, DPO D1 above him confirms.
    @discardableResult
    fileprivate func erase(_ customer: String = "C1") async throws -> Int64 {
        let (x, d) = (try await proof("X1"), try await proof("D1"))
        return try await amanah.eraseCustomer(try said(customer), proposer: x, confirmer: d)
    }

    /// The token of who signs in with a second factor.
    fileprivate func proven(_ person: String) async throws -> String {
        let proof = try await proof(person)
        return try await amanah.signIn(person: person, password: proof.password, code: proof.code, from: House.desk)
            .token
    }

    /// Every file of the data folder, whole.
    fileprivate func files() throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/data") {
            found[name] = FileManager.default.contents(atPath: folder + "/data/" + name)
        }
        return found
    }
}

/// L10: forgetting is possible, and clears no culprit.
@Suite struct ErasureTests {
    /// What the database holds of a customer and must hold no longer.
    private func traces(_ house: House, _ customer: String) throws -> [String: Data] {
        let queue = try DatabaseQueue(path: house.folder + "/data/amanah.db")
        defer { try? queue.close() }
        return try queue.read { db in
            try db.execute(
                sql: "ATTACH DATABASE ? AS keys", arguments: [house.folder + "/data/keys.db"])
            let row = try #require(
                try Row.fetchOne(
                    db, sql: "SELECT number, fields, household FROM customers WHERE customer_id = ?",
                    arguments: [customer]
                ))
            let number: Int64 = row[0]
            let fields: Data = row[1]
            var traces: [String: Data] = ["household": row[2], "fields": fields.suffix(200)]
            traces["key"] = try Data.fetchOne(
                db, sql: "SELECT wrapped FROM customer_keys WHERE number = ?", arguments: [number])
            let tags = try Data.fetchAll(db, sql: "SELECT tag FROM blind_index WHERE number = ?", arguments: [number])
            for (index, tag) in tags.enumerated() { traces["tag \(index)"] = tag }
            return traces
        }
    }

    @Test("erasing leaves no trace of key, record, index entry or family in database, logs and a later backup")
    func gone() async throws {
        try await withHouse(charter) { house in
            let agent = try await house.enter("A1")
            try await house.look(agent)
            let traces = try traces(house, "C1")
            #expect(traces.count >= 5)
            let before = try house.files()
            for (name, trace) in traces {
                #expect(before.values.contains { $0.range(of: trace) != nil }, "\(name) is there to be erased")
            }
            try await house.erase()
            let backup = house.folder + "/backup"
            try house.store.backup(to: backup)
            var after = try house.files()
            after["backup"] = FileManager.default.contents(atPath: backup)
            after["backup.keys"] = FileManager.default.contents(atPath: backup + ".keys")
            #expect(after.count >= 6)
            for (name, trace) in traces {
                for (file, bytes) in after { #expect(bytes.range(of: trace) == nil, "\(name) in \(file)") }
            }
        }
    }

    @Test(
        "looks at who was erased stay countable, say so, and every entry still holds; the person's half stays readable")
    func log() async throws {
        try await withHouse(charter) { house in
            let agent = try await house.enter("A1")
            let look = try await house.look(agent, reason: "kartu rusak terlipat")
            _ = try await house.reveal(agent, look.id, "nik", "menyamakan dengan KTP di meja")
            try await house.erase()
            let dpo = try await house.proven("D1")
            let rows = try await house.log(dpo, LogFilter(customer: CustomerID("C1"), limit: 200)).rows
            let looks = rows.filter { [.look, .reveal].contains($0.kind) }
            #expect(looks.count == 2)
            #expect(looks.allSatisfy { $0.erased && $0.fields.isEmpty && $0.person == PersonID("A1") })
            #expect(looks.contains { $0.said == "menyamakan dengan KTP di meja" })
            #expect(rows.contains { $0.kind == .customerErased && $0.person == PersonID("D1") })
            #expect(try LedgerCheck.run(house.store).broken == nil)
            // What was shown opens for nobody any more.
            let act = try #require(try house.acts(.look).first?.act)
            #expect(act.customerDetails != nil)
            #expect(try house.store.read { try $0.customer(CustomerID("C1")) } == nil)
        }
    }

    @Test("who was erased is found by nobody, opens for nobody, and no import brings him back")
    func notFound() async throws {
        try await withHouse(charter) { house in
            let agent = try await house.enter("A1")
            try await house.erase()
            #expect(try await house.search(agent, .phone("08123456701")).isEmpty)
            #expect(try await house.search(agent, .customer(CustomerID("C1"))).isEmpty)
            guard case .denied = await refusal({ try await house.look(agent) }) else {
                Issue.record("the look was shown")
                return
            }
            let row = try house.store.keys.seal(
                customer: CustomerID("C1"), unit: UnitID("B1"), sensitivity: .ordinary, staff: nil,
                fields: [("name", "Kembali Lagi")], household: nil)
            await #expect(throws: StoreError.self) { try await house.change { try $0.put(customer: row, tags: []) } }
        }
    }

    @Test("L6, L10: a ticket of who was erased leaves the list, and says so to whose it is and to nobody else")
    func tickets() async throws {
        try await withHouse(charter) { house in
            let (own, other) = (try await house.enter("A1"), try await house.enter("A3"))
            let (mine, his) = (try house.session(own), try house.session(other))
            let id = TicketID("T1")
            let before = try await house.amanah.tickets(mine).map(\.id)
            #expect(before.contains(id))
            #expect(try await house.amanah.ticket(mine, id).erased == false)
            try await house.erase()
            #expect(try await house.amanah.tickets(mine).map(\.id) == before.filter { $0 != id })
            #expect(try await house.amanah.desk(mine).tickets.map(\.id) == before.filter { $0 != id })
            #expect(await refusal { try await house.look(own, ticket: "T1") } == .denied([.customerErased]))
            #expect(await refusal { try await house.look(other, ticket: "T1") } == .denied([.ticketOfOtherPerson]))
            let view = try await house.amanah.ticket(mine, id)
            #expect(view.erased && view.maskedName == Mask.nothing)
            #expect(await refusal { try await house.amanah.ticket(his, id) } == .notFound)
            let refused = try #require(try house.acts(.denial).first)
            let words = try refused.act.openPerson(house.store.keys)
            #expect(words.contains { $0.value == "customer-erased" })
        }
    }

    @Test("it takes two people, neither below the other's proposal, both with the page and a second factor")
    func two() async throws {
        try await withHouse(charter) { house in
            let (x, d) = (try await house.proof("X1"), try await house.proof("D1"))
            #expect(
                await refusal { try await house.amanah.eraseCustomer(try said(), proposer: d, confirmer: d) } != nil)
            // X1 stands below D1: he does not confirm what D1 proposed (L4).
            #expect(
                await refusal { try await house.amanah.eraseCustomer(try said(), proposer: d, confirmer: x) } != nil)
            let lead = try await house.proof("L1")
            #expect(
                await refusal { try await house.amanah.eraseCustomer(try said(), proposer: lead, confirmer: d) }
                    == .notForRole)
            #expect(try house.acts(.customerErased).isEmpty)
            #expect(try house.store.read { try $0.customer(CustomerID("C1")) } != nil)
        }
    }

    @Test("on the pages: proposed by one, not confirmed by himself or with a wrong code, done by the other")
    func pages() async throws {
        try await withHouse(charter) { house in
            let x = try house.session(try await house.enter("X1"))
            let d = try house.session(try await house.proven("D1"))
            let words = try said()
            let proposal = try await house.amanah.proposeErasure(
                x, customer: words.customer, caseNumber: words.caseNumber, reason: words.reason)
            guard case .waiting(let act) = proposal else {
                Issue.record("\(proposal)")
                return
            }
            let own = await refusal { try await house.amanah.confirmJointAct(x, id: act.id, code: house.code()) }
            guard case .notYours = own else {
                Issue.record("\(String(describing: own))")
                return
            }
            let wrong = await refusal { try await house.amanah.confirmJointAct(d, id: act.id, code: "000000") }
            #expect(wrong == .invalid(field: "code", what: "this code is not the present one: wait for the next"))
            #expect(try house.acts(.signInRefused).count == 1)
            guard case .done = try await house.amanah.confirmJointAct(d, id: act.id, code: house.code()) else {
                Issue.record("not done")
                return
            }
            #expect(try house.store.read { try $0.erasure(of: words.customer) } != nil)
            let again = await refusal { try await house.amanah.confirmJointAct(d, id: act.id, code: house.code()) }
            #expect(again == .conflict(what: "this was decided already"))
            let agent = try house.session(try await house.enter("A1"))
            #expect(await refusal { try await house.amanah.erasures(agent, from: House.desk) } == .notForRole)
        }
    }

    @Test("L4: on the pages nobody confirms what someone above him proposed, whatever his page and his code")
    func above() async throws {
        try await withHouse(charter) { house in
            let x = try house.session(try await house.proven("X1"))
            let d = try house.session(try await house.proven("D1"))
            let words = try said()
            let proposal = try await house.amanah.proposeErasure(
                d, customer: words.customer, caseNumber: words.caseNumber, reason: words.reason)
            guard case .waiting(let act) = proposal else {
                Issue.record("\(proposal)")
                return
            }
            let refused = await refusal { try await house.amanah.confirmJointAct(x, id: act.id, code: house.code()) }
            guard case .notYours(let what) = refused, what.contains("someone else") else {
                Issue.record("\(String(describing: refused))")
                return
            }
            #expect(try house.acts(.customerErased).isEmpty)
            #expect(try house.store.read { try $0.customer(words.customer) } != nil)
        }
    }

    @Test("a proposal for a customer whom nobody knows is not found, and is in the log")
    func stranger() async throws {
        try await withHouse(charter) { house in
            let x = try house.session(try await house.enter("X1"))
            let asked = await refusal {
                try await house.amanah.proposeErasure(
                    x, customer: CustomerID("C999"), caseNumber: "PDP-7", reason: "pelanggan memintanya sendiri")
            }
            #expect(asked == .notFound)
            #expect(try house.acts(.denial).last?.act.customer?.isUnknownMark == true)
        }
    }

    @Test("a hold stops erasing and dropping until two people lift it")
    func hold() async throws {
        try await withHouse(charter) { house in
            let agent = try await house.enter("A1")
            try await house.look(agent)
            try await house.look(agent, "C2", ticket: "T2")
            _ = try await house.amanah.setHold(try said("C1", "LP-12"), by: try await house.proof("X1"))
            guard case .conflict(let what) = await refusal({ try await house.erase() }) else {
                Issue.record("it was erased")
                return
            }
            #expect(what.contains("LP-12"))
            let later = house.clock.now.advanced(by: .seconds(1))
            #expect(try await house.store.commit(share: "test") { try $0.thinDetails(before: later) } == 1)
            #expect(try house.acts(.look).map { $0.act.customerDetails != nil } == [true, false])
            let (x, d) = (try await house.proof("X1"), try await house.proof("D1"))
            _ = try await house.amanah.liftHold(try said("C1", "LP-12"), proposer: x, confirmer: d)
            #expect(try await house.amanah.holds().isEmpty)
            try await house.erase()
            #expect(try house.store.read { try $0.customer(CustomerID("C1")) } == nil)
        }
    }

    @Test("D5, L10: a restored backup brings nobody back who was erased since")
    func restored() async throws {
        try await withHouse(charter) { house in
            let agent = try await house.enter("A1")
            try await house.look(agent)
            let backup = house.folder + "/backup"
            try house.store.backup(to: backup)
            try await house.erase()
            let files = FileManager.default
            let again = house.folder + "/again"
            try files.createDirectory(atPath: again, withIntermediateDirectories: true)
            try files.copyItem(atPath: backup, toPath: again + "/amanah.db")
            try files.copyItem(atPath: backup + ".keys", toPath: again + "/keys.db")
            let store = try SQLiteStore.open(folder: again, keyFile: house.folder + "/key")
            #expect(try store.read { try $0.customer(CustomerID("C1")) } != nil)
            let other = try House(
                folder: house.folder, clock: house.clock, codes: house.codes, lines: house.lines, store: store)
            #expect(try await other.amanah.replayErasures() == 1)
            #expect(try store.read { try $0.customer(CustomerID("C1")) } == nil)
            #expect(try other.acts(.erasureReplayed).count == 1)
            #expect(try await other.amanah.replayErasures() == 0)
            #expect(try LedgerCheck.run(store).broken == nil)
            await store.close()
        }
    }

    @Test("an erasure whose key a crash left behind is finished at the next start")
    func finished() async throws {
        try await withHouse(charter) { house in
            let now = house.clock.now
            // The batch is on the disk, and the power goes before the key does.
            #expect(try await house.store.commit(share: "test") { try $0.erase(CustomerID("C1"), at: now) })
            #expect(try house.store.erasureList.read().isEmpty)
            let again = try await house.restarted()
            _ = try await again.amanah.replayErasures()
            #expect(try again.store.read { try $0.customer(CustomerID("C1")) } == nil)
            #expect(try again.store.erasureList.read().map(\.customer) == [CustomerID("C1")])
            await again.store.close()
        }
    }

    @Test("a line of the list that was changed, slipped in or taken out is named; a line cut short is passed over")
    func list() async throws {
        try await withHouse(charter) { house in
            try await house.erase("C1")
            try await house.erase("C2")
            try await house.erase("C7")
            let list = house.store.erasureList
            let whole = try String(contentsOfFile: list.path, encoding: .utf8)
            let lines = whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            #expect(lines.count == 5)
            func refused(_ text: String) -> String? {
                try? text.write(toFile: list.path, atomically: false, encoding: .utf8)
                do throws(StoreError) {
                    _ = try list.read()
                    return nil
                } catch { return error.message }
            }
            #expect(refused(whole.replacing(" C2 ", with: " K1 "))?.contains("line 3 ") == true)
            var cut = lines
            cut.remove(at: 1)
            #expect(refused(cut.joined(separator: "\n"))?.contains("line 2 ") == true)
            var doubled = lines
            doubled.insert(lines[2], at: 3)
            #expect(refused(doubled.joined(separator: "\n"))?.contains("line 4 ") == true)
            #expect(refused("amanah erasures 9\n")?.contains("line 1 ") == true)
            #expect(refused(String(whole.dropLast(9))) == nil)
            #expect(try list.read().count == 2)
            // The next erasure writes over what was cut short.
            try house.store.finishErasures()
            #expect(try list.read().count == 3)
            #expect(try String(contentsOfFile: list.path, encoding: .utf8) == whole)
        }
    }

    @Test("a folder without its keys is refused; an older one, with its keys inside, is brought up to date")
    func keysApart() async throws {
        try await withHouse(charter) { house in
            await house.store.close()
            let files = FileManager.default
            let keys = house.folder + "/data/keys.db"
            try files.moveItem(atPath: keys, toPath: keys + ".away")
            #expect(throws: StoreError.self) { try house.openAgain() }
            #expect(!files.fileExists(atPath: keys))
            // As it was before the keys lay apart.
            let queue = try DatabaseQueue(path: house.folder + "/data/amanah.db")
            try await queue.writeWithoutTransaction { db in
                try db.execute(sql: "ATTACH DATABASE ? AS away", arguments: [keys + ".away"])
                try db.execute(
                    sql: """
                        CREATE TABLE customer_keys (number INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);
                        INSERT INTO main.customer_keys SELECT * FROM away.customer_keys;
                        DELETE FROM grdb_migrations WHERE identifier LIKE '%keys apart%';
                        DROP TABLE erasures; DROP TABLE holds; DROP TABLE joint_acts
                        """)
            }
            try queue.close()
            let store = try house.openAgain()
            #expect(try store.read { try $0.customer(CustomerID("C1")) } != nil)
            let mode = try files.attributesOfItem(atPath: keys)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            await store.close()
        }
    }
}
