import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// A charter's change: proposed, confirmed by another, in force at its time (L9, L4, G1).
@Suite struct CharterChangeTests {
    @Test("L9: a proposal changes nothing; confirmed by a second person it is in force, for open sessions too")
    func two() async throws {
        try await withHouse { house in
            let (agent, admin, dpo) = (
                try await house.enter("A1"), try await house.enter("X1"), try await house.enter("D1")
            )
            #expect(try await house.phone(agent) == .masked)
            let proposal = try await house.propose(admin, HouseCharter.open())
            #expect(proposal.summary.state == .waiting && proposal.summary.base == 1)
            #expect(proposal.summary.obstacle == .notOfRole && proposal.summary.isMineToWithdraw)
            #expect(proposal.changes.contains { $0.effect == .gains && $0.path.contains("phone") })
            #expect(proposal.terms == nil)
            #expect(try await house.phone(agent) == .masked)

            let read = try await house.amanah.charterProposal(try house.session(dpo), number: 1, from: House.desk)
            #expect(read.summary.obstacle == nil && read.text == HouseCharter.open())
            let confirmed = try await house.confirm(dpo, 1)
            #expect(confirmed.state == .inForce && confirmed.charter == 2)
            #expect(try await house.phone(agent) == .full)

            let acts = try house.acts(.charterProposed, .charterConfirmed, .charterChanged).suffix(3)
            #expect(acts.map(\.act.kind) == [.charterProposed, .charterConfirmed, .charterChanged])
            #expect(acts.compactMap(\.act.person?.rawValue) == ["X1", "D1", "X1"])
            for act in acts { #expect(try house.pair(act, "hash") == proposal.summary.hash) }
            #expect(try acts.last.flatMap { try house.pair($0, "confirmed-by") } == "D1")
            let log = try await house.log(dpo, LogFilter(kind: .charterChanged, limit: 10))
            #expect(log.rows.first?.charterHash == proposal.summary.hash)
            let versions = try await house.amanah.charter(try house.session(dpo), from: House.desk).versions
            #expect(versions.first?.hash == proposal.summary.hash && versions.first?.by == "X1, D1")
        }
    }

    @Test("L4: nobody confirms his own proposal, nor a superior's; no other role confirms, reads or proposes")
    func whoMay() async throws {
        try await withHouse { house in
            try await house.change { view in
                var second = try #require(try view.organisation().people.first { $0.id == PersonID("X1") })
                second.role = RoleID("dpo")
                try view.put(person: second)
            }
            let (dpo, below, agent, lead) = (
                try await house.enter("D1"), try await house.enter("X1"), try await house.enter("A1"),
                try await house.enter("L1")
            )
            #expect(try await house.propose(dpo, HouseCharter.open()).summary.obstacle == .own)
            let size = try house.size()
            #expect(await refusal { try await house.confirm(dpo, 1) } == CharterObstacle.own.refusal)
            #expect(await refusal { try await house.confirm(below, 1) } == CharterObstacle.below.refusal)
            #expect(try house.size() == size, "what is refused before the code leaves the code for the next")
            for token in [agent, lead] {
                #expect(await refusal { try await house.confirm(token, 1) } == .notForRole)
                #expect(await refusal { try await house.withdraw(token, 1) } == .notForRole)
                #expect(await refusal { try await house.propose(token, HouseCharter.open(version: 3)) } == .notForRole)
                let read = await refusal {
                    try await house.amanah.charterProposals(try house.session(token), from: House.desk)
                }
                #expect(read == .notForRole)
            }
            // The other way round it goes.
            _ = try await house.propose(below, HouseCharter.bounded(5))
            #expect(try await house.confirm(dpo, 2).state == .inForce)
        }
    }

    @Test("A wrong or used code confirms nothing and counts at the door; nor does the hash of another text")
    func codes() async throws {
        try await withHouse { house in
            let (admin, dpo) = (try await house.enter("X1"), try await house.enter("D1"))
            let hash = try await house.propose(admin, HouseCharter.open()).summary.hash
            func confirm(_ code: String, _ hash: String) async -> ServiceError? {
                await refusal {
                    try await house.amanah.confirmCharter(
                        try house.session(dpo), number: 1, hash: hash, code: code)
                }
            }
            // The code that signed him in is used up.
            guard case .invalid(field: "code", _) = await confirm(house.presentCode, hash) else {
                Issue.record("a used code was taken")
                return
            }
            #expect(try house.acts(.signInRefused).count == 1)
            house.clock.advance(.seconds(31))
            guard case .conflict = await confirm(house.presentCode, String(repeating: "0", count: 64)) else {
                Issue.record("another text was confirmed")
                return
            }
            #expect(try house.store.read { try $0.charters() }.count == 1)
            #expect(await confirm(house.presentCode, hash) == nil)
        }
    }

    @Test("A confirmed charter takes effect at its time, not earlier, over a restart in between")
    func atItsTime() async throws {
        try await withHouse { first in
            let (admin, dpo) = (try await first.enter("X1"), try await first.enter("D1"))
            let time = House.start.advanced(by: .seconds(3600))
            _ = try await first.propose(admin, HouseCharter.open(), at: time)
            #expect(try await first.confirm(dpo, 1).state == .confirmed)
            first.clock.set(time.advanced(by: .seconds(-1)))
            #expect(try await first.amanah.advanceCharters() == [])
            let agent = try await first.enter("A1")
            #expect(try await first.phone(agent) == .masked)
            let house = try await first.restarted()
            #expect(try await house.amanah.advanceCharters() == [])
            house.clock.set(time)
            #expect(try await house.amanah.advanceCharters() == [2])
            #expect(try await house.amanah.advanceCharters() == [])
            #expect(try await house.phone(agent) == .full)
            #expect(try house.store.read { try $0.charters() }.first?.since == time)
            await house.store.close()
        }
    }

    @Test("What came due while the gateway was down is in force at the next start, from then on")
    func whileDown() async throws {
        try await withHouse { first in
            let (admin, dpo) = (try await first.enter("X1"), try await first.enter("D1"))
            _ = try await first.propose(
                admin, HouseCharter.open(), at: House.start.advanced(by: .seconds(3600)))
            _ = try await first.confirm(dpo, 1)
            first.clock.advance(.seconds(3 * 3600))
            let house = try await first.restarted()
            #expect(try await house.amanah.advanceCharters() == [2])
            #expect(try house.store.read { try $0.charters() }.first?.since == house.clock.now)
            await house.store.close()
        }
    }

    @Test("When a charter comes into force, whatever else waited has lapsed: two people agree to a step, not to a text")
    func supersedes() async throws {
        try await withHouse { house in
            let (admin, dpo) = (try await house.enter("X1"), try await house.enter("D1"))
            let later = House.start.advanced(by: .seconds(600))
            _ = try await house.propose(admin, HouseCharter.open())
            _ = try await house.propose(admin, HouseCharter.bounded(5), at: later)
            _ = try await house.propose(admin, HouseCharter.bounded(6))
            #expect(try await house.confirm(dpo, 2).state == .confirmed)
            #expect(try await house.confirm(dpo, 1).state == .inForce)
            #expect(await refusal { try await house.confirm(dpo, 3) } == CharterObstacle.decided.refusal)
            house.clock.set(later)
            #expect(try await house.amanah.advanceCharters() == [])
            let states = try await house.amanah.charterProposals(try house.session(dpo), from: House.desk)
            #expect(states.map(\.state) == [.superseded, .superseded, .inForce])
            let changed = try #require(try house.acts(.charterChanged).last)
            #expect(try house.pair(changed, "supersedes") == "2 3")
            #expect(try house.store.read { try $0.charters() }.count == 2)
        }
    }

    @Test("A confirmed proposal whose ground was changed by another way never takes effect, and the log says why")
    func otherGround() async throws {
        try await withHouse { house in
            let (admin, dpo) = (try await house.enter("X1"), try await house.enter("D1"))
            let later = House.start.advanced(by: .seconds(600))
            _ = try await house.propose(admin, HouseCharter.open(), at: later)
            _ = try await house.confirm(dpo, 1)
            try await house.change { view in
                try view.put(charter: HouseCharter.row(HouseCharter.bounded(9), number: 2, at: House.start))
            }
            house.clock.set(later)
            #expect(try await house.amanah.advanceCharters() == [])
            #expect(try house.store.read { try $0.charterProposal(1) }?.state == .superseded)
            let act = try #require(try house.acts(.charterWithdrawn).last)
            #expect(act.act.person == nil)
            #expect(try house.pair(act, "said")?.contains("another charter came into force") == true)
        }
    }

    @Test("Withdrawn by its proposer or by who confirms, before its time too; then it is over")
    func withdrawing() async throws {
        try await withHouse { house in
            let (admin, dpo) = (try await house.enter("X1"), try await house.enter("D1"))
            let later = House.start.advanced(by: .seconds(600))
            _ = try await house.propose(admin, HouseCharter.open(), at: later)
            _ = try await house.confirm(dpo, 1)
            #expect(try await house.withdraw(dpo, 1).state == .withdrawn)
            house.clock.set(later)
            #expect(try await house.amanah.advanceCharters() == [])
            _ = try await house.propose(admin, HouseCharter.open())
            #expect(try await house.withdraw(admin, 2).state == .withdrawn)
            #expect(await refusal { try await house.confirm(dpo, 2) } == CharterObstacle.decided.refusal)
            #expect(await refusal { try await house.withdraw(dpo, 2) } == CharterObstacle.decided.refusal)
            #expect(try house.acts(.charterWithdrawn).compactMap(\.act.person?.rawValue) == ["D1", "X1"])
            // The administrator may not end what the officer proposed.
            _ = try await house.propose(dpo, HouseCharter.open())
            #expect(await refusal { try await house.withdraw(admin, 3) } == .notForRole)
        }
    }

    @Test("What cannot be proposed is refused with what to do: its place, its reason, its terms, its time, twice")
    func refusals() async throws {
        try await withHouse { house in
            let admin = try await house.enter("X1")
            let good = HouseCharter.open()
            func field(_ text: String = good, terms: String? = nil, reason: String = House.reason, at: Moment? = nil)
                async -> String?
            {
                let refused = await refusal {
                    try await house.propose(admin, text, terms: terms, reason: reason, at: at)
                }
                guard case .invalid(let field, _) = refused else { return nil }
                return field
            }
            let size = try house.size()
            #expect(await field(good.replacing("shows:", with: "showz:")) == "charter")
            #expect(await field(good.replacing("confirms_charters: true", with: "approves: true")) == "charter")
            #expect(await field(reason: ".") == "reason")
            #expect(await field(at: House.start.advanced(by: .seconds(-1))) == "effective_at")
            #expect(await field(at: House.start.advanced(by: .seconds(366 * 86_400))) == "effective_at")
            #expect(await field(HouseCharter.text(version: 2, terms: "terms/2")) == "terms")
            guard case .conflict = await refusal({ try await house.propose(admin, HouseCharter.text()) }) else {
                Issue.record("the one in force was proposed")
                return
            }
            #expect(try house.size() == size)
            let proposal = try await house.propose(
                admin, HouseCharter.text(version: 2, terms: "terms/2"), terms: "Jaga amanah lebih baik.")
            #expect(proposal.terms == "Jaga amanah lebih baik.")
            let again = await refusal {
                try await house.propose(
                    admin, HouseCharter.text(version: 2, terms: "terms/2"), terms: "Jaga amanah lebih baik.")
            }
            #expect(again == .conflict(what: "this charter is proposed already"))
        }
    }

    @Test("L3: a proposal is confirmed only while its proposer may still propose, and for 30 days")
    func proposerGone() async throws {
        try await withHouse { house in
            let day = House.start.day(in: .wib)
            try await house.change { view in
                for person in ["D1", "X1"] {
                    try view.put(
                        agreement: AgreementRow(
                            id: AgreementID("L-" + person), person: PersonID(person), vendor: nil,
                            signedBy: UnitID("H"),
                            startsOn: day, endsOn: Day(number: day.number + 300)))
                }
            }
            let admin = try await house.enter("X1")
            _ = try await house.propose(admin, HouseCharter.open())
            try await house.change { view in
                var person = try #require(try view.organisation().people.first { $0.id == PersonID("X1") })
                person.suspended = true
                try view.put(person: person)
            }
            let dpo = try await house.enter("D1")
            #expect(await refusal { try await house.confirm(dpo, 1) } == CharterObstacle.proposer.refusal)
            try await house.change { view in
                var person = try #require(try view.organisation().people.first { $0.id == PersonID("X1") })
                person.suspended = false
                try view.put(person: person)
            }
            house.clock.advance(.seconds(30 * 86_400))
            let later = try await house.enter("D1")
            #expect(await refusal { try await house.confirm(later, 1) } == CharterObstacle.old.refusal)
        }
    }

    @Test("At the shell the same two: proposed and confirmed in one go, or by each alone")
    func atTheShell() async throws {
        try await withHouse { house in
            for person in ["D1", "X1"] {
                try await house.amanah.setPassword(of: PersonID(person), to: House.password, final: true)
                _ = try await house.amanah.setSecondFactor(of: PersonID(person), secret: House.secret)
            }
            func proof(_ person: String) -> Amanah.Proof {
                Amanah.Proof(person: PersonID(person), password: House.password, code: house.presentCode)
            }
            let adopted = try await house.amanah.adoptCharter(
                text: HouseCharter.open(), terms: "Jaga amanah.", proposer: proof("X1"), confirmer: proof("D1"))
            #expect(adopted.state == .inForce && adopted.charter == 2)
            #expect(
                try house.acts(.charterProposed, .charterConfirmed, .charterChanged).suffix(3).map(\.act.kind)
                    == [.charterProposed, .charterConfirmed, .charterChanged])
            house.clock.advance(.seconds(31))
            let proposal = try await house.amanah.acting(as: proof("X1")) { (session) async throws(ServiceError) in
                try await house.amanah.proposeCharter(
                    session, text: HouseCharter.bounded(7), terms: nil, reason: House.reason, effectiveAt: nil)
            }
            let confirmed = try await house.amanah.acting(as: proof("D1")) { (session) async throws(ServiceError) in
                try await house.amanah.confirmAtShell(session, number: 2, hash: proposal.summary.hash)
            }
            #expect(confirmed.state == .inForce && confirmed.charter == 3)
        }
    }
}
