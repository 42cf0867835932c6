import AmanahCore
import AmanahDemo
import AmanahStore
import Foundation
import Testing

@testable import AmanahImport

@Suite("Import into a data folder")
struct SealedImportTests {
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

    /// A demonstration company in a data folder of its own, with the rows that went in.
    private func withFolder(
        _ body: (_ data: URL, _ key: URL, _ rows: RecordingSink) async throws -> Void
    ) async throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "amanah-sealed-\(UUID().uuidString)")
        let (export, data, key) = (
            base.appending(path: "csv"), base.appending(path: "data"), base.appending(path: "key")
        )
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: base) }
        try DemoCompany(seed: 11, customers: 700, now: Self.now).write(to: export)
        let loader = try BulkLoader(
            folder: data.path(), origin: "test", master: try KeyRing.createMasterKey(at: key.path()))
        var sink = BulkSink(loader)
        #expect(try CSVFolderImport(folder: export.path(), rules: Self.rules).run(sink: &sink).accepted)
        var rows = RecordingSink()
        _ = try CSVFolderImport(folder: export.path(), rules: Self.rules).run(sink: &rows)
        try await body(data, key, rows)
    }

    @Test("B2, B3, L2: a later import takes no protection away by what it leaves out")
    func laterImport() async throws {
        try await withFolder { data, key, rows in
            let store = try SQLiteStore.open(folder: data.path(), keyFile: key.path())
            let keys = store.keys
            let nik = try #require(rows.fields.firstIndex(of: FieldName("nik")))
            let marked = try #require(rows.customers.first { $0.sensitivity != .ordinary && !$0.values[nik].isEmpty })
            let gone = try #require(rows.people.first { $0.lastDay != nil })
            let closed = try #require(rows.tickets.first { $0.closedAt != nil && $0.closedAt ?? Self.now < Self.now })
            var later = CollectedRows()
            var customer = marked
            customer.sensitivity = .ordinary
            customer.staff = nil
            customer.values = ["Nama Baru"]
            later.customers(CustomerBatch(fields: [FieldName("name")], customers: [customer]))
            var person = gone
            person.lastDay = nil
            later.people([person])
            let sound = later
            try await store.commit(share: "test") { view in try sound.write(to: view, keys: keys, at: Self.now) }
            try store.read { view in
                let row = try #require(try view.customer(marked.id))
                #expect(row.sensitivity == marked.sensitivity && row.staff == marked.staff && row.version == 2)
                #expect(row.household != nil)
                #expect(try keys.open(["name", "nik"], of: row) == ["Nama Baru", marked.values[nik]])
                let tag = keys.blindTag(.nik, marked.values[nik])
                #expect(try view.customers(.nik, tag: tag, limit: 5) == [marked.id])
                #expect(try view.organisation().people.first { $0.id == gone.id }?.lastDay == gone.lastDay)
            }
            var (reopened, moved) = (closed, closed)
            reopened.closedAt = nil
            moved.customer = marked.id
            for ticket in [reopened, moved] where ticket != closed {
                var bad = CollectedRows()
                bad.tickets([ticket])
                let refused = bad
                await #expect(throws: StoreError.self) {
                    try await store.commit(share: "test") { view in
                        try refused.write(to: view, keys: keys, at: Self.now)
                    }
                }
            }
            #expect(try store.read { try $0.ticket(closed.id) }?.facts.closedAt == closed.closedAt)
            await store.close()
        }
    }

    @Test("what went in comes out, and is found by telephone number and NIK")
    func roundTrip() async throws {
        try await withFolder { data, key, rows in
            let store = try SQLiteStore.open(folder: data.path(), keyFile: key.path())
            let names = rows.fields.map(\.rawValue)
            let phone = try #require(names.firstIndex(of: "phone"))
            let nik = try #require(names.firstIndex(of: "nik"))
            try store.read { view in
                for customer in rows.customers {
                    let row = try #require(try view.customer(customer.id))
                    #expect(row.unit == customer.unit && row.sensitivity == customer.sensitivity)
                    #expect(row.staff == customer.staff)
                    let values = try store.keys.open(names, of: row)
                    #expect(values == customer.values.map { $0.isEmpty ? nil : $0 })
                    let byPhone = store.keys.blindTag(.phone, customer.values[phone])
                    #expect(try view.customers(.phone, tag: byPhone, limit: 2) == [customer.id])
                    let byNIK = store.keys.blindTag(.nik, customer.values[nik])
                    #expect(try view.customers(.nik, tag: byNIK, limit: 2) == [customer.id])
                }
                #expect(try view.organisation().people.count == rows.people.count)
                for ticket in rows.tickets {
                    let facts = try #require(try view.ticket(ticket.id)).facts
                    #expect(facts.customer == ticket.customer && facts.assignedTo == ticket.assignedTo)
                    #expect(facts.openedAt == ticket.openedAt && facts.closedAt == ticket.closedAt)
                }
            }
            await store.close()
        }
    }

    @Test("no file of the data folder holds a readable name, number or address")
    func nothingReadable() async throws {
        try await withFolder { data, key, rows in
            let store = try SQLiteStore.open(folder: data.path(), keyFile: key.path())
            // While it is open, so that the write-ahead log is read too.
            let files = try FileManager.default.contentsOfDirectory(at: data, includingPropertiesForKeys: nil)
            let contents = try files.map { try Data(contentsOf: $0) }
            await store.close()
            #expect(
                contents.contains { $0.range(of: Data("B3578A".utf8)) != nil }, "ids can be read, or nothing is proved")
            let secret = Set(["name", "phone", "nik", "kk", "mother_maiden_name", "address", "email", "imei"])
            let places = rows.fields.indices.filter { secret.contains(rows.fields[$0].rawValue) }
            #expect(places.count == secret.count)
            var values = rows.people.map(\.name)
            for customer in rows.customers.prefix(40) { values += places.map { customer.values[$0] } }
            values += rows.customers.prefix(40).map { "0" + $0.values[1].dropFirst(3) }
            for (index, value) in values.enumerated() where value.utf8.count > 4 {
                let found = contents.contains { $0.range(of: Data(value.utf8)) != nil }
                #expect(!found, "value number \(index) can be read")
            }
        }
    }
}
