import AmanahCore
import AmanahStore
import Crypto

/// The charter of the test company.
enum HouseCharter {
    static func text(
        version: Int = 1, terms: String = "terms/1", quotas: String = "{looks_per_day: 1000}",
        presence: String = "{code_minutes: 5, tries: 3, per_person_per_day: 20, ticket_minutes: 30}",
        vip: String = "both"
    ) -> String {
        """
        charter: house
        version: \(version)
        terms: {document: \(terms), renew_every_days: 180}
        zone: WIB
        fields:
          name: {class: contact, mask: name, title: {id: Nama, en: Name}}
          phone: {class: contact, mask: phone, title: {id: Telepon, en: Phone}}
          nik: {class: identity, mask: last2, title: {id: NIK, en: NIK}}
          kk: {class: identity, mask: last2, title: {id: KK, en: KK}}
          mother_maiden_name: {class: family, title: {id: Nama ibu, en: Mother}}
          address: {class: contact, mask: city, title: {id: Alamat, en: Address}}
          last_location: {class: telemetry, title: {id: Lokasi, en: Location}}
        purposes:
          sim-replacement:
            title: {id: Ganti kartu, en: SIM replacement}
            needs: [ticket]
            shows: {name: full, phone: masked, nik: verify, mother_maiden_name: verify}
            reveals:
              nik: {reason: true, approval: none}
              address: {reason: true, approval: superior}
          sim-registration:
            title: {id: Registrasi, en: Registration}
            needs: [ticket, presence]
            shows: {name: full, phone: full}
          credit-followup:
            title: {id: Kredit, en: Credit}
            needs: [book]
            shows: {name: full, phone: full}
          quality-review:
            title: {id: Mutu, en: Quality}
            needs: [ticket, book]
            shows: {name: masked, phone: masked}
        roles:
          agent:
            title: {id: Agen, en: Agent}
            purposes: [sim-replacement, sim-registration, credit-followup]
            scope: branch
            quotas: \(quotas)
          team-lead:
            title: {id: Ketua, en: Lead}
            purposes: [quality-review]
            scope: branch
            approves: true
            pages: [log, people, workstations, team, books]
          dpo: {title: {id: PPD, en: DPO}, scope: company, watched_by: [administrator], confirms_charters: true,
            pages: [team, log, people, charter]}
          administrator:
            title: {id: Admin, en: Administrator}
            scope: company
            administers: true
            pages: [people, charter, workstations]
        sensitivity:
          vip: {approval: \(vip)}
          staff: {approval: superior}
        presence: \(presence)
        """
    }

    /// Puts a new version into force.
    static func row(_ text: String, number: Int, at: Moment) -> CharterRow {
        CharterRow(
            number: number, text: text, termsText: "Jaga amanah.", hash: Array(SHA256.hash(data: Array(text.utf8))),
            since: at, by: "test")
    }
}

/// Who works in the test company, and whose data it holds.
///
/// Branch B1 (WIB): agents A1, A2, A3 (outsourced) and lead L1. Branch B2 (WITA): agent A9. Head office: D1 (DPO), X1
/// (administrator). Customers: C1, C2, K01 to K20 ordinary, C3 VIP, C4 is agent A2, C5 shares A1's family card, C6 is A1
/// himself, C7 of branch B2. Tickets T1 to T7 of A1 are for the customer of the same number, but T7 is A9's.
enum HousePeople {
    struct Record: Sendable {
        var id: String
        var name: String
        var phone: String
        var nik: String
        var kk: String
        var mother: String
        var address: String
        var unit = "B1"
        var sensitivity = "ordinary"
        var staff: String?
    }

    static let records: [Record] = [
        Record(
            id: "C1", name: "Rahmawati Kusumaningtyas", phone: "+628123456701", nik: "3578034107900001",
            kk: "3578030101100011", mother: "Siti Nur'Aini", address: "Jl. Melati 17, Surabaya, Jawa Timur"),
        Record(
            id: "C2", name: "Bambang Wicaksono", phone: "+628123456702", nik: "3578031205850002",
            kk: "3578030101100012",
            mother: "Dewi Lestariningsih", address: "Jl. Kenanga 5, Surabaya, Jawa Timur"),
        Record(
            id: "C3", name: "Gunawan Prawirasudirja", phone: "+628123456703", nik: "3578031703770003",
            kk: "3578030101100013", mother: "Endang Purwasih", address: "Jl. Anggrek 9, Surabaya, Jawa Timur",
            sensitivity: "vip"),
        Record(
            id: "C4", name: "Sulistyo Hadikusumo", phone: "+628123456704", nik: "3578030909880004",
            kk: "3578030101100014",
            mother: "Wahyuni Astuti", address: "Jl. Mawar 3, Surabaya, Jawa Timur", staff: "A2"),
        Record(
            id: "C5", name: "Ratnasari Adiwijaya", phone: "+628123456705", nik: "3578036202910005",
            kk: "3578030101100099", mother: "Kartika Wulandari", address: "Jl. Dahlia 1, Surabaya, Jawa Timur"),
        Record(
            id: "C6", name: "Hendrawan Adiwijaya", phone: "+628123456706", nik: "3578032203890006",
            kk: "3578030101100099",
            mother: "Yuliana Maharani", address: "Jl. Dahlia 1, Surabaya, Jawa Timur", staff: "A1"),
        Record(
            id: "C7", name: "Nyoman Suartini", phone: "+628123456707", nik: "5171036511920007", kk: "5171030101100017",
            mother: "Ketut Rasmini", address: "Jl. Sunset 8, Denpasar, Bali", unit: "B2"),
    ]

