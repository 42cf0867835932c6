import AmanahCore
import Testing

@testable import AmanahServer
@testable import AmanahService

@Suite("Words of an explained look")
struct ExplainedLookWordsTests {
    private let charter = FakeGateway().charterInForce

    @Test("Names the approval, what it leaves masked, and what can be revealed by whom")
    func underApproval() throws {
        let count = charter.fields.count
        try #require(count >= 3)
        var (shows, forms) = ([Form](repeating: .hidden, count: count), [Form](repeating: .hidden, count: count))
        var reveals = [Charter.RevealRule?](repeating: nil, count: count)
        (shows[0], forms[0]) = (.full, .masked)
        (shows[1], forms[1]) = (.masked, .masked)
        reveals[1] = Charter.RevealRule(reason: true, approval: .none)
        reveals[2] = Charter.RevealRule(reason: false, approval: .both)
        let request = RequestID("R-7")
        let grant = Facts.Grant(
            id: request, person: PersonID("P1"), customer: CustomerID("C1"), purpose: PurposeID("p"),
            ticket: TicketID("T-1"), fields: [1], until: Moment(seconds: 0), looksLeft: 1, needs: [])
        var explained = ExplainedLook(
            decision: .allowed(forms: forms, ground: .approved(request, .ticket(TicketID("T-1")))), needsWitness: true,
            grant: grant, shows: shows, reveals: reveals, zone: .wib)
        let names = charter.fields.map(\.name)
        #expect(
            explained.lines(charter, ticket: TicketID("T-1")) == [
                "allowed by ticket T-1", "  under the approval R-7: until 1970-01-01T07:00:00+07:00, 1 look left",
                "  a witness signs first; where none does in time, nothing is shown",
                "  \(names[0]): masked (full where the approval names it)",
                "  \(names[1]): masked; revealed with a reason",
                "  \(names[2]): hidden; revealed after the approval of the superior and of theirs",
            ])
        explained.decision = .denied([.nothingBinds([.ticket])])
        let denied = explained.lines(charter, ticket: nil)
        #expect(denied.count == 2 && denied[0] == "denied" && denied[1].hasPrefix("  nothing-binds: "))
    }
}
