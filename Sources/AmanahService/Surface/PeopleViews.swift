package import AmanahCore

/// Someone who is to be let in.
package struct CandidateInput: Sendable, Equatable {
    package var id: PersonID
    package var name: String
    package var role: RoleID
    package var unit: UnitID
    package var supervisor: PersonID?
    /// `nil` for internal people.
    package var vendor: VendorID?
    package var said: String
    package init(
        id: PersonID, name: String, role: RoleID, unit: UnitID, supervisor: PersonID?, vendor: VendorID?, said: String
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.unit = unit
        self.supervisor = supervisor
        self.vendor = vendor
        self.said = said
    }
}

/// What an agreement lays down when it is signed.
package struct AgreementInput: Sendable, Equatable {
    package var id: AgreementID
    package var startsOn: Day
    package var endsOn: Day
    package var signature: CourseStep.Signature
    /// In whose name a delegate signs.
    package var principal: PersonID?
    /// SHA-256 of the signed document, 64 hexadecimal digits.
    package var documentHash: String
    package var duties: String
    package var sanctions: String
    package var rewards: String
    package var targets: String
    package init(
        id: AgreementID, startsOn: Day, endsOn: Day, signature: CourseStep.Signature, principal: PersonID?,
        documentHash: String, duties: String, sanctions: String, rewards: String, targets: String
    ) {
        self.id = id
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.signature = signature
        self.principal = principal
        self.documentHash = documentHash
        self.duties = duties
        self.sanctions = sanctions
        self.rewards = rewards
        self.targets = targets
    }
}

/// One step of somebody's course, as someone asks to take it.
package struct StepInput: Sendable, Equatable {
    package var kind: CourseStep.Kind
    /// Whether it speaks for the person; `nil` for kinds that have no outcome.
    package var passed: Bool?
    /// Training: valid through; end: last day of work.
    package var day: Day?
    package var said: String
    /// Looks of that person that the step rests on.
    package var evidence: [LookID]
    package var agreement: AgreementInput?
    package init(
        _ kind: CourseStep.Kind, passed: Bool? = nil, day: Day? = nil, said: String, evidence: [LookID] = [],
        agreement: AgreementInput? = nil
    ) {
        self.kind = kind
        self.passed = passed
        self.day = day
        self.said = said
        self.evidence = evidence
        self.agreement = agreement
    }
}

/// A step that was taken, or why it was not. A refusal is in the log too.
package enum StepOutcome: Sendable, Equatable {
    case taken(CourseView)
    case refused(CourseRefusal)
}

/// One step as it stands in the books.
package struct StepView: Sendable, Equatable {
    package var number: Int64
    package var kind: CourseStep.Kind
    package var by: PersonID
    package var byName: String?
    package var capacity: CourseStep.Capacity
    package var at: Moment
    package var passed: Bool?
    package var day: Day?
    package var signature: CourseStep.Signature?
    package var principal: PersonID?
    package var said: String?
    package var evidence: [String]
    package var agreement: AgreementID?
    package var documentHash: String?
    /// Duties, sanctions, rewards and targets, where the step is a signature.
    package var lays: [(what: String, text: String)]

    package static func == (a: StepView, b: StepView) -> Bool {
        a.number == b.number && a.kind == b.kind && a.at == b.at
    }
}

/// A step that can follow, and who may take it.
package struct NextStepView: Sendable, Equatable {
    package var kind: CourseStep.Kind
    package var capacities: [CourseStep.Capacity]
    /// Some of those who may, at most five.
    package var who: [PersonID]
    package var whoNames: [String]
    /// Whether the reader may take it.
    package var mine: Bool
}

package struct AgreementView: Sendable, Equatable {
    package var id: AgreementID
    package var vendor: VendorID?
    package var signedBy: UnitID?
    package var startsOn: Day
    package var endsOn: Day
    package var inForce: Bool
    package var daysLeft: Int
}

/// What someone has done with what was entrusted to him, in the last 90 days.
package struct RecordView: Sendable, Equatable {
    package var looks: Int
    package var denials: Int
    package var sanctions: Int
    /// Since when no sanction stands in the books; `nil` where one stands from the last 90 days.
    package var cleanSince: Moment?
}

