@testable import AmanahCore

/// Prints a charter as YAML, in block or flow style and with or without words that stand for their default, as its
/// random numbers will.
struct CharterPrinter {
    var random: CharterRandom
    private var lines: [String] = []

    init(random: CharterRandom) { self.random = random }

    private indirect enum Value {
        case word(String)
        case list([String])
        case mapping([(String, Value)])
    }

    func print(_ charter: Charter) -> String {
        var printer = self
        let sections = printer.sections(charter).shuffled(using: &printer.random)
        if printer.random.chance(30) { printer.lines.append("---") }
        for (word, value) in sections { printer.write(word, value, indent: 0) }
        return printer.lines.joined(separator: printer.random.chance(20) ? "\r\n" : "\n")
    }

    // MARK: - Layout

    private mutating func write(_ word: String, _ value: Value, indent: Int) {
        let space = String(repeating: " ", count: indent)
        if random.chance(10) { lines.append(random.pick(["", "# a comment: {", space + "    # another"])) }
        let key = random.chance(10) ? "\"\(word)\"" : random.chance(5) ? "'\(word)' " : word
        let comment = random.chance(10) ? "  # said # here" : ""
        let step = random.pick([1, 2, 4])
        switch value {
        case .mapping(let entries) where !entries.isEmpty && random.chance(60):
            lines.append("\(space)\(key):\(comment)")
            for (word, value) in entries { write(word, value, indent: indent + step) }
        case .list(let items) where !items.isEmpty && random.chance(50):
            lines.append("\(space)\(key):\(comment)")
            let dash = String(repeating: " ", count: indent + random.pick([0, step]))
            for item in items { lines.append("\(dash)-\(random.pick([" ", "   "]))\(item)") }
        default:
            lines.append("\(space)\(key): \(flow(value))\(comment)")
        }
    }

    private mutating func flow(_ value: Value) -> String {
        let gap = random.pick(["", " ", "\n    ", " # why\n  "])
        let comma = random.chance(10) ? "," : ""
        switch value {
        case .word(let word): return word
        case .list(let items):
            return "[\(gap)\(items.joined(separator: ", "))\(items.isEmpty ? "" : comma)\(gap)]"
        case .mapping(let entries):
            var parts: [String] = []
            for (word, value) in entries { parts.append("\(word): \(flow(value))") }
            return
                "{\(gap)\(parts.joined(separator: ","+(gap.isEmpty ? " " : gap)))\(parts.isEmpty ? "" : comma)\(gap)}"
        }
    }