    static let ordinary = (1...20).map { "K" + ($0 < 10 ? "0" : "") + String($0) }

    static let lastLocation = "-7.257472,112.752088"

    /// Every plain value that must never be read where it is hidden or masked.
    static var secrets: [String] {
        records.flatMap { [$0.phone, "0" + $0.phone.dropFirst(3), $0.nik, $0.kk, $0.mother, $0.address] } + [
            lastLocation
        ]
    }

    static func load(_ folder: String, _ key: SymmetricKey, _ now: Moment) throws {
        let loader = try BulkLoader(folder: folder, origin: "house", master: key)
        let day = now.day(in: .wib)
        try loader.write { view in
            for (id, parent, kind, zone) in [
                ("H", nil, "head_office", Zone.wib), ("R1", "H", "region", nil), ("B1", "R1", "branch", nil),
                ("B2", "R1", "branch", .wita),
            ] as [(String, String?, String, Zone?)] {
                try view.put(
                    unit: UnitRow(
                        id: UnitID(id), parent: parent.map { UnitID($0) }, kind: kind, name: "Unit \(id)", zone: zone))
            }
            try view.put(vendor: VendorRow(id: VendorID("V1"), name: "PT Tenaga"))
            for (id, role, unit, supervisor) in [
                ("D1", "dpo", "H", nil), ("X1", "administrator", "H", "D1"), ("L1", "team-lead", "B1", "D1"),
                ("A1", "agent", "B1", "L1"), ("A2", "agent", "B1", "L1"), ("A3", "agent", "B1", "L1"),
                ("A9", "agent", "B2", "L1"),
            ] as [(String, String, String, String?)] {
                let person = PersonID(id)
                try view.put(
                    person: PersonRecord(
                        id: person, name: "Petugas \(id)", role: RoleID(role), unit: UnitID(unit),
                        supervisor: supervisor.map { PersonID($0) }, employment: id == "A3" ? "outsourced" : "internal",
                        vendor: id == "A3" ? VendorID("V1") : nil, vetting: .carriedOver, training: .carriedOver,
                        lastDay: nil, suspended: false))
                try view.put(
                    agreement: AgreementRow(
                        id: AgreementID("G-" + id), person: person, vendor: nil, signedBy: UnitID("H"),
                        startsOn: Day(number: day.number - 100), endsOn: Day(number: day.number + 10)))
                try view.put(acceptance: AcceptanceRow(person: person, version: "terms/1", at: now))
            }
            for number in 1...7 {
                try view.put(
                    ticket: ticket("T\(number)", "C\(number)", number == 7 ? "A9" : "A1", "sim-replacement", now))
            }
            for id in ordinary { try view.put(ticket: ticket("T" + id, id, "A1", "sim-replacement", now)) }
            for customer in ["C1", "K01", "C3"] {
                try view.put(
                    assignment: AssignmentRow(
                        id: AssignmentID("S-" + customer), person: PersonID("A2"), customer: CustomerID(customer),
                        purpose: PurposeID("credit-followup"), startsOn: day, endsOn: Day(number: day.number + 5)))
            }
        }
        try loader.customers(records.map(customer) + ordinary.enumerated().map { plain($1, $0) })
        try loader.finish()
    }

    static func ticket(
        _ id: String, _ customer: String, _ person: String?, _ purpose: String, _ now: Moment, closed: Moment? = nil,
        openedBy: String? = nil, assignedBy: String? = nil
    ) -> TicketRow {
        TicketRow(
            facts: Facts.Ticket(
                id: TicketID(id), customer: CustomerID(customer), purpose: PurposeID(purpose),
                assignedTo: person.map { PersonID($0) }, openedBy: openedBy.map { PersonID($0) },
                assignedBy: assignedBy.map { PersonID($0) }, openedAt: now, closedAt: closed, byPresence: false),
            unit: UnitID("B1"), channel: "call")
    }

    private static func customer(_ record: Record) -> BulkLoader.Customer {
        BulkLoader.Customer(
            id: CustomerID(record.id), unit: UnitID(record.unit), sensitivity: SensitivityID(record.sensitivity),
            staff: record.staff.map { PersonID($0) },
            fields: [
                ("name", record.name), ("phone", record.phone), ("nik", record.nik), ("kk", record.kk),
                ("mother_maiden_name", record.mother), ("address", record.address), ("last_location", lastLocation),
            ], phone: record.phone, nik: record.nik, kk: record.kk)
    }

    private static func plain(_ id: String, _ number: Int) -> BulkLoader.Customer {
        let phone = "+6281299900" + (number < 10 ? "0" : "") + String(number)
        return BulkLoader.Customer(
            id: CustomerID(id), unit: UnitID("B1"), sensitivity: .ordinary, staff: nil,
            fields: [("name", "Pelanggan \(id)"), ("phone", phone), ("mother_maiden_name", "Ibu \(id)")], phone: phone,
            nik: nil, kk: nil)
    }
}
