import Testing

@testable import AmanahCore

/// What a later message or file may change of a ticket.
@Suite struct TicketSuccessionTests {
    private static let now = Moment(seconds: 1_795_000_000)

    private static func ticket(
        to person: String = "A1", openedBy: String? = "S1", assignedBy: String? = "S1", customer: String = "C1",
        purpose: String = "help", opened: Int64 = -3600, closed: Int64? = nil, byPresence: Bool = false
    ) -> Facts.Ticket {
        Facts.Ticket(
            id: TicketID("T1"), customer: CustomerID(customer), purpose: PurposeID(purpose),
            assignedTo: PersonID(person), openedBy: openedBy.map { PersonID($0) },
            assignedBy: assignedBy.map { PersonID($0) }, openedAt: now.advanced(by: .seconds(opened)),
            closedAt: closed.map { now.advanced(by: .seconds($0)) }, byPresence: byPresence)
    }

    @Test("B3: a message that does not say who assigned it washes no self-assigned ticket clean")
    func silent() throws {
        let own = Self.ticket(assignedBy: "A1")
        let after = try own.succeeded(by: Self.ticket(assignedBy: nil), at: Self.now)
        #expect(after.assignedBy == PersonID("A1"))
        // Who is given it anew is given it by nobody until a message says so; who says so counts.
        #expect(try own.succeeded(by: Self.ticket(to: "A2", assignedBy: nil), at: Self.now).assignedBy == nil)
        #expect(try own.succeeded(by: Self.ticket(assignedBy: "L1"), at: Self.now).assignedBy == PersonID("L1"))
    }

    @Test("B2: who opened it and when stays, whatever a later message says")
    func opening() throws {
        let own = Self.ticket(openedBy: "A1")
        for later in [Self.ticket(openedBy: nil), Self.ticket(openedBy: "S1", opened: -60)] {
            let after = try own.succeeded(by: later, at: Self.now)
            #expect(after.openedBy == PersonID("A1") && after.openedAt == own.openedAt)
        }
        #expect(
            try Self.ticket(openedBy: nil).succeeded(by: Self.ticket(), at: Self.now).openedBy == PersonID("S1"),
            "what was not known may become known")
    }

    @Test("B2: a number is not recycled for another customer or purpose, nor one that a customer opened at the desk")
    func otherTask() {
        for (old, new) in [
            (Self.ticket(), Self.ticket(customer: "C2")), (Self.ticket(), Self.ticket(purpose: "move")),
            (Self.ticket(byPresence: true), Self.ticket()),
        ] {
            #expect(throws: TicketConflict.otherTask) { try old.succeeded(by: new, at: Self.now) }
        }
    }

    @Test("B2: a closed ticket stays closed; a closing to come may be brought forward and no further")
    func closed() throws {
        let over = Self.ticket(closed: -60)
        for later in [nil, 60, -30] as [Int64?] {
            #expect(throws: TicketConflict.closed) {
                try over.succeeded(by: Self.ticket(closed: later), at: Self.now)
            }
        }
        #expect(try over.succeeded(by: Self.ticket(closed: -60), at: Self.now).closedAt == over.closedAt)
        let open = Self.ticket(closed: 600)
        #expect(
            try open.succeeded(by: Self.ticket(closed: 60), at: Self.now).closedAt == Self.ticket(closed: 60).closedAt)
        for later in [nil, 601] as [Int64?] {
            #expect(throws: TicketConflict.closed) {
                try open.succeeded(by: Self.ticket(closed: later), at: Self.now)
            }
        }
    }
}
