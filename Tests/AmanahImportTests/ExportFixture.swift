import AmanahCore
import Foundation

@testable import AmanahImport

/// A small sound export in a folder of its own, to be spoilt one table at a time.
struct ExportFixture {
    var tables: [String: String] = [
        "units.csv": """
        unit_id,parent_id,kind,name,zone
        HO,,head_office,Kantor Pusat,WIB
        R1,HO,region,Regional Satu,
        B1,R1,branch,Cabang Satu,WITA
        """,
        "vendors.csv": """
        vendor_id,name
        V1,PT Contoh Mitra
        """,
        "people.csv": """
        person_id,name,role,unit_id,supervisor_id,employment,vendor_id
        P1,Kepala Contoh,director,HO,,internal,
        P2,Ketua Contoh,team-lead,B1,P1,internal,
        P3,Agen Contoh,agent,B1,P2,outsourced,V1
        """,
        "agreements.csv": """
        agreement_id,person_id,vendor_id,signed_by_unit,starts_on,ends_on
        A1,P1,,HO,2026-01-01,2026-12-31
        A2,P2,,HO,2026-01-01,2026-12-31
        A3,P3,V1,B1,2026-01-01,2026-12-31
        """,
        "customers.csv": """
        customer_id,name,phone,nik,kk,address,unit_id,sensitivity
        C1,Budi Contoh,081234567890,3578031204900001,3578031204200001,"Jl. Mawar 1, Surabaya, Jawa Timur",B1,ordinary
        C2,Ani Contoh,+62 812-3456-7891,3578035204900002,,,B1,vip
        """,
        "tickets.csv": """
        ticket_id,customer_id,purpose,unit_id,assigned_to,opened_at,closed_at,channel
        T1,C1,sim-replacement,B1,P3,2026-09-01T08:01:19+07:00,,walk-in
        T2,C2,sim-replacement,B1,P3,2026-09-01T08:01:19+07:00,2026-09-01T09:01:19+07:00,call
        """,
        "assignments.csv": """
        assignment_id,person_id,customer_id,purpose,starts_on,ends_on
        S1,P3,C1,credit-followup,2026-09-01,2026-10-01
        """,
    ]

    static let rules = ImportRules(
        roles: Set(["director", "team-lead", "agent"].map { RoleID($0) }),
        purposes: Set(["sim-replacement", "credit-followup"].map { PurposeID($0) }),
        sensitivities: Set(["vip", "staff"].map { SensitivityID($0) }))

    /// Puts `text` in the place of line `line` (1-based) of a table; behind its end it is added.
    mutating func replace(_ table: String, line: Int, with text: String) {
        var lines = (tables[table] ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if line <= lines.count { lines[line - 1] = text } else { lines.append(text) }
        tables[table] = lines.joined(separator: "\n")
    }

    /// Writes the tables, calls `body` with the folder and removes it.
    func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amanah-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in tables { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try body(folder.path())
    }

    func run(strict: Bool = false) throws -> (report: ImportReport, sink: RecordingSink) {
        var rules = Self.rules
        rules.strict = strict
        return try inFolder { folder in
            var sink = RecordingSink()
            let report = try CSVFolderImport(folder: folder, rules: rules).run(sink: &sink)
            return (report, sink)
        }
    }
}

/// Keeps what it is given, and obeys the promise: nothing remains after an abort.
struct RecordingSink: ImportSink {
    var units: [ImportedUnit] = []
    var vendors: [ImportedVendor] = []
    var people: [ImportedPerson] = []
    var agreements: [ImportedAgreement] = []
    var customers: [ImportedCustomer] = []
    var fields: [FieldName] = []
    var tickets: [ImportedTicket] = []
    var assignments: [ImportedAssignment] = []
    var shifts: [ImportedShift] = []
    var largestBatch = 0
    var finishes = 0
    var aborts = 0
    /// Fails when this many rows of customers have come.
    var failsAfter: Int?

    struct Full: Error {}

    mutating func units(_ batch: [ImportedUnit]) { units += batch }
    mutating func vendors(_ batch: [ImportedVendor]) { vendors += batch }
    mutating func people(_ batch: [ImportedPerson]) { people += batch }
    mutating func agreements(_ batch: [ImportedAgreement]) { agreements += batch }
    mutating func customers(_ batch: CustomerBatch) throws {
        fields = batch.fields
        customers += batch.customers
        largestBatch = max(largestBatch, batch.customers.count)
        if let failsAfter, customers.count >= failsAfter { throw Full() }
    }
    mutating func tickets(_ batch: [ImportedTicket]) { tickets += batch }
    mutating func assignments(_ batch: [ImportedAssignment]) { assignments += batch }
    mutating func shifts(_ batch: [ImportedShift]) { shifts += batch }
    mutating func finish() { finishes += 1 }
    mutating func abort() {
        let (finishes, aborts) = (finishes, aborts + 1)
        self = RecordingSink()
        self.finishes = finishes
        self.aborts = aborts
    }
}
