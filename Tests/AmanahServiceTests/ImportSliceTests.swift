import AmanahCore
import AmanahStore
import Synchronization
import Testing

@testable import AmanahImport
@testable import AmanahService

/// A later import of very many rows, and one that breaks off.
@Suite struct ImportSliceTests {
    private func many(_ count: Int) -> CollectedRows {
        var rows = CollectedRows()
        rows.customers(
            CustomerBatch(
                fields: [FieldName("name"), FieldName("phone")],
                customers: (0..<count).map { number in
                    ImportedCustomer(
                        id: CustomerID("N\(number)"), unit: UnitID("B1"), sensitivity: .ordinary, staff: nil,
                        values: ["Pelanggan \(number)", "+62813\(1_000_000 + number)"])
                }))
        return rows
    }

    @Test("A later import of many customers lets others to the log between its slices, under one entry")
    func slices() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            let count = Amanah.importSlice * 3 + 7
            let seen = Steps()
            try await house.amanah.writeImport(many(count), table: .customers, count: count) { done in
                let look = try await house.look(token)
                seen.add(done, look.ledgerIndex)
            }
            #expect(seen.all.map(\.0) == [1, 2, 3].map { $0 * Amanah.importSlice })
            let entry = try #require(try house.acts(.imported).last)
            #expect(seen.all.allSatisfy { $0.1 > entry.index }, "the entry stands before the rows' last slice")
            #expect(try house.acts(.imported).count == 2, "one of the founding, one of this import")
            #expect(try house.amanah.unfinishedImport() == nil)
            let last = try house.store.read { try $0.customer(CustomerID("N\(count - 1)")) }
            #expect(last != nil)
        }
    }

    @Test("L10: who is erased while an import runs stays erased, and the import comes to its end without him")
    func erasedMeanwhile() async throws {
        try await withHouse { house in
            let count = Amanah.importSlice * 2
            let rows = many(count)
            try await house.amanah.writeImport(rows, table: .customers, count: count)
            let last = CustomerID("N\(count - 1)")
            let leftOut = try await house.amanah.writeImport(rows, table: .customers, count: count) { _ in
                try await house.change { _ = try $0.erase(last, at: House.start) }
            }
            #expect(leftOut == 1)
            #expect(try house.amanah.unfinishedImport() == nil)
            let (first, erased) = try house.store.read { view in
                (try view.customer(CustomerID("N0")), try view.erasure(of: last))
            }
            #expect(first?.version == 2 && erased != nil)
        }
    }

    @Test("Against a store: who was erased, a record that does not open and a closed ticket are found before writing")
    func foundBefore() async throws {
        try await withHouse { house in
            let count = 3
            try await house.amanah.writeImport(many(count), table: .customers, count: count)
            try await house.change { _ = try $0.erase(CustomerID("N0"), at: House.start) }
            try await house.change { view in
                var row = try #require(try view.customer(CustomerID("N1")))
                row.fields = SealedFields(
                    bytes: row.fields.bytes.dropLast() + [row.fields.bytes.last.map { $0 ^ 1 } ?? 0])
                try view.put(customer: row, tags: [])
                let ticket = Facts.Ticket(
                    id: TicketID("TN"), customer: row.id, purpose: PurposeID("sim-replacement"), assignedTo: nil,
                    openedBy: nil, assignedBy: nil, openedAt: House.start, closedAt: House.start, byPresence: false)
                try view.put(ticket: TicketRow(facts: ticket, unit: UnitID(""), channel: ""))
            }
            let now = House.start.advanced(by: .seconds(60))
            try house.store.read { view throws in
                let known = StoreRecords(view, keys: house.store.keys, at: now)
                #expect(try known.erased(customer: CustomerID("N0")))
                #expect(try known.erased(customer: CustomerID("N1")) == false)
                #expect(try known.opens(customer: CustomerID("N1"), beside: [FieldName("name")]) == false)
                #expect(try known.opens(customer: CustomerID("N2"), beside: [FieldName("name")]))
                #expect(try known.opens(customer: CustomerID("N9"), beside: []))
                var ticket = ImportedTicket(
                    id: TicketID("TN"), customer: CustomerID("N1"), purpose: PurposeID("sim-replacement"), unit: nil,
                    assignedTo: nil, openedBy: nil, openedAt: House.start, closedAt: House.start, channel: "")
                #expect(try known.conflict(of: ticket) == nil)
                ticket.closedAt = nil
                #expect(try known.conflict(of: ticket) == .closed)
                ticket.customer = CustomerID("N2")
                #expect(try known.conflict(of: ticket) == .otherTask)
            }
        }
    }

    @Test("An import that breaks off says how far it came, the folder says so too, and the same import ends it")
    func brokenOff() async throws {
        try await withHouse { house in
            let failing = FailingStore.Switch()
            let through = try house.through { FailingStore(base: $0, mode: failing) }
            let count = Amanah.importSlice * 2 + 1
            let rows = many(count)
            let refused = await refusal {
                try await through.amanah.writeImport(rows, table: .customers, count: count) { done in
                    if done == Amanah.importSlice * 2 { failing.set(.lost) }
                }
            }
            let words = "\(Amanah.importSlice * 2) of \(count)"
            guard case .unavailable(let what) = refused, what.contains(words) else {
                Issue.record("\(String(describing: refused))")
                return
            }
            failing.set(.sound)
            let again = try house.neighbour()
            #expect(try again.amanah.unfinishedImport()?.contains(words) == true)
            try await again.amanah.writeImport(rows, table: .customers, count: count)
            #expect(try again.amanah.unfinishedImport() == nil)
            let row = try #require(try house.store.read { try $0.customer(CustomerID("N0")) })
            #expect(row.version == 2, "what was in is changed to the same")
            await again.store.close()
        }
    }
}

/// What was done at each pause.
private final class Steps: Sendable {
    private let steps = Mutex<[(Int, Int64)]>([])
    func add(_ done: Int, _ index: Int64) { steps.withLock { $0.append((done, index)) } }
    var all: [(Int, Int64)] { steps.withLock { $0 } }
}
