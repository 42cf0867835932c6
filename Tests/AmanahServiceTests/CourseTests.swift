import AmanahCore
import AmanahStore
import GRDB
import Testing

@testable import AmanahService

/// Letting people in through the use cases, over a real store.
@Suite struct CourseTests {
    @Test("A branch's candidate goes the whole way, four people in it, and looks at a customer only at its end")
    func wholeWay() async throws {
        try await withPeopleHouse { house in
            let (lead, manager, hr, vendor) = (
                try await house.enter("L1"), try await house.enter("M1"), try await house.enter("H1"),
                try await house.enter("V1M")
            )
            #expect(try await house.candidate(lead, "N1", vendor: "V1").stage == .candidate)
            try await house.change { view in
                try view.put(ticket: HousePeople.ticket("TN", "C1", "N1", "sim-replacement", House.start))
            }
            let own = try await house.enter("N1")
            func refused(_ lack: ClearanceLack) async throws {
                let refusal = await refusal { try await house.look(own, ticket: "TN") }
                guard case .denied(let reasons) = refusal else {
                    if case .stepRequired(.acceptTerms) = refusal { return }
                    Issue.record("not refused: \(String(describing: refusal))")
                    return
                }
                #expect(reasons.contains(.notCleared(lack)), "\(reasons)")
            }
            try await house.amanah.acceptTerms(try house.session(own), version: "terms/1")
            try await refused(.notVetted)
            #expect(try await house.step(manager, .interviewed, "N1").stage == .interviewed)
            try await refused(.notVetted)
            #expect(try await house.step(lead, .recommended, "N1").stage == .recommended)
            try await refused(.notVetted)
            #expect(try await house.step(hr, .confirmed, "N1").stage == .confirmed)
            try await refused(.noAgreement)
            // The branch recruited: the agreement is asked of the vendor's head office.
            #expect(try await house.step(hr, .signed, "N1", agreement: house.agreement("GN1")).refusal == .notYours)
            #expect(try await house.step(vendor, .signed, "N1", agreement: house.agreement("GN1")).stage == .accepted)
            try await refused(.notTrained)
            #expect(try await house.step(lead, .trained, "N1", day: house.in90()).stage == .active)
            #expect(try await house.look(own, ticket: "TN").ground == .ticket(TicketID("TN")))

            // Each step and each refusal is in the log, by who took it.
            let steps = try house.acts(.personStep)
            #expect(steps.count == 6)
            #expect(steps.compactMap(\.act.person?.rawValue) == ["L1", "M1", "L1", "H1", "V1M", "L1"])
            let view = try await house.amanah.course(try house.session(hr), of: PersonID("N1"), from: House.desk)
            #expect(view.steps.map(\.kind) == [.candidate, .interviewed, .recommended, .confirmed, .signed, .trained])
            #expect(view.steps[4].lays.map(\.what).contains("targets") && view.steps[4].documentHash?.count == 64)
        }
    }