    private mutating func quoted(_ text: String) -> Value {
        if random.chance(40) { return .word("'" + text.replacing("'", with: "''") + "'") }
        return .word("\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"")
    }

    // MARK: - Contents

    /// Leaves a word out when its value is the default, half of the time.
    private mutating func given(_ entries: [(word: String, value: Value, isDefault: Bool)]) -> Value {
        var kept: [(String, Value)] = []
        for entry in entries where !(entry.isDefault && random.chance(50)) { kept.append((entry.word, entry.value)) }
        return .mapping(kept.shuffled(using: &random))
    }

    private mutating func title(_ title: Charter.Title) -> Value {
        if title.id == title.en { return quoted(title.id) }
        return .mapping([("id", quoted(title.id)), ("en", quoted(title.en))])
    }

    private func number(_ number: Int) -> Value { .word(String(number)) }
    private func words<Item>(_ items: [Item], _ word: (Item) -> String) -> Value { .list(items.map(word)) }

    private func time(_ minute: Int) -> Value {
        .word("\"\(Moment.pad(minute / 60, 2)):\(Moment.pad(minute % 60, 2))\"")
    }

    private mutating func sections(_ charter: Charter) -> [(String, Value)] {
        var sections: [(String, Value)] = [
            ("charter", .word(charter.name)), ("version", number(charter.version)),
            (
                "terms",
                .mapping([
                    ("document", quoted(charter.terms.document)),
                    ("renew_every_days", number(charter.terms.renewEveryDays)),
                ])
            ),
            ("zone", .word(charter.zone.rawValue)),
            ("closes_after_seconds", number(charter.closesAfterSeconds)),
            ("reveal_seconds", number(charter.revealSeconds)),
            ("workstation", .word(charter.workstationRequired ? "required" : "optional")),
        ]
        if let days = charter.recertifyEveryDays { sections.append(("recertify_every_days", number(days))) }
        var fields: [(String, Value)] = []
        for field in charter.fields {
            var entries: [(String, Value)] = [
                ("class", .word(field.fieldClass.rawValue)), ("title", title(field.title)),
            ]
            if let mask = field.mask { entries.append(("mask", .word(mask.rawValue))) }
            fields.append((field.name.rawValue, .mapping(entries)))
        }
        sections.append(("fields", .mapping(fields)))
        sections.append(("purposes", .mapping(charter.purposes.map { ($0.id.rawValue, purpose($0, charter.fields)) })))
        sections.append(("roles", .mapping(charter.roles.map { ($0.id.rawValue, role($0, charter.purposes)) })))
        if !charter.sensitivity.isEmpty {
            sections.append(
                (
                    "sensitivity",
                    .mapping(
                        charter.sensitivity.map { rule in
                            (
                                rule.id.rawValue,
                                given([
                                    ("approval", .word(rule.approval.rawValue), false),
                                    ("notify", words(rule.notify, \.rawValue), false),
                                    witness(rule.witnessRequired),
                                ])
                            )
                        })
                ))
        }
        if let rule = charter.breakGlass {
            let entries: [(String, Value, Bool)] = [
                ("roles", words(rule.roles.shuffled(using: &random)) { charter.roles[$0].id.rawValue }, false),
                ("review_within_hours", number(rule.reviewWithinHours), rule.reviewWithinHours == 24),
                ("per_month", number(rule.perMonth), rule.perMonth == 2),
                ("minutes", number(rule.minutes), rule.minutes == 5),
                ("notify", words(rule.notify, \.rawValue), rule.notify.isEmpty),
            ]
            sections.append(("break_glass", given(entries)))
        }
        let approvals = charter.approvals
        let running: [(String, Value, Bool)] = [
            ("climb_after_minutes", number(approvals.climbAfterMinutes), approvals.climbAfterMinutes == 30),
            ("expire_after_minutes", number(approvals.expireAfterMinutes), approvals.expireAfterMinutes == 480),
            ("grant_minutes", number(approvals.grantMinutes), approvals.grantMinutes == 60),
            ("grant_looks", number(approvals.grantLooks), approvals.grantLooks == 3),
        ]
        sections.append(("approvals", given(running)))
        let books: [(String, Value, Bool)] = [
            (
                "segments", words(charter.books.segments) { charter.fields[$0].name.rawValue },
                charter.books.segments.isEmpty
            ),
            ("most_days", number(charter.books.mostDays), charter.books.mostDays == 92),
            ("most_each", number(charter.books.mostEach), charter.books.mostEach == 1000),
        ]
        sections.append(("books", given(books)))
        if let samples = charter.samples {
            let drawn: [(String, Value, Bool)] = [
                ("per_person_week", number(samples.perPersonWeek), false),
                ("due_days", number(samples.dueDays), samples.dueDays == 7),
            ]
            sections.append(("samples", given(drawn)))
        }
        if let rule = charter.hours {
            let entries: [(String, Value, Bool)] = [
                ("open", time(rule.openMinute), false), ("close", time(rule.closeMinute), false),
                ("outside", .word(rule.outside.rawValue), rule.outside == .denied),
                ("roster", .word(rule.rosterRequired ? "required" : "optional"), !rule.rosterRequired),
            ]
            sections.append(("hours", given(entries)))
        }
        let presence = charter.presence
        sections.append(
            (
                "presence",
                given([
                    ("code_minutes", number(presence.codeMinutes), presence.codeMinutes == 5),
                    ("tries", number(presence.tries), presence.tries == 3),
                    ("per_person_per_day", number(presence.perPersonPerDay), presence.perPersonPerDay == 20),
                    ("ticket_minutes", number(presence.ticketMinutes), presence.ticketMinutes == 30),
                ])
            ))
        sections.append(
            (
                "retention",
                .mapping([
                    ("look_details_days", number(charter.retention.lookDetailsDays)),
                    ("sessions_days", number(charter.retention.sessionsDays)),
                ])
            ))
        return sections
    }

    private mutating func purpose(_ rule: Charter.PurposeRule, _ fields: [Charter.FieldRule]) -> Value {
        var shows: [(word: String, value: Value, isDefault: Bool)] = []
        var reveals: [(String, Value)] = []
        for (number, field) in fields.enumerated() {
            shows.append((field.name.rawValue, .word(rule.shows[number].word), rule.shows[number] == .hidden))
            guard let reveal = rule.reveals[number] else { continue }
            let value = given([
                ("reason", .word(String(reveal.reason)), reveal.reason),
                ("approval", .word(reveal.approval.rawValue), reveal.approval == .none),
                ("form", .word(reveal.form.word), reveal.form == .full),
            ])
            reveals.append((field.name.rawValue, value))
        }
        return given([
            ("title", title(rule.title), false), ("needs", words(rule.needs, \.rawValue), false),
            ("shows", given(shows), false), ("reveals", .mapping(reveals), reveals.isEmpty),
            ("approval", .word(rule.approval.rawValue), rule.approval == .none),
            ("grace_minutes", number(rule.graceMinutes), rule.graceMinutes == 0), witness(rule.witnessRequired),
        ])
    }

    private func witness(_ required: Bool) -> (String, Value, Bool) {
        ("witness", .word(required ? "required" : "optional"), !required)
    }

    private mutating func role(_ rule: Charter.RoleRule, _ purposes: [Charter.PurposeRule]) -> Value {
        var quotas: [(String, Value)] = QuotaKind.allCases.compactMap { kind in
            rule.quotas[kind].map { (kind.rawValue, number($0)) }
        }
        if rule.quotas.over == .approval { quotas.append(("over", .word("approval"))) }
        let adjust: [(String, Value)] = rule.adjust.map { kind, range in
            (kind.rawValue, .list([String(range.lowerBound), String(range.upperBound)]))
        }
        let inSomeOrder = rule.purposes.shuffled(using: &random)
        return given([
            ("title", title(rule.title), false),
            ("purposes", words(inSomeOrder) { purposes[$0].id.rawValue }, rule.purposes.isEmpty),
            ("scope", .word(rule.scope.rawValue), rule.scope == .branch),
            ("approves", .word(String(rule.approves)), !rule.approves),
            ("administers", .word(String(rule.administers)), !rule.administers),
            ("pages", words(rule.pages, \.rawValue), rule.pages.isEmpty),
            ("quotas", .mapping(quotas), quotas.isEmpty), ("adjust", .mapping(adjust), adjust.isEmpty),
            ("watched_by", words(rule.watchedBy, \.rawValue), rule.watchedBy.isEmpty),
            ("confirms_charters", .word(String(rule.confirmsCharters)), !rule.confirmsCharters),
        ])
    }
}
