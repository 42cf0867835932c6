import AmanahCore
import AmanahStore

extension Amanah {
    package func team(_ session: Session, from: Origin) async throws(ServiceError) -> TeamView {
        try await refresh(session)
        let reports = try overseen(session)
        var draft = draft(.teamRead, session)
        draft.personPairs = [("opened", "page"), ("people", String(reports.count))]
        try await record(draft, share: session.person.rawValue)
        let people = reports.map(\.person)
        try await readIn(people)
        let rows = Dictionary(rows(of: people).map { ($0.person, $0) }) { first, _ in first }
        return TeamView(
            at: clock.read().steady,
            members: reports.compactMap { report in
                rows[report.person].map { TeamView.Member(tie: report.tie, row: $0) }
            }, version: "\(watch.epoch)-\(watch.version)")
    }

    package func teamEvents(
        _ session: Session, after: String?, from: Origin
    ) async throws(ServiceError) -> TeamFeed {
        try await refresh(session)
        let reports = try overseen(session)
        let follower = TeamFollower(self, session, reports, after: after.flatMap { version(in: $0) })
        var draft = draft(.teamRead, session)
        draft.personPairs = [("opened", "stream"), ("people", String(reports.count))]
        try await record(draft, share: session.person.rawValue)
        try await readIn(reports.map(\.person))
        return TeamFeed { try await follower.next() }
    }

    /// Whose work this person sees on the team's page.
    func overseen(_ session: Session) throws(ServiceError) -> [Supervision.Report] {
        try step(session)
        let member = try cleared(session)
        _ = try page(.team, member)
        return organisation.supervision.team(of: session.person)
    }

    private func version(in text: String) -> UInt64? {
        let halves = text.split(separator: "-")
        guard halves.count == 2, halves[0] == String(watch.epoch) else { return nil }
        return UInt64(halves[1])
    }

    // MARK: Rows

    /// Someone without a sign for so long is idle.
    private static let idleMilliseconds: Int64 = 10 * 60_000

    func rows(of people: [PersonID]) -> [TeamRow] {
        let organisation = organisation
        let now = clock.read().steady
        let signedIn = sessions.people(at: now)
        return people.compactMap { person in
            guard let member = organisation.members[person] else { return nil }
            let today = now.day(in: member.zone)
            let lacks = member.clearance.lacks(terms: organisation.charter.terms, zone: member.zone, at: now)
            let known = watch.account(of: person)
            let account = known.flatMap { $0.day == today ? $0 : nil } ?? TeamWatch.Account(day: today)
            let state: TeamState =
                if !lacks.isEmpty { .notCleared } else if !signedIn.contains(person) {
                    .away
                } else if let last = known?
                    .lastAt, now.milliseconds - last.milliseconds < Amanah.idleMilliseconds
                { .working } else { .idle }
            let left = member.agreementEnds.map { $0.number - today.number }
            return TeamRow(
                person: person, name: member.record.name, role: member.record.role, unit: member.record.unit,
                unitName: member.unitName, vendorName: member.vendorName,
                supervisorName: organisation.superiorName(of: person), state: state, lacks: lacks,
                lastAt: known?.lastAt, hour: now.minuteOfDay(in: member.zone) / 60, hours: account.hours,
                usual: account.usual, usualIsDesks: account.usualIsDesks, unexplained: account.unexplained,
                reveals: account.reveals, denials: account.denials, agreementEnds: member.agreementEnds,
                agreementDaysLeft: left.flatMap { (0...30).contains($0) ? Int($0) : nil })
        }
    }

    // MARK: Reading in

    /// Days of work that the usual hours are learnt from, at most.
    private static let historyDays: Int64 = 28
    /// People read at one go: others wait for the connection no longer than that.
    private static let peopleAtOnce = 25

    /// Reads from the log whoever was not asked for since the start, or not today.
    func readIn(_ people: [PersonID]) async throws(ServiceError) {
        let organisation = organisation
        let now = clock.read().steady
        let known = people.compactMap { person in
            organisation.members[person].map { (id: person, today: now.day(in: $0.zone)) }
        }
        var rest = watch.begin(known)[...]
        var desks = DeskHours()
        while !rest.isEmpty {
            let some = rest.prefix(Amanah.peopleAtOnce)
            rest = rest.dropFirst(some.count)
            try reading { view in
                let size = try view.logSize()
                for person in some {
                    guard let member = organisation.members[person] else { continue }
                    let account = try account(of: member, organisation, at: now, before: size, &desks, view)
                    watch.finish(person, account, through: size, zone: member.zone)
                }
            }
            await Task.yield()
        }
    }

