import AmanahCore
import GRDB
import Testing

@testable import AmanahStore

/// The acts of a customer, found segment by segment.
@Suite struct LogSegmentsTests {
    /// Puts rows at chosen places of the log, in the readable half alone.
    private func put(_ positions: [Int64], of customer: String, by person: String, _ store: SQLiteStore) throws {
        try store.pool.write { db in
            for position in positions {
                try db.execute(
                    sql: """
                        INSERT INTO acts (position, kind, at, person_id, customer_id, person_details)
                        VALUES (?, ?, ?, ?, ?, x'01')
                        """, arguments: [position, ActKind.look.rawValue, position, person, customer])
            }
        }
    }

    private func found(
        _ store: SQLiteStore, by person: String? = nil, before: Int64? = nil, limit: Int = 100
    ) throws -> [Int64] {
        let filter = ActFilter(
            person: person.map { PersonID($0) }, customer: CustomerID("C1"), before: before, limit: limit)
        let rows = try store.read { try $0.acts(filter) }
        return rows.map(\.index)
    }

    private func openers(_ store: SQLiteStore, since: Int64) throws -> Int {
        try store.read { view in
            try view.openers(of: CustomerID("C1"), beside: PersonID("A2"), since: Moment(milliseconds: since))
        }
    }

    /// Both sides of edges of segments.
    private static let edges: [Int64] = [0, 1, 2047, 2048, 2049, 4095, 4096, 10_239, 10_240]

    @Test("A customer's acts are found on both sides of every segment's edge, newest first, and no one else's")
    func customers() async throws {
        try await withStore { fixture in
            #expect(try found(fixture.store).isEmpty, "an empty log has no segment to ask")
            try put(Self.edges, of: "C1", by: "A1", fixture.store)
            try put([2, 2050, 4094, 10_241, 12_288], of: "C2", by: "A2", fixture.store)
            let newest = Array(Self.edges.reversed())
            #expect(try found(fixture.store) == newest)
            #expect(try found(fixture.store, limit: 4) == Array(newest.prefix(4)))
            #expect(try found(fixture.store, by: "A1", before: 2048) == [2047, 1, 0])
            #expect(try found(fixture.store, before: 0).isEmpty)
            #expect(try found(fixture.store, by: "A2").isEmpty)
            #expect(try openers(fixture.store, since: 10_240) == 1)
            #expect(try openers(fixture.store, since: 10_241) == 0)
        }
    }

    @Test("A person's acts are found on both sides of every segment's edge, by page and by part of the log")
    func people() async throws {
        try await withStore { fixture in
            try put(Self.edges, of: "C1", by: "A1", fixture.store)
            try put([2, 2050, 4094, 10_241, 12_288], of: "C1", by: "A2", fixture.store)
            let person = PersonID("A1")
            try fixture.store.read { view in
                let page = try view.acts(ActFilter(person: person, limit: 100))
                #expect(page.map(\.index) == Self.edges.reversed())
                let second = try view.acts(ActFilter(person: person, before: 2049, limit: 2))
                #expect(second.map(\.index) == [2048, 2047])
                let hour: Int64 = 3_600_000
                let late = try view.acts(ActFilter(person: person, from: Moment(milliseconds: hour + 4096), limit: 100))
                #expect(late.isEmpty, "their times are their positions")
                let since = try view.acts(ActFilter(person: person, from: Moment(milliseconds: 2048), limit: 100))
                #expect(since.map(\.index) == Self.edges[3...].reversed())
                func part(_ from: Int64, _ before: Int64) throws -> [Int64] {
                    try view.acts(of: person, from: from, before: before, kinds: [.look], limit: 100).map(\.index)
                }
                #expect(try part(0, .max) == Self.edges)
                #expect(try part(1, 10_240) == Array(Self.edges[1..<8]))
                #expect(try part(2048, 2048).isEmpty)
                #expect(try view.lookHours(of: person, from: 0, before: 4096).map(\.looks) == [6])
                #expect(try view.actCounts(of: person, [.look], since: Moment(milliseconds: 0)) == [.look: 9])
            }
        }
    }

    @Test("Each reading goes by the index of segments, never through the whole log")
    func plans() async throws {
        try await withStore { fixture in
            let plan = try fixture.store.pool.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        EXPLAIN QUERY PLAN \(LogSegments.with(from: "5", before: "9000"))
                        SELECT at FROM segments CROSS JOIN acts INDEXED BY acts_person
                        WHERE \(LogSegments.ofAct) = number AND person_id = 'A1' AND position >= 5 AND position < 9000
                        """
                ).map { $0["detail"] as String }
            }
            let step = "USING INDEX acts_person (<expr>=? AND person_id=? AND rowid>? AND rowid<?)"
            #expect(plan.contains { $0.contains(step) }, "\(plan)")
        }
    }
}
