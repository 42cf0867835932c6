import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// What the answer of a look offers is what a reveal then does, field by field.
@Suite("What a look offers") struct OfferTests {
    /// Tries every field of a look and compares with what was offered for it, also with what is offered once it is open.
    private func holds(
        _ house: House, _ agent: String, _ look: ShownLook, _ told: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for (number, field) in look.fields.enumerated() {
            let name = field.name.rawValue
            let later = try house.amanah.revealOffer(try house.session(agent), look: look.id, field: field.name)
            #expect(later == field.reveal, "\(told): \(name) once open", sourceLocation: sourceLocation)
            let reason = field.reveal?.reason == false ? "" : "\(told) dan perlu \(name) urutan \(number)"
            let refused = await refusal { try await house.reveal(agent, look.id, name, reason) }
            let expected: ServiceError? =
                switch field.reveal?.approval {
                case nil: .denied([.notRevealable])
                case Charter.Approval.none?: nil
                case let approval?: .denied([.needsApproval(approval, .reveal)])
                }
            #expect(refused == expected, "\(told): \(name)", sourceLocation: sourceLocation)
        }
    }

    private func offers(_ look: ShownLook) -> [String: RevealOffer] {
        Dictionary(
            uniqueKeysWithValues: look.fields.compactMap { field in field.reveal.map { (field.name.rawValue, $0) } })
    }

    @Test("an ordinary record: as the charter says, and at once what an approval gave")
    func ordinary() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let plain = try await house.look(agent)
            #expect(
                offers(plain) == [
                    "nik": RevealOffer(reason: true, approval: .none, form: .full),
                    "address": RevealOffer(reason: true, approval: .superior, form: .full),
                ])
            try await holds(house, agent, plain, "kartu hilang di pasar")
            let request = try await house.ask(agent, "C1", ticket: "T1", fields: ["address"])
            _ = try await house.approve(try await house.enter("L1"), request)
            let granted = try await house.look(agent)
            #expect(granted.ground == .ticket(TicketID("T1")))
            #expect(
                offers(granted)["address"]
                    == RevealOffer(
                        reason: false, approval: .none, form: .full,
                        ground: .approved(request.id, .ticket(TicketID("T1")))))
            try await holds(house, agent, granted, "kartu patah saat dipasang")
        }
    }

    @Test("a quota of reveals that is used up takes no offer away, nor makes another of it: it is told at the field")
    func usedUp() async throws {
        let charter = Approvals.charter.replacing(
            "looks_per_day: 1000", with: "looks_per_day: 1000, reveals_per_day: 1, over: approval")
        try #require(charter != Approvals.charter)
        try await withApprovals(charter) { house in
            let agent = try await house.enter("A1")
            let first = try await house.look(agent)
            _ = try await house.reveal(agent, first.id, "nik", "kartu hilang di pasar kemarin")
            let second = try await house.look(agent)
            #expect(offers(second)["nik"] == RevealOffer(reason: true, approval: .none, form: .full))
            let refused = await refusal {
                try await house.reveal(agent, second.id, "nik", "kartu patah saat dipasang ulang")
            }
            #expect(refused == .denied([.needsApproval(.superior, .quota)]))
        }
    }

    @Test(
        "a guarded record under a grant: a field that it does not name takes the approval of the record, in a reveal's words",
        arguments: [["name", "phone"], ["nik"], ["nik", "address"], ["address"]])
    func guarded(fields: [String]) async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let request = try await house.granted(agent, fields: fields)
            let look = try await house.look(agent, "C3", ticket: "T3")
            for name in ["nik", "address"] {
                #expect(
                    offers(look)[name]
                        == (fields.contains(name)
                            ? RevealOffer(
                                reason: false, approval: .none, form: .full,
                                ground: .approved(request.id, .ticket(TicketID("T3"))))
                            : RevealOffer(reason: true, approval: .both, form: .full)),
                    "\(name)")
            }
            #expect(offers(look).count == 2)
            try await holds(house, agent, look, "pelanggan di meja tiga")
        }
    }

    @Test("what is offered as to be asked is there once it was asked and approved")
    func asked() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            _ = try await house.granted(agent, fields: ["name", "phone"])
            let look = try await house.look(agent, "C3", ticket: "T3")
            let more = try await house.granted(agent, fields: ["nik"])
            let offer = try house.amanah.revealOffer(
                try house.session(agent), look: look.id, field: FieldName("nik"))
            #expect(offer?.approval == Charter.Approval.none && offer?.ground?.approval == more.id)
            #expect(try await house.reveal(agent, look.id, "nik", "").field.form == .full)
        }
    }

    @Test("L3: where the record itself is no longer held, the refusal is the record's")
    func recordAgain() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let request = try await house.granted(agent, fields: ["name"])
            let look = try await house.look(agent, "C3", ticket: "T3")
            _ = try await house.amanah.withdraw(try house.session(agent), request.id)
            #expect(
                await refusal { try await house.reveal(agent, look.id, "nik", "pelanggan menunggu di meja") }
                    == .denied([.needsApproval(.both, .sensitivity)]))
        }
    }

    @Test("under a broken glass what it was not broken for cannot be revealed, and is not offered")
    func glass() async throws {
        try await withApprovals { house in
            let agent = try await house.enter("A1")
            let opened = try await house.breakGlass(agent, "C3", fields: ["name", "nik"])
            #expect(
                offers(opened.look) == [
                    "nik": RevealOffer(
                        reason: false, approval: .none, form: .full, ground: .breakGlass(opened.glass.id))
                ])
            try await holds(house, agent, opened.look, "pelanggan jatuh sakit")
        }
    }
}
