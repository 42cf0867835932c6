import AmanahCore
import Synchronization

@testable import AmanahService

/// One candidate on the way in, one vendor, one change of the line; refusals are real, numbers are not.
extension FakeGateway {
    private func mayRead(_ session: Session) throws(ServiceError) {
        guard session.role == RoleID("auditor") else { throw .notForRole }
    }

    static func courseView(_ id: PersonID) -> CourseView {
        let row = PersonRow(
            id: id, name: "Agen Lima", role: RoleID("agent"), unit: UnitID("B3273A"), unitName: "Rungkut",
            supervisor: PersonID("P0004"), employment: "outsourced", vendorName: "PT Mitra",
            clearance: ClearanceFacts(vetting: .carriedOver, training: .carriedOver, agreements: []),
            lacks: [.noAgreement], agreementEnds: nil, signedIn: false, secondFactor: false, stage: .recommended)
        return CourseView(
            row: row, vendor: VendorID("V1"), origin: .entered(.branch),
            steps: [
                StepView(
                    number: 1, kind: .candidate, by: PersonID("P0004"), byName: "Ketua Empat", capacity: .superior,
                    at: Moment(seconds: 1_789_000_000), passed: nil, day: nil, signature: nil, principal: nil,
                    said: "calon dari cabang <b>ini</b>", evidence: ["L-12"], agreement: nil, documentHash: nil,
                    lays: [])
            ],
            next: [
                NextStepView(
                    kind: .confirmed, capacities: [.hr], who: [PersonID("P0005")], whoNames: ["Ibu Lima"], mine: true)
            ], beside: [.warned, .suspended, .ended, .signed], agreements: [],
            record: RecordView(looks: 120, denials: 2, sanctions: 0, cleanSince: nil), reviews: reviewRecord,
            certifiedThrough: nil,
            certifiedAt: nil,
            changes: [lineChange], mayMove: true,
            shifts: [ShiftView(startsAt: Moment(seconds: 1_790_000_000), endsAt: Moment(seconds: 1_790_030_000))],
            line: [CourseView.Superior(id: PersonID("P0004"), name: "Ketua Empat", role: RoleID("agent"))])
    }

    /// One look not in order, one in order, and a decision that stands on the page of reviews.
    static let reviewRecord: ReviewRecordView = {
        var record = ReviewRecordView(from: Day(number: 20_741), through: Day(number: 20_761))
        (record.looks, record.decisions, record.sampled, record.reviewed) = (40, 2, 5, 3)
        (record.notInOrder, record.overdue) = (2, 1)
        func verdict(
            _ position: Int64, _ kind: SampleDrawing.Kind, _ word: Explanation.Review, isRaised: Bool
        ) -> ReviewRecordView.Verdict {
            let at = Moment(seconds: 1_792_000_000 + position * 60)
            return ReviewRecordView.Verdict(
                id: SampleID(position: position), kind: kind, look: kind == .look ? LookID(position + 1) : nil,
                at: at, day: at.day(in: .wib), word: word, by: PersonID("P0004"), byName: "Ketua <Empat>",
                reviewedAt: at.advanced(by: .seconds(86_400)), isRaised: isRaised)
        }
        record.verdicts = [
            verdict(22, .look, .notInOrder, isRaised: true), verdict(30, .decision, .notInOrder, isRaised: true),
            verdict(25, .look, .inOrder, isRaised: false),
        ]
        return record
    }()

    static let lineChange = LineChangeView(
        number: 7, person: PersonID("P0101"), personName: "Agen Lima",
        from: Place(supervisor: PersonID("P0004"), unit: UnitID("B3273A"), role: RoleID("agent")),
        to: Place(supervisor: PersonID("P0006"), unit: UnitID("B3273A"), role: RoleID("agent")),
        fromName: "Ketua Empat",
        toName: nil, proposedBy: PersonID("P0005"), proposedByName: "Ibu Lima",
        proposedAt: Moment(seconds: 1_789_000_000),
        said: "pindah tim", decidedBy: nil, decidedAt: nil, confirmed: nil, mine: true)