/// What superiors found in the samples drawn of one person, over whole weeks.
package struct ReviewRecordView: Sendable, Equatable {
    /// Monday of the first week, Sunday of the last.
    package var from: Day
    package var through: Day
    /// What he did in these weeks, and how much of it was drawn.
    package var looks = 0
    package var decisions = 0
    package var sampled = 0
    package var reviewed = 0
    package var notInOrder = 0
    /// Drawn, and reviewed by nobody in time.
    package var overdue = 0
    /// What was not in order first, then the newest first.
    package var verdicts: [Verdict] = []

    package init(from: Day, through: Day) {
        self.from = from
        self.through = through
    }

    /// A superior's word on one look or decision.
    package struct Verdict: Sendable, Equatable {
        package var id: SampleID
        package var kind: SampleDrawing.Kind
        /// `nil` for a decision.
        package var look: LookID?
        /// When the look was, and the person's day that shows it.
        package var at: Moment
        package var day: Day
        package var word: Explanation.Review
        package var by: PersonID
        package var byName: String
        package var reviewedAt: Moment
        /// It stands on the reader's page *Tinjauan*.
        package var isRaised: Bool

        package init(
            id: SampleID, kind: SampleDrawing.Kind, look: LookID?, at: Moment, day: Day, word: Explanation.Review,
            by: PersonID, byName: String, reviewedAt: Moment, isRaised: Bool
        ) {
            self.id = id
            self.kind = kind
            self.look = look
            self.at = at
            self.day = day
            self.word = word
            self.by = by
            self.byName = byName
            self.reviewedAt = reviewedAt
            self.isRaised = isRaised
        }
    }
}

/// One person with his way in and out.
package struct CourseView: Sendable, Equatable {
    package var row: PersonRow
    package var vendor: VendorID?
    package var origin: Course.Origin
    package var steps: [StepView]
    package var next: [NextStepView]
    /// Steps beside the way (sanctions, rewards, suspension, end) that the reader may take.
    package var beside: [CourseStep.Kind]
    package var agreements: [AgreementView]
    package var record: RecordView
    /// `nil` where the reader may not read this person's days, or nothing was drawn yet.
    package var reviews: ReviewRecordView?
    package var certifiedThrough: Day?
    /// When a superior last confirmed role and portion; `nil` where nobody has yet.
    package var certifiedAt: Moment?
    package var changes: [LineChangeView]
    /// Whether the reader may propose another place for this person.
    package var mayMove: Bool
    package var shifts: [ShiftView]
    /// The line above, the direct superior first.
    package var line: [Superior]

    package struct Superior: Sendable, Equatable {
        package var id: PersonID
        package var name: String
        package var role: RoleID
    }
}

package struct ShiftView: Sendable, Equatable {
    package var startsAt: Moment
    package var endsAt: Moment
}

/// A change of someone's place, as it was proposed.
package struct LineChangeView: Sendable, Equatable {
    package var number: Int64
    package var person: PersonID
    package var personName: String
    package var from: Place
    package var to: Place
    package var fromName: String?
    package var toName: String?
    package var proposedBy: PersonID
    package var proposedByName: String?
    package var proposedAt: Moment
    package var said: String
    package var decidedBy: PersonID?
    package var decidedAt: Moment?
    package var confirmed: Bool?
    /// Whether the reader may decide it.
    package var mine: Bool
}

/// A proposal that was held or decided, or why not. A refusal is in the log too.
package enum LineOutcome: Sendable, Equatable {
    case held(LineChangeView)
    case decided(LineChangeView)
    case refused(LineRefusal)
}

/// What is waiting around people: who is on the way in, whose agreement ends, who must be confirmed again.
package struct HiringView: Sendable, Equatable {
    package struct OnTheWay: Sendable, Equatable {
        package var row: PersonRow
        package var next: [NextStepView]
    }
    package struct Ending: Sendable, Equatable {
        package var row: PersonRow
        package var endsOn: Day
        package var daysLeft: Int
    }
    package struct Due: Sendable, Equatable {
        package var row: PersonRow
        package var through: Day
        package var mine: Bool
    }
    package var candidates: [OnTheWay]
    package var ending: [Ending]
    /// Confirmations of role and portion that lapse within 30 days, or have lapsed.
    package var due: [Due]
    package var changes: [LineChangeView]
    /// Whether the reader may enter a candidate.
    package var mayEnter: Bool
    /// What a candidate of the reader can be given.
    package var units: [UnitChoice]
    package var vendors: [VendorChoice]
}

package struct UnitChoice: Sendable, Equatable {
    package var id: UnitID
    package var name: String
}

package struct VendorChoice: Sendable, Equatable {
    package var id: VendorID
    package var name: String
}

/// A vendor beside its peers, over the last 90 days.
package struct VendorView: Sendable, Equatable {
    package var id: VendorID
    package var name: String
    package var people: Int
    package var cleared: Int
    package var onTheWay: Int
    package var endingSoon: Int
    package var looks: Int
    package var denials: Int
    /// Samples that were not in order, and glass broken without need or not reviewed in time.
    package var alerts: Int
    /// Sanctions and reports to the police.
    package var incidents: Int
    /// Incidents for each 1,000 looks; `nil` where there was no look.
    package var incidentsPerThousand: Double?
}

package struct VendorPageView: Sendable, Equatable {
    package var vendor: VendorView
    package var peers: [VendorView]
    package var people: [VendorPerson]
    package struct VendorPerson: Sendable, Equatable {
        package var row: PersonRow
        package var looks: Int
        package var alerts: Int
        package var incidents: Int
        package var endsOn: Day?
        package var daysLeft: Int?
    }
}
