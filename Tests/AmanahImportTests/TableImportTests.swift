import AmanahCore
import Foundation
import Testing

@testable import AmanahImport

/// What a small house has already.
private struct House: KnownRecords {
    var line = [PersonID("P1"): PersonID?.none, PersonID("P2"): PersonID("P1"), PersonID("P3"): PersonID("P2")]
    var tree = [UnitID("HO"): UnitID?.none, UnitID("B1"): UnitID("HO")]
    func knows(unit: UnitID) -> Bool { tree[unit] != nil }
    func knows(vendor: VendorID) -> Bool { vendor == VendorID("V1") }
    func knows(person: PersonID) -> Bool { line[person] != nil }
    func knows(customer: CustomerID) -> Bool { ["C1", "C8"].contains(customer.rawValue) }
    /// C9 was; the record of C8 opens only for who gives its name anew.
    func erased(customer: CustomerID) -> Bool { customer == CustomerID("C9") }
    func opens(customer: CustomerID, beside fields: [FieldName]) -> Bool {
        customer != CustomerID("C8") || fields.contains(FieldName("name"))
    }
    /// T8 is of another task, T9 is closed.
    func conflict(of ticket: ImportedTicket) -> TicketConflict? {
        ticket.id == TicketID("T8") ? .otherTask : ticket.id == TicketID("T9") ? .closed : nil
    }
    func supervisor(of person: PersonID) -> PersonID? { line[person] ?? nil }
    func parent(of unit: UnitID) -> UnitID? { tree[unit] ?? nil }
}

@Suite("Import of one table")
struct TableImportTests {
    private func run(_ table: ImportTable, _ text: String) throws -> (report: ImportReport, sink: RecordingSink) {
        let file = FileManager.default.temporaryDirectory.appending(path: "amanah-\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var sink = RecordingSink()
        let report = try importTable(
            TableFile(table: table, path: file.path()), rules: ExportFixture.rules, known: House(), sink: &sink)
        return (report, sink)
    }

    @Test("references may lead to what is there already")
    func references() throws {
        let (report, sink) = try run(
            .tickets,
            """
            ticket_id,customer_id,purpose,unit_id,assigned_to,opened_at,closed_at
            T1,C1,sim-replacement,B1,P3,2026-09-01T08:01:19Z,
            """)
        #expect(report.accepted && sink.tickets.count == 1 && sink.finishes == 1)
        let (refused, empty) = try run(
            .tickets,
            """
            ticket_id,customer_id,purpose,unit_id,assigned_to,opened_at,closed_at
            T1,C1,sim-replacement,B1,P3,2026-09-01T08:01:19Z,
            T2,C2,sim-replacement,B1,P3,2026-09-01T08:01:19Z,
            """)
        #expect(refused.problems.map(\.line) == [3] && empty.tickets.isEmpty && empty.aborts == 1)
    }

    @Test("L10: who was erased is named in each table, at his place, before anything is written")
    func erased() throws {
        let (customers, sink) = try run(
            .customers, "unit_id,customer_id,name\nB1,C9,Kembali\nB1,C1,Tetap\nB1,C9,Lagi\n")
        #expect(
            customers.problems.map(\.description).first?.hasSuffix(
                ".csv:2:2: error: customer `C9` was erased; take the row out: whoever comes back gets a new id") == true
        )
        #expect(customers.errors == 2 && sink.customers.isEmpty && sink.aborts == 1)
        let (tickets, _) = try run(
            .tickets,
            """
            ticket_id,customer_id,purpose,assigned_to,opened_at,closed_at
            T1,C1,sim-replacement,P3,2026-09-01T08:01:19Z,
            T2,C9,sim-replacement,P3,2026-09-01T08:01:19Z,
            """)
        let (books, _) = try run(
            .assignments,
            """
            assignment_id,person_id,customer_id,purpose,starts_on,ends_on
            S1,P3,C9,credit-followup,2026-09-01,2026-10-01
            """)
        for (report, line, column) in [(tickets, 3, 2), (books, 2, 3)] {
            let found = report.problems.map { [$0.line, $0.column ?? 0] }
            #expect(found == [[line, column]])
            #expect(report.problems.map(\.message) == ["customer `C9` was erased"])
            #expect(report.problems.map(\.hint) == ["take the row out: nothing is done for him any more"])
        }
    }

    @Test("a record that would not open while it is written is found before, unless the row brings all of it")
    func closedRecord() throws {
        let (report, sink) = try run(.customers, "customer_id,unit_id\nC1,B1\nC8,B1\n")
        #expect(report.problems.map { [$0.line, $0.column ?? 0] } == [[3, 1]] && sink.customers.isEmpty)
        #expect(report.problems.first?.message.contains("`C8` does not open") == true)
        #expect(try run(.customers, "customer_id,unit_id,name\nC8,B1,Baru\n").report.accepted)
    }

