import AmanahCore
import Foundation
import GRDB

extension SQLiteReadView {
    private static let requestColumns = "request_id, person_id, customer_id, state, made_at, body"

    private func request(_ row: Row) throws -> ApprovalRequest {
        let columns: [String] = [
            row.column(0), row.column(1), row.column(2), row.column(3), String(row.column(4) as Int64),
        ]
        return try SealedBody(keys: keys, table: "requests").open(row.bytes(5) ?? [], columns: columns)
    }

    func request(_ id: RequestID) throws -> ApprovalRequest? {
        try first("SELECT \(Self.requestColumns) FROM requests WHERE request_id = ?", [id.rawValue], request)
    }

    func requests(_ filter: RequestFilter) throws -> [ApprovalRequest] {
        var terms: [String] = []
        var arguments: [(any DatabaseValueConvertible)?] = []
        if let person = filter.person {
            terms.append("person_id = ?")
            arguments.append(person.rawValue)
        }
        if let customer = filter.customer {
            terms.append("customer_id = ?")
            arguments.append(customer.rawValue)
        }
        if let states = filter.states {
            terms.append("state IN (\(states.map { _ in "?" }.joined(separator: ",")))")
            arguments.append(contentsOf: states.map(\.rawValue))
        }
        if let since = filter.since {
            terms.append("made_at >= ?")
            arguments.append(since.milliseconds)
        }
        arguments.append(filter.limit)
        let condition = terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ")
        return try rows(
            "SELECT \(Self.requestColumns) FROM requests \(condition) ORDER BY made_at DESC, request_id DESC LIMIT ?",
            arguments, request)
    }

    private static let glassColumns = "glass_id, person_id, customer_id, at, due_at, reviewed_at, body"

    private func glass(_ row: Row) throws -> BrokenGlass {
        let columns: [String] = [
            row.column(0), row.column(1), row.column(2), String(row.column(3) as Int64), String(row.column(4) as Int64),
            (row.column(5) as Int64?).map { String($0) } ?? "",
        ]
        return try SealedBody(keys: keys, table: "broken_glass").open(row.bytes(6) ?? [], columns: columns)
    }

    func brokenGlass(_ id: RequestID) throws -> BrokenGlass? {
        try first("SELECT \(Self.glassColumns) FROM broken_glass WHERE glass_id = ?", [id.rawValue], glass)
    }

    /// States of a request that gave a grant.
    static let granting = "('approved', 'used-up')"
    private static let grantStatement = """
        SELECT EXISTS (SELECT 1 FROM requests
            WHERE person_id = ?1 AND customer_id = ?2 AND state IN \(granting))
            OR EXISTS (SELECT 1 FROM broken_glass WHERE person_id = ?1 AND customer_id = ?2)
        """

    /// On the path of every look at a purpose whose reveals take an approval: stepped directly.
    func mayHoldGrant(_ person: PersonID, _ customer: CustomerID) throws -> Bool {
        if let holders, !holders.mayHold(person) { return false }
        return try db.direct(Self.grantStatement) { statement in
            try statement.bind(1, person.rawValue)
            try statement.bind(2, customer.rawValue)
            return try statement.step() && statement.integer(0) != 0
        }
    }

    /// Everybody whom ``mayHoldGrant(_:_:)`` may find.
    func grantHolders() throws -> Set<PersonID> {
        Set(
            try rows(
                """
                SELECT person_id FROM requests WHERE state IN \(Self.granting) UNION SELECT person_id FROM broken_glass
                """
            ) { PersonID($0.column(0) as String) })
    }

    func brokenGlasses(_ filter: GlassFilter) throws -> [BrokenGlass] {
        var terms: [String] = filter.unreviewed ? ["reviewed_at IS NULL"] : []
        var arguments: [(any DatabaseValueConvertible)?] = []
        if let person = filter.person {
            terms.append("person_id = ?")
            arguments.append(person.rawValue)
        }
        if let customer = filter.customer {
            terms.append("customer_id = ?")
            arguments.append(customer.rawValue)
        }
        if let since = filter.since {
            terms.append("at >= ?")
            arguments.append(since.milliseconds)
        }
        arguments.append(filter.limit)
        let condition = terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ")
        return try rows(
            "SELECT \(Self.glassColumns) FROM broken_glass \(condition) ORDER BY at DESC, glass_id DESC LIMIT ?",
            arguments, glass)
    }

    func decisions(by decider: PersonID?, since: Moment, limit: Int) throws -> [DecisionFigure] {
        try rows(
            """
            SELECT request_id, decider_id, person_id, at, approved, seconds FROM request_decisions
            WHERE (?1 IS NULL OR decider_id = ?1) AND at >= ?2 ORDER BY at DESC LIMIT ?3
            """, [decider?.rawValue, since.milliseconds, limit]
        ) { row in
            DecisionFigure(
                request: RequestID(row.column(0) as String), decider: PersonID(row.column(1) as String),
                person: PersonID(row.column(2) as String), at: Moment(milliseconds: row.column(3)),
                approved: row.column(4), seconds: row.column(5))
        }
    }

