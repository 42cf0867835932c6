package import AmanahCore

/// A quota that a superior has set for one person.
package struct QuotaSetting: Sendable, Equatable {
    package var person: PersonID
    package var kind: QuotaKind
    package var bound: Int
    package var by: PersonID
    package var at: Moment
    package init(person: PersonID, kind: QuotaKind, bound: Int, by: PersonID, at: Moment) {
        self.person = person
        self.kind = kind
        self.bound = bound
        self.by = by
        self.at = at
    }
}

/// One decision in few words, for counting.
package struct DecisionFigure: Sendable, Equatable {
    package var request: RequestID
    package var decider: PersonID
    package var person: PersonID
    package var at: Moment
    package var approved: Bool
    package var seconds: Int
    package init(
        request: RequestID, decider: PersonID, person: PersonID, at: Moment, approved: Bool, seconds: Int
    ) {
        self.request = request
        self.decider = decider
        self.person = person
        self.at = at
        self.approved = approved
        self.seconds = seconds
    }
}

/// A notice on its way to a person. It names no customer and gives no power: what it is about is read after signing in.
package struct NoticeRow: Sendable, Equatable {
    package var id: String
    package var person: PersonID
    package var kind: NoticeKind
    /// A request, a broken glass or a look: its number.
    package var about: String
    package var madeAt: Moment
    package var tries: Int
    /// `nil` once it is sent or given up.
    package var nextAt: Moment?
    package var outcome: String?
    package init(
        id: String, person: PersonID, kind: NoticeKind, about: String, madeAt: Moment, tries: Int = 0, nextAt: Moment?,
        outcome: String? = nil
    ) {
        self.id = id
        self.person = person
        self.kind = kind
        self.about = about
        self.madeAt = madeAt
        self.tries = tries
        self.nextAt = nextAt
        self.outcome = outcome
    }
}

package struct RequestFilter: Sendable {
    package var person: PersonID?
    package var customer: CustomerID?
    package var states: [ApprovalRequest.State]?
    package var since: Moment?
    package var limit: Int
    package init(
        person: PersonID? = nil, customer: CustomerID? = nil, states: [ApprovalRequest.State]? = nil,
        since: Moment? = nil, limit: Int
    ) {
        self.person = person
        self.customer = customer
        self.states = states
        self.since = since
        self.limit = limit
    }
}

package struct GlassFilter: Sendable {
    package var person: PersonID?
    package var customer: CustomerID?
    package var unreviewed: Bool
    package var since: Moment?
    package var limit: Int
    package init(
        person: PersonID? = nil, customer: CustomerID? = nil, unreviewed: Bool = false, since: Moment? = nil, limit: Int
    ) {
        self.person = person
        self.customer = customer
        self.unreviewed = unreviewed
        self.since = since
        self.limit = limit
    }
}

/// What waits for others to decide about one person.
package struct OpenMatters: Sendable, Equatable {
    package var requests = 0
    package var glasses = 0
    package init() {}
}

package protocol ApprovalReadView {
    func request(_ id: RequestID) throws -> ApprovalRequest?
    /// Newest first.
    func requests(_ filter: RequestFilter) throws -> [ApprovalRequest]
    func brokenGlass(_ id: RequestID) throws -> BrokenGlass?
    /// Whether a person was ever given a grant for this customer, or broke the glass for him.
    func mayHoldGrant(_ person: PersonID, _ customer: CustomerID) throws -> Bool
    /// Newest first.
    func brokenGlasses(_ filter: GlassFilter) throws -> [BrokenGlass]
    /// Decisions since a moment, of one decider or of all, newest first.
    func decisions(by: PersonID?, since: Moment, limit: Int) throws -> [DecisionFigure]
    /// How many acts of each of these kinds a person did since a moment.
    func actCounts(of person: PersonID, _ kinds: [ActKind], since: Moment) throws -> [ActKind: Int]
    /// How many other people opened this customer since a moment.
    func openers(of customer: CustomerID, beside person: PersonID, since: Moment) throws -> Int
    /// How many requests of each person wait, and how many of his broken glasses are not reviewed; those with none are left out.
    func openMatters() throws -> [PersonID: OpenMatters]
    /// Notices that are due, oldest first.
    func notices(dueAt: Moment, limit: Int) throws -> [NoticeRow]
    /// A person's notices, newest first.
    func notices(to person: PersonID, limit: Int) throws -> [NoticeRow]
}

package protocol ApprovalWriteView {
    func put(request: ApprovalRequest) throws
    func put(decision: DecisionFigure) throws
    func put(glass: BrokenGlass) throws
    func put(setting: QuotaSetting) throws
    func put(notice: NoticeRow) throws
    func deleteNotices(endedBefore: Moment) throws -> Int
}
