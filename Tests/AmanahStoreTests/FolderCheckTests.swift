import AmanahCore
import AmanahLedger
import Foundation
import GRDB
import Testing

@testable import AmanahStore

extension StoreFixture {
    /// Entries enough for two full tiles and a part of a third, in files.
    fileprivate func filled(_ count: Int = 600) async throws {
        for start in stride(from: 0, to: count, by: 50) {
            try await store.commit(share: "a") { view in
                for number in start..<min(count, start + 50) { _ = try view.append(StoreFixture.act(number)) }
            }
        }
        try store.ledger.publish(store)
    }

    fileprivate var logKeys: [VerifierKey] { get throws { try store.read { try $0.logSigners().map(\.key) } } }

    /// A copy of the log's files, to do harm to.
    fileprivate func copy() throws -> PublishedLedger {
        let place = folder + "/copy-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: store.ledger.folder, toPath: place)
        return PublishedLedger(folder: place)
    }
}

private func finding(_ ledger: PublishedLedger, _ question: FolderCheck.Question) -> LedgerFinding? {
    do throws(LedgerFinding) {
        _ = try FolderCheck.run(ledger, question)
        return nil
    } catch { return error }
}

private func edit(_ ledger: PublishedLedger, _ path: String, _ body: (inout [UInt8]) -> Void) throws {
    let url = URL(fileURLWithPath: "\(ledger.folder)/\(path)")
    var bytes = Array(try Data(contentsOf: url))
    body(&bytes)
    try Data(bytes).write(to: url)
}

/// The log's files by themselves: whatever is done to them is found and named at its place.
@Suite struct FolderCheckTests {
    typealias Harm = (name: String, place: LedgerFinding.Place, do: @Sendable (PublishedLedger) throws -> Void)

    private static let checkpointText: @Sendable (PublishedLedger, (String) -> String) throws -> Void = {
        ledger, body in
        try edit(ledger, "checkpoint") { $0 = Array(body(String(decoding: $0, as: UTF8.self)).utf8) }
    }

    static let harms: [Harm] = [
        (
            "a bit of an entry", .entry(300),
            { ledger in
                try edit(ledger, "tile/entries/001") { bytes in
                    let ranges = try? EntryBundle.ranges(bytes, width: 256)
                    bytes[(ranges?[44].upperBound ?? 1) - 1] ^= 1
                }
            }
        ),
        (
            "two entries that changed places", .entry(0),
            { ledger in
                try edit(ledger, "tile/entries/000") { bytes in
                    guard let ranges = try? EntryBundle.ranges(bytes, width: 256) else { return }
                    let entries = ranges.map { Array(bytes[$0]) }
                    var out: [UInt8] = []
                    for index in [1, 0] + Array(2..<256) { EntryBundle.append(entries[index], to: &out) }
                    bytes = out
                }
            }
        ),
        (
            "entries cut off a bundle", .tile("tile/entries/001"),
            { ledger in
                try edit(ledger, "tile/entries/001") { $0.removeLast(40) }
            }
        ),
        ("a bit of a leaf", .tile("tile/0/000"), { ledger in try edit(ledger, "tile/0/000") { $0[10 * 32] ^= 1 } }),
        (
            "a bit of a root of a tile", .tile("tile/1/000.p/2"),
            { ledger in
                try edit(ledger, "tile/1/000.p/2") { $0[40] ^= 1 }
            }
        ),
        ("a tile cut short", .tile("tile/0/001"), { ledger in try edit(ledger, "tile/0/001") { $0.removeLast(32) } }),
        (
            "a tile taken out", .tile("tile/0/001"),
            { try FileManager.default.removeItem(atPath: $0.folder + "/tile/0/001") }
        ),
        (
            "a bundle taken out", .tile("tile/entries/000"),
            {
                try FileManager.default.removeItem(atPath: $0.folder + "/tile/entries/000")
            }
        ),
        (
            "the checkpoint taken out", .checkpoint,
            { try FileManager.default.removeItem(atPath: $0.folder + "/checkpoint") }
        ),
        ("a smaller size", .checkpoint, { try checkpointText($0) { $0.replacing("\n600\n", with: "\n512\n") } }),
        (
            "another name of the log", .signature("store"),
            { ledger in
                try checkpointText(ledger) { text in "other" + text.drop { $0 != "\n" } }
            }
        ),
        (
            "a bit of the signature", .signature("store"),
            { ledger in
                try edit(ledger, "checkpoint") { bytes in
                    // Four letters before the newline are the signature's last three bytes.
                    let at = bytes.count - 4
                    bytes[at] = bytes[at] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                }
            }
        ),
    ]

