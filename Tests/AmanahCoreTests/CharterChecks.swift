import Testing

@testable import AmanahCore

/// What `amanah charter check` tells.
@Suite struct CharterChecks {
    /// A charter that nothing speaks against; each test spoils one thing in it.
    static let sound = """
        charter: sound
        version: 1
        terms: {document: terms/1.md, renew_every_days: 30}
        fields:
          name: {class: contact, mask: name}
          email: {class: contact, mask: email}
          nik: {class: identity, mask: last2}
          birth_date: {class: identity, mask: year}
          address: {class: contact, mask: city}
          mother_maiden_name: {class: family}
        purposes:
          help:
            needs: [ticket]
            shows: {name: full, nik: verify, birth_date: masked, mother_maiden_name: verify}
            reveals: {nik: {approval: superior}}
          move:
            needs: [ticket, presence]
            shows: {name: full, email: full, address: full}
        roles:
          agent: {purposes: [help, move], quotas: {looks_per_day: 9, searches_per_day: 9, reveals_per_day: 9}}
          lead: {approves: true, pages: [log]}
          head: {approves: true, pages: [log]}
          keeper: {administers: true, confirms_charters: true}
        sensitivity: {vip: {approval: both}}
        break_glass: {roles: [agent]}
        hours: {open: "07:00", close: "21:00", outside: approval}
        """

    struct Case: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var kind: CharterWarning.Kind
        var path: String
        var testDescription: String { "\(kind.rawValue) at \(path)" }

