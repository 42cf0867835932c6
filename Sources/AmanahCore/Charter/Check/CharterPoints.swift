/// One thing that a charter says, with what it weighs.
struct CharterPoint: Equatable {
    struct Key: Hashable {
        var role: RoleID?
        var path: String
    }

    enum Weight: Equatable {
        /// More is more allowed; that it does not stand is least.
        case permits([Int])
        /// More is less allowed; that it does not stand is most allowed.
        case restricts([Int])
        case neutral
    }

    var key: Key
    var text: String
    var weight: Weight
}

/// A charter taken apart: two charters that say the same have the same points, whatever their order.
struct CharterPoints {
    private(set) var points: [CharterPoint] = []

    init(_ charter: Charter) {
        addHouse(charter)
        for field in charter.fields {
            let mask = field.mask.map { ", mask \($0.rawValue)" } ?? ""
            add(nil, "fields.\(field.name)", field.fieldClass.rawValue + mask, .neutral)
            addTitle("fields.\(field.name)", field.title)
        }
        for (number, purpose) in charter.purposes.enumerated() {
            addTitle("purposes.\(purpose.id)", purpose.title)
            let users = charter.roles.filter { $0.purposes.contains(number) }
            for role in users { addPurpose(purpose, of: role.id, charter.fields) }
            if users.isEmpty { addPurpose(purpose, of: nil, charter.fields) }
        }
        for (number, role) in charter.roles.enumerated() {
            addRole(role)
            if charter.breakGlass?.roles.contains(number) == true {
                add(role.id, "break_glass", "yes", .permits([1]))
            }
        }
    }

    private mutating func add(_ role: RoleID?, _ path: String, _ text: String, _ weight: CharterPoint.Weight) {
        points.append(CharterPoint(key: CharterPoint.Key(role: role, path: path), text: text, weight: weight))
    }

    private mutating func addNumber(_ path: String, _ number: Int) {
        add(nil, path, String(number), .permits([number]))
    }

    private mutating func addTitle(_ path: String, _ title: Charter.Title) {
        add(nil, "\(path).title", "\(title.id) / \(title.en)", .neutral)
    }

    // MARK: - Everyone

    private mutating func addHouse(_ charter: Charter) {
        add(nil, "charter", charter.name, .neutral)
        add(nil, "version", String(charter.version), .neutral)
        add(nil, "terms.document", charter.terms.document, .neutral)
        addNumber("terms.renew_every_days", charter.terms.renewEveryDays)
        add(nil, "zone", charter.zone.rawValue, .neutral)
        addHours(charter.hours)
        add(
            nil, "workstation", charter.workstationRequired ? "required" : "optional",
            .restricts([charter.workstationRequired ? 1 : 0]))
        add(
            nil, "recertify_every_days", charter.recertifyEveryDays.map(String.init) ?? "never",
            .permits([charter.recertifyEveryDays ?? .max]))
        addNumber("closes_after_seconds", charter.closesAfterSeconds)
        addNumber("reveal_seconds", charter.revealSeconds)
        addNumber("presence.code_minutes", charter.presence.codeMinutes)
        addNumber("presence.tries", charter.presence.tries)
        addNumber("presence.per_person_per_day", charter.presence.perPersonPerDay)
        addNumber("presence.ticket_minutes", charter.presence.ticketMinutes)
        add(nil, "retention.look_details_days", String(charter.retention.lookDetailsDays), .neutral)
        add(nil, "retention.sessions_days", String(charter.retention.sessionsDays), .neutral)
        addBooks(charter)
        if let rule = charter.breakGlass {
            addNumber("break_glass.review_within_hours", rule.reviewWithinHours)
            addNumber("break_glass.per_month", rule.perMonth)
            addNumber("break_glass.minutes", rule.minutes)
            let told = rule.notify.map(\.rawValue).sorted().joined(separator: ", ")
            if !told.isEmpty { add(nil, "break_glass.notify", told, .neutral) }
        }
        addNumber("approvals.climb_after_minutes", charter.approvals.climbAfterMinutes)
        addNumber("approvals.expire_after_minutes", charter.approvals.expireAfterMinutes)
        addNumber("approvals.grant_minutes", charter.approvals.grantMinutes)
        addNumber("approvals.grant_looks", charter.approvals.grantLooks)
        for rule in charter.sensitivity {
            let rank = Charter.Approval.allCases.filter { $0 < rule.approval }.count
            add(nil, "sensitivity.\(rule.id)", rule.approval.rawValue, .restricts([rank]))
            let told = rule.notify.map(\.rawValue).sorted().joined(separator: ", ")
            if !told.isEmpty { add(nil, "sensitivity.\(rule.id).notify", told, .neutral) }
            if rule.witnessRequired { add(nil, "sensitivity.\(rule.id).witness", "required", .restricts([1])) }
        }
    }

