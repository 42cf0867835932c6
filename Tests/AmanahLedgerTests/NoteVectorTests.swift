import AmanahLedger
import Foundation
import Testing

/// Notes, keys, checkpoints, receipts and witnesses' requests against published vectors.
@Suite struct NoteVectorTests {
    private func opens(_ note: [UInt8], _ keys: [VerifierKey]) -> Bool {
        guard let note = try? SignedNote(parsing: note) else { return false }
        return (try? note.verify(keys)) != nil
    }

    @Test("Notes as Go's module mirror signs and refuses them")
    func golang() throws {
        let vectors = try Vectors("note_golang")
        let notes: [[String: Any]] = try vectors.list("notes")
        for (number, sample) in notes.enumerated() {
            let keys = try sample.words("vkeys").map { try VerifierKey(parsing: $0) }
            #expect(opens(try sample.base64("note_b64"), keys) == (try sample.flag("ok")), "note \(number)")
        }
        let secret: [String] = try vectors.list("skey_to_sign_with")
        let signer = try SignerKey(parsing: secret[0])
        #expect(signer.secretText == secret[0])
        let first = try SignedNote(parsing: try notes[0].base64("note_b64"))
        var own = SignedNote(text: first.text)
        own.sign(signer)
        // BoringSSL signs as RFC 8032 says: the same key and text give the same signature.
        #expect(own.encoded == first.encoded)
    }

    @Test("Keys that are none, and every part and every byte of a good one changed")
    func keys() throws {
        let vectors = try Vectors("note_golang")
        let good: [String] = try vectors.list("vkeys_good")
        for text in good { #expect(try VerifierKey(parsing: text).text == text) }
        let bad: [String] = try vectors.list("vkeys_bad")
        for text in bad.dropLast() { #expect(throws: LedgerFormatError.self) { try VerifierKey(parsing: text) } }
        for start in good[0].indices {
            for end in good[0].indices where start <= end && good[0][start..<end] != good[0] {
                #expect(throws: LedgerFormatError.self) { try VerifierKey(parsing: good[0][start..<end]) }
            }
        }
        for place in good[0].utf8.indices {
            var bytes = Array(good[0].utf8)
            bytes[good[0].utf8.distance(from: good[0].startIndex, to: place)] &+= 1
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(throws: LedgerFormatError.self, "\(text)") { try VerifierKey(parsing: text) }
        }
        let formats = try Vectors("formats_checkpoint_proof")
        for text: String in try formats.list("cosig_vkeys") {
            #expect(try VerifierKey(parsing: text).type == .cosignature)
        }
        // Of a type that is not signed with here, and its id does not follow the formula.
        let others: [String] = try formats.list("vkey_mldsa44_key_id_not_per_spec")
        for text in others { #expect(throws: LedgerFormatError.self) { try VerifierKey(parsing: text) } }
    }

    @Test("The example of the specification, and a checkpoint with a witness's line")
    func examples() throws {
        let vectors = try Vectors("c2sp_examples")
        for sample: [String: Any] in try vectors.list("signed_note") {
            let keys = try sample.words("vkeys").map { try VerifierKey(parsing: $0) }
            #expect(opens(try sample.base64("note_b64"), keys))
        }
        let text = try vectors.word("checkpoint_with_cosignature_text")
        let signed = try SignedCheckpoint(parsing: Array(text.utf8))
        #expect(signed.checkpoint.origin == "example.com/behind-the-sofa" && signed.checkpoint.size == 20_852_163)
        #expect(signed.note.signatures.map(\.bytes.count) == [64, 72])
        #expect(signed.encoded == text)
        #expect(throws: NoteError.noKnownSignature) { try signed.verify([]) }
    }

    @Test("Cosignatures that Sunlight's witnesses gave, with their times")
    func cosignatures() throws {
        for sample: [String: Any] in try Vectors("cosignature_ed25519_sunlight").list("notes") {
            let keys = try sample.words("vkeys").map { try VerifierKey(parsing: $0) }
            let signed = try SignedCheckpoint(parsing: try sample.base64("note_b64"))
            let verified = try signed.verify(keys)
            let time = try #require(verified.first?.time)
            #expect(verified.count == 1 && time > 1_700_000_000 && time < 1_900_000_000)
            // Another size under the same signature is a forgery.
            var text = String(decoding: try sample.base64("note_b64"), as: UTF8.self)
            text.replace("\n300\n", with: "\n301\n", maxReplacements: 1)
            let forged = try SignedCheckpoint(parsing: Array(text.utf8))
            #expect(throws: NoteError.forged(name: keys[0].name)) { try forged.verify(keys) }
        }
    }

    @Test("Checkpoint bodies: what the parser of others refuses, and what the specification refuses beyond it")
    func bodies() throws {
        for sample: [String: Any] in try Vectors("formats_checkpoint_proof").list("checkpoint_bodies") {
            let body = try sample.text("body")
            // Their samples put words where the root is; the same body with a root of 32 bytes is the fair question.
            var lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            if lines.count > 2, lines[2].hasSuffix("==") {
                #expect(throws: LedgerFormatError.self) { try Checkpoint(parsing: body) }
                lines[2] = MerkleHash.empty.base64
            }
            let fair = lines.joined(separator: "\n")
            let emptyLines = fair.hasSuffix("\n\n")
            if try sample.flag("wantErr") || emptyLines {
                #expect(throws: LedgerFormatError.self, "\(body)") { try Checkpoint(parsing: fair) }
            } else {
                #expect(try Checkpoint(parsing: fair).text == fair)
            }
        }
    }

    @Test("Receipts that are none")
    func receipts() throws {
        for sample: [String: Any] in try Vectors("formats_checkpoint_proof").list("tlog_proof_bad") {
            let proof = try sample.text("proof")
            #expect(throws: LedgerFormatError.self, "\(proof)") { try Receipt(parsing: Array(proof.utf8)) }
        }
    }

    @Test("What a witness was sent, and whether it may sign, as litewitness judged it")
    func witness() throws {
        let requests: [[String: Any]] = try Vectors("witness_transcript_litewitness").list("add_checkpoint")
        let origin = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
        // The transcript does not hold the log's key: what is judged here is form, place and growth.
        let seen = try AddCheckpointRequest(parsing: Array(try requests[0].text("body").utf8))
        #expect(seen.checkpoint.checkpoint.origin == origin)
        var last = Checkpoint(origin: origin, size: 0, root: MerkleHash.empty)
        for (number, sample) in requests.enumerated() {
            let (body, status) = (try sample.text("body"), try sample.number("status"))
            let request: AddCheckpointRequest
            do throws(LedgerFormatError) { request = try AddCheckpointRequest(parsing: Array(body.utf8)) } catch {
                // A signature of another spelling than its one is no signature.
                #expect(status == 403 && error.format == .note, "request \(number)")
                continue
            }
            #expect(request.encoded == body)
            let next = request.checkpoint.checkpoint
            let answer: UInt64
            if next.origin != origin {
                answer = 403
            } else if request.oldSize != last.size {
                answer = 409
            } else {
                do throws(ProofError) {
                    try request.proof.verify(oldRoot: last.root, newRoot: next.root)
                    answer = 200
                } catch { answer = 422 }
            }
            #expect(answer == status, "request \(number)")
            if answer == 200 { last = next }
        }
        #expect(last.size == 5)
    }
}
