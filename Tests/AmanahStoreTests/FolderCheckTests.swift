import AmanahCore
import AmanahLedger
import Foundation
import GRDB
import Testing

@testable import AmanahStore

extension StoreFixture {
    /// Entries enough for two full tiles and a part of a third, in files.
    func filled(_ count: Int = 600) async throws {
        for start in stride(from: 0, to: count, by: 50) {
            try await store.commit(share: "a") { view in
                for number in start..<min(count, start + 50) { _ = try view.append(StoreFixture.act(number)) }
            }
        }
        try store.ledger.publish(store)
    }

    var logKeys: [VerifierKey] { get throws { try store.read { try $0.logSigners().map(\.key) } } }

    /// Changes the key, with an announcement, in a batch of its own.
    func turnKey(until: Moment) async throws -> KeyAnnouncement {
        let change = try store.makeLogKey(until: until, origin: nil)
        var act = StoreFixture.act(1)
        act.announcement = change.announcement.encoded
        try await store.commit(share: "a") { [act] view in
            try view.change(change)
            _ = try view.append(act)
        }
        return change.announcement
    }

    /// A copy of the log's files, to do harm to.
    fileprivate func copy() throws -> PublishedLedger {
        let place = folder + "/copy-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: store.ledger.folder, toPath: place)
        return PublishedLedger(folder: place)
    }
}

func finding(_ ledger: PublishedLedger, _ question: FolderCheck.Question) -> LedgerFinding? {
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
            let new = try await fixture.turnKey(until: until).new
            try fixture.store.ledger.publish(fixture.store)
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
