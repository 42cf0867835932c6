import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// L6, A5 and A7: no fishing.
@Suite struct FishingTests {
    @Test("L6: not found, not mine, sensitive, a colleague and oneself are refused alike without a valid ticket")
    func alike() async throws {
        try await withHouse { house in
            let token = try await house.enter("A3")
            var answers: [ServiceError?] = []
            for customer in ["C1", "C3", "C4", "C5", "C6", "C7", "C999", "A3"] {
                for ticket in [nil, "T1", "T999"] as [String?] {
                    // A ticket of somebody else's says the same whatever the customer is.
                    let answer = await refusal { try await house.look(token, customer, ticket: ticket) }
                    let expected: Reason =
                        ticket == nil ? .nothingBinds([.ticket]) : ticket == "T1" ? .ticketOfOtherPerson : .noSuchTicket
                    #expect(answer == .denied([expected]), "\(customer) \(ticket ?? "no ticket")")
                    answers.append(answer)
                    let verified = await refusal {
                        try await house.verify(token, "mother_maiden_name", "x", customer: customer, ticket: ticket)
                    }
                    #expect(verified == answer, "\(customer)")
                }
            }
            #expect(answers.count == 24)
        }
    }

    @Test("L6: a ticket of mine for one customer tells nothing about another")
    func otherCustomer() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            for customer in ["C2", "C3", "C4", "C6", "C7", "C999"] {
                #expect(
                    await refusal { try await house.look(token, customer, ticket: "T1") }
                        == .denied([.ticketOfOtherCustomer]), "\(customer)")
            }
        }
    }

    @Test("A7: search finds who is in my branch, my book or on my ticket; a VIP or a colleague only on my ticket")
    func mineToFind() async throws {
        try await withHouse { house in
            func found(_ person: String) async throws -> [String] {
                let token = try await house.enter(person)
                var found: [String] = []
                for record in HousePeople.records {
                    let byPhone = try await house.search(token, .phone(record.phone)).map(\.customer.rawValue)
                    let byNIK = try await house.search(token, .nik(record.nik)).map(\.customer.rawValue)
                    let byID = try await house.search(token, .customer(CustomerID(record.id))).map(\.customer.rawValue)
                    #expect(byPhone == byNIK && byNIK == byID, "\(record.id)")
                    found += byID
                }
                return found
            }
            let ofA3 = try await found("A3")
            #expect(ofA3 == ["C1", "C2", "C5"])
            // C3 is in the book of A2, and sensitive.
            let ofA2 = try await found("A2")
            #expect(ofA2 == ["C1", "C2", "C5"])
            let ofA1 = try await found("A1")
            #expect(ofA1 == ["C1", "C2", "C3", "C4", "C5", "C6"])
            let ofA9 = try await found("A9")
            #expect(ofA9 == ["C7"])
        }
    }

    @Test(
        "L6: a ticket that I opened or assigned myself, or that is closed, makes nobody mine to find",
        arguments: ["made", "assigned", "closed", "later"])
    func invalidTicket(kind: String) async throws {
        try await withHouse { house in
            let now = house.clock.now
            try await house.change { view in
                var row = HousePeople.ticket(
                    "T900", "C3", "A3", "sim-replacement", now, closed: kind == "closed" ? now : nil,
                    openedBy: kind == "made" ? "A3" : nil, assignedBy: kind == "assigned" ? "A3" : nil)
                if kind == "later" { row.facts.openedAt = now.advanced(by: .seconds(60)) }
                try view.put(ticket: row)
            }
            let token = try await house.enter("A3")
            #expect(try await house.search(token, .customer(CustomerID("C3"))).isEmpty)
            let listed = try await house.amanah.tickets(try house.session(token))
            #expect(listed.allSatisfy { !$0.maskedName.contains("G") }, "not even a masked name")
            #expect(await refusal { try await house.look(token, "C3", ticket: "T900") } != nil)
        }
    }

    @Test("A5: a miss and a hit leave entries that differ only in what is sealed")
    func missesLikeHits() async throws {
        try await withHouse { house in
            let token = try await house.enter("A3")
            for key in [SearchKey.nik("3578034107900001"), .nik("3578034107909999"), .nik("3578031703770003")] {
                _ = try await house.search(token, key)
            }
            let acts = try house.acts(.search).map(\.act)
            #expect(acts.count == 3)
            #expect(acts.allSatisfy { $0.customer == nil && $0.customerDetails == nil && $0.person == PersonID("A3") })
        }
    }

    @Test("L6, A7: misses are counted like hits, and the bound holds over both")
    func counted() async throws {
        try await withHouse(HouseCharter.text(quotas: "{searches_per_hour: 4}")) { house in
            let token = try await house.enter("A3")
            for number in 0..<4 {
                let key: SearchKey = number % 2 == 0 ? .nik("3578034107909999") : .customer(CustomerID("C1"))
                _ = try await house.search(token, key)
            }
            for key in [SearchKey.nik("3578034107909999"), .customer(CustomerID("C1"))] {
                #expect(
                    await refusal { try await house.search(token, key) }
                        == .denied([.quota(.searchesPerHour, limit: 4)]))
            }
            house.clock.advance(.seconds(3600))
            let fresh = try await house.enter("A3")
            _ = try await house.search(fresh, .customer(CustomerID("C1")))
        }
    }
}
