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
    var value: CharterValue
    var weight: Weight
}

/// A charter taken apart: two charters that say the same have the same points, whatever their order.
struct CharterPoints {
    private(set) var points: [CharterPoint] = []

    init(_ charter: Charter) {
        addHouse(charter)
        for field in charter.fields {
            add(nil, "fields.\(field.name)", .field(field.fieldClass, field.mask), .neutral)
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
                add(role.id, "break_glass", .yes, .permits([1]))
            }
        }
    }

    private mutating func add(_ role: RoleID?, _ path: String, _ value: CharterValue, _ weight: CharterPoint.Weight) {
        points.append(CharterPoint(key: CharterPoint.Key(role: role, path: path), value: value, weight: weight))
    }

    private mutating func addNumber(_ path: String, _ number: Int) {
        add(nil, path, .number(number), .permits([number]))
    }

    private mutating func addTitle(_ path: String, _ title: Charter.Title) {
        add(nil, "\(path).title", .title(title), .neutral)
    }

    private mutating func addTold(_ path: String, _ roles: [RoleID]) {
        guard !roles.isEmpty else { return }
        add(nil, path, .roles(roles.sorted { $0.rawValue < $1.rawValue }), .neutral)
    }

    // MARK: - Everyone

    private mutating func addHouse(_ charter: Charter) {
        add(nil, "charter", .text(charter.name), .neutral)
        add(nil, "version", .number(charter.version), .neutral)
        add(nil, "terms.document", .text(charter.terms.document), .neutral)
        addNumber("terms.renew_every_days", charter.terms.renewEveryDays)
        add(nil, "zone", .text(charter.zone.rawValue), .neutral)
        addHours(charter.hours)
        add(
            nil, "workstation", .required(charter.workstationRequired),
            .restricts([charter.workstationRequired ? 1 : 0]))
        add(
            nil, "recertify_every_days", charter.recertifyEveryDays.map { .number($0) } ?? .never,
            .permits([charter.recertifyEveryDays ?? .max]))
        addNumber("closes_after_seconds", charter.closesAfterSeconds)
        addNumber("reveal_seconds", charter.revealSeconds)
        addNumber("presence.code_minutes", charter.presence.codeMinutes)
        addNumber("presence.tries", charter.presence.tries)
        addNumber("presence.per_person_per_day", charter.presence.perPersonPerDay)
        addNumber("presence.ticket_minutes", charter.presence.ticketMinutes)
        add(nil, "retention.look_details_days", .number(charter.retention.lookDetailsDays), .neutral)
        add(nil, "retention.sessions_days", .number(charter.retention.sessionsDays), .neutral)
        addBooks(charter)
        if let rule = charter.breakGlass {
            addNumber("break_glass.review_within_hours", rule.reviewWithinHours)
            addNumber("break_glass.per_month", rule.perMonth)
            addNumber("break_glass.minutes", rule.minutes)
            addTold("break_glass.notify", rule.notify)
        }
        addNumber("approvals.climb_after_minutes", charter.approvals.climbAfterMinutes)
        addNumber("approvals.expire_after_minutes", charter.approvals.expireAfterMinutes)
        addNumber("approvals.grant_minutes", charter.approvals.grantMinutes)
        addNumber("approvals.grant_looks", charter.approvals.grantLooks)
        for rule in charter.sensitivity {
            let rank = Charter.Approval.allCases.filter { $0 < rule.approval }.count
            add(nil, "sensitivity.\(rule.id)", .approval(rule.approval), .restricts([rank]))
            addTold("sensitivity.\(rule.id).notify", rule.notify)
            if rule.witnessRequired { add(nil, "sensitivity.\(rule.id).witness", .required(true), .restricts([1])) }
        }
    }

    private mutating func addBooks(_ charter: Charter) {
        for number in charter.books.segments {
            add(nil, "books.segments.\(charter.fields[number].name)", .yes, .permits([1]))
        }
        addNumber("books.most_days", charter.books.mostDays)
        addNumber("books.most_each", charter.books.mostEach)
        // More samples let less go unseen.
        add(
            nil, "samples.per_person_week", charter.samples.map { .number($0.perPersonWeek) } ?? .nothing,
            .restricts([charter.samples?.perPersonWeek ?? 0]))
        add(
            nil, "samples.due_days", charter.samples.map { .number($0.dueDays) } ?? .nothing,
            .permits([charter.samples?.dueDays ?? .max]))
    }

    private mutating func addHours(_ rule: Charter.HoursRule?) {
        let minutes = (0..<1440).map { rule?.contains(minuteOfDay: $0) ?? true ? 1 : 0 }
        let outside = rule?.outside != .denied
        let value: CharterValue =
            rule.map { .hours(open: $0.openMinute, close: $0.closeMinute, outside: $0.outside) } ?? .always
        add(nil, "hours", value, .permits(minutes + [outside ? 1 : 0]))
        let required = rule?.rosterRequired ?? false
        add(nil, "hours.roster", .required(required), .restricts([required ? 1 : 0]))
    }

    // MARK: - Roles

    private mutating func addRole(_ role: Charter.RoleRule) {
        addTitle("roles.\(role.id)", role.title)
        let scopes = Charter.Scope.allCases
        add(role.id, "scope", .scope(role.scope), .permits([scopes.firstIndex(of: role.scope) ?? 0]))
        if role.approves { add(role.id, "approves", .yes, .permits([1])) }
        if role.administers { add(role.id, "administers", .yes, .permits([1])) }
        for page in role.pages { add(role.id, "pages.\(page.rawValue)", .yes, .permits([1])) }
        for watcher in role.watchedBy { add(role.id, "watched_by.\(watcher)", .yes, .restricts([1])) }
        if role.confirmsCharters { add(role.id, "confirms_charters", .yes, .permits([1])) }
        for kind in QuotaKind.allCases {
            let bound = role.quotas[kind]
            add(role.id, "quotas.\(kind.rawValue)", bound.map { .number($0) } ?? .noBound, .permits([bound ?? .max]))
        }
        if role.quotas.over == .approval { add(role.id, "quotas.over", .over(.approval), .permits([1])) }
        for (kind, range) in role.adjust.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            // Down to nothing and up without end is most allowed.
            add(
                role.id, "adjust.\(kind.rawValue)", .range(range),
                .permits([Int.max - range.lowerBound, range.upperBound]))
        }
    }

    /// A purpose as one role meets it; without a role, a purpose that nobody can use.
    private mutating func addPurpose(_ purpose: Charter.PurposeRule, of role: RoleID?, _ fields: [Charter.FieldRule]) {
        let path = role == nil ? "purposes.\(purpose.id)" : purpose.id.rawValue
        func weight(_ amounts: [Int]) -> CharterPoint.Weight { role == nil ? .neutral : .permits(amounts) }
        let approvalRank = Charter.Approval.allCases.filter { $0 > purpose.approval }.count
        let needs = Charter.Need.allCases.filter(purpose.needs.contains)
        add(
            role, path, .purpose(needs: needs, approval: purpose.approval, graceMinutes: purpose.graceMinutes),
            weight(Charter.Need.allCases.map { needs.contains($0) ? 1 : 0 } + [approvalRank, purpose.graceMinutes]))
        if purpose.witnessRequired {
            add(role, "\(path).witness", .required(true), role == nil ? .neutral : .restricts([1]))
        }
        for (number, field) in fields.enumerated() {
            let shown = purpose.shows[number]
            if shown > .hidden {
                add(role, "\(path).shows.\(field.name)", .form(shown), weight([Int(shown.rawValue)]))
            }
            if let reveal = purpose.reveals[number] {
                let rank = Charter.Approval.allCases.filter { $0 > reveal.approval }.count
                add(
                    role, "\(path).reveals.\(field.name)", .reveal(reveal),
                    weight([Int(reveal.form.rawValue), reveal.reason ? 0 : 1, rank]))
            }
        }
    }
}
