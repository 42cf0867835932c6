import AmanahCore
import AmanahStore
import Crypto

extension Amanah {
    /// Weeks that are drawn afterwards where the gateway did not run.
    private static let weeksBehind: Int64 = 8
    /// Positions of the log read at one go.
    private static let positionsAtOnce: Int64 = 50_000
    static let decisionKinds: [ActKind] = [.approvalGiven, .approvalRefused]

    /// Draws the samples of every week that is over and has none yet; the week runs from Monday to Sunday in the charter's
    /// zone.
    ///
    /// The seed is made when the week is over, so that nobody foresees in it what will be drawn; it stands in the same entry
    /// as the digest of what it drew, and each week is drawn once.
    ///
    /// - Returns: how many weeks were drawn.
    /// - Complexity: one pass over the acts of each week, one lot a look.
    @discardableResult
    package func drawSamples() async throws(ServiceError) -> Int {
        let organisation = organisation
        guard let rule = organisation.charter.samples else { return 0 }
        let zone = organisation.charter.zone
        let thisWeek = clock.read().steady.day(in: zone).monday
        let last = try reading { try $0.sampleWeeks(limit: 1) }.first?.week
        var week = Day(number: thisWeek.number - 7)
        if let last { week = Day(number: max(last.number + 7, thisWeek.number - 7 * Amanah.weeksBehind)) }
        var drawn = 0
        while week < thisWeek {
            drawn += try await draw(week, rule, zone)
            week = Day(number: week.number + 7)
        }
        return drawn
    }

    /// What people did in a week, by its strata.
    private func strata(
        of week: Day, _ zone: Zone
    ) async throws(ServiceError) -> [SampleDrawing.Stratum: [Int64]] {
        let (first, end) = try reading { view in
            (
                try view.position(at: Moment(startOf: week, in: zone)),
                try view.position(at: Moment(startOf: Day(number: week.number + 7), in: zone))
            )
        }
        var found: [SampleDrawing.Stratum: [Int64]] = [:]
        var from = first
        while from < end {
            let before = min(from + Amanah.positionsAtOnce, end)
            let some = try reading { try $0.positions([.look] + Amanah.decisionKinds, from: from, before: before) }
            for (position, person, kind) in some {
                found[SampleDrawing.Stratum(person: person, kind: kind == .look ? .look : .decision), default: []]
                    .append(position)
            }
            from = before
            await Task.yield()
        }
        return found
    }

    private func draw(_ week: Day, _ rule: Charter.SamplesRule, _ zone: Zone) async throws(ServiceError) -> Int {
        let strata = try await strata(of: week, zone)
        let seed = Amanah.newSeed()
        let drawn = SampleDrawing.draw(strata, each: rule.perPersonWeek, Amanah.lots(seed))
        let at = clock.read()
        let due = at.steady.advanced(by: .seconds(rule.dueDays * 86_400))
        let samples = drawn.flatMap { stratum, positions in
            positions.map { SampleRow(position: $0, week: week, stratum: stratum, dueAt: due) }
        }
        let readers = try reading { try answerers(samples, organisation, $0) }
        return try await durably(share: "housekeeper") { [self] view in
            guard try !view.sampleWeeks(limit: 1).contains(where: { $0.week >= week }) else { return 0 }
            try view.put(
                sampleWeek: SampleWeekRow(
                    week: week, drawnAt: at.steady, dueAt: due, each: rule.perPersonWeek, seed: seed))
            for (stratum, positions) in strata.sorted(by: { $0.key < $1.key }) {
                try view.put(
                    sampleStratum: SampleStratumRow(week: week, stratum: stratum, population: positions.count))
            }
            for sample in samples.sorted(by: { $0.position < $1.position }) { try view.put(sample: sample) }
            try tell(readers, ofDrawn: week, at: at.steady, view)
            var draft = ActDraft(kind: .samplesDrawn, at: at.wall)
            draft.personPairs = [
                ("week", week.description), ("each", String(rule.perPersonWeek)), ("seed", seed.hex),
                ("people", String(Set(strata.keys.map(\.person)).count)),
                ("acts", String(strata.values.map(\.count).reduce(0, +))),
                ("drawn", String(drawn.values.map(\.count).reduce(0, +))),
                ("digest", Amanah.digest(of: drawn.values.joined()).hex),
            ]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return 1
        }
    }

    /// Over positions in the order of the log.
    static func digest(of positions: some Sequence<Int64>) -> [UInt8] {
        let text = (["amanah/samples"] + positions.sorted().map(String.init)).joined(separator: "\n")
        return Array(SHA256.hash(data: Array(text.utf8)))
    }

    /// Draws every week's samples anew from the seed in its entry, and says which are not those in the database.
    package func checkSamples() async throws(ServiceError) -> [String] {
        var findings: [String] = []
        let keys = store.keys
        let zone = organisation.charter.zone
        let entries = try reading { try $0.acts(ActFilter(kinds: [.samplesDrawn], limit: 1000)) }
        var known: Set<Day> = []
        for row in entries {
            // One that does not open is named by the check of its own entry.
            guard let pairs = try? row.act.openPerson(keys) else { continue }
            let words = Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { a, _ in a })
            guard let week = words["week"].flatMap({ Day($0) }), let seed = words["seed"].flatMap(Amanah.bytes),
                let each = words["each"].flatMap({ Int($0) })
            else { continue }
            known.insert(week)
            let stored = try reading { try $0.samples(since: week) }.filter { $0.week == week }.map(\.position)
            if Amanah.digest(of: stored).hex != words["digest"] {
                findings.append("the samples of the week of \(week) are not those that were drawn")
            }
            let again = SampleDrawing.draw(try await strata(of: week, zone), each: each, Amanah.lots(seed))
            if Amanah.digest(of: again.values.joined()).hex != words["digest"] {
                findings.append("the samples of the week of \(week) are not what its seed draws")
            }
        }
        for week in try reading({ try $0.sampleWeeks(limit: 1000) }) where !known.contains(week.week) {
            findings.append("the week of \(week.week) has samples that no entry drew")
        }
        return findings
    }
}
