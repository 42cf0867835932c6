import AmanahCore
import AmanahLedger
import Dispatch
import Foundation
import GRDB
import Glibc
import Synchronization
import Testing

@testable import AmanahStore

/// Group commit: savepoints, order, two processes, a full disk.
@Suite struct BatchTests {
    private struct Refusal: Error {}

    @Test("Sixty-four commits at once are all answered, at dense positions, in one chain")
    func concurrent() async throws {
        try await withStore { fixture in
            let positions = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        try await fixture.store.commit(share: "p\(number % 8)") {
                            try $0.append(StoreFixture.act(number))
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(positions.sorted() == Array(0..<64))
            #expect(try StoreFixture.logHolds(fixture.store))
        }
    }

    @Test("A job that throws undoes its own writes and nobody else's, and its place in the log is taken by the next")
    func savepoints() async throws {
        try await withStore { fixture in
            // The first batch takes up what may have come before it.
            try await fixture.store.commit(share: "first") { _ in }
            let version = fixture.store.dataVersion
            let answered = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        do {
                            _ = try await fixture.store.commit(share: "p\(number)") { view in
                                let index = try view.append(StoreFixture.act(number))
                                try view.put(session: session(number))
                                if number % 3 == 0 { throw Refusal() }
                                return index
                            }
                            return true
                        } catch { return !(error is Refusal) }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(answered == 40)
            let size = try fixture.store.read { try $0.logSize() }
            #expect(size == 40)
            let sessions = try fixture.store.read { try $0.sessions(notEndedAt: StoreFixture.now).count }
            #expect(sessions == 40)
            #expect(try StoreFixture.logHolds(fixture.store))
            await #expect(throws: Refusal.self) {
                try await fixture.store.commit(share: "p") { view in
                    try view.put(person: StoreFixture.person("Lain"))
                    throw Refusal()
                }
            }
            #expect(fixture.store.dataVersion == version, "what was undone changed nothing")
        }
    }

    @Test("The write-ahead log is copied aside and begins anew, and nothing of the log is lost by it")
    func copiedAside() async throws {
        try await withStore { fixture in
            var longest = 0
            for _ in 0..<140 {
                _ = try await writeMuch(fixture.store)
                // As much as a slow disk would have to catch up with.
                while fixture.store.checkpointer.isCopying { await Task.yield() }
                longest = max(longest, fixture.store.checkpointer.pages)
            }
            #expect(longest > Checkpointer.copyFrom)
            #expect(longest < Checkpointer.restartFrom + Checkpointer.copyFrom + 200, "the log did not begin anew")
            #expect(try StoreFixture.logHolds(fixture.store))
            await fixture.store.close()
            let again = try fixture.again()
            #expect(try StoreFixture.logHolds(again))
            await again.close()
        }
    }

    @Test(
        "A failed fsync is a halt, a full disk is not",
        arguments: [
            (ResultCode.SQLITE_IOERR_FSYNC, StoreError.Code.halted), (.SQLITE_IOERR_DIR_FSYNC, .halted),
            (.SQLITE_FULL, .diskFull),
            (.SQLITE_IOERR_WRITE, .readOnly), (.SQLITE_READONLY, .readOnly), (.SQLITE_BUSY, .busy),
            (.SQLITE_CORRUPT, .halted), (.SQLITE_NOTADB, .halted), (.SQLITE_IOERR_SHORT_READ, .halted),
            (.SQLITE_IOERR_READ, .io),
        ])
    func codes(code: ResultCode, expected: StoreError.Code) {
        #expect(StoreError(writing: DatabaseError(resultCode: code, message: "at '3578034107900001'")).code == expected)
        let words = StoreError(writing: DatabaseError(resultCode: code, message: "at '3578034107900001'")).description
        #expect(!words.contains("3578034107900001"))
    }

