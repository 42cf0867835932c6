import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

@Suite("Who may approve") struct ApproverTests {
    private static let notYours = ServiceError.notYours(what: ApprovalConflict.notYourTurn.rawValue)

    @Test("C1: nobody decides his own request, a colleague's, a subordinate's superior's, or one that is not his turn")
    func own() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let request = try await house.ask(agent)
            #expect(await refusal { try await house.approve(agent, request) } == Self.notYours)
            // A colleague and the administrator learn not even that there is one.
            #expect(await refusal { try await house.approve(try await house.enter("A2"), request) } == .notFound)
            #expect(await refusal { try await house.approve(try await house.enter("X1"), request) } == .notFound)
            #expect(await refusal { try await house.approve(try await house.enter("D1"), request) } == Self.notYours)
            #expect(await refusal { try await house.approve(try await house.enter("M1"), request) } == Self.notYours)
            #expect(try house.acts(.denial).count == 3)
            let half = try await house.approve(try await house.enter("L1"), request)
            #expect(await refusal { try await house.approve(try await house.enter("L1"), half) } == Self.notYours)
        }
    }

    @Test("C3: a superior who came into the line after the request may not decide it")
    func lineEdited() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let request = try await house.ask(agent)
            // M2 takes M1's place, and L1 goes under him: M1 stood there then and not now, M2 now and not then.
            try await Approvals.line(house, [("M2", "R1"), ("L1", "M2")])
            let half = try await house.approve(try await house.enter("L1"), request)
            #expect(half.waitsFor == PersonID("R1"))
            #expect(await refusal { try await house.approve(try await house.enter("M1"), half) } == Self.notYours)
            #expect(await refusal { try await house.approve(try await house.enter("M2"), half) } == Self.notYours)
            #expect(try await house.approve(try await house.enter("R1"), half).state == .approved)
        }
    }

    @Test("C2: nobody decides for somebody who decided for him, and a ring decides nothing")
    func ring() async throws {
        try await withApprovals { house in
            // L1 works too: his request goes to M1.
            try await Approvals.line(house, [("A1", "L1")])
            let agent = try await house.enter("A1")
            _ = try await house.granted(agent)
            // The line turns round: L1 and M1 stand under A1 now. A1 asked M1 and L1 before; L1 asks above.
            try await Approvals.line(house, [("R1", "L1")])
            #expect(
                await refusal {
                    try await house.ask(
                        agent, "C1", ticket: "T1", fields: ["address"], reason: "alamat kirim kartu baru")
                } == .denied([.noApprover]))
        }
    }

    @Test("B7: whoever the record is of does not decide about it; it goes to those above him")
    func ownRecord() async throws {
        try await withApprovals { house in
            try await house.change { view in
                guard var row = try view.customer(CustomerID("C3")) else { return }
                row.staff = PersonID("L1")
                try view.put(customer: row, tags: [])
            }
            let request = try await house.ask(try await house.enter("A1"))
            #expect(request.waitsFor == PersonID("M1"))
            #expect(await refusal { try await house.approve(try await house.enter("L1"), request) } == Self.notYours)
            let half = try await house.approve(try await house.enter("M1"), request)
            #expect(half.waitsFor == PersonID("R1"))
        }
    }

    @Test("C8: who is absent is passed over, and with nobody left above it is refused with words, never approved")
    func absent() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            var lead = try house.person("L1")
            lead.suspended = true
            let suspended = lead
            try await house.change { view in try view.put(person: suspended) }
            let request = try await house.ask(agent)
            #expect(request.waitsFor == PersonID("M1"))
            var manager = try house.person("M1")
            manager.suspended = true
            let gone = manager
            try await house.change { view in try view.put(person: gone) }
            // Only R1 is left: not enough for both.
            let alone = await refusal {
                try await house.ask(agent, "C4", ticket: "T4", fields: ["name"], reason: "nama di kartu keluarga lama")
            }
            #expect(alone == nil)
            let half = try await house.approve(try await house.enter("R1"), request)
            #expect(half.state == .waiting && half.waitsFor == nil)
            #expect(try await house.amanah.advanceRequests() == 1)
            let over = try await house.amanah.request(try house.session(agent), request.id)
            #expect(over.state == .expired)
            #expect(
                await refusal { try await house.ask(agent, reason: "nomor kartu tidak terbaca lagi") }
                    == .denied([.noApprover]))
        }
    }

    @Test("C8: what nobody decides climbs one step each time, and ends at the top")
    func climbs() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let request = try await house.ask(agent, "C1", ticket: "T1", fields: ["address"])
            var seats: [PersonID?] = []
            for _ in 0..<4 {
                house.clock.advance(.seconds(30 * 60))
                try await house.amanah.advanceRequests()
                let again = try await house.enter("A1")
                seats.append(try await house.amanah.request(try house.session(again), request.id).waitsFor)
            }
            #expect(seats == [PersonID("M1"), PersonID("R1"), nil, nil])
            #expect(
                try house.acts(.approvalClimbed, .approvalExpired).map(\.act.kind) == [
                    .approvalClimbed, .approvalClimbed, .approvalExpired,
                ])
            #expect(try house.notices("R1") == [.approvalWaiting])
            #expect(try house.notices("A1") == [.approvalEnded])
        }
    }

    @Test("C1: an approver whose agreement ended, or who was suspended, decides nothing from an open session (L3)")
    func notCleared() async throws {
        try await withApprovals { house in
            let request = try await house.ask(try await house.enter("A1"))
            let lead = try await house.enter("L1")
            var record = try house.person("L1")
            record.lastDay = Day(number: house.clock.now.day(in: .wib).number - 1)
            let left = record
            try await house.change { view in try view.put(person: left) }
            #expect(await refusal { try await house.approve(lead, request) } == .denied([.notCleared(.left)]))
        }
    }

    @Test("C6: how somebody approves is measured, and a decoy that he approves is counted and opens nothing")
    func quality() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let officer = try await house.enter("D1")
            let decoy = try await house.amanah.makeDecoy(
                try house.session(officer),
                DecoyInput(
                    person: PersonID("A1"), customer: CustomerID("C2"), purpose: PurposeID("sim-replacement"),
                    ticket: TicketID("T2"), fields: [FieldName("address")], reason: "alamat untuk arsip pribadi saya"))
            // The agent knows nothing of it; the lead finds it among the others.
            #expect(try await house.amanah.requests(try house.session(agent), state: nil).isEmpty)
            #expect(await refusal { try await house.amanah.request(try house.session(agent), decoy) } == .notFound)
            let lead = try await house.enter("L1")
            let waiting = try await house.amanah.requestsForMe(try house.session(lead))
            #expect(waiting.map(\.id) == [decoy])
            house.clock.advance(.seconds(5))
            _ = try await house.amanah.approve(try house.session(lead), decoy, seen: nil, narrowing: Narrowing())
            let look = try await house.look(agent, "C2", ticket: "T2")
            #expect(
                await refusal { try await house.reveal(agent, look.id, "address", Approvals.reason) }
                    == .denied([.needsApproval(.superior, .reveal)]))
            #expect(try house.notices("A1").isEmpty)
            let manager = try await house.enter("M1")
            let seen = try await house.amanah.approvalQuality(try house.session(manager))
            #expect(seen.map(\.person) == [PersonID("L1")])
            #expect(seen.first?.decoys == 1 && seen.first?.decoysApproved == 1 && seen.first?.hasty == 1)
            // He does not see his own figures, and an agent none.
            #expect(try await house.amanah.approvalQuality(try house.session(lead)).isEmpty)
            #expect(await refusal { try await house.amanah.approvalQuality(try house.session(agent)) } == .notForRole)
            #expect(
                await refusal {
                    try await house.amanah.makeDecoy(
                        try house.session(lead),
                        DecoyInput(
                            person: PersonID("A1"), customer: CustomerID("C2"), purpose: PurposeID("sim-replacement"),
                            ticket: nil, fields: [FieldName("address")], reason: "alamat untuk arsip saya"))
                } == .notForRole)
        }
    }

    @Test("What stands beside a request is the last 30 days of the person and his peers, the customer, and the signs")
    func context() async throws {
        try await withApprovals { house in
            let (agent, peer) = (try await house.enter("A1"), try await house.enter("A2"))
            for ticket in ["T1", "T2"] { try await house.look(agent, ticket == "T1" ? "C1" : "C2", ticket: ticket) }
            _ = try await house.amanah.look(
                try house.session(peer), customer: CustomerID("C1"), purpose: PurposeID("credit-followup"), ticket: nil,
                reason: nil, from: House.desk)
            let first = try await house.ask(agent, "C1", ticket: "T1", fields: ["address"])
            _ = try await house.amanah.refuse(
                try house.session(try await house.enter("L1")), first.id, seen: nil, reason: "lihat kartu identitasnya")
            let second = try await house.ask(agent, "C1", ticket: "T1", fields: ["address"])
            let lead = try await house.enter("L1")
            let shown = try #require(try await house.amanah.requestsForMe(try house.session(lead)).first)
            #expect(shown.id == second.id)
            let context = try #require(shown.context)
            #expect(context.own.looks == 2 && context.own.requests == 2)
            #expect(context.peers?.looks == 1 && context.peerCount == 2 || context.peers?.looks == 0)
            #expect(context.otherOpeners == 1 && !context.customerHereToday)
            #expect(context.signs.contains(.sameWords) && context.signs.contains(.refusedBefore))
        }
    }
}
