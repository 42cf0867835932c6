import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// G2 to G4 where a charter is put into force and where another system's rows come in.
@Suite struct PolicyTests {
    private func proof(_ house: House, _ person: String) -> Amanah.Proof {
        Amanah.Proof(
            person: PersonID(person), password: House.password,
            code: OneTimeCode.code(secret: House.secret, step: house.clock.now.seconds / 30))
    }

    private func adopt(_ house: House, _ text: String) async -> ServiceError? {
        await refusal {
            try await house.amanah.adoptCharter(
                text: text, terms: "Jaga amanah.", proposer: proof(house, "X1"), confirmer: proof(house, "D1"))
        }
    }

    /// Everyone who is to sign is set up, a look is open, and the charter asked for is refused: nothing has changed.
    private func refuses(_ text: String, saying words: String) async throws {
        try await withHouse { house in
            for person in ["D1", "X1"] {
                try await house.amanah.setPassword(of: PersonID(person), to: House.password, final: true)
                _ = try await house.amanah.setSecondFactor(of: PersonID(person), secret: House.secret)
            }
            let token = try await house.enter("A1")
            let size = try house.size()
            guard case .invalid(field: "charter", let what) = await adopt(house, text) else {
                Issue.record("it was not refused: \(words)")
                return
            }
            #expect(what.contains(words), "\(what.prefix(200))")
            #expect(what.utf8.count < 2000, "a message, not the file back")
            #expect(try house.size() == size)
            #expect(try house.store.read { try $0.charters() }.count == 1)
            let shown = try await house.look(token)
            #expect(shown.fields.first { $0.name == FieldName("phone") }?.form == .masked)
        }
    }

    @Test(
        "G2: a charter with a misspelt rule is refused with its place, and the one in force stays",
        arguments: [
            (
                "shows: {name: full, phone: masked, nik", "shows: {name: full, phome: full, nik",
                "unknown field: `phome`"
            ),
            ("phone: masked, nik: verify", "phone: fulll, nik: verify", "unknown value of `shows`: `fulll`"),
            ("purposes: [sim-replacement, sim", "purposes: [sim-replacment, sim", "unknown purpose: `sim-replacment`"),
            ("vip: {approval: both}", "vip: {aproval: both}", "unknown word in"),
            ("sensitivity:", "sensitivities:", "unknown word in the charter: `sensitivities`"),
            ("needs: [book]", "needs: [books]", "unknown value of `needs`: `books`"),
            (
                "pages: [team, log, people, charter]", "pages: [team, log, people, charters]",
                "unknown value of `pages`: `charters`"
            ),
        ])
    func misspelt(old: String, new: String, words: String) async throws {
        let text = HouseCharter.text(version: 2).replacing(old, with: new)
        #expect(text != HouseCharter.text(version: 2))
        try await refuses(text, saying: words)
        try await refuses(text, saying: "charter:")
    }

    @Test(
        "G3: a charter with two rules for one thing is refused, whichever is stricter",
        arguments: [
            ("phone: masked, nik: verify", "phone: masked, phone: full, nik: verify"),
            ("phone: masked, nik: verify", "phone: masked, phone: hidden, nik: verify"),
            ("vip: {approval: both}", "vip: {approval: both}\n  vip: {approval: none}"),
            ("quality-review:\n", "credit-followup:\n"),
        ])
    func contradicting(old: String, new: String) async throws {
        let text = HouseCharter.text(version: 2).replacing(old, with: new)
        #expect(text != HouseCharter.text(version: 2))
        try await refuses(text, saying: "a second time")
    }

    @Test(
        "G4: bombs of aliases, depth and size are refused before they are unfolded",
        arguments: ["aliases", "depth", "size", "tags"])
    func bombs(kind: String) async throws {
        let text = HouseCharter.text(version: 2)
        let bomb =
            switch kind {
            case "aliases":
                "a: &a [x, x]\n" + (1...30).map { "b\($0): &b\($0) [*a, *a]\n" }.joined() + text
            case "depth": text + "\nextra: " + String(repeating: "[", count: 200_000)
            case "size": text + "\n# " + String(repeating: "x", count: 10_000_000)
            default: text.replacing("charter: house", with: "charter: !!python/object house")
            }
        try await refuses(bomb, saying: "charter:")
    }

    @Test("G1: a charter that nobody could ever change again, or one person alone, is refused")
    func alone() async throws {
        let text = HouseCharter.text(version: 2).replacing(", charter]", with: "]").replacing(", charter, ", with: ", ")
        try await refuses(text, saying: "a role with the page `charter`")
        try await withHouse { house in
            try await house.enter("D1")
            let (one, size) = (proof(house, "D1"), try house.size())
            let refused = await refusal {
                try await house.amanah.adoptCharter(
                    text: HouseCharter.text(version: 2), terms: "", proposer: one, confirmer: one)
            }
            #expect(
                refused
                    == .invalid(field: "confirmer", what: "another person than the proposer: a charter takes two"))
            #expect(try house.size() == size)
        }
    }

    @Test("L9: where a role confirms charters, nobody of another role is the second of the two")
    func whoConfirms() async throws {
        try await withHouse { house in
            for person in ["D1", "X1"] { try await house.enter(person) }
            let size = try house.size()
            let refused = await refusal {
                try await house.amanah.adoptCharter(
                    text: HouseCharter.text(version: 2), terms: "", proposer: proof(house, "D1"),
                    confirmer: proof(house, "X1"))
            }
            #expect(refused == .notForRole)
            #expect(try house.size() == size)
        }
    }

    @Test(
        "G4: NUL, control characters and turned writing in a row of another system are refused, formulas stay text",
        arguments: ["Budi\u{202E}osotnaS", "Budi\u{0}", "Budi\u{7}", "Budi\nSantoso", "Budi\u{2067}", "Budi\u{FFFE}"])
    func deceptive(name: String) async throws {
        try await withHouse { house in
            let service = try await RecordTests.service(house)
            for (table, id, more) in [
                (RecordTable.vendors, "V9", [] as [(String, String?)]), (.customers, "C1", [("unit_id", "B1")]),
            ] {
                let size = try house.size()
                let refused = await refusal {
                    try await house.amanah.putRecord(service, table, id: id, columns: [("name", name)] + more)
                }
                guard case .invalid(field: "name", let what) = refused else {
                    Issue.record("\(table): \(String(describing: refused))")
                    return
                }
                #expect(!what.contains("Budi"))
                #expect(try house.size() == size)
            }
            let formula = "=HYPERLINK(\"http://x.example\",\"klik\")"
            _ = try await house.amanah.putRecord(
                service, .customers, id: "C1", columns: [("name", formula), ("unit_id", "B1")])
            let shown = try await house.look(try await house.enter("A1"))
            #expect(shown.fields.first { $0.name == FieldName("name") }?.value == formula)
        }
    }
}
