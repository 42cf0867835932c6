import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// The test company with a line of three above its agents: L1, then M1, then R1, who all approve.
enum Approvals {
    static let charter = HouseCharter.text()
        .replacing("  dpo: {", with: "  head: {scope: company, approves: true, pages: [log]}\n  dpo: {")
        .replacing(
            "presence:",
            with: """
                approvals: {climb_after_minutes: 30, expire_after_minutes: 240, grant_minutes: 60, grant_looks: 2}
                break_glass: {roles: [agent], review_within_hours: 24, per_month: 2, minutes: 5, notify: [dpo]}
                presence:
                """)
    static let reason = "kartu hilang, pelanggan di meja tiga"

    static func line(_ house: House, _ pairs: [(String, String?)] = [("L1", "M1"), ("M1", "R1"), ("R1", nil)])
        async throws
    {
        for (id, superior) in pairs { try await stand(house, id, under: superior) }
    }

    static func stand(_ house: House, _ id: String, under superior: String?) async throws {
        var record = try (try? house.person(id)) ?? house.person("L1")
        let isNew = record.id != PersonID(id)
        record.id = PersonID(id)
        record.supervisor = superior.map { PersonID($0) }
        if isNew {
            record.name = "Petugas \(id)"
            record.role = RoleID("head")
            record.unit = UnitID("H")
        }
        let (row, now) = (record, house.clock.now)
        try await house.change { view in
            try view.put(person: row)
            guard isNew else { return }
            let day = now.day(in: .wib)
            try view.put(
                agreement: AgreementRow(
                    id: AgreementID("G-" + id), person: row.id, vendor: nil, signedBy: nil,
                    startsOn: Day(number: day.number - 1), endsOn: Day(number: day.number + 100)))
            try view.put(acceptance: AcceptanceRow(person: row.id, version: "terms/1", at: now))
        }
    }
}

extension House {
    func ask(
        _ token: String, _ customer: String = "C3", ticket: String? = "T3", purpose: String = "sim-replacement",
        fields: [String] = ["name", "nik"], reason: String = Approvals.reason
    ) async throws -> RequestView {
        try await amanah.ask(
            try session(token), customer: CustomerID(customer), purpose: PurposeID(purpose),
            ticket: ticket.map { TicketID($0) }, fields: fields.map { FieldName($0) }, reason: reason, from: House.desk)
    }

    func approve(
        _ token: String, _ request: RequestView, seen: Int? = nil, _ narrowing: Narrowing = Narrowing()
    ) async throws -> RequestView {
        try await amanah.approve(try session(token), request.id, seen: seen, narrowing: narrowing)
    }

    /// Asks as A1 for the VIP C3, and lets L1 and M1 agree.
    func granted(
        _ agent: String, _ narrowing: Narrowing = Narrowing(), fields: [String] = ["name", "nik"]
    ) async throws -> RequestView {
        let request = try await ask(agent, fields: fields)
        let half = try await approve(try await enter("L1"), request, narrowing)
        return try await approve(try await enter("M1"), half)
    }

    func breakGlass(
        _ token: String, _ customer: String, ticket: String? = nil, fields: [String]? = nil,
        reason: String = "pelanggan jatuh sakit di depan meja"
    ) async throws -> (glass: GlassView, look: ShownLook) {
        try await amanah.breakGlass(
            try session(token), customer: CustomerID(customer), purpose: PurposeID("sim-replacement"),
            ticket: ticket.map { TicketID($0) }, fields: fields?.map { FieldName($0) }, reason: reason, from: House.desk
        )
    }

    func notices(_ person: String) throws -> [NoticeKind] {
        try store.read { try $0.notices(to: PersonID(person), limit: 50).map(\.kind) }
    }
}

func withApprovals(
    _ charter: String = Approvals.charter, _ body: @Sendable (House) async throws -> Void
) async throws {
    try await withHouse(charter) { house in
        try await Approvals.line(house)
        try await body(house)
    }
}
