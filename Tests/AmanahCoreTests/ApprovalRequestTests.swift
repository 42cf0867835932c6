import Foundation
import Testing

@testable import AmanahCore

/// The course of a request: random orders of acts, with organisation changes, clock steps and restarts between them.
@Suite("The course of a request") struct ApprovalRequestTests {
    static let seeds: [UInt64] = [3, 20_200_710, 0xC0FFEE]
    private static let people = (0..<6).map { PersonID("P\($0)") }
    private static let rule = Charter.ApprovalsRule(
        climbAfterMinutes: 30, expireAfterMinutes: 240, grantMinutes: 60, grantLooks: 3)

    /// People, their superiors and whether they may approve.
    private struct Company {
        var superiors: [PersonID: PersonID] = [:]
        var away: Set<PersonID> = []

        static func random(_ random: inout CharterRandom) -> Company {
            var company = Company()
            for (number, person) in people.enumerated() where number < people.count - 1 {
                company.superiors[person] = people[Int.random(in: (number + 1)..<people.count, using: &random)]
            }
            return company
        }

        func line(_ person: PersonID) -> [PersonID] { ApprovalLine.above(person) { superiors[$0] } }

        func seat(_ request: ApprovalRequest) -> (Int, [PersonID]) -> PersonID? {
            let line = ApprovalLine(then: request.line, now: line(request.person))
            return { climbed, above in
                line.seat(of: request.person, climbed: climbed, above: above) { !away.contains($0) }
            }
        }
    }

    private static func request(_ company: Company, _ random: inout CharterRandom, at: Moment) -> ApprovalRequest {
        let fields = ["name", "nik", "address"].map { FieldName($0) }
        return ApprovalRequest(
            id: RequestID("R-1"), person: people[0], customer: CustomerID("C1"), purpose: PurposeID("p"),
            ticket: TicketID("T1"), fields: fields, reason: "kartu hilang di meja",
            needs: [ApprovalNeed(random.chance(50) ? .both : .superior, .sensitivity)], madeAt: at,
            line: company.line(people[0]), terms: GrantTerms(fields: fields, minutes: 60, looks: 3))
    }

    private func event(_ request: ApprovalRequest, _ random: inout CharterRandom, seat: PersonID?) -> ApprovalEvent {
        // Mostly the one whose turn it is and the version in force, else the walk would end in refusals.
        let by = random.chance(70) ? seat ?? Self.people[1] : random.pick(Self.people)
        let seen = random.chance(85) ? request.version : Int.random(in: 0...6, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0...3:
            let terms = GrantTerms(
                fields: request.fields.filter { _ in random.chance(80) },
                minutes: random.pick([15, 60, 90]), looks: random.pick([1, 2, 3, 4]))
            return .approve(by: by, seen: seen, terms: random.chance(50) ? nil : terms)
        case 4: return .refuse(by: by, seen: seen, reason: random.pick(["belum jelas untuk apa", "."]))
        case 5: return .withdraw(by: random.chance(30) ? request.person : by)
        case 6...8:
            let index = Int64.random(in: 10...16, using: &random)
            return random.chance(20) ? .giveBack(random.chance(70) ? request.lastLook ?? index : index) : .take(index)
        default: return .tick(Self.rule)
        }
    }