    func actCounts(of person: PersonID, _ kinds: [ActKind], since: Moment) throws -> [ActKind: Int] {
        let list = kinds.map { String($0.rawValue) }.joined(separator: ",")
        let counts = try rows(
            """
            \(LogSegments.with(from: "?2"))
            SELECT kind, COUNT(*) FROM segments CROSS JOIN acts INDEXED BY acts_person
            WHERE \(LogSegments.ofAct) = number AND person_id = ?1 AND position >= ?2 AND at >= ?3 AND kind IN (\(list))
            GROUP BY kind
            """, [person.rawValue, try position(since: since), since.milliseconds]
        ) { (ActKind(rawValue: $0.column(0)), $0.column(1) as Int) }
        return Dictionary(
            counts.compactMap { kind, count in kind.map { ($0, count) } }, uniquingKeysWith: { a, _ in a })
    }

    func openers(of customer: CustomerID, beside person: PersonID, since: Moment) throws -> Int {
        try first(
            """
            \(LogSegments.with(from: "?4"))
            SELECT COUNT(DISTINCT person_id) FROM segments CROSS JOIN acts INDEXED BY acts_customer
            WHERE \(LogSegments.ofAct) = number AND customer_id = ?1 AND kind = \(ActKind.look.rawValue)
                AND person_id <> ?2 AND at >= ?3
            """, [customer.rawValue, person.rawValue, since.milliseconds, try position(since: since)]
        ) { $0.column(0) } ?? 0
    }

    /// A position before which everything is older, but for a clock that went back: found by halving.
    /// - Complexity: O(log n) statements.
    private func position(since: Moment) throws -> Int64 {
        var low: Int64 = 0
        var high = try first("SELECT COALESCE(MAX(position), 0) FROM acts", []) { $0.column(0) as Int64 } ?? 0
        let floor = since.milliseconds - 3_600_000
        while low < high {
            let middle = low + (high - low) / 2
            let at = try first("SELECT at FROM acts WHERE position >= ? ORDER BY position LIMIT 1", [middle]) {
                $0.column(0) as Int64
            }
            if let at, at < floor { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static let noticeColumns = "notice_id, person_id, kind, about, made_at, tries, next_at, outcome"

    private func notice(_ row: Row) -> NoticeRow {
        NoticeRow(
            id: row.column(0), person: PersonID(row.column(1) as String),
            kind: NoticeKind(rawValue: row.column(2)) ?? .approvalWaiting, about: row.column(3),
            madeAt: Moment(milliseconds: row.column(4)), tries: row.column(5), nextAt: row.moment(6),
            outcome: row.column(7))
    }

    func notices(dueAt now: Moment, limit: Int) throws -> [NoticeRow] {
        try rows(
            """
            SELECT \(Self.noticeColumns) FROM notices WHERE next_at IS NOT NULL AND next_at <= ?
            ORDER BY next_at LIMIT ?
            """, [now.milliseconds, limit], notice)
    }

    func notices(to person: PersonID, limit: Int) throws -> [NoticeRow] {
        try rows(
            "SELECT \(Self.noticeColumns) FROM notices WHERE person_id = ? ORDER BY made_at DESC LIMIT ?",
            [person.rawValue, limit], notice)
    }

    func quotaSettings() throws -> [QuotaSetting] {
        try rows("SELECT person_id, quota, bound, set_by, set_at FROM quota_settings ORDER BY person_id, quota") {
            row in
            QuotaKind(rawValue: row.column(1)).map { kind in
                QuotaSetting(
                    person: PersonID(row.column(0) as String), kind: kind, bound: row.column(2),
                    by: PersonID(row.column(3) as String),
                    at: Moment(milliseconds: row.column(4)))
            }
        }.compactMap(\.self)
    }

    func openMatters() throws -> [PersonID: OpenMatters] {
        func counts(_ statement: String) throws -> [(person: PersonID, count: Int)] {
            try rows(statement) { (person: PersonID($0.column(0) as String), count: $0.column(1)) }
        }
        var matters: [PersonID: OpenMatters] = [:]
        for (person, count) in try counts(
            "SELECT person_id, COUNT(*) FROM requests WHERE state = '\(ApprovalRequest.State.waiting.rawValue)' GROUP BY person_id"
        ) {
            matters[person, default: OpenMatters()].requests = count
        }
        for (person, count) in try counts(
            "SELECT person_id, COUNT(*) FROM broken_glass WHERE reviewed_at IS NULL GROUP BY person_id")
        {
            matters[person, default: OpenMatters()].glasses = count
        }
        return matters
    }

    /// When each person's oldest unreviewed broken glass falls due.
    func reviewsDue() throws -> [(person: PersonID, at: Moment)] {
        try rows("SELECT person_id, MIN(due_at) FROM broken_glass WHERE reviewed_at IS NULL GROUP BY person_id") {
            (person: PersonID($0.column(0) as String), at: Moment(milliseconds: $0.column(1)))
        }
    }
}
