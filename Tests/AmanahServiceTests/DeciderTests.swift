import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// Whose decision the command line may carry out on a person's work.
@Suite struct DeciderTests {
    private static let why = "sedang diperiksa karena laporan warga"

    @Test("C1: nobody, he himself, those below him and who is gone decide nothing on a person; nothing is left of it")
    func refused() async throws {
        try await withHouse { house in
            var gone = try #require(house.amanah.organisation.members[PersonID("A2")]).record
            gone.suspended = true
            let record = gone
            try await house.change { view in try view.put(person: record) }
            func change(_ person: String, _ change: Amanah.PersonChange, by decider: String) async -> String? {
                let refused = await refusal {
                    try await house.amanah.change(PersonID(person), change, by: PersonID(decider), why: Self.why)
                }
                if case .invalid("by", let what) = refused { return what }
                return nil
            }
            #expect(await change("A1", .suspend, by: "P9999")?.contains("nobody has this one") == true)
            #expect(await change("A1", .suspend, by: "")?.contains("nobody has this one") == true)
            #expect(await change("A1", .suspend, by: "A1")?.contains("himself") == true)
            #expect(await change("L1", .end(Day(number: 20_000)), by: "A1")?.contains("above him") == true)
            #expect(await change("A1", .suspend, by: "A2")?.contains("works here now") == true)
            #expect(try house.acts(.personSuspended).isEmpty)
            #expect(try house.acts(.personEnded).isEmpty)
            try await house.amanah.change(PersonID("A1"), .suspend, by: PersonID("L1"), why: Self.why)
            #expect(await change("A1", .resume, by: "A1")?.contains("himself") == true)
            let step = try #require(
                try house.store.read { try $0.organisation() }.steps.last { $0.step.kind == .suspended })
            #expect(step.step.by == PersonID("L1") && step.step.capacity == .house && step.words[.said] == Self.why)
        }
    }

    @Test("C1: a candidate, who was never let in, decides nothing")
    func candidate() async throws {
        try await withPeopleHouse { house in
            _ = try await house.candidate(try await house.enter("H1"), "N1")
            let refused = await refusal {
                try await house.amanah.change(PersonID("A1"), .suspend, by: PersonID("N1"), why: Self.why)
            }
            #expect(refused == .invalid(field: "by", what: "somebody who works here now"))
            #expect(try house.acts(.personSuspended).isEmpty)
        }
    }
}
