import AmanahCore
import Foundation
import Testing

@testable import AmanahImport

@Suite("Import of a folder")
struct FolderImportTests {
    /// One way to spoil an export, and the problem it must give.
    struct Spoilt: CustomTestStringConvertible, Sendable {
        var table: String
        var line: Int
        var text: String
        var at: Int
        var column: Int?
        var says: String
        var testDescription: String { "\(table) \(line): \(says)" }
        init(_ table: String, _ line: Int, _ text: String, at: Int? = nil, column: Int?, says: String) {
            self.table = table + ".csv"
            self.line = line
            self.text = text
            self.at = at ?? line
            self.column = column
            self.says = says
        }
    }

    @Test("a sound export goes in whole")
    func sound() throws {
        let (report, sink) = try ExportFixture().run()
        #expect(report.problems == [] && report.accepted && report.more == nil)
        #expect(sink.finishes == 1 && sink.aborts == 0)
        #expect(report.rows[.customers] == 2 && report.rows[.units] == 3)
        #expect(sink.units.map(\.zone) == [.wib, nil, .wita])
        #expect(sink.people[2].vendor == VendorID("V1") && sink.people[2].supervisor == PersonID("P2"))
        #expect(sink.people[0].vetting == .carriedOver && sink.people[0].training == .carriedOver)
        #expect(sink.customers.map(\.sensitivity) == [.ordinary, SensitivityID("vip")])
        #expect(sink.fields.map(\.rawValue) == ["name", "phone", "nik", "kk", "address"])
        #expect(sink.customers.map { $0.values[1] } == ["+6281234567890", "+6281234567891"])
        #expect(sink.customers[0].values[4] == "Jl. Mawar 1, Surabaya, Jawa Timur")
        let batch = CustomerBatch(fields: sink.fields, customers: sink.customers)
        #expect(batch.fields(of: sink.customers[1]).map(\.name.rawValue) == ["name", "phone", "nik"])
        #expect(sink.tickets.map { $0.closedAt == nil } == [true, false])
        #expect(sink.tickets[0].openedAt == Moment("2026-09-01T01:01:19Z"))
        #expect(sink.assignments.count == 1 && sink.agreements.count == 3 && sink.vendors.count == 1)
    }

