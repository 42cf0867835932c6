import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// L3 and B4: what changes between two requests of one session counts at the second.
@Suite struct AtOnceTests {
    struct Change: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var refused: ServiceError
        /// What a session that knows of the change sees first.
        var orElse: [ServiceError] = []
        var make: @Sendable (House) async throws -> Void
    }

    static let changes: [Change] = [
        Change(testDescription: "suspended", refused: .denied([.notCleared(.suspended)])) { house in
            var person = try house.person("A1")
            person.suspended = true
            try await house.change { [person] in try $0.put(person: person) }
        },
        Change(testDescription: "agreement ended", refused: .denied([.notCleared(.noAgreement)])) { house in
            let day = house.clock.now.day(in: .wib)
            try await house.change { view in
                try view.put(
                    agreement: AgreementRow(
                        id: AgreementID("G-A1"), person: PersonID("A1"), vendor: nil, signedBy: nil,
                        startsOn: Day(number: day.number - 100), endsOn: Day(number: day.number - 1)))
            }
        },
        Change(testDescription: "left", refused: .denied([.notCleared(.left)])) { house in
            var person = try house.person("A1")
            person.lastDay = Day(number: house.clock.now.day(in: .wib).number - 1)
            try await house.change { [person] in try $0.put(person: person) }
        },
        Change(
            testDescription: "terms renewed", refused: .stepRequired(.acceptTerms),
            orElse: [.denied([.notCleared(.termsNotAccepted)])]
        ) { house in
            let now = house.clock.now
            try await house.change { view in
                try view.put(
                    charter: HouseCharter.row(HouseCharter.text(version: 2, terms: "terms/2"), number: 2, at: now))
            }
        },
        Change(
            testDescription: "charter unreadable", refused: .denied([.unknownRole]),
            orElse: [.stepRequired(.enrolSecondFactor)]
        ) { house in
            let now = house.clock.now
            try await house.change { view in
                try view.put(charter: HouseCharter.row("charter: [", number: 2, at: now))
            }
        },
    ]

    static let ticketChanges: [Change] = [
        Change(testDescription: "ticket closed", refused: .denied([.ticketClosed])) { house in
            let now = house.clock.now
            try await house.change { view in
                try view.put(ticket: HousePeople.ticket("T1", "C1", "A1", "sim-replacement", now, closed: now))
            }
        },
        Change(testDescription: "ticket reassigned", refused: .denied([.ticketOfOtherPerson])) { house in
            let now = house.clock.now
            try await house.change { view in
                try view.put(ticket: HousePeople.ticket("T1", "C1", "A3", "sim-replacement", now))
            }
        },
    ]

    private func refuses(_ change: Change, _ house: House, by other: House) async throws {
        let token = try await house.enter("A1")
        let look = try await house.look(token)
        try await change.make(other)
        let before = try house.size()
        func says(_ refused: ServiceError?, _ call: String) {
            // A session sees the terms first, a decision sees the reason.
            let reasons: [ServiceError] = [change.refused] + change.orElse
            #expect(refused.map(reasons.contains) == true, "\(call): \(String(describing: refused))")
        }
        says(await refusal { try await house.look(token) }, "look")
        says(await refusal { try await house.reveal(token, look.id, "nik", "pelanggan minta dicocokkan") }, "reveal")
        says(await refusal { try await house.verify(token, "mother_maiden_name", "siti nur'aini") }, "verify")
        #expect(
            try house.size() > before || !change.orElse.isEmpty, "the refusals are in the log")
    }

    @Test(
        "L3: the next look, reveal and verification of an open session are refused", arguments: changes + ticketChanges)
    func here(change: Change) async throws {
        try await withHouse { house in try await refuses(change, house, by: house) }
    }

    @Test("L3: a change by another process counts at the next request", arguments: changes + ticketChanges)
    func elsewhere(change: Change) async throws {
        try await withHouse { house in
            let other = try house.neighbour()
            try await refuses(change, house, by: other)
            await other.store.close()
        }
    }

    @Test("L3: a change by another process before the first batch here is not missed")
    func beforeTheFirstBatch() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            let again = try await house.restarted()
            let other = try house.neighbour()
            try await other.amanah.change(
                PersonID("A1"), .suspend, by: PersonID("D1"), why: "sedang diperiksa karena laporan")
            #expect(await refusal { try await again.look(token) } == .denied([.notCleared(.suspended)]))
            await other.store.close()
            await again.store.close()
        }
    }

    @Test(
        "L3: search, presence, desk, tickets and pages know at once, too",
        arguments: ["search", "presence", "desk", "tickets", "ticket", "log", "people"], [false, true])
    func otherCalls(call: String, elsewhere: Bool) async throws {
        try await withHouse { house in
            let person = ["log", "people"].contains(call) ? "L1" : "A1"
            let token = try await house.enter(person)
            func answer() async -> ServiceError? {
                await refusal {
                    let session = try house.session(token)
                    switch call {
                    case "search": _ = try await house.search(token, .customer(CustomerID("C1")))
                    case "presence":
                        _ = try await house.amanah.startPresence(
                            session, phone: "08123456701", purpose: PurposeID("sim-registration"), from: House.desk)
                    case "desk": _ = try await house.amanah.desk(session)
                    case "tickets": _ = try await house.amanah.tickets(session)
                    case "ticket": _ = try await house.amanah.ticket(session, TicketID("T1"))
                    case "log": _ = try await house.log(token)
                    default: _ = try await house.amanah.people(session, from: House.desk)
                    }
                }
            }
            #expect(await answer() == nil)
            let other = elsewhere ? try house.neighbour() : house
            var record = try house.person(person)
            record.suspended = true
            try await other.change { [record] in try $0.put(person: record) }
            #expect(await answer() == .denied([.notCleared(.suspended)]))
            if elsewhere { await other.store.close() }
        }
    }

    @Test(
        "L3: an agreement ends at midnight in the zone of the office, in the middle of a session",
        arguments: [("A1", 17), ("A9", 16)])
    func midnight(person: String, hour: Int64) async throws {
        // The last day of the agreements is ten days after the opening; midnight is 17:00 UTC in WIB, 16:00 in WITA.
        let start = Moment("2026-11-24T15:55:00Z") ?? House.start
        try await withHouse(at: start) { house in
            let end = Moment("2026-12-04T\(hour):00:00Z") ?? start
            house.clock.set(Moment(milliseconds: end.milliseconds - 60_000))
            let token = try await house.enter(person)
            func open() async -> ServiceError? {
                await refusal {
                    try await house.look(token, person == "A1" ? "C1" : "C7", ticket: person == "A1" ? "T1" : "T7")
                }
            }
            house.clock.set(Moment(milliseconds: end.milliseconds - 1))
            #expect(await open() == nil)
            house.clock.set(end)
            #expect(await open() == .denied([.notCleared(.noAgreement)]))
        }
    }

    @Test("L3: terms once accepted must be accepted again after their days")
    func termsRunOut() async throws {
        try await withHouse { house in
            let day = house.clock.now.day(in: .wib)
            try await house.change { view in
                try view.put(
                    agreement: AgreementRow(
                        id: AgreementID("G-A1"), person: PersonID("A1"), vendor: nil, signedBy: nil, startsOn: day,
                        endsOn: Day(number: day.number + 400)))
            }
            house.clock.set(House.start.advanced(by: .seconds(180 * 86_400 - 1)))
            let token = try await house.enter("A1")
            try await house.look(token)
            house.clock.advance(.seconds(1))
            #expect(await refusal { try await house.look(token) } == .stepRequired(.acceptTerms))
            try await house.amanah.acceptTerms(try house.session(token), version: "terms/1")
            try await house.look(token)
        }
    }
}
