import Testing

@testable import AmanahCore

/// What each role gains and loses between two charters.
@Suite struct CharterDiffs {
    struct Case: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var lines: [String]
        var testDescription: String { lines.first ?? new }

        init(_ old: String, _ new: String, _ lines: String...) {
            self.old = old
            self.new = new
            self.lines = lines
        }
    }

    static let cases: [Case] = [
        Case("nik: verify", "nik: masked", "agent may more: help.shows.nik: verify → masked"),
        Case("nik: verify, ", "", "agent may less: help.shows.nik: verify → –"),
        Case(
            "{nik: {approval: superior}}", "{nik: {}}",
            "agent may more: help.reveals.nik: full, reason yes, approval superior → full, reason yes, approval none"),
        Case(
            "{nik: {approval: superior}}", "{nik: {approval: both, reason: false}}",
            "agent changes: help.reveals.nik: full, reason yes, approval superior → full, reason no, approval both"),
        Case(
            "{nik: {approval: superior}}", "{}",
            "agent may less: help.reveals.nik: full, reason yes, approval superior → –"),
        Case(
            "[ticket, presence]", "[ticket]",
            "agent may less: move: by ticket or presence, approval none, grace 0 min → by ticket, approval none, grace 0 min"
        ),
        Case(
            "[help, move]", "[help]",
            "everyone changes: purposes.move: – → by ticket or presence, approval none, grace 0 min",
            "everyone changes: purposes.move.shows.name: – → full",
            "everyone changes: purposes.move.shows.email: – → full",
            "everyone changes: purposes.move.shows.address: – → full",
            "agent may less: move: by ticket or presence, approval none, grace 0 min → –",
            "agent may less: move.shows.name: full → –", "agent may less: move.shows.email: full → –",
            "agent may less: move.shows.address: full → –"),
        Case("looks_per_day: 9", "looks_per_day: 10", "agent may more: quotas.looks_per_day: 9 → 10"),
        Case("looks_per_day: 9, ", "", "agent may more: quotas.looks_per_day: 9 → no bound"),
        Case("head: {approves: true, ", "head: {", "head may less: approves: yes → –"),
        Case("agent: {", "agent: {scope: region, ", "agent may more: scope: branch → region"),
        Case("agent: {", "agent: {pages: [log], ", "agent may more: pages.log: – → yes"),
        Case("agent: {", "agent: {watched_by: [lead], ", "agent may less: watched_by.lead: – → yes"),
        Case(", confirms_charters: true", "", "keeper may less: confirms_charters: yes → –"),
        Case("approval: both", "approval: superior", "everyone may more: sensitivity.vip: both → superior"),
        Case(
            "{approval: both}", "{approval: both, witness: required}",
            "everyone may less: sensitivity.vip.witness: – → required"),
        Case(
            "needs: [ticket]\n", "needs: [ticket]\n    witness: required\n",
            "agent may less: help.witness: – → required"),
        Case("sensitivity: {vip: {approval: both}}", "", "everyone may more: sensitivity.vip: both → –"),
        Case("roles: [agent]", "roles: [agent, lead]", "lead may more: break_glass: – → yes"),
        Case(
            "open: \"07:00\"", "open: \"06:00\"",
            "everyone may more: hours: 07:00–21:00, outside approval → 06:00–21:00, outside approval"),
        Case(
            "outside: approval", "outside: denied",
            "everyone may less: hours: 07:00–21:00, outside approval → 07:00–21:00, outside denied"),
        Case(
            "open: \"07:00\", close: \"21:00\"", "open: \"08:00\", close: \"22:00\"",
            "everyone changes: hours: 07:00–21:00, outside approval → 08:00–22:00, outside approval"),
        Case(
            "looks_per_day: 9, ", "looks_per_day: 9, over: approval, ", "agent may more: quotas.over: – → approval"),
        Case(
            "agent: {", "agent: {adjust: {looks_per_day: [1, 20]}, ",
            "agent may more: adjust.looks_per_day: – → 1 to 20"),
        Case(
            "version: 1", "version: 1\napprovals: {grant_looks: 1}",
            "everyone may less: approvals.grant_looks: 3 → 1"),
        Case(
            "version: 1", "version: 1\nbooks: {most_each: 500}",
            "everyone may less: books.most_each: 1000 → 500"),
        Case(
            "version: 1", "version: 1\nsamples: {per_person_week: 3, due_days: 5}",
            "everyone may less: samples.per_person_week: none → 3", "everyone may less: samples.due_days: none → 5"),
        Case("version: 1", "version: 2", "everyone changes: version: 1 → 2"),
        Case(
            "outside: approval", "outside: approval, roster: required",
            "everyone may less: hours.roster: optional → required"),
        Case(
            "version: 1", "version: 1\nrecertify_every_days: 90",
            "everyone may less: recertify_every_days: never → 90"),
        Case("version: 1", "version: 1\nworkstation: required", "everyone may less: workstation: optional → required"),
        Case("mask: city", "mask: all", "everyone changes: fields.address: contact, mask city → contact, mask all"),
    ]

    @Test("each change is told with whom it touches and which way it goes", arguments: cases)
    func change(_ sample: Case) throws {
        try #require(CharterChecks.sound.contains(sample.old))
        let old = try Charter.parse(CharterChecks.sound, file: "old.yaml")
        let new = try Charter.parse(CharterChecks.sound.replacing(sample.old, with: sample.new), file: "new.yaml")
        #expect(CharterDiff(old, new).lines.map(\.description) == sample.lines)
    }

    @Test("a charter has no difference to itself, in whatever order it stands", arguments: CharterSamples.shipped)
    func same(name: String) throws {
        let charter = try CharterSamples.shipped(name)
        #expect(CharterDiff(charter, charter).lines.isEmpty)
        var turned = charter
        turned.roles.reverse()
        let last = charter.roles.count - 1
        turned.breakGlass = turned.breakGlass.map { rule in
            var rule = rule
            rule.roles = rule.roles.map { last - $0 }.sorted()
            return rule
        }
        turned.roles[0].pages.reverse()
        #expect(turned != charter)
        #expect(CharterDiff(charter, turned).lines.isEmpty)
    }

    @Test("between random charters something is told, and the way back tells it with gains and losses exchanged")
    func reversed() {
        for seed in 0..<150 as Range<UInt64> {
            var random = CharterRandom(seed: seed)
            let old = random.charter()
            let new = random.chance(50) ? random.charter() : random.changed(old)
            let there = CharterDiff(old, new).lines
            let back = CharterDiff(new, old).lines
            #expect(there.isEmpty == (old == new), "seed \(seed)")
            let turned = back.map { line in
                var line = line
                line.effect = line.effect.reversed
                swap(&line.before, &line.after)
                return line.description
            }
            #expect(there.map(\.description).sorted() == turned.sorted(), "seed \(seed)")
        }
    }
}