    @Test("D2: a page that is not what was written halts the log, and what was answered is kept beside the key")
    func forgets() async throws {
        try await withStore { fixture in
            for number in 0..<3 {
                _ = try await fixture.store.commit(share: "p") { try $0.append(StoreFixture.act(number)) }
            }
            let size = fixture.store.size()
            do {
                try await fixture.store.commit(share: "p") { _ in throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
                Issue.record("nothing was said of the page")
            } catch let error as StoreError { #expect(error.code == .halted) }
            #expect(fixture.store.ledger.marked()?.checkpoint.size == size)
            await #expect(throws: StoreError.self) {
                _ = try await fixture.store.commit(share: "p") { try $0.append(StoreFixture.act(9)) }
            }
        }
    }

    @Test(
        "D2: a reading that meets a page that is not what was written keeps how far was answered",
        arguments: [false, true])
    func meets(loosely: Bool) async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "p") { try $0.append(StoreFixture.act(1)) }
            #expect(throws: StoreError.self) {
                let damaged: (any ReadView) throws -> Void = { _ in throw DatabaseError(resultCode: .SQLITE_NOTADB) }
                if loosely {
                    try fixture.store.readLoosely(since: fixture.store.dataVersion, damaged)
                } else {
                    try fixture.store.read(damaged)
                }
            }
            #expect(fixture.store.ledger.marked()?.checkpoint.size == fixture.store.size())
            _ = try await fixture.store.commit(share: "p") { try $0.append(StoreFixture.act(2)) }
        }
    }

    @Test("D2: writes are FULL on the connection that writes, in WAL mode")
    func durable() async throws {
        try await withStore { fixture in
            let (level, mode) = try await fixture.store.pool.writeWithoutTransaction { db in
                (try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode"))
            }
            #expect(level == 2 && mode == "wal")
        }
    }

    @Test(
        "D4: rows of the log can be neither changed nor deleted by SQL",
        arguments: [
            "UPDATE entries SET entry = x'00'", "UPDATE entries SET position = 5", "DELETE FROM entries",
            "DELETE FROM acts",
            "UPDATE acts SET person_id = 'A2'", "UPDATE acts SET at = 0", "UPDATE acts SET person_details = x'00'",
            "UPDATE acts SET customer_details = x'00'",
        ])
    func triggers(sql: String) async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            await #expect(throws: DatabaseError.self) {
                try await fixture.store.pool.write { db in try db.execute(sql: sql) }
            }
            #expect(try StoreFixture.logHolds(fixture.store))
            // Retention may still drop what a look showed.
            _ = try await fixture.store.commit(share: "a") {
                try $0.thinDetails(before: Moment(seconds: 4_000_000_000))
            }
        }
    }

    @Test("A log that no longer stands where the last batch left it is not written on")
    func swapped() async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act(1)) }
            // By the writer's own connection, so that SQLite's counter of others' commits tells nothing.
            try await fixture.store.pool.writeWithoutTransaction { db in
                try db.execute(sql: "UPDATE ledger SET root = zeroblob(32)")
            }
            do {
                _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act(2)) }
                Issue.record("an entry was put on a log that nobody knows")
            } catch let error as StoreError {
                #expect(error.code == .halted && error.message.contains("another gateway has written"))
            }
            #expect(try fixture.store.read { try $0.logSize() } == 1)
        }
    }

    @Test("Two processes on one folder write one chain without a fork, and see each other's changes")
    func twoProcesses() async throws {
        try await withStore { fixture in
            let other = try fixture.again()
            let changes = Mutex(0)
            fixture.store.onControlChange { _ in changes.withLock { $0 += 1 } }
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            let (version, before) = (fixture.store.dataVersion, changes.withLock { $0 })
            try await other.commit(share: "a") { try $0.put(person: StoreFixture.person("Lain")) }
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            #expect(fixture.store.dataVersion > version)
            #expect(changes.withLock { $0 } == before + 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    let store = number % 2 == 0 ? fixture.store : other
                    group.addTask {
                        _ = try await store.commit(share: "p\(number)") { try $0.append(StoreFixture.act(number)) }
                    }
                }
                try await group.waitForAll()
            }
            let size = try fixture.store.read { try $0.logSize() }
            #expect(size == 62)
            #expect(try StoreFixture.logHolds(fixture.store))
            await other.close()
        }
    }

    @Test("A change made elsewhere before the first batch, or during one that failed, is not missed")
    func foreignBeforeFirst() async throws {
        try await withStore { fixture in
            let other = try fixture.again()
            let names = Mutex<[String]>([])
            fixture.store.onControlChange { rows in names.withLock { $0 += rows.people.map(\.name) } }
            try await other.commit(share: "a") { try $0.put(person: StoreFixture.person("Lain")) }
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            #expect(names.withLock { $0 } == ["Lain"])
            await other.close()
        }
    }

    @Test("A folder of a newer version is refused and not touched")
    func newer() async throws {
        try await withStore { fixture in
            await fixture.store.close()
            let path = fixture.folder + "/data/amanah.db"
            let queue = try DatabaseQueue(path: path)
            try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 the future')") }
            try queue.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(await storeRefusal { try fixture.again() } == .newer)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test("D2: on a full disk commits answer diskFull, nothing is written, and it recovers when there is room")
    func diskFull() async throws {
        let mount = NSTemporaryDirectory() + "/amanah-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: mount) }
        guard Glibc.mount("tmpfs", mount, "tmpfs", 0, "size=3m") == 0 else {
            print("skipped: no small disk can be mounted here, run as root to test a full one")
            return
        }
        defer { umount2(mount, Int32(MNT_DETACH)) }
        try await withStore(in: mount) { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            let ballast = mount + "/ballast"
            let file = fopen(ballast, "w")
            let block = [UInt8](repeating: 7, count: 4096)
            while fwrite(block, 1, block.count, file) == block.count, fflush(file) == 0 {}
            fclose(file)
            for _ in 0..<3 {
                let refused = await storeRefusal { try await writeMuch(fixture.store) }
                #expect(refused == .diskFull)
            }
            let size = try fixture.store.read { try $0.logSize() }
            #expect(size == 1)
            try FileManager.default.removeItem(atPath: ballast)
            let position = try await writeMuch(fixture.store)
            #expect(position == 1)
            #expect(try StoreFixture.logHolds(fixture.store))
        }
    }

    private func writeMuch(_ store: SQLiteStore) async throws -> Int64 {
        try await store.commit(share: "a") { view in
            var act = StoreFixture.act()
            act.personDetails = [UInt8](repeating: 9, count: 200_000)
            return try view.append(act)
        }
    }

    private func session(_ number: Int) -> SessionRow {
        SessionRow(
            id: "s\(number)", tokenTag: [UInt8(number)], person: PersonID("A1"), createdAt: StoreFixture.now,
            lastSeenAt: StoreFixture.now, endedAt: nil, isService: false)
    }
}
