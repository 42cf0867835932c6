import AmanahCore
import GRDB
import Testing

@testable import AmanahStore

/// A customer and his key lie in two files, and are there both or neither.
@Suite struct KeyWriterTests {
    private static func newcomer(_ fixture: StoreFixture) throws -> CustomerRow {
        try fixture.store.keys.seal(
            customer: CustomerID("N1"), unit: UnitID("B1"), sensitivity: .ordinary, staff: nil,
            fields: [("name", "Pelanggan Baru")], household: nil)
    }

    private static func isThere(_ fixture: StoreFixture) throws -> Bool {
        let found = try fixture.store.pool.read { db in
            try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM customers WHERE customer_id = 'N1'")
        }
        return found == 1
    }

    private static func keys(_ fixture: StoreFixture) async throws -> Int? {
        try await fixture.store.pool.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM customer_keys") }
    }

    private static func missingKeys(_ fixture: StoreFixture) throws -> [ControlFinding] {
        try fixture.store.read { try $0.reconcile() }.findings.filter { $0.table == KeyStore.tableName }
    }

    @Test("D2: a customer whose key cannot be written is not written either, nor his entry; the next try is whole")
    func neither() async throws {
        try await withStore { fixture in
            let row = try Self.newcomer(fixture)
            func put() async throws -> Int64 {
                try await fixture.store.commit(share: "a") { view in
                    try view.put(customer: row, tags: [])
                    return try view.append(StoreFixture.act())
                }
            }
            let connection = fixture.store.keyWriter.connection
            try await connection.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
            #expect(await storeRefusal(put) == .readOnly)
            let size = try fixture.store.read { try $0.logSize() }
            #expect(size == 0)
            #expect(try !Self.isThere(fixture))
            #expect(try Self.missingKeys(fixture).isEmpty)
            try await connection.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = OFF") }
            let position = try await put()
            #expect(position == 0)
            #expect(try fixture.store.read { try $0.customer(CustomerID("N1")) }?.wrappedKey == row.wrappedKey)
            #expect(try StoreFixture.logHolds(fixture.store))
        }
    }

    @Test("a key whose customer did not come is nobody's, and makes room for the next of that number")
    func orphan() async throws {
        try await withStore { fixture in
            try fixture.store.keyWriter.put([NewKey(number: 3, wrapped: [1])])
            #expect(try Self.missingKeys(fixture).isEmpty)
            let row = try Self.newcomer(fixture)
            try await fixture.store.commit(share: "a") { try $0.put(customer: row, tags: []) }
            #expect(try fixture.store.read { try $0.customer(CustomerID("N1")) }?.wrappedKey == row.wrappedKey)
        }
    }

    @Test("the batch that brings a customer reads him, and misses no key; a job that throws brings neither")
    func sameBatch() async throws {
        try await withStore { fixture in
            let row = try Self.newcomer(fixture)
            await #expect(throws: CancellationError.self) {
                try await fixture.store.commit(share: "a") { view in
                    try view.put(customer: row, tags: [])
                    throw CancellationError()
                }
            }
            #expect(try !Self.isThere(fixture))
            #expect(try await Self.keys(fixture) == 2)
            let (seen, findings) = try await fixture.store.commit(share: "a") { view in
                try view.put(customer: row, tags: [])
                return (try view.customer(row.id), try view.reconcile().findings)
            }
            #expect(seen?.fields == row.fields && seen?.wrappedKey == row.wrappedKey && seen?.isAsWritten == true)
            #expect(findings.filter { $0.table == KeyStore.tableName }.isEmpty)
            #expect(try await Self.keys(fixture) == 3)
        }
    }

    @Test("a record under another key than the customer's is refused: what the log sealed would be lost")
    func anotherKey() async throws {
        try await withStore { fixture in
            try await fixture.store.commit(share: "a") { try $0.put(customer: try Self.newcomer(fixture), tags: []) }
            let kept = try fixture.store.read { try $0.customer(CustomerID("N1")) }
            let other = try Self.newcomer(fixture)
            let refused = await storeRefusal {
                try await fixture.store.commit(share: "a") { try $0.put(customer: other, tags: []) }
            }
            #expect(refused == .conflict)
            #expect(try fixture.store.read { try $0.customer(CustomerID("N1")) }?.wrappedKey == kept?.wrappedKey)
        }
    }
}
