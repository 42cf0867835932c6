import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// Lent workstations, recertification, announced ends and the notice to staff.
@Suite struct StayingInTests {
    @Test("A lent workstation counts for the one it is lent to until its time, and for nobody else meanwhile")
    func lent() async throws {
        try await withPeopleHouse { house in
            let (lead, agent) = (try await house.enter("L1"), try await house.enter("A1"))
            let key = try await house.amanah.registerWorkstation(try house.session(agent), label: "Meja tiga")
            let id = try #require(try await house.amanah.workstations(try house.session(lead)).first?.id)
            func lend(_ person: String, _ hours: Int = 2) async -> ServiceError? {
                await refusal {
                    try await house.amanah.lendWorkstation(
                        try house.session(lead), id: id, to: PersonID(person), hours: hours)
                }
            }
            #expect(await lend("A2") == .conflict(what: "only an admitted computer is lent: admit it first"))
            try await house.amanah.admitWorkstation(try house.session(lead), id: id)
            #expect(await lend("A2") == nil)
            func admitted(_ token: String) throws -> Bool {
                let there = Origin(address: "10.0.0.9", deviceKey: key, channel: .console)
                return try house.amanah.authenticate(token: token, from: there).workstationAdmitted
            }
            let other = try await house.enter("A2")
            #expect(try !admitted(agent))
            #expect(try admitted(other))
            house.clock.advance(.seconds(2 * 3600))
            let again = try await house.enter("A1")
            #expect(try admitted(again))
            let lead2 = try await house.enter("L1")
            try await house.amanah.lendWorkstation(try house.session(lead2), id: id, to: PersonID("A2"), hours: 1)
            #expect(try !admitted(again))
            try await house.amanah.returnWorkstation(try house.session(lead2), id: id)
            #expect(try admitted(again))
            #expect(try house.acts(.workstationLent, .workstationReturned).count == 3)
        }
    }

    @Test("Who is not confirmed within the charter's days stops; his superior confirms him, and nobody else")
    func recertified() async throws {
        try await withPeopleHouse(top: "recertify_every_days: 3") { house in
            let lead = try await house.enter("L1")
            func later(_ days: Int) { house.clock.advance(.seconds(days * 86_400)) }
            later(3)
            #expect(try house.lacks("A1") == [])
            later(1)
            #expect(try house.lacks("A1") == [.notRecertified])
            // The lead has lapsed too; someone above confirms him first.
            _ = lead
            try await house.change { view in
                try view.put(recertificationBegan: nil)
                try view.put(recertificationBegan: house.clock.now)
            }
            later(2)
            let (fresh, hr) = (try await house.enter("L1"), try await house.enter("H1"))
            #expect(try await house.step(hr, .certified, "A1").refusal == .notYours)
            #expect(try await house.step(fresh, .certified, "A1").refusal == nil)
            let view = try await house.amanah.hiring(try house.session(fresh), from: House.desk)
            #expect(view.due.contains { $0.row.id.rawValue == "A2" && $0.mine })
            later(2)
            #expect(try house.lacks("A1") == [] && (try house.lacks("A2")) == [.notRecertified])
        }
    }

    @Test("The end of an agreement is announced 30, 7 and 1 days before, each once, also after a standstill")
    func announced() async throws {
        try await withPeopleHouse { house in
            // The house's agreements end in 10 days, those of HR and the managers later.
            func announced() throws -> [String] {
                try house.acts(.agreementAnnounced).map { row in
                    let pairs = try row.act.openPerson(house.store.keys)
                    return ["person", "days"].map { key in pairs.first { $0.key == key }?.value ?? "" }.joined(
                        separator: " ")
                }
            }
            try await house.amanah.announceEnds()
            let first = try announced()
            #expect(first.contains("A1 10") && first.contains("A9 10") && !first.contains { $0.hasPrefix("H1") })
            // He, his superior and HR are sent a notice each.
            #expect(try house.notices("A1") == [.agreementEnding])
            #expect(try house.notices("L1").filter { $0 == .agreementEnding }.count >= 2)
            #expect(try house.notices("H2").filter { $0 == .agreementEnding }.count == first.count)
            try await house.amanah.announceEnds()
            #expect(try announced() == first)
            house.clock.advance(.seconds(3 * 86_400))
            try await house.amanah.announceEnds()
            #expect(try announced().contains("A1 7"))
            house.clock.advance(.seconds(7 * 86_400))
            try await house.amanah.announceEnds()
            #expect(try announced().contains("A1 0"))
            #expect(try announced().count == first.count * 3)
            let again = try await house.restarted()
            try await again.amanah.announceEnds()
            #expect(try again.acts(.agreementAnnounced).count == first.count * 3)
            await again.close()
        }
    }

    @Test("The notice names who reads and how long, in both languages, and its hash stands in the acceptance")
    func notice() async throws {
        try await withPeopleHouse(
            top: "recertify_every_days: 90\nretention: {look_details_days: 400, sessions_days: 44}"
        ) {
            house in
            let token = try await house.enter("A1")
            let terms = try house.amanah.terms(try house.session(token))
            let (id, en) = (terms.notice.map(\.id).joined(), terms.notice.map(\.en).joined())
            for text in [id, en] { for word in ["400", "44", "90"] { #expect(text.contains(word)) } }
            #expect(id.contains("Personalia") && en.contains("DPO"))
            try await house.amanah.acceptTerms(try house.session(token), version: "terms/1")
            let act = try #require(try house.acts(.termsAccepted).last)
            let pairs = try act.act.openPerson(house.store.keys)
            #expect(pairs.first { $0.key == "notice" }?.value.count == 64)
        }
    }
}