    func course(_ session: Session, of person: PersonID, from: Origin) async throws(ServiceError) -> CourseView {
        try mayRead(session)
        guard person == PersonID("P0101") else { throw .notFound }
        return Self.courseView(person)
    }

    func hiring(_ session: Session, from: Origin) async throws(ServiceError) -> HiringView {
        try mayRead(session)
        let view = Self.courseView(PersonID("P0101"))
        return HiringView(
            candidates: [.init(row: view.row, next: view.next)],
            ending: [.init(row: view.row, endsOn: Day(number: 20_720), daysLeft: 4)],
            due: [.init(row: view.row, through: Day(number: 20_720), mine: true)], changes: [Self.lineChange],
            mayEnter: true, units: [UnitChoice(id: UnitID("B3273A"), name: "Rungkut")],
            vendors: [VendorChoice(id: VendorID("V1"), name: "PT Mitra")])
    }

    func enter(
        _ session: Session, candidate: CandidateInput, from: Origin
    ) async throws(ServiceError) -> StepOutcome {
        try mayRead(session)
        if candidate.said.count < 5 { throw .invalid(field: "reason", what: "a reason in words") }
        return .taken(Self.courseView(candidate.id))
    }

    func take(
        _ session: Session, step: StepInput, of person: PersonID, from: Origin
    ) async throws(ServiceError) -> StepOutcome {
        try mayRead(session)
        guard person == PersonID("P0101") else { throw .notFound }
        return step.kind == .confirmed ? .taken(Self.courseView(person)) : .refused(.excluded)
    }

    func propose(
        _ session: Session, place: Place, of person: PersonID, said: String, from: Origin
    ) async throws(ServiceError) -> LineOutcome {
        try mayRead(session)
        guard person == PersonID("P0101") else { throw .notFound }
        return .held(Self.lineChange)
    }

    func decide(
        _ session: Session, lineChange: Int64, confirm: Bool, from: Origin
    ) async throws(ServiceError) -> LineOutcome {
        try mayRead(session)
        guard lineChange == 7 else { throw .notFound }
        guard confirm else { return .refused(.samePerson) }
        var decided = Self.lineChange
        (decided.decidedBy, decided.decidedAt, decided.confirmed) = (session.person, now(), true)
        return .decided(decided)
    }

    func lineChanges(_ session: Session, from: Origin) async throws(ServiceError) -> [LineChangeView] {
        try mayRead(session)
        return [Self.lineChange]
    }

    func lendWorkstation(_ session: Session, id: String, to: PersonID, hours: Int) async throws(ServiceError) {
        guard hours > 0 else { throw .invalid(field: "hours", what: "1 to 744") }
    }
    func returnWorkstation(_ session: Session, id: String) async throws(ServiceError) {}

    static let vendorView = VendorView(
        id: VendorID("V1"), name: "PT Mitra", people: 12, cleared: 10, onTheWay: 1, endingSoon: 2, looks: 1200,
        denials: 9, alerts: 2, incidents: 3, incidentsPerThousand: 2.5)

    func vendors(_ session: Session, from: Origin) async throws(ServiceError) -> [VendorView] {
        try mayRead(session)
        var other = Self.vendorView
        (other.id, other.name, other.looks, other.incidentsPerThousand) = (VendorID("V2"), "PT Lain", 0, nil)
        return [Self.vendorView, other]
    }

    func vendor(_ session: Session, _ id: VendorID, from: Origin) async throws(ServiceError) -> VendorPageView {
        try mayRead(session)
        guard id == VendorID("V1") else { throw .notFound }
        return VendorPageView(
            vendor: Self.vendorView, peers: [],
            people: [
                .init(
                    row: Self.courseView(PersonID("P0101")).row, looks: 3, alerts: 1, incidents: 0,
                    endsOn: Day(number: 20_720),
                    daysLeft: 4)
            ])
    }
}
