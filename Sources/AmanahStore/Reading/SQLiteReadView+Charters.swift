import AmanahCore
import Foundation
import GRDB

extension SQLiteReadView {
    private static let proposalColumns = """
        number, text, terms_text, hash, reason, replay, state, proposed_by, proposed_at, effective_at, decided_by,
        decided_at, base, charter
        """

    private func proposal(_ row: Row) throws -> CharterProposalRow {
        let number: Int = row.column(0)
        let reason = try keys.openStaff(
            row.bytes(4) ?? [], table: "charter_proposals", row: String(number), field: "reason")
        return CharterProposalRow(
            number: number, text: row.column(1), termsText: row.column(2), hash: row.bytes(3) ?? [],
            reason: String(decoding: reason, as: UTF8.self), replay: CharterReplay.Outcome(lines: row.column(5)),
            state: CharterProposalRow.State(rawValue: row.column(6)) ?? .withdrawn,
            proposedBy: PersonID(row.column(7) as String), proposedAt: row.moment(8) ?? Moment(seconds: 0),
            effectiveAt: row.moment(9), decidedBy: (row.column(10) as String?).map { PersonID($0) },
            decidedAt: row.moment(11), base: row.column(12), charter: row.column(13))
    }

    func charterProposals(limit: Int) throws -> [CharterProposalRow] {
        try rows(
            "SELECT \(Self.proposalColumns) FROM charter_proposals ORDER BY number DESC LIMIT ?", [limit], proposal)
    }

    func charterProposal(_ number: Int) throws -> CharterProposalRow? {
        try first("SELECT \(Self.proposalColumns) FROM charter_proposals WHERE number = ?", [number], proposal)
    }

    func openCharterProposals() throws -> [CharterProposalRow] {
        try rows(
            "SELECT \(Self.proposalColumns) FROM charter_proposals WHERE state IN ('waiting', 'confirmed') ORDER BY number",
            [], proposal)
    }

    func charterProposals(dueAt now: Moment) throws -> [CharterProposalRow] {
        try rows(
            """
            SELECT \(Self.proposalColumns) FROM charter_proposals
            WHERE state = 'confirmed' AND effective_at <= ? ORDER BY effective_at, number
            """, [now.milliseconds], proposal)
    }

    private static let replayStatement = """
        SELECT a.position, a.at, a.kind, a.person_id, a.customer_id, a.purpose, a.ticket_id, a.workstation,
            CASE WHEN a.kind = \(ActKind.denial.rawValue) THEN a.person_details END,
            t.customer_id, t.purpose, t.assigned_to, t.opened_by, t.assigned_by, t.opened_at, t.closed_at, t.by_presence,
            c.sensitivity, c.staff_person_id, c.household, a.unit_id, a.look
        FROM acts a LEFT JOIN tickets t ON t.ticket_id = a.ticket_id
            LEFT JOIN customers c ON c.customer_id = a.customer_id
        WHERE a.position >= ? AND a.position < ? AND a.kind IN (\(ActKind.look.rawValue), \(ActKind.denial.rawValue))
        ORDER BY a.position LIMIT ?
        """

    func replayRows(from: Int64, before: Int64, limit: Int, _ body: (ReplayRow) throws -> Void) throws -> Int64 {
        try db.direct(Self.replayStatement) { statement in
            try statement.bind(1, from)
            try statement.bind(2, before)
            try statement.bind(3, Int64(limit))
            var (read, last) = (0, from)
            while try statement.step() {
                read += 1
                last = statement.integer(0) + 1
                if let row = replayRow(statement) { try body(row) }
            }
            return read < limit ? before : last
        }
    }

    /// `nil` for a refusal that names no person, customer or purpose.
    private func replayRow(_ statement: DirectStatement) -> ReplayRow? {
        guard let person = statement.textOrNull(3), let customer = statement.textOrNull(4),
            let purpose = statement.textOrNull(5)
        else { return nil }
        let isLook = statement.integer(2) == Int64(ActKind.look.rawValue)
        var row = ReplayRow(
            index: statement.integer(0), at: Moment(milliseconds: statement.integer(1)), isLook: isLook,
            person: PersonID(person), customer: CustomerID(customer), purpose: PurposeID(purpose),
            ticket: statement.textOrNull(6).map { TicketID($0) }, workstation: statement.textOrNull(7),
            act: nil, ticketFacts: nil,
            sensitivity: statement.textOrNull(17).map { SensitivityID($0) },
            staff: statement.textOrNull(18).map { PersonID($0) }, household: statement.bytesOrNull(19))
        if let ticket = row.ticket, let of = statement.textOrNull(9) {
            row.ticketFacts = Facts.Ticket(
                id: ticket, customer: CustomerID(of), purpose: PurposeID(statement.text(10)),
                assignedTo: statement.textOrNull(11).map { PersonID($0) },
                openedBy: statement.textOrNull(12).map { PersonID($0) },
                assignedBy: statement.textOrNull(13).map { PersonID($0) },
                openedAt: Moment(milliseconds: statement.integer(14)),
                closedAt: statement.integerOrNull(15).map { Moment(milliseconds: $0) },
                byPresence: statement.integer(16) != 0)
        }
        if !isLook {
            row.act = NewAct(
                kind: .denial, at: row.at, person: row.person, unit: statement.textOrNull(20).map { UnitID($0) },
                customer: row.customer, purpose: row.purpose, ticket: row.ticket,
                look: statement.integerOrNull(21).map { LookID($0) }, workstation: row.workstation, commitments: [],
                personDetails: statement.bytes(8), customerDetails: nil)
        }
        return row
    }
}

// A writer reads what it has written so far.
extension SQLiteWriteView: CharterWriteView {
    func charterProposals(limit: Int) throws -> [CharterProposalRow] { try tables.charterProposals(limit: limit) }
    func charterProposal(_ number: Int) throws -> CharterProposalRow? { try tables.charterProposal(number) }
    func openCharterProposals() throws -> [CharterProposalRow] { try tables.openCharterProposals() }
    func charterProposals(dueAt: Moment) throws -> [CharterProposalRow] { try tables.charterProposals(dueAt: dueAt) }
    func replayRows(from: Int64, before: Int64, limit: Int, _ body: (ReplayRow) throws -> Void) throws -> Int64 {
        try reader.replayRows(from: from, before: before, limit: limit, body)
    }

    func put(charterProposal row: CharterProposalRow) throws {
        let reason = try keys.sealStaff(
            Array(row.reason.utf8), table: "charter_proposals", row: String(row.number), field: "reason")
        try run(
            """
            INSERT OR REPLACE INTO charter_proposals (number, text, terms_text, hash, reason, replay, state, proposed_by,
                proposed_at, effective_at, decided_by, decided_at, base, charter)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                row.number, row.text, row.termsText, Data(row.hash), Data(reason),
                row.replay.lines, row.state.rawValue,
                row.proposedBy.rawValue, row.proposedAt.milliseconds, row.effectiveAt?.milliseconds,
                row.decidedBy?.rawValue, row.decidedAt?.milliseconds, row.base, row.charter,
            ])
        try guarded(.charterProposals, String(row.number))
    }
}
