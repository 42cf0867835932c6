import AmanahCore
import Synchronization

@testable import AmanahService

/// A team of two, whose stream ends after one change.
extension FakeGateway {
    private func row(_ number: Int) -> TeamRow {
        var hours = [Int](repeating: 0, count: 24)
        hours[9] = number
        return TeamRow(
            person: named("P010\(number)"), name: "Agen <\(number)>", role: named("agent"), unit: named("B3273A"),
            unitName: "Rungkut", vendorName: "PT Mitra", supervisorName: "Ketua Empat",
            state: number == 1 ? .working : .notCleared, lacks: number == 1 ? [] : [.suspended], lastAt: now(),
            hour: 9, hours: hours, usual: nil, usualIsDesks: false, unexplained: number - 1, reveals: 1, denials: 2,
            waiting: number, unreviewed: number - 1,
            agreementEnds: Day(number: 20_000), agreementDaysLeft: 3)
    }

    private func mayWatch(_ session: Session) throws(ServiceError) {
        if let step = session.steps.first { throw .stepRequired(step) }
        guard session.role == named("auditor") else { throw .notForRole }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func team(_ session: Session, from: Origin) async throws(ServiceError) -> TeamView {
        try mayWatch(session)
        return TeamView(
            at: now(),
            members: [
                TeamView.Member(tie: .direct, row: row(1)), TeamView.Member(tie: .watched, row: row(2)),
            ], version: "7-1")
    }

    func teamEvents(_ session: Session, after: String?, from: Origin) async throws(ServiceError) -> TeamFeed {
        try mayWatch(session)
        let waiting = Mutex<[TeamUpdate]>([.over, .rows([]), .rows([row(1), row(2)])])
        return TeamFeed { waiting.withLock { $0.popLast() } }
    }

    func day(
        _ session: Session, of person: PersonID, day: Day?, from: Origin
    ) async throws(ServiceError) -> PersonDayView {
        try mayWatch(session)
        guard person == named("P0101") else { throw .notFound }
        let look = LogRow(
            index: 17, at: now(), kind: .look, person: person, personName: "Agen <1>", unit: named("B3273A"),
            customer: named("C0000001"), purpose: named("sim-replacement"), ticket: named("T-1042"),
            look: LookID(18), ground: "presence", reasons: [], fields: ["name:full"], said: "diminta <pelanggan>",
            workstation: nil)
        var approved = look
        approved.ground = "ticket"
        approved.look = LookID(19)
        approved.grant = Self.request
        approved.agreedBy = ["Ketua <Empat>"]
        var broken = look
        broken.ground = "break-glass"
        broken.look = LookID(20)
        broken.breakGlass = named("G-9")
        return PersonDayView(
            person: person, name: "Agen <1>", unitName: "Rungkut", vendorName: "PT Mitra", role: named("agent"),
            zone: .wib, day: day ?? now().day(in: .wib),
            tickets: [
                PersonDayView.Ticket(
                    id: named("T-1042"), purpose: named("sim-replacement"), openedAt: now(), closedAt: nil,
                    byPresence: true)
            ],
            looks: [
                PersonDayView.Look(row: look, explanation: .presence, isUnexplained: true),
                PersonDayView.Look(row: approved, explanation: .grant, isUnexplained: false),
                PersonDayView.Look(row: broken, explanation: .breakGlass, isUnexplained: true),
            ])
    }
}
