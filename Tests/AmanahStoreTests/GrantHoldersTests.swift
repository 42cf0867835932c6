import AmanahCore
import Testing

@testable import AmanahStore

/// Who may hold a grant is known without asking the tables, and nobody who holds one is ever left out.
@Suite struct GrantHoldersTests {
    private static let (agent, other, customer) = (PersonID("A1"), PersonID("A2"), CustomerID("C1"))

    private func request(of person: PersonID, _ state: ApprovalRequest.State) -> ApprovalRequest {
        var request = ApprovalRequest(
            id: RequestID("R-\(person.rawValue)"), person: person, customer: Self.customer,
            purpose: PurposeID("billing"), ticket: nil, fields: [], reason: "the bill is disputed", needs: [],
            madeAt: StoreFixture.now, line: [], terms: GrantTerms(fields: [], minutes: 10, looks: 1))
        request.state = state
        return request
    }

    private func glass(of person: PersonID) -> BrokenGlass {
        BrokenGlass(
            id: RequestID("G-\(person.rawValue)"), person: person, customer: Self.customer,
            purpose: PurposeID("billing"), ticket: nil, fields: [], reason: "the line is down", at: StoreFixture.now,
            until: StoreFixture.now, reviewDueAt: StoreFixture.now, line: [])
    }

    /// What a look's reading says, beside what the tables say.
    private func holds(_ store: SQLiteStore, _ person: PersonID) throws -> (look: Bool, tables: Bool) {
        (
            try store.readLoosely(since: store.dataVersion) { try $0.mayHoldGrant(person, Self.customer) },
            try store.read { try $0.mayHoldGrant(person, Self.customer) }
        )
    }

    @Test("A grant given in a batch, by approval or by breaking the glass, is found by the next look")
    func given() async throws {
        try await withStore { fixture in
            let store = fixture.store
            #expect(try holds(store, Self.agent) == (false, false))
            try await store.commit(share: "a") { try $0.put(request: request(of: Self.agent, .waiting)) }
            #expect(try holds(store, Self.agent) == (false, false))
            for state in [ApprovalRequest.State.approved, .usedUp] {
                try await store.commit(share: "a") { try $0.put(request: request(of: Self.agent, state)) }
                #expect(try holds(store, Self.agent) == (true, true))
            }
            #expect(try holds(store, Self.other) == (false, false))
            try await store.commit(share: "a") { try $0.put(glass: glass(of: Self.other)) }
            #expect(try holds(store, Self.other) == (true, true))
        }
    }

    @Test("What another process gave is found once a batch has seen its writing, before any job of that batch")
    func elsewhere() async throws {
        try await withStore { fixture in
            let store = fixture.store
            _ = try await store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            let second = try fixture.again()
            try await second.commit(share: "b") { try $0.put(request: request(of: Self.agent, .approved)) }
            await second.close()
            let inside = try await store.commit(share: "a") { try $0.mayHoldGrant(Self.agent, Self.customer) }
            #expect(inside)
            #expect(try holds(store, Self.agent) == (true, true))
        }
    }

    @Test("A grant from before the start is found, before the first batch and after")
    func before() async throws {
        try await withStore { fixture in
            try await fixture.store.commit(share: "a") { try $0.put(glass: glass(of: Self.agent)) }
            await fixture.store.close()
            let store = try fixture.again()
            #expect(try holds(store, Self.agent) == (true, true))
            _ = try await store.commit(share: "a") { try $0.append(StoreFixture.act()) }
            #expect(try holds(store, Self.agent) == (true, true))
            await store.close()
        }
    }
}
