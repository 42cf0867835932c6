import Testing

@testable import AmanahCore

/// L3 at the very millisecond, in each zone.
@Suite struct DecideClearance {
    private static let terms = Charter.Terms(document: "terms/1", renewEveryDays: 2)
    private static let first = Day("2026-02-28") ?? Day(number: 0)
    private static let last = Day("2026-03-01") ?? Day(number: 0)

    private func start(_ day: Day, _ zone: Zone) -> Int64 { Moment(startOf: day, in: zone).milliseconds }
    private func after(_ day: Day, _ zone: Zone) -> Int64 { start(Day(number: day.number + 1), zone) }

    private func cleared(at milliseconds: Int64) -> ClearanceFacts {
        ClearanceFacts(
            vetting: .carriedOver, training: .carriedOver,
            agreements: [ClearanceFacts.Term(startsOn: Day(number: -1_000_000), endsOn: Day(number: 1_000_000))],
            acceptedTerms: "terms/1", acceptedAt: Moment(milliseconds: milliseconds))
    }

    private func lacks(_ facts: ClearanceFacts, _ zone: Zone, at milliseconds: Int64) -> [ClearanceLack] {
        var facts = facts
        facts.acceptedAt = facts.acceptedAt.map { min($0, Moment(milliseconds: milliseconds)) }
        return facts.lacks(terms: Self.terms, zone: zone, at: Moment(milliseconds: milliseconds))
    }

    @Test(
        "L3: an agreement holds from the first millisecond of its first day through the last of its last",
        arguments: Zone.allCases)
    func agreement(zone: Zone) {
        let (opens, closes) = (start(Self.first, zone), after(Self.last, zone))
        var facts = cleared(at: opens)
        facts.agreements = [ClearanceFacts.Term(startsOn: Self.first, endsOn: Self.last)]
        facts.acceptedAt = nil
        let expected: [(Int64, Bool)] = [
            (opens - 1, false), (opens, true), (opens + 86_400_000, true), (closes - 1, true), (closes, false),
        ]
        for (moment, holds) in expected {
            #expect(lacks(facts, zone, at: moment).contains(.noAgreement) == !holds, "\(zone) \(moment - opens)")
        }
    }

    @Test("L3: two agreements with a day between them leave that day uncovered", arguments: Zone.allCases)
    func gap(zone: Zone) {
        let next = Day(number: Self.last.number + 2)
        var facts = cleared(at: 0)
        facts.agreements = [
            ClearanceFacts.Term(startsOn: Self.first, endsOn: Self.last),
            ClearanceFacts.Term(startsOn: next, endsOn: next),
        ]
        #expect(!lacks(facts, zone, at: after(Self.last, zone) - 1).contains(.noAgreement))
        #expect(lacks(facts, zone, at: after(Self.last, zone)).contains(.noAgreement))
        #expect(lacks(facts, zone, at: start(next, zone) - 1).contains(.noAgreement))
        #expect(!lacks(facts, zone, at: start(next, zone)).contains(.noAgreement))
    }

    @Test("L3: training and the last day hold through the last millisecond of their day", arguments: Zone.allCases)
    func lastDays(zone: Zone) {
        let closes = after(Self.last, zone)
        var facts = cleared(at: 0)
        facts.acceptedAt = Moment(milliseconds: closes)
        facts.training = .until(Self.last)
        facts.lastDay = Self.last
        #expect(lacks(facts, zone, at: closes - 1) == [])
        #expect(lacks(facts, zone, at: closes) == [.left, .notTrained])
    }

    @Test("L3: a vetting that is yet to come vets nobody", arguments: Zone.allCases)
    func vetting(zone: Zone) {
        let opens = start(Self.first, zone)
        var facts = cleared(at: opens)
        facts.vetting = .done(Self.first)
        #expect(lacks(facts, zone, at: opens - 1) == [.notVetted])
        #expect(lacks(facts, zone, at: opens) == [])
    }

    @Test("L3: a superior's confirmation holds through the last millisecond of its last day", arguments: Zone.allCases)
    func certified(zone: Zone) {
        let closes = after(Self.last, zone)
        var facts = cleared(at: 0)
        facts.acceptedAt = Moment(milliseconds: closes)
        facts.certifiedThrough = Self.last
        #expect(lacks(facts, zone, at: closes - 1) == [])
        #expect(lacks(facts, zone, at: closes) == [.notRecertified])
    }

    @Test("L3: accepted terms hold their days to the millisecond, in their version only")
    func terms() {
        let facts = cleared(at: 1_000)
        let end: Int64 = 1_000 + 2 * 86_400_000
        func lacks(_ facts: ClearanceFacts, _ at: Int64) -> [ClearanceLack] {
            facts.lacks(terms: Self.terms, zone: .wib, at: Moment(milliseconds: at))
        }
        #expect(lacks(facts, end - 1) == [])
        #expect(lacks(facts, end) == [.termsNotAccepted])
        var other = facts
        other.acceptedTerms = "terms/1 "
        #expect(lacks(other, 1_000) == [.termsNotAccepted])
        other = facts
        other.acceptedAt = nil
        #expect(lacks(other, 1_000) == [.termsNotAccepted])
    }

    @Test("Everything that lacks is told, gravest first")
    func all() {
        let facts = ClearanceFacts(
            vetting: .missing, training: .missing, agreements: [], suspended: true, lastDay: Day(number: 0),
            reviewDueAt: Moment(milliseconds: 0), certifiedThrough: Day(number: 4))
        #expect(
            facts.lacks(terms: Self.terms, zone: .wit, at: Moment(milliseconds: 5 * 86_400_000))
                == [
                    .suspended, .left, .notVetted, .noAgreement, .notTrained, .breakGlassUnreviewed, .notRecertified,
                    .termsNotAccepted,
                ])
    }

    @Test("Opening hours are the minutes from opening to closing, over midnight too")
    func hours() {
        var random = CharterRandom(seed: 7)
        let pairs =
            [(420, 1260), (1260, 420), (0, 1440), (0, 0), (1439, 0), (0, 1), (720, 720), (1380, 60)]
            + (0..<40).map { _ in (Int.random(in: 0..<1440, using: &random), Int.random(in: 0..<1440, using: &random)) }
        for (open, close) in pairs {
            let rule = Charter.HoursRule(openMinute: open, closeMinute: close, outside: .denied)
            let minutes = DecideReference.openMinutes(rule)
            for minute in 0..<1440 where rule.contains(minuteOfDay: minute) != minutes.contains(minute) {
                Issue.record("\(open) to \(close), minute \(minute)")
            }
        }
    }

    @Test("Night hours refuse at midday and open at midnight, in each zone's own time", arguments: Zone.allCases)
    func night(zone: Zone) {
        var random = CharterRandom(seed: 11)
        var situation = DecideSituation.sound(&random)
        while situation.request.act != .look { situation = DecideSituation.sound(&random) }
        situation.facts.person.zone = zone
        situation.charter.hours = Charter.HoursRule(openMinute: 22 * 60, closeMinute: 6 * 60, outside: .denied)
        let midnight = Moment(startOf: situation.today, in: zone)
        func outside(_ minutes: Int64) -> Bool {
            situation.now = Moment(milliseconds: midnight.milliseconds + minutes * 60_000)
            return situation.decision.reasons.contains(.outsideHours)
        }
        #expect(!outside(0))
        #expect(!outside(6 * 60 - 1))
        #expect(outside(6 * 60))
        #expect(outside(12 * 60))
        #expect(outside(22 * 60 - 1))
        #expect(!outside(22 * 60))
        #expect(!outside(24 * 60 - 1))
    }
}
