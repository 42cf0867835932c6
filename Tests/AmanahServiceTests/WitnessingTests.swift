import AmanahCore
import AmanahLedger
import AmanahStore
import Foundation
import Testing

@testable import AmanahService

/// A witness made of a key alone: it signs what it is asked, or says what it is told to.
struct KeyWitness: Sendable {
    let key: SignerKey
    let address: WitnessAddress

    init(_ name: String = "witness.example/w") throws {
        key = try #require(SignerKey(name: name, type: .cosignature))
        address = try WitnessAddress(url: "https://witness.example/", key: key.verifier.text)
    }

    func signature(_ errand: WitnessErrand, at seconds: UInt64) throws -> WitnessAnswer {
        let line = try #require(errand.checkpoint.note.cosignature(key, at: seconds))
        return .reply(status: 200, type: "text/plain", body: Array(SignatureLines.encode([line]).utf8))
    }

    static func size(_ size: UInt64) -> WitnessAnswer {
        .reply(status: 409, type: "text/x.tlog.size", body: Array("\(size)\n".utf8))
    }

    static func status(_ status: Int) -> WitnessAnswer { .reply(status: status, type: "text/plain", body: []) }
}

/// What a gateway does with a witness's answers.
@Suite struct WitnessingTests {
    static let charter = LedgerReadingTests.charter

    private func errand(_ house: House) throws -> WitnessErrand { try #require(try house.amanah.newestCheckpoint()) }

    @Test("a signature is kept, published under the checkpoint, carried by receipts, and known after a restart")
    func signs() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            let look = try await house.look(agent).id
            let errand = try errand(house)
            let now = UInt64(house.clock.now.seconds)
            let body = try house.amanah.request(errand, from: 0)
            #expect(try AddCheckpointRequest(parsing: body).checkpoint.checkpoint.size == errand.size)
            let answer = try witness.signature(errand, at: now)
            #expect(await house.amanah.take(answer, of: witness.address, to: errand, from: 0) == .done)
            #expect(house.amanah.knownSize(of: witness.address) == errand.size)
            _ = try await house.look(agent)
            try house.store.ledger.publish(house.store, at: house.clock.now)
            let question = FolderCheck.Question(witnesses: [witness.key.verifier])
            let check = try FolderCheck.run(house.store.ledger, question)
            #expect(check.checkpoint.size == errand.size && check.signatures.map(\.time) == [now])
            let file = try await house.amanah.receipt(try house.session(agent), look: look, from: House.desk)
            let receipt = try Receipt(parsing: Array(file.text.utf8))
            #expect(try receipt.checkpoint.verify([witness.key.verifier]).count == 1)
            try receipt.verifyInclusion(of: try #require(receipt.extra))
            // After a minute without a signature what there is is published without one.
            house.clock.advance(.seconds(61))
            try house.store.ledger.publish(house.store, at: house.clock.now)
            #expect(try FolderCheck.run(house.store.ledger, .init()).checkpoint.size == house.store.logSize)
            let again = try await house.restarted()
            try again.amanah.beginWitnessing([witness.address])
            #expect(again.amanah.knownSize(of: witness.address) == errand.size)
            #expect(try again.store.read { try $0.witnessed() }?.checkpoint.size == errand.size)
            await again.store.close()
        }
    }

