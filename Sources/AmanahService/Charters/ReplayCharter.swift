package import AmanahCore
import AmanahStore

extension Amanah {
    /// Days that a replay goes back.
    static let replayDays = 30
    /// Rows read at one go; in between, others have the connection.
    private static let replaySlice = 20_000

    /// Decides the looks of the last days again under another charter. Shows nothing of any customer.
    ///
    /// Goes through many rows: a thread of the common pool does it, so that nobody on the caller's event loop waits.
    package func replay(_ after: Charter, at now: Moment) async throws(ServiceError) -> CharterReplay.Outcome {
        try await withTaskExecutorPreference(globalConcurrentExecutor) { () async throws(ServiceError) in
            try await replayed(after, at: now)
        }
    }

    private func replayed(_ after: Charter, at now: Moment) async throws(ServiceError) -> CharterReplay.Outcome {
        let organisation = organisation
        let since = now.advanced(by: .seconds(-Amanah.replayDays * 86_400))
        var (versions, next, end): ([(since: Moment, charter: Charter)], Int64, Int64) = try reading { view in
            let charters = try view.charters().reversed().compactMap { row in
                (try? Charter.parse(row.text, file: "charter")).map { (since: row.since, charter: $0) }
            }
            return (charters, try view.position(at: since), try view.logSize())
        }
        if versions.isEmpty { versions = [(since: since, charter: organisation.charter)] }
        let rostered = ([after] + versions.map(\.charter)).contains { $0.hours?.rosterRequired == true }
        var replay = CharterReplay(before: versions, after: after)
        while next < end {
            let from = next
            next = try reading { view in
                // Nested statements would disturb the one that runs: what it gives is gathered first.
                var rows: [ReplayRow] = []
                rows.reserveCapacity(Amanah.replaySlice)
                let next = try view.replayRows(from: from, before: end, limit: Amanah.replaySlice) { rows.append($0) }
                for row in rows {
                    if let look = try recorded(row, organisation, rostered: rostered, view) { replay.add(look) }
                }
                return next
            }
            await Task.yield()
        }
        return replay.outcome
    }

    /// What log and tables say of a look; `nil` for a refusal of something else than a look.
    private func recorded(
        _ row: ReplayRow, _ organisation: Organisation, rostered: Bool, _ view: any ReadView
    ) throws -> RecordedLook? {
        var lacked = false
        if let denial = row.act {
            guard let pairs = try? denial.openPerson(store.keys),
                pairs.contains(where: { $0.key == "act" && $0.value == "look" })
            else { return nil }
            let reasons = pairs.first { $0.key == "reasons" }?.value.split(separator: " ") ?? []
            lacked = reasons.contains { ClearanceLack(rawValue: String($0)) != nil }
        }
        guard let member = organisation.members[row.person] else {
            // Whoever is not in the tables any more has no role to decide by.
            return RecordedLook(
                request: Request(act: .look, customer: row.customer, purpose: row.purpose, ticket: row.ticket),
                facts: Facts(
                    person: Facts.Person(
                        id: row.person, role: RoleID(""), zone: organisation.charter.zone,
                        clearance: ClearanceFacts(vetting: .missing, training: .missing, agreements: [])),
                    customer: nil, ticket: nil, book: nil, workstationAdmitted: false), at: row.at,
                wasAllowed: row.act == nil, lackedClearance: lacked)
        }
        let book =
            row.ticket == nil
            ? try view.assignment(
                person: row.person, customer: row.customer, purpose: row.purpose, on: row.at.day(in: member.zone)) : nil
        let facts = Facts(
            person: Facts.Person(
                id: row.person, role: member.record.role, zone: member.zone, clearance: member.clearance),
            customer: row.sensitivity.map { sensitivity in
                Facts.Customer(
                    id: row.customer, sensitivity: sensitivity, staff: row.staff,
                    isKin: row.household.map { member.households.contains($0) } ?? false)
            }, ticket: row.ticketFacts, book: book.map { Facts.Book(startsOn: $0.startsOn, endsOn: $0.endsOn) },
            workstationAdmitted: organisation.wasAdmitted(row.workstation, at: row.at),
            onShift: rostered ? try view.isOnShift(row.person, at: row.at) : true, adjustments: member.adjustments)
        return RecordedLook(
            request: Request(act: .look, customer: row.customer, purpose: row.purpose, ticket: row.ticket),
            facts: facts, at: row.at, wasAllowed: row.act == nil, lackedClearance: lacked)
    }
}

extension Organisation {
    /// Whether a browser was admitted at a moment.
    func wasAdmitted(_ workstation: String?, at moment: Moment) -> Bool {
        guard let workstation, let row = workstationByID[workstation], let admitted = row.admittedAt else {
            return false
        }
        return admitted <= moment && (row.withdrawnAt.map { moment < $0 } ?? true)
    }
}
