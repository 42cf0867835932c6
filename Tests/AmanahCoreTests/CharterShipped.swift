import Testing

@testable import AmanahCore

@Suite struct CharterShipped {
    /// Roles in the people of the demonstration data, and those who keep the house.
    static let roles = [
        "agent", "team-lead", "branch-manager", "regional-head", "director", "dpo", "auditor", "hr", "administrator",
    ]
    static let customerColumns = [
        "name", "phone", "nik", "kk", "birth_date", "mother_maiden_name", "spouse_name", "address", "email", "employer",
        "years_employed", "monthly_income", "bill", "device", "imei", "last_location",
    ]
    static let purposes = [
        "sim-replacement", "sim-registration", "billing-complaint", "network-complaint", "data-correction",
        "credit-followup", "quality-review",
    ]

    @Test("the place of the terms is told, in a mapping on one line and on several")
    func placeOfTerms() throws {
        let texts = [
            "charter: x\nterms: {renew_every_days: 9, document: terms/1.md}\n": (2, 40),
            "charter: x\n\nterms:\n  document: terms/1.md\n": (4, 13),
        ]
        for (text, place) in texts {
            let found = try #require(Charter.placeOfTerms(in: Array(text.utf8)))
            #expect(found == place)
        }
        #expect(Charter.placeOfTerms(in: Array("charter: x\n".utf8)) == nil)
    }

    @Test("each charter that is shipped can be used as it is", arguments: CharterSamples.shipped)
    func whole(name: String) throws {
        let charter = try CharterSamples.shipped(name)
        for role in Self.roles { #expect(charter.role(RoleID(role)) != nil, "\(role)") }
        #expect(charter.fields.allSatisfy { !$0.title.id.isEmpty && !$0.title.en.isEmpty })
        #expect(charter.role(RoleID("administrator"))?.administers == true)
        #expect(charter.role(RoleID("administrator"))?.purposes == [])
        #expect(charter.sensitivityRule(SensitivityID("vip"))?.approval == .both)
        #expect(charter.sensitivityRule(SensitivityID("staff"))?.approval == .superior)
        let mother = try #require(charter.fieldNumber(FieldName("mother_maiden_name")))
        #expect(charter.purposes.allSatisfy { $0.shows[mother] <= .verify && $0.reveals[mother] == nil })
    }

    @Test("the charters for a telco know the columns and purposes of its data", arguments: ["telco", "plain"])
    func telco(name: String) throws {
        let charter = try CharterSamples.shipped(name)
        #expect(charter.fields.map(\.name.rawValue) == Self.customerColumns)
        #expect(charter.purposes.map(\.id.rawValue) == Self.purposes)
    }

    @Test("an agent who changes a card sees four fields, compares two of them, and may ask for the NIK with a reason")
    func story() throws {
        let charter = try CharterSamples.shipped("telco")
        let purpose = try #require(charter.purpose(PurposeID("sim-replacement")))
        let shown = zip(charter.fields, purpose.shows).filter { $1 > .hidden }.map { ($0.name.rawValue, $1) }
        #expect(shown.map(\.0) == ["name", "phone", "nik", "mother_maiden_name"])
        #expect(shown.map(\.1) == [.full, .masked, .verify, .verify])
        let nik = try #require(charter.fieldNumber(FieldName("nik")))
        #expect(purpose.reveals[nik] == Charter.RevealRule(reason: true, approval: .none, form: .full))
    }

    @Test("the charter for trying out has no hours and bounds that nobody meets")
    func plain() throws {
        let charter = try CharterSamples.shipped("plain")
        #expect(charter.hours == nil)
        #expect(!charter.workstationRequired)
        let bounds = charter.roles.flatMap { role in QuotaKind.allCases.compactMap { role.quotas[$0] } }
        #expect(!bounds.isEmpty && bounds.allSatisfy { $0 >= 1_000_000 })
    }
}
