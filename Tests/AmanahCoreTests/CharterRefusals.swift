import Testing

@testable import AmanahCore

/// What a charter is refused for, each with the place that the message names.
@Suite struct CharterRefusals {
    struct Case: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        /// `line:column: message (hint)`, from the start; what follows is not compared.
        var problem: String
        var testDescription: String { problem }

        init(_ old: String, _ new: String, _ problem: String) {
            self.old = old
            self.new = new
            self.problem = problem
        }
    }

    @Test("the smallest charter is read as it stands")
    func smallest() throws {
        let charter = try Charter.parse(CharterSamples.smallest, file: "small.yaml")
        let title = Charter.Title(id: "Agent", en: "Agent")
        #expect(
            charter
                == Charter(
                    name: "small", version: 1, terms: Charter.Terms(document: "terms/1.md", renewEveryDays: 30),
                    fields: [
                        Charter.FieldRule(
                            name: FieldName("name"), fieldClass: .contact, mask: .name,
                            title: Charter.Title(id: "Name", en: "Name")),
                        Charter.FieldRule(
                            name: FieldName("nik"), fieldClass: .identity, mask: nil,
                            title: Charter.Title(id: "Nik", en: "Nik")),
                    ],
                    purposes: [
                        Charter.PurposeRule(
                            id: PurposeID("help"), title: Charter.Title(id: "Help", en: "Help"), needs: [.ticket],
                            shows: [.masked, .hidden], reveals: [nil, nil], graceMinutes: 0, approval: .none)
                    ],
                    roles: [
                        Charter.RoleRule(
                            id: RoleID("agent"), title: title, purposes: [0], scope: .branch, approves: false,
                            administers: false, pages: [], quotas: Quotas())
                    ]))
    }

    static let cases: [Case] = [
        // Words and names (G2).
        Case("terms:", "term:", "3:1: unknown word in the charter: `term` (did you mean `terms`?)"),
        Case("shows:", "show:", "10:5: unknown word in purpose `help`: `show` (did you mean `shows`?)"),
        Case("{name: masked}", "{nmae: masked}", "10:13: unknown field: `nmae` (did you mean `name`?)"),
        Case("{name: masked}", "{name: mask}", "10:19: unknown value of `shows`: `mask` (did you mean `masked`?)"),
        Case("[help]}", "[helf]}", "11:28: unknown purpose: `helf` (did you mean `help`?)"),
        Case("[help]}", "[help, help]}", "11:34: `help` stands twice in `purposes`"),
        Case(
            "[help]}", "[help], scope: city}", "11:42: unknown value of `scope`: `city` (`branch`, `region`, `company`)"
        ),
        Case(
            "class: contact", "class: contacts", "5:17: unknown value of `class`: `contacts` (did you mean `contact`?)"),
        Case("mask: name}", "mask: first4}", "5:32: unknown value of `mask`: `first4`"),
        Case("[ticket]", "[tickets]", "9:13: unknown value of `needs`: `tickets` (did you mean `ticket`?)"),
        Case(
            "[help]}", "[help], adjust: {looks_per_day: 5}}",
            "11:59: `looks_per_day` is a list of two numbers"),
        Case(
            "[help]}", "[help], adjust: {looks_per_day: [5, 4]}}",
            "11:60: `looks_per_day` begins at 5, above its end 4"),
        Case("version: 1", "version: 1\napprovals: {looks: 1}", "3:13: unknown word in `approvals`: `looks`"),
        Case("version: 1", "version: 1\nzone: WBI", "3:7: unknown value of `zone`: `WBI` (did you mean `WIB`?)"),
        Case("  nik:", "  NIK:", "6:3: `NIK` is no name (a letter first, then lower-case letters, digits and `_`)"),
        Case("  nik:", "  no:", "6:3: `no` is no name (other readers take it for a truth value)"),
        Case("  help:", "  he lp:", "8:3: `he lp` is no name"),
        Case("charter: small", "charter: Small", "1:10: `Small` is no name"),
        Case("[help]}}", "[help]}", "11:8: this bracket is never closed"),
        // Types.
        Case("version: 1", "version: one", "2:10: `version` is a whole number, the word `one` stands here"),
        Case("version: 1", "version: \"1\"", "2:10: `version` is a whole number, text in quotes stands here"),
        Case("version: 1", "version: 01", "2:10: `version` is a whole number"),
        Case("version: 1", "version: 1.0", "2:10: `version` is a whole number"),
        Case("version: 1", "version: 1_000", "2:10: `version` is a whole number"),
        Case("version: 1", "version: 0", "2:10: `version` is 0, outside 1 to 1000000000"),
        Case("version: 1", "version: 99999999999999999999", "2:10: `version` is 99999999999999999999, outside"),
        Case("version: 1", "version: -1", "2:10: `version` is -1, outside"),
        Case("version: 1", "version:", "2:1: `version` is a whole number, nothing stands here"),
        Case("[help]}", "[help], approves: yes}", "11:45: `approves` is `true` or `false`, the word `yes` stands here"),
        Case("[help]}", "[help], approves: \"true\"}", "11:45: `approves` is `true` or `false`, text in quotes"),
        Case("[help]", "help", "11:27: `purposes` is a list, the word `help` stands here"),
        Case("[help]", "[[help]]", "11:28: `purposes` names a purpose, a list stands here"),
        Case("{name: masked}", "[name]", "10:12: `shows` is a mapping from fields, a list stands here"),
        Case("{name: masked}", "{name: {form: full}}", "10:19: `shows` is one word, a mapping stands here"),
        Case("{class: identity}", "identity", "6:8: field `nik` is a mapping, the word `identity` stands here"),
        Case("document: terms/1.md", "document: 2026-09-01", "3:19: `document` is text, the word `2026-09-01`"),
        Case("document: terms/1.md", "document: \" \"", "3:19: `document` is empty"),
        Case(
            "[ticket]", "[ticket]\n    witness: yes",
            "10:14: unknown value of `witness`: `yes` (`optional`, `required`)"),
        Case("[ticket]", "[ticket]\n    witnes: required", "10:5: unknown word in purpose `help`: `witnes`"),
        Case(
            "version: 1", "version: 1\nsensitivity: {vip: {approval: none, witness: [required]}}",
            "3:46: `witness` is one word"),
        Case("version: 1", "version: 1\nworkstation: true", "3:14: unknown value of `workstation`: `true`"),
        // What must be there.
        Case("charter: small", "zone: WIB", "1:1: `charter` is missing in the charter"),
        Case(", renew_every_days: 30", "", "3:8: `renew_every_days` is missing in `terms`"),
        Case("{class: identity}", "{mask: last2}", "6:8: `class` is missing in field `nik`"),
        Case("    needs: [ticket]\n", "", "9:5: `needs` is missing in purpose `help`"),
        Case("[ticket]", "[]", "9:12: purpose `help` needs nothing, so it would open any customer"),
        Case("roles: {agent: {purposes: [help]}}", "roles: {}", "11:8: `roles` names nothing"),
        Case("mask: name}", "mask: name, title: {id: Nama}}", "5:45: `en` is missing in `title`"),
        // Hours.
        Case("version: 1", "version: 1\nhours: {open: 07:00, close: \"21:00\"}", "3:15: `open` is a time of day"),
        Case("version: 1", "version: 1\nhours: {open: \"7:00\", close: \"21:00\"}", "3:15: `open` is a time of day"),
        Case("version: 1", "version: 1\nhours: {open: \"24:00\", close: \"21:00\"}", "3:15: `open` is a time of day"),
        Case("version: 1", "version: 1\nhours: {open: \"07:00\", close: \"24:01\"}", "3:31: `close` is a time of day"),
        Case("version: 1", "version: 1\nhours: {open: \"07:00\"}", "3:8: `close` is missing in `hours`"),
        // Nobody is chosen by what is sensitive.
        Case(
            "version: 1", "version: 1\nbooks: {segments: [nik]}",
            "3:20: `nik` is of class `identity`: nobody is chosen by it"),
        Case(
            "version: 1", "version: 1\nbooks: {segments: [nick]}", "3:20: unknown field: `nick` (did you mean `nik`?)"),
        Case("version: 1", "version: 1\nbooks: {most_days: 0}", "3:20: `most_days` is 0, outside 1 to 3650"),
        // Roles that others name.
        Case(
            "version: 1", "version: 1\nbreak_glass: {roles: [agen]}",
            "3:23: unknown role: `agen` (did you mean `agent`?)"),
        Case(
            "version: 1", "version: 1\nsensitivity: {vip: {approval: both, notify: [dpo]}}",
            "3:46: unknown role: `dpo` (`agent`)"),
        Case(
            "version: 1", "version: 1\nsensitivity: {ordinary: {approval: both}}",
            "3:15: `ordinary` is a customer without"),
        Case("version: 1", "version: 1\nsensitivity: {vip: {}}", "3:20: `approval` is missing in sensitivity `vip`"),
        // Rules against each other (G3).
        Case("{name: masked}", "{name: masked, nik: masked}", "10:32: `nik` has no mask, so it cannot be `masked`"),
        Case(
            "{name: masked}", "{name: full}\n    reveals: {name: {}}",
            "11:15: `name` is shown `full` already, a reveal to `full` adds nothing"),
        Case(
            "{name: masked}", "{name: masked}\n    reveals: {name: {form: masked}}",
            "11:28: `name` is shown `masked` already, a reveal to `masked` adds nothing"),
        Case(
            "{name: masked}", "{name: masked}\n    reveals: {nik: {form: masked}}",
            "11:27: `nik` has no mask, so it cannot be `masked`"),
        Case(
            "{name: masked}", "{name: masked}\n    reveals: {nik: {form: verify}}",
            "11:27: unknown value of `form`: `verify` (`masked`, `full`)"),
    ]

    @Test("each refusal names its place", arguments: cases)
    func refusal(_ sample: Case) throws {
        try #require(CharterSamples.smallest.contains(sample.old))
        let problems = CharterSamples.problems(CharterSamples.smallest(sample.old, sample.new))
        #expect(problems.contains { $0.description.hasPrefix(sample.problem) }, "\(problems)")
    }

    @Test(
        "a family field is revealed with a reason and an approval, and never where it is compared",
        arguments: [
            ("hidden", "{}", false), ("hidden", "{approval: superior}", true), ("hidden", "{approval: both}", true),
            ("hidden", "{approval: both, reason: false}", false), ("verify", "{approval: both}", false),
        ])
    func family(shown: String, rule: String, accepted: Bool) {
        let text = CharterSamples.smallest("nik: {class: identity}", "nik: {class: family}")
            .replacing("{name: masked}", with: "{name: masked, nik: \(shown)}\n    reveals: {nik: \(rule)}")
        let problems = CharterSamples.problems(text)
        #expect(problems.isEmpty == accepted)
        #expect(problems.allSatisfy { $0.line == 11 && $0.column == 15 && $0.message.contains("family") })
    }

    @Test("all problems of a text come at once, in its order, twenty at most")
    func many() {
        let three = CharterSamples.smallest("version: 1", "version: x\nzone: Y\nhour: 3")
        #expect(CharterSamples.problems(three).map(\.line) == [2, 3, 4])
        let words = (1...60).map { "word\($0): 1" }.joined(separator: "\n")
        let problems = CharterSamples.problems(words + "\n" + CharterSamples.smallest)
        #expect(problems.count == CharterError.limit)
        #expect(problems.map(\.line) == Array(1...20))
    }

    @Test("an error prints file, line and column before each message")
    func printing() {
        let error = CharterError(
            file: "a.yaml",
            problems: [
                CharterProblem(line: 1, column: 2, fault: .writing(.empty)),
                CharterProblem(line: 3, column: 4, fault: .writing(.tab)),
            ])
        #expect(
            String(describing: error)
                == "a.yaml:1:2: the charter is empty\na.yaml:3:4: a tab stands here (use spaces)")
    }
}
