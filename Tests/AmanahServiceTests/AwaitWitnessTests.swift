import AmanahCore
import AmanahLedger
import AmanahStore
import Foundation
import Synchronization
import Testing

@testable import AmanahService

extension House {
    /// Waits until somebody waits for a signature over this many entries; fails where nobody does for an hour, so that no
    /// test hangs. Whoever waits has as much patience.
    fileprivate func waits(_ size: Int64 = 1) async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(3600))
        while amanah.waitedSize < UInt64(size) {
            try #require(ContinuousClock.now < end, "nobody waits for a signature")
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// One round of the courier: the witness signs what there is, or an older checkpoint.
    @discardableResult
    fileprivate func sign(_ witness: KeyWitness, _ errand: WitnessErrand? = nil) async throws -> WitnessErrand {
        let errand = try errand ?? #require(try amanah.newestCheckpoint())
        let answer = try witness.signature(errand, at: UInt64(clock.now.seconds))
        #expect(await amanah.take(answer, of: witness.address, to: errand, from: 0) == .done)
        return errand
    }

    /// What a witness signs for as soon as it waits. On a busy machine its patience may be over before anybody sees it wait:
    /// then it is asked for again.
    fileprivate func signed<T: Sendable>(
        _ witness: KeyWitness, _ ask: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        while true {
            let isOver = Atomic(false)
            async let answer: Result<T, any Error> = {
                defer { isOver.store(true, ordering: .sequentiallyConsistent) }
                do { return .success(try await ask()) } catch { return .failure(error) }
            }()
            while amanah.waitedSize == 0, !isOver.load(ordering: .sequentiallyConsistent) {
                try await Task.sleep(for: .milliseconds(1))
            }
            try await sign(witness)
            switch await answer {
            case .success(let shown): return shown
            case .failure(let error as ServiceError) where error == .denied([.witnessAway]): continue
            case .failure(let error): throw error
            }
        }
    }

    /// A look that a witness signs for as soon as it waits.
    @discardableResult
    fileprivate func signedLook(
        _ token: String, _ witness: KeyWitness, _ customer: String = "C1", ticket: String? = "T1"
    ) async throws -> ShownLook {
        try await signed(witness) { try await look(token, customer, ticket: ticket) }
    }

    /// What an act's readable half says.
    fileprivate func said(_ row: ActRow, _ key: String) throws -> String? {
        try row.act.openPerson(store.keys).first { $0.key == key }?.value
    }
}

/// What a charter makes wait for a witness.
@Suite struct AwaitWitnessTests {
    /// Changing a SIM waits.
    static let charter = HouseCharter.text(quotas: "{looks_per_day: 3, reveals_per_day: 9}")
        .replacing(
            "shows: {name: full, phone: masked, nik",
            with: "witness: required\n    shows: {name: full, phone: masked, nik")
    /// Only the VIP waits.
    static let marked = HouseCharter.text(vip: "none, witness: required")

