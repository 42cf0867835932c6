import AmanahCore
import AmanahLedger
import AmanahStore
import Testing

@testable import AmanahService

extension House {
    /// Changes the log's key as often, each time with so many days for which both sign, and works on in between.
    fileprivate func turn(_ overlaps: [Int], _ agent: String) async throws {
        for days in overlaps {
            _ = try await amanah.changeLedgerKey(overlapDays: days)
            clock.advance(.seconds(61))
            try await look(agent)
        }
    }
}

private func finding(_ files: [String: [UInt8]], _ keys: [VerifierKey]) -> EvidenceCheck.Finding? {
    do throws(EvidenceCheck.Finding) {
        _ = try EvidenceCheck.run(files, keys)
        return nil
    } catch { return error }
}

/// Evidence of a log whose key was changed: whoever knows one of its keys by another way can check it.
@Suite struct EvidenceOverKeysTests {
    @Test("a bundle holds by any key that the log had, over several changes, with and without an overlap")
    func anyKey() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            let first = try await house.look(agent)
            try await house.turn([0, 30, 0], agent)
            let last = try await house.look(agent)
            let files = try await house.bundle([first.id, last.id], by: dpo)
            let keys = try house.logKeys
            #expect(keys.count == 4)
            #expect(
                (1...3).allSatisfy { files["links/\($0).tlog-proof"] != nil && files["links/\($0).missing"] == nil })
            // No overlap runs but the second one, and that key was replaced by one that the others have nothing to do with.
            let signed = try SignedCheckpoint(parsing: try #require(files["checkpoint"]))
            #expect(try signed.verify(keys).map(\.key) == [keys[1], keys[3]])
            for key in keys {
                let check = try EvidenceCheck.run(files, [key])
                #expect(check.signatures.map(\.key).contains(keys[3]))
                #expect(check.missingLinks.isEmpty)
                #expect(check.isTied(try #require(check.signatures.last), to: [key]) == (key != keys[3]))
            }
            let stranger = try #require(SignerKey(name: keys[0].name, type: .ed25519)).verifier
            #expect(finding(files, [stranger])?.what.contains("none is among the keys") == true)
        }
    }

    @Test("a bundle that leads to an older checkpoint, which a witness signed, holds by the key that came later, too")
    func witnessedBefore() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            let look = try await house.look(agent)
            let witness = try #require(SignerKey(name: "witness.example", type: .cosignature))
            let seen = try #require(try house.store.read { try $0.ledgerTip().checkpoint })
            let line = try #require(seen.note.cosignature(witness, at: 1_790_000_000))
            try await house.change { view in
                try view.put(Cosignature(witness: witness.verifier, checkpoint: seen, signature: line))
            }
            try await house.turn([0, 0], agent)
            let files = try await house.bundle([look.id], by: dpo)
            let keys = try house.logKeys
            let check = try EvidenceCheck.run(files, [keys[2]])
            #expect(check.checkpoint == seen.checkpoint)
            #expect(check.signatures.map(\.key) == [keys[0]])
            #expect(finding(files, [keys[1]]) == nil)
        }
    }

    @Test("where nothing was kept of a change, the bundle says so, and what to do for whoever has the older key")
    func missing() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            let look = try await house.look(agent)
            try await house.turn([0, 0], agent)
            let keys = try house.logKeys
            // As the version before left it.
            try Tampering.run(
                "DELETE FROM key_links WHERE vkey = '\(keys[1].text)'", at: 0, in: house.folder + "/data")
            let files = try await house.bundle([look.id], by: dpo)
            let words = String(decoding: try #require(files["links/1.missing"]), as: UTF8.self)
            #expect(words.contains(keys[0].text) && words.contains(keys[1].text))
            #expect(files["links/1.tlog-proof"] == nil && files["links/2.tlog-proof"] != nil)
            for key in keys[1...] { #expect(try EvidenceCheck.run(files, [key]).missingLinks.count == 1) }
            let found = try #require(finding(files, [keys[0]]))
            #expect(found.file == "checkpoint")
            #expect(found.what.contains("links/1 is missing") && found.what.contains("amanah ledger verify"))
        }
    }

    @Test("D6, D7: links that were edited, taken out in part, exchanged or are of another log are found and named")
    func harmed() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            let look = try await house.look(agent)
            try await house.turn([0, 5], agent)
            let files = try await house.bundle([look.id], by: dpo)
            let keys = try house.logKeys
            let names = ["links/1.tlog-proof", "links/1.consistency", "links/2.tlog-proof", "links/2.consistency"]
            for name in names {
                let bytes = try #require(files[name])
                for at in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
                    var altered = files
                    altered[name]?[at] ^= 1
                    // Whichever key is known: a bundle with a link that does not hold was tampered with.
                    #expect(finding(altered, [keys[2]])?.file == name, "\(name) at \(at)")
                }
                var cut = files
                cut[name] = nil
                #expect(finding(cut, [keys[0]])?.file == name)
            }
            var exchanged = files
            for end in ["tlog-proof", "consistency"] {
                exchanged["links/1.\(end)"] = files["links/2.\(end)"]
                exchanged["links/2.\(end)"] = files["links/1.\(end)"]
            }
            #expect(finding(exchanged, [keys[0]])?.what.contains("other keys") == true)
            var swapped = files
            swapped["keys"] = Array([keys[1], keys[0], keys[2]].map { $0.text + "\n" }.joined().utf8)
            #expect(finding(swapped, [keys[0]])?.what.contains("wrong order") == true)
            var unread = files
            unread["keys"] = Array("\(keys[0].text)\nkunci\n".utf8)
            #expect(finding(unread, [keys[0]])?.file == "keys")
            // Both files of a link are gone: as if nothing had been kept.
            var bare = files
            for name in names.prefix(2) { bare[name] = nil }
            #expect(finding(bare, [keys[0]])?.what.contains("links/1 is missing") == true)
            #expect(finding(bare, [keys[1]]) == nil)
            try await withHouse { other in
                let (agent, dpo) = (try await other.enter("A1"), try await other.enter("D1"))
                let look = try await other.look(agent)
                try await other.turn([0, 5], agent)
                let strange = try await other.bundle([look.id], by: dpo)
                var mixed = files
                for name in names.prefix(2) { mixed[name] = strange[name] }
                #expect(finding(mixed, [keys[0]])?.file == names[0])
            }
        }
    }

    @Test("D4: what was kept of a change of the key, and edited since, is named, and no evidence is made of it")
    func edited() async throws {
        try await withHouse { house in
            let (agent, dpo) = (try await house.enter("A1"), try await house.enter("D1"))
            let look = try await house.look(agent)
            try await house.turn([0], agent)
            #expect(try LedgerCheck.run(house.store).broken == nil)
            for sql in [
                "UPDATE key_links SET checkpoint = substr(checkpoint, 1, length(checkpoint) - 4) || 'AAA' || char(10)",
                "UPDATE key_links SET checkpoint = 'kosong'",
            ] {
                try Tampering.run(sql, at: 0, in: house.folder + "/data")
                let broken = try #require(try LedgerCheck.run(house.store).broken)
                #expect(broken.what.contains("change to the key \(try house.logKeys[1].text)"), "\(broken)")
                #expect(await refusal { try await house.bundle([look.id], by: dpo) } != nil)
            }
        }
    }
}
