import Testing

@testable import AmanahCore

/// The replay beside a slow one that counts anew for each look, over random looks.
@Suite struct CharterReplayReference {
    private static let people = (1...3).map { PersonID("P\($0)") }
    private static let customers = (1...6).map { CustomerID("C\($0)") }
    private static let purposes = ["sim", "credit", "gone"].map { PurposeID($0) }

    private static func charter(_ random: inout CharterRandom, _ document: String) throws -> Charter {
        func bound(_ word: String, _ values: ClosedRange<Int>) -> String? {
            random.chance(60) ? "\(word): \(Int.random(in: values, using: &random))" : nil
        }
        let quotas = [
            bound("looks_per_hour", 1...4), bound("looks_per_day", 1...8), bound("customers_per_day", 1...4),
        ].compactMap(\.self).joined(separator: ", ")
        let purposes = random.chance(80) ? "[sim, credit]" : "[sim]"
        return try Charter.parse(
            """
            charter: replay
            version: 1
            terms: {document: \(document), renew_every_days: 180}
            fields:
              name: {class: contact, mask: name}
              phone: {class: contact, mask: phone}
            purposes:
              sim: {needs: [ticket], shows: {name: \(random.pick(["full", "masked"])), phone: masked}}
              credit: {needs: [book], shows: {name: \(random.pick(["full", "masked"])), phone: \(random.pick(["full", "masked"]))}}
            roles:
              agent: {purposes: \(purposes), quotas: {\(quotas)}}
            sensitivity:
              vip: {approval: \(random.pick(["none", "superior", "both"]))}
            \(random.chance(40) ? "hours: {open: \"07:00\", close: \"1\(Int.random(in: 2...9, using: &random)):00\"}" : "")
            """, file: "replay")
    }

    private static func look(_ random: inout CharterRandom, at: Moment) -> RecordedLook {
        let (person, customer, purpose) = (random.pick(people), random.pick(customers), random.pick(purposes))
        let ticket = random.chance(70) ? TicketID("T") : nil
        let sensitivity = customer == customers[0] ? SensitivityID("vip") : .ordinary
        var facts = Facts(
            person: Facts.Person(
                id: person, role: RoleID("agent"), zone: .wib,
                clearance: ClearanceFacts(vetting: .missing, training: .missing, agreements: [])),
            customer: random.chance(95)
                ? Facts.Customer(id: customer, sensitivity: sensitivity, staff: nil, isKin: false) : nil,
            ticket: nil, book: nil, workstationAdmitted: false)
        if let ticket {
            facts.ticket = Facts.Ticket(
                id: ticket, customer: random.chance(90) ? customer : customers[1], purpose: purpose, assignedTo: person,
                openedBy: nil, assignedBy: nil, openedAt: at.advanced(by: .seconds(-600)), closedAt: nil,
                byPresence: false)
        } else if random.chance(80) {
            facts.book = Facts.Book(startsOn: Day(number: 0), endsOn: Day(number: 10_000_000))
        }
        return RecordedLook(
            request: Request(act: .look, customer: customer, purpose: purpose, ticket: ticket), facts: facts, at: at,
            wasAllowed: random.chance(85), lackedClearance: false)
    }

    /// What was counted before, gone through from its beginning.
    private struct Counted {
        var looks: [(person: PersonID, customer: CustomerID, at: Moment)] = []

        func decide(_ look: RecordedLook, _ charter: Charter) -> Decision {
            let now = look.at.milliseconds / 60_000
            let day = min(Moment(startOf: look.at.day(in: .wib), in: .wib).milliseconds / 60_000, now - 719)
            let own = looks.filter { $0.person == look.facts.person.id }
            let today = own.filter { $0.at.milliseconds / 60_000 >= day }
            var facts = look.facts
            facts.usage.looksToday = today.count
            facts.usage.looksLastHour = own.filter { $0.at.milliseconds / 60_000 >= now - 59 }.count
            facts.usage.customersToday = Set(today.map(\.customer)).count
            facts.usage.customerCounted = today.contains { $0.customer == look.request.customer }
            facts.person.clearance = ClearanceFacts(
                vetting: .carriedOver, training: .carriedOver,
                agreements: [ClearanceFacts.Term(startsOn: Day(number: 0), endsOn: Day(number: 10_000_000))],
                acceptedTerms: charter.terms.document, acceptedAt: look.at)
            return charter.decide(look.request, facts, at: look.at)
        }
    }

    @Test("The replay comes to what counting anew for each look comes to, under random charters and looks")
    func againstSlow() throws {
        for seed in 1...150 as ClosedRange<UInt64> {
            var random = CharterRandom(seed: seed)
            let old = try Self.charter(&random, "a")
            let middle = try Self.charter(&random, "b")
            let new = try Self.charter(&random, random.chance(50) ? "b" : "c")
            var at = Moment(seconds: 1_790_000_000)
            let change = at.advanced(by: .seconds(43_200))
            var replay = CharterReplay(
                before: [(since: at, charter: old), (since: change, charter: middle)], after: new)
            var (was, would) = (Counted(), Counted())
            var slow = CharterReplay.Tally()
            for _ in 0..<120 {
                at = at.advanced(by: .seconds(Int64(random.pick([20, 600, 1500, 4000]))))
                var look = Self.look(&random, at: at)
                let before = was.decide(look, at < change ? old : middle)
                let after = would.decide(look, new)
                var isAllowed: (before: Bool, after: Bool) = (false, false)
                if case .allowed = before { isAllowed.before = true }
                if case .allowed = after { isAllowed.after = true }
                // Mostly what was: now and then something that no charter explains.
                if random.chance(90) { look.wasAllowed = isAllowed.before }
                replay.add(look)
                let known = look.wasAllowed == isAllowed.before
                let entry = (person: look.facts.person.id, customer: look.request.customer, at: at)
                if look.wasAllowed { was.looks.append(entry) }
                if known ? isAllowed.after : look.wasAllowed { would.looks.append(entry) }
                if look.wasAllowed { slow.looks += 1 } else { slow.denials += 1 }
                if !known {
                    slow.setAside += 1
                } else if look.wasAllowed, !isAllowed.after {
                    slow.refused += 1
                } else if !look.wasAllowed, isAllowed.after {
                    slow.allowed += 1
                } else if case .allowed(let a, _) = before, case .allowed(let b, _) = after {
                    if zip(a, b).contains(where: { $0 < $1 }) { slow.showsMore += 1 }
                    if zip(a, b).contains(where: { $0 > $1 }) { slow.showsLess += 1 }
                }
            }
            #expect(replay.outcome.total == slow, "seed \(seed)")
            #expect(CharterReplay.Outcome(lines: replay.outcome.lines) == replay.outcome, "seed \(seed)")
        }
    }
}
