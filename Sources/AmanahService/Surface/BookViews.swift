package import AmanahCore

/// What a superior wants handed out.
package struct BookInput: Sendable, Equatable {
    package var purpose: PurposeID
    package var startsOn: Day
    package var endsOn: Day
    /// Who gets a share; in no order of their own.
    package var people: [PersonID]
    package var rule: BookRule
    package var division: BookDivision
    package var said: String
    package init(
        purpose: PurposeID, startsOn: Day, endsOn: Day, people: [PersonID], rule: BookRule, division: BookDivision,
        said: String
    ) {
        self.purpose = purpose
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.people = people
        self.rule = rule
        self.division = division
        self.said = said
    }
}

/// What a handing-out would give.
package struct BookPreview: Sendable, Equatable {
    package var shares: [(person: PersonID, name: String, customers: Int)]
    /// Of the customers that fit, those that somebody has in hand for this purpose already.
    package var inHand: Int

    package static func == (a: BookPreview, b: BookPreview) -> Bool {
        a.inHand == b.inHand && a.shares.elementsEqual(b.shares, by: ==)
    }
}

/// A book as one reader may see it.
package struct BookView: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        /// Its first day is still to come.
        case coming
        case running
        /// Its period is over.
        case over
        /// Taken back before its time, or moved on.
        case returned
    }

    package struct Portion: Sendable, Equatable {
        package var person: PersonID
        package var name: String
        package var customers: Int
        /// Customers of it that were looked at for the purpose since they were handed out.
        package var lookedAt: Int
        /// Still in this person's hands.
        package var isOpen: Bool
        package init(person: PersonID, name: String, customers: Int, lookedAt: Int, isOpen: Bool) {
            self.person = person
            self.name = name
            self.customers = customers
            self.lookedAt = lookedAt
            self.isOpen = isOpen
        }
    }

    package var id: BookID
    package var giver: PersonID
    package var giverName: String
    package var purpose: PurposeID
    package var purposeTitle: Charter.Title
    package var startsOn: Day
    package var endsOn: Day
    package var state: State
    /// Where it came from, if it was moved on.
    package var movedFrom: (book: BookID, person: PersonID)?
    package var division: BookDivision
    package var said: String
    /// Only those that the reader may see.
    package var portions: [Portion]
    /// The reader may move its portions and take it back.
    package var isMine: Bool

    package static func == (a: BookView, b: BookView) -> Bool {
        a.id == b.id && a.state == b.state && a.portions == b.portions && a.isMine == b.isMine
    }

    package init(
        id: BookID, giver: PersonID, giverName: String, purpose: PurposeID, purposeTitle: Charter.Title, startsOn: Day,
        endsOn: Day, state: State, movedFrom: (book: BookID, person: PersonID)? = nil, division: BookDivision,
        said: String, portions: [Portion], isMine: Bool
    ) {
        self.id = id
        self.giver = giver
        self.giverName = giverName
        self.purpose = purpose
        self.purposeTitle = purposeTitle
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.state = state
        self.movedFrom = movedFrom
        self.division = division
        self.said = said
        self.portions = portions
        self.isMine = isMine
    }
}

/// What a superior may choose from.
package struct BookChoices: Sendable, Equatable {
    package struct Receiver: Sendable, Equatable {
        package var person: PersonID
        package var name: String
        package var unitName: String
        package init(person: PersonID, name: String, unitName: String) {
            self.person = person
            self.name = name
            self.unitName = unitName
        }
    }

    /// Purposes that go by book and that somebody below has.
    package var purposes: [PurposeView]
    package var units: [(id: UnitID, name: String)]
    package var segments: [FieldName]
    /// Cleared people below who have one of the purposes.
    package var receivers: [Receiver]
    package var today: Day
    package var mostDays: Int
    package var mostEach: Int

    package static func == (a: BookChoices, b: BookChoices) -> Bool {
        a.purposes == b.purposes && a.segments == b.segments && a.receivers == b.receivers && a.today == b.today
            && a.units.elementsEqual(b.units, by: ==)
    }

    package init(
        purposes: [PurposeView], units: [(id: UnitID, name: String)], segments: [FieldName], receivers: [Receiver],
        today: Day, mostDays: Int, mostEach: Int
    ) {
        self.purposes = purposes
        self.units = units
        self.segments = segments
        self.receivers = receivers
        self.today = today
        self.mostDays = mostDays
        self.mostEach = mostEach
    }
}

/// The books that one reader may see.
package struct BooksView: Sendable, Equatable {
    /// Newest first.
    package var books: [BookView]
    /// `nil` for who hands nothing out.
    package var choices: BookChoices?
    package init(books: [BookView], choices: BookChoices?) {
        self.books = books
        self.choices = choices
    }
}
