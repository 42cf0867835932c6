import AmanahCore
import AmanahStore

extension Amanah {
    /// Weeks whose overdue samples are still told of.
    private static let weeksTold = 8
    /// Notices of a person among which an earlier one is sought.
    private static let noticesSought = 500

    /// Tells whoever answers for somebody whose work was drawn that samples wait; once for all of a week.
    func tell(ofDrawn strata: some Sequence<SampleDrawing.Stratum>, _ week: Day, at now: Moment, _ view: any WriteView)
        throws
    {
        let readers = Set(strata.map(\.person)).flatMap(organisation.supervision.overseers)
        for reader in Set(readers).sorted() {
            try view.put(notice: notice(.samplesWaiting, to: reader, about: week.description, at: now))
        }
    }

    /// Tells of samples that nobody reviewed in time: those who should have, and those who answer for them; once for each week.
    ///
    /// - Complexity: one batch where something is new, none otherwise.
    package func announceOverdueSamples() async throws(ServiceError) {
        let now = clock.read().steady
        let supervision = organisation.supervision
        let told: [(PersonID, Day)] = try reading { view in
            var told: [(PersonID, Day)] = []
            for week in try view.sampleWeeks(limit: Amanah.weeksTold) where week.dueAt <= now {
                let late = try view.samples(since: week.week).filter { $0.week == week.week && $0.review == nil }
                let overseers = Set(late.flatMap { supervision.overseers(of: $0.stratum.person) })
                for reader in overseers.union(overseers.flatMap(supervision.overseers)).sorted()
                where try !isTold(reader, of: week.week, view) { told.append((reader, week.week)) }
            }
            return told
        }
        guard !told.isEmpty else { return }
        try await durably(share: "housekeeper") { [self] view in
            for (reader, week) in told where try !isTold(reader, of: week, view) {
                try view.put(notice: notice(.samplesOverdue, to: reader, about: week.description, at: now))
            }
        }
    }

    private func isTold(_ reader: PersonID, of week: Day, _ view: any ReadView) throws -> Bool {
        try view.notices(to: reader, limit: Amanah.noticesSought).contains {
            $0.kind == .samplesOverdue && $0.about == week.description
        }
    }
}