    @Test(
        "L4, C1 to C4, C8: whatever happens in whatever order, a grant is only what two eyes above gave",
        arguments: seeds)
    func walks(seed: UInt64) throws {
        var random = CharterRandom(seed: seed)
        var ends: [ApprovalRequest.State: Int] = [:]
        for walk in 0..<400 {
            var company = Company.random(&random)
            var now = Moment(milliseconds: 1_790_000_000_000)
            var request = Self.request(company, &random, at: now)
            let first = request
            for step in 0..<Int.random(in: 1...25, using: &random) {
                let place: Comment = "seed \(seed), walk \(walk), step \(step)"
                switch Int.random(in: 0..<10, using: &random) {
                case 0:
                    // A line changed; two people do that elsewhere.
                    company.superiors[random.pick(Self.people)] = random.pick(Self.people)
                case 1:
                    let person = random.pick(Self.people)
                    if company.away.remove(person) == nil { company.away.insert(person) }
                case 2:
                    // Decisions go by a steady clock: it stands or goes on.
                    now = now.advanced(by: .seconds(random.pick([0, 1, 600, 1800, 3600, 14_400])))
                case 3:
                    let bytes = try JSONEncoder().encode(request)
                    #expect(try JSONDecoder().decode(ApprovalRequest.self, from: bytes) == request, place)
                default: break
                }
                let seat = company.seat(request)
                let event = event(request, &random, seat: seat(request.climbed, request.deciders))
                let before = request
                switch request.after(event, at: now, seat: seat) {
                case .failure: continue
                case .success(let next): request = next
                }
                check(before, event, request, company, now, place)
                #expect(request.terms.fields.allSatisfy(first.fields.contains), place)
                #expect(request.terms.minutes <= 60 && request.terms.looks <= 3, place)
            }
            ends[request.state, default: 0] += 1
        }
        // Every end is reached, else the walk proves little.
        for state in ApprovalRequest.State.allCases { #expect(ends[state, default: 0] > 0, "seed \(seed): \(state)") }
    }

    private func check(
        _ before: ApprovalRequest, _ event: ApprovalEvent, _ after: ApprovalRequest, _ company: Company, _ now: Moment,
        _ place: Comment
    ) {
        let line = company.line(before.person)
        switch event {
        case .approve(let by, let seen, _):
            #expect(before.state == .waiting && seen == before.version, place)
            #expect(by != before.person && before.line.contains(by) && line.contains(by), place)
            #expect(!company.away.contains(by) && !before.deciders.contains(by), place)
            for earlier in before.deciders {
                // The second stands above the first.
                if let low = line.firstIndex(of: earlier), let high = line.firstIndex(of: by) {
                    #expect(low < high, place)
                }
            }
            #expect((after.state == .approved) == (Set(after.deciders).count == after.steps), place)
        case .refuse(let by, _, let reason):
            #expect(by != before.person && line.contains(by) && after.state == .refused, place)
            #expect(ReasonText.hasSubstance(reason), place)
        case .withdraw(let by): #expect(by == before.person && after.state == .withdrawn, place)
        case .take(let index):
            #expect(before.terms.until.map { now < $0 } == true, place)
            if after != before {
                #expect(before.state == .approved && before.looksTaken < before.terms.looks, place)
                #expect(after.looksTaken == before.looksTaken + 1 && after.lastLook == index, place)
            }
            #expect((after.looksTaken >= after.terms.looks) == (after.state == .usedUp), place)
        case .giveBack(let index):
            guard after != before else { break }
            #expect(before.lastLook == index && after.looksTaken == before.looksTaken - 1, place)
            #expect(after.state == (before.state == .usedUp ? .approved : before.state), place)
            return
        case .tick:
            #expect([.waiting, .approved].contains(before.state), place)
            if after.state == .waiting { #expect(after.climbed > before.climbed, place) }
            #expect(after.state != .approved, place)
        }
        if after != before { #expect(after.version == before.version + 1, place) }
        if before.isOver { #expect(after == before, place) }
        #expect(Set(after.deciders).count == after.deciders.count, place)
    }

    private func made(_ approval: Charter.Approval) -> (ApprovalRequest, (Int, [PersonID]) -> PersonID?) {
        var random = CharterRandom(seed: 1)
        var company = Company()
        for (low, high) in zip(Self.people, Self.people.dropFirst()) { company.superiors[low] = high }
        var request = Self.request(company, &random, at: Moment(seconds: 1000))
        request.needs = [ApprovalNeed(approval, .sensitivity)]
        return (request, company.seat(request))
    }

    @Test("Both takes two people, and the second cannot widen what the first narrowed")
    func both() throws {
        let (request, seat) = made(.both)
        let narrow = GrantTerms(fields: [FieldName("nik")], minutes: 15, looks: 1)
        let half = try request.after(
            .approve(by: Self.people[1], seen: 1, terms: narrow), at: Moment(seconds: 1010), seat: seat
        ).get()
        #expect(half.state == .waiting && half.step == 2)
        let again = half.after(.approve(by: Self.people[1], seen: 2, terms: nil), at: Moment(seconds: 1011), seat: seat)
        #expect(again == .failure(.notYourTurn))
        let wide = half.after(
            .approve(
                by: Self.people[2], seen: 2, terms: GrantTerms(fields: request.fields, minutes: 15, looks: 1)),
            at: Moment(seconds: 1012), seat: seat)
        #expect(wide == .failure(.wider))
        let whole = try half.after(
            .approve(by: Self.people[2], seen: 2, terms: nil), at: Moment(seconds: 1020), seat: seat
        ).get()
        #expect(whole.state == .approved && whole.terms.fields == narrow.fields && whole.terms.looks == 1)
        #expect(whole.terms.until == Moment(seconds: 1020 + 15 * 60))
        #expect(whole.decisions.map(\.seconds) == [10, 10])
    }

    @Test("A decision on what has changed since it was seen is refused, and so is one on what is over")
    func stale() throws {
        let (request, seat) = made(.superior)
        let late = Moment(seconds: 1000 + 30 * 60)
        let climbed = try request.after(.tick(Self.rule), at: late, seat: seat).get()
        #expect(climbed.version == 2 && seat(climbed.climbed, []) == Self.people[2])
        #expect(
            climbed.after(.approve(by: Self.people[2], seen: 1, terms: nil), at: late, seat: seat) == .failure(.changed)
        )
        #expect(
            climbed.after(.approve(by: Self.people[1], seen: 2, terms: nil), at: late, seat: seat)
                == .failure(.notYourTurn))
        let gone = try climbed.after(.withdraw(by: Self.people[0]), at: late, seat: seat).get()
        #expect(
            gone.after(.approve(by: Self.people[2], seen: 3, terms: nil), at: late, seat: seat) == .failure(.over))
    }

    @Test("C5: a refusal says why, in words of substance", arguments: ["", ".", "x", "......", "aaaaaaaa"])
    func refusal(words: String) throws {
        let (request, seat) = made(.superior)
        let now = Moment(seconds: 1010)
        func refused(_ reason: String) -> Result<ApprovalRequest, ApprovalConflict> {
            request.after(.refuse(by: Self.people[1], seen: request.version, reason: reason), at: now, seat: seat)
        }
        #expect(refused(words) == .failure(.noReason))
        #expect(try refused("belum jelas untuk apa").get().state == .refused)
    }

    @Test("C8: what nobody decides climbs step by step and then ends; it is never approved by itself")
    func neverFallsThrough() {
        var (request, seat) = made(.superior)
        var now = Moment(seconds: 1000)
        var seats: [PersonID?] = []
        for _ in 0..<10 {
            seats.append(request.state == .waiting ? seat(request.climbed, []) : nil)
            now = now.advanced(by: .seconds(30 * 60))
            if case .success(let next) = request.after(.tick(Self.rule), at: now, seat: seat) { request = next }
        }
        #expect(seats.compactMap(\.self) == Array(Self.people[1...5]))
        #expect(request.state == .expired && request.decisions.isEmpty)
    }

    @Test("C7: a broken glass gives one look, and its review comes from above")
    func glass() throws {
        let glass = BrokenGlass(
            id: RequestID("R-1"), person: Self.people[0], customer: CustomerID("C1"), purpose: PurposeID("p"),
            ticket: nil, fields: [], reason: "pasien tidak sadar", at: Moment(seconds: 0), until: Moment(seconds: 300),
            reviewDueAt: Moment(seconds: 3600), line: [Self.people[1]])
        let taken = try glass.taken(7, at: Moment(seconds: 10)).get()
        #expect(taken.taken(7, at: Moment(seconds: 400)) == .success(taken))
        #expect(taken.taken(8, at: Moment(seconds: 20)) == .failure(.taken))
        #expect(glass.taken(7, at: Moment(seconds: 300)) == .failure(.over))
        let above = [Self.people[1], Self.people[2]]
        func review(_ by: PersonID, _ words: String) -> Result<BrokenGlass, BrokenGlass.Conflict> {
            taken.reviewed(by: by, inOrder: true, words: words, at: Moment(seconds: 50), approvers: above)
        }
        #expect(review(Self.people[0], "sudah saya periksa") == .failure(.notYours))
        #expect(review(Self.people[3], "sudah saya periksa") == .failure(.notYours))
        #expect(review(Self.people[1], ".") == .failure(.noWords))
        let reviewed = try review(Self.people[2], "sudah saya periksa").get()
        #expect(
            reviewed.reviewed(
                by: Self.people[1], inOrder: false, words: "tidak ada alasan", at: Moment(seconds: 60),
                approvers: above) == .failure(.reviewed))
    }
}
