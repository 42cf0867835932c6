import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// What `amanah charter explain` rests on.
@Suite struct ExplainTests {
    @Test("a look that only an approval allows is explained by it; one that needs none is not; a refused one has none")
    func grants() async throws {
        try await withApprovals { house in
            func explain(_ customer: String, _ ticket: String) throws -> ExplainedLook {
                try house.amanah.explain(
                    person: PersonID("A1"), customer: CustomerID(customer), purpose: PurposeID("sim-replacement"),
                    ticket: TicketID(ticket))
            }
            let agent = try await house.enter("A1")
            let before = try explain("C3", "T3")
            guard case .denied = before.decision else {
                Issue.record("\(before.decision)")
                return
            }
            #expect(before.grant == nil)
            var request = try await house.ask(agent)
            for decider in ["L1", "M1"] where request.state == .waiting {
                request = try await house.approve(try await house.enter(decider), request)
            }
            let after = try explain("C3", "T3")
            guard case .allowed = after.decision else {
                Issue.record("\(after.decision)")
                return
            }
            #expect(after.grant?.id == request.id && (after.grant?.looksLeft ?? 0) > 0)
            let plain = try explain("C1", "T1")
            guard case .allowed = plain.decision else {
                Issue.record("\(plain.decision)")
                return
            }
            #expect(plain.grant == nil)
        }
    }
}
