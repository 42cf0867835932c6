import AmanahCore
import GRDB

extension SQLiteReadView {
    func position(at moment: Moment) throws -> Int64 {
        var low: Int64 = 0
        var high = try logSize()
        while low < high {
            let middle = low + (high - low) / 2
            let at: Int64? = try first(
                "SELECT at FROM acts WHERE position >= ? ORDER BY position LIMIT 1", [middle]
            ) { $0.column(0) }
            if let at, at < moment.milliseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func acts(of person: PersonID, from: Int64, before: Int64, kinds: [ActKind], limit: Int) throws -> [ActRow] {
        let words = kinds.map { String($0.rawValue) }.joined(separator: ",")
        return try rows(
            """
            \(LogSegments.with(from: "?2", before: "?3"))
            SELECT \(Self.columns) FROM segments CROSS JOIN acts INDEXED BY acts_person
            WHERE \(LogSegments.ofAct) = number AND person_id = ?1 AND position >= ?2 AND position < ?3
                AND kind IN (\(words)) ORDER BY position LIMIT ?4
            """, [person.rawValue, from, before, limit], act)
    }

    func lookHours(of person: PersonID, from: Int64, before: Int64) throws -> [(hour: Int64, looks: Int)] {
        try rows(
            """
            \(LogSegments.with(from: "?2", before: "?3"))
            SELECT at / 3600000, COUNT(*) FROM segments CROSS JOIN acts INDEXED BY acts_person
            WHERE \(LogSegments.ofAct) = number AND person_id = ?1 AND position >= ?2 AND position < ?3 AND kind = ?4
            GROUP BY 1
            """, [person.rawValue, from, before, Int(ActKind.look.rawValue)]
        ) { (hour: $0.column(0), looks: $0.column(1)) }
    }

    func tickets(of person: PersonID, from: Moment, before: Moment, limit: Int) throws -> [TicketRow] {
        try rows(
            """
            SELECT \(Self.ticketColumns) FROM tickets
            WHERE assigned_to = ? AND opened_at < ? AND (closed_at IS NULL OR closed_at >= ?)
            ORDER BY opened_at, ticket_id LIMIT ?
            """, [person.rawValue, before.milliseconds, from.milliseconds, limit], ticket)
    }
}

// A writer reads what it has written so far.
extension SQLiteWriteView {
    func position(at moment: Moment) throws -> Int64 { try reader.position(at: moment) }
    func acts(of person: PersonID, from: Int64, before: Int64, kinds: [ActKind], limit: Int) throws -> [ActRow] {
        try reader.acts(of: person, from: from, before: before, kinds: kinds, limit: limit)
    }
    func lookHours(of person: PersonID, from: Int64, before: Int64) throws -> [(hour: Int64, looks: Int)] {
        try reader.lookHours(of: person, from: from, before: before)
    }
    func tickets(of person: PersonID, from: Moment, before: Moment, limit: Int) throws -> [TicketRow] {
        try reader.tickets(of: person, from: from, before: before, limit: limit)
    }
}
