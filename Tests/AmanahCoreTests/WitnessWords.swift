import Testing

@testable import AmanahCore

/// What a charter makes wait for a witness.
@Suite struct WitnessWords {
    static let seeds: [UInt64] = [4, 20_200_710, 0x31_7355]

    @Test("what asks for a witness anywhere asks: the purpose, the customer's mark, a colleague's", arguments: seeds)
    func asks(seed: UInt64) {
        var random = CharterRandom(seed: seed)
        var (waits, goes) = (0, 0)
        for _ in 0..<2000 {
            var situation = DecideSituation.sound(&random)
            for number in situation.charter.purposes.indices {
                situation.charter.purposes[number].witnessRequired = random.chance(30)
            }
            for number in situation.charter.sensitivity.indices {
                situation.charter.sensitivity[number].witnessRequired = random.chance(50)
            }
            let (charter, request, customer) = (situation.charter, situation.request, situation.facts.customer)
            var reasons = charter.purposes.filter { $0.id == request.purpose && $0.witnessRequired }.count
            for rule in charter.sensitivity where rule.witnessRequired {
                if rule.id == customer?.sensitivity { reasons += 1 }
                if rule.id.rawValue == "staff", customer?.staff != nil { reasons += 1 }
            }
            let needs = charter.needsWitness(request.purpose, customer)
            #expect(needs == (reasons > 0), "seed \(seed)")
            if needs { waits += 1 } else { goes += 1 }
            // Asking in one place more never asks less, and changes no decision.
            var stricter = charter
            for number in stricter.purposes.indices { stricter.purposes[number].witnessRequired = true }
            #expect(stricter.asksForWitness && stricter.needsWitness(request.purpose, customer), "seed \(seed)")
            #expect(
                stricter.decide(request, situation.facts, at: situation.now)
                    == charter.decide(request, situation.facts, at: situation.now), "seed \(seed)")
        }
        #expect(waits > 100 && goes > 100, "seed \(seed): \(waits) wait, \(goes) do not")
    }

    @Test("the report says where a witness signs first")
    func report() throws {
        let text = CharterChecks.sound.replacing("{approval: both}", with: "{approval: both, witness: required}")
            .replacing("needs: [ticket]\n", with: "needs: [ticket]\n    witness: required\n")
        let report = CharterCheck.check(try Charter.parse(text, file: "witness.yaml"))
        #expect(report.description.contains("help, by ticket, a witness signs first"))
        #expect(report.description.contains("superior's superior approve; a witness signs first"))
        #expect(report.warnings.map(\.kind) == [.awaitsWitness, .awaitsWitness])
    }

    @Test("a look that was not shown goes back to its grant, once, and no other look does")
    func givenBack() throws {
        let fields = [FieldName("name")]
        var request = ApprovalRequest(
            id: RequestID("R-1"), person: PersonID("A"), customer: CustomerID("C1"), purpose: PurposeID("p"),
            ticket: nil, fields: fields, reason: "kartu hilang di meja", needs: [], madeAt: Moment(seconds: 0),
            line: [PersonID("L")], terms: GrantTerms(fields: fields, minutes: 60, looks: 1))
        func after(_ event: ApprovalEvent) throws {
            request = try request.after(event, at: Moment(seconds: 10)) { _, _ in PersonID("L") }.get()
        }
        try after(.approve(by: PersonID("L"), seen: request.version, terms: nil))
        let granted = request
        try after(.take(7))
        #expect(request.state == .usedUp && request.looksLeft == 0)
        let taken = request
        try after(.giveBack(8))
        #expect(request == taken)
        try after(.giveBack(7))
        #expect(request.state == .approved && request.looksLeft == 1 && request.lastLook == nil)
        try after(.giveBack(7))
        #expect(request.looksLeft == granted.looksLeft)
        let glass = BrokenGlass(
            id: RequestID("G-1"), person: PersonID("A"), customer: CustomerID("C1"), purpose: PurposeID("p"),
            ticket: nil, fields: fields, reason: "gawat", at: Moment(seconds: 0), until: Moment(seconds: 300),
            reviewDueAt: Moment(seconds: 900), line: [])
        let broken = try glass.taken(7, at: Moment(seconds: 10)).get()
        #expect(broken.givenBack(8) == broken && broken.givenBack(7).looksLeft == 1)
    }
}
