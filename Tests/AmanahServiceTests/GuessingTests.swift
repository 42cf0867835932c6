import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// A10, presence codes, and reveals with a reason of substance.
@Suite struct GuessingTests {
    @Test("A10: the third miss of one person locks the field for him; a right answer does not pay back")
    func ownMisses() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            #expect(try await house.verify(token, "mother_maiden_name", "Salah Satu").triesLeft == 2)
            #expect(try await house.verify(token, "mother_maiden_name", "siti nur'aini").match)
            #expect(try await house.verify(token, "mother_maiden_name", "Salah Dua").triesLeft == 1)
            #expect(try house.notices("L1") == [])
            let third = try await house.verify(token, "mother_maiden_name", "Salah Tiga")
            #expect(!third.match && third.triesLeft == 0)
            #expect(try house.notices("L1") == [.fieldLocked], "the superior is told, once")
            #expect(
                await refusal { try await house.verify(token, "mother_maiden_name", "siti nur'aini") }
                    == .denied([.verifyLocked]))
            #expect(try await house.verify(token, "nik", "3578034107900001").match, "another field is not locked")
            house.clock.advance(.seconds(86_401))
            let later = try await house.enter("A1")
            #expect(try await house.verify(later, "mother_maiden_name", "siti nur'aini").match)
        }
    }

    @Test("A10: six misses of all people lock the field for everyone; in parallel exactly as many are heard")
    func allMisses() async throws {
        try await withHouse { house in
            let now = house.clock.now
            try await house.change { view in
                for person in ["A2", "A3"] {
                    try view.put(ticket: HousePeople.ticket("M-" + person, "C1", person, "sim-replacement", now))
                }
            }
            var heard = 0
            for (person, ticket) in [("A1", "T1"), ("A2", "M-A2")] {
                let token = try await house.enter(person)
                heard += await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<10 {
                        group.addTask {
                            await refusal {
                                try await house.verify(token, "mother_maiden_name", "Tebakan \(number)", ticket: ticket)
                            } == nil
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
            }
            #expect(heard == 6)
            let third = try await house.enter("A3")
            #expect(
                await refusal { try await house.verify(third, "mother_maiden_name", "siti nur'aini", ticket: "M-A3") }
                    == .denied([.verifyLocked]))
            let again = try await house.restarted()
            #expect(
                await refusal { try await again.verify(third, "mother_maiden_name", "siti nur'aini", ticket: "M-A3") }
                    == .denied([.verifyLocked]), "after a restart")
            await again.store.close()
        }
    }

    @Test(
        "A comparison forgives case, spaces and accents, nothing else",
        arguments: [
            ("SITI  NUR'AINI", true), (" siti nur'aini ", true), ("Sítì Nûr'Àini", true), ("Siti Nuraini", false),
            ("Siti Nur’Aini", false),
            ("Siti", false), ("Siti Nur'Ain", false), ("%", false), ("Siti Nur'Aini.", false),
        ])
    func comparison(said: String, match: Bool) async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            #expect(try await house.verify(token, "mother_maiden_name", said).match == match)
        }
    }

    @Test("Presence: a known and an unknown number get the same answer, and only the known one a code")
    func presence() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            func ask(_ phone: String) async throws -> PresenceStarted {
                try await house.amanah.startPresence(
                    house.session(token), phone: phone, purpose: PurposeID("sim-registration"), from: House.desk)
            }
            let (known, unknown) = (try await ask("08123456702"), try await ask("08120000000"))
            #expect(known.expiresAt == unknown.expiresAt && known.id.utf8.count == unknown.id.utf8.count)
            #expect(house.codes.all.map(\.phone) == ["+628123456702"])
            for id in [known.id, unknown.id] {
                var outcomes: [PresenceOutcome] = []
                for _ in 0..<4 { outcomes.append(try await confirm(house, token, id, "x")) }
                #expect(
                    outcomes == [
                        .wrongCode(triesLeft: 2), .wrongCode(triesLeft: 1), .wrongCode(triesLeft: 0), .expired,
                    ])
            }
            guard let code = house.codes.all.first?.code else { return }
            #expect(
                try await confirm(house, token, known.id, code) == .expired, "after three misses the right one is late")
            let acts = try house.acts(.presenceAsked).map(\.act)
            #expect(acts.count == 2 && acts.allSatisfy { $0.customer == nil && $0.customerDetails == nil })
        }
    }

    private func confirm(_ house: House, _ token: String, _ id: String, _ code: String) async throws -> PresenceOutcome
    {
        try await house.amanah.confirmPresence(house.session(token), id: id, code: code, from: House.desk)
    }

    @Test("Presence: a code is used once, in parallel too, by its own person, within five minutes, and opens thirty")
    func code() async throws {
        try await withHouse { house in
            let (token, other) = (try await house.enter("A1"), try await house.enter("A3"))
            func ask() async throws -> (String, String) {
                let started = try await house.amanah.startPresence(
                    house.session(token), phone: "08123456702", purpose: PurposeID("sim-registration"), from: House.desk
                )
                return (started.id, house.codes.all.last?.code ?? "")
            }
            let (id, code) = try await ask()
            #expect(code.utf8.count == 6)
            #expect(await refusal { try await confirm(house, other, id, code) } == .notFound)
            let opened = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        if case .opened = try? await confirm(house, token, id, code) { true } else { false }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(opened == 1)
            guard let ticket = try house.acts(.presenceConfirmed).first?.act.ticket?.rawValue else {
                Issue.record("no ticket")
                return
            }
            let look = try await house.look(token, "C2", "sim-registration", ticket: ticket)
            #expect(look.ground == .presence(TicketID(ticket)))
            #expect(
                await refusal { try await house.look(other, "C2", "sim-registration", ticket: ticket) }
                    == .denied([.ticketOfOtherPerson]))
            let (second, late) = try await ask()
            house.clock.advance(.seconds(300))
            #expect(try await confirm(house, token, second, late) == .expired)
            house.clock.advance(.seconds(30 * 60 - 300 - 1))
            _ = try? house.session(token)
            let fresh = try await house.enter("A1")
            try await house.look(fresh, "C2", "sim-registration", ticket: ticket)
            house.clock.advance(.seconds(1))
            #expect(
                await refusal { try await house.look(fresh, "C2", "sim-registration", ticket: ticket) }
                    == .denied([.ticketClosed]))
        }
    }

    @Test("C5: a reveal takes a reason of substance, and not the last one pasted again, in parallel neither")
    func reasons() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            let look = try await house.look(token)
            for hollow in [".", "", "aaaaaaaaaa", "pelanggan"] {
                #expect(
                    await refusal { try await house.reveal(token, look.id, "nik", hollow) }
                        == .denied([.reasonWithoutSubstance]), "\(hollow)")
            }
            let shown = try await house.reveal(token, look.id, "nik", "Pelanggan minta dicocokkan")
            #expect(
                shown.field.value == "3578034107900001" && shown.hidesAt == house.clock.now.advanced(by: .seconds(30)))
            #expect(
                await refusal { try await house.reveal(token, look.id, "nik", "pelanggan  MINTA dicocokkan!") }
                    == .denied([.reasonRepeated]))
            let allowed = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        await refusal { try await house.reveal(token, look.id, "nik", "kartu lama sudah rusak") } == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(allowed == 1)
            #expect(
                await refusal { try await house.reveal(token, look.id, "address", "alamat untuk kirim kartu") }
                    == .denied([.needsApproval(.superior, .reveal)]))
            #expect(
                await refusal { try await house.reveal(token, look.id, "kk", "kartu keluarga untuk arsip") }
                    == .denied([.notRevealable]))
        }
    }

    @Test("B4: a reveal belongs to one's own look, while it is open")
    func ownLook() async throws {
        try await withHouse { house in
            let (token, other) = (try await house.enter("A1"), try await house.enter("A3"))
            let look = try await house.look(token)
            let reason = "pelanggan minta dicocokkan"
            #expect(await refusal { try await house.reveal(other, look.id, "nik", reason) } == .notFound)
            #expect(await refusal { try await house.reveal(token, LookID(9_999), "nik", reason) } == .notFound)
            #expect(await refusal { try await house.reveal(token, LookID(1), "nik", reason) } == .notFound)
            house.clock.advance(.seconds(300))
            guard case .conflict = await refusal({ try await house.reveal(token, look.id, "nik", reason) }) else {
                Issue.record("a closed look revealed")
                return
            }
        }
    }

    @Test("L9: reading the log, the people and the charter leaves an entry before the answer; a refusal shows nothing")
    func watched() async throws {
        try await withHouse { house in
            let (agent, lead, dpo, admin) = (
                try await house.enter("A1"), try await house.enter("L1"), try await house.enter("D1"),
                try await house.enter("X1")
            )
            try await house.look(agent)
            let page = try await house.log(dpo)
            #expect(page.rows.first?.kind == .logRead && page.rows.first?.person == PersonID("D1"))
            _ = try await house.log(lead, LogFilter(customer: CustomerID("C1"), limit: 10))
            _ = try await house.amanah.people(try house.session(lead), from: House.desk)
            _ = try await house.amanah.charter(try house.session(dpo), from: House.desk)
            _ = try await house.amanah.people(try house.session(admin), from: House.desk)
            let read = try house.acts(.logRead, .peopleRead, .charterRead).map {
                "\($0.act.person?.rawValue ?? "") \($0.act.kind.word)"
            }
            #expect(read == ["D1 log-read", "L1 log-read", "L1 people-read", "D1 charter-read", "X1 people-read"])
            #expect(await refusal { try await house.log(agent) } == .notForRole)
            #expect(await refusal { try await house.log(admin) } == .notForRole, "an administrator reads no log")
            #expect(
                try await house.log(agent, LogFilter(person: PersonID("A1"), limit: 50)).rows.contains {
                    $0.kind == .look
                })
            #expect(
                await refusal { try await house.log(agent, LogFilter(person: PersonID("A2"), limit: 50)) }
                    == .notForRole)
            #expect(
                await refusal { try await house.log(lead, LogFilter(unit: UnitID("B2"), limit: 50)) } == .notForRole)
            #expect(try await house.log(lead).rows.allSatisfy { $0.unit == UnitID("B1") })
        }
    }
}