    @Test("D4, D5, D7: each kind of damage to the files is found, and named at its place")
    func harmed() async throws {
        try await withStore { fixture in
            try await fixture.filled()
            let question = FolderCheck.Question(keys: try fixture.logKeys)
            #expect(finding(try fixture.copy(), question) == nil)
            for harm in Self.harms {
                let copy = try fixture.copy()
                try harm.do(copy)
                let found = finding(copy, question)
                #expect(found?.place == harm.place, "\(harm.name): \(found?.description ?? "nothing was found")")
            }
        }
    }

    @Test("D5, D6: an older state, a rewritten past and a stranger's log are told from the log that was seen")
    func since() async throws {
        try await withStore { fixture in
            try await fixture.filled(300)
            let (old, keys) = (try fixture.copy(), try fixture.logKeys)
            try await fixture.store.commit(share: "a") { _ = try $0.append(StoreFixture.act(300)) }
            try fixture.store.ledger.publish(fixture.store)
            let seen = try #require(fixture.store.ledger.checkpoint())
            let now = try fixture.copy()
            #expect(finding(now, .init(keys: keys, since: old.checkpoint())) == nil)
            #expect(finding(old, .init(keys: keys, since: seen))?.place == .since)
            let stranger = try #require(SignerKey(name: "store", type: .ed25519))
            #expect(finding(now, .init(keys: [stranger.verifier]))?.place == .checkpoint)
            let witness = try #require(SignerKey(name: "witness.example", type: .cosignature))
            #expect(
                finding(now, .init(keys: keys, witnesses: [witness.verifier]))?.place == .signature("witness.example"))
            // Someone with the log's key writes another past of the same length: only what was kept elsewhere tells.
            try await withStore { other in
                try await other.filled(301)
                let forged = try other.copy()
                let key = try #require(try LogKeyFile(beside: fixture.folder + "/key").read().last)
                var note = SignedNote(
                    text: try #require(forged.checkpoint()).encoded.components(separatedBy: "\n\n")[0] + "\n")
                note.sign(key)
                try Data(note.encoded.utf8).write(to: URL(fileURLWithPath: forged.folder + "/checkpoint"))
                #expect(finding(forged, .init(keys: keys)) == nil)
                #expect(finding(forged, .init(keys: keys, since: seen))?.place == .since)
            }
        }
    }

    @Test("Files that were lost, in part or whole, are derived again as they were; what a crash left is passed over")
    func derivedAgain() async throws {
        try await withStore { fixture in
            try await fixture.filled()
            let question = FolderCheck.Question(keys: try fixture.logKeys)
            let ledger = fixture.store.ledger
            let whole = try #require(ledger.file("tile/0/000"))
            let checkpoint = try #require(ledger.file("checkpoint"))
            // A crash between: a file aside, tiles newer than the checkpoint.
            try Data([1, 2, 3]).write(to: URL(fileURLWithPath: ledger.folder + "/tile/0/000.new-1-1"))
            try FileManager.default.removeItem(atPath: ledger.folder + "/checkpoint")
            try ledger.publish(fixture.store)
            #expect(finding(ledger, question) == nil)
            for name in ["tile/0/000", "tile/entries/001", "tile/1"] {
                try FileManager.default.removeItem(atPath: "\(ledger.folder)/\(name)")
                try ledger.publish(fixture.store, whole: true)
                #expect(finding(ledger, question) == nil, "\(name)")
            }
            try FileManager.default.removeItem(atPath: ledger.folder)
            try ledger.publish(fixture.store)
            #expect(finding(ledger, question) == nil)
            #expect(ledger.file("tile/0/000") == whole)
            #expect(ledger.file("checkpoint") == checkpoint)
        }
    }

    @Test("A key is changed: both sign over the overlap, an entry announces it, and the old key still verifies the log")
    func rotation() async throws {
        try await withStore { fixture in
            try await fixture.filled(300)
            let old = try #require(try fixture.logKeys.last)
            let until = StoreFixture.now.advanced(by: .seconds(86_400))
            let change = try fixture.store.makeLogKey(until: until, origin: nil)
            var act = StoreFixture.act(1)
            act.announcement = change.announcement.encoded
            try await fixture.store.commit(share: "a") { [act] view in
                try view.change(change)
                _ = try view.append(act)
            }
            try fixture.store.ledger.publish(fixture.store)
            let new = change.announcement.new
            #expect(new != old)
            let both = try #require(fixture.store.ledger.checkpoint())
            #expect(try both.verify([old, new]).count == 2)
            // Behind the overlap only the new one signs; whoever has the old one follows the announcement.
            var late = StoreFixture.act(2)
            late.at = until.advanced(by: .seconds(60))
            try await fixture.store.commit(share: "a") { [late] in _ = try $0.append(late) }
            try await fixture.store.commit(share: "a") { [late] in _ = try $0.append(late) }
            try fixture.store.ledger.publish(fixture.store)
            let alone = try #require(fixture.store.ledger.checkpoint())
            #expect(throws: NoteError.noKnownSignature) { try alone.verify([old]) }
            let check = try FolderCheck.run(fixture.store.ledger, .init(keys: [old], since: both))
            #expect(check.announced == [new])
            #expect(check.signatures.map(\.key) == [new])
            #expect(finding(fixture.store.ledger, .init(keys: [new], since: both)) == nil)
        }
    }
}

