import AmanahLedger
import Testing

/// Round trips of every format, and what happens to spoilt texts.
@Suite struct NotePropertyTests {
    private static let log = SampleLog(300)
    private let signer: SignerKey
    private let witness: SignerKey

    init() throws {
        signer = try #require(SignerKey(name: "amanah.example/log", type: .ed25519))
        witness = try #require(SignerKey(name: "witness.example/w1", type: .cosignature))
    }

    private func checkpoint(_ size: Int) throws -> SignedCheckpoint {
        var signed = SignedCheckpoint(
            Checkpoint(origin: "amanah.example/log", size: UInt64(size), root: Self.log.root(size)),
            signedBy: [signer])
        signed.add(try #require(signed.note.cosignature(witness, at: 1_790_000_000)))
        return signed
    }

    @Test("A checkpoint reads back equal, and both its signers are known by their keys")
    func checkpoints() throws {
        let signed = try checkpoint(300)
        let read = try SignedCheckpoint(parsing: Array(signed.encoded.utf8))
        #expect(read == signed)
        let verified = try read.verify([signer.verifier, witness.verifier])
        #expect(verified.map(\.key) == [signer.verifier, witness.verifier])
        #expect(verified.map(\.time) == [nil, 1_790_000_000])
        let stranger = try #require(SignerKey(name: "amanah.example/log", type: .ed25519))
        #expect(throws: NoteError.noKnownSignature) { try read.verify([stranger.verifier]) }
        #expect(try SignerKey(parsing: signer.secretText).verifier == signer.verifier)
    }

    @Test("D6, D7: a checkpoint with any bit flipped is refused, or one of its signatures is no longer known")
    func flips() throws {
        let bytes = Array(try checkpoint(300).encoded.utf8)
        let keys = [signer.verifier, witness.verifier]
        for place in bytes.indices {
            for bit in 0..<8 {
                var other = bytes
                other[place] ^= 1 << UInt8(bit)
                guard let read = try? SignedCheckpoint(parsing: other), let verified = try? read.verify(keys) else {
                    continue
                }
                // A name or id that nobody knows: that line is passed over, and what is left still holds as it was.
                #expect(verified.count < 2, "bit \(bit) of byte \(place)")
                #expect(read.checkpoint == (try SignedCheckpoint(parsing: bytes).checkpoint))
            }
        }
    }

    @Test("A checkpoint cut short anywhere is refused or lacks a signature")
    func cuts() throws {
        let bytes = Array(try checkpoint(300).encoded.utf8)
        let keys = [signer.verifier, witness.verifier]
        for count in 0..<bytes.count {
            let verified = try? SignedCheckpoint(parsing: Array(bytes[..<count])).verify(keys)
            #expect((verified?.count ?? 0) < 2, "\(count) bytes")
        }
    }

    @Test("A receipt reads back equal, holds for its entry and for no other, and breaks with any flipped bit")
    func receipts() throws {
        for index in [0, 1, 255, 256, 299] {
            var nodes = Self.log.nodes(300)
            let receipt = Receipt(
                extra: Self.log.entries[index],
                proof: nodes.inclusionProof(index: UInt64(index), size: 300), checkpoint: try checkpoint(300))
            let bytes = Array(receipt.encoded.utf8)
            #expect(try Receipt(parsing: bytes) == receipt)
            #expect(try receipt.verify(entry: Self.log.entries[index], [signer.verifier]).count == 1)
            #expect(throws: ReceiptError.self) {
                try receipt.verify(entry: Self.log.entries[(index + 1) % 300], [signer.verifier])
            }
        }
        var nodes = Self.log.nodes(300)
        let receipt = Receipt(
            extra: Self.log.entries[70], proof: nodes.inclusionProof(index: 70, size: 300),
            checkpoint: SignedCheckpoint(
                Checkpoint(origin: "amanah.example/log", size: 300, root: Self.log.root(300)), signedBy: [signer]))
        let bytes = Array(receipt.encoded.utf8)
        for place in bytes.indices {
            var other = bytes
            other[place] ^= 1 << UInt8(place % 8)
            let holds = (try? Receipt(parsing: other)).map { read in
                read.extra.map { (try? read.verify(entry: $0, [signer.verifier])) != nil } ?? false
            }
            #expect(holds != true, "byte \(place)")
        }
    }

    @Test("Bundles read back as they were written, at every width")
    func bundles() throws {
        for width in [1, 2, 255, 256] {
            var bytes: [UInt8] = []
            for entry in Self.log.entries[..<width] { EntryBundle.append(entry, to: &bytes) }
            #expect(try EntryBundle.leaves(bytes, width: width) == Array(Self.log.leaves[..<width]))
            #expect(throws: LedgerFormatError.self) { try EntryBundle.leaves(bytes, width: width + 1) }
            #expect(throws: LedgerFormatError.self) { try EntryBundle.leaves(bytes, width: width - 1) }
            #expect(throws: LedgerFormatError.self) {
                try EntryBundle.leaves(Array(bytes.dropLast()), width: width)
            }
        }
        #expect(try EntryBundle.ranges([0, 0], width: 1) == [2..<2])
    }

    @Test("A witness's request and answer read back equal")
    func requests() throws {
        var nodes = Self.log.nodes(300)
        let request = AddCheckpointRequest(
            proof: nodes.consistencyProof(from: 123, to: 300), checkpoint: try checkpoint(300))
        #expect(try AddCheckpointRequest(parsing: Array(request.encoded.utf8)) == request)
        #expect(throws: Never.self) {
            try request.proof.verify(oldRoot: Self.log.root(123), newRoot: Self.log.root(300))
        }
        let lines = request.checkpoint.note.signatures
        #expect(try SignatureLines.parse(Array(SignatureLines.encode(lines).utf8)) == lines)
        #expect(throws: LedgerFormatError.self) { try SignatureLines.parse([]) }
    }

    @Test("Parsers are total: random changes to good texts end in a value or an error, with a place in the text")
    func total() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var nodes = Self.log.nodes(300)
        let signed = try checkpoint(300)
        let samples = [
            signed.encoded,
            Receipt(
                extra: [1, 2, 3], proof: nodes.inclusionProof(index: 9, size: 300), checkpoint: signed
            ).encoded,
            AddCheckpointRequest(proof: nodes.consistencyProof(from: 3, to: 300), checkpoint: signed).encoded,
            Tile(.hashes(level: 3), number: 1_234_067, width: 8).path, signer.verifier.text,
        ].map { Array($0.utf8) }
        for _ in 0..<3000 {
            var bytes = samples[Int.random(in: 0..<samples.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = .random(in: 0...255, using: &random)
                case 1 where bytes.count > 1: bytes.remove(at: place)
                default: bytes.insert(bytes.randomElement(using: &random) ?? 0, at: place)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let attempts: [() throws -> Void] = [
                { _ = try SignedCheckpoint(parsing: bytes) }, { _ = try Receipt(parsing: bytes) },
                { _ = try AddCheckpointRequest(parsing: bytes) }, { _ = try SignatureLines.parse(bytes) },
                { _ = try Checkpoint(parsing: text) }, { _ = try Tile(parsing: text) },
                { _ = try VerifierKey(parsing: text) }, { _ = try SignerKey(parsing: text) },
                { _ = try EntryBundle.ranges(bytes, width: 3) },
            ]
            for attempt in attempts {
                do { try attempt() } catch let error as LedgerFormatError {
                    #expect(error.place >= 0 && !error.description.isEmpty, "seed \(seed)")
                } catch { Issue.record("seed \(seed): another error, \(error)") }
            }
        }
    }
}
