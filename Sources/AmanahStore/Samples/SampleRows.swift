package import AmanahCore

/// A week whose samples were drawn; its Monday names it.
package struct SampleWeekRow: Sendable, Equatable {
    package var week: Day
    package var drawnAt: Moment
    package var dueAt: Moment
    /// How many of each stratum.
    package var each: Int
    package var seed: [UInt8]
    /// When those above were told which of its samples nobody had reviewed in time; `nil` before.
    package var toldAt: Moment?
    package init(week: Day, drawnAt: Moment, dueAt: Moment, each: Int, seed: [UInt8]) {
        self.week = week
        self.drawnAt = drawnAt
        self.dueAt = dueAt
        self.each = each
        self.seed = seed
    }

    /// Whether its time is over and nobody was told yet of what is late.
    package func isToBeTold(at now: Moment) -> Bool { toldAt == nil && dueAt <= now }
}

/// One look or decision that was drawn.
package struct SampleRow: Sendable, Equatable {
    /// Where it stands in the log.
    package var position: Int64
    package var week: Day
    package var stratum: SampleDrawing.Stratum
    package var dueAt: Moment
    /// A superior's word.
    package var review: Review?

    package struct Review: Sendable, Equatable {
        package var at: Moment
        package var by: PersonID
        package var word: Explanation.Review
        package var said: String
        package init(at: Moment, by: PersonID, word: Explanation.Review, said: String) {
            self.at = at
            self.by = by
            self.word = word
            self.said = said
        }
    }

    package init(
        position: Int64, week: Day, stratum: SampleDrawing.Stratum, dueAt: Moment, review: Review? = nil
    ) {
        self.position = position
        self.week = week
        self.stratum = stratum
        self.dueAt = dueAt
        self.review = review
    }
}

/// How much a person did in a week, of which samples were drawn.
package struct SampleStratumRow: Sendable, Equatable {
    package var week: Day
    package var stratum: SampleDrawing.Stratum
    package var population: Int
    package init(week: Day, stratum: SampleDrawing.Stratum, population: Int) {
        self.week = week
        self.stratum = stratum
        self.population = population
    }
}

package protocol SampleReadView {
    /// Newest first.
    func sampleWeeks(limit: Int) throws -> [SampleWeekRow]
    /// - Throws: ``StoreError`` `sealBroken` where its review was edited.
    func sample(_ position: Int64) throws -> SampleRow?
    /// Everything drawn in the weeks from one on, by position; whose review was edited counts as not reviewed.
    func samples(since week: Day) throws -> [SampleRow]
    /// Reviewed samples of one person between two positions.
    func samples(of person: PersonID, from: Int64, before: Int64) throws -> [SampleRow]
    func sampleStrata(since week: Day) throws -> [SampleStratumRow]
    /// The same of one person.
    func samples(of person: PersonID, since week: Day) throws -> [SampleRow]
    func sampleStrata(of person: PersonID, since week: Day) throws -> [SampleStratumRow]
    /// What somebody said last when he gave his word, newest first.
    func reviews(by person: PersonID, limit: Int) throws -> [SampleRow]
    /// Positions of acts of these kinds, from one position to before another, with who did them; those of nobody are left out.
    func positions(_ kinds: [ActKind], from: Int64, before: Int64) throws -> [(Int64, PersonID, ActKind)]
}

package protocol SampleWriteView {
    func put(sampleWeek: SampleWeekRow) throws
    func put(sample: SampleRow) throws
    /// The late samples of a week were told of.
    func tell(ofWeek: Day, at: Moment) throws
    func put(sampleStratum: SampleStratumRow) throws
}
