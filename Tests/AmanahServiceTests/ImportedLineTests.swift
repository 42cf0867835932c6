import AmanahCore
import AmanahStore
import Testing

@testable import AmanahImport
@testable import AmanahService

/// An import that would move people to another superior (L4).
@Suite struct ImportedLineTests {
    private func moving(_ person: String, to supervisor: String) -> CollectedRows {
        var rows = CollectedRows()
        rows.people([
            ImportedPerson(
                id: PersonID(person), name: "Petugas \(person)", role: RoleID("agent"), unit: UnitID("B1"),
                supervisor: PersonID(supervisor), employment: .internal, vendor: nil, vetting: .carriedOver,
                training: .carriedOver, lastDay: nil)
        ])
        return rows
    }

    private func proof(_ house: House, _ person: String, password: String = House.password) -> Amanah.Proof {
        Amanah.Proof(
            person: PersonID(person), password: password,
            code: OneTimeCode.code(secret: House.secret, step: house.clock.now.seconds / 30))
    }

    private func enrol(_ house: House, _ people: String...) async throws {
        for person in people {
            try await house.amanah.setPassword(of: PersonID(person), to: House.password, final: true)
            _ = try await house.amanah.setSecondFactor(of: PersonID(person), secret: House.secret)
        }
    }

    @Test("L4: an import of people moves nobody unless two people prove themselves, and then says who they were")
    func importedLines() async throws {
        try await withHouse { house in
            try await enrol(house, "D1", "X1")
            let rows = moving("A1", to: "D1")
            guard
                case .unavailable(let what) = await refusal({
                    try await house.amanah.writeImport(rows, table: .people, count: 1)
                })
            else {
                Issue.record("one person alone moved a line")
                return
            }
            #expect(what.contains("takes two people"))
            #expect(try house.person("A1").supervisor == PersonID("L1"))
            try await house.amanah.writeImport(
                rows, table: .people, count: 1, agreed: (proof(house, "D1"), proof(house, "X1")))
            #expect(try house.person("A1").supervisor == PersonID("D1"))
            let act = try #require(try house.acts(.imported).last?.act)
            #expect(act.person == PersonID("D1"))
            #expect(try act.openPerson(house.store.keys).contains { $0.key == "confirmed-by" && $0.value == "X1" })
        }
    }

    @Test("L4: the two are two, know their passwords, have the page, and move nobody of themselves")
    func notSoAgreed() async throws {
        try await withHouse { house in
            try await enrol(house, "D1", "X1", "L1", "A2")
            let rows = moving("A1", to: "D1")
            for (proposer, confirmer) in [
                (proof(house, "D1"), proof(house, "D1")), (proof(house, "D1"), proof(house, "A2")),
                (proof(house, "D1", password: "bukan sandinya"), proof(house, "X1")),
            ] {
                let refused = await refusal {
                    try await house.amanah.writeImport(rows, table: .people, count: 1, agreed: (proposer, confirmer))
                }
                #expect(refused != nil)
                house.clock.advance(.seconds(60))
            }
            var own = moving("L1", to: "X1")
            own.people([])
            let moved = own
            #expect(
                await refusal {
                    try await house.amanah.writeImport(
                        moved, table: .people, count: 1, agreed: (proof(house, "L1"), proof(house, "X1")))
                } != nil)
            #expect(try house.person("A1").supervisor == PersonID("L1"))
            #expect(try house.person("L1").supervisor == PersonID("D1"))
        }
    }
}
