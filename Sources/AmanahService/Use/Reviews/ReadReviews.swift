package import AmanahCore
import AmanahStore

extension Amanah {
    /// Weeks that one page shows.
    private static let weeksShown: Int64 = 6

    package func reviews(_ session: Session, from: Origin) async throws(ServiceError) -> ReviewsView {
        try await refresh(session)
        let member = try cleared(session)
        _ = try page(.team, member)
        try await record(draft(.reviewsRead, session), share: session.person.rawValue)
        let organisation = organisation
        let now = clock.read().steady
        let since = Amanah.firstWeekShown(now, organisation)
        return try reading { view in
            let seen = try view.samples(since: since).filter { sample in
                organisation.supervision.isAbove(session.person, sample.stratum.person)
            }
            var found = ReviewsView(
                waiting: [], raised: [],
                coverage: coverage(
                    seen,
                    try view.sampleStrata(since: since).filter {
                        organisation.supervision.isAbove(session.person, $0.stratum.person)
                    }, at: now), draws: organisation.charter.samples != nil)
            for sample in seen {
                if sample.review == nil, try answerers(sample, organisation, view).contains(session.person) {
                    found.waiting.append(try sampleView(sample, for: session, organisation, view, at: now))
                } else if sample.review?.word == .notInOrder || (sample.review == nil && sample.dueAt <= now) {
                    found.raised.append(try sampleView(sample, for: session, organisation, view, at: now))
                }
            }
            found.waiting.sort { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }
            found.raised.sort { ($1.dueAt, $1.id) < ($0.dueAt, $0.id) }
            return found
        }
    }

    /// The first of the weeks whose samples the page *Tinjauan* shows.
    static func firstWeekShown(_ now: Moment, _ organisation: Organisation) -> Day {
        Day(number: now.day(in: organisation.charter.zone).monday.number - 7 * weeksShown)
    }

    private func coverage(
        _ samples: [SampleRow], _ strata: [SampleStratumRow], at now: Moment
    ) -> [SampleCoverage] {
        let drawn = Dictionary(grouping: samples, by: \.week)
        return Dictionary(grouping: strata, by: \.week).map { week, strata in
            var row = SampleCoverage(week: week)
            let own = drawn[week] ?? []
            row.people = Set(strata.map(\.stratum.person)).count
            row.peopleSampled = Set(own.map(\.stratum.person)).count
            for stratum in strata {
                if stratum.stratum.kind == .look {
                    row.looks += stratum.population
                } else {
                    row.decisions += stratum.population
                }
            }
            for sample in own {
                if sample.stratum.kind == .look { row.looksSampled += 1 } else { row.decisionsSampled += 1 }
                if let review = sample.review {
                    row.done += 1
                    if review.word == .notInOrder { row.notInOrder += 1 }
                } else if sample.dueAt <= now {
                    row.overdue += 1
                }
            }
            return row
        }.sorted { $1.week < $0.week }
    }

    func sampleView(
        _ sample: SampleRow, for session: Session, _ organisation: Organisation, _ view: any ReadView, at now: Moment
    ) throws -> SampleView {
        guard let row = try view.act(sample.position) else { throw ServiceError.notFound }
        let person = sample.stratum.person
        let member = organisation.members[person]
        return SampleView(
            id: SampleID(position: sample.position), week: sample.week, kind: sample.stratum.kind, person: person,
            personName: member?.record.name ?? person.rawValue, unitName: member?.unitName ?? "",
            vendorName: member?.vendorName, dueAt: sample.dueAt,
            isOverdue: sample.review == nil && sample.dueAt <= now, act: try legible(row, view: view),
            explanation: sample.stratum.kind == .look ? explanation(of: row.act) : nil,
            review: sample.review.map { review in
                SampleView.Review(
                    at: review.at, by: review.by, byName: organisation.name(of: review.by) ?? review.by.rawValue,
                    word: review.word, said: review.said)
            },
            isForMe: try sample.review == nil
                && answerers(sample, organisation, view).contains(session.person))
    }

    /// Of whom a sample is, where that is one of the staff: nobody gives a word on what concerns his own record (B7).
    private func subject(of sample: SampleRow, _ view: any ReadView) throws -> PersonID? {
        guard let customer = try view.act(sample.position)?.act.customer else { return nil }
        return try view.customer(customer)?.staff
    }

    /// Who is to give a word on a sample: the superior, and in place of one whose own record it is about his superior.
    func answerers(
        _ sample: SampleRow, _ organisation: Organisation, _ view: any ReadView
    ) throws -> Set<PersonID> {
        var found = Set(organisation.supervision.overseers(of: sample.stratum.person))
        if let subject = try subject(of: sample, view), found.remove(subject) != nil {
            found.formUnion(organisation.supervision.overseers(of: subject))
        }
        return found
    }

    package func review(
        _ session: Session, sample id: SampleID, _ word: Explanation.Review, said: String, from: Origin
    ) async throws(ServiceError) -> SampleView {
        try Inputs.checkWords(said, field: "words", maximumBytes: ReasonText.maximumBytes)
        guard ReasonText.hasSubstance(said) else { throw .invalid(field: "words", what: "words of substance") }
        guard let position = id.position else { throw .notFound }
        try step(session)
        let at = clock.read()
        return try await durably(for: session) { [self] view in
            let (member, _, organisation) = try clearedWithOrganisation(session, in: view)
            _ = try page(.team, member)
            // Whoever stands above may give it, however far: an absent superior leaves nothing undone. Nobody does for himself.
            guard var sample = try view.sample(position),
                organisation.supervision.isAbove(session.person, sample.stratum.person)
            else { throw ServiceError.notFound }
            guard sample.review == nil else {
                throw ServiceError.conflict(what: "`\(id)` has somebody's word already")
            }
            guard try subject(of: sample, view) != session.person else {
                throw ServiceError.denied([.ownRecord])
            }
            // The same words for one after the other are no look at each (C5, C6).
            guard
                try !view.reviews(by: session.person, limit: 5).contains(where: {
                    $0.review.map { ReasonText.same($0.said, said) } ?? false
                })
            else { throw ServiceError.invalid(field: "words", what: "words for this one, not those for the last") }
            sample.review = SampleRow.Review(at: at.steady, by: session.person, word: word, said: said)
            try view.put(sample: sample)
            var draft = draft(.sampleReviewed, session)
            draft.at = at.wall
            if sample.stratum.kind == .look { draft.look = LookID(ledgerIndex: position) }
            draft.personPairs = [
                ("sample", id.rawValue), ("of", sample.stratum.person.rawValue), ("word", word.rawValue),
                ("said", said),
            ]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return try sampleView(sample, for: session, organisation, view, at: at.steady)
        }
    }
}
