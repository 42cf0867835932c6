import AmanahCore
import Dispatch
import Foundation
import GRDB
import Glibc
import Testing

@testable import AmanahStore

/// Room for the write-ahead log, taken before it is needed.
@Suite struct LogRoomTests {
    private func length(_ fixture: StoreFixture) throws -> off_t {
        var found = stat()
        try #require(stat(fixture.store.path + "-wal", &found) == 0)
        return found.st_size
    }

    @Test("The write-ahead log has its full length at once, and keeps it; what was and is written holds")
    func taken() async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act(1)) }
            let before = try length(fixture)
            fixture.store.takeRoom()
            #expect(before < LogRoom.bytes)
            #expect(try length(fixture) == LogRoom.bytes)
            for number in 2..<200 {
                _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act(number)) }
            }
            fixture.store.takeRoom()
            #expect(try length(fixture) == LogRoom.bytes)
            #expect(try StoreFixture.logHolds(fixture.store))
            let again = try fixture.again()
            #expect(try again.read { try $0.logSize() } == 199)
            #expect(try StoreFixture.logHolds(again))
            await again.close()
        }
    }

    @Test("D2: while another process writes, no room is taken: a zero could fall where its frame is to be")
    func beside() async throws {
        try await withStore { fixture in
            let other = try fixture.again()
            _ = try await other.commit(share: "a") { try $0.append(StoreFixture.act(1)) }
            let before = try length(fixture)
            try await other.pool.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN IMMEDIATE")
                let taken = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    fixture.store.takeRoom()
                    taken.signal()
                }
                _ = taken.wait(timeout: .now() + .milliseconds(500))
                #expect(try length(fixture) == before)
                try db.execute(sql: "ROLLBACK")
            }
            fixture.store.takeRoom()
            #expect(try length(fixture) == LogRoom.bytes)
            _ = try await other.commit(share: "a") { try $0.append(StoreFixture.act(2)) }
            #expect(try fixture.store.read { try $0.logSize() } == 2)
            #expect(try StoreFixture.logHolds(fixture.store))
            await other.close()
        }
    }

    @Test("A disk without much room keeps it for what has to be written")
    func smallDisk() async throws {
        let place = NSTemporaryDirectory() + "/amanah-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        guard mount("tmpfs", place, "tmpfs", 0, "size=100m") == 0 else {
            print("skipped: no small disk can be mounted here, run as root to test one")
            return
        }
        defer { umount2(place, Int32(MNT_DETACH)) }
        try await withStore(in: place) { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act(1)) }
            let before = try length(fixture)
            fixture.store.takeRoom()
            #expect(try length(fixture) == before)
        }
    }
}
