import AmanahCore
import AmanahLedger
import Foundation
import GRDB
import Testing

@testable import AmanahStore

/// What is kept when a key of the log takes another one's place, for evidence.
@Suite struct KeptLinkTests {
    private static func link(_ store: SQLiteStore) throws -> KeyLink? {
        try store.read { view in
            let tip = try #require(try view.ledgerTip().checkpoint)
            return try view.keyLink(to: try #require(try view.logSigners().last), at: tip)
        }
    }

    @Test("the old key signs the checkpoint of its own end, even without an overlap, and it is kept")
    func kept() async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            let said = try await fixture.turnKey(until: StoreFixture.now)
            let tip = try #require(try fixture.store.read { try $0.ledgerTip().checkpoint })
            #expect(try tip.verify([said.old, said.new]).map(\.key) == [said.new])
            for number in 0..<300 {
                _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act(number)) }
            }
            let link = try #require(try Self.link(fixture.store))
            #expect(link.checkpoint.checkpoint == tip.checkpoint)
            let now = try #require(try fixture.store.read { try $0.ledgerTip().checkpoint })
            #expect(throws: Never.self) { try link.verify(from: said.old, to: said.new, at: now) }
            let again = try fixture.again()
            #expect(try Self.link(again) == link)
            await again.close()
        }
    }

    @Test("two who change the key at the same time do not both: the second is refused, and nothing of it stays")
    func atOnce() async throws {
        try await withStore { fixture in
            let changes = try (0..<2).map { _ in try fixture.store.makeLogKey(until: StoreFixture.now, origin: nil) }
            var refusals: [StoreError.Code?] = []
            for change in changes {
                var act = StoreFixture.act(1)
                act.announcement = change.announcement.encoded
                refusals.append(
                    await storeRefusal {
                        try await fixture.store.commit(share: "a") { [act] view in
                            try view.change(change)
                            _ = try view.append(act)
                        }
                    })
            }
            #expect(refusals == [nil, .conflict])
            #expect(try fixture.store.read { try $0.logSigners() }.count == 2)
            #expect(try StoreFixture.logHolds(fixture.store))
        }
    }

    @Test("a log that goes on under another name is tied to the former one by a link, too")
    func anotherName() async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            let change = try fixture.store.makeLogKey(until: Moment(seconds: 0), origin: try fixture.store.nextOrigin())
            var act = StoreFixture.act(1)
            act.announcement = change.announcement.encoded
            try fixture.store.goOn(change, act)
            await fixture.store.close()
            let again = try fixture.again()
            _ = try await again.commit(share: "a") { try $0.append(StoreFixture.act()) }
            let now = try #require(try again.read { try $0.ledgerTip().checkpoint })
            let link = try #require(try Self.link(again))
            #expect(link.checkpoint.checkpoint.origin == "store/epoch-2")
            #expect(throws: Never.self) {
                try link.verify(from: change.announcement.old, to: change.announcement.new, at: now)
            }
            await again.close()
        }
    }

    @Test("D5: an older state from before a change of the key is noticed by what the new key alone has signed")
    func olderState() async throws {
        try await withStore { fixture in
            _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            let (copy, database) = (fixture.folder + "/older.amanah", fixture.folder + "/data/amanah.db")
            try fixture.store.backup(to: copy)
            _ = try await fixture.turnKey(until: StoreFixture.now)
            try fixture.store.ledger.publish(fixture.store)
            let seen = try #require(try fixture.store.read { try $0.ledgerTip().checkpoint })
            await fixture.store.close()
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + end) }
            try FileManager.default.copyItem(atPath: copy, toPath: database)
            let again = try fixture.again()
            #expect(again.lost?.seen == seen.checkpoint)
            await again.close()
            // Nor when it is a witness who shows it.
            for name in ["data/ledger", "key.ledger-seen"] {
                try FileManager.default.removeItem(atPath: "\(fixture.folder)/\(name)")
            }
            let forgetful = try fixture.again()
            #expect(forgetful.lost == nil)
            #expect(try forgetful.remember(seen)?.seen == seen.checkpoint)
            await forgetful.close()
        }
    }

    @Test("Migration 019: a change whose overlap still runs is made up for; one that is over is not")
    func madeUpFor() async throws {
        for overlap in [86_400, 0] as [Int64] {
            try await withStore { fixture in
                let said = try await fixture.turnKey(until: StoreFixture.now.advanced(by: .seconds(overlap)))
                _ = try await fixture.store.commit(share: "a") { try $0.append(StoreFixture.act()) }
                await fixture.store.close()
                let queue = try DatabaseQueue(path: fixture.folder + "/data/amanah.db")
                try await queue.write { db in
                    try db.execute(
                        sql: "DROP TABLE key_links; DELETE FROM grdb_migrations WHERE identifier LIKE '019%'")
                }
                try queue.close()
                let again = try fixture.again()
                let tip = try #require(try again.read { try $0.ledgerTip().checkpoint })
                let link = try Self.link(again)
                #expect((link == nil) == (overlap == 0))
                #expect(throws: Never.self) { try link?.verify(from: said.old, to: said.new, at: tip) }
                await again.close()
            }
        }
    }
}
