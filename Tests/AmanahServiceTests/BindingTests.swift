import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// B1 to B7: what binds a person to a customer.
@Suite struct BindingTests {
    @Test("B1: a ticket of customer A does not open customer B")
    func otherCustomer() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            #expect(
                await refusal { try await house.look(token, "C2", ticket: "T1") } == .denied([.ticketOfOtherCustomer]))
            #expect(
                await refusal { try await house.verify(token, "nik", "1", customer: "C2", ticket: "T1") }
                    == .denied([.ticketOfOtherCustomer]))
        }
    }

    @Test("B1: a ticket serves its own purpose and person only")
    func otherPurpose() async throws {
        try await withHouse { house in
            let (token, other) = (try await house.enter("A1"), try await house.enter("A3"))
            #expect(
                await refusal { try await house.look(token, "C1", "sim-registration") }
                    == .denied([.ticketOfOtherPurpose]))
            #expect(
                await refusal { try await house.look(token, "C1", "quality-review") } == .denied([.purposeNotOfRole]))
            #expect(await refusal { try await house.look(token, "C1", "nothing") } == .denied([.unknownPurpose]))
            #expect(await refusal { try await house.look(other) } == .denied([.ticketOfOtherPerson]))
            #expect(
                await refusal { try await house.amanah.ticket(try house.session(other), TicketID("T1")) } == .notFound)
            #expect(
                await refusal { try await house.amanah.ticket(try house.session(other), TicketID("T999")) } == .notFound
            )
        }
    }

    @Test("B2: a ticket keeps customer and purpose, a closed one stays closed, its number is not recycled")
    func immutable() async throws {
        try await withHouse { house in
            let (agent, service) = (
                try await house.enter("A1"), try await house.amanah.makeServiceToken("tickets", days: 1)
            )
            let now = house.clock.now
            func put(_ input: TicketInput) async -> ServiceError? {
                await refusal { try await house.amanah.putTicket(try house.session(service), input) }
            }
            func conflicts(_ error: ServiceError?) -> Bool { if case .conflict = error { true } else { false } }
            #expect(
                try await house.amanah.putTicket(try house.session(service), Service.ticket("N1", "C1", "A1", at: now)))
            #expect(
                try await !house.amanah.putTicket(try house.session(service), Service.ticket("N1", "C1", "A1", at: now))
            )
            #expect(conflicts(await put(Service.ticket("N1", "C2", "A1", at: now))))
            #expect(conflicts(await put(Service.ticket("N1", "C1", "A1", "sim-registration", at: now))))
            try await house.look(agent, ticket: "N1")
            #expect(await put(Service.ticket("N1", "C1", "A1", at: now, closed: now)) == nil)
            #expect(await refusal { try await house.look(agent, ticket: "N1") } == .denied([.ticketClosed]))
            #expect(conflicts(await put(Service.ticket("N1", "C1", "A1", at: now))), "reopened")
            #expect(
                conflicts(await put(Service.ticket("N1", "C1", "A1", at: now, closed: now.advanced(by: .seconds(60))))))
            #expect(conflicts(await put(Service.ticket("N1", "C2", "A1", at: now))), "recycled")
            #expect(await refusal { try await house.look(agent, "C2", ticket: "N1") } != nil)
            #expect(try house.acts(.ticketChanged).count == 3)
        }
    }

    @Test("L3: a ticket that was to close later can be closed now")
    func closedEarlier() async throws {
        try await withHouse { house in
            let (agent, service) = (
                try await house.enter("A1"), try await house.amanah.makeServiceToken("tickets", days: 1)
            )
            let now = house.clock.now
            let session = try house.session(service)
            _ = try await house.amanah.putTicket(
                session, Service.ticket("N1", "C1", "A1", at: now, closed: now.advanced(by: .seconds(86_400))))
            try await house.look(agent, ticket: "N1")
            _ = try await house.amanah.putTicket(session, Service.ticket("N1", "C1", "A1", at: now, closed: now))
            #expect(await refusal { try await house.look(agent, ticket: "N1") } == .denied([.ticketClosed]))
        }
    }

    @Test(
        "B2, B3: a ticket that I opened or assigned to myself opens nothing, and a second message does not wash it clean"
    )
    func selfMade() async throws {
        try await withHouse { house in
            let (agent, service) = (
                try await house.enter("A1"), try await house.amanah.makeServiceToken("tickets", days: 1)
            )
            let now = house.clock.now
            let session = try house.session(service)
            _ = try await house.amanah.putTicket(session, Service.ticket("N1", "C1", "A1", at: now, openedBy: "A1"))
            _ = try await house.amanah.putTicket(session, Service.ticket("N2", "C1", "A1", at: now, assignedBy: "A1"))
            for again in [false, true] {
                #expect(
                    await refusal { try await house.look(agent, ticket: "N1") } == .denied([.ticketSelfMade]),
                    "\(again)")
                #expect(
                    await refusal { try await house.look(agent, ticket: "N2") } == .denied([.ticketSelfAssigned]),
                    "\(again)")
                for id in ["N1", "N2"] {
                    _ = try await house.amanah.putTicket(
                        session, Service.ticket(id, "C1", "A1", at: now, openedBy: "A2"))
                }
            }
            // Assigned anew by somebody, it is a task like any other.
            _ = try await house.amanah.putTicket(session, Service.ticket("N2", "C1", "A1", at: now, assignedBy: "L1"))
            try await house.look(agent, ticket: "N2")
        }
    }

    @Test("B3: a ticket assigned to another and back to oneself is still self-assigned")
    func reassigned() async throws {
        try await withHouse { house in
            let (agent, service) = (
                try await house.enter("A1"), try await house.amanah.makeServiceToken("tickets", days: 1)
            )
            let session = try house.session(service)
            let now = house.clock.now
            for (person, by) in [("A3", "L1"), ("A1", "A1")] {
                _ = try await house.amanah.putTicket(
                    session, Service.ticket("N1", "C2", person, at: now, assignedBy: by))
            }
            #expect(await refusal { try await house.look(agent, "C2", ticket: "N1") } == .denied([.ticketSelfAssigned]))
        }
    }

    @Test("B6: opening one member of a family opens no other")
    func household() async throws {
        try await withHouse { house in
            let now = house.clock.now
            try await house.change { view in
                try view.put(ticket: HousePeople.ticket("N5", "C5", "A3", "sim-replacement", now))
            }
            let token = try await house.enter("A3")
            let look = try await house.look(token, "C5", ticket: "N5")
            #expect(
                await refusal { try await house.look(token, "C6", ticket: "N5") } == .denied([.ticketOfOtherCustomer]))
            #expect(!String(reflecting: look).contains("C6"))
            #expect(!String(reflecting: look).contains("3578030101100099"))
        }
    }

    @Test("B7: one's own record, a relative by the family card, a colleague and a VIP are refused on a valid ticket")
    func persons() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            let expected: [(String, [Reason])] = [
                ("3", [.needsApproval(.both, .sensitivity)]), ("4", [.needsApproval(.superior, .sensitivity)]),
                ("5", [.kinRecord]), ("6", [.ownRecord, .needsApproval(.superior, .sensitivity)]),
            ]
            for (number, reasons) in expected {
                #expect(
                    await refusal { try await house.look(token, "C" + number, ticket: "T" + number) }
                        == .denied(reasons), "C\(number)")
            }
        }
    }

    @Test("L3: a book opens within its days and purpose only")
    func book() async throws {
        try await withHouse { house in
            let token = try await house.enter("A2")
            try await house.look(token, "C1", "credit-followup", ticket: nil)
            #expect(
                await refusal { try await house.look(token, "C2", "credit-followup", ticket: nil) }
                    == .denied([.nothingBinds([.book])]))
            #expect(
                await refusal { try await house.look(token, "C1", "sim-registration", ticket: nil) }
                    == .denied([.nothingBinds([.ticket, .presence])]))
            // The fifth day behind today is the last; midnight in WIB is 17:00 UTC.
            house.clock.set(Moment("2026-11-29T16:59:59Z") ?? House.start)
            let last = try await house.enter("A2")
            try await house.look(last, "C1", "credit-followup", ticket: nil)
            house.clock.set(Moment("2026-11-29T17:00:00Z") ?? House.start)
            #expect(
                await refusal { try await house.look(last, "C1", "credit-followup", ticket: nil) }
                    == .denied([.nothingBinds([.book])]))
        }
    }
}
