import AmanahLedger
import Testing

/// Whoever knows one of a log's keys knows what the others signed, and is told nothing by links that someone else made.
@Suite struct KeyChainTests {
    @Test("any key of a log leads to any checkpoint of it over its links, and over none that is missing: random logs")
    func anyKey() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var (led, kept) = (0, 0)
        for _ in 0..<150 {
            let log = try TurnedLog.random(&random)
            let size = Int.random(in: 1...log.size, using: &random)
            let target = log.checkpoint(size)
            // Any checkpoint that both keys signed will do; the program keeps the first.
            let sizes = log.turns.map { Int.random(in: ($0 + 1)...log.size, using: &random) }
            let links = log.turns.indices.map { turn in
                Int.random(in: 0..<6, using: &random) == 0 ? nil : log.link(turn, size: sizes[turn], to: target)
            }
            let chain = KeyChain(keys: log.keys, links: links, checkpoint: target)
            #expect(chain.broken() == nil, "seed \(seed)")
            for given in log.signers.indices {
                let expected = log.due(size).filter { signer in
                    let between = min(given, signer)..<max(given, signer)
                    return between.allSatisfy { links[$0] != nil }
                        && (signer >= given || between.allSatisfy { size <= sizes[$0] })
                }
                let found = try? chain.verify([log.keys[given]]).map(\.key)
                #expect(found == (expected.isEmpty ? nil : expected.map { log.keys[$0] }), "seed \(seed)")
                led += found == nil ? 0 : 1
            }
            kept += links.allSatisfy { $0 != nil } ? 1 : 0
        }
        #expect(led > 100 && kept > 20)
    }

    @Test("with the first checkpoint behind each turn, every key of a log leads to every checkpoint of it")
    func everyKey() throws {
        let log = try TurnedLog(size: 40, turns: [3, 4, 17, 31], overlaps: [0, 5, 0, 30])
        for size in 1...log.size {
            let chain = log.chain(log.checkpoint(size))
            #expect(chain.broken() == nil)
            for key in log.keys { #expect(throws: Never.self, "\(size)") { try chain.verify([key]) } }
            #expect(throws: KeyChain.Unknown.notListed) { try chain.verify([try TurnedLog.key().verifier]) }
        }
    }

    /// A log of two turns, what is to be believed, and its links.
    private static func stage() throws -> (log: TurnedLog, chain: KeyChain) {
        let log = try TurnedLog(size: 30, turns: [9, 20], overlaps: [0, 0])
        return (log, log.chain(log.checkpoint(28)))
    }

    /// What is said of a chain with another first link.
    private func why(_ chain: KeyChain, _ change: (inout KeyLink) throws -> Void) throws -> KeyLinkError? {
        var (changed, link) = (chain, try #require(chain.links[0]))
        try change(&link)
        changed.links[0] = link
        guard let broken = changed.broken() else { return nil }
        #expect(broken.place == 0)
        return broken.why
    }

    @Test("D6: whoever has the new key only makes no link from the old one")
    func withoutOldKey() throws {
        let (log, chain) = try Self.stage()
        let (old, new) = (log.signers[0], log.signers[1])
        // Another past, with the announcement that everybody can read in the log, and signed by the new key.
        var other = try TurnedLog(size: 1, turns: [], overlaps: [])
        for index in 1..<9 { other.append(TurnedLog.entry(index, [], minute: 29_000_001)) }
        other.append(log.log.entries[9])
        for index in 10..<30 { other.append(TurnedLog.entry(index, [])) }
        let target = other.signed(28, by: [log.signers[2]])
        func link(_ checkpoint: SignedCheckpoint) -> KeyLink {
            KeyLink(receipt: other.receipt(9, in: checkpoint), growth: other.growth(checkpoint, target))
        }
        #expect(try why(chain) { $0 = link(other.signed(10, by: [new])) } == .unsigned(.old))
        // The old key's signature of the true checkpoint under the other one.
        var copied = other.signed(10, by: [new])
        copied.add(try #require(chain.links[0]?.checkpoint.note.signatures.first))
        #expect(try why(chain) { $0 = link(copied) } == .forged(.old))
        // The true link leads nowhere near the other past.
        let true0 = try #require(chain.links[0])
        let misled = KeyChain(
            keys: log.keys,
            links: [KeyLink(receipt: true0.receipt, growth: other.growth(other.signed(10, by: [new]), target)), nil],
            checkpoint: target)
        #expect(misled.broken()?.why == .noGrowth(.oldRootDiffers))
        // An announcement that only the new key signed, or the new key and a stranger for the old one.
        for signing in [[new], [new, try TurnedLog.key()]] {
            var said = SignedNote(text: "amanah/key/1\n\(old.verifier.text)\n\(new.verifier.text)\n")
            for key in signing { said.sign(key) }
            var forged = other
            forged.log.entries[9] = TurnedLog.entry(9, Array(said.encoded.utf8))
            forged.log.leaves[9] = MerkleHash.leaf(forged.log.entries[9])
            let checkpoint = forged.signed(10, by: [old, new])
            #expect(try why(chain) { $0.receipt = forged.receipt(9, in: checkpoint) } == .noAnnouncement)
        }
    }

    @Test("D6: a second signature, which anybody can put under a checkpoint, ties no stranger's key to the log's")
    func strangersSignature() throws {
        let (log, chain) = try Self.stage()
        let stranger = try TurnedLog.key()
        let both = log.signed(10, by: [log.signers[0], stranger])
        let target = log.signed(28, by: [stranger])
        let link = KeyLink(receipt: log.receipt(9, in: both), growth: log.growth(both, target))
        let forged = KeyChain(keys: [log.keys[0], stranger.verifier], links: [link], checkpoint: target)
        #expect(forged.broken()?.why == .otherKeys)
        let plain = KeyLink(receipt: log.receipt(8, in: both), growth: log.growth(both, target))
        #expect(
            KeyChain(keys: forged.keys, links: [plain], checkpoint: target).broken()?.why == .noAnnouncement)
        #expect(throws: KeyChain.Unknown.missing(0)) {
            try KeyChain(keys: forged.keys, links: [nil], checkpoint: target).verify([log.keys[0]])
        }
        // Of two that are missing that is named which leads to the signature; and who is no key of the log has not signed.
        let bare = KeyChain(keys: log.keys, links: [nil, nil], checkpoint: chain.checkpoint)
        for (given, place) in [(0, 0), (1, 1)] {
            #expect(throws: KeyChain.Unknown.missing(place)) { try bare.verify([log.keys[given]]) }
        }
        let early = KeyChain(keys: log.keys, links: [nil, nil], checkpoint: log.checkpoint(5))
        for (given, place) in [(2, 1), (1, 0)] {
            #expect(throws: KeyChain.Unknown.missing(place)) { try early.verify([log.keys[given]]) }
        }
        let strange = KeyChain(keys: log.keys, links: [nil, nil], checkpoint: target)
        #expect(throws: KeyChain.Unknown.unsigned) { try strange.verify([log.keys[0]]) }
    }

    @Test("D6, D7: a link of another log, one that leads elsewhere, and keys in the wrong order are refused")
    func misplaced() throws {
        let (log, chain) = try Self.stage()
        let target = chain.checkpoint
        let both = Array(log.signers.prefix(2))
        let elsewhere = log.signed(10, by: both, origin: "log.example/other")
        #expect(
            try why(chain) { $0.receipt = log.receipt(9, in: elsewhere) } == .otherLog("log.example/other"))
        let other = try TurnedLog(size: 30, turns: [9], overlaps: [0])
        #expect(try why(chain) { $0 = other.link(0, size: 10, to: target) } == .otherKeys)
        // It leads to another checkpoint of the same log, or from another one.
        #expect(try why(chain) { $0 = log.link(0, size: 10, to: log.checkpoint(27)) } == .otherCheckpoints)
        #expect(try why(chain) { $0.growth.oldSize = 9 } == .otherCheckpoints)
        #expect(
            try why(chain) { link in
                link.growth.hashes[0] = MerkleHash.node(link.growth.hashes[0], link.growth.hashes[0])
            } == .noGrowth(.oldRootDiffers))
        #expect(try why(chain) { $0.growth.hashes.removeLast() } == .noGrowth(.tooFewHashes))
        #expect(try why(chain) { $0.receipt.hashes.removeLast() } == .notIncluded(.proof(.tooFewHashes)))
        #expect(try why(chain) { $0.receipt.index = 8 } == .elsewhere)
        var swapped = chain
        swapped.keys.swapAt(0, 1)
        #expect(swapped.broken()?.why == .swapped)
        swapped = chain
        swapped.links.swapAt(0, 1)
        #expect(swapped.broken()?.why == .otherKeys)
    }

    @Test("D6: what a replaced key signs alone afterwards is believed by nobody who knows the next one")
    func replacedKey() throws {
        let (log, chain) = try Self.stage()
        let target = log.signed(28, by: [log.signers[0]])
        let late = KeyChain(
            keys: log.keys, links: log.turns.indices.map { log.link($0, size: log.turns[$0] + 1, to: target) },
            checkpoint: target)
        #expect(late.broken() == nil)
        for key in log.keys.dropFirst() {
            #expect(throws: KeyChain.Unknown.replaced) { try late.verify([key]) }
        }
        // Up to where the next took over it is as good as the next one's.
        let early = log.chain(log.checkpoint(10))
        #expect(early.known(from: [log.keys[2]]).count == 3)
        #expect(chain.known(from: [log.keys[2]]) == [log.keys[2]])
    }
}