    @Test("L1: a look is durable first, waits for a signature over its own entry, and no older one answers it")
    func waits() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            let old = try #require(try house.amanah.newestCheckpoint())
            let isAnswered = Atomic(false)
            async let answer = {
                let look = try await house.look(agent)
                isAnswered.store(true, ordering: .sequentiallyConsistent)
                return look
            }()
            try await house.waits()
            let entry = try #require(try house.acts(.look).first)
            #expect(house.amanah.waitedSize == UInt64(entry.index) + 1)
            #expect(try house.said(entry, "witness") == "required")
            try await house.sign(witness, old)
            #expect(house.amanah.waitedSize == UInt64(entry.index) + 1)
            let tooEarly = isAnswered.load(ordering: .sequentiallyConsistent)
            #expect(!tooEarly)
            let signed = try await house.sign(witness)
            let shown = try await answer
            #expect(shown.ledgerIndex == entry.index && signed.size > UInt64(entry.index))
            #expect(shown.fields.contains { $0.value != nil })
            #expect(try house.acts(.lookWithheld).isEmpty && house.amanah.waitedSize == 0)
            // A purpose that does not ask for one waits for nobody.
            _ = try await house.look(try await house.enter("A2"), "C1", "credit-followup", ticket: nil)
        }
    }

    @Test("one signature answers all who wait, and a witness that signed beforehand answers nobody")
    func together() async throws {
        try await withHouse(Self.charter.replacing("looks_per_day: 3", with: "looks_per_day: 100")) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            try await house.sign(witness)
            let before = try house.size()
            let shown = try await withThrowingTaskGroup(of: Int64.self) { group in
                for customer in HousePeople.ordinary.prefix(12) {
                    group.addTask { try await house.look(agent, customer, ticket: "T" + customer).ledgerIndex }
                }
                while try house.acts(.look).count < 12 { try await Task.sleep(for: .milliseconds(1)) }
                try await house.waits(before + 12)
                try await house.sign(witness)
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(shown).count == 12)
        }
    }

    @Test("where none signs in time nothing is shown, the log says so after the look, and the look counts for nothing")
    func withheld() async throws {
        try await withHouse(Self.charter) { plain in
            let house = try plain.impatient()
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            for _ in 0..<5 { #expect(await refusal { try await house.look(agent) } == .denied([.witnessAway])) }
            let (looks, withheld) = (try house.acts(.look), try house.acts(.lookWithheld))
            #expect(withheld.map(\.act.look) == looks.map { LookID(ledgerIndex: $0.index) })
            #expect(zip(looks, withheld).allSatisfy { $0.index < $1.index })
            #expect(try house.said(try #require(withheld.first), "reasons") == "witness-away")
            #expect(withheld.allSatisfy { $0.act.customer == CustomerID("C1") && $0.act.person == PersonID("A1") })
            // A number that was not shown opens no reveal.
            let number = LookID(ledgerIndex: try #require(looks.last).index)
            let revealed = await refusal { try await house.reveal(agent, number, "nik", "pelanggan minta dicocokkan") }
            #expect(revealed == .notFound)
            // Three a day, and none of the five counts; not after a restart either.
            let patient = try await house.restarted()
            try patient.amanah.beginWitnessing([witness.address])
            let again = try await patient.enter("A1")
            for _ in 0..<3 { try await patient.signedLook(again, witness) }
            #expect(await refusal { try await patient.look(again) } == .denied([.quota(.looksPerDay, limit: 3)]))
            let third = try await patient.restarted()
            let last = try await third.enter("A1")
            #expect(await refusal { try await third.look(last) } == .denied([.quota(.looksPerDay, limit: 3)]))
            await third.store.close()
        }
    }

    @Test("within one run too a look that was not shown is given back, and one that was shown is not")
    func givenBack() async throws {
        try await withHouse(Self.charter) { plain in
            let house = try plain.impatient(.milliseconds(200))
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            for _ in 0..<4 { #expect(await refusal { try await house.look(agent) } == .denied([.witnessAway])) }
            for _ in 0..<3 { try await house.signedLook(agent, witness) }
            #expect(await refusal { try await house.look(agent) } == .denied([.quota(.looksPerDay, limit: 3)]))
        }
    }

    @Test("without a witness such a look is refused before it counts, and all other work goes on")
    func noneSet() async throws {
        try await withHouse(Self.charter) { house in
            let agent = try await house.enter("A1")
            #expect(await refusal { try await house.look(agent) } == .denied([.noWitness]))
            let verified = await refusal { try await house.verify(agent, "mother_maiden_name", "Siti Nur'Aini") }
            #expect(verified == .denied([.noWitness]))
            #expect(try house.acts(.look, .verify, .lookWithheld).isEmpty)
            #expect(try house.acts(.denial).map { try house.said($0, "reasons") } == ["no-witness", "no-witness"])
            _ = try await house.look(try await house.enter("A2"), "C1", "credit-followup", ticket: nil)
        }
    }

    @Test("a reveal and a comparison wait as well; what was not answered may be asked for in the same words")
    func answers() async throws {
        try await withHouse(Self.charter) { plain in
            let house = try plain.impatient(.milliseconds(200))
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            let look = try await house.signedLook(agent, witness).id
            let words = "pelanggan minta nomornya dibacakan"
            #expect(await refusal { try await house.reveal(agent, look, "nik", words) } == .denied([.witnessAway]))
            #expect(
                await refusal { try await house.verify(agent, "mother_maiden_name", "Siti Nur'Aini") }
                    == .denied([.witnessAway]))
            let (asked, unanswered) = (try house.acts(.reveal, .verify), try house.acts(.answerWithheld))
            #expect(try unanswered.map { try house.said($0, "entry") } == asked.map { String($0.index) })
            #expect(try unanswered.map { try house.said($0, "act") } == ["reveal", "verify"])
            let revealed = try await house.signed(witness) { try await house.reveal(agent, look, "nik", words) }
            #expect(revealed.field.value == "3578034107900001")
            #expect(
                await refusal { try await house.reveal(agent, look, "nik", words) } == .denied([.reasonRepeated]))
            let verified = try await house.signed(witness) {
                try await house.verify(agent, "mother_maiden_name", "Siti Nur'Aini")
            }
            #expect(verified.match)
        }
    }

    @Test("a mark makes whoever carries it wait, and nobody else")
    func mark() async throws {
        try await withHouse(Self.marked) { plain in
            let house = try plain.impatient()
            try house.amanah.beginWitnessing([try KeyWitness().address])
            let agent = try await house.enter("A1")
            _ = try await house.look(agent)
            #expect(await refusal { try await house.look(agent, "C3", ticket: "T3") } == .denied([.witnessAway]))
        }
    }

    @Test("L3: a ticket closed, a person suspended or a session ended while it waits shows nothing, signed or not")
    func changed() async throws {
        let changes: [@Sendable (House, String) async throws -> ServiceError] = [
            { house, _ in
                let now = house.clock.now
                try await house.change { view in
                    var row = try #require(try view.ticket(TicketID("T1")))
                    row.facts.closedAt = now
                    try view.put(ticket: row)
                }
                return .denied([.ticketClosed])
            },
            { house, _ in
                var record = try house.person("A1")
                record.suspended = true
                try await house.change { [record] view in try view.put(person: record) }
                return .denied([.notCleared(.suspended)])
            },
            { house, token in
                let id = try house.session(token).id
                let now = house.clock.now
                try await house.change { view in try view.endSession(id, at: now) }
                return .unauthenticated(.expired)
            },
        ]
        for change in changes {
            try await withHouse(Self.charter) { house in
                let witness = try KeyWitness()
                try house.amanah.beginWitnessing([witness.address])
                let agent = try await house.enter("A1")
                async let answer = refusal { try await house.look(agent) }
                try await house.waits()
                let expected = try await change(house, agent)
                try await house.sign(witness)
                #expect(await answer == expected)
                #expect(try house.acts(.lookWithheld).count == 1)
            }
        }
    }

    @Test("a grant and a broken glass lift no witness; what was not shown is given back to them")
    func grants() async throws {
        let charter = Approvals.charter
            .replacing("vip: {approval: both}", with: "vip: {approval: both, witness: required}")
        try await withHouse(charter) { plain in
            try await Approvals.line(plain)
            let house = try plain.impatient(.milliseconds(200))
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            _ = try await house.granted(agent, Narrowing(looks: 1))
            #expect(await refusal { try await house.look(agent, "C3", ticket: "T3") } == .denied([.witnessAway]))
            let shown = try await house.signedLook(agent, witness, "C3", ticket: "T3")
            #expect(shown.ground.grant != nil)
            guard case .denied(let reasons)? = await refusal({ try await house.look(agent, "C3", ticket: "T3") }) else {
                Issue.record("the one look of the grant was taken")
                return
            }
            #expect(reasons == [.needsApproval(.both, .sensitivity)])
            let other = try await house.enter("A3")
            let broken = await refusal {
                try await house.amanah.breakGlass(
                    try house.session(other), customer: CustomerID("C3"), purpose: PurposeID("sim-replacement"),
                    ticket: nil, fields: nil, reason: "pelanggan jatuh sakit di depan meja", from: House.desk)
            }
            #expect(broken == .denied([.witnessAway]))
            let lead = try await house.enter("L1")
            #expect(try house.amanah.waitingFor(try house.session(lead)) == 0, "it opened nothing: nobody reviews it")
        }
    }

    @Test("whoever goes away while it waits is shown nothing, and the log says so")
    func cancelled() async throws {
        try await withHouse(Self.charter) { house in
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            let waiting = Task { await refusal { try await house.look(agent) } }
            try await house.waits()
            waiting.cancel()
            #expect(await waiting.value == .denied([.witnessAway]))
            #expect(try house.acts(.lookWithheld).count == 1)
        }
    }

    @Test("D5: a signature from beyond the end, put beside an older state, answers nothing that comes now")
    func beyond() async throws {
        try await withHouse(Self.charter) { plain in
            let witness = try KeyWitness()
            let ahead = SignedCheckpoint(
                Checkpoint(origin: plain.store.origin, size: plain.store.logSize + 1000, root: MerkleHash.empty),
                signedBy: try LogKeyFile(beside: plain.folder + "/key").read())
            let line = try #require(ahead.note.cosignature(witness.key, at: 5))
            try await plain.change { view in
                try view.put(Cosignature(witness: witness.key.verifier, checkpoint: ahead, signature: line))
            }
            let read = try plain.store.read { try $0.cosignatures() }
            #expect(read.map(\.size) == [ahead.checkpoint.size] && read.first?.time == 5, "it reads and holds")
            let house = try plain.impatient()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            #expect(await refusal { try await house.look(agent) } == .denied([.witnessAway]))
        }
    }

    @Test("L1: when the log cannot be written after the wait, nothing is shown and nothing is given back")
    func unwritable() async throws {
        try await withHouse(Self.charter) { plain in
            let gate = HeldStore.Gate()
            let house = try House(
                folder: plain.folder, clock: plain.clock, codes: plain.codes, lines: plain.lines, store: plain.store,
                through: HeldStore(base: plain.store, gate: gate))
            let witness = try KeyWitness()
            try house.amanah.beginWitnessing([witness.address])
            let agent = try await house.enter("A1")
            let waiting = Task { await refusal { try await house.look(agent) } }
            try await house.waits()
            gate.arm(.before)
            // Whoever goes away waits no longer, and what he was not shown is written.
            waiting.cancel()
            await gate.reached()
            await plain.store.close()
            gate.letGo()
            let refused = await waiting.value
            #expect(refused != nil && refused != .denied([.witnessAway]))
            let usage = house.amanah.quotas.usage(
                of: PersonID("A1"), customer: nil, zone: .wib, at: house.clock.now)
            #expect(usage.looksToday == 1)
        }
    }
}