/// What is kept when a key of the log takes another one's place, for evidence.
@Suite struct KeptLinkTests {
    /// Changes the key, with an announcement, in a batch of its own.
    private static func turn(_ fixture: StoreFixture, until: Moment) async throws -> KeyAnnouncement {
        let change = try fixture.store.makeLogKey(until: until, origin: nil)
        var act = StoreFixture.act(1)
        act.announcement = change.announcement.encoded
        try await fixture.store.commit(share: "a") { [act] view in
            try view.change(change)
            _ = try view.append(act)
        }
        return change.announcement
    }

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
            let said = try await Self.turn(fixture, until: StoreFixture.now)
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
            _ = try await Self.turn(fixture, until: StoreFixture.now)
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
                let said = try await Self.turn(fixture, until: StoreFixture.now.advanced(by: .seconds(overlap)))
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

/// Migration 006: a folder from the time of the chain.
@Suite struct FormerChainTests {
    private static let guardOfChain = """
        CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """

    /// Puts a folder back to how the version before the tree left it.
    private func makeOld(_ fixture: StoreFixture) async throws {
        await fixture.store.close()
        let queue = try DatabaseQueue(path: fixture.folder + "/data/amanah.db")
        try await queue.write { db in
            for trigger in ["entries_stay_as_they_are", "tiles_stay_as_they_are", "tiles_are_kept", "ledger_grows"] {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            for table in ["tiles", "ledger", "signers"] { try db.execute(sql: "DROP TABLE \(table)") }
            try db.execute(sql: "ALTER TABLE entries RENAME COLUMN leaf TO link")
            var chain = FormerChain(origin: "store")
            for row in try Row.fetchAll(db, sql: "SELECT position, entry FROM entries ORDER BY position") {
                chain.append(MerkleHash.leaf(row.bytes(1) ?? []))
                try db.execute(
                    sql: "UPDATE entries SET link = ? WHERE position = ?",
                    arguments: [Data(chain.head), row[0] as Int64])
            }
            try db.execute(sql: Self.guardOfChain)
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '006%'")
        }
        try queue.close()
        for name in ["data/ledger", "key.ledger", "key.ledger-seen"] {
            try? FileManager.default.removeItem(atPath: "\(fixture.folder)/\(name)")
        }
    }

    @Test("A chain that holds becomes a tree over the same entries, signed and verifiable, and grows on")
    func becomesTree() async throws {
        try await withStore { fixture in
            try await fixture.filled(600)
            let before = try fixture.store.read { try $0.entries(from: 0, limit: 1000).map(\.entry) }
            let root = try fixture.store.read { try $0.ledgerTip().root }
            try await makeOld(fixture)
            let again = try fixture.again()
            #expect(try again.read { try $0.entries(from: 0, limit: 1000).map(\.entry) } == before)
            #expect(try again.read { try $0.ledgerTip().root } == root)
            _ = try await again.commit(share: "a") { try $0.append(StoreFixture.act()) }
            #expect(try StoreFixture.logHolds(again))
            try again.ledger.publish(again)
            let keys = try again.read { try $0.logSigners().map(\.key) }
            #expect(finding(again.ledger, .init(keys: keys)) == nil)
            await again.close()
        }
    }

    @Test("D4: a chain that was tampered with is not given a signature, and the folder stays as it was")
    func tampered() async throws {
        try await withStore { fixture in
            try await fixture.filled(300)
            try await makeOld(fixture)
            let queue = try DatabaseQueue(path: fixture.folder + "/data/amanah.db")
            try await queue.write { db in
                try db.execute(sql: "DROP TRIGGER entries_stay_as_they_are")
                try db.execute(sql: "UPDATE entries SET entry = zeroblob(60) WHERE position = 270")
                try db.execute(sql: Self.guardOfChain)
            }
            try queue.close()
            let refusal = await storeRefusal { try fixture.again() }
            #expect(refusal == .ledger)
            let after = try DatabaseQueue(path: fixture.folder + "/data/amanah.db")
            #expect(
                try await after.read {
                    try !$0.tableExists("tiles") && $0.columns(in: "entries").map(\.name).contains("link")
                })
            try after.close()
        }
    }
}