    @Test(
        "each kind of problem has its file, line and column, and leaves nothing behind",
        arguments: [
            Spoilt("units", 1, "unit_id,kind,name", column: nil, says: "`parent_id` is missing"),
            Spoilt("units", 1, "unit_id;parent_id;kind;name", column: nil, says: "`unit_id` is missing"),
            Spoilt("units", 1, "unit_id,parent_id,kind,name,name", column: 5, says: "named twice"),
            Spoilt("units", 4, "R1,R1,branch,Cabang,", column: 1, says: "unit `R1` is there twice"),
            Spoilt("units", 4, "B1,R9,branch,Cabang,", column: 2, says: "unit `R9` is not known"),
            Spoilt("units", 3, "R1,B1,region,Regional,", at: 4, column: 2, says: "a ring of units: `B1` → `R1` → `B1`"),
            Spoilt("units", 4, "B1,,branch,Cabang,", column: 2, says: "second top"),
            Spoilt("units", 4, "B1,R1,shop,Cabang,", column: 3, says: "none of `head_office`, `region`, `branch`"),
            Spoilt("units", 4, "B1,R1,branch,,", column: 4, says: "the name is empty"),
            Spoilt("units", 4, "B1,R1,branch,Cabang,GMT", column: 5, says: "none of WIB, WITA, WIT"),
            Spoilt("vendors", 3, "V1,PT Lain", column: 1, says: "vendor `V1` is there twice"),
            Spoilt("vendors", 3, ",PT Lain", column: 1, says: "the vendor_id is empty"),
            Spoilt("vendors", 3, "=V2,PT Lain", column: 1, says: "no id"),
            Spoilt("people", 4, "P2,Agen,agent,B1,P1,internal,", column: 1, says: "person `P2` is there twice"),
            Spoilt("people", 4, "P3,Agen,agen,B1,P2,internal,", column: 3, says: "role `agen` is not in the charter"),
            Spoilt("people", 4, "P3,Agen,agent,B9,P2,internal,", column: 4, says: "unit `B9` is not known"),
            Spoilt("people", 4, "P3,Agen,agent,B1,P9,internal,", column: 5, says: "supervisor `P9` is not known"),
            Spoilt("people", 4, "P3,Agen,agent,B1,P2,rented,", column: 6, says: "none of `internal`, `outsourced`"),
            Spoilt("people", 4, "P3,Agen,agent,B1,P2,outsourced,V9", column: 7, says: "vendor `V9` is not known"),
            Spoilt("people", 4, "P3,Agen,agent,B1,P2,outsourced,", column: 7, says: "has no vendor"),
            Spoilt("people", 4, "P3,Agen,agent,B1,P2,internal,V1", column: 7, says: "is internal and has a vendor"),
            Spoilt("people", 2, "P1,Kepala,director,HO,P3,internal,", column: 5, says: "`P1` → `P3` → `P2` → `P1`"),
            Spoilt(
                "people", 2, "P1,Kepala,director,HO,P1,internal,", column: 5, says: "a ring of supervisors: `P1` → `P1`"
            ),
            Spoilt(
                "people", 4, "P3,Ag\u{202E}en,agent,B1,P2,internal,", column: 2, says: "turns the writing direction"),
            Spoilt(
                "agreements", 4, "A1,P3,V1,B1,2026-01-01,2026-12-31", column: 1, says: "agreement `A1` is there twice"),
            Spoilt("agreements", 4, "A3,P9,V1,B1,2026-01-01,2026-12-31", column: 2, says: "person `P9` is not known"),
            Spoilt("agreements", 4, "A3,P3,V9,B1,2026-01-01,2026-12-31", column: 3, says: "vendor `V9` is not known"),
            Spoilt("agreements", 4, "A3,P3,V1,B9,2026-01-01,2026-12-31", column: 4, says: "unit `B9` is not known"),
            Spoilt("agreements", 4, "A3,P3,V1,B1,2026-02-30,2026-12-31", column: 5, says: "no day"),
            Spoilt("agreements", 4, "A3,P3,V1,B1,2026-12-31,2026-01-01", column: 6, says: "ends before it begins"),
            Spoilt("customers", 3, "C1,A,08123456789,,,,B1,vip", column: 1, says: "customer `C1` is there twice"),
            Spoilt(
                "customers", 3, "C2,A,08123456789,,,,B9,vip", column: 7, says: "unit_id of customer `C2` is not known"),
            Spoilt("customers", 3, "C2,A,08123456789,,,,B1,rich", column: 8, says: "customer `C2` has a sensitivity"),
            Spoilt(
                "customers", 3, "C2,A\u{202E},08123456789,,,,B1,vip", column: 2, says: "turns the writing direction"),
            Spoilt("customers", 3, "C2,A\u{7},08123456789,,,,B1,vip", column: 2, says: "a control character"),
            Spoilt("customers", 3, "C2,\"A\nB\",08123456789,,,,B1,vip", column: 2, says: "a control character"),
            Spoilt("customers", 3, "C2,A,\"x\ny\",,,,B9,vip", at: 4, column: 7, says: "unit_id of customer `C2`"),
            Spoilt("customers", 3, "C2,A,08123456789,,,B1,vip", column: nil, says: "has 7 fields and the header 8"),
            Spoilt("customers", 3, "C2,A,0812\u{0},,,,B1,vip", column: 3, says: "NUL"),
            Spoilt("customers", 3, "C2,A,\"0812,,,,B1,vip", column: 3, says: "never closed"),
            Spoilt(
                "tickets", 3, "T1,C2,sim-replacement,B1,P3,2026-09-01T08:01:19+07:00,,", column: 1,
                says: "ticket `T1` is there"),
            Spoilt(
                "tickets", 3, "T2,C9,sim-replacement,B1,P3,2026-09-01T08:01:19+07:00,,", column: 2,
                says: "customer `C9`"),
            Spoilt(
                "tickets", 3, "T2,C2,sim-swap,B1,P3,2026-09-01T08:01:19+07:00,,", column: 3,
                says: "`sim-swap` is not in the"),
            Spoilt(
                "tickets", 3, "T2,C2,sim-replacement,B9,P3,2026-09-01T08:01:19+07:00,,", column: 4, says: "unit `B9`"),
            Spoilt(
                "tickets", 3, "T2,C2,sim-replacement,B1,P9,2026-09-01T08:01:19+07:00,,", column: 5, says: "person `P9`"),
            Spoilt("tickets", 3, "T2,C2,sim-replacement,B1,P3,2026-09-01 08:01,,", column: 6, says: "no time"),
            Spoilt(
                "tickets", 3, "T2,C2,sim-replacement,B1,P3,2026-09-01T08:01:19+07:00,2026-09-01T08:01:19+08:00,",
                column: 7,
                says: "closed before it is opened"),
            Spoilt(
                "assignments", 3, "S1,P3,C2,credit-followup,2026-09-01,2026-10-01", column: 1,
                says: "assignment `S1` is"),
            Spoilt("assignments", 2, "S1,P9,C1,credit-followup,2026-09-01,2026-10-01", column: 2, says: "person `P9`"),
            Spoilt(
                "assignments", 2, "S1,P3,C9,credit-followup,2026-09-01,2026-10-01", column: 3, says: "customer `C9`"),
            Spoilt(
                "assignments", 2, "S1,P3,C1,follow,2026-09-01,2026-10-01", column: 4,
                says: "`follow` is not in the charter"),
            Spoilt(
                "assignments", 2, "S1,P3,C1,credit-followup,2026-10-01,2026-09-01", column: 6,
                says: "ends before it begins"),
        ])
    func problems(_ spoilt: Spoilt) throws {
        var fixture = ExportFixture()
        fixture.replace(spoilt.table, line: spoilt.line, with: spoilt.text)
        let (report, sink) = try fixture.run()
        let first = try #require(report.problems.first)
        #expect(first.file == spoilt.table && first.severity == .error)
        #expect(first.line == spoilt.at && first.column == spoilt.column)
        #expect(first.message.contains(spoilt.says), "\(first)")
        #expect(!first.hint.isEmpty)
        #expect(!report.accepted && sink.aborts == 1 && sink.finishes == 0)
        #expect(sink.units.isEmpty && sink.people.isEmpty && sink.customers.isEmpty && sink.tickets.isEmpty)
    }

