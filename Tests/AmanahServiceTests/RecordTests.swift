import AmanahCore
import AmanahStore
import Testing

@testable import AmanahImport
@testable import AmanahService

/// Rows of another system, a call each: the checks of the import, and an entry in the same transaction.
@Suite struct RecordTests {
    typealias Columns = [(name: String, value: String?)]

    static func service(_ house: House) async throws -> Session {
        try house.session(try await house.amanah.makeServiceToken("hr-system", days: 30))
    }

    static let rows: [(table: RecordTable, id: String, columns: Columns)] = [
        (.units, "B3", [("parent_id", "R1"), ("kind", "branch"), ("name", "Cabang Tiga"), ("zone", "WIT")]),
        (.vendors, "V2", [("name", "PT Baru")]),
        (
            .people, "A10",
            [
                ("name", "Agen Sepuluh"), ("role", "agent"), ("unit_id", "B1"), ("supervisor_id", "L1"),
                ("employment", "outsourced"), ("vendor_id", "V1"),
            ]
        ),
        (
            .agreements, "G-new",
            [("person_id", "A1"), ("signed_by_unit", "H"), ("starts_on", "2026-01-01"), ("ends_on", "2027-01-01")]
        ),
        (
            .assignments, "S-new",
            [
                ("person_id", "A1"), ("customer_id", "C2"), ("purpose", "credit-followup"),
                ("starts_on", "2026-11-01"), ("ends_on", "2026-12-01"),
            ]
        ),
        (
            .customers, "C90",
            [
                ("unit_id", "B1"), ("name", "Wulan Sari"), ("phone", "0812 3456 9090"), ("nik", "3578034107900001"),
                ("kk", nil),
            ]
        ),
    ]

