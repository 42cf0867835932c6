import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// L7 and B5: quotas hold over sessions, midnight, restarts, retries and parallel requests.
@Suite struct QuotaTests {
    @Test("L7: an hour is sixty minutes to the last, a look in its first counts in its sixtieth and no longer")
    func wholeHour() async throws {
        try await withHouse(HouseCharter.text(quotas: "{looks_per_hour: 1}")) { house in
            let token = try await house.enter("A1")
            try await house.look(token)
            house.clock.advance(.seconds(59 * 60))
            let again = try await house.enter("A1")
            #expect(await refusal { try await house.look(again) } == .denied([.quota(.looksPerHour, limit: 1)]))
            house.clock.advance(.seconds(60))
            try await house.look(again)
        }
    }

    @Test("L7, B5: after a restart a customer of today counts as of today, though he was opened yesterday too")
    func restoredCustomers() async throws {
        try await withHouse(HouseCharter.text(quotas: "{customers_per_day: 1}")) { house in
            try await house.look(try await house.enter("A1"))
            house.clock.advance(.seconds(86_400))
            try await house.look(try await house.enter("A1"))
            let again = try await house.restarted()
            let token = try await again.enter("A1")
            #expect(
                await refusal { try await again.look(token, "K01", ticket: "TK01") }
                    == .denied([.quota(.customersPerDay, limit: 1)]))
            try await again.look(token)
            await again.store.close()
        }
    }

    @Test(
        "L7: a look that waits counts; shown it goes on to, not shown neither it nor its customer does, whatever else was that day"
    )
    func settled() {
        var dice = CourseWalkTests.Dice(state: 7)
        let (person, morning) = (PersonID("A1"), Moment(seconds: 1_700_000_000 / 86_400 * 86_400 + 36_000))
        for _ in 0..<200 {
            let book = QuotaBook()
            typealias Look = (customer: CustomerID, at: Moment)
            var (shown, waiting) = ([Look](), [Look]())
            for step in 0..<Int64(30) {
                let at = Moment(milliseconds: morning.milliseconds + step * 25_000)
                let customer = CustomerID("K0\(Int.random(in: 1...4, using: &dice))")
                let waits = Bool.random(using: &dice)
                _ = book.take(waits ? .waitingLook(customer) : .look(customer), by: person, zone: .wib, at: at) { _ in
                    []
                }
                if waits { waiting.append((customer, at)) } else { shown.append((customer, at)) }
                // Several wait at once, and are signed for or not in any order.
                if Bool.random(using: &dice), let held = waiting.indices.randomElement(using: &dice) {
                    let (look, isShown) = (waiting.remove(at: held), Bool.random(using: &dice))
                    book.settle(lookOf: person, at: look.customer, look.at, shown: isShown)
                    if isShown { shown.append(look) }
                }
                let counted = shown + waiting
                for number in 1...4 {
                    let customer = CustomerID("K0\(number)")
                    let usage = book.usage(of: person, customer: customer, zone: .wib, at: at)
                    #expect(usage.looksToday == counted.count)
                    #expect(usage.customersToday == Set(counted.map(\.customer)).count)
                    #expect(usage.customerCounted == counted.contains { $0.customer == customer })
                }
            }
        }
    }

    private func many(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async -> (
        allowed: Int, refused: [ServiceError]
    ) {
        await withTaskGroup(of: ServiceError?.self) { group in
            for number in 0..<count { group.addTask { await refusal { try await body(number) } } }
            return await group.reduce(into: (0, [])) { sum, refused in
                if let refused { sum.1.append(refused) } else { sum.0 += 1 }
            }
        }
    }

    @Test("L7: of forty looks at once over four sessions exactly the quota is allowed, and each refusal is logged")
    func parallel() async throws {
        try await withHouse(HouseCharter.text(quotas: "{looks_per_hour: 7}")) { house in
            var tokens = [try await house.enter("A1")]
            for _ in 0..<3 {
                tokens.append(
                    try await house.amanah.signIn(person: "A1", password: House.password, code: nil, from: House.desk)
                        .token)
            }
            let (allowed, refused) = await many(40) { [tokens] number in
                try await house.look(
                    tokens[number % 4], HousePeople.ordinary[number % 20],
                    ticket: "T" + HousePeople.ordinary[number % 20])
            }
            #expect(allowed == 7)
            #expect(refused.count == 33 && refused.allSatisfy { $0 == .denied([.quota(.looksPerHour, limit: 7)]) })
            #expect(try house.acts(.look).count == 7)
            #expect(try house.acts(.denial).count == 33)
        }
    }

    @Test("L7: distinct customers are bounded; opening the same one again costs none", arguments: [1, 3])
    func customers(limit: Int) async throws {
        try await withHouse(HouseCharter.text(quotas: "{customers_per_day: \(limit)}")) { house in
            let token = try await house.enter("A1")
            let (allowed, _) = await many(20) { number in
                let id = HousePeople.ordinary[number]
                try await house.look(token, id, ticket: "T" + id)
            }
            #expect(allowed == limit)
            guard let opened = try house.acts(.look).first?.act.customer?.rawValue else { return }
            for _ in 0..<3 { try await house.look(token, opened, ticket: "T" + opened) }
        }
    }

    @Test("L7: reveals, verifications and searches hold their bound in parallel")
    func others() async throws {
        let quotas = "{reveals_per_day: 2, verifications_per_hour: 3, searches_per_day: 4}"
        try await withHouse(HouseCharter.text(quotas: quotas)) { house in
            let token = try await house.enter("A1")
            let look = try await house.look(token)
            let reveals = await many(8) { number in
                _ = try await house.reveal(token, look.id, "nik", "kartu pelanggan nomor \(number) hilang")
            }
            #expect(reveals.allowed == 2)
            let verified = await many(10) { number in
                _ = try await house.verify(
                    token, "mother_maiden_name", "salah", customer: HousePeople.ordinary[number],
                    ticket: "T" + HousePeople.ordinary[number])
            }
            #expect(verified.allowed == 3)
            let searches = await many(12) { _ in _ = try await house.search(token, .nik("3578034107909999")) }
            #expect(searches.allowed == 4)
        }
    }

    @Test(
        "B5: midnight gives no second portion, in no zone",
        arguments: [("A1", "2026-11-24T16:59:00Z"), ("A9", "2026-11-24T15:59:00Z")])
    func midnight(person: String, start: String) async throws {
        try await withHouse(HouseCharter.text(quotas: "{looks_per_day: 3}"), at: Moment(start) ?? House.start) {
            house in
            let token = try await house.enter(person)
            func open() async -> ServiceError? {
                await refusal {
                    try await house.look(token, person == "A1" ? "C1" : "C7", ticket: person == "A1" ? "T1" : "T7")
                }
            }
            for _ in 0..<3 { #expect(await open() == nil) }
            for minutes in [1, 1, 5] {
                house.clock.advance(.seconds(minutes * 60))
                #expect(await open() == .denied([.quota(.looksPerDay, limit: 3)]))
            }
            house.clock.advance(.seconds(12 * 3600))
            let fresh = try await house.enter(person)
            try await house.look(fresh, person == "A1" ? "C1" : "C7", ticket: person == "A1" ? "T1" : "T7")
        }
    }

    @Test("B5: an hour is the last sixty minutes, not the hour of the clock")
    func hour() async throws {
        try await withHouse(
            HouseCharter.text(quotas: "{looks_per_hour: 2}"), at: Moment("2026-11-24T03:58:00Z") ?? House.start
        ) { house in
            let token = try await house.enter("A1")
            for _ in 0..<2 { try await house.look(token) }
            for _ in 0..<5 {
                house.clock.advance(.seconds(11 * 60))
                #expect(await refusal { try await house.look(token) } != nil)
            }
            house.clock.advance(.seconds(5 * 60))
            try await house.look(token)
        }
    }

    @Test("B5: a restart does not give a portion back, for looks, customers, searches, reveals or verifications")
    func restart() async throws {
        let quotas = "{looks_per_day: 3, searches_per_hour: 1, reveals_per_day: 1, verifications_per_hour: 1}"
        try await withHouse(HouseCharter.text(quotas: quotas)) { house in
            let token = try await house.enter("A1")
            let look = try await house.look(token)
            try await house.look(token)
            _ = try await house.reveal(token, look.id, "nik", "pelanggan minta dicocokkan")
            _ = try await house.search(token, .phone("0811111111"))
            _ = try await house.verify(token, "mother_maiden_name", "siti nur'aini")
            let again = try await house.restarted()
            #expect(
                await refusal { try await again.search(token, .phone("0811111111")) }
                    == .denied([.quota(.searchesPerHour, limit: 1)]))
            #expect(
                await refusal { try await again.verify(token, "mother_maiden_name", "x") }
                    == .denied([.quota(.verificationsPerHour, limit: 1)]))
            #expect(
                await refusal { try await again.reveal(token, look.id, "nik", "alasan lain yang panjang") }
                    == .denied([.quota(.revealsPerDay, limit: 1)]))
            try await again.look(token)
            #expect(await refusal { try await again.look(token) } == .denied([.quota(.looksPerDay, limit: 3)]))
            await again.store.close()
        }
    }

    @Test(
        "B8: setting the clock back wins neither quota nor time, before a restart or after it",
        arguments: [false, true])
    func clockBack(restarts: Bool) async throws {
        try await withHouse(
            HouseCharter.text(
                quotas: "{looks_per_day: 2}",
                presence: "{code_minutes: 5, tries: 3, per_person_per_day: 2, ticket_minutes: 30}")
        ) { opened in
            let token = try await opened.enter("A1")
            for _ in 0..<2 { try await opened.look(token) }
            let purpose = PurposeID("sim-registration")
            for _ in 0..<2 {
                _ = try await opened.amanah.startPresence(
                    opened.session(token), phone: "08123456701", purpose: purpose, from: House.desk)
            }
            #expect(opened.codes.all.count == 2)
            opened.clock.advance(.seconds(-3 * 86_400))
            _ = await refusal { try await opened.look(token) }
            let house = restarts ? try await opened.restarted() : opened
            if restarts { _ = await refusal { try await house.look(token) } }
            let again = restarts ? try await house.restarted() : house
            #expect(again.amanah.now() == House.start)
            #expect(await refusal { try await again.look(token) } == .denied([.quota(.looksPerDay, limit: 2)]))
            _ = try? await again.amanah.startPresence(
                again.session(token), phone: "08123456701", purpose: purpose, from: House.desk)
            #expect(again.codes.all.count == 2, "no third code")
            let last = try again.store.read { try $0.entries(from: try $0.logSize() - 1, limit: 1) }.first
            #expect(last?.entry[2] == 1, "the entry says that the clock went back")
            if restarts { await again.store.close() }
        }
    }
}
