import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

@Suite("Broken glass and set quotas") struct GlassTests {
    @Test("A broken glass opens at once without a ticket, tells both superiors and the officer, and is in the log")
    func opens() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let opened = try await house.breakGlass(agent, "C3")
            #expect(opened.look.ground == .breakGlass(opened.glass.id))
            let name = opened.look.fields.first { $0.name == FieldName("name") }
            #expect(name?.value == "Gunawan Prawirasudirja")
            for person in ["L1", "M1", "D1"] { #expect(try house.notices(person) == [.glassBroken], "\(person)") }
            #expect(try house.notices("R1").isEmpty)
            #expect(try house.acts(.glassBroken, .look).map(\.act.kind) == [.glassBroken, .look])
        }
    }

    @Test("C7: broken at the shell, it shows nothing there, is as loud, and opens the record once within its minutes")
    func atShell() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            func broken(_ customer: String) async throws -> GlassView {
                try await house.amanah.breakGlass(
                    try house.session(agent), customer: CustomerID(customer), purpose: PurposeID("sim-replacement"),
                    ticket: nil, fields: nil, reason: "pelanggan jatuh sakit di depan meja")
            }
            let glass = try await broken("C3")
            #expect(glass.look == nil && glass.until > house.clock.now)
            for person in ["L1", "M1", "D1"] { #expect(try house.notices(person) == [.glassBroken], "\(person)") }
            #expect(try house.acts(.glassBroken, .look).map(\.act.kind) == [.glassBroken])
            #expect(try await house.look(agent, "C3", ticket: nil).ground == .breakGlass(glass.id))
            #expect(await refusal { try await house.look(agent, "C3", ticket: nil) } != nil)
            // The second of the month is taken at the shell and its minutes pass unused: it counts all the same.
            _ = try await broken("K20")
            house.clock.advance(.seconds(301))
            #expect(await refusal { try await house.look(agent, "K20", ticket: nil) } != nil)
            #expect(await refusal { try await broken("K20") } == .denied([.breakGlassLimit(2)]))
        }
    }

    @Test("C7: the second look inside the window is not free, the month has an end, and no search is saved")
    func routine() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            _ = try await house.breakGlass(agent, "K20")
            #expect(
                await refusal { try await house.look(agent, "K20", ticket: nil) } == .denied([.nothingBinds([.ticket])])
            )
            _ = try await house.breakGlass(agent, "K20", reason: "pelanggan kembali dengan keluarganya")
            #expect(
                await refusal { try await house.breakGlass(agent, "K20", reason: "sekali lagi karena terputus") }
                    == .denied([.breakGlassLimit(2)]))
            house.clock.advance(.seconds(31 * 86_400))
        }
    }

    @Test("What was broken for a look that is refused after all opens nothing, counts for nothing and waits for nobody")
    func void() async throws {
        try await withApprovals { plain in
            let gate = HeldStore.Gate()
            let house = try plain.through { HeldStore(base: $0, gate: gate) }
            let agent = try await house.enter("A1")
            gate.arm(.after)
            async let late = refusal { try await house.breakGlass(agent, "K20") }
            await gate.reached()
            // The minutes of the look are over before it is taken.
            house.clock.advance(.seconds(300))
            gate.letGo()
            #expect(await late == .denied([.nothingBinds([.ticket])]))
            #expect(try house.acts(.glassBroken, .look).count == 1)
            let lead = try await house.enter("L1")
            #expect(try house.amanah.waitingFor(try house.session(lead)) == 0)
            for reason in ["pelanggan pingsan di meja", "pelanggan kembali dengan keluarganya"] {
                _ = try await house.breakGlass(agent, "K20", reason: reason)
            }
            let third = await refusal {
                try await house.breakGlass(agent, "K20", reason: "sekali lagi karena terputus")
            }
            #expect(third == .denied([.breakGlassLimit(2)]))
            #expect(try house.amanah.waitingFor(try house.session(lead)) == 2)
        }
    }

    @Test("L6, B7: it finds nobody whom a search would not, and opens neither one's own record nor one's family's")
    func stillRefused() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let strange = await refusal { try await house.breakGlass(agent, "C404") }
            #expect(strange == .denied([.nothingBinds([.ticket])]))
            // C7 is of another branch.
            #expect(await refusal { try await house.breakGlass(agent, "C7") } == strange)
            #expect(await refusal { try await house.breakGlass(agent, "C6") } == .denied([.ownRecord]))
            #expect(await refusal { try await house.breakGlass(agent, "C5") } == .denied([.kinRecord]))
            #expect(
                await refusal { try await house.breakGlass(agent, "C3", reason: ".") }
                    == .denied([.reasonWithoutSubstance]))
            let lead = try await house.enter("L1")
            #expect(
                await refusal {
                    try await house.amanah.breakGlass(
                        try house.session(lead), customer: CustomerID("C3"), purpose: PurposeID("quality-review"),
                        ticket: nil,
                        fields: nil, reason: "pelanggan jatuh sakit di meja", from: House.desk)
                } == .denied([.breakGlassNotOfRole]))
            #expect(try house.acts(.glassBroken).isEmpty)
        }
    }

    @Test("Unreviewed after the hours the person stops; a review by somebody above lets him go on")
    func review() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let opened = try await house.breakGlass(agent, "C3")
            house.clock.advance(.seconds(24 * 3600))
            let next = try await house.enter("A1")
            #expect(await refusal { try await house.look(next) } == .denied([.notCleared(.breakGlassUnreviewed)]))
            // Not by himself, not by a colleague.
            let words = "pelanggan memang sakit, dilihat di kamera"
            #expect(
                await refusal {
                    try await house.amanah.review(try house.session(next), opened.glass.id, inOrder: true, words: words)
                } != nil)
            #expect(
                await refusal {
                    try await house.amanah.review(
                        try house.session(try await house.enter("A2")), opened.glass.id, inOrder: true, words: words)
                } == .notFound)
            let lead = try await house.enter("L1")
            #expect(try house.amanah.waitingFor(try house.session(lead)) == 1)
            let reviewed = try await house.amanah.review(
                try house.session(lead), opened.glass.id, inOrder: true, words: words)
            #expect(reviewed.inOrder == true && reviewed.reviewedBy == PersonID("L1"))
            try await house.look(next)
            #expect(
                await refusal {
                    try await house.amanah.review(
                        try house.session(try await house.enter("M1")), opened.glass.id, inOrder: false, words: words)
                } == .conflict(what: BrokenGlass.Conflict.reviewed.rawValue))
        }
    }

    @Test("B7: whose record the broken glass opened does not review it; his superior does")
    func ownRecordOpened() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let opened = try await house.breakGlass(agent, "C3")
            try await house.change { view in
                var customer = try #require(try view.customer(CustomerID("C3")))
                customer.staff = PersonID("L1")
                try view.put(customer: customer, tags: [])
            }
            let words = "pelanggan memang sakit, dilihat di kamera"
            let lead = try house.session(try await house.enter("L1"))
            #expect(try house.amanah.waitingFor(lead) == 0)
            let refused = await refusal {
                try await house.amanah.review(lead, opened.glass.id, inOrder: true, words: words)
            }
            #expect(refused == .notYours(what: BrokenGlass.Conflict.notYours.rawValue))
            let manager = try house.session(try await house.enter("M1"))
            let reviewed = try await house.amanah.review(manager, opened.glass.id, inOrder: false, words: words)
            #expect(reviewed.reviewedBy == PersonID("M1"))
        }
    }

    @Test(
        "A superior sets a quota within the charter's bounds, for people below him only; the charter takes back what is beyond"
    )
    func quotas() async throws {
        let charter = Approvals.charter.replacing(
            "quotas: {looks_per_day: 1000}", with: "quotas: {looks_per_day: 1}\n    adjust: {looks_per_day: [1, 3]}")
        try await withApprovals(charter) { house in
            let (agent, lead) = (try await house.enter("A1"), try await house.enter("L1"))
            func set(_ token: String, _ person: String, _ bound: Int) async throws {
                try await house.amanah.setQuota(
                    try house.session(token), of: PersonID(person), .looksPerDay, to: bound,
                    reason: "minggu ini banyak antrean")
            }
            try await house.look(agent)
            #expect(await refusal { try await house.look(agent) } == .denied([.quota(.looksPerDay, limit: 1)]))
            #expect(await refusal { try await set(agent, "A1", 3) } == .notForRole)
            #expect(await refusal { try await set(lead, "L1", 3) } == .notFound)
            #expect(await refusal { try await set(lead, "M1", 3) } == .notFound)
            #expect(await refusal { try await set(lead, "A1", 4) } == .invalid(field: "bound", what: "1 to 3"))
            try await set(lead, "A1", 2)
            try await house.look(agent)
            #expect(await refusal { try await house.look(agent) } == .denied([.quota(.looksPerDay, limit: 2)]))
            #expect(try house.amanah.me(try house.session(agent)).quotas.first?.limit == 2)
            let shown = try await house.amanah.quotas(try house.session(lead), of: PersonID("A1"))
            #expect(shown.first?.setBy == PersonID("L1") && shown.first?.range == 1...3)
            #expect(try house.acts(.quotaAdjusted).count == 1)
            let narrower = charter.replacing("[1, 3]", with: "[0, 1]").replacing("version: 1", with: "version: 2")
            try await house.change { view in
                try view.put(charter: HouseCharter.row(narrower, number: 2, at: House.start))
            }
            #expect(try house.amanah.me(try house.session(agent)).quotas.first?.limit == 1)
        }
    }
}
