import Testing

@testable import AmanahCore

/// L2, L6 and the reference, over random charters, facts and requests. A failure prints its seed and its smallest case.
@Suite struct DecideProperties {
    static let seeds: [UInt64] = [1, 20_200_710, 0xA3A_2026]

    /// A case: a seed that gives a sound situation, and the changes made to it.
    private struct Case: CustomStringConvertible {
        var seed: UInt64
        var changes: [DecideChange]

        var situation: DecideSituation {
            var random = CharterRandom(seed: seed)
            var situation = DecideSituation.sound(&random)
            for change in changes { change.apply(&situation) }
            return situation
        }

        var description: String { "seed \(seed): \(changes.map(\.description).joined(separator: "; "))" }

        /// Leaves out what can be left out while `fails` still holds.
        func smallest(_ fails: (Case) -> Bool) -> Case {
            var smallest = self
            var index = 0
            while index < smallest.changes.count {
                var smaller = smallest
                smaller.changes.remove(at: index)
                if fails(smaller) { smallest = smaller } else { index += 1 }
            }
            return smallest
        }
    }

    private func cases(_ seed: UInt64, _ count: Int) -> [Case] {
        var random = CharterRandom(seed: seed)
        return (0..<count).map { _ in
            let changes = Int.random(in: 0...4, using: &random)
            return Case(seed: random.next(), changes: (0..<changes).map { _ in DecideChange.random(&random) })
        }
    }

    @Test("The decision is the reference's, whatever is asked", arguments: seeds)
    func reference(seed: UInt64) {
        var shown = 0
        func differs(_ sample: Case) -> Bool {
            let s = sample.situation
            return s.verdict != DecideReference.decide(s.charter, s.request, s.facts, at: s.now)
        }
        for sample in cases(seed, 2500) {
            if case .shown = sample.situation.verdict { shown += 1 }
            guard differs(sample) else { continue }
            let small = sample.smallest(differs)
            let s = small.situation
            Issue.record(
                """
                \(small)
                decided \(s.verdict)
                reference \(DecideReference.decide(s.charter, s.request, s.facts, at: s.now))
                """)
            return
        }
        // Else the comparison would be one of refusals only.
        #expect(shown > 250, "seed \(seed)")
    }

    @Test("L2: a restriction never shows more of any field", arguments: seeds)
    func restriction(seed: UInt64) {
        var less = 0
        for sample in cases(seed, 400) {
            for restriction in DecideChange.restrictions {
                func grows(_ sample: Case) -> Bool {
                    let before = sample.situation
                    var after = before
                    restriction.apply(&after)
                    return zip(before.forms, after.forms).contains { $0 < $1 }
                }
                var after = sample.situation
                let before = after.forms
                restriction.apply(&after)
                if after.forms != before { less += 1 }
                guard grows(sample) else { continue }
                Issue.record("\(sample.smallest(grows)); and then: \(restriction)")
                return
            }
        }
        #expect(less > 500, "seed \(seed): the restrictions took hardly anything away")
    }

    @Test("L2: each restriction takes something away somewhere", arguments: DecideChange.restrictions.indices)
    func effective(index: Int) {
        let restriction = DecideChange.restrictions[index]
        let bites = (1...4000 as ClosedRange<UInt64>).contains { seed in
            var random = CharterRandom(seed: seed)
            var situation = DecideSituation.sound(&random)
            if restriction.description == "no grace" {
                situation.facts.ticket?.closedAt = Moment(milliseconds: situation.now.milliseconds - 1)
            }
            if restriction.description == "a reveal needs a reason",
                case .reveal(let field, _) = situation.request.act
            {
                situation.request.act = .reveal(field: field, reason: ".")
            }
            if restriction.description.hasPrefix("the charter asks the approval") {
                situation.facts.customer?.sensitivity = SensitivityID("vip")
                situation.facts.customer?.staff = PersonID("P3")
            }
            if restriction.description == "a workstation is required" { situation.facts.workstationAdmitted = false }
            let needed = situation.purposeNumber
            if restriction.description.hasPrefix("the grants") || restriction.description == "no grant"
                || restriction.description == "the superior alone agreed"
            {
                situation.charter.purposes[needed].approval = .both
                for change in DecideChange.others where change.description == "a grant of both is there" {
                    change.apply(&situation)
                }
            }
            if restriction.description == "beyond a quota nothing goes" {
                for change in DecideChange.others
                where ["beyond a quota the superior may agree", "a grant of both is there"].contains(change.description)
                {
                    change.apply(&situation)
                }
                situation.charter.roles[situation.roleNumber].quotas.looksPerDay = 0
            }
            let before = situation.forms
            restriction.apply(&situation)
            return situation.forms != before
        }
        #expect(bites, "\(restriction)")
    }

