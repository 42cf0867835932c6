/// The rules of a charter, read from their nodes.
extension CharterParser {
    typealias Bounds = CharterVocabulary.Bounds

    /// The charter, or `nil` where a problem leaves nothing to build on. Meaningless once a problem is reported.
    mutating func charter(_ root: CharterNode) -> Charter? {
        let required = ["charter", "version", "terms", "fields", "purposes", "roles"]
        guard let section = section(root, .charter, required: required, of: .charter) else { return nil }
        let name = text(section["charter"], "charter")
        if let name, let node = section["charter"] { checkName(name, at: node.place, hyphens: true) }
        let fields = fields(section["fields"])
        let purposes = purposes(section["purposes"], fields: fields)
        let roles = roles(section["roles"], purposes: purposes.map(\.id.rawValue))
        let roleNames = roles.map(\.id.rawValue)
        let zone = zone(section["zone"])
        let workstation = isRequired(section["workstation"], "workstation")
        return Charter(
            name: name ?? "", version: integer(section["version"], "version", Bounds.version) ?? 1,
            terms: terms(section["terms"]), zone: zone, fields: fields, purposes: purposes, roles: roles,
            sensitivity: sensitivity(section["sensitivity"], roles: roleNames),
            breakGlass: breakGlass(section["break_glass"], roles: roleNames),
            approvals: approvals(section["approvals"]), hours: hours(section["hours"]),
            presence: presence(section["presence"]),
            closesAfterSeconds: integer(
                section["closes_after_seconds"], "closes_after_seconds", Bounds.closesAfterSeconds) ?? 300,
            revealSeconds: integer(section["reveal_seconds"], "reveal_seconds", Bounds.revealSeconds) ?? 30,
            retention: retention(section["retention"]), workstationRequired: workstation,
            recertifyEveryDays: integer(
                section["recertify_every_days"], "recertify_every_days", Bounds.recertifyEveryDays),
            books: books(section["books"], fields: fields), samples: samples(section["samples"]))
    }

    private mutating func terms(_ node: CharterNode?) -> Charter.Terms {
        let section = node.flatMap {
            self.section($0, .terms, required: ["document", "renew_every_days"], of: .section("terms"))
        }
        return Charter.Terms(
            document: text(section?["document"], "document") ?? "",
            renewEveryDays: integer(section?["renew_every_days"], "renew_every_days", Bounds.renewEveryDays) ?? 1)
    }

    private mutating func zone(_ node: CharterNode?) -> Zone {
        if case .scalar(let text, _) = node?.content, let zone = Zone(text) { return zone }
        return choice(node, "zone") ?? .wib
    }

    // MARK: - Fields

    private mutating func fields(_ node: CharterNode?) -> [Charter.FieldRule] {
        var fields: [Charter.FieldRule] = []
        for entry in rules(node, "fields", hyphens: false) {
            let section = section(entry.value, .field, required: ["class"], of: .field(entry.key))
            fields.append(
                Charter.FieldRule(
                    name: FieldName(entry.key), fieldClass: choice(section?["class"], "class") ?? .other,
                    mask: choice(section?["mask"], "mask"), title: title(section?["title"], of: entry.key)))
        }
        return fields
    }

    /// `{id: …, en: …}`, or one text for both; without it the name in words.
    private mutating func title(_ node: CharterNode?, of name: String) -> Charter.Title {
        guard let node else {
            let words = name.split { $0 == "_" || $0 == "-" }.joined(separator: " ")
            let title = words.prefix(1).uppercased() + words.dropFirst()
            return Charter.Title(id: title, en: title)
        }
        if case .scalar = node.content {
            let title = text(node, "title") ?? ""
            return Charter.Title(id: title, en: title)
        }
        let section = section(node, .title, required: ["id", "en"], of: .section("title"))
        return Charter.Title(id: text(section?["id"], "id") ?? "", en: text(section?["en"], "en") ?? "")
    }

    // MARK: - Roles

    private mutating func roles(_ node: CharterNode?, purposes: [String]) -> [Charter.RoleRule] {
        var roles: [Charter.RoleRule] = []
        let entries = rules(node, "roles", hyphens: true)
        let names = entries.map(\.key)
        for entry in entries {
            let section = section(entry.value, .role, of: .role(entry.key))
            let watchers = list(section?["watched_by"], "watched_by") { parser, item in
                parser.reference(item, "watched_by", .role, among: names)
            }
            let numbers = list(section?["purposes"], "purposes") { parser, item in
                parser.reference(item, "purposes", .purpose, among: purposes)
            }
            roles.append(
                Charter.RoleRule(
                    id: RoleID(entry.key), title: title(section?["title"], of: entry.key), purposes: numbers.sorted(),
                    scope: choice(section?["scope"], "scope") ?? .branch,
                    approves: flag(section?["approves"], "approves") ?? false,
                    administers: flag(section?["administers"], "administers") ?? false,
                    pages: list(section?["pages"], "pages") { parser, item in parser.choice(item, "pages") },
                    quotas: quotas(section?["quotas"]), adjust: adjust(section?["adjust"]),
                    watchedBy: watchers.map { RoleID(names[$0]) },
                    confirmsCharters: flag(section?["confirms_charters"], "confirms_charters") ?? false))
        }
        return roles
    }

