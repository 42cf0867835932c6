import AmanahCore
import AmanahLedger
import AmanahStore
import Foundation
import Testing

@testable import AmanahService

/// D9 and D10: who hides behind a login, and who reads customers in the log.
@Suite struct ActorAttacks {
    static let bound = HouseCharter.text() + "\nworkstation: required"

    @Test("D9: a login that two share opens nothing on a stranger's computer, and each act names the computer")
    func sharedLogin() async throws {
        try await withHouse(Self.bound) { house in
            let lead = try house.session(try await house.enter("L1"))
            func computer(_ label: String, admitted: Bool) async throws -> String {
                let agent = try house.session(try await house.enter("A1"))
                let known = Set(try await house.amanah.workstations(lead).map(\.id))
                let key = try await house.amanah.registerWorkstation(agent, label: label)
                let id = try #require(try await house.amanah.workstations(lead).first { !known.contains($0.id) }?.id)
                if admitted { try await house.amanah.admitWorkstation(lead, id: id) }
                return key
            }
            let keys = [
                try await computer("Meja satu", admitted: true), try await computer("Meja dua", admitted: true),
                try await computer("Warung", admitted: false),
            ]
            let places = keys.map { Origin(address: "10.0.0.9", deviceKey: $0, channel: .console) } + [House.desk]
            var outcomes: [ServiceError?] = []
            for place in places {
                let entered = try await house.amanah.signIn(
                    person: "A1", password: House.password, code: nil, from: place)
                // The one who shares it takes the token along as well.
                for there in places {
                    let session = try house.amanah.authenticate(token: entered.token, from: there)
                    outcomes.append(
                        await refusal {
                            try await house.amanah.look(
                                session, customer: CustomerID("C1"), purpose: PurposeID("sim-replacement"),
                                ticket: TicketID("T1"), reason: nil, from: there)
                        })
                }
            }
            let refused = ServiceError.denied([.workstationNotAdmitted])
            #expect(outcomes == Array(repeating: [nil, nil, refused, refused], count: 4).flatMap(\.self))
            let (looks, denials) = (try house.acts(.look), try house.acts(.denial))
            let ids = try await house.amanah.workstations(lead)
            func id(_ label: String) -> String? { ids.first { $0.label == label }?.id }
            let named = [[id("Meja satu"), id("Meja dua")], [id("Warung"), nil]].map { pair in
                Array(repeating: pair, count: 4).flatMap(\.self)
            }
            #expect(looks.map(\.act.workstation) == named[0])
            #expect(looks.allSatisfy { $0.act.workstation != nil })
            #expect(denials.map(\.act.workstation) == named[1])
            #expect((looks + denials).allSatisfy { $0.act.person == PersonID("A1") })
        }
    }

