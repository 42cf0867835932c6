import AmanahCore
import AmanahLedger
import GRDB
import Testing

@testable import AmanahStore

/// Jobs of one batch: what waits in memory, what stands in a savepoint, and what is left of a job that throws.
@Suite struct IsolationTests {
    private struct Refusal: Error {}

    /// Runs jobs in one transaction, as a batch does, and gives what each came to.
    private func batch(
        _ store: SQLiteStore, _ jobs: [(SQLiteWriteView) throws -> Void]
    ) throws -> [Bool] {
        try store.pool.writeWithoutTransaction { db in
            var answers: [Bool] = []
            try db.inTransaction(.immediate) {
                var tree = try store.readTree(db)
                let view = SQLiteWriteView(
                    db: db, keys: store.keys, log: try SQLiteStore.logState(db, store.keys), dataVersion: 1)
                answers = try jobs.map { job in
                    if case .success = try view.isolated({ try job(view) }) { true } else { false }
                }
                try view.writeWaiting()
                try tree.append(view.leaves, at: view.log.lastAt, db)
                return .commit
            }
            return answers
        }
    }

    @Test("A job that throws leaves nothing, whether it only appended, read the log, or wrote other rows")
    func undone() async throws {
        try await withStore { fixture in
            let append: @Sendable (SQLiteWriteView) throws -> Void = { _ = try $0.append(StoreFixture.act()) }
            let answers = try batch(
                fixture.store,
                [
                    append,
                    { view in
                        try append(view)
                        throw Refusal()
                    },
                    { view in
                        try append(view)
                        let size = try view.logSize()
                        #expect(size == 2, "a job reads what earlier jobs and it itself have appended")
                        throw Refusal()
                    },
                    append,
                    { view in
                        let before = try view.logSize()
                        try append(view)
                        let after = try view.logSize()
                        #expect((before, after) == (2, 3))
                        try append(view)
                        try view.endSession("nobody", at: StoreFixture.now)
                        try append(view)
                        throw Refusal()
                    },
                    { view in
                        try view.addVerifyMiss(
                            customer: CustomerID("C1"), field: FieldName("nik"), person: PersonID("A1"),
                            at: StoreFixture.now)
                        try append(view)
                    },
                    append,
                ])
            #expect(answers == [true, false, false, true, false, true, true])
            #expect(try fixture.store.read { try $0.logSize() } == 4)
            let misses = try fixture.store.read {
                try $0.verifyMisses(
                    customer: CustomerID("C1"), field: FieldName("nik"), person: PersonID("A1"),
                    since: Moment(seconds: 0))
            }
            #expect(misses.all == 1)
            #expect(try StoreFixture.logHolds(fixture.store))
        }
    }

    @Test("Any mixture of jobs, some of which throw at some point, leaves what the others did, in one chain")
    func mixtures() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        try await withStore { fixture in
            var random = Generator(state: seed)
            for _ in 0..<40 {
                let before = try fixture.store.read { try $0.logSize() }
                let plans = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    (0..<Int.random(in: 0...5, using: &random)).map { _ in Int.random(in: 0...4, using: &random) }
                }
                let jobs = plans.map { plan in
                    { (view: SQLiteWriteView) in
                        for step in plan {
                            switch step {
                            case 0, 1: _ = try view.append(StoreFixture.act())
                            case 2: _ = try view.latestAt()
                            case 3: try view.touch(session: "nobody", at: StoreFixture.now)
                            default: throw Refusal()
                            }
                        }
                    }
                }
                let answers = try batch(fixture.store, jobs)
                #expect(answers == plans.map { !$0.contains(4) })
                let kept = plans.filter { !$0.contains(4) }.joined().count { $0 < 2 }
                #expect(try fixture.store.read { try $0.logSize() } == before + Int64(kept))
            }
            #expect(try StoreFixture.logHolds(fixture.store))
        }
    }

    @Test("An entry that cannot be written fails the batch, even where its job would swallow the error")
    func failedWrite() async throws {
        try await withStore { fixture in
            // Someone has taken the first place behind the gateway's back.
            try await fixture.store.pool.write { db in
                try db.execute(sql: "INSERT INTO acts (position, kind, at, person_details) VALUES (0, 1, 0, x'00')")
            }
            #expect(throws: DatabaseError.self) {
                try batch(
                    fixture.store,
                    [
                        { _ = try $0.append(StoreFixture.act()) }, { _ = try? $0.latestAt() },
                        { _ = try $0.append(StoreFixture.act()) },
                    ])
            }
            #expect(try fixture.store.read { try $0.logSize() } == 0)
        }
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        /// Source: Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014.
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