        init(_ old: String, _ new: String, _ kind: CharterWarning.Kind, _ path: String) {
            self.old = old
            self.new = new
            self.kind = kind
            self.path = path
        }
    }

    static let cases: [Case] = [
        Case("[help, move]", "[move]", .unusedPurpose, "purposes.help"),
        Case("looks_per_day: 9", "looks_per_day: 0", .unusedPurpose, "purposes.help"),
        Case("[ticket, presence]", "[presence]", .unusedPurpose, "purposes.move"),
        Case("{name: full, email: full, address: full}", "{}", .emptyPurpose, "purposes.move"),
        Case("keeper: {", "guest: {}\n  keeper: {", .idleRole, "roles.guest"),
        Case("address: full}", "address: hidden}", .unusedField, "fields.address"),
        Case("birth_date: masked", "birth_date: full", .fullForm, "purposes.help.shows.birth_date"),
        Case(
            "mother_maiden_name: verify", "mother_maiden_name: full", .fullForm,
            "purposes.help.shows.mother_maiden_name"),
        Case("{approval: superior}}", "{reason: false}}", .noReason, "purposes.help.reveals.nik"),
        Case("head: {approves: true, ", "head: {", .nobodyApproves, "sensitivity.vip"),
        Case("open: \"07:00\"", "open: \"21:00\"", .neverOpen, "hours"),
        Case("[agent]}", "[agent, lead]}", .idleBreakGlass, "break_glass.roles"),
        Case("[agent]}", "[agent], per_month: 0}", .idleBreakGlass, "break_glass"),
        Case("approval: both", "approval: none", .idleMark, "sensitivity.vip"),
        Case("{approval: both}", "{approval: both, witness: required}", .awaitsWitness, "sensitivity.vip.witness"),
        Case("{approval: both}", "{approval: none, witness: required}", .awaitsWitness, "sensitivity.vip.witness"),
        Case("needs: [ticket]\n", "needs: [ticket]\n    witness: required\n", .awaitsWitness, "purposes.help.witness"),
        Case("agent: {", "agent: {administers: true, ", .mixedDuties, "roles.agent.administers"),
        Case("agent: {", "agent: {pages: [log], ", .mixedDuties, "roles.agent.pages"),
        Case("keeper: {", "keeper: {approves: true, ", .mixedDuties, "roles.keeper.approves"),
        Case("looks_per_day: 9, ", "", .noBound, "roles.agent.quotas"),
        Case("searches_per_day: 9, ", "", .noBound, "roles.agent.quotas"),
        Case(", reveals_per_day: 9", "", .noBound, "roles.agent.quotas"),
        Case("pages: [log]", "pages: [people]", .nobodyWatches, "roles"),
        Case("administers: true", "pages: [people]", .nobodyAdministers, "roles"),
        Case(", confirms_charters: true", "", .nobodyConfirms, "roles"),
        Case("head: {", "head: {scope: company, watched_by: [head], ", .unwatched, "roles.head"),
        Case("name: full, email: full", "name: masked, email: full", .givesAway, "purposes.move"),
        Case(
            "nik: verify, birth_date: masked, mother_maiden_name: verify}\n    reveals: {nik: {approval: superior}}",
            "nik: full, birth_date: masked, mother_maiden_name: verify}", .givesAway, "purposes.help.shows.nik"),
    ]

    private func report(_ text: String) throws -> CharterReport {
        CharterCheck.check(try Charter.parse(text, file: "sound.yaml"))
    }

    @Test("each unwise rule is warned of at its place", arguments: cases)
    func warning(_ sample: Case) throws {
        #expect(try report(Self.sound).warnings.isEmpty)
        try #require(Self.sound.contains(sample.old))
        var text = Self.sound.replacing(sample.old, with: sample.new)
        if sample.new == "[presence]" { text += "\npresence: {per_person_per_day: 0}" }
        let warnings = try report(text).warnings
        #expect(warnings.contains { $0.kind == sample.kind && $0.path == sample.path }, "\(warnings)")
    }

    @Test("no role approves: every approval that is asked for is named")
    func approvals() throws {
        let text = Self.sound.replacing("approves: true, ", with: "")
        let paths = try report(text).warnings.filter { $0.kind == .nobodyApproves }.map(\.path)
        #expect(paths == ["purposes.help.reveals.nik", "sensitivity.vip", "hours.outside"])
    }

    @Test("A6: a masked NIK beside birth date and address is warned of, in one purpose and over two of a role")
    func givenAway() throws {
        let one = Self.sound.replacing(
            "email: full, address: full", with: "nik: masked, birth_date: full, address: masked")
        let two = Self.sound.replacing("nik: verify, birth_date: masked", with: "nik: masked, birth_date: full")
            .replacing("reveals: {nik: {approval: superior}}", with: "reveals: {}")
        func givenAway(_ text: String) throws -> [String] {
            try report(text).warnings.filter { $0.kind == .givesAway }.map(\.path)
        }
        #expect(try givenAway(Self.sound.replacing("nik: verify", with: "nik: masked")) == [])
        #expect(try givenAway(one) == ["purposes.move"])
        #expect(try givenAway(two) == ["roles.agent.purposes"])
        // A superior in between takes the join apart.
        #expect(
            try givenAway(
                two.replacing("    needs: [ticket, presence]", with: "    needs: [ticket]\n    approval: both")) == [])
        let asked = two.replacing("birth_date: full", with: "birth_date: masked")
        #expect(
            try givenAway(asked.replacing("reveals: {}", with: "reveals: {birth_date: {}}")) == ["roles.agent.purposes"]
        )
        #expect(
            try givenAway(asked.replacing("reveals: {}", with: "reveals: {birth_date: {approval: superior}}")) == [])
        // What the role may see whole anyway is not given away by pieces.
        #expect(try givenAway(two.replacing("reveals: {}", with: "reveals: {nik: {}}")) == [])
    }

    @Test("nothing speaks against the charters that are shipped", arguments: CharterSamples.shipped)
    func shipped(name: String) throws {
        #expect(CharterCheck.check(try CharterSamples.shipped(name)).warnings.map(\.description) == [])
    }

    @Test("the report says for each role and purpose what it can ever see, and under which approval")
    func printed() throws {
        let lines = try report(Self.sound).description.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines.joined(separator: "\n") == """
                charter sound, version 1

                role agent, scope branch
                  help, by ticket
                    name                full
                    nik                 compared; full by reveal with a reason, the superior approves
                    birth_date          masked
                    mother_maiden_name  compared
                    hidden: email, address
                  move, by ticket or presence
                    name     full
                    email    full
                    address  full
                    hidden: nik, birth_date, mother_maiden_name
                  can ever see: name full, nik full (superior), birth_date masked, mother_maiden_name compared, email full, \
                address full

                role lead, scope branch: approves; reads log
                  sees no customer

                role head, scope branch: approves; reads log
                  sees no customer

                role keeper, scope branch: administers; confirms charters
                  sees no customer

                customers marked vip: the superior and the superior's superior approve

                no warnings
                """)
    }

    @Test(
        "the strongest form of a role is the strongest that any decision can give it",
        arguments: 0..<100 as Range<UInt64>)
    func strongest(seed: UInt64) {
        var random = CharterRandom(seed: seed)
        let charter = random.charter()
        let report = CharterCheck.check(charter)
        for (role, sight) in zip(charter.roles, report.roles) {
            for (number, field) in charter.fields.enumerated() {
                var expected: (form: Form, approval: Charter.Approval) = (.hidden, .none)
                for purpose in role.purposes.map({ charter.purposes[$0] }) {
                    var ways = [(form: purpose.shows[number], approval: purpose.approval)]
                    if let reveal = purpose.reveals[number] {
                        ways.append(
                            (reveal.form, purpose.approval > reveal.approval ? purpose.approval : reveal.approval))
                    }
                    for way in ways where way.form >= expected.form && way.form > .hidden {
                        if way.form > expected.form || way.approval < expected.approval { expected = way }
                    }
                }
                let told = sight.strongest.first { $0.field == field.name }
                #expect(told?.form ?? .hidden == expected.form, "seed \(seed), \(role.id), \(field.name)")
                #expect(told?.approval ?? .none == expected.approval, "seed \(seed), \(role.id), \(field.name)")
            }
        }
    }
}
