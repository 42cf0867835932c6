import GRDBSQLite
import Testing

@testable import AmanahStore

@Suite struct MemoryStatisticsTests {
    @Test("SQLite counts none of its memory once a store is open, so no allocation waits for the lock of that count")
    func isOff() async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "p") { try $0.append(StoreFixture.act(1)) }
            #expect(sqlite3_memory_used() == 0)
        }
    }
}
