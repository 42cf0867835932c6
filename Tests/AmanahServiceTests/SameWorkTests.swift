import AmanahCore
import GRDB
import Synchronization
import Testing

@testable import AmanahService
@testable import AmanahStore

/// The statements that the database was made to run, in their order: what a stopwatch would measure, without its noise.
final class Statements: Sendable {
    private let lines = Mutex<[String]>([])

    /// Listens on the connection that writes and on those that read; a house asked by one person at a time has no other.
    init(_ house: House) async throws {
        let listen: @Sendable (String) -> Void = { line in self.lines.withLock { $0.append(line) } }
        try await house.store.pool.writeWithoutTransaction { db in db.trace { listen("write: \($0.sqlOnly)") } }
        try await house.store.pool.unsafeRead { db in db.trace { listen("read: \($0.sqlOnly)") } }
        for connection in house.store.readers.all {
            try await connection.unsafeRead { db in db.trace { listen("read: \($0.sqlOnly)") } }
        }
    }

    func drain() -> [String] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}

extension Database.TraceEvent {
    /// Without its values.
    fileprivate var sqlOnly: String {
        guard case .statement(let statement) = self else { return "" }
        return statement.sql
    }
}

/// A5: whoever is not found, not mine or sensitive costs the same work, and leaves entries of the same size.
@Suite struct SameWorkTests {
    /// Of A3, who has no ticket and no book: nobody at all, two of his branch without a ticket, one of another branch, a VIP, a
    /// colleague, a colleague with a family.
    private static let customers = ["C999", "K05", "C1", "C7", "C3", "C4", "C6"]

    /// Everything that one call does, apart from its answer.
    private struct Work: Equatable {
        var statements: [String]
        var entries: [Int]
        var halves: [[Int?]]
    }

    private func work(_ house: House, _ statements: Statements, _ body: () async -> Void) async throws -> Work {
        let size = try house.size()
        _ = statements.drain()
        await body()
        let ran = statements.drain()
        let acts = try house.acts().filter { $0.index >= size }.map(\.act)
        let entries = try house.store.read { try $0.entries(from: size, limit: 10) }
        return Work(
            statements: ran, entries: entries.map(\.entry.count),
            halves: acts.map { [$0.personDetails.count, $0.customerDetails?.count, $0.commitments.count] })
    }

    @Test("A5: a refused look or verification costs the same whoever the customer is", arguments: [nil, "T1", "T999"])
    func refusals(ticket: String?) async throws {
        try await withHouse { house in
            let token = try await house.enter("A3")
            let statements = try await Statements(house)
            _ = await refusal { try await house.look(token, "C999", ticket: ticket) }
            for call in ["look", "verify"] {
                var works: [Work] = []
                for customer in Self.customers {
                    works.append(
                        try await work(house, statements) {
                            _ = await refusal {
                                if call == "look" {
                                    _ = try await house.look(token, customer, ticket: ticket)
                                } else {
                                    _ = try await house.verify(
                                        token, "mother_maiden_name", "x", customer: customer, ticket: ticket)
                                }
                            }
                        })
                }
                #expect(works[0].statements.contains { $0.hasPrefix("read:") })
                #expect(works[0].entries.count == 1)
                for (customer, work) in zip(Self.customers, works) {
                    #expect(work == works[0], "\(call) of \(customer)")
                }
            }
        }
    }

    @Test("A5: a ticket of mine for one customer costs the same whoever else is asked for with it")
    func otherTicket() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            let statements = try await Statements(house)
            _ = await refusal { try await house.look(token, "C999") }
            var works: [Work] = []
            for customer in ["C999", "C2", "C7", "C3", "C4", "C6"] {
                works.append(
                    try await work(house, statements) { _ = await refusal { try await house.look(token, customer) } })
            }
            #expect(works.allSatisfy { $0 == works[0] && !$0.statements.isEmpty })
        }
    }

    @Test("A5: a search that finds nobody costs the same as one for somebody who is not mine, or sensitive")
    func searches() async throws {
        try await withHouse { house in
            let token = try await house.enter("A9")
            let statements = try await Statements(house)
            _ = try await house.search(token, .nik("3578034107909999"))
            let foreign = HousePeople.records.filter { $0.unit == "B1" }
            for keys in [
                [SearchKey.nik("3578034107909999")] + foreign.map { .nik($0.nik) },
                [.phone("081234567999")] + foreign.map { .phone($0.phone) },
                [.customer(CustomerID("C999"))] + foreign.map { .customer(CustomerID($0.id)) },
            ] {
                var works: [Work] = []
                for key in keys {
                    works.append(
                        try await work(house, statements) {
                            #expect((try? await house.search(token, key))?.isEmpty == true)
                        })
                }
                #expect(works.allSatisfy { $0 == works[0] && $0.statements.count > 3 }, "\(keys[0])")
            }
        }
    }

    @Test("A5: a presence code asked for a number that is nobody's costs the same as for a customer's")
    func presence() async throws {
        try await withHouse { house in
            let token = try await house.enter("A3")
            let session = try house.session(token)
            let statements = try await Statements(house)
            var works: [Work] = []
            for phone in ["081100000000", "081100000000", "08123456701", "08123456703", "08123456707"] {
                works.append(
                    try await work(house, statements) {
                        _ = try? await house.amanah.startPresence(
                            session, phone: phone, purpose: PurposeID("sim-registration"), from: House.desk)
                    })
            }
            #expect(works.allSatisfy { $0.statements == works[1].statements && $0.entries == works[1].entries })
            #expect(house.codes.all.count == 3)
        }
    }
}
