import AmanahCore
import AmanahStore

@testable import AmanahService

/// The test company with those who let people in: H1 and H2 of HR, manager M1 above lead L1, V1M of vendor V1 and V2M of V2,
/// and regional head R1 above M1.
enum PeopleHouse {
    static func charter(version: Int = 1, top: String = "") -> String {
        let roles = """
              hr: {title: {id: Personalia, en: HR}, scope: company, pages: [people, hiring, vendors]}
              manager: {title: {id: Manajer, en: Manager}, scope: company, approves: true, pages: [people, log]}
              vendor-manager: {title: {id: Vendor, en: Vendor}, scope: company, pages: [people, vendors]}
            sensitivity:
            """
        return HouseCharter.text(version: version).replacing("sensitivity:", with: roles) + "\n" + top
    }

    static func people(_ now: Moment) -> [(PersonRecord, AgreementRow)] {
        let day = now.day(in: .wib)
        return [
            ("H1", "hr", "D1", nil), ("H2", "hr", "D1", nil), ("R1P", "manager", "D1", nil),
            ("M1", "manager", "R1P", nil),
            ("V1M", "vendor-manager", "H1", "V1"), ("V2M", "vendor-manager", "H1", "V2"),
            ("L1", "team-lead", "M1", nil),
        ].map { (id: String, role: String, supervisor: String, vendor: String?) in
            let person = PersonID(id)
            return (
                PersonRecord(
                    id: person, name: "Petugas \(id)", role: RoleID(role), unit: UnitID(id == "L1" ? "B1" : "H"),
                    supervisor: PersonID(supervisor), employment: vendor == nil ? "internal" : "outsourced",
                    vendor: vendor.map { VendorID($0) }, vetting: .carriedOver, training: .carriedOver, lastDay: nil,
                    suspended: false),
                AgreementRow(
                    id: AgreementID("G-" + id), person: person, vendor: nil, signedBy: UnitID("H"),
                    startsOn: Day(number: day.number - 100), endsOn: Day(number: day.number + 200))
            )
        }
    }
}

func withPeopleHouse(
    top: String = "", at now: Moment = House.start, _ body: @Sendable (House) async throws -> Void
) async throws {
    try await withHouse(PeopleHouse.charter(top: top), at: now) { house in
        let rows = PeopleHouse.people(now)
        try await house.change { view in
            try view.put(vendor: VendorRow(id: VendorID("V2"), name: "PT Lain"))
            for (person, agreement) in rows {
                try view.put(person: person)
                try view.put(agreement: agreement)
                try view.put(acceptance: AcceptanceRow(person: person.id, version: "terms/1", at: now))
            }
        }
        try await body(house)
    }
}

extension House {
    static let grounds = "sesuai hasil pembicaraan dengan yang bersangkutan"

    func candidate(
        _ token: String, _ id: String, vendor: String? = nil, supervisor: String = "L1", role: String = "agent"
    ) async throws -> StepOutcome {
        try await amanah.enter(
            try session(token),
            candidate: CandidateInput(
                id: PersonID(id), name: "Calon \(id)", role: RoleID(role), unit: UnitID("B1"),
                supervisor: PersonID(supervisor), vendor: vendor.map { VendorID($0) }, said: House.grounds),
            from: House.desk)
    }

    @discardableResult
    func step(
        _ token: String, _ kind: CourseStep.Kind, _ id: String, passed: Bool? = true, day: Day? = nil,
        evidence: [LookID] = [], agreement: AgreementInput? = nil
    ) async throws -> StepOutcome {
        try await amanah.take(
            try session(token),
            step: StepInput(
                kind, passed: kind.hasOutcome ? passed : nil, day: day, said: House.grounds, evidence: evidence,
                agreement: agreement),
            of: PersonID(id), from: House.desk)
    }

    func agreement(
        _ id: String, days: Int64 = 90, as signature: CourseStep.Signature = .headOffice, for principal: String? = nil
    ) -> AgreementInput {
        let today = clock.now.day(in: .wib)
        return AgreementInput(
            id: AgreementID(id), startsOn: today, endsOn: Day(number: today.number + days), signature: signature,
            principal: principal.map { PersonID($0) }, documentHash: String(repeating: "ab", count: 32),
            duties: "menjaga data pelanggan", sanctions: "peringatan hingga pemutusan", rewards: "bonus tahunan",
            targets: "40 tiket sehari")
    }

    func in90() -> Day { Day(number: clock.now.day(in: .wib).number + 90) }

    func member(_ id: String) throws -> Organisation.Member {
        guard let member = amanah.organisation.members[PersonID(id)] else { throw ServiceError.notFound }
        return member
    }

    func lacks(_ id: String) throws -> [ClearanceLack] {
        let member = try member(id)
        return member.clearance.lacks(
            terms: amanah.organisation.charter.terms, zone: member.zone, at: clock.now)
    }
}

extension StepOutcome {
    var stage: Course.Stage? {
        if case .taken(let view) = self { return view.row.stage }
        return nil
    }
    var refusal: CourseRefusal? {
        if case .refused(let refusal) = self { return refusal }
        return nil
    }
}