    @Test("B2: a ticket that cannot follow what it was is named at its place")
    func successors() throws {
        let (report, sink) = try run(
            .tickets,
            """
            ticket_id,customer_id,purpose,assigned_to,opened_at,closed_at
            T8,C1,sim-replacement,P3,2026-09-01T08:01:19Z,
            T9,C1,sim-replacement,P3,2026-09-01T08:01:19Z,
            """)
        #expect(report.problems.map { [$0.line, $0.column ?? 0] } == [[2, 1], [3, 6]] && sink.tickets.isEmpty)
        #expect(report.problems.allSatisfy { $0.hint == "open a new one" })
    }

    @Test("a ring that closes over people who are there already is found")
    func ring() throws {
        let header = "person_id,name,role,unit_id,supervisor_id,employment\n"
        let (report, _) = try run(.people, header + "P1,Kepala,director,HO,P3,internal\n")
        #expect(report.problems.map(\.message) == ["a ring of supervisors: `P1` → `P3` → `P2` → `P1`"])
        let (sound, sink) = try run(.people, header + "P4,Agen,agent,B1,P3,internal\n")
        #expect(sound.accepted && sink.people.map(\.id) == [PersonID("P4")])
    }

    @Test("a unit hangs under one that is there, and needs no top of its own")
    func unit() throws {
        let (report, sink) = try run(.units, "unit_id,parent_id,kind,name\nB2,HO,branch,Cabang Dua\n")
        #expect(report.accepted && sink.units.map(\.parent) == [UnitID("HO")])
        let (ring, _) = try run(.units, "unit_id,parent_id,kind,name\nHO,B1,branch,Pusat\n")
        #expect(ring.problems.map(\.message) == ["a ring of units: `B1` → `HO` → `B1`"])
    }

    @Test("a file that is not there, is empty or is a folder is a problem, not a crash")
    func unreadable() throws {
        #expect(try run(.vendors, "").report.problems.map(\.message) == ["the file is empty"])
        for path in ["/nowhere/at/all.csv", FileManager.default.temporaryDirectory.path()] {
            var sink = RecordingSink()
            let report = try importTable(
                TableFile(table: .vendors, path: path), rules: ExportFixture.rules, known: House(), sink: &sink)
            #expect(report.errors == 1 && sink.aborts == 1)
        }
    }

    @Test("rings are found once each, from their smallest member", arguments: [UInt64(1), 2, 3])
    func rings(_ seed: UInt64) {
        var draw = Draw(state: seed)
        for _ in 0..<300 {
            let size = Int.random(in: 1...9, using: &draw)
            let above = (0..<size).map { _ in Int.random(in: -1..<size, using: &draw) }
            let found = Rings.find(0..<size) { above[$0] < 0 ? nil : above[$0] }
            // Whoever comes back to himself going upward stands in a ring.
            let members = (0..<size).filter { start in
                var here = above[start]
                for _ in 0..<size where here >= 0 && here != start { here = above[here] }
                return here == start
            }
            #expect(
                Set(found.joined()) == Set(members) && found.joined().count == members.count, "seed \(seed): \(above)")
            for ring in found {
                #expect(ring.first == ring.min())
                for (lower, upper) in zip(ring, ring.dropFirst() + [ring[0]]) { #expect(above[lower] == upper) }
            }
        }
    }

    @Test("a roster's shifts are read, and one that never ends, is doubled or is of a stranger refuses the file")
    func rosters() throws {
        let header = "person_id,starts_at,ends_at\n"
        let night = "P3,2026-09-01T22:00:00+07:00,2026-09-02T06:00:00+07:00\n"
        let (report, sink) = try run(
            .rosters, header + night + "P2,2026-09-01T08:00:00+07:00,2026-09-01T16:00:00+07:00\n")
        #expect(report.accepted && report.rows[.rosters] == 2)
        #expect(sink.shifts.map(\.person) == [PersonID("P3"), PersonID("P2")])
        #expect(sink.shifts[0].endsAt.seconds - sink.shifts[0].startsAt.seconds == 8 * 3600)
        let wrong = [
            night + night, "P9,2026-09-01T08:00:00+07:00,2026-09-01T16:00:00+07:00\n",
            "P3,2026-09-01T08:00:00+07:00,2026-09-01T08:00:00+07:00\n",
            "P3,2026-09-01T08:00:00+07:00,2026-09-02T08:00:01+07:00\n", "P3,2026-09-01T08:00:00,2026-09-01T16:00:00\n",
        ]
        for rows in wrong {
            let (refused, empty) = try run(.rosters, header + rows)
            #expect(!refused.accepted && empty.shifts.isEmpty && empty.aborts == 1, "\(rows)")
        }
    }
}
