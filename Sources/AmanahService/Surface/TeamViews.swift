package import AmanahCore

/// How someone of the team stands just now.
package enum TeamState: String, Sendable, CaseIterable {
    /// Signed in, with an act in the last ten minutes.
    case working
    /// Signed in, with nothing to see for ten minutes.
    case idle
    /// Not signed in.
    case away
    /// May not work now.
    case notCleared = "not-cleared"
}

/// One person as his superiors see him; the same for each of them.
package struct TeamRow: Sendable, Equatable {
    package var person: PersonID
    package var name: String
    package var role: RoleID
    package var unit: UnitID
    package var unitName: String
    package var vendorName: String?
    package var supervisorName: String?
    package var state: TeamState
    package var lacks: [ClearanceLack]
    /// The last act of any kind.
    package var lastAt: Moment?
    /// The hour of the day that runs, in his zone.
    package var hour: Int
    /// Looks by hour of the day in his zone, 24 numbers.
    package var hours: [Int]
    /// What is usual in each hour; `nil` while the log knows too few days.
    package var usual: UsualHours?
    /// ``usual`` is that of people of the same unit and role.
    package var usualIsDesks: Bool
    package var unexplained: Int
    package var reveals: Int
    package var denials: Int
    /// Requests of his that wait for a decision.
    package var waiting: Int
    /// Broken glasses of his that nobody has reviewed.
    package var unreviewed: Int
    /// Last day of the agreement in force or last to be.
    package var agreementEnds: Day?
    /// Days until the agreement ends, where that is within 30 days.
    package var agreementDaysLeft: Int?

    package var looksToday: Int { hours.reduce(0, +) }
    package var looksThisHour: Int { hours.indices.contains(hour) ? hours[hour] : 0 }

    package init(
        person: PersonID, name: String, role: RoleID, unit: UnitID, unitName: String, vendorName: String?,
        supervisorName: String?, state: TeamState, lacks: [ClearanceLack], lastAt: Moment?, hour: Int, hours: [Int],
        usual: UsualHours?, usualIsDesks: Bool, unexplained: Int, reveals: Int, denials: Int, waiting: Int = 0,
        unreviewed: Int = 0, agreementEnds: Day?,
        agreementDaysLeft: Int?
    ) {
        self.person = person
        self.name = name
        self.role = role
        self.unit = unit
        self.unitName = unitName
        self.vendorName = vendorName
        self.supervisorName = supervisorName
        self.state = state
        self.lacks = lacks
        self.lastAt = lastAt
        self.hour = hour
        self.hours = hours
        self.usual = usual
        self.usualIsDesks = usualIsDesks
        self.unexplained = unexplained
        self.reveals = reveals
        self.denials = denials
        self.waiting = waiting
        self.unreviewed = unreviewed
        self.agreementEnds = agreementEnds
        self.agreementDaysLeft = agreementDaysLeft
    }
}

/// A superior's team at one moment.
package struct TeamView: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package var tie: Supervision.Report.Tie
        package var row: TeamRow
        package init(tie: Supervision.Report.Tie, row: TeamRow) {
            self.tie = tie
            self.row = row
        }
    }

    package var at: Moment
    /// Direct reports first, then theirs, then whom the charter gives to watch.
    package var members: [Member]
    /// What ``Gateway/teamEvents(_:after:from:)`` goes on from.
    package var version: String
    package init(at: Moment, members: [Member], version: String) {
        self.at = at
        self.members = members
        self.version = version
    }
}

/// What a live page hears.
package enum TeamUpdate: Sendable, Equatable {
    /// Rows that have changed; none is a sign of life.
    case rows([TeamRow])
    /// Other people are in the team than before: read it anew. The last of its stream.
    case teamChanged
    /// The session is over, or its person may not look on any more. The last of its stream.
    case over
}

/// The changes of a team, one after the other, until the session or the team ends.
package struct TeamFeed: Sendable {
    /// The next update; waits for it. `nil` after the last. Throws when the waiting task is cancelled.
    package let next: @Sendable () async throws -> TeamUpdate?
    package init(next: @escaping @Sendable () async throws -> TeamUpdate?) { self.next = next }
}

/// What one person did on one day.
package struct PersonDayView: Sendable, Equatable {
    package struct Look: Sendable, Equatable {
        package var row: LogRow
        package var explanation: Explanation
        package var isUnexplained: Bool
        /// A superior's word, where it was drawn and reviewed.
        package var review: Explanation.Review?
        package init(
            row: LogRow, explanation: Explanation, isUnexplained: Bool, review: Explanation.Review? = nil
        ) {
            self.row = row
            self.explanation = explanation
            self.isUnexplained = isUnexplained
            self.review = review
        }
    }

    package struct Ticket: Sendable, Equatable {
        package var id: TicketID
        package var purpose: PurposeID
        package var openedAt: Moment
        package var closedAt: Moment?
        package var byPresence: Bool
        package init(id: TicketID, purpose: PurposeID, openedAt: Moment, closedAt: Moment?, byPresence: Bool) {
            self.id = id
            self.purpose = purpose
            self.openedAt = openedAt
            self.closedAt = closedAt
            self.byPresence = byPresence
        }
    }

    package var person: PersonID
    package var name: String
    package var unitName: String
    package var vendorName: String?
    package var role: RoleID
    package var zone: Zone
    package var day: Day
    /// Oldest first, as all that follow.
    package var tickets: [Ticket]
    package var looks: [Look]
    package var reveals: [LogRow]
    package var denials: [LogRow]
    /// There was more than is shown.
    package var isCut: Bool

    package init(
        person: PersonID, name: String, unitName: String, vendorName: String?, role: RoleID, zone: Zone, day: Day,
        tickets: [Ticket] = [], looks: [Look] = [], reveals: [LogRow] = [], denials: [LogRow] = [], isCut: Bool = false
    ) {
        self.person = person
        self.name = name
        self.unitName = unitName
        self.vendorName = vendorName
        self.role = role
        self.zone = zone
        self.day = day
        self.tickets = tickets
        self.looks = looks
        self.reveals = reveals
        self.denials = denials
        self.isCut = isCut
    }
}
