/// A table whose every row is bound to its place and reconciled with the log (L11): who works here, under which line,
/// agreement and charter, on which ticket, and whose data are sensitive.
///
/// Numbers stand in the database and never change their meaning. A column that is added later and is NULL changes no mark.
package enum GuardedTable: UInt8, Sendable, CaseIterable {
    case units = 1
    case vendors = 2
    case people = 3
    case agreements = 4
    case acceptances = 5
    case charters = 6
    case workstations = 7
    case credentials = 8
    case tickets = 9
    case assignments = 10
    case customers = 11
    case holds = 12
    case erasures = 13
    case jointActs = 14
    case staffSteps = 15
    case lineChanges = 16
    case requests = 17
    case brokenGlass = 18
    case quotaSettings = 19
    case charterProposals = 20

    package var name: String {
        switch self {
        case .units: "units"
        case .vendors: "vendors"
        case .people: "people"
        case .agreements: "agreements"
        case .acceptances: "acceptances"
        case .charters: "charters"
        case .workstations: "workstations"
        case .credentials: "credentials"
        case .tickets: "tickets"
        case .assignments: "assignments"
        case .customers: "customers"
        case .holds: "holds"
        case .erasures: "erasures"
        case .jointActs: "joint_acts"
        case .staffSteps: "staff_steps"
        case .lineChanges: "line_changes"
        case .requests: "requests"
        case .brokenGlass: "broken_glass"
        case .quotaSettings: "quota_settings"
        case .charterProposals: "charter_proposals"
        }
    }

    /// What names a row: a column, or more than one joined.
    var key: String {
        switch self {
        case .units: "unit_id"
        case .vendors: "vendor_id"
        case .people, .acceptances, .credentials: "person_id"
        case .agreements: "agreement_id"
        case .charters, .staffSteps, .lineChanges, .charterProposals: "number"
        case .workstations: "workstation_id"
        case .tickets: "ticket_id"
        case .assignments: "assignment_id"
        case .customers, .erasures: "customer_id"
        case .holds: "hold_id"
        case .jointActs: "joint_act_id"
        case .requests: "request_id"
        case .brokenGlass: "glass_id"
        case .quotaSettings: "person_id || '/' || quota"
        }
    }

    /// The columns that a mark is over, in the order in which a look reads them; `nil` is all. Left out is what changes without an entry: tries at the door.
    var columns: [String]? {
        switch self {
        case .credentials: ["person_id", "password", "must_change", "secret", "secret_confirmed"]
        case .tickets:
            [
                "ticket_id", "customer_id", "purpose", "unit_id", "assigned_to", "opened_at", "closed_at", "channel",
                "opened_by", "assigned_by", "by_presence",
            ]
        case .assignments: ["assignment_id", "person_id", "customer_id", "purpose", "starts_on", "ends_on"]
        case .customers: ["customer_id", "unit_id", "sensitivity", "staff_person_id", "household"]
        default: nil
        }
    }

    /// A mark in the row itself, in a column `mark`: for the one table with a million rows.
    var marksInPlace: Bool { self == .customers }

    /// Read as a whole when the gateway takes up what another process changed; a row that does not hold counts as not there.
    static let ofOrganisation: [GuardedTable] = [
        .units, .vendors, .people, .agreements, .acceptances, .charters, .workstations,
    ]
}
