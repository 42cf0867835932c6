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

    @Test("A customer's acts are found on both sides of every segment's edge, newest first, and no one else's")
    func edges() async throws {
        try await withStore { fixture in
            #expect(try found(fixture.store).isEmpty, "an empty log has no segment to ask")
            let places: [Int64] = [0, 1, 16_383, 16_384, 16_385, 32_767, 32_768, 81_919, 81_920]
            try put(places, of: "C1", by: "A1", fixture.store)
            try put([2, 16_386, 32_766, 81_921, 98_304], of: "C2", by: "A2", fixture.store)
            let newest = Array(places.reversed())
            #expect(try found(fixture.store) == newest)
            #expect(try found(fixture.store, limit: 4) == Array(newest.prefix(4)))
            #expect(try found(fixture.store, by: "A1", before: 16_384) == [16_383, 1, 0])
            #expect(try found(fixture.store, by: "A2").isEmpty)
            #expect(try openers(fixture.store, since: 81_920) == 1)
            #expect(try openers(fixture.store, since: 81_921) == 0)
        }
    }
}
