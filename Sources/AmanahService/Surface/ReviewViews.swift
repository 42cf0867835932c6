package import AmanahCore

/// Something that was drawn, for whoever gives his word on it.
package struct SampleView: Sendable, Equatable {
    package var id: SampleID
    package var week: Day
    package var kind: SampleDrawing.Kind
    package var person: PersonID
    package var personName: String
    package var unitName: String
    package var vendorName: String?
    package var dueAt: Moment
    package var isOverdue: Bool
    /// What the log says of it; customers by number only.
    package var act: LogRow
    package var explanation: Explanation?
    package var review: Review?
    /// It waits for the reader's word.
    package var isForMe: Bool

    package struct Review: Sendable, Equatable {
        package var at: Moment
        package var by: PersonID
        package var byName: String
        package var word: Explanation.Review
        package var said: String
        package init(at: Moment, by: PersonID, byName: String, word: Explanation.Review, said: String) {
            self.at = at
            self.by = by
            self.byName = byName
            self.word = word
            self.said = said
        }
    }

    package init(
        id: SampleID, week: Day, kind: SampleDrawing.Kind, person: PersonID, personName: String, unitName: String,
        vendorName: String?, dueAt: Moment, isOverdue: Bool, act: LogRow, explanation: Explanation?, review: Review?,
        isForMe: Bool
    ) {
        self.id = id
        self.week = week
        self.kind = kind
        self.person = person
        self.personName = personName
        self.unitName = unitName
        self.vendorName = vendorName
        self.dueAt = dueAt
        self.isOverdue = isOverdue
        self.act = act
        self.explanation = explanation
        self.review = review
        self.isForMe = isForMe
    }
}

/// How much of a week the samples cover, over the people whom the reader stands above or watches.
package struct SampleCoverage: Sendable, Equatable {
    package var week: Day
    /// People with a look or a decision in the week, and those of them with a sample.
    package var people: Int
    package var peopleSampled: Int
    package var looks: Int
    package var looksSampled: Int
    package var decisions: Int
    package var decisionsSampled: Int
    package var done: Int
    package var overdue: Int
    package var notInOrder: Int
    package var sampled: Int { looksSampled + decisionsSampled }

    package init(
        week: Day, people: Int = 0, peopleSampled: Int = 0, looks: Int = 0, looksSampled: Int = 0, decisions: Int = 0,
        decisionsSampled: Int = 0, done: Int = 0, overdue: Int = 0, notInOrder: Int = 0
    ) {
        self.week = week
        self.people = people
        self.peopleSampled = peopleSampled
        self.looks = looks
        self.looksSampled = looksSampled
        self.decisions = decisions
        self.decisionsSampled = decisionsSampled
        self.done = done
        self.overdue = overdue
        self.notInOrder = notInOrder
    }
}

/// What a reader may see of the samples.
package struct ReviewsView: Sendable, Equatable {
    /// Those that wait for the reader, the first due first.
    package var waiting: [SampleView]
    /// What others found not in order, or left beyond its time, below the reader.
    package var raised: [SampleView]
    /// Newest week first.
    package var coverage: [SampleCoverage]
    /// The charter draws samples at all.
    package var draws: Bool
    package init(waiting: [SampleView], raised: [SampleView], coverage: [SampleCoverage], draws: Bool) {
        self.waiting = waiting
        self.raised = raised
        self.coverage = coverage
        self.draws = draws
    }
}