extension CharterRandom {
    /// The charter with one rule changed.
    mutating func changed(_ charter: Charter) -> Charter {
        var new = charter
        let role = Int.random(in: 0..<new.roles.count, using: &self)
        let purpose = Int.random(in: 0..<new.purposes.count, using: &self)
        let field = Int.random(in: 0..<new.fields.count, using: &self)
        switch Int.random(in: 0..<20, using: &self) {
        case 0:
            new.purposes[purpose].shows[field] = pick(Form.allCases.filter { $0 != new.purposes[purpose].shows[field] })
        case 1: new.purposes[purpose].graceMinutes += 1
        case 2: new.roles[role].approves.toggle()
        case 3: new.roles[role].quotas[pick(QuotaKind.allCases)] = 1_234_567_891
        case 4: new.roles[role].title.en += "x"
        case 5: new.fields[field].fieldClass = pick(FieldClass.allCases.filter { $0 != new.fields[field].fieldClass })
        case 6: new.version += 1
        case 18: new.purposes[purpose].witnessRequired.toggle()
        case 7: new.retention.sessionsDays += 1
        case 8: new.breakGlass = new.breakGlass == nil ? .init(roles: [], reviewWithinHours: 3, perMonth: 1) : nil
        case 9: new.workstationRequired.toggle()
        case 16: new.books.mostEach += 1
        case 17: new.samples = .init(perPersonWeek: (new.samples?.perPersonWeek ?? 0) + 1)
        case 14: new.recertifyEveryDays = new.recertifyEveryDays == nil ? 90 : nil
        case 15:
            guard let hours = new.hours else { return changed(charter) }
            new.hours?.rosterRequired = !hours.rosterRequired
        case 10: new.purposes[purpose].reveals[field] = .init(reason: true, approval: .both, form: .full)
        case 11: new.approvals.grantMinutes += 1
        case 12: new.roles[role].quotas.over = new.roles[role].quotas.over == .denied ? .approval : .denied
        case 13:
            let range = new.roles[role].adjust[.looksPerDay]
            new.roles[role].adjust[.looksPerDay] = 0...((range?.upperBound ?? 0) + 1)
        default: new.presence.tries += 1
        }
        return new
    }
}