    @Test(
        "wrong numbers warn, and refuse under strict",
        arguments: [
            ("C2,A,8123456789,,,,B1,vip", 3, "spreadsheet"), ("C2,A,+65 9123 4567,,,,B1,vip", 3, "country code"),
            ("C2,A,,35780312049000,,,B1,vip", 4, "14 characters"), ("C2,A,,3578033204900001,,,B1,vip", 4, "date"),
            ("C2,A,,9978031204900001,,,B1,vip", 4, "region"), ("C2,A,,3578031204900000,,,B1,vip", 4, "serial"),
            ("C2,A,,,3578035204900001,,B1,vip", 5, "date"), ("C2,A,,,357803120490000X,,B1,vip", 5, "digits"),
        ])
    func doubts(_ row: String, _ column: Int, _ says: String) throws {
        var fixture = ExportFixture()
        fixture.replace("customers.csv", line: 3, with: row)
        let (report, sink) = try fixture.run()
        #expect(report.accepted && report.warnings == 1 && sink.customers.count == 2)
        let warning = try #require(report.problems.first)
        #expect(warning.severity == .warning && warning.line == 3 && warning.column == column)
        #expect(warning.message.contains(says) && warning.message.contains("`C2`"))
        let (refused, empty) = try fixture.run(strict: true)
        #expect(!refused.accepted && refused.errors == 1 && empty.customers.isEmpty && empty.aborts == 1)
        for cell in row.split(separator: ",") where cell.utf8.count > 4 {
            #expect(!warning.description.contains(cell), "the message repeats a customer's datum")
        }
    }