    @Test("D9: a code is good for one sign-in of one person, and a service's token looks at nobody")
    func sharedCode() async throws {
        try await withHouse { house in
            try await house.enter("L1")
            house.clock.advance(.seconds(60))
            let code = OneTimeCode.code(secret: House.secret, step: house.clock.now.seconds / 30)
            func enter(_ code: String?) async -> ServiceError? {
                await refusal {
                    try await house.amanah.signIn(
                        person: "L1", password: House.password, code: code, from: House.desk)
                }
            }
            #expect(await enter(nil) == .unauthenticated(.secondFactorRequired))
            #expect(await enter(code) == nil)
            #expect(await enter(code) == .unauthenticated(.wrongCredentials))
            let token = try await house.amanah.makeServiceToken("crm", days: 1)
            let service = try house.session(token)
            let before = try house.acts(.look).count
            #expect(
                await refusal {
                    try await house.amanah.look(
                        service, customer: CustomerID("C1"), purpose: PurposeID("sim-replacement"),
                        ticket: TicketID("T1"), reason: nil, from: House.desk)
                } == .notForRole)
            #expect(try house.acts(.look).count == before)
        }
    }

    /// Whom the log must not give away: every value, and names too.
    private static let values = HousePeople.secrets + HousePeople.records.map(\.name)

    @Test("D10: whoever reads the log, in whatever way, reads no customer in it, and each reading is on record")
    func log() async throws {
        let charter = LedgerReadingTests.charter
        try await withHouse(charter) { house in
            let agent = try await house.enter("A1")
            let look = try await house.look(agent)
            _ = try await house.reveal(agent, look.id, "nik", "pelanggan minta nomornya dibacakan")
            _ = try await house.verify(agent, "mother_maiden_name", "Siti Nur'Aini")
            _ = try await house.search(agent, .nik("3578034107900001"))
            _ = try? await house.look(agent, "C3", ticket: "T3")
            var read = 0
            func silent(_ words: String, _ body: () async throws -> some Any) async {
                let text: String
                do { text = String(reflecting: try await body()) } catch { text = String(reflecting: error) }
                for value in Self.values where text.contains(value) {
                    Issue.record("\(words) shows a customer's datum")
                }
                read += 1
            }
            for watcher in ["L1", "D1"] {
                let token = try await house.enter(watcher)
                let session = try house.session(token)
                var filters = ActKind.allCases.map { LogFilter(kind: $0, limit: 200) }
                filters += [LogFilter(limit: 200), LogFilter(customer: CustomerID("C1"), limit: 200)]
                filters.append(LogFilter(person: PersonID("A1"), limit: 200))
                for filter in filters {
                    let (before, noted) = (try house.size(), try house.acts(.logRead).count)
                    await silent("the log") { try await house.log(token, filter) }
                    #expect(try house.acts(.logRead).count == noted + 1 && house.size() == before + 1)
                }
                // A value in the place of a number finds nothing, whether a customer has it or not, and is not kept.
                for value in Self.typed {
                    let page = try await house.log(token, LogFilter(customer: CustomerID(value), limit: 200))
                    #expect(page.rows.isEmpty)
                    #expect(try kept(house) == "customer:unknown")
                }
                await silent("the team") { try await house.amanah.team(session, from: House.desk) }
                await silent("the day") {
                    try await house.amanah.day(session, of: PersonID("A1"), day: nil, from: House.desk)
                }
                await silent("the receipt") {
                    let file = try await house.amanah.receipt(session, look: look.id, from: House.desk)
                    let entry = try Receipt(parsing: Array(file.text.utf8)).extra ?? []
                    return file.text + String(decoding: entry, as: UTF8.self)
                }
                await silent("the page of the ledger") {
                    try await house.amanah.ledgerBook(session, from: House.desk)
                }
                // Nor does another's look open anything.
                #expect(
                    await refusal { try await house.reveal(token, look.id, "nik", "memeriksa catatan petugas") }
                        == .notFound)
                await silent("a look of his own") { try await house.look(token) }
            }
            try house.store.ledger.publish(house.store, at: house.clock.now)
            for path in ["checkpoint"] + (try files(house.folder + "/data/ledger/tile")) {
                let bytes = FileManager.default.contents(atPath: house.folder + "/data/ledger/" + path) ?? Data()
                for value in Self.values where bytes.range(of: Data(value.utf8)) != nil {
                    Issue.record("\(path) holds a customer's datum")
                }
                read += 1
            }
            #expect(read > 2 * ActKind.allCases.count + 10)
        }
    }

    @Test("D10: of what is typed into the log's filter its entry keeps what names something here and nothing else")
    func typedFilter() async throws {
        try await withHouse(LedgerReadingTests.charter) { house in
            let dpo = try await house.enter("D1")
            func read(_ person: String, _ customer: String, _ unit: String, _ purpose: String) async throws -> String? {
                _ = try await house.log(
                    dpo,
                    LogFilter(
                        person: PersonID(person), customer: CustomerID(customer), unit: UnitID(unit),
                        purpose: PurposeID(purpose)))
                return try kept(house)
            }
            #expect(
                try await read("A1", "C1", "B1", "sim-replacement")
                    == "person:A1 customer:C1 unit:B1 purpose:sim-replacement")
            for value in Self.typed {
                #expect(
                    try await read(value, value, value, value)
                        == "person:unknown customer:unknown unit:unknown purpose:unknown")
                #expect(try await read("A1", "C1", "B1", value) == "person:A1 customer:C1 unit:B1 purpose:unknown")
            }
            let acts = try house.acts(.logRead).map(\.act)
            #expect(acts.count == 1 + 2 * Self.typed.count)
            #expect(acts.allSatisfy { $0.customer == nil && $0.ticket == nil && $0.purpose == nil })
        }
    }

    /// Numbers of customers, and some that nobody has, where a customer's id belongs.
    private static let typed = ["3578034107900001", "3578034107900009", "628123456701", "628123456799"]

    /// All that the newest entry about a reading of the log tells of it.
    private func kept(_ house: House) throws -> String? {
        let pairs = try house.acts(.logRead).last?.act.openPerson(house.store.keys) ?? []
        let told = pairs.filter { $0.key == "filter" }.map(\.value)
        for value in Self.typed where pairs.contains(where: { $0.value.contains(value) }) {
            Issue.record("an entry about reading the log holds what was typed")
        }
        return told.count == 1 ? told[0] : nil
    }

    private func files(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).map { "tile/" + $0 }
    }
}