    @Test("D5: a signature that does not hold is not kept: of another key, of another text, or none at all")
    func forged() async throws {
        try await withHouse(Self.charter) { house in
            let (witness, other) = (try KeyWitness(), try KeyWitness())
            try house.amanah.beginWitnessing([witness.address])
            let old = try errand(house)
            try await house.amanah.note(.started)
            let new = try errand(house)
            for answer in [
                try other.signature(new, at: 1), try witness.signature(old, at: 1), KeyWitness.status(200),
                .reply(status: 200, type: "", body: Array("— a AAAA\n".utf8)),
            ] { #expect(await house.amanah.take(answer, of: witness.address, to: new, from: 0) == .later) }
            #expect(try house.store.read { try $0.cosignatures() }.isEmpty)
            #expect(house.amanah.witnesses().map(\.standing) == [.refuses])
        }
    }

    @Test("D4: a row of a signature that was edited or put in is passed over")
    func edited() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            let errand = try errand(house)
            try await house.amanah.note(.started)
            let line = try #require(errand.checkpoint.note.cosignature(witness.key, at: 5))
            let honest = Cosignature(witness: witness.key.verifier, checkpoint: errand.checkpoint, signature: line)
            let stranger = try #require(SignerKey(name: house.store.origin, type: .ed25519))
            let forged = SignedCheckpoint(
                Checkpoint(origin: house.store.origin, size: errand.size + 1, root: MerkleHash.empty),
                signedBy: [stranger])
            let second = try KeyWitness("witness.example/other")
            let under = try #require(forged.note.cosignature(second.key, at: 5))
            try await house.change { view in
                try view.put(honest)
                try view.put(Cosignature(witness: second.key.verifier, checkpoint: forged, signature: under))
            }
            #expect(try house.store.read { try $0.witnessed() }?.checkpoint == errand.checkpoint.checkpoint)
            var wrong = honest
            wrong.signature.bytes[20] ^= 1
            try await house.change { [wrong] view in try view.put(wrong) }
            #expect(try house.store.read { try $0.witnessed() } == nil)
        }
    }

    @Test("two witnesses who signed one checkpoint stand under it together")
    func together() async throws {
        try await withHouse(Self.charter) { house in
            let witnesses = [try KeyWitness("witness.example/a"), try KeyWitness("witness.example/b")]
            try house.amanah.beginWitnessing(witnesses.map(\.address))
            let errand = try errand(house)
            for witness in witnesses {
                let answer = try witness.signature(errand, at: 9)
                #expect(await house.amanah.take(answer, of: witness.address, to: errand, from: 0) == .done)
            }
            let witnessed = try #require(try house.store.read { try $0.witnessed() })
            #expect(try witnessed.verify(witnesses.map(\.key.verifier)).count == 2)
        }
    }

    @Test("a witness's own size is where the next request begins; what it says otherwise is told apart")
    func steps() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let errand = try errand(house)
            func step(_ answer: WitnessAnswer, from old: UInt64 = 0) async -> WitnessStep {
                await house.amanah.take(answer, of: witness.address, to: errand, from: old)
            }
            #expect(await step(KeyWitness.size(1)) == .again(from: 1))
            #expect(await step(KeyWitness.size(errand.size)) == .again(from: errand.size))
            #expect(await step(KeyWitness.size(errand.size + 1)) == .fetch)
            #expect(await step(KeyWitness.status(422)) == .fetch)
            #expect(await step(KeyWitness.status(409)) == .fetch)
            for (answer, standing) in [
                (KeyWitness.status(403), .refuses), (KeyWitness.status(404), .refuses),
                (KeyWitness.status(500), .unreachable), (.none, .unreachable), (KeyWitness.size(0), .refuses),
                (.reply(status: 409, type: "text/x.tlog.size", body: Array("x\n".utf8)), .refuses),
            ] as [(WitnessAnswer, LedgerBook.Witness.Standing)] {
                #expect(await step(answer) == .later)
                #expect(house.amanah.witnesses().map(\.standing) == [standing], "\(answer)")
            }
        }
    }

    @Test("who has not signed for a minute is late: one act, one notice to each who has the page, and it ends again")
    func late() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            _ = try await house.enter("D1")
            await house.amanah.noteLag()
            #expect(try house.acts(.witnessAlarm).isEmpty)
            house.clock.advance(.seconds(61))
            await house.amanah.noteLag()
            await house.amanah.noteLag()
            #expect(try house.acts(.witnessAlarm).count == 1)
            let told = try house.store.read { try $0.notices(to: PersonID("D1"), limit: 9) }
            #expect(told.map(\.kind) == [.witnessAlarm])
            #expect(try #require(house.amanah.witnesses().first).lagSeconds >= 61)
            #expect(house.amanah.measurements().contains { $0.name == "amanah_witness_lag_seconds" && $0.value >= 61 })
            let errand = try errand(house)
            let answer = try witness.signature(errand, at: 1)
            #expect(await house.amanah.take(answer, of: witness.address, to: errand, from: 0) == .done)
            await house.amanah.noteLag()
            #expect(house.amanah.witnesses().map(\.standing) == [.signs])
            #expect(house.amanah.witnesses().map(\.lagSeconds) == [0])
            #expect(house.lines.all.contains { $0.contains("signs again") })
        }
    }

    @Test("a witness is asked for entries that another process wrote, long before it would be late for them")
    func ofAnotherProcess() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let errand = try errand(house)
            _ = await house.amanah.take(try witness.signature(errand, at: 1), of: witness.address, to: errand, from: 0)
            await house.amanah.noteLag()
            #expect(house.amanah.durableSize == house.amanah.knownSize(of: witness.address))
            let neighbour = try house.neighbour()
            try await neighbour.amanah.note(.started)
            await neighbour.store.close()
            await house.amanah.noteLag()
            #expect(house.amanah.durableSize == errand.size + 1)
            #expect(try self.errand(house).size == errand.size + 1)
        }
    }

    @Test("D6: a log that was put back does not grow by the alarm: no size ever has two roots")
    func nothingWritten() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let text = try String(contentsOfFile: house.folder + "/key.ledger", encoding: .utf8)
            let own = try SignerKey(parsing: text.trimmingCharacters(in: .whitespacesAndNewlines))
            let before = try house.store.read { try $0.ledgerTip() }
            let longer = Checkpoint(origin: house.store.origin, size: before.size + 1, root: MerkleHash.empty)
            await house.amanah.take(
                evidence: Array(SignedCheckpoint(longer, signedBy: [own]).encoded.utf8), of: witness.address)
            #expect(try house.store.read { try $0.ledgerTip() } == before)
            #expect(house.store.lost?.seen == longer)
        }
    }

    @Test("D1, D6: what a witness holds under this log's own key stops the gateway; without that the alarm is all")
    func contradicted() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            let stranger = try #require(SignerKey(name: house.store.origin, type: .ed25519))
            let longer = Checkpoint(origin: house.store.origin, size: 900, root: MerkleHash.empty)
            for evidence in [
                nil, Array("x".utf8), Array(SignedCheckpoint(longer, signedBy: [stranger]).encoded.utf8),
                Array(try errand(house).checkpoint.encoded.utf8),
            ] {
                await house.amanah.take(evidence: evidence, of: witness.address)
                _ = try await house.look(agent)
            }
            #expect(house.amanah.witnesses().map(\.standing) == [.contradicts])
            #expect(try house.acts(.witnessAlarm).count == 1)
            let text = try String(contentsOfFile: house.folder + "/key.ledger", encoding: .utf8)
            let own = try SignerKey(parsing: text.trimmingCharacters(in: .whitespacesAndNewlines))
            await house.amanah.take(
                evidence: Array(SignedCheckpoint(longer, signedBy: [own]).encoded.utf8), of: witness.address)
            guard case .unavailable(let words)? = await refusal({ try await house.look(agent) }) else {
                Issue.record("a look was answered")
                return
            }
            #expect(words.contains("seen with 900"))
            // The next start knows it too, and publishing takes nothing of it away.
            try house.store.ledger.publish(house.store, whole: true)
            await house.store.close()
            let again = try house.openAgain()
            #expect(again.lost?.seen == longer)
            await again.close()
        }
    }
}
