import AmanahCore
import AmanahStore
import Synchronization
import Testing

@testable import AmanahService

/// A store whose commits fail on demand, in both ways in which a disk can fail.
struct FailingStore: WrappedStore {
    enum Mode: Sendable, CaseIterable { case sound, lost, keptButReportedFailed }

    final class Switch: Sendable {
        private let mode = Mutex(Mode.sound)
        func set(_ mode: Mode) { self.mode.withLock { $0 = mode } }
        var now: Mode { mode.withLock { $0 } }
    }

    var base: SQLiteStore
    var mode: Switch

    var keys: KeyRing { base.keys }
    var origin: String { base.origin }
    var dataVersion: UInt64 { base.dataVersion }
    func read<T>(_ body: (any ReadView) throws -> T) throws -> T { try base.read(body) }
    func readLoosely<T>(since version: UInt64?, _ body: (any ReadView) throws -> T) throws -> T {
        try base.readLoosely(since: version, body)
    }
    func commit<T: Sendable>(
        share: String, _ body: @escaping @Sendable (any WriteView) throws -> T
    ) async throws -> T {
        switch mode.now {
        case .sound: return try await base.commit(share: share, body)
        case .lost: throw StoreError(.diskFull, "the disk is full: free some room")
        case .keptButReportedFailed:
            _ = try await base.commit(share: share, body)
            throw StoreError(.halted, "a write to the log may be lost")
        }
    }
    func onControlChange(_ handler: @escaping @Sendable (OrganisationRows) -> Void) { base.onControlChange(handler) }
    func finishErasures() throws { try base.finishErasures() }
    func erasuresToReplay() throws -> [ErasureRow] { try base.erasuresToReplay() }
    func onActs(_ handler: @escaping @Sendable ([ActRow]) -> Void) { base.onActs(handler) }
    func measurements() -> [(name: String, help: String, value: Double)] { base.measurements() }
    func close() async { await base.close() }
}

/// L1: no ledger, no data.
@Suite struct LoggedFirstTests {
    @Test(
        "L1, D3: when the commit fails nothing is returned, whether the write was lost or kept",
        arguments: [FailingStore.Mode.lost, .keptButReportedFailed])
    func failing(mode: FailingStore.Mode) async throws {
        try await withHouse { house in
            let failing = FailingStore.Switch()
            let through = try house.through { FailingStore(base: $0, mode: failing) }
            let token = try await through.enter("A1")
            let lead = try await through.enter("L1")
            let look = try await through.look(token)
            failing.set(mode)
            let before = try house.size()
            let calls: [(String, @Sendable () async throws -> Void)] = [
                ("look", { try await through.look(token) }),
                ("reveal", { _ = try await through.reveal(token, look.id, "nik", "pelanggan minta dicocokkan") }),
                ("verify", { _ = try await through.verify(token, "mother_maiden_name", "siti nur'aini") }),
                ("search", { _ = try await through.search(token, .customer(CustomerID("C1"))) }),
                ("log", { _ = try await through.log(lead) }),
                ("people", { _ = try await through.amanah.people(through.session(lead), from: House.desk) }),
                (
                    "presence",
                    {
                        _ = try await through.amanah.startPresence(
                            through.session(token), phone: "08123456701", purpose: PurposeID("sim-registration"),
                            from: House.desk)
                    }
                ),
                ("denied look", { try await through.look(token, "C2") }),
                ("ready", { try await through.amanah.ready() }),
                (
                    "sign-in",
                    {
                        _ = try await through.amanah.signIn(
                            person: "A1", password: House.password, code: nil, from: House.desk)
                    }
                ),
            ]
            for (name, call) in calls {
                guard case .unavailable(let what) = await refusal(call) else {
                    Issue.record("\(name) answered")
                    continue
                }
                for secret in HousePeople.secrets { #expect(!what.contains(secret), "\(name)") }
            }
            #expect(house.codes.all.isEmpty, "no code is sent when the request could not be written")
            if mode == .lost { #expect(try house.size() == before) }
            failing.set(.sound)
            #expect(try await through.look(token).customer == CustomerID("C1"))
        }
    }

    @Test("L1: every answered look, reveal, verification, search and denial has its entry, in order, when it answers")
    func entries() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            let look = try await house.look(token, reason: "pelanggan datang ke gerai")
            let size = try house.size()
            #expect(look.ledgerIndex == size - 1)
            let reveal = try await house.reveal(token, look.id, "nik", "pelanggan minta dicocokkan")
            #expect(reveal.ledgerIndex == look.ledgerIndex + 1)
            let verified = try await house.verify(token, "mother_maiden_name", "SITI NURAINI")
            #expect(verified.ledgerIndex == look.ledgerIndex + 2)
            _ = try await house.search(token, .phone("0811111111"))
            _ = await refusal { try await house.look(token, "C2") }
            let acts = try house.acts().suffix(5)
            #expect(acts.map(\.act.kind) == [.look, .reveal, .verify, .search, .denial])
            #expect(acts.map(\.index) == Array(look.ledgerIndex..<(look.ledgerIndex + 5)))
            #expect(acts.allSatisfy { $0.act.person == PersonID("A1") })
            #expect(acts.map(\.act.customer?.rawValue) == ["C1", "C1", "C1", nil, "C2"])
        }
    }

    @Test("D8: the log says of each field exactly the form that the screen showed")
    func forms() async throws {
        try await withHouse { house in
            let (token, lead) = (try await house.enter("A1"), try await house.enter("L1"))
            let look = try await house.look(token)
            let row = try await house.log(lead).rows.first { $0.kind == .look }
            let shown = look.fields.filter { $0.form > .hidden }.map { "\($0.name):\($0.form.word)" }
            #expect(row?.fields.sorted() == shown.sorted())
            #expect(row?.look == look.id)
            #expect(shown.sorted() == ["mother_maiden_name:verify", "name:full", "nik:verify", "phone:masked"])
        }
    }

    @Test("D4: an edit, a deletion, an insertion and a swap in the log's tables are found at their place")
    func tampering() async throws {
        for (sql, at) in Tampering.samples {
            try await withHouse { house in
                let token = try await house.enter("A1")
                for _ in 0..<6 { try await house.look(token) }
                let sound = try LedgerCheck.run(house.store)
                let size = try house.size()
                #expect(sound.broken == nil && sound.entries == size)
                let first = sound.entries - 5
                try Tampering.run(sql, at: first, in: house.folder + "/data")
                let check = try LedgerCheck.run(house.store)
                #expect(check.broken?.entry == UInt64(first + at), "\(sql): \(String(describing: check.broken))")
            }
        }
    }

    @Test(
        "D2, D4: an act that is not found by its person or by its customer is named",
        arguments: ["acts_person", "acts_customer"])
    func unfound(index: String) async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            let look = try await house.look(token)
            try Tampering.run(Tampering.emptied(index, of: "acts"), at: 0, in: house.folder + "/data")
            let broken = try LedgerCheck.run(house.store).broken
            #expect(broken?.what.contains("is not led to it") == true, "\(String(describing: broken))")
            if index == "acts_customer" { #expect(broken?.entry == UInt64(look.ledgerIndex)) }
        }
    }
}
