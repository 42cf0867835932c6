import Testing

@testable import AmanahCore

@Suite("Texts: comparison and forbidden characters")
struct DataText {
    @Test(
        "comparison forgives case, spaces and accents",
        arguments: [
            ("Siti Aminah", "SITI  AMINAH"), ("Siti Aminah", " sitiaminah "), ("José", "jose"), ("Jose\u{301}", "José"),
            ("ÇELİK", "celik"), ("Nguyễn", "nguyen"), ("Siti\tAminah", "Siti\u{A0}Aminah"), ("", "  "),
        ])
    func forgives(_ a: String, _ b: String) {
        #expect(Normalized.forComparison(a) == Normalized.forComparison(b))
        #expect(Array(Normalized.forComparison(a).utf8) == Array(Normalized.forComparison(b).utf8))
    }

    @Test(
        "comparison forgives nothing else",
        arguments: [
            ("Siti Nur'Aini", "Siti Nuraini"), ("Siti-Aminah", "Siti Aminah"), ("Ratna", "Ratnah"), ("Budi", "8udi"),
            ("Ａni", "Ani"), ("ﬁtri", "fitri"), ("Đewi", "Dewi"), ("Ratna.", "Ratna"), ("Ani", "Аni"),
        ])
    func nothingElse(_ a: String, _ b: String) {
        #expect(Normalized.forComparison(a) != Normalized.forComparison(b))
    }

    @Test("a normal form is its own normal form")
    func idempotent() {
        for text in ["Siti Aminah", "ÇELİK", "Nguyễn Văn", "Ǆ", "ΑΣ", "각", "=cmd|' /C calc'!A0"] {
            let once = Normalized.forComparison(text)
            #expect(Normalized.forComparison(once) == once)
        }
    }

    @Test("a national number is found under its separators and nowhere else")
    func nationalNumber() {
        #expect(Normalized.nationalNumber("3578 0312-0490.0001") == "3578031204900001")
        #expect(Normalized.nationalNumber("357803120490000") == nil)
        #expect(Normalized.nationalNumber("3578031204900001x") == nil)
        #expect(Normalized.phone("0812 3456 7890") == "+6281234567890")
        #expect(Normalized.phone("12") == nil)
    }

    @Test(
        "G4: characters that deceive are found in names",
        arguments: [
            ("Budi\u{0}", ForbiddenCharacter.nul), ("Bu\u{7}di", .control), ("Bu\u{85}di", .control),
            ("Bu\ndi", .control),
            ("Budi\u{202E}isotnaS", .direction), ("Budi\u{2067}x", .direction), ("Budi\u{200F}", .direction),
            ("Budi\u{2028}x", .noncharacter), ("Budi\u{FFFF}", .noncharacter), ("B\u{7F}", .control),
        ])
    func forbidden(_ text: String, _ expected: ForbiddenCharacter) {
        #expect(TextRule.firstForbidden(in: text) == expected)
    }

    @Test("names of every script pass, line breaks only where they are allowed")
    func allowed() {
        for text in ["Budi Santoso", "Nur'Aini", "José", "李小龍", "محمد", "O\u{2019}Brien", "=1+1", ""] {
            #expect(TextRule.firstForbidden(in: text) == nil)
        }
        #expect(TextRule.firstForbidden(in: "Jl. Mawar\nBandung", lineBreaks: true) == nil)
        #expect(TextRule.firstForbidden(in: "Jl. Mawar\u{1B}", lineBreaks: true) == .control)
    }

    @Test("G4: a formula stays data and is harmless in a sheet")
    func formulas() {
        for text in ["=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1"] {
            #expect(TextRule.leadsFormula(text))
            #expect(TextRule.sheetCell(text).hasPrefix("\"'"))
        }
        #expect(TextRule.sheetCell("Budi \"Jago\", S.E.") == "\"Budi \"\"Jago\"\", S.E.\"")
        #expect(!TextRule.leadsFormula("Budi") && !TextRule.leadsFormula(""))
    }

    @Test("identifiers are plain")
    func identifiers() {
        for text in ["C0000001", "T-1042", "Caller 10", "a", "B3578A:1.2_x", String(repeating: "a", count: 64)] {
            #expect(TextRule.isIdentifier(text))
        }
        for text in [
            "", " C1", "C1 ", "C  1", "-1", "=C1", "C/1", "C\u{0}", "Cé", "C`1", String(repeating: "a", count: 65),
            "C\n",
        ] {
            #expect(!TextRule.isIdentifier(text))
        }
    }
}
