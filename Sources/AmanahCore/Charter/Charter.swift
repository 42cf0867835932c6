/// The policy file as values: what the charter says, whole and checked.
///
/// Fields, purposes and roles are numbered in the order in which they stand; rules refer to each other by number, so a
/// charter that parses has no dangling name.
package struct Charter: Sendable, Equatable {
    package var name: String
    package var version: Int
    package var terms: Terms
    /// Zone of a unit that names none.
    package var zone: Zone
    package var fields: [FieldRule]
    package var purposes: [PurposeRule]
    package var roles: [RoleRule]
    package var sensitivity: [SensitivityRule]
    package var breakGlass: BreakGlassRule?
    package var approvals: ApprovalsRule
    package var hours: HoursRule?
    package var presence: PresenceRule
    /// Seconds until an open card closes itself.
    package var closesAfterSeconds: Int
    /// Seconds until a revealed field hides itself.
    package var revealSeconds: Int
    /// Days until records of looks may be thinned; the chain itself stays.
    package var retention: RetentionRule
    /// A look counts only from a workstation that a superior admitted.
    package var workstationRequired: Bool
    /// Days that a superior's confirmation of a person's role and portion holds; `nil` asks for none.
    package var recertifyEveryDays: Int?
    package var books: BooksRule
    /// `nil` draws no samples.
    package var samples: SamplesRule?

    package struct Terms: Sendable, Equatable {
        /// Version of the terms, e.g. `terms/2026-09.md`.
        package var document: String
        package var renewEveryDays: Int
        package init(document: String, renewEveryDays: Int) {
            self.document = document
            self.renewEveryDays = renewEveryDays
        }
    }

    package struct FieldRule: Sendable, Equatable {
        package var name: FieldName
        package var fieldClass: FieldClass
        package var mask: Mask?
        package var title: Title
        package init(name: FieldName, fieldClass: FieldClass, mask: Mask?, title: Title) {
            self.name = name
            self.fieldClass = fieldClass
            self.mask = mask
            self.title = title
        }
    }

    /// Words for people, in both languages.
    package struct Title: Sendable, Equatable {
        package var id: String
        package var en: String
        package init(id: String, en: String) {
            self.id = id
            self.en = en
        }
    }

    /// What ties a person to a customer. Any one of a purpose's needs is enough.
    package enum Need: String, Sendable, CaseIterable {
        case ticket, book, presence
    }

    package enum Approval: String, Sendable, CaseIterable {
        case none, superior, both
    }

    package struct RevealRule: Sendable, Equatable {
        package var reason: Bool
        package var approval: Approval
        /// The form that a reveal gives.
        package var form: Form
        package init(reason: Bool, approval: Approval, form: Form = .full) {
            self.reason = reason
            self.approval = approval
            self.form = form
        }
    }

    package struct PurposeRule: Sendable, Equatable {
        package var id: PurposeID
        package var title: Title
        package var needs: [Need]
        /// One form a field, by the field's number; what no rule names is hidden.
        package var shows: [Form]
        /// One rule a field or `nil`, by the field's number.
        package var reveals: [RevealRule?]
        /// Minutes that a closed ticket still opens its customer.
        package var graceMinutes: Int
        package var approval: Approval
        /// Nothing is shown before a witness has signed for its entry.
        package var witnessRequired: Bool
        package init(
            id: PurposeID, title: Title, needs: [Need], shows: [Form], reveals: [RevealRule?], graceMinutes: Int,
            approval: Approval, witnessRequired: Bool = false
        ) {
            self.id = id
            self.title = title
            self.needs = needs
            self.shows = shows
            self.reveals = reveals
            self.graceMinutes = graceMinutes
            self.approval = approval
            self.witnessRequired = witnessRequired
        }

        /// Whether any field's reveal takes an approval.
        package var revealsByApproval: Bool { reveals.contains { $0.map { $0.approval != .none } ?? false } }
    }

    /// The part of the unit tree whose customers are *mine to find*.
    package enum Scope: String, Sendable, CaseIterable {
        case branch, region, company
    }

    /// Pages beside the desk that a role may open.
    package enum Page: String, Sendable, CaseIterable {
        case log, people, charter, workstations, erasure, hiring, vendors, team, ledger, books
    }

    package struct RoleRule: Sendable, Equatable {
        package var id: RoleID
        package var title: Title
        /// By the purpose's number, sorted.
        package var purposes: [Int]
        package var scope: Scope
        package var approves: Bool
        package var administers: Bool
        package var pages: [Page]
        package var quotas: Quotas
        /// Which quotas a superior may set for one person, and how far.
        package var adjust: Quotas.Adjustable
        /// Whoever has one of these roles sees this role's work, as a superior in the line does (L9).
        package var watchedBy: [RoleID]
        /// May be the second of the two people whom a new charter takes.
        package var confirmsCharters: Bool
        package init(
            id: RoleID, title: Title, purposes: [Int], scope: Scope, approves: Bool, administers: Bool, pages: [Page],
            quotas: Quotas, adjust: Quotas.Adjustable = [:], watchedBy: [RoleID] = [], confirmsCharters: Bool = false
        ) {
            self.id = id
            self.title = title
            self.purposes = purposes
            self.scope = scope
            self.approves = approves
            self.administers = administers
            self.pages = pages
            self.quotas = quotas
            self.adjust = adjust
            self.watchedBy = watchedBy
            self.confirmsCharters = confirmsCharters
        }

        /// A second factor is compulsory for everyone who approves, confirms charters, administers, lets people in or hands
        /// out customers.
        package var needsSecondFactor: Bool {
            approves || administers || confirmsCharters || pages.contains(.hiring)
                || pages.contains(.books)
        }
    }

    package struct SensitivityRule: Sendable, Equatable {
        package var id: SensitivityID
        package var approval: Approval
        package var notify: [RoleID]
        /// Nothing is shown before a witness has signed for its entry.
        package var witnessRequired: Bool
        package init(id: SensitivityID, approval: Approval, notify: [RoleID], witnessRequired: Bool = false) {
            self.id = id
            self.approval = approval
            self.notify = notify
            self.witnessRequired = witnessRequired
        }
    }

    package struct BreakGlassRule: Sendable, Equatable {
        /// By the role's number.
        package var roles: [Int]
        package var reviewWithinHours: Int
        package var perMonth: Int
        /// How long one look stands open to be taken.
        package var minutes: Int
        /// Who is told at once, beside both superiors.
        package var notify: [RoleID]
        package init(
            roles: [Int], reviewWithinHours: Int, perMonth: Int, minutes: Int = 5, notify: [RoleID] = []
        ) {
            self.roles = roles
            self.reviewWithinHours = reviewWithinHours
            self.perMonth = perMonth
            self.minutes = minutes
            self.notify = notify
        }
    }

    package struct HoursRule: Sendable, Equatable {
        /// Minutes since midnight in the unit's zone; `open` included, `close` not. `open > close` spans midnight.
        package var openMinute: Int
        package var closeMinute: Int
        package var outside: Outside
        /// Outside one's shift of the roster counts as outside the hours.
        package var rosterRequired: Bool
        package enum Outside: String, Sendable, CaseIterable { case denied, approval }
        package init(openMinute: Int, closeMinute: Int, outside: Outside, rosterRequired: Bool = false) {
            self.openMinute = openMinute
            self.closeMinute = closeMinute
            self.outside = outside
            self.rosterRequired = rosterRequired
        }
        package func contains(minuteOfDay minute: Int) -> Bool {
            openMinute <= closeMinute
                ? minute >= openMinute && minute < closeMinute : minute >= openMinute || minute < closeMinute
        }
    }

    package struct PresenceRule: Sendable, Equatable {
        package var codeMinutes: Int
        package var tries: Int
        package var perPersonPerDay: Int
        /// Minutes that a ticket opened at the desk stays open.
        package var ticketMinutes: Int
        package init(codeMinutes: Int = 5, tries: Int = 3, perPersonPerDay: Int = 20, ticketMinutes: Int = 30) {
            self.codeMinutes = codeMinutes
            self.tries = tries
            self.perPersonPerDay = perPersonPerDay
            self.ticketMinutes = ticketMinutes
        }
    }

    package struct RetentionRule: Sendable, Equatable {
        package var lookDetailsDays: Int
        package var sessionsDays: Int
        package init(lookDetailsDays: Int = 1825, sessionsDays: Int = 90) {
            self.lookDetailsDays = lookDetailsDays
            self.sessionsDays = sessionsDays
        }
    }

    package init(
        name: String, version: Int, terms: Terms, zone: Zone = .wib, fields: [FieldRule], purposes: [PurposeRule],
        roles: [RoleRule], sensitivity: [SensitivityRule] = [], breakGlass: BreakGlassRule? = nil,
        approvals: ApprovalsRule = ApprovalsRule(),
        hours: HoursRule? = nil, presence: PresenceRule = PresenceRule(), closesAfterSeconds: Int = 300,
        revealSeconds: Int = 30, retention: RetentionRule = RetentionRule(), workstationRequired: Bool = false,
        recertifyEveryDays: Int? = nil, books: BooksRule = BooksRule(), samples: SamplesRule? = nil
    ) {
        self.name = name
        self.version = version
        self.terms = terms
        self.zone = zone
        self.fields = fields
        self.purposes = purposes
        self.roles = roles
        self.sensitivity = sensitivity
        self.breakGlass = breakGlass
        self.approvals = approvals
        self.hours = hours
        self.presence = presence
        self.closesAfterSeconds = closesAfterSeconds
        self.revealSeconds = revealSeconds
        self.retention = retention
        self.workstationRequired = workstationRequired
        self.recertifyEveryDays = recertifyEveryDays
        self.books = books
        self.samples = samples
    }

    package func purpose(_ id: PurposeID) -> PurposeRule? { purposes.first { $0.id == id } }
    package func purposeNumber(_ id: PurposeID) -> Int? { purposes.firstIndex { $0.id == id } }
    package func role(_ id: RoleID) -> RoleRule? { roles.first { $0.id == id } }
    package func fieldNumber(_ name: FieldName) -> Int? { fields.firstIndex { $0.name == name } }
    package func sensitivityRule(_ id: SensitivityID) -> SensitivityRule? { sensitivity.first { $0.id == id } }
}