    /// The hours of those who share unit and role, each read once.
    private struct DeskHours {
        struct Desk: Hashable {
            var unit: UnitID
            var role: RoleID
        }
        var byDesk: [Desk: UsualHours?] = [:]
        var byPerson: [PersonID: [[Int]]] = [:]
    }

    private func account(
        of member: Organisation.Member, _ organisation: Organisation, at now: Moment, before size: Int64,
        _ desks: inout DeskHours, _ view: any ReadView
    ) throws -> TeamWatch.Account {
        let person = member.record.id
        let today = now.day(in: member.zone)
        var account = TeamWatch.Account(day: today)
        let since = try view.position(at: Moment(startOf: today, in: member.zone))
        let kinds: [ActKind] = [.look, .reveal, .denial]
        for row in try view.acts(of: person, from: since, before: size, kinds: kinds, limit: 100_000) {
            account.count(
                TeamWatch.Observed(
                    index: row.index, at: row.act.at, kind: row.act.kind,
                    isUnexplained: row.act.kind == .look && isUnexplained(row.act)), member.zone)
        }
        account.lastAt = try view.acts(ActFilter(person: person, kinds: TeamWatch.signs, limit: 1)).first?.act.at
        account.usual = UsualHours(try history(of: member, at: now, before: since, &desks, view))
        if account.usual == nil {
            account.usual = try deskHours(of: member, organisation, at: now, &desks, view)
            account.usualIsDesks = account.usual != nil
        }
        return account
    }

    /// Looks by day and hour before today.
    private func history(
        of member: Organisation.Member, at now: Moment, before: Int64, _ desks: inout DeskHours, _ view: any ReadView
    ) throws -> [[Int]] {
        if let known = desks.byPerson[member.record.id] { return known }
        let first = Day(number: now.day(in: member.zone).number - Amanah.historyDays)
        let from = try view.position(at: Moment(startOf: first, in: member.zone))
        var days: [Int64: [Int]] = [:]
        for (hour, looks) in try view.lookHours(of: member.record.id, from: from, before: before) {
            let at = Moment(milliseconds: hour * 3_600_000)
            days[at.day(in: member.zone).number, default: [Int](repeating: 0, count: 24)][
                at.minuteOfDay(in: member.zone) / 60] += looks
        }
        let history = Array(days.values)
        desks.byPerson[member.record.id] = history
        return history
    }

    private func deskHours(
        of member: Organisation.Member, _ organisation: Organisation, at now: Moment, _ desks: inout DeskHours,
        _ view: any ReadView
    ) throws -> UsualHours? {
        let desk = DeskHours.Desk(unit: member.record.unit, role: member.record.role)
        if let known = desks.byDesk[desk] { return known }
        var days: [[Int]] = []
        for mate in organisation.members.values
        where mate.record.unit == desk.unit && mate.record.role == desk.role {
            let before = try view.position(at: Moment(startOf: now.day(in: mate.zone), in: mate.zone))
            days += try history(of: mate, at: now, before: before, &desks, view)
        }
        let usual = UsualHours(days)
        desks.byDesk[desk] = .some(usual)
        return usual
    }

    // MARK: What explains a look

    /// Whether a look of the log stands unexplained; one that does not open does.
    func isUnexplained(_ act: NewAct) -> Bool { explanation(of: act).isUnexplained(nil) }

    func explanation(of act: NewAct) -> Explanation {
        guard let pairs = try? act.openPerson(store.keys) else { return .nothing }
        return Explanation(
            ground: pairs.first { $0.key == "ground" }?.value, inGrace: pairs.contains { $0.key == "grace" },
            granted: pairs.contains { $0.key == "grant" })
    }

    /// Keeps the team's numbers true; called on the writing thread.
    func watched(_ rows: [ActRow]) {
        let organisation = organisation
        watch.observe(
            rows,
            TeamWatch.Reading(
                zone: { organisation.members[$0]?.zone }, isUnexplained: { self.isUnexplained($0) }))
    }
}
