import AmanahCore
import AmanahStore

extension Amanah {
    /// Weeks that are made up for where the gateway did not run.
    private static let weeksTold = 8

    /// Whoever is to give a word on one of these samples.
    ///
    /// - Complexity: two rows read for each sample.
    func answerers(_ samples: [SampleRow], _ organisation: Organisation, _ view: any ReadView) throws -> Set<PersonID> {
        try samples.reduce(into: []) { found, sample in
            found.formUnion(try answerers(sample, organisation, view))
        }
    }

    /// Tells those who are to give a word on samples that were drawn; each once for all of a week.
    func tell(_ readers: Set<PersonID>, ofDrawn week: Day, at now: Moment, _ view: any WriteView) throws {
        for reader in readers.sorted() {
            try view.put(notice: notice(.samplesWaiting, to: reader, about: week.description, at: now))
        }
    }

    /// Tells of samples that nobody reviewed in time: those who should have, and those who answer for them. Once for each week,
    /// with an entry that says who was told.
    ///
    /// - Complexity: one batch where a week's time is over, none otherwise.
    package func announceOverdueSamples() async throws(ServiceError) {
        let at = clock.read()
        let organisation = organisation
        guard try reading({ try $0.sampleWeeks(limit: Amanah.weeksTold).contains { $0.isToBeTold(at: at.steady) } })
        else { return }
        try await durably(share: "housekeeper") { [self] view in
            for row in try view.sampleWeeks(limit: Amanah.weeksTold) where row.isToBeTold(at: at.steady) {
                let week = row.week
                try view.tell(ofWeek: week, at: at.steady)
                let late = try view.samples(since: week).filter { $0.week == week && $0.review == nil }
                guard !late.isEmpty else { continue }
                let overseers = try answerers(late, organisation, view)
                let told = overseers.union(overseers.flatMap(organisation.supervision.overseers)).sorted()
                for reader in told {
                    try view.put(
                        notice: notice(.samplesOverdue, to: reader, about: week.description, at: at.steady))
                }
                var draft = ActDraft(kind: .samplesOverdue, at: at.wall)
                draft.personPairs = [
                    ("week", week.description), ("late", String(late.count)),
                    ("told", told.map(\.rawValue).joined(separator: " ")),
                ]
                _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            }
        }
    }
}