    @Test("no message repeats a cell that could be a person's, even where cells stand in the wrong column")
    func quietMessages() throws {
        var fixture = ExportFixture()
        let secrets = ["3578031204900001", "081234567890", "Budi Rahasia"]
        for (index, secret) in secrets.enumerated() {
            fixture.replace("customers.csv", line: 4 + index, with: "\(secret),x,y,z,z,z,\(secret),\(secret)")
            fixture.replace(
                "tickets.csv", line: 4 + index, with: "T9\(index),\(secret),\(secret),\(secret),\(secret),x,,")
            fixture.replace(
                "people.csv", line: 5 + index, with: "P9\(index),x,\(secret),\(secret),\(secret),internal,\(secret)")
        }
        let (report, _) = try fixture.run()
        #expect(report.errors >= 9)
        for problem in report.problems {
            for secret in secrets { #expect(!problem.description.contains(secret)) }
        }
    }

    @Test("columns may stand in any order, and what the charter does not name stays behind")
    func columns() throws {
        var fixture = ExportFixture()
        fixture.tables["customers.csv"] =
            "unit_id,shoe_size,phone,customer_id,name,person_id\nB1,42,0812-3456-7890,C1,Budi,P3\nB1,,,C2,,\n"
        var rules = ExportFixture.rules
        rules.fields = Set(["name", "phone", "nik"].map { FieldName($0) })
        let (report, sink) = try fixture.inFolder { folder in
            var sink = RecordingSink()
            return (try CSVFolderImport(folder: folder, rules: rules).run(sink: &sink), sink)
        }
        #expect(report.leftBehind == ["shoe_size"] && report.problems.isEmpty)
        #expect(sink.fields.map(\.rawValue) == ["phone", "name"])
        #expect(sink.customers.map(\.values) == [["+6281234567890", "Budi"], ["", ""]])
        #expect(sink.customers.map(\.staff) == [PersonID("P3"), nil])
        #expect(sink.customers.allSatisfy { $0.sensitivity == .ordinary })
    }

    @Test("dates of clearance come in where there are columns for them")
    func clearance() throws {
        var fixture = ExportFixture()
        fixture.tables["people.csv"] = """
            person_id,name,role,unit_id,supervisor_id,employment,vetted_on,trained_until,last_day
            P1,Kepala,director,HO,,internal,2026-01-05,2027-01-05,
            P2,Ketua,team-lead,B1,P1,internal,,,2026-11-30
            P3,Agen,agent,B1,P2,internal,2026-01-05,,
            """
        fixture.replace(
            "tickets.csv", line: 1,
            with: "ticket_id,customer_id,purpose,opened_by,assigned_to,opened_at,closed_at,channel")
        fixture.replace("tickets.csv", line: 2, with: "T1,C1,sim-replacement,P2,P3,2026-09-01T08:01:19Z,,")
        fixture.replace("tickets.csv", line: 3, with: "T2,C1,sim-replacement,,,2026-09-01T08:01:19Z,,")
        let (report, sink) = try fixture.run()
        #expect(report.accepted && report.warnings == 1, "an agreement names a vendor that its person has not")
        #expect(
            sink.people.map(\.vetting) == [
                .done(try #require(Day("2026-01-05"))), .missing, .done(try #require(Day("2026-01-05"))),
            ])
        #expect(sink.people.map(\.training) == [.until(try #require(Day("2027-01-05"))), .missing, .missing])
        #expect(sink.people.map(\.lastDay) == [nil, Day("2026-11-30"), nil])
        #expect(sink.tickets.map(\.openedBy) == [PersonID("P2"), nil] && sink.tickets[1].assignedTo == nil)
    }

    @Test("tables that must be there are missed, and a table that lies there twice is refused")
    func folderProblems() throws {
        var fixture = ExportFixture()
        fixture.tables["people.csv"] = nil
        let (report, _) = try fixture.run()
        #expect(report.problems.map(\.file) == ["people.csv"] && report.problems[0].line == 0)
        fixture = ExportFixture()
        fixture.tables["tickets.csv.gz"] = ""
        #expect(try fixture.run().report.problems.map(\.message) == ["the table lies there plain and compressed"])
        fixture = ExportFixture()
        for table in ["vendors.csv", "tickets.csv", "assignments.csv"] { fixture.tables[table] = nil }
        fixture.replace("people.csv", line: 4, with: "P3,Agen,agent,B1,P2,internal,")
        fixture.replace("agreements.csv", line: 4, with: "A3,P3,,B1,2026-01-01,2026-12-31")
        #expect(try fixture.run().report.problems.isEmpty)
        var sink = RecordingSink()
        let missing = try CSVFolderImport(folder: "/nowhere/at/all", rules: ExportFixture.rules).run(sink: &sink)
        #expect(missing.errors == 3 && sink.aborts == 1)
    }

    @Test("a hundred problems are told and the rest counted")
    func manyProblems() throws {
        var fixture = ExportFixture()
        let rows = (0..<150).map { "T9\($0),C9,sim-replacement,B1,P3,2026-09-01T08:01:19Z,," }.joined(separator: "\n")
        fixture.tables["tickets.csv", default: ""] += "\n" + rows
        let (report, _) = try fixture.run()
        #expect(report.errors == 150 && report.problems.count == 100)
        #expect(report.more == "and 50 more errors")
    }

    @Test("when the sink fails it is told to abort, and the failure comes out")
    func failingSink() throws {
        try ExportFixture().inFolder { folder in
            var sink = RecordingSink()
            sink.failsAfter = 1
            #expect(throws: RecordingSink.Full.self) {
                try CSVFolderImport(folder: folder, rules: ExportFixture.rules).run(sink: &sink)
            }
            #expect(sink.aborts == 1 && sink.finishes == 0 && sink.customers.isEmpty)
        }
    }

