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

    @Test("A customer's acts are found on both sides of every segment's edge, newest first, and no one else's")
    func edges() async throws {
        try await withStore { fixture in
            let places: [Int64] = [0, 1, 16_383, 16_384, 16_385, 32_767, 32_768, 81_919, 81_920]
            try put(places, of: "C1", by: "A1", fixture.store)
            try put([2, 16_386, 32_766, 81_921, 98_304], of: "C2", by: "A2", fixture.store)
            let newest = Array(places.reversed())
            try fixture.store.read { view in
                let customer = CustomerID("C1")
                #expect(try view.acts(ActFilter(customer: customer, limit: 100)).map(\.index) == newest)
                #expect(
                    try view.acts(ActFilter(customer: customer, limit: 4)).map(\.index) == Array(newest.prefix(4)))
                #expect(
                    try view.acts(ActFilter(customer: customer, before: 16_384, limit: 9)).map(\.index)
                        == [16_383, 1, 0])
                #expect(try view.acts(ActFilter(person: PersonID("A2"), customer: customer, limit: 9)).isEmpty)
                #expect(
                    try view.openers(of: customer, beside: PersonID("A2"), since: Moment(milliseconds: 81_920)) == 1)
                #expect(
                    try view.openers(of: customer, beside: PersonID("A2"), since: Moment(milliseconds: 81_921)) == 0)
            }
        }
    }

    @Test("An empty log has no acts of a customer")
    func empty() async throws {
        try await withStore { fixture in
            try fixture.store.read { view in
                #expect(try view.acts(ActFilter(customer: CustomerID("C1"), limit: 9)).isEmpty)
            }
        }
    }
}
