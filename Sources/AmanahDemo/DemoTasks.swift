import AmanahCore
import Foundation

/// The work of today: tickets that are open now, some closed today and yesterday, and books in force.
extension DemoCompany {
    private static let purposes = [
        "sim-replacement", "billing-complaint", "data-correction", "network-complaint", "sim-registration",
    ]

    /// A ticket before it has a number.
    private struct Draft {
        var branch: Int
        var place: Int
        var purpose: String
        var agent: DemoPerson
        var openedBy: String
        var openedAt: Moment
        var closedAt: Moment?
        var channel: String
    }

    /// Numbers run in the order of opening, `T-1001` on. Returns how many there are.
    func writeTickets(_ folder: URL) throws -> Int {
        var drafts: [Draft] = []
        for branch in DemoBranch.all.indices { drafts += tickets(of: branch) }
        drafts.sort { ($0.openedAt, $0.agent.id, $0.place) < ($1.openedAt, $1.agent.id, $1.place) }
        var rows = try CSVWriter(
            folder.appending(path: "tickets.csv"),
            header: [
                "ticket_id", "customer_id", "purpose", "unit_id", "assigned_to", "opened_at", "closed_at", "channel",
                "opened_by",
            ])
        for (index, draft) in drafts.enumerated() {
            let zone = Zone(DemoBranch.all[draft.branch].zone) ?? .wib
            try rows.row([
                "T-\(1001 + index)", customerID(branch: draft.branch, place: draft.place), draft.purpose,
                DemoBranch.all[draft.branch].id, draft.agent.id, draft.openedAt.rfc3339(in: zone),
                draft.closedAt?.rfc3339(in: zone) ?? "", draft.channel, draft.openedBy,
            ])
        }
        try rows.close()
        return drafts.count
    }

    /// For each agent three to six open tickets and six closed ones.
    ///
    /// The oldest of `04` and `05` is a SIM replacement of an ordinary customer; the newest of `04` is of a colleague,
    /// the newest of `05` of a public figure.
    private func tickets(of branch: Int) -> [Draft] {
        let agents = people.filter { $0.isAgent && $0.unit == DemoBranch.all[branch].id }
        let leads = people.filter { $0.role == "team-lead" && $0.unit == DemoBranch.all[branch].id }
        var draw = SplitMix64(seed: seed, kind: 3, index: branch)
        var drafts: [Draft] = []
        var place = 19
        func draft(
            _ agent: DemoPerson, _ purpose: String, minutesAgo: Int, closedAfter: Int? = nil, at fixed: Int? = nil
        ) {
            if fixed == nil { place += 1 }
            let openedAt = now.advanced(by: .seconds(-60 * minutesAgo - draw.number(in: 0...59)))
            drafts.append(
                Draft(
                    branch: branch, place: fixed ?? place % customers(of: branch), purpose: purpose, agent: agent,
                    openedBy: draw.pick(leads).id, openedAt: openedAt,
                    closedAt: closedAfter.map { openedAt.advanced(by: .seconds(60 * $0)) },
                    channel: draw.pick(DemoWords.channels)))
        }
        for (index, agent) in agents.enumerated() {
            let open = 3 + index % 4
            for number in 0..<open {
                let last = number == open - 1
                let fixed = last && index == 0 ? Self.staffPlaces[1] : last && index == 1 ? Self.vipPlace : nil
                let purpose = fixed == Self.vipPlace ? "sim-replacement" : Self.purposes[number % Self.purposes.count]
                draft(agent, purpose, minutesAgo: (open - number) * 25 + draw.number(in: -9...9), at: fixed)
            }
            for number in 0..<6 {
                let minutesAgo = number < 2 ? 200 + 40 * number : 24 * 60 + 45 * number
                draft(agent, draw.pick(Self.purposes), minutesAgo: minutesAgo, closedAfter: draw.number(in: 8...35))
            }
        }
        return drafts
    }

    /// A book of 24 for credit follow-up for every second agent, one of 12 for quality review for each team lead, and
    /// one that has run out.
    func writeAssignments(_ folder: URL) throws -> Int {
        var rows = try CSVWriter(
            folder.appending(path: "assignments.csv"),
            header: ["assignment_id", "person_id", "customer_id", "purpose", "starts_on", "ends_on"])
        let today = now.day(in: .wib).number
        var count = 0
        func book(
            _ person: DemoPerson, branch: Int, _ purpose: String, from first: Int, size: Int, days: ClosedRange<Int64>
        ) throws {
            for offset in 0..<size {
                count += 1
                let digits = String(count)
                try rows.row([
                    "S" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits, person.id,
                    customerID(branch: branch, place: (first + offset) % customers(of: branch)), purpose,
                    Day(number: today + days.lowerBound).description, Day(number: today + days.upperBound).description,
                ])
            }
        }
        for (branch, unit) in DemoBranch.all.enumerated() {
            let staff = people.filter { $0.unit == unit.id }
            for (index, agent) in staff.filter(\.isAgent).enumerated() where index % 2 == 0 {
                try book(agent, branch: branch, "credit-followup", from: 20 + 24 * index, size: 24, days: -10...20)
            }
            for (index, lead) in staff.filter({ $0.role == "team-lead" }).enumerated() {
                try book(lead, branch: branch, "quality-review", from: 30 + 12 * index, size: 12, days: -3...11)
            }
            if let agent = staff.filter(\.isAgent).last {
                try book(agent, branch: branch, "credit-followup", from: 60, size: 24, days: -50...(-20))
            }
        }
        try rows.close()
        return count
    }
}