    @Test("customers come in batches, and progress reaches the end and never runs back")
    func batches() throws {
        var fixture = ExportFixture()
        fixture.tables["customers.csv", default: ""] +=
            "\n" + (0..<5000).map { "C1\($0),Budi,081234567890,,,,B1,ordinary" }.joined(separator: "\n")
        try fixture.inFolder { folder in
            var sink = RecordingSink()
            var seen: [ImportProgress] = []
            let report = try CSVFolderImport(folder: folder, rules: ExportFixture.rules).run(sink: &sink) {
                seen.append($0)
            }
            #expect(report.accepted && sink.customers.count == 5002 && sink.largestBatch == 2000)
            #expect(seen.map(\.bytesRead) == seen.map(\.bytesRead).sorted())
            #expect(seen.last.map { $0.bytesRead == $0.bytesTotal && $0.bytesTotal > 100_000 } == true)
            #expect(seen.count { $0.table == .customers } >= 3)
        }
    }

    @Test("compressed tables read like plain ones, in several members too, and damage is found")
    func compressed() throws {
        // `a,b\n1,2\n` and `3,4\n`, each a member of its own.
        let first = try #require(Data(base64Encoded: "H4sIAAAAAAAAA0vUSeIy1DHiAgB7B5cKCAAAAA=="))
        let second = try #require(Data(base64Encoded: "H4sIAAAAAAAAAzPWMeECAD4tcqkEAAAA"))
        func read(_ bytes: [UInt8], pieces: [Int]) throws -> [[String]] {
            let reader = CSVReader(source: try GzipSource(MemorySource(bytes, pieces: pieces)), chunk: 16)
            var rows: [[String]] = []
            while try reader.next() { rows.append((0..<reader.count).map(reader.text)) }
            return rows
        }
        let both = Array(first + second)
        for pieces in [[], both.map { _ in 1 }, both.map { _ in 7 }] {
            #expect(try read(both, pieces: pieces) == [["a", "b"], ["1", "2"], ["3", "4"]])
            #expect(throws: CSVError.self) { try read(Array(both.dropLast(5)), pieces: pieces) }
            var damaged = both
            damaged[12] ^= 0x40
            #expect(throws: CSVError.self) { try read(damaged, pieces: pieces) }
        }
    }
}
