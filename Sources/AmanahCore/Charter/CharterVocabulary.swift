/// Every word that a charter may hold, by the place where it may stand. The parser refuses what is not here, and the
/// reference is held to it by a test.
package enum CharterVocabulary {
    /// A mapping with a closed set of words.
    package enum Section: String, Sendable, CaseIterable {
        case charter, terms, field, title, purpose, reveal, role, quotas, adjust, sensitivity, approvals
        case breakGlass = "break_glass"
        case hours, presence, retention, books, samples

        /// As the reference calls it.
        package var heading: String { rawValue }
    }

    package static func words(of section: Section) -> [String] {
        switch section {
        case .charter:
            [
                "charter", "version", "terms", "zone", "fields", "purposes", "roles", "sensitivity", "approvals",
                "break_glass",
                "hours", "presence", "closes_after_seconds", "reveal_seconds", "retention", "workstation",
                "recertify_every_days", "books", "samples",
            ]
        case .terms: ["document", "renew_every_days"]
        case .field: ["class", "mask", "title"]
        case .title: ["id", "en"]
        case .purpose: ["title", "needs", "shows", "reveals", "approval", "grace_minutes", "witness"]
        case .reveal: ["reason", "approval", "form"]
        case .role:
            [
                "title", "purposes", "scope", "approves", "administers", "pages", "quotas", "adjust", "watched_by",
                "confirms_charters",
            ]
        case .quotas: QuotaKind.allCases.map(\.rawValue) + ["over"]
        case .adjust: QuotaKind.allCases.map(\.rawValue)
        case .sensitivity: ["approval", "notify", "witness"]
        case .approvals: ["climb_after_minutes", "expire_after_minutes", "grant_minutes", "grant_looks"]
        case .breakGlass: ["roles", "review_within_hours", "per_month", "minutes", "notify"]
        case .hours: ["open", "close", "outside", "roster"]
        case .presence: ["code_minutes", "tries", "per_person_per_day", "ticket_minutes"]
        case .retention: ["look_details_days", "sessions_days"]
        case .samples: ["per_person_week", "due_days"]
        case .books: ["segments", "most_days", "most_each"]
        }
    }

    /// The closed sets of values, by the word before which they stand.
    package static let values: [(word: String, values: [String])] = [
        ("class", FieldClass.allCases.map(\.rawValue)),
        ("mask", Mask.allCases.map(\.rawValue)),
        ("shows", Form.allCases.map(\.word)),
        ("form", [Form.masked.word, Form.full.word]),
        ("needs", Charter.Need.allCases.map(\.rawValue)),
        ("approval", Charter.Approval.allCases.map(\.rawValue)),
        ("scope", Charter.Scope.allCases.map(\.rawValue)),
        ("pages", Charter.Page.allCases.map(\.rawValue)),
        ("zone", Zone.allCases.map(\.rawValue)),
        ("over", Quotas.Over.allCases.map(\.rawValue)),
        ("outside", Charter.HoursRule.Outside.allCases.map(\.rawValue)),
        ("roster", ["optional", "required"]),
        ("workstation", ["optional", "required"]),
        ("witness", ["optional", "required"]),
    ]

    /// What numbers a charter may set, both ends included.
    package enum Bounds {
        package static let version = 1...1_000_000_000
        package static let renewEveryDays = 1...3650
        package static let recertifyEveryDays = 1...3650
        package static let graceMinutes = 0...1440
        package static let quota = 0...1_000_000_000
        package static let reviewWithinHours = 1...168
        package static let perMonth = 0...1000
        package static let breakGlassMinutes = 1...30
        package static let climbAfterMinutes = 1...1440
        package static let expireAfterMinutes = 1...10080
        package static let grantMinutes = 1...1440
        package static let grantLooks = 1...100
        package static let codeMinutes = 1...15
        package static let tries = 1...10
        package static let perPersonPerDay = 0...1_000_000
        package static let ticketMinutes = 1...480
        package static let closesAfterSeconds = 10...3600
        package static let revealSeconds = 5...600
        package static let lookDetailsDays = 30...36500
        package static let sessionsDays = 1...3650
        package static let mostDays = 1...3650
        package static let mostEach = 1...10_000
        package static let perPersonWeek = 1...100
        package static let dueDays = 1...90
        /// Fields, purposes, roles and sensitivities, each.
        package static let rules = 256
        package static let nameLength = 64
        package static let textLength = 200
    }
}
