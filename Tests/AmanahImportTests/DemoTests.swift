import AmanahCore
import AmanahDemo
import Foundation
import Testing

@testable import AmanahImport

@Suite("The demonstration company")
struct DemoTests {
    private static let now = Moment("2026-11-24T03:00:19Z") ?? Moment(seconds: 0)

    private static let rules = ImportRules(
        roles: Set(
            [
                "agent", "team-lead", "branch-manager", "regional-head", "auditor", "dpo", "director", "administrator",
                "hr", "vendor-manager",
            ]
            .map { RoleID($0) }),
        purposes: Set(
            [
                "sim-replacement", "sim-registration", "billing-complaint", "network-complaint", "data-correction",
                "credit-followup", "quality-review",
            ].map { PurposeID($0) }),
        sensitivities: Set(["vip", "staff"].map { SensitivityID($0) }), strict: true)

    private func written<Result>(
        _ company: DemoCompany, _ body: (URL, DemoCompany.Written) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amanah-demo-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder, company.write(to: folder))
    }

    private func imported(_ company: DemoCompany) throws -> (sink: RecordingSink, report: ImportReport) {
        try written(company) { folder, written in
            var sink = RecordingSink()
            let report = try CSVFolderImport(folder: folder.path(), rules: Self.rules).run(sink: &sink)
            #expect(report.rows[.people] == written.people && report.rows[.customers] == written.customers)
            #expect(report.rows[.tickets] == written.tickets && report.rows[.assignments] == written.assignments)
            return (sink, report)
        }
    }

    @Test("it imports under strict without a single problem, whatever the seed", arguments: [UInt64(0), 1, 42, .max])
    func roundTrip(_ seed: UInt64) throws {
        let (sink, report) = try imported(DemoCompany(seed: seed, customers: 2000, now: Self.now))
        #expect(report.problems.isEmpty)
        #expect(sink.customers.count == 2000 && sink.units.count == 9 && sink.vendors.count == 3)
        #expect((55...65).contains(sink.people.count) && sink.agreements.count == sink.people.count)
        #expect(sink.units.count { $0.zone == .wita } == 1)
    }

    @Test("telephone numbers and NIKs are each one customer's")
    func unique() throws {
        let (sink, _) = try imported(DemoCompany(seed: 7, customers: 6000, now: Self.now))
        for name in ["phone", "nik", "kk"] {
            let place = try #require(sink.fields.firstIndex(of: FieldName(name)))
            #expect(Set(sink.customers.map { $0.values[place] }).count == 6000)
        }
        let email = try #require(sink.fields.firstIndex(of: FieldName("email")))
        #expect(sink.customers.allSatisfy { $0.values[email].contains("@example.") })
    }

    @Test("every agent has three to six tickets open now, and some closed ones")
    func tickets() throws {
        let (sink, _) = try imported(DemoCompany(seed: 1, customers: 2000, now: Self.now))
        for agent in sink.people where agent.role == RoleID("agent") {
            let own = sink.tickets.filter { $0.assignedTo == agent.id }
            let open = own.filter { $0.closedAt == nil }
            #expect((3...6).contains(open.count))
            #expect(open.map(\.openedAt) == open.map(\.openedAt).sorted())
            #expect(open.allSatisfy { $0.openedAt <= Self.now && $0.unit == agent.unit })
            #expect(own.contains { $0.closedAt.map { $0 <= Self.now } ?? false })
        }
        let agent = PersonID("P0105")
        let open = sink.tickets.filter { $0.assignedTo == agent && $0.closedAt == nil }
        let sensitivity = Dictionary(uniqueKeysWithValues: sink.customers.map { ($0.id, $0.sensitivity) })
        #expect(open.first?.purpose == PurposeID("sim-replacement"))
        #expect(open.first.flatMap { sensitivity[$0.customer] } == .ordinary)
        #expect(open.last.flatMap { sensitivity[$0.customer] } == SensitivityID("vip"))
        let colleague = sink.tickets.last { $0.assignedTo == PersonID("P0104") && $0.closedAt == nil }
        #expect(colleague.flatMap { sensitivity[$0.customer] } == SensitivityID("staff"))
    }

    @Test("agreements run around now: one ends within the week, one has ended")
    func agreements() throws {
        let (sink, _) = try imported(DemoCompany(seed: 1, customers: 600, now: Self.now))
        let today = Self.now.day(in: .wib)
        let ended = sink.agreements.filter { $0.endsOn < today }
        let soon = sink.agreements.filter { $0.endsOn >= today && $0.endsOn.number <= today.number + 7 }
        #expect(ended.map(\.person) == [PersonID("P0107")] && soon.map(\.person) == [PersonID("P0106")])
        #expect(sink.agreements.allSatisfy { $0.startsOn < today })
        #expect(sink.people.count { $0.vetting == .missing } == 1)
        #expect(sink.people.count { $0.lastDay != nil } == 1)
    }

    @Test("books of 24 are in force and customers of the staff are linked to them")
    func books() throws {
        let (sink, _) = try imported(DemoCompany(seed: 1, customers: 2000, now: Self.now))
        let today = Self.now.day(in: .wib)
        let book = sink.assignments.filter {
            $0.person == PersonID("P0104") && $0.startsOn <= today && today <= $0.endsOn
        }
        #expect(book.count == 24 && Set(book.map(\.customer)).count == 24)
        #expect(book.allSatisfy { $0.purpose == PurposeID("credit-followup") })
        let names = Dictionary(uniqueKeysWithValues: sink.people.map { ($0.id, $0.name) })
        let linked = sink.customers.filter { $0.staff != nil }
        #expect(linked.count == 12)
        for customer in linked {
            #expect(customer.values.first == customer.staff.flatMap { names[$0] })
            #expect(customer.sensitivity == SensitivityID("staff"))
        }
    }

    @Test("the logins are people of the company, one a kind of work")
    func logins() throws {
        let company = DemoCompany(seed: 5, customers: 600, now: Self.now)
        let (sink, _) = try imported(company)
        #expect(company.logins.count == 10)
        for login in company.logins {
            let person = try #require(sink.people.first { $0.id == login.person })
            #expect(person.role == login.role && person.name == login.name && !login.whatToTry.isEmpty)
        }
        let employment = Dictionary(uniqueKeysWithValues: sink.people.map { ($0.id.rawValue, $0.employment) })
        #expect(employment["P0105"] == .outsourced && employment["P0104"] == .internal)
    }

    @Test("the same seed and moment write the same bytes, another seed others")
    func deterministic() throws {
        func bytes(_ seed: UInt64) throws -> [Data] {
            try written(DemoCompany(seed: seed, customers: 700, now: Self.now)) { folder, _ in
                try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                    .sorted { $0.path() < $1.path() }.map { try Data(contentsOf: $0) }
            }
        }
        let first = try bytes(9)
        #expect(try bytes(9) == first)
        #expect(try bytes(10) != first)
    }

    /// The folder of shared data, which does not travel with the package.
    private static var shared: URL? {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["AMANAH_SHARED"].map { URL(filePath: $0) }
        return [named, package.appending(path: "../shared").standardizedFileURL].compactMap { $0 }
            .first { FileManager.default.fileExists(atPath: $0.appending(path: "data/telco/units.csv.gz").path()) }
    }

    @Test(
        "the telco's export imports under strict without a problem",
        .enabled(if: DemoTests.shared != nil, "shared data are absent; set AMANAH_SHARED to their folder"))
    func telco() throws {
        let folder = try #require(Self.shared).appending(path: "data/telco").path()
        var sink = NullSink()
        let report = try CSVFolderImport(folder: folder, rules: Self.rules).run(sink: &sink)
        #expect(report.problems.isEmpty && sink.finished)
        #expect(sink.counts[.customers] == 20_000 && sink.counts[.tickets] == 62_026 && sink.counts[.people] == 249)
        #expect(sink.counts[.assignments] == 5218 && sink.counts[.units] == 25 && sink.counts == report.rows)
    }
}