    private mutating func quotas(_ node: CharterNode?) -> Quotas {
        var quotas = Quotas()
        guard let node, let section = section(node, .quotas, of: .section("quotas")) else { return quotas }
        for kind in QuotaKind.allCases {
            quotas[kind] = integer(section[kind.rawValue], kind.rawValue, Bounds.quota)
        }
        quotas.over = choice(section["over"], "over") ?? .denied
        return quotas
    }

    // MARK: - The rest

    private mutating func sensitivity(_ node: CharterNode?, roles: [String]) -> [Charter.SensitivityRule] {
        var rules: [Charter.SensitivityRule] = []
        for entry in self.rules(node, "sensitivity", hyphens: true) {
            if entry.key == SensitivityID.ordinary.rawValue {
                report(entry.keyPlace, .ordinaryMark)
            }
            let section = section(entry.value, .sensitivity, required: ["approval"], of: .sensitivity(entry.key))
            let notified = list(section?["notify"], "notify") { parser, item in
                parser.reference(item, "notify", .role, among: roles)
            }
            rules.append(
                Charter.SensitivityRule(
                    id: SensitivityID(entry.key), approval: choice(section?["approval"], "approval") ?? .both,
                    notify: notified.map { RoleID(roles[$0]) },
                    witnessRequired: isRequired(section?["witness"], "witness")))
        }
        return rules
    }

    /// `optional` or `required`; what is not there is optional.
    private mutating func isRequired(_ node: CharterNode?, _ word: String) -> Bool {
        choice(node, word, ["optional", "required"]) { $0 } == "required"
    }

    private mutating func breakGlass(_ node: CharterNode?, roles: [String]) -> Charter.BreakGlassRule? {
        guard let node, let section = section(node, .breakGlass, required: ["roles"], of: .section("break_glass"))
        else {
            return nil
        }
        let numbers = list(section["roles"], "roles") { parser, item in
            parser.reference(item, "roles", .role, among: roles)
        }
        let notified = list(section["notify"], "notify") { parser, item in
            parser.reference(item, "notify", .role, among: roles)
        }
        return Charter.BreakGlassRule(
            roles: numbers.sorted(),
            reviewWithinHours: integer(
                section["review_within_hours"], "review_within_hours", Bounds.reviewWithinHours) ?? 24,
            perMonth: integer(section["per_month"], "per_month", Bounds.perMonth) ?? 2,
            minutes: integer(section["minutes"], "minutes", Bounds.breakGlassMinutes) ?? 5,
            notify: notified.map { RoleID(roles[$0]) })
    }

    private mutating func hours(_ node: CharterNode?) -> Charter.HoursRule? {
        guard let node, let section = section(node, .hours, required: ["open", "close"], of: .section("hours")) else {
            return nil
        }
        return Charter.HoursRule(
            openMinute: minute(section["open"], "open", latest: 1439) ?? 0,
            closeMinute: minute(section["close"], "close", latest: 1440) ?? 0,
            outside: choice(section["outside"], "outside") ?? .denied,
            rosterRequired: isRequired(section["roster"], "roster"))
    }

    /// `"07:00"` as minutes since midnight.
    private mutating func minute(_ node: CharterNode?, _ word: String, latest: Int) -> Int? {
        guard let node else { return nil }
        guard case .scalar(let text, quoted: true) = node.content, let minute = Self.minute(text), minute <= latest
        else {
            report(node.place, .notTime(word, node.found))
            return nil
        }
        return minute
    }

    private static func minute(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == 0x3A, let hour = Moment.digits(bytes[0..<2]),
            let minute = Moment.digits(bytes[3..<5]), minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }

    private mutating func presence(_ node: CharterNode?) -> Charter.PresenceRule {
        var rule = Charter.PresenceRule()
        guard let node, let section = section(node, .presence, of: .section("presence")) else { return rule }
        rule.codeMinutes = integer(section["code_minutes"], "code_minutes", Bounds.codeMinutes) ?? rule.codeMinutes
        rule.tries = integer(section["tries"], "tries", Bounds.tries) ?? rule.tries
        rule.perPersonPerDay =
            integer(section["per_person_per_day"], "per_person_per_day", Bounds.perPersonPerDay)
            ?? rule.perPersonPerDay
        rule.ticketMinutes =
            integer(section["ticket_minutes"], "ticket_minutes", Bounds.ticketMinutes) ?? rule.ticketMinutes
        return rule
    }

