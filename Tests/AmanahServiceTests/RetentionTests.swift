import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// What is past its time goes, its entries stay, and nothing else goes with it.
@Suite struct RetentionTests {
    private static let day: Int64 = 86_400

    private func advance(_ house: House, days: Int64) { house.clock.advance(.seconds(days * Self.day)) }

    /// A later look of the same person, whose agreement and terms have run out meanwhile.
    private func lookAgain(_ house: House) async throws {
        let day = house.clock.now.day(in: .wib)
        let now = house.clock.now
        try await house.change { view in
            try view.put(
                agreement: AgreementRow(
                    id: AgreementID("G-A1"), person: PersonID("A1"), vendor: nil, signedBy: nil, startsOn: day,
                    endsOn: Day(number: day.number + 10)))
            try view.put(acceptance: AcceptanceRow(person: PersonID("A1"), version: "terms/1", at: now))
        }
        try await house.look(try await house.enter("A1"))
    }

    @Test("Retention drops what old looks showed and keeps their entries; younger looks stay whole")
    func thinning() async throws {
        try await withHouse { house in
            let kept = Int64(house.amanah.charterInForce.retention.lookDetailsDays)
            try await house.look(try await house.enter("A1"))
            advance(house, days: kept)
            try await lookAgain(house)
            let before = try house.acts(.look)
            #expect(before.count == 2 && before.allSatisfy { $0.act.customerDetails != nil })
            try await house.amanah.sweep()
            #expect(try house.acts(.look).allSatisfy { $0.act.customerDetails != nil }, "a day too early")

            house.clock.advance(.seconds(1))
            try await house.amanah.sweep()
            let looks = try house.acts(.look)
            #expect(looks.map { $0.act.customerDetails == nil } == [true, false])
            #expect(looks.map(\.index) == before.map(\.index))
            #expect(looks.map(\.act.customer) == before.map(\.act.customer))
            #expect(looks.map(\.act.personDetails) == before.map(\.act.personDetails), "who and why stay")
            let told = try house.acts(.retention).last?.act.openPerson(house.store.keys) ?? []
            #expect(told.contains { $0.key == "details-older-than-days" && $0.value == String(kept) })
            let check = try LedgerCheck.run(house.store)
            #expect(check.broken == nil)
            let size = try house.size()
            try await house.amanah.sweep()
            #expect(try house.size() == size, "what drops nothing leaves no entry")
        }
    }

    @Test("L8: what a look showed, taken out before its time, is told from retention")
    func early() async throws {
        try await withHouse { house in
            let kept = Int64(house.amanah.charterInForce.retention.lookDetailsDays)
            try await house.look(try await house.enter("A1"))
            advance(house, days: kept)
            try await lookAgain(house)
            house.clock.advance(.seconds(1))
            try await house.amanah.sweep()
            #expect(try LedgerCheck.run(house.store).broken == nil)
            let young = try #require(try house.acts(.look).last?.index)
            try Tampering.run(
                "UPDATE acts SET customer_details = NULL WHERE position = :n", at: young, in: house.folder + "/data")
            let check = try LedgerCheck.run(house.store)
            #expect(check.broken?.entry == UInt64(young))
            #expect(check.broken?.what == "what this look showed was taken out before its time")
        }
    }

    @Test("Ended sessions, spent presence codes and old misses go after their days, and not a day before")
    func others() async throws {
        try await withHouse { house in
            let kept = Int64(house.amanah.charterInForce.retention.sessionsDays)
            let token = try await house.enter("A1")
            let session = try house.session(token)
            _ = try await house.verify(token, "mother_maiden_name", "bukan namanya")
            let code = try await house.amanah.startPresence(
                session, phone: "08123456701", purpose: PurposeID("sim-registration"), from: House.desk)
            try await house.amanah.signOut(session)
            func there() throws -> [Bool] {
                try house.store.read { view in
                    let misses = try view.verifyMisses(
                        customer: CustomerID("C1"), field: FieldName("mother_maiden_name"), person: PersonID("A1"),
                        since: Moment(seconds: 0))
                    return [
                        try view.session(session.id) != nil, try view.presence(code.id) != nil, misses.all > 0,
                    ]
                }
            }
            try await house.amanah.sweep()
            #expect(try there() == [true, true, true])
            advance(house, days: 2)
            try await house.amanah.sweep()
            #expect(try there() == [true, false, false])
            advance(house, days: kept - 3)
            try await house.amanah.sweep()
            #expect(try there() == [true, false, false])
            advance(house, days: 2)
            try await house.amanah.sweep()
            #expect(try there() == [false, false, false])
            #expect(try LedgerCheck.run(house.store).broken == nil)
        }
    }
}