    @Test("Nobody takes two steps that exclude each other, nobody acts on himself, and the refusal is in the log")
    func exclusion() async throws {
        try await withPeopleHouse { house in
            let (lead, manager, hr, other) = (
                try await house.enter("L1"), try await house.enter("M1"), try await house.enter("H1"),
                try await house.enter("H2")
            )
            _ = try await house.candidate(hr, "N1")
            #expect(try await house.step(hr, .interviewed, "N1").stage == .interviewed)
            // HR's own candidate is interviewed again by the manager.
            #expect(try await house.step(lead, .recommended, "N1").refusal == .notYet)
            #expect(try await house.step(manager, .interviewed, "N1").stage == .interviewed)
            let before = try house.acts(.denial).count
            #expect(try await house.step(manager, .recommended, "N1").refusal == .excluded)
            #expect(try house.acts(.denial).count == before + 1)
            #expect(try await house.step(lead, .recommended, "N1").stage == .recommended)
            #expect(try await house.step(hr, .confirmed, "N1").refusal == .excluded)
            #expect(try await house.step(other, .confirmed, "N1").stage == .confirmed)
            for (token, principal) in [(other, "R1P"), (hr, "R1P"), (lead, "H1")] {
                let outcome = try await house.step(
                    token, .signed, "N1", agreement: house.agreement("G-N", as: .delegate, for: principal))
                #expect(outcome.refusal == .excluded)
            }
            let region = try await house.enter("R1P")
            #expect(
                try await house.step(region, .signed, "N1", agreement: house.agreement("G-N", as: .branch)).stage
                    == .signed)
            for kind in CourseStep.Kind.allCases where kind != .signed {
                let outcome = try await house.step(hr, kind, "H1", day: house.in90())
                #expect(outcome.refusal == .himself, "\(kind)")
            }
        }
    }

    @Test(
        "Who is neither HR nor above nor of the vendor sees no such person, and a vendor's manager sees his own alone")
    func scopes() async throws {
        try await withPeopleHouse { house in
            let (agent, vendor, foreign, lead) = (
                try await house.enter("A1"), try await house.enter("V1M"), try await house.enter("V2M"),
                try await house.enter("L1")
            )
            func course(_ token: String, _ id: String) async -> ServiceError? {
                await refusal {
                    try await house.amanah.course(try house.session(token), of: PersonID(id), from: House.desk)
                }
            }
            #expect(await course(agent, "A2") == .notFound)
            #expect(await course(agent, "A1") == nil)
            #expect(await course(vendor, "A3") == nil)
            #expect(await course(vendor, "A1") == .notFound)
            #expect(await course(foreign, "A3") == .notFound)
            #expect(await course(lead, "A3") == nil)
            // Who reads the log reads whose page it was.
            let read = try await house.amanah.log(
                try house.session(lead), LogFilter(person: PersonID("L1"), kind: .personRead), from: House.desk
            ).rows
            #expect(read.map(\.subject) == [PersonID("A3")])
            #expect(read.first?.subjectName == house.amanah.organisation.name(of: PersonID("A3")))
            let seen = try await house.amanah.people(try house.session(vendor), from: House.desk)
            #expect(Set(seen.map(\.id.rawValue)) == ["A3", "V1M"])
            let vendors = try await house.amanah.vendors(try house.session(foreign), from: House.desk)
            #expect(vendors.map(\.id.rawValue) == ["V2"])
            #expect(
                await refusal {
                    try await house.amanah.vendor(try house.session(foreign), VendorID("V1"), from: House.desk)
                } == .notFound)
            #expect(try await house.candidate(vendor, "N9", vendor: "V2").refusal == .notYours)
            #expect(try await house.candidate(agent, "N9").refusal == .notYours)
            #expect(await refusal { try await house.step(agent, .warned, "A2") } == .notFound)
        }
    }

    @Test(
        "B4, E6: what ends somebody's work stops the open session at its next request",
        arguments: ["suspended", "ended", "retraining"])
    func atOnce(word: String) async throws {
        try await withPeopleHouse { house in
            let kind = try #require(CourseStep.Kind(rawValue: word))
            let (hr, agent) = (try await house.enter("H1"), try await house.enter("A1"))
            let look = try await house.look(agent)
            let yesterday = Day(number: house.clock.now.day(in: .wib).number - 1)
            let outcome = try await house.step(
                hr, kind, "A1", day: kind == .ended ? yesterday : nil, evidence: [look.id])
            #expect(outcome.refusal == nil)
            let lack: ClearanceLack = kind == .suspended ? .suspended : kind == .ended ? .left : .notTrained
            guard case .denied(let reasons) = await refusal({ try await house.look(agent) }) else {
                Issue.record("not refused")
                return
            }
            #expect(reasons.contains(.notCleared(lack)))
            let again = try await house.restarted()
            #expect(try again.lacks("A1").contains(lack))
            await again.close()
        }
    }

    @Test("Evidence is looks of that person, and nothing else")
    func evidence() async throws {
        try await withPeopleHouse { house in
            let (hr, agent) = (try await house.enter("H1"), try await house.enter("A1"))
            let look = try await house.look(agent)
            func warn(_ id: String, _ look: LookID) async -> ServiceError? {
                await refusal { try await house.step(hr, .warned, id, evidence: [look]) }
            }
            #expect(await warn("A1", look.id) == nil)
            let other = ServiceError.invalid(field: "evidence", what: "numbers of looks of this person, as `L-12`")
            #expect(await warn("A2", look.id) == other)
            #expect(await warn("A1", LookID(1)) == other)
            #expect(await warn("A1", LookID(99_999)) == other)
            let view = try await house.amanah.course(try house.session(hr), of: PersonID("A1"), from: House.desk)
            #expect(view.record.sanctions == 1 && view.record.cleanSince == nil && view.record.looks == 1)
            #expect(view.steps.last?.evidence == [look.id.description])
            let clean = try await house.amanah.course(try house.session(hr), of: PersonID("A3"), from: House.desk)
            #expect(clean.record.sanctions == 0)
        }
    }

    @Test("At the end of the agreement access stops that second, on an open session")
    func theSecond() async throws {
        try await withPeopleHouse { house in
            let agent = try await house.enter("A1")
            let last = Day(number: house.clock.now.day(in: .wib).number + 10)
            let midnight = Moment(startOf: Day(number: last.number + 1), in: .wib)
            // A session is at most nine hours old and a quarter of an hour idle.
            house.clock.set(midnight.advanced(by: .seconds(-60)))
            let token = try await house.enter("A1")
            house.clock.set(midnight.advanced(by: .milliseconds(-1)))
            try await house.look(token)
            house.clock.set(midnight)
            #expect(await refusal { try await house.look(token) } == .denied([.notCleared(.noAgreement)]))
            _ = agent
        }
    }

    @Test(
        "B8: a clock that is set back brings no ended agreement back, and dates no step before what was known",
        arguments: [false, true])
    func clockBack(restarts: Bool) async throws {
        try await withPeopleHouse { opened in
            let last = Day(number: opened.clock.now.day(in: .wib).number + 10)
            let midnight = Moment(startOf: Day(number: last.number + 1), in: .wib)
            opened.clock.set(midnight.advanced(by: .seconds(-60)))
            let (token, hr) = (try await opened.enter("A1"), try await opened.enter("H1"))
            try await opened.look(token)
            opened.clock.set(midnight)
            let over = ServiceError.denied([.notCleared(.noAgreement)])
            #expect(await refusal { try await opened.look(token) } == over)
            opened.clock.advance(.seconds(-5 * 86_400))
            let house = restarts ? try await opened.restarted() : opened
            #expect(await refusal { try await house.look(token) } == over)
            #expect(try await house.step(hr, .warned, "A1").refusal == nil)
            let view = try await house.amanah.course(try house.session(hr), of: PersonID("A1"), from: House.desk)
            #expect(view.steps.last.map { $0.at >= midnight } == true)
            if restarts { await house.store.close() }
        }
    }

    @Test("A step that was edited in the database, or put in from outside, lets nobody work")
    func forged() async throws {
        try await withPeopleHouse { house in
            let (lead, manager) = (try await house.enter("L1"), try await house.enter("M1"))
            _ = try await house.candidate(lead, "N1")
            _ = try await house.step(manager, .interviewed, "N1")
            let queue = try DatabaseQueue(path: house.folder + "/data/amanah.db")
            try await queue.write { db in
                try db.execute(sql: "DROP TRIGGER staff_steps_stay_as_they_are")
                try db.execute(
                    sql: "UPDATE staff_steps SET step = 'confirmed', by_person = 'H1', capacity = 'hr' WHERE number = 2"
                )
            }
            try queue.close()
            let again = try await house.restarted()
            #expect(try again.lacks("N1").contains(.suspended) && again.lacks("N1").contains(.notVetted))
            await again.close()
        }
    }

    @Test("Reading people, a person, vendors and what waits is an entry each (L9)")
    func reading() async throws {
        try await withPeopleHouse { house in
            let hr = try await house.enter("H1")
            let size = try house.size()
            _ = try await house.amanah.course(try house.session(hr), of: PersonID("A1"), from: House.desk)
            _ = try await house.amanah.vendors(try house.session(hr), from: House.desk)
            _ = try await house.amanah.vendor(try house.session(hr), VendorID("V1"), from: House.desk)
            _ = try await house.amanah.hiring(try house.session(hr), from: House.desk)
            _ = try await house.amanah.lineChanges(try house.session(hr), from: House.desk)
            #expect(try house.size() == size + 5)
        }
    }

    @Test("A vendor's incidents stand beside its peers', for each 1,000 looks")
    func vendorRates() async throws {
        try await withPeopleHouse { house in
            let (hr, lead) = (try await house.enter("H1"), try await house.enter("L1"))
            let day = house.clock.now.day(in: .wib)
            try await house.change { view in
                for number in 1...4 {
                    try view.put(
                        ticket: HousePeople.ticket("TV\(number)", "K0\(number)", "A3", "sim-replacement", House.start))
                }
                _ = day
            }
            let agent = try await house.enter("A3")
            for number in 1...4 { try await house.look(agent, "K0\(number)", ticket: "TV\(number)") }
            _ = try await house.step(lead, .warned, "A3")
            _ = try await house.step(lead, .commended, "A3")
            let page = try await house.amanah.vendor(try house.session(hr), VendorID("V1"), from: House.desk)
            #expect(page.vendor.looks == 4 && page.vendor.incidents == 1 && page.vendor.incidentsPerThousand == 250)
            #expect(page.peers.map(\.id.rawValue) == ["V2"] && page.peers[0].incidentsPerThousand == nil)
            #expect(page.people.map(\.row.id.rawValue) == ["A3", "V1M"])
            #expect(page.vendor.alerts == 0)
        }
    }

    @Test(
        "A vendor's alerts are what was not in order or not reviewed in time, and nothing that is void or waits in time"
    )
    func vendorAlerts() async throws {
        try await withPeopleHouse { house in
            let hr = try await house.enter("H1")
            let now = house.clock.now
            func glass(_ number: Int, due hours: Int, _ person: String = "A3") -> BrokenGlass {
                let at = now.advanced(by: .seconds(-3600 * 30))
                return BrokenGlass(
                    id: RequestID("G\(number)"), person: PersonID(person), customer: CustomerID("C2"),
                    purpose: PurposeID("sim-replacement"), ticket: nil, fields: [], reason: "somebody was in danger",
                    at: at,
                    until: at.advanced(by: .seconds(600)), reviewDueAt: now.advanced(by: .seconds(3600 * hours)),
                    line: [PersonID("L1")])
            }
            var (good, bad, void) = (glass(3, due: -1), glass(4, due: 5), glass(5, due: -1))
            good.review = .init(by: PersonID("L1"), at: now, inOrder: true, words: "the caller was in need")
            bad.review = .init(by: PersonID("L1"), at: now, inOrder: false, words: "nobody had called at all")
            void.voidedAt = now
            let all = [glass(1, due: 5), glass(2, due: -1), good, bad, void, glass(6, due: -1, "A1")]
            try await house.change { view in for glass in all { try view.put(glass: glass) } }
            let page = try await house.amanah.vendor(try house.session(hr), VendorID("V1"), from: House.desk)
            #expect(page.vendor.alerts == 2)
            #expect(page.people.map(\.alerts) == [2, 0])
            #expect(page.peers.map(\.alerts) == [0])
        }
    }

    @Test("A sample that was not in order is an alert of its vendor; one in order, or an old one, is none")
    func vendorSamples() async throws {
        try await withPeopleHouse { house in
            let hr = try await house.enter("H1")
            let now = house.clock.now
            let week = Day(number: now.day(in: .wib).number - 10)
            try await house.change { view in
                try view.put(sampleWeek: SampleWeekRow(week: week, drawnAt: now, dueAt: now, each: 4, seed: [1]))
                let words: [(Explanation.Review?, Int)] = [
                    (.notInOrder, 1), (.inOrder, 1), (nil, 1), (.notInOrder, 91),
                ]
                for (position, (word, days)) in words.enumerated() {
                    let kind = SampleDrawing.Stratum(person: PersonID("A3"), kind: .look)
                    var row = SampleRow(position: Int64(position), week: week, stratum: kind, dueAt: now)
                    let at = now.advanced(by: .seconds(-86_400 * days))
                    row.review = word.map { .init(at: at, by: PersonID("L1"), word: $0, said: "as it was") }
                    try view.put(sample: row)
                }
            }
            let page = try await house.amanah.vendor(try house.session(hr), VendorID("V1"), from: House.desk)
            #expect(page.vendor.alerts == 1 && page.people.map(\.alerts) == [1, 0])
        }
    }
}
