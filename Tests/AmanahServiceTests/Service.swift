import AmanahCore

@testable import AmanahService

/// What the ticket system sends.
enum Service {
    static func ticket(
        _ id: String, _ customer: String, _ person: String?, _ purpose: String = "sim-replacement", at: Moment,
        closed: Moment? = nil, openedBy: String? = nil, assignedBy: String? = nil
    ) -> TicketInput {
        TicketInput(
            id: TicketID(id), customer: CustomerID(customer), purpose: PurposeID(purpose), unit: UnitID("B1"),
            assignedTo: person.map { PersonID($0) }, openedAt: at, closedAt: closed, channel: "call",
            openedBy: openedBy.map { PersonID($0) }, assignedBy: assignedBy.map { PersonID($0) })
    }
}
