import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// L3: two acts at once, in the order that hurts.
@Suite struct RaceTests {
    @Test("H1, L3: a sign-in whose password is reset before it is answered opens nothing")
    func resetWhileSigningIn() async throws {
        try await withHeldHouse { house, gate in
            try await house.amanah.setPassword(of: PersonID("A1"), to: House.password, final: true)
            gate.arm(.after)
            async let signing = refusal {
                try await house.amanah.signIn(
                    person: "A1", password: House.password, code: nil, from: House.desk)
            }
            await gate.reached()
            try await house.amanah.setPassword(of: PersonID("A1"), to: "sandi lain yang panjang", final: true)
            gate.letGo()
            #expect(await signing == .unauthenticated(.expired))
            #expect(house.amanah.sessions.people().isEmpty)
        }
    }

    @Test("H1: a sign-in without a code is refused where a second factor was set before it was written")
    func secondFactorWhileSigningIn() async throws {
        try await withHeldHouse { house, gate in
            try await house.amanah.setPassword(of: PersonID("A1"), to: House.password, final: true)
            gate.arm(.before)
            async let signing = refusal {
                try await house.amanah.signIn(
                    person: "A1", password: House.password, code: nil, from: House.desk)
            }
            await gate.reached()
            _ = try await house.amanah.setSecondFactor(of: PersonID("A1"), secret: House.secret)
            gate.letGo()
            #expect(await signing == .unauthenticated(.wrongCredentials))
            #expect(house.amanah.sessions.people().isEmpty)
        }
    }

    @Test("H1: a sign-in that could not be written leaves no session behind")
    func unwritten() async throws {
        try await withHouse { house in
            let failing = FailingStore.Switch()
            let through = try house.through { FailingStore(base: $0, mode: failing) }
            try await through.amanah.setPassword(of: PersonID("A1"), to: House.password, final: true)
            failing.set(.keptButReportedFailed)
            #expect(
                await refusal {
                    try await through.amanah.signIn(
                        person: "A1", password: House.password, code: nil, from: House.desk)
                } != nil)
            #expect(through.amanah.sessions.people().isEmpty)
        }
    }

    @Test(
        "L3, B4: a session that was ended on the way to the log gets not one more answer",
        arguments: ["look", "verify", "search", "workstation"], [false, true])
    func revoked(call: String, elsewhere: Bool) async throws {
        try await withHeldHouse { house, gate in
            let token = try await house.enter("A1")
            let session = try house.session(token)
            let other = elsewhere ? try house.neighbour() : house
            gate.arm(.before)
            async let answer = refusal {
                switch call {
                case "look": try await house.look(token)
                case "verify": _ = try await house.verify(token, "mother_maiden_name", "siti nur'aini")
                case "search": _ = try await house.search(token, .customer(CustomerID("C1")))
                default: _ = try await house.amanah.registerWorkstation(session, label: "Meja 3")
                }
            }
            await gate.reached()
            #expect(try await other.amanah.signOutEverywhere(PersonID("A1")) == 1)
            // The batch that takes the end over comes before the held one.
            try await house.change { _ in }
            let size = try house.size()
            gate.letGo()
            #expect(await answer == .unauthenticated(.expired))
            #expect(try house.size() == size)
            if elsewhere { await other.store.close() }
        }
    }

    @Test("L2, L3: a look on its way shows the forms of the charter that is in force when it is written")
    func charterMeanwhile() async throws {
        try await withHeldHouse { house, gate in
            let token = try await house.enter("A1")
            let stricter = HouseCharter.text(version: 2)
                .replacing("name: full, phone: masked, nik", with: "name: masked, phone: hidden, nik")
            let now = house.clock.now
            gate.arm(.before)
            async let looking = house.look(token)
            await gate.reached()
            try await house.change { view in
                try view.put(charter: HouseCharter.row(stricter, number: 2, at: now))
            }
            gate.letGo()
            let fields = try await looking.fields
            #expect(fields[0].value == "R******** K*************")
            #expect(fields[1].form == .hidden && fields[1].value == nil)
        }
    }

    @Test("L3: a service's token that was renewed elsewhere writes not one more ticket", arguments: [false, true])
    func renewedToken(held: Bool) async throws {
        try await withHeldHouse { house, gate in
            let token = try await house.amanah.makeServiceToken("ticket-system", days: 30)
            let session = try house.session(token)
            let other = try house.neighbour()
            let ticket = TicketInput(
                id: TicketID("T900"), customer: CustomerID("C1"), purpose: PurposeID("sim-replacement"),
                unit: UnitID("B1"), assignedTo: PersonID("A1"), openedAt: house.clock.now, closedAt: nil,
                channel: "call", openedBy: nil, assignedBy: nil)
            if held { gate.arm(.before) }
            async let written = refusal { try await house.amanah.putTicket(session, ticket) }
            if held {
                await gate.reached()
            } else {
                #expect(await written == nil, "the token is good until it is renewed")
            }
            _ = try await other.amanah.makeServiceToken("ticket-system", days: 30)
            if held {
                gate.letGo()
                #expect(await written == .unauthenticated(.expired))
                #expect(try house.store.read { try $0.ticket(TicketID("T900")) } == nil)
            } else {
                #expect(
                    await refusal { try await house.amanah.putTicket(session, ticket) } == .unauthenticated(.expired))
            }
            await other.store.close()
        }
    }

    @Test("L3: an admission on its way does not bring back a workstation that was withdrawn meanwhile")
    func withdrawnWhileAdmitted() async throws {
        try await withHeldHouse { house, gate in
            let agent = try house.session(try await house.enter("A1"))
            let lead = try house.session(try await house.enter("L1"))
            let administrator = try house.session(try await house.enter("X1"))
            _ = try await house.amanah.registerWorkstation(agent, label: "Meja 3")
            let id = try #require(try await house.amanah.workstations(lead).first?.id)
            gate.arm(.before)
            async let admitted = refusal { try await house.amanah.admitWorkstation(lead, id: id) }
            await gate.reached()
            try await house.amanah.withdrawWorkstation(administrator, id: id)
            gate.letGo()
            #expect(
                await admitted == .conflict(what: "it was withdrawn: register the computer again"))
            let view = try await house.amanah.workstations(lead).first
            #expect(view?.withdrawn == true && view?.admittedBy == nil)
        }
    }

    @Test("H1: one's own sign-in forgives one's own misses, and not the guesses at others from the same address")
    func ownSignIn() async throws {
        try await withHouse { house in
            try await house.enter("A1")
            func guess(_ person: String) async -> ServiceError? {
                await refusal {
                    try await house.amanah.signIn(
                        person: person, password: "bukan sandinya", code: nil, from: House.desk)
                }
            }
            // A branch behind one address: each mistypes and then gets in, for longer than any one could guess.
            for _ in 0..<DoorGuard.free {
                for _ in 0..<2 { #expect(await guess("A1") == .unauthenticated(.wrongCredentials)) }
                try await house.enter("A1")
            }
            for number in 0..<DoorGuard.free {
                #expect(await guess("S\(number)") == .unauthenticated(.wrongCredentials), "\(number)")
                // A miss of his own in between, so that there is something to forgive.
                if number < DoorGuard.free - 1 {
                    #expect(await guess("A1") == .unauthenticated(.wrongCredentials), "\(number)")
                }
                try await house.enter("A1")
            }
            #expect(await guess("S99") == .unauthenticated(.wrongCredentials))
            guard case .unauthenticated(.locked) = await guess("S100") else {
                Issue.record("the address may go on guessing")
                return
            }
        }
    }
}
