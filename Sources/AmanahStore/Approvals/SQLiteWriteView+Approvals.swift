import AmanahCore
import Foundation
import GRDB

extension SQLiteWriteView {
    func put(request: ApprovalRequest) throws {
        let columns = [
            request.id.rawValue, request.person.rawValue, request.customer.rawValue, request.state.rawValue,
            String(request.madeAt.milliseconds),
        ]
        let body = try SealedBody(keys: keys, table: "requests").seal(request, columns: columns)
        try run(
            """
            INSERT OR REPLACE INTO requests (request_id, person_id, customer_id, state, made_at, body)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [columns[0], columns[1], columns[2], columns[3], request.madeAt.milliseconds, body])
        if request.state == .approved || request.state == .usedUp { tables.holders?.insert(request.person) }
        try guarded(.requests, request.id.rawValue)
        changed(control: false)
    }

    func put(decision: DecisionFigure) throws {
        try run(
            """
            INSERT OR REPLACE INTO request_decisions (request_id, decider_id, person_id, at, approved, seconds)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                decision.request.rawValue, decision.decider.rawValue, decision.person.rawValue,
                decision.at.milliseconds, decision.approved, decision.seconds,
            ])
    }

    func put(glass: BrokenGlass) throws {
        // One that opened nothing is done with, like one that was reviewed.
        let closed = (glass.review?.at ?? glass.voidedAt)?.milliseconds
        let columns = [
            glass.id.rawValue, glass.person.rawValue, glass.customer.rawValue, String(glass.at.milliseconds),
            String(glass.reviewDueAt.milliseconds), closed.map { String($0) } ?? "",
        ]
        let body = try SealedBody(keys: keys, table: "broken_glass").seal(glass, columns: columns)
        try run(
            """
            INSERT OR REPLACE INTO broken_glass (glass_id, person_id, customer_id, at, due_at, reviewed_at, body)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                columns[0], columns[1], columns[2], glass.at.milliseconds, glass.reviewDueAt.milliseconds,
                closed, body,
            ])
        tables.holders?.insert(glass.person)
        try guarded(.brokenGlass, glass.id.rawValue)
        changed(control: true)
    }

    func put(setting: QuotaSetting) throws {
        try run(
            "INSERT OR REPLACE INTO quota_settings (person_id, quota, bound, set_by, set_at) VALUES (?, ?, ?, ?, ?)",
            [
                setting.person.rawValue, setting.kind.rawValue, setting.bound, setting.by.rawValue,
                setting.at.milliseconds,
            ])
        try guarded(.quotaSettings, "\(setting.person.rawValue)/\(setting.kind.rawValue)")
        changed(control: true)
    }

    func put(notice: NoticeRow) throws {
        try run(
            """
            INSERT OR REPLACE INTO notices (notice_id, person_id, kind, about, made_at, tries, next_at, outcome)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                notice.id, notice.person.rawValue, notice.kind.rawValue, notice.about, notice.madeAt.milliseconds,
                notice.tries, notice.nextAt?.milliseconds, notice.outcome,
            ])
    }

    func deleteNotices(endedBefore: Moment) throws -> Int {
        try run("DELETE FROM notices WHERE next_at IS NULL AND made_at < ?", [endedBefore.milliseconds])
        return db.changesCount
    }

    // A writer reads what it has written so far.
    func request(_ id: RequestID) throws -> ApprovalRequest? { try tables.request(id) }
    func requests(_ filter: RequestFilter) throws -> [ApprovalRequest] { try tables.requests(filter) }
    func brokenGlass(_ id: RequestID) throws -> BrokenGlass? { try tables.brokenGlass(id) }
    func mayHoldGrant(_ person: PersonID, _ customer: CustomerID) throws -> Bool {
        try tables.mayHoldGrant(person, customer)
    }
    func brokenGlasses(_ filter: GlassFilter) throws -> [BrokenGlass] { try tables.brokenGlasses(filter) }
    func decisions(by decider: PersonID?, since: Moment, limit: Int) throws -> [DecisionFigure] {
        try tables.decisions(by: decider, since: since, limit: limit)
    }
    func actCounts(of person: PersonID, _ kinds: [ActKind], since: Moment) throws -> [ActKind: Int] {
        try reader.actCounts(of: person, kinds, since: since)
    }
    func openers(of customer: CustomerID, beside person: PersonID, since: Moment) throws -> Int {
        try reader.openers(of: customer, beside: person, since: since)
    }
    func openMatters() throws -> [PersonID: OpenMatters] { try tables.openMatters() }
    func notices(dueAt: Moment, limit: Int) throws -> [NoticeRow] { try tables.notices(dueAt: dueAt, limit: limit) }
    func notices(to person: PersonID, limit: Int) throws -> [NoticeRow] {
        try tables.notices(to: person, limit: limit)
    }
}
