@testable import AmanahCore

/// Random charters and mutations out of a seed.
struct CharterRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Source: Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }

    private mutating func some<Value>(_ values: [Value], _ percent: Int = 50) -> [Value] {
        values.filter { _ in chance(percent) }
    }

    private mutating func number(_ bounds: ClosedRange<Int>) -> Int {
        chance(20) ? pick([bounds.lowerBound, bounds.upperBound]) : Int.random(in: bounds, using: &self)
    }

    private mutating func name(_ index: Int, hyphens: Bool) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789_" + (hyphens ? "-" : ""))
        return "f" + String((0..<Int.random(in: 1...12, using: &self)).map { _ in pick(letters) }) + "_\(index)"
    }

    mutating func title() -> Charter.Title { Charter.Title(id: text(), en: text()) }

    mutating func text() -> String {
        let pieces = [
            "Ganti", "kartu", "#", ": ", "it's", "\"x\"", "\\", "&a", "*b", "é", "😀", "{", "}", "[", "]", ",", "- ",
            "no", "1",
            "%", "!", "|", " ", "ibu kandung", "?",
        ]
        let text = (0..<Int.random(in: 1...8, using: &self)).map { _ in pick(pieces) }.joined()
        return text.allSatisfy(\.isWhitespace) ? "x" : text
    }

    /// A charter that the parser must accept.
    mutating func charter() -> Charter {
        let fields = (0..<Int.random(in: 1...8, using: &self)).map { index in
            Charter.FieldRule(
                name: FieldName(name(index, hyphens: false)), fieldClass: pick(FieldClass.allCases),
                mask: chance(60) ? pick(Mask.allCases) : nil, title: title())
        }
        let purposes = (0..<Int.random(in: 1...5, using: &self)).map { purpose($0, fields) }
        var roles = (0..<Int.random(in: 1...5, using: &self)).map { role($0, purposes.count) }
        for index in roles.indices { roles[index].watchedBy = some(roles.map(\.id), 30).shuffled(using: &self) }
        let bounds = CharterVocabulary.Bounds.self
        return Charter(
            name: name(0, hyphens: true), version: number(bounds.version),
            terms: Charter.Terms(document: text(), renewEveryDays: number(bounds.renewEveryDays)),
            zone: pick(Zone.allCases), fields: fields, purposes: purposes, roles: roles,
            sensitivity: (0..<Int.random(in: 0...3, using: &self)).map { index in
                Charter.SensitivityRule(
                    id: SensitivityID(name(index, hyphens: true)), approval: pick(Charter.Approval.allCases),
                    notify: some(roles.map(\.id)), witnessRequired: chance(30))
            },
            breakGlass: chance(50)
                ? Charter.BreakGlassRule(
                    roles: some(Array(roles.indices)), reviewWithinHours: number(bounds.reviewWithinHours),
                    perMonth: number(bounds.perMonth), minutes: number(bounds.breakGlassMinutes),
                    notify: some(roles.map(\.id))) : nil,
            approvals: Charter.ApprovalsRule(
                climbAfterMinutes: number(bounds.climbAfterMinutes),
                expireAfterMinutes: number(bounds.expireAfterMinutes), grantMinutes: number(bounds.grantMinutes),
                grantLooks: number(bounds.grantLooks)),
            hours: chance(50)
                ? Charter.HoursRule(
                    openMinute: number(0...1439), closeMinute: number(0...1440),
                    outside: pick(Charter.HoursRule.Outside.allCases), rosterRequired: chance(50)) : nil,
            presence: Charter.PresenceRule(
                codeMinutes: number(bounds.codeMinutes), tries: number(bounds.tries),
                perPersonPerDay: number(bounds.perPersonPerDay), ticketMinutes: number(bounds.ticketMinutes)),
            closesAfterSeconds: number(bounds.closesAfterSeconds), revealSeconds: number(bounds.revealSeconds),
            retention: Charter.RetentionRule(
                lookDetailsDays: number(bounds.lookDetailsDays), sessionsDays: number(bounds.sessionsDays)),
            workstationRequired: chance(50),
            recertifyEveryDays: chance(50) ? number(bounds.recertifyEveryDays) : nil,
            books: Charter.BooksRule(
                segments: some(fields.indices.filter { Charter.BooksRule.classes.contains(fields[$0].fieldClass) })
                    .sorted(), mostDays: number(bounds.mostDays), mostEach: number(bounds.mostEach)),
            samples: chance(50)
                ? Charter.SamplesRule(perPersonWeek: number(bounds.perPersonWeek), dueDays: number(bounds.dueDays))
                : nil)
    }

    private mutating func purpose(_ index: Int, _ fields: [Charter.FieldRule]) -> Charter.PurposeRule {
        let shows = fields.map { field in pick(Form.allCases.filter { $0 != .masked || field.mask != nil }) }
        var reveals: [Charter.RevealRule?] = []
        for (field, form) in zip(fields, shows) {
            let stronger = [Form.masked, .full].filter { $0 > form && ($0 != .masked || field.mask != nil) }
            guard !stronger.isEmpty, chance(40), field.fieldClass != .family || form != .verify else {
                reveals.append(nil)
                continue
            }
            var rule = Charter.RevealRule(
                reason: chance(70), approval: pick(Charter.Approval.allCases), form: pick(stronger))
            if field.fieldClass == .family {
                rule.reason = true
                if rule.approval == .none { rule.approval = .superior }
            }
            reveals.append(rule)
        }
        let needs = some(Charter.Need.allCases).shuffled(using: &self)
        return Charter.PurposeRule(
            id: PurposeID(name(index, hyphens: true)), title: title(), needs: needs.isEmpty ? [.ticket] : needs,
            shows: shows, reveals: reveals, graceMinutes: number(CharterVocabulary.Bounds.graceMinutes),
            approval: pick(Charter.Approval.allCases), witnessRequired: chance(30))
    }

    private mutating func role(_ index: Int, _ purposes: Int) -> Charter.RoleRule {
        var quotas = Quotas()
        for kind in QuotaKind.allCases where chance(50) { quotas[kind] = number(CharterVocabulary.Bounds.quota) }
        if chance(30) { quotas.over = .approval }
        var adjust: Quotas.Adjustable = [:]
        for kind in QuotaKind.allCases where chance(20) {
            let ends = [number(CharterVocabulary.Bounds.quota), number(CharterVocabulary.Bounds.quota)].sorted()
            adjust[kind] = ends[0]...ends[1]
        }
        return Charter.RoleRule(
            id: RoleID(name(index, hyphens: true)), title: title(), purposes: some(Array(0..<purposes)),
            scope: pick(Charter.Scope.allCases), approves: chance(50), administers: chance(30),
            pages: some(Charter.Page.allCases).shuffled(using: &self), quotas: quotas, adjust: adjust,
            confirmsCharters: chance(30))
    }

    /// The bytes with one to four pieces deleted, doubled, moved or overwritten.
    mutating func mutated(_ original: [UInt8]) -> [UInt8] {
        let pieces = [
            ":", ": ", "\n", "\n  ", "\n- ", " - ", "{", "}", "[", "]", ",", "\"", "'", "#", " #", "&a ", "*a", "!t ",
            "<<: ", "---\n",
            "\t", "\0", "\u{202E}", "é", "|", ">", "?", "? ", "%", "@", "`", "\\", "1", "true", "null", "name", "x: y",
            "\r",
        ]
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &self)
            let end = min(bytes.count, at + Int.random(in: 1...20, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes.removeSubrange(at..<end)
            case 1: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &self))
            case 2: bytes[at] = UInt8.random(in: 0...255, using: &self)
            case 3: bytes[at] = UInt8.random(in: 0x20...0x7E, using: &self)
            default: bytes.insert(contentsOf: pick(pieces).utf8, at: at)
            }
        }
        return bytes
    }
}