    private mutating func retention(_ node: CharterNode?) -> Charter.RetentionRule {
        var rule = Charter.RetentionRule()
        guard let node, let section = section(node, .retention, of: .section("retention")) else { return rule }
        rule.lookDetailsDays =
            integer(section["look_details_days"], "look_details_days", Bounds.lookDetailsDays) ?? rule.lookDetailsDays
        rule.sessionsDays = integer(section["sessions_days"], "sessions_days", Bounds.sessionsDays) ?? rule.sessionsDays
        return rule
    }

    // MARK: - Purposes

    private mutating func purposes(_ node: CharterNode?, fields: [Charter.FieldRule]) -> [Charter.PurposeRule] {
        var purposes: [Charter.PurposeRule] = []
        for entry in rules(node, "purposes", hyphens: true) {
            let section = section(
                entry.value, .purpose, required: ["needs", "shows"], of: .purpose(entry.key))
            let needs: [Charter.Need] = list(section?["needs"], "needs") { parser, item in parser.choice(item, "needs")
            }
            if let node = section?["needs"], case .list(let items) = node.content, items.isEmpty {
                report(node.place, .noNeeds(purpose: entry.key))
            }
            let shows = shows(section?["shows"], fields: fields)
            purposes.append(
                Charter.PurposeRule(
                    id: PurposeID(entry.key), title: title(section?["title"], of: entry.key), needs: needs,
                    shows: shows,
                    reveals: reveals(section?["reveals"], fields: fields, shows: shows),
                    graceMinutes: integer(section?["grace_minutes"], "grace_minutes", Bounds.graceMinutes) ?? 0,
                    approval: choice(section?["approval"], "approval") ?? .none,
                    witnessRequired: isRequired(section?["witness"], "witness")))
        }
        return purposes
    }

    private mutating func shows(_ node: CharterNode?, fields: [Charter.FieldRule]) -> [Form] {
        var shows = Array(repeating: Form.hidden, count: fields.count)
        for (number, entry) in byField(node, "shows", fields) {
            guard let form = choice(entry.value, "shows", Form.allCases, \.word) else { continue }
            shows[number] = form
            if form == .masked { checkMask(fields[number], at: entry.value.place) }
        }
        return shows
    }

    private mutating func reveals(
        _ node: CharterNode?, fields: [Charter.FieldRule], shows: [Form]
    ) -> [Charter.RevealRule?] {
        var reveals: [Charter.RevealRule?] = Array(repeating: nil, count: fields.count)
        for (number, entry) in byField(node, "reveals", fields) {
            guard let section = section(entry.value, .reveal, of: .reveal(entry.key)) else { continue }
            let rule = Charter.RevealRule(
                reason: flag(section["reason"], "reason") ?? true,
                approval: choice(section["approval"], "approval") ?? .none,
                form: choice(section["form"], "form", [.masked, .full], \.word) ?? .full)
            reveals[number] = rule
            let place = section["form"]?.place ?? entry.keyPlace
            if rule.form <= shows[number] {
                report(place, .idleReveal(entry.key, shown: shows[number], revealed: rule.form))
            }
            if rule.form == .masked { checkMask(fields[number], at: place) }
            if fields[number].fieldClass == .family { checkFamily(entry, rule, shown: shows[number]) }
        }
        return reveals
    }

    /// What proves who a customer is must not be read out of the record by the one who asks for it; what tells of others in
    /// his family takes a reason and a superior.
    private mutating func checkFamily(_ entry: CharterNode.Entry, _ rule: Charter.RevealRule, shown: Form) {
        if shown == .verify {
            report(entry.keyPlace, .familyCompared(entry.key))
        } else if !rule.reason || rule.approval == .none {
            report(entry.keyPlace, .familyUnguarded(entry.key))
        }
    }

    private mutating func checkMask(_ field: Charter.FieldRule, at place: CharterNode.Place) {
        guard field.mask == nil else { return }
        report(place, .noMask(field.name.rawValue))
    }

    /// The entries of a mapping from fields, with the field's number; an unknown field is a problem.
    private mutating func byField(
        _ node: CharterNode?, _ word: String, _ fields: [Charter.FieldRule]
    ) -> [(Int, CharterNode.Entry)] {
        guard let node else { return [] }
        guard case .mapping(let entries) = node.content else {
            report(node.place, .notFields(word, node.found))
            return []
        }
        var found: [(Int, CharterNode.Entry)] = []
        for entry in entries {
            if let number = fields.firstIndex(where: { $0.name.rawValue == entry.key }) {
                found.append((number, entry))
            } else {
                unknown(entry.key, at: entry.keyPlace, .name(.field), among: fields.map(\.name.rawValue))
            }
        }
        return found
    }
}
