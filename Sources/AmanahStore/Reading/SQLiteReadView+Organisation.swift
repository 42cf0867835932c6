import AmanahCore
import Foundation
import GRDB

extension SQLiteReadView {
    func organisation() throws -> OrganisationRows {
        try organisation(without: Set(strangers(GuardedTable.ofOrganisation)))
    }

    /// - Parameter strangers: rows that do not hold; they count as not there.
    func organisation(without strangers: Set<ControlFinding>) throws -> OrganisationRows {
        var out = OrganisationRows()
        out.units = try rows("SELECT unit_id, parent_id, kind, name, zone FROM units ORDER BY unit_id") { row in
            UnitRow(
                id: UnitID(row.column(0) as String), parent: (row.column(1) as String?).map { UnitID($0) },
                kind: row.column(2),
                name: row.column(3),
                zone: (row.column(4) as String?).flatMap { Zone($0) })
        }
        out.vendors = try rows("SELECT vendor_id, name FROM vendors ORDER BY vendor_id") {
            VendorRow(id: VendorID($0.column(0) as String), name: $0.column(1))
        }
        out.people = try people(without: strangers)
        out.agreements = try rows(
            "SELECT agreement_id, person_id, vendor_id, signed_by_unit, starts_on, ends_on FROM agreements"
        ) { row in
            AgreementRow(
                id: AgreementID(row.column(0) as String), person: PersonID(row.column(1) as String),
                vendor: (row.column(2) as String?).map { VendorID($0) },
                signedBy: (row.column(3) as String?).map { UnitID($0) },
                startsOn: Day(number: row.column(4)), endsOn: Day(number: row.column(5)))
        }
        out.acceptances = try rows("SELECT person_id, version, at FROM acceptances") { row in
            AcceptanceRow(
                person: PersonID(row.column(0) as String), version: row.column(1),
                at: Moment(milliseconds: row.column(2)))
        }
        out.workstations = try workstations()
        out.households = try rows(
            """
            SELECT staff_person_id, household FROM customers
            WHERE staff_person_id IS NOT NULL AND household IS NOT NULL
            """
        ) { (person: PersonID($0.column(0) as String), tag: $0.bytes(1) ?? []) }
        (out.steps, out.brokenSteps) = try allSteps()
        out.recertificationBegan = try recertificationBegan()
        out.charter = try charterRows(limit: 1).first
        out.quotaSettings = try quotaSettings()
        out.reviewsDue = try reviewsDue()
        out.liveSessions = Set(
            try rows("SELECT session_id FROM sessions WHERE ended_at IS NULL OR is_service = 1") {
                $0.column(0) as String
            })
        out.remove(strangers)
        return out
    }

    static let personColumns =
        """
        person_id, name, role, unit_id, supervisor_id, employment, vendor_id, vetting, training, last_day, suspended,
        joined_at
        """

    func person(_ row: Row) throws -> PersonRecord {
        let id = PersonID(row.column(0) as String)
        let name = try keys.openStaff(row.bytes(1) ?? [], table: "people", row: id.rawValue, field: "name")
        return PersonRecord(
            id: id, name: String(decoding: name, as: UTF8.self), role: RoleID(row.column(2) as String),
            unit: UnitID(row.column(3) as String), supervisor: (row.column(4) as String?).map { PersonID($0) },
            employment: row.column(5),
            vendor: (row.column(6) as String?).map { VendorID($0) }, vetting: Codes.vetting(row.column(7)),
            training: Codes.training(row.column(8)), lastDay: (row.column(9) as Int64?).map { Day(number: $0) },
            suspended: row.column(10),
            joinedAt: row.moment(11))
    }

    private func people(without strangers: Set<ControlFinding>) throws -> [PersonRecord] {
        let left = Set(strangers.filter { $0.table == GuardedTable.people.name }.compactMap(\.id))
        return try rows("SELECT \(Self.personColumns) FROM people ORDER BY person_id") { row in
            left.contains(row.column(0) as String) ? nil : try person(row)
        }.compactMap(\.self)
    }

    static let workstationColumns =
        """
        workstation_id, key_tag, label, unit_id, registered_by, registered_at, admitted_by, admitted_at, withdrawn_at,
        lent_to, lent_until
        """

    func workstation(_ row: Row) -> WorkstationRow {
        WorkstationRow(
            id: row.column(0), keyTag: row.bytes(1) ?? [], label: row.column(2), unit: UnitID(row.column(3) as String),
            registeredBy: PersonID(row.column(4) as String), registeredAt: Moment(milliseconds: row.column(5)),
            admittedBy: (row.column(6) as String?).map { PersonID($0) }, admittedAt: row.moment(7),
            withdrawnAt: row.moment(8),
            lentTo: (row.column(9) as String?).map { PersonID($0) }, lentUntil: row.moment(10))
    }

    private func workstations() throws -> [WorkstationRow] {
        try rows("SELECT \(Self.workstationColumns) FROM workstations ORDER BY registered_at", [], workstation)
    }

    func charters() throws -> [CharterRow] { try charterRows(limit: 1000) }

    private func charterRows(limit: Int) throws -> [CharterRow] {
        try rows(
            "SELECT number, text, terms_text, hash, since, by FROM charters ORDER BY number DESC LIMIT ?", [limit]
        ) { row in
            CharterRow(
                number: row.column(0), text: row.column(1), termsText: row.column(2), hash: row.bytes(3) ?? [],
                since: Moment(milliseconds: row.column(4)), by: row.column(5))
        }
    }
}

/// How small facts are spelt in columns. `missing` is what anything unreadable means.
enum Codes {
    static func vetting(_ text: String) -> ClearanceFacts.Vetting {
        if text == "carried-over" { return .carriedOver }
        return Day(text).map { .done($0) } ?? .missing
    }

    static func text(_ vetting: ClearanceFacts.Vetting) -> String {
        switch vetting {
        case .done(let day): day.description
        case .carriedOver: "carried-over"
        case .missing: "missing"
        }
    }

    static func training(_ text: String) -> ClearanceFacts.Training {
        if text == "carried-over" { return .carriedOver }
        return Day(text).map { .until($0) } ?? .missing
    }

    static func text(_ training: ClearanceFacts.Training) -> String {
        switch training {
        case .until(let day): day.description
        case .carriedOver: "carried-over"
        case .missing: "missing"
        }
    }
}