    @Test("A row of each table is new, then changed, each with its entry; an agent has no such door")
    func each() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            let agent = try house.session(try await house.enter("A1"))
            for (table, id, columns) in Self.rows {
                #expect(
                    await refusal { try await house.amanah.putRecord(agent, table, id: id, columns: columns) }
                        == .notForRole)
                let size = try house.size()
                let put = try await house.amanah.putRecord(service, table, id: id, columns: columns)
                #expect(put == RecordPut(created: true, warnings: []), "\(table)")
                let known = house.amanah.columns(of: table).id
                let again = try await house.amanah.putRecord(
                    service, table, id: id, columns: columns + [(known, id)])
                #expect(!again.created)
                let acts = try house.acts().filter { $0.index >= size }
                #expect(acts.map(\.act.kind) == [.recordChanged, .recordChanged])
                #expect(acts.allSatisfy { $0.act.person == PersonID("service:hr-system") })
                #expect(acts[0].act.customer == (table == .customers ? CustomerID(id) : nil))
                let words = try acts[0].act.openPerson(house.store.keys)
                #expect(words.contains { $0.key == "table" && $0.value == table.rawValue })
                #expect(words.contains { $0.key == "id" && $0.value == id })
                #expect(words.contains { $0.key == "created" && $0.value == "yes" })
                #expect(!words.contains { HousePeople.secrets.contains($0.value) || $0.value.contains("Wulan") })
            }
            let found = try await house.search(try await house.enter("A3"), .phone("+6281234569090"))
            #expect(found.map(\.customer) == [CustomerID("C90")])
            #expect(try LedgerCheck.run(house.store).broken == nil)
        }
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var table: RecordTable
        var change: (String, String?)
        var field: String
        var says: String
        var testDescription: String { "\(table): \(says)" }
    }

    static let wrongs: [Wrong] = [
        Wrong(table: .units, change: ("parent_id", "R7"), field: "parent_id", says: "not known"),
        Wrong(table: .units, change: ("kind", "office"), field: "kind", says: "none of"),
        Wrong(table: .units, change: ("parent_id", nil), field: "row", says: ""),
        Wrong(table: .vendors, change: ("name", nil), field: "name", says: "empty"),
        Wrong(table: .people, change: ("role", "agen"), field: "role", says: "not in the charter"),
        Wrong(table: .people, change: ("unit_id", "B7"), field: "unit_id", says: "not known"),
        Wrong(table: .people, change: ("supervisor_id", "P404"), field: "supervisor_id", says: "not known"),
        Wrong(table: .people, change: ("supervisor_id", "A10"), field: "supervisor_id", says: "a ring of"),
        Wrong(
            table: .people, change: ("employment", "internal"), field: "vendor_id", says: "is internal and has a vendor"
        ),
        Wrong(table: .people, change: ("vendor_id", "V7"), field: "vendor_id", says: "not known"),
        Wrong(table: .agreements, change: ("ends_on", "2025-12-31"), field: "ends_on", says: "ends before it begins"),
        Wrong(table: .agreements, change: ("ends_on", "2026-02-30"), field: "ends_on", says: "no day"),
        Wrong(table: .agreements, change: ("person_id", "A404"), field: "person_id", says: "not known"),
        Wrong(table: .assignments, change: ("customer_id", "C404"), field: "customer_id", says: "not known"),
        Wrong(table: .assignments, change: ("purpose", "credit"), field: "purpose", says: "not in the charter"),
        Wrong(table: .customers, change: ("unit_id", "B7"), field: "unit_id", says: "not known"),
        Wrong(table: .customers, change: ("sensitivity", "secret"), field: "sensitivity", says: "does not name"),
        Wrong(table: .customers, change: ("person_id", "A404"), field: "person_id", says: "not known"),
        Wrong(table: .customers, change: ("shoe_size", "42"), field: "column", says: "of this table"),
        Wrong(table: .customers, change: ("customer_id", "C91"), field: "customer_id", says: "another one"),
    ]

    @Test(
        "What the import refuses is refused here, by its column and without a value, and leaves nothing",
        arguments: wrongs)
    func refused(wrong: Wrong) async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            let row = try #require(Self.rows.first { $0.table == wrong.table })
            var columns = row.columns.filter { $0.name != wrong.change.0 }
            columns.append(wrong.change)
            let sent = columns
            let (size, version) = (try house.size(), house.store.dataVersion)
            let refused = await refusal {
                try await house.amanah.putRecord(service, wrong.table, id: row.id, columns: sent)
            }
            guard case .invalid(let field, let what) = refused else {
                // A second top of the tree is told by a whole export only; a unit of its own harms nobody.
                #expect(wrong.says.isEmpty && refused == nil, "\(String(describing: refused))")
                return
            }
            #expect(field == wrong.field && what.contains(wrong.says), "\(field): \(what)")
            // Words of a closed set stand in its message.
            let free = sent.filter { !["kind", "employment"].contains($0.name) }.compactMap(\.value)
            for value in free + [row.id] where value.count > 2 {
                #expect(!what.contains(value), "\(what)")
            }
            #expect(try house.size() == size)
            #expect(house.store.dataVersion == version)
        }
    }

    @Test("L10: a row or a ticket of who was erased is refused as such, and nothing of him comes back")
    func erased() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            let rows = Self.rows.filter { [.customers, .assignments].contains($0.0) }
            for (table, id, columns) in rows {
                _ = try await house.amanah.putRecord(service, table, id: id, columns: columns)
            }
            let erased = CustomerID("C90")
            var old = Service.ticket("T91", erased.rawValue, "A1", at: House.start)
            _ = try await house.amanah.putTicket(service, old)
            try await house.change { _ = try $0.erase(erased, at: House.start) }
            let size = try house.size()
            var refusals: [ServiceError?] = []
            for (table, id, columns) in rows {
                let his = columns.map { ($0.0, $0.0 == "customer_id" ? erased.rawValue : $0.1) }
                refusals.append(
                    await refusal { try await house.amanah.putRecord(service, table, id: id, columns: his) })
            }
            let ticket = Service.ticket("T90", erased.rawValue, "A1", at: House.start)
            refusals.append(await refusal { try await house.amanah.putTicket(service, ticket) })
            for refused in refusals {
                guard case .invalid("customer_id", let what) = refused else {
                    Issue.record("\(String(describing: refused))")
                    continue
                }
                #expect(what.contains("was erased") && !what.contains(erased.rawValue))
            }
            #expect(refusals.count == 3)
            #expect(try house.size() == size)
            // What is open of him is closed, or it would stand on somebody's day for ever.
            old.closedAt = house.clock.now
            #expect(try await house.amanah.putTicket(service, old) == false)
            #expect(try house.store.read { try $0.ticket(old.id) }?.facts.closedAt != nil)
        }
    }

    @Test("A ticket needs no unit and no channel, as in the file; a unit that is named must be there")
    func bareTicket() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            var ticket = Service.ticket("T90", "C1", "A1", at: House.start)
            ticket.unit = nil
            ticket.channel = ""
            #expect(try await house.amanah.putTicket(service, ticket))
            let row = try #require(try house.store.read { try $0.ticket(ticket.id) })
            #expect(row.unit == UnitID("") && row.channel.isEmpty && row.isAsWritten)
            ticket.unit = UnitID("B77")
            #expect(
                await refusal { try await house.amanah.putTicket(service, ticket) }
                    == .invalid(field: "unit_id", what: "a known unit"))
        }
    }

    @Test("A column that must be there is asked for by name; null is a value")
    func missing() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            for (table, id, columns) in Self.rows {
                for name in RowImport.required(table.imported).dropFirst() {
                    let refused = await refusal {
                        try await house.amanah.putRecord(
                            service, table, id: id, columns: columns.filter { $0.name != name })
                    }
                    #expect(
                        refused == .invalid(field: name, what: "is missing: give it, or null where it has no value"))
                }
            }
        }
    }

    @Test("A NIK, a card or a phone number of wrong form is taken with a warning that names the column only")
    func warnings() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            let put = try await house.amanah.putRecord(
                service, .customers, id: "C90",
                columns: [("unit_id", "B1"), ("phone", "0812"), ("nik", "3578039907900001"), ("kk", "123")])
            #expect(put.created && put.warnings.count == 3)
            for (warning, name) in zip(put.warnings, ["phone", "nik", "kk"]) {
                #expect(warning.hasPrefix("the \(name) of customer of this row"), "\(warning)")
                for value in ["0812", "3578039907900001", "123", "C90"] { #expect(!warning.contains("\(value) ")) }
            }
        }
    }

    @Test("What a row of a customer does not say stays as it was, and a mark is never taken away")
    func kept() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            _ = try await house.amanah.putRecord(
                service, .customers, id: "C3", columns: [("unit_id", "B1"), ("name", "Gunawan Baru")])
            let row = try #require(try house.store.read { try $0.customer(CustomerID("C3")) })
            #expect(row.sensitivity == SensitivityID("vip") && row.version == 2)
            let nik = try house.store.keys.open(["name", "nik"], of: row)
            #expect(nik == ["Gunawan Baru", "3578031703770003"])
        }
    }

    @Test("L3: an agreement that ends by this door stops the open session's next look")
    func atOnce() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            let token = try await house.enter("A1")
            try await house.look(token)
            _ = try await house.amanah.putRecord(
                service, .agreements, id: "G-A1",
                columns: [
                    ("person_id", "A1"), ("signed_by_unit", "H"), ("starts_on", "2026-01-01"),
                    ("ends_on", "2026-11-23"),
                ])
            #expect(await refusal { try await house.look(token) } == .denied([.notCleared(.noAgreement)]))
        }
    }

    // MARK: Lines (L4)

    private func person(_ supervisor: String?) -> Columns {
        [
            ("name", "Petugas A1"), ("role", "agent"), ("unit_id", "B1"), ("supervisor_id", supervisor),
            ("employment", "internal"),
        ]
    }

    @Test("Whom a service brings in is a candidate, whatever it says of his vetting, and works when others let him in")
    func candidate() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            for row in Self.rows where [.people, .agreements].contains(row.table) {
                var columns = row.columns.map { $0.name == "person_id" ? (name: $0.name, value: "A10") : $0 }
                if row.table == .people { columns += [("vetted_on", "2026-01-05"), ("trained_until", "2030-01-01")] }
                _ = try await house.amanah.putRecord(service, row.table, id: row.id, columns: columns)
            }
            let member = try #require(house.amanah.organisation.members[PersonID("A10")])
            let lacks = member.clearance.lacks(
                terms: house.amanah.charterInForce.terms, zone: member.zone, at: house.clock.now)
            #expect(lacks.contains(.notVetted) && lacks.contains(.noAgreement))
            // As long as nobody has taken a step on him, the other system's word alone puts him elsewhere.
            let people = try #require(Self.rows.first { $0.table == .people })
            let moved = people.columns.map { $0.name == "supervisor_id" ? (name: $0.name, value: "D1") : $0 }
            let put = try await house.amanah.putRecord(service, .people, id: people.id, columns: moved)
            #expect(!put.held)
            #expect(try house.person("A10").supervisor == PersonID("D1"))
        }
    }

    @Test("L4, C3: no service moves a person: what it asks for is held, once, and the rest of his row is in force")
    func lineStays() async throws {
        try await withHouse { house in
            let service = try await Self.service(house)
            for supervisor in ["D1", "A2", nil] as [String?] {
                for _ in 0..<2 {
                    let put = try await house.amanah.putRecord(
                        service, .people, id: "A1", columns: person(supervisor) + [("last_day", "2026-12-30")])
                    #expect(put == RecordPut(created: false, held: true, warnings: []))
                }
                #expect(try house.person("A1").supervisor == PersonID("L1"))
                #expect(try house.person("A1").lastDay == Day("2026-12-30"))
            }
            for (name, value) in [("unit_id", "B2"), ("role", "team-lead")] {
                let moved = person("L1").filter { $0.name != name } + [(name, value)]
                #expect(try await house.amanah.putRecord(service, .people, id: "A1", columns: moved).held)
                #expect(
                    try house.person("A1").place
                        == Place(
                            supervisor: PersonID("L1"), unit: UnitID("B1"), role: RoleID("agent")))
            }
            #expect(try house.store.read { try $0.openLineChanges() }.count == 5)
            #expect(try house.acts(.lineProposed).count == 5)
            _ = try await house.amanah.putRecord(
                service, .people, id: "A1", columns: person("L1") + [("last_day", "2026-12-31")])
            #expect(try house.person("A1").lastDay == Day("2026-12-31"))
        }
    }
}
