package import AmanahCore

/// A step of someone's course as the books hold it.
package struct StaffStepRow: Sendable, Equatable {
    /// In the order of the books; 0 before it is written.
    package var number: Int64
    package var person: PersonID
    package var step: CourseStep
    /// What was said, which looks are the evidence, what an agreement lays down. Sealed, and bound to all of the row.
    package var words: [StaffWord]
    package init(number: Int64 = 0, person: PersonID, step: CourseStep, words: [StaffWord] = []) {
        self.number = number
        self.person = person
        self.step = step
        self.words = words
    }
}

/// One named text beside a step.
package struct StaffWord: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        /// The reason given.
        case said
        /// Numbers of looks, `L-12 L-40`.
        case evidence
        case agreement, startsOn, endsOn, document, duties, sanctions, rewards, targets
    }
    package var name: Name
    package var text: String
    package init(_ name: Name, _ text: String) {
        self.name = name
        self.text = text
    }
}

extension [StaffWord] {
    package subscript(name: StaffWord.Name) -> String? { first { $0.name == name }?.text }
}

/// A change of someone's place that waits for a second person, or was decided.
package struct LineChangeRow: Sendable, Equatable {
    package var number: Int64
    package var change: LineChange
    package var proposedAt: Moment
    package var decidedBy: PersonID?
    package var decidedAt: Moment?
    package var confirmed: Bool?
    /// Why it is proposed. Sealed.
    package var said: String
    package init(
        number: Int64 = 0, change: LineChange, proposedAt: Moment, decidedBy: PersonID? = nil, decidedAt: Moment? = nil,
        confirmed: Bool? = nil, said: String
    ) {
        self.number = number
        self.change = change
        self.proposedAt = proposedAt
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.confirmed = confirmed
        self.said = said
    }
}

/// A stretch of time in which a person works; the end is not in it.
package struct ShiftRow: Sendable, Equatable {
    package var person: PersonID
    package var startsAt: Moment
    package var endsAt: Moment
    package init(person: PersonID, startsAt: Moment, endsAt: Moment) {
        self.person = person
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}

/// How many looks and refusals someone has in a time.
package struct ActivityRow: Sendable, Equatable {
    package var person: PersonID
    package var looks: Int
    package var denials: Int
}

/// Reading what concerns the staff.
package protocol PeopleReadView {
    /// All steps of one person, oldest first, with their words.
    func steps(of person: PersonID) throws -> [StaffStepRow]
    func openLineChanges() throws -> [LineChangeRow]
    func lineChange(_ number: Int64) throws -> LineChangeRow?
    func lineChanges(of person: PersonID, limit: Int) throws -> [LineChangeRow]
    /// Whether a shift of the person covers a moment.
    func isOnShift(_ person: PersonID, at: Moment) throws -> Bool
    func shifts(of person: PersonID, endingAfter: Moment, limit: Int) throws -> [ShiftRow]
    func isAnnounced(_ agreement: AgreementID, endsOn: Day, days: Int) throws -> Bool
    /// How a company's directory calls people.
    func externalIDs() throws -> [PersonID: String]
    /// Looks and denials by person since a moment.
    func activity(since: Moment) throws -> [ActivityRow]
}

/// Writing what concerns the staff.
package protocol PeopleWriteView {
    /// Adds a step at the end of the books.
    func append(step: StaffStepRow) throws -> Int64
    func append(lineChange: LineChangeRow) throws -> Int64
    /// Decides a change that is still open; `false` where it was decided already.
    func decide(lineChange: Int64, by: PersonID, at: Moment, confirmed: Bool) throws -> Bool
    /// Replaces the shifts of a person that begin within these days' moments.
    /// Writes a change that waits anew, where its proposer is another now.
    func put(lineChange: LineChangeRow) throws
    func put(shift: ShiftRow) throws
    func deleteShifts(of person: PersonID, startingFrom: Moment, before: Moment) throws
    func announce(_ agreement: AgreementID, endsOn: Day, days: Int, at: Moment) throws
    func put(externalID: String?, of person: PersonID) throws
    /// When the charter began to ask for recertification; `nil` where it asks for none.
    func put(recertificationBegan: Moment?) throws
}