    private mutating func addBooks(_ charter: Charter) {
        for number in charter.books.segments {
            add(nil, "books.segments.\(charter.fields[number].name)", "yes", .permits([1]))
        }
        addNumber("books.most_days", charter.books.mostDays)
        addNumber("books.most_each", charter.books.mostEach)
        // More samples let less go unseen.
        add(
            nil, "samples.per_person_week", charter.samples.map { String($0.perPersonWeek) } ?? "none",
            .restricts([charter.samples?.perPersonWeek ?? 0]))
        add(
            nil, "samples.due_days", charter.samples.map { String($0.dueDays) } ?? "none",
            .permits([charter.samples?.dueDays ?? .max]))
    }

    private mutating func addHours(_ rule: Charter.HoursRule?) {
        let minutes = (0..<1440).map { rule?.contains(minuteOfDay: $0) ?? true ? 1 : 0 }
        let outside = rule?.outside != .denied
        let text =
            rule.map { "\(Self.time($0.openMinute))–\(Self.time($0.closeMinute)), outside \($0.outside.rawValue)" }
            ?? "always"
        add(nil, "hours", text, .permits(minutes + [outside ? 1 : 0]))
        let required = rule?.rosterRequired ?? false
        add(nil, "hours.roster", required ? "required" : "optional", .restricts([required ? 1 : 0]))
    }

    private static func time(_ minute: Int) -> String {
        "\(Moment.pad(minute / 60, 2)):\(Moment.pad(minute % 60, 2))"
    }

    // MARK: - Roles

    private mutating func addRole(_ role: Charter.RoleRule) {
        addTitle("roles.\(role.id)", role.title)
        let scopes = Charter.Scope.allCases
        add(role.id, "scope", role.scope.rawValue, .permits([scopes.firstIndex(of: role.scope) ?? 0]))
        if role.approves { add(role.id, "approves", "yes", .permits([1])) }
        if role.administers { add(role.id, "administers", "yes", .permits([1])) }
        for page in role.pages { add(role.id, "pages.\(page.rawValue)", "yes", .permits([1])) }
        for watcher in role.watchedBy { add(role.id, "watched_by.\(watcher)", "yes", .restricts([1])) }
        if role.confirmsCharters { add(role.id, "confirms_charters", "yes", .permits([1])) }
        for kind in QuotaKind.allCases {
            let bound = role.quotas[kind]
            add(role.id, "quotas.\(kind.rawValue)", bound.map(String.init) ?? "no bound", .permits([bound ?? .max]))
        }
        if role.quotas.over == .approval { add(role.id, "quotas.over", "approval", .permits([1])) }
        for (kind, range) in role.adjust.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            // Down to nothing and up without end is most allowed.
            add(
                role.id, "adjust.\(kind.rawValue)", "\(range.lowerBound) to \(range.upperBound)",
                .permits([Int.max - range.lowerBound, range.upperBound]))
        }
    }

    /// A purpose as one role meets it; without a role, a purpose that nobody can use.
    private mutating func addPurpose(_ purpose: Charter.PurposeRule, of role: RoleID?, _ fields: [Charter.FieldRule]) {
        let path = role == nil ? "purposes.\(purpose.id)" : purpose.id.rawValue
        func weight(_ amounts: [Int]) -> CharterPoint.Weight { role == nil ? .neutral : .permits(amounts) }
        let approvalRank = Charter.Approval.allCases.filter { $0 > purpose.approval }.count
        let needs = Charter.Need.allCases.map { purpose.needs.contains($0) ? 1 : 0 }
        let words = Charter.Need.allCases.filter(purpose.needs.contains).map(\.rawValue).joined(separator: " or ")
        add(
            role, path, "by \(words), approval \(purpose.approval.rawValue), grace \(purpose.graceMinutes) min",
            weight(needs + [approvalRank, purpose.graceMinutes]))
        if purpose.witnessRequired {
            add(role, "\(path).witness", "required", role == nil ? .neutral : .restricts([1]))
        }
        for (number, field) in fields.enumerated() {
            let shown = purpose.shows[number]
            if shown > .hidden {
                add(role, "\(path).shows.\(field.name)", shown.word, weight([Int(shown.rawValue)]))
            }
            if let reveal = purpose.reveals[number] {
                let rank = Charter.Approval.allCases.filter { $0 > reveal.approval }.count
                add(
                    role, "\(path).reveals.\(field.name)",
                    "\(reveal.form.word), reason \(reveal.reason ? "yes" : "no"), approval \(reveal.approval.rawValue)",
                    weight([Int(reveal.form.rawValue), reveal.reason ? 0 : 1, rank]))
            }
        }
    }
}
