import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// Random orders of proposing, confirming, withdrawing, waiting and starting anew, over a real store, beside a slow model.
@Suite struct CharterChangeProperties {
    /// What a proposal is, in as few words as possible.
    private struct Modelled {
        var text: Int
        var by: String
        var base: Int
        var at: Moment
        var effective: Moment?
        var state: CharterProposalRow.State
        var confirmer: String?
    }

    private struct Model {
        var proposals: [Modelled] = []
        /// The texts that were in force, the last one is.
        var versions = [0]

        mutating func enforce(_ index: Int) {
            for other in proposals.indices where proposals[other].state.isOpen { proposals[other].state = .superseded }
            proposals[index].state = .inForce
            versions.append(proposals[index].text)
        }

        mutating func tick(_ now: Moment) {
            let due = proposals.enumerated().compactMap { index, proposal in
                proposal.state == .confirmed ? proposal.effective.map { (at: $0, index: index) } : nil
            }
            for (at, index) in due.sorted(by: { ($0.at, $0.index) < ($1.at, $1.index) })
            where at <= now && proposals[index].state == .confirmed { enforce(index) }
        }

        /// - Returns: whether it is allowed.
        mutating func confirm(_ number: Int, _ by: String, _ now: Moment) -> Bool {
            guard ["D1", "D2"].contains(by), proposals.indices.contains(number - 1) else { return false }
            let proposal = proposals[number - 1]
            guard proposal.state == .waiting, proposal.by != by, !(by == "D2" && proposal.by == "D1"),
                now.milliseconds - proposal.at.milliseconds < 30 * 86_400_000
            else { return false }
            proposals[number - 1].confirmer = by
            proposals[number - 1].state = .confirmed
            if proposal.effective.map({ $0 <= now }) ?? true { enforce(number - 1) }
            return true
        }

        mutating func withdraw(_ number: Int, _ by: String) -> Bool {
            guard ["D1", "D2", "X1"].contains(by), proposals.indices.contains(number - 1),
                proposals[number - 1].state.isOpen, by != "X1" || proposals[number - 1].by == "X1"
            else { return false }
            proposals[number - 1].state = .withdrawn
            return true
        }

        mutating func propose(_ text: Int, _ by: String, _ effective: Moment?, _ now: Moment) -> Bool {
            guard ["D1", "D2", "X1"].contains(by), versions.last != text,
                !proposals.contains(where: { $0.state.isOpen && $0.text == text }), effective.map({ $0 > now }) ?? true
            else { return false }
            proposals.append(
                Modelled(text: text, by: by, base: versions.count, at: now, effective: effective, state: .waiting))
            return true
        }
    }

    private static func text(_ number: Int) -> String {
        number == 0 ? HouseCharter.text() : HouseCharter.bounded(100 + number)
    }

    @Test(
        "L9, L4: whatever the order, restarts and clocks set back, only what two agreed to is in force",
        arguments: 1...6)
    func anyOrder(seed: UInt64) async throws {
        try await withHouse { first in
            try await first.change { view in
                let day = House.start.day(in: .wib)
                try view.put(
                    person: PersonRecord(
                        id: PersonID("D2"), name: "Petugas D2", role: RoleID("dpo"), unit: UnitID("H"),
                        supervisor: PersonID("D1"), employment: "internal", vendor: nil, vetting: .carriedOver,
                        training: .carriedOver, lastDay: nil, suspended: false))
                try view.put(acceptance: AcceptanceRow(person: PersonID("D2"), version: "terms/1", at: House.start))
                for person in ["D1", "D2", "X1", "A1"] {
                    try view.put(
                        agreement: AgreementRow(
                            id: AgreementID("L-" + person), person: PersonID(person), vendor: nil,
                            signedBy: UnitID("H"),
                            startsOn: day, endsOn: Day(number: day.number + 300)))
                }
            }
            var random = Draw(seed: seed)
            var (house, model) = (first, Model())
            for act in 0..<60 {
                let note: Comment = "seed \(seed), act \(act)"
                house.clock.set(house.amanah.clock.read().steady.advanced(by: .seconds(31)))
                let person = random.pick(["D1", "D1", "D2", "X1", "X1", "A1"])
                let number = Int.random(in: 0...max(1, model.proposals.count), using: &random)
                switch Int.random(in: 0..<10, using: &random) {
                case 0, 1, 2:
                    let token = try await house.enter(person)
                    let now = house.amanah.clock.read().steady
                    let text = Int.random(in: 0...4, using: &random)
                    let effective =
                        random.pick([nil, 600, 7200, -60]).map { now.advanced(by: .seconds($0)) }
                    let refused = await refusal { try await house.propose(token, Self.text(text), at: effective) }
                    #expect((refused == nil) == model.propose(text, person, effective, now), note)
                case 3, 4, 5:
                    let token = try await house.enter(person)
                    let now = house.amanah.clock.read().steady.advanced(by: .seconds(31))
                    let refused = await refusal { try await house.confirm(token, number) }
                    #expect((refused == nil) == model.confirm(number, person, now), note)
                case 6:
                    let token = try await house.enter(person)
                    let refused = await refusal { try await house.withdraw(token, number) }
                    #expect((refused == nil) == model.withdraw(number, person), note)
                case 7:
                    house.clock.advance(.seconds(random.pick([1, 400, 3600, 40_000])))
                    if random.chance(10) { house.clock.advance(.seconds(31 * 86_400)) }
                case 8: house = try await house.restarted()
                default:
                    // A clock set back wins nothing and undoes nothing.
                    house.clock.advance(.seconds(-5000))
                }
                _ = try await house.amanah.advanceCharters()
                model.tick(house.amanah.clock.read().steady)

                let (rows, versions) = try house.store.read { view in
                    (try view.charterProposals(limit: 1000).reversed(), try view.charters().reversed())
                }
                #expect(rows.map(\.state) == model.proposals.map(\.state), note)
                #expect(versions.map(\.text) == model.versions.map(Self.text), note)
                #expect(house.amanah.organisation.charterRow?.text == versions.last?.text, note)
            }
            // The log by itself says the same: each charter was proposed by one and confirmed by another, earlier.
            var (proposed, confirmed): ([String: String], [String: String]) = ([:], [:])
            var enforced = 0
            for act in try house.acts(.charterProposed, .charterConfirmed, .charterChanged) {
                let number = try house.pair(act, "proposal")
                switch (act.act.kind, number) {
                case (.charterProposed, let number?): proposed[number] = act.act.person?.rawValue
                case (.charterConfirmed, let number?): confirmed[number] = act.act.person?.rawValue
                case (.charterChanged, let number?):
                    enforced += 1
                    let (first, second) = (proposed[number], confirmed[number])
                    #expect(first != nil && second != nil && first != second)
                default: break
                }
            }
            #expect(enforced == model.versions.count - 1)
            await house.store.close()
        }
    }

    /// Numbers out of a seed.
    private struct Draw: RandomNumberGenerator {
        private var state: UInt64
        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) | (state << 31)
        }
        mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
        mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }
    }
}
