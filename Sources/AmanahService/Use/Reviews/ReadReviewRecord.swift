import AmanahCore
import AmanahStore

extension Amanah {
    /// Verdicts that one page shows; those that were not in order are never cut before the others.
    private static let verdictsShown = 50

    /// What superiors found in the samples that were drawn of one person in the last 90 days.
    ///
    /// - Returns: `nil` where the reader may not read this person's days, or where no week was drawn.
    /// - Complexity: O(weeks · people) for the strata, one act read for each verdict shown.
    func reviewRecord(
        of subject: Organisation.Member, for reader: Organisation.Member, _ organisation: Organisation,
        _ view: any ReadView, at now: Moment
    ) throws -> ReviewRecordView? {
        let person = subject.record.id
        guard try mayReadDays(of: person, reader, organisation) else { return nil }
        let since = now.advanced(by: .seconds(-Amanah.recordDays * 86_400)).day(in: organisation.charter.zone).monday
        let weeks = try view.sampleWeeks(limit: Int(Amanah.recordDays / 7) + 2).map(\.week).filter { $0 >= since }
        guard let first = weeks.min(), let last = weeks.max() else { return nil }
        let samples = try view.samples(of: person, since: first)
        var found = ReviewRecordView(from: first, through: Day(number: last.number + 6))
        for stratum in try view.sampleStrata(of: person, since: first) {
            if stratum.stratum.kind == .look {
                found.looks += stratum.population
            } else {
                found.decisions += stratum.population
            }
        }
        found.sampled = samples.count
        let reviewed = samples.compactMap { sample in sample.review.map { (sample, $0) } }
        found.reviewed = reviewed.count
        found.notInOrder = reviewed.count { $0.1.word == .notInOrder }
        found.overdue = samples.count { $0.review == nil && $0.dueAt <= now }
        let seesRaised =
            organisation.charter.role(reader.record.role)?.pages.contains(.team) == true
            && organisation.supervision.isAbove(reader.record.id, person)
        let firstRaised = Amanah.firstWeekShown(now, organisation)
        let shown = reviewed.sorted { a, b in
            a.1.word == b.1.word ? a.1.at > b.1.at : a.1.word == .notInOrder
        }.prefix(Amanah.verdictsShown)
        for (sample, review) in shown {
            guard let act = try view.act(sample.position)?.act else { continue }
            found.verdicts.append(
                ReviewRecordView.Verdict(
                    id: SampleID(position: sample.position), kind: sample.stratum.kind,
                    look: sample.stratum.kind == .look ? LookID(ledgerIndex: sample.position) : nil, at: act.at,
                    day: act.at.day(in: subject.zone), word: review.word, by: review.by,
                    byName: organisation.name(of: review.by) ?? review.by.rawValue, reviewedAt: review.at,
                    isRaised: seesRaised && review.word == .notInOrder && sample.week >= firstRaised))
        }
        return found
    }
}