    @Test(
        "L6: without a valid ticket an unknown, a foreign, a sensitive and an own customer are refused alike",
        arguments: seeds)
    func noFishing(seed: UInt64) {
        let customers: [Facts.Customer?] =
            [nil]
            + [
                (SensitivityID.ordinary, nil, false), (SensitivityID("vip"), nil, false),
                (SensitivityID("secret"), nil, false),
                (SensitivityID.ordinary, PersonID("P3"), false), (SensitivityID.ordinary, DecideSituation.me, false),
                (SensitivityID("vip"), DecideSituation.me, true), (SensitivityID.ordinary, nil, true),
            ].map { Facts.Customer(id: DecideSituation.customer, sensitivity: $0.0, staff: $0.1, isKin: $0.2) }
        var alike = 0
        for sample in cases(seed, 1500) {
            var situation = sample.situation
            situation.request.customer = DecideSituation.customer
            situation.facts.customer = customers[1]
            situation.facts.book = nil
            // Whatever the decision for an ordinary customer rests on, it is no valid ticket.
            guard case .denied(let reasons) = situation.decision, reasons.contains(where: isOfBinding) else { continue }
            alike += 1
            for customer in customers {
                situation.facts.customer = customer
                if situation.decision != .denied(reasons) {
                    Issue.record("\(sample): \(String(describing: customer)) is told apart")
                    return
                }
            }
        }
        #expect(alike > 100, "seed \(seed)")
    }

    @Test("L6: a sensitive customer in one's book is refused as one who is in no book", arguments: seeds)
    func sensitiveInBook(seed: UInt64) {
        var compared = 0
        for sample in cases(seed, 1500) where sample.situation.request.ticket == nil {
            var situation = sample.situation
            situation.facts.book = Facts.Book(startsOn: situation.today, endsOn: situation.today)
            // A grant names the customer: whoever has one knows him.
            situation.facts.grants = []
            for (mark, staff) in [("vip", nil), ("secret", nil), ("ordinary", "P3"), ("ordinary", "P1"), ("vip", "P1")]
                as [(String, String?)]
            {
                situation.facts.customer = Facts.Customer(
                    id: situation.request.customer, sensitivity: SensitivityID(mark), staff: staff.map { PersonID($0) },
                    isKin: false)
                var stranger = situation
                stranger.facts.book = nil
                stranger.facts.customer = nil
                if situation.decision != stranger.decision {
                    Issue.record("\(sample): \(mark) is told apart in a book")
                    return
                }
                compared += 1
            }
        }
        #expect(compared > 500, "seed \(seed)")
    }

    private func isOfBinding(_ reason: Reason) -> Bool {
        switch reason {
        case .nothingBinds, .noSuchTicket, .customerErased, .ticketOfOtherCustomer, .ticketOfOtherPurpose,
            .ticketOfOtherPerson,
            .ticketNotYetOpen, .ticketClosed, .ticketSelfMade, .ticketSelfAssigned, .ticketOfOtherKind:
            true
        default: false
        }
    }

    @Test("The same input gives the same decision", arguments: seeds)
    func deterministic(seed: UInt64) {
        for sample in cases(seed, 300) {
            let (first, second) = (sample.situation, sample.situation)
            #expect(first.decision == second.decision, "\(sample)")
            #expect(first.decision == first.decision, "\(sample)")
        }
    }

    @Test("A reveal and a verification show no field beside their own", arguments: seeds)
    func oneField(seed: UInt64) {
        for sample in cases(seed, 1000) {
            let situation = sample.situation
            switch situation.request.act {
            case .look: continue
            case .verify: #expect(situation.forms.allSatisfy { $0 == .hidden }, "\(sample)")
            case .reveal(let field, _):
                #expect(!situation.forms.indices.contains { $0 != field && situation.forms[$0] > .hidden }, "\(sample)")
            }
        }
    }
}
