import AmanahCore
import Testing

@testable import AmanahServer

/// What a charter is refused or warned for, in both languages. Every part that a message takes begins with `zz` or is a
/// number of its own, so that one which a language leaves out is missed.
@Suite("Words of charters")
struct CharterWordsTests {
    private static let writing: [WritingFault] =
        WritingFault.Ending.allCases.map { .trailing($0) } + WritingFault.Feature.allCases.map { .forbidden($0) } + [
            .tooLarge(bytes: 4711, most: 4096), .notUTF8, .tab, .carriageReturn, .byteOrderMark, .direction("U+202E"),
            .control("U+0007"), .empty, .notBlockMapping, .furtherLeft, .furtherRight, .itemForWord, .bareDash,
            .listInItem, .tooDeep(most: 12), .secondDocument, .directive, .wordExpected, .longWord(most: 100),
            .colonExpected(after: "zzword"), .colonInValue, .spaceExpected, .pairInList, .commaExpected(before: "zz}"),
            .unclosedBracket, .unclosedQuote, .unexpected("zz]"), .badStart("zz%"), .badEscape,
            .repeated("zzword", firstLine: 17),
        ]

    private static let found: [RuleFault.Found] = [
        .quoted, .list, .mapping, .nothing, .flag("zztrue"), .number("4711"), .word("zzfound"),
    ]

    private static let owners: [RuleFault.Owner] = [
        .charter, .section("zzsection"), .field("zzfield"), .purpose("zzpurpose"), .role("zzrole"),
        .sensitivity("zzmark"), .reveal("zzreveal"),
    ]

    private static let rules: [RuleFault] =
        owners.flatMap { owner in
            [
                RuleFault.unknown(.word(owner), "zztext", nearest: "zznear", known: ["zzknown"]),
                .missing("zzword", in: owner), .notMapping(owner, .list, words: ["zzone", "zzother"]),
            ]
        } + found.map { .notInteger("zzword", $0) } + RuleFault.Kind.allCases.map { .notName("zzword", $0, .list) }
        + RuleFault.Kind.allCases.flatMap { kind in
            [nil, "zznear"].map { .unknown(.name(kind), "zztext", nearest: $0, known: ["zzknown"]) }
        }
        + [
            .unknown(.value("zzword"), "zztext", nearest: nil, known: []), .twice("zzvalue", in: "zzword"),
            .badName("zzName", hyphens: true), .badName("zzName", hyphens: false), .longName(most: 64),
            .typedName("zzno"), .notRules("zzword", .nothing), .noRules("zzword"),
            .manyRules("zzword", count: 300, most: 256), .notFields("zzword", .list), .notList("zzword", .mapping),
            .outOfBounds("zzword", value: "4711", 3...99), .notRange("zzword", .quoted),
            .emptyRange("zzword", least: 5, most: 4), .notFlag("zzword", .nothing),
            .notWord("zzword", .list, values: ["zzone", "zzother"]), .notText("zzword", .list, isScalar: false),
            .notText("zzword", .number("4711"), isScalar: true), .emptyText("zzword"), .longText("zzword", most: 200),
            .notTime("zzword", .nothing), .noNeeds(purpose: "zzpurpose"), .noMask("zzfield"),
            .idleReveal("zzfield", shown: .full, revealed: .masked), .familyCompared("zzfield"),
            .familyUnguarded("zzfield"), .ordinaryMark, .notSegment("zzfield", .identity),
        ]

    private static let concerns: [CharterConcern] =
        CharterConcern.Act.allCases.map { .noBound($0) } + [
            .nobodyHasPurpose, .nobodyMayLook, .nobodyMayAskPresence, .emptyPurpose, .idleRole, .keeperSeesCustomers,
            .readsLogWithoutTeam, .keeperApproves, .unusedField, .fullForm(.identity), .noReason(.financial),
            .nobodyApproves, .oneApproves(RoleID("zzrole")), .awaitsWitness, .neverOpen,
            .roleWithoutPurpose(RoleID("zzrole")), .nobodyBreaksGlass, .idleMark, .nobodyWatches, .nobodyAdministers,
            .nobodyConfirms, .unwatched,
        ]
        + [true, false].flatMap { severalPurposes in
            [
                CharterConcern.Kinship.nationalNumber(
                    FieldName("zznik"), birth: FieldName("zzbirth"), place: FieldName("zzplace")),
                .email(FieldName("zzmail"), name: FieldName("zzname")),
                .told(FieldName("zznik"), birth: FieldName("zzbirth")),
            ].map { .givesAway($0, severalPurposes: severalPurposes) }
        }

    private static func words(_ fault: CharterFault) -> Charter.Title {
        CharterProblem(line: 1, column: 1, fault: fault).words
    }

    /// Every text that a page may show of a charter's mistakes.
    private static var titles: [(String, Charter.Title)] {
        writing.map { ("\($0)", words(.writing($0))) } + rules.map { ("\($0)", words(.rule($0))) }
            + concerns.map { ("\($0)", $0.words) }
    }

    @Test("the samples of these tests hold every case")
    func whole() {
        #expect(Set(Self.writing.map(\.code)) == Set(WritingFault.Code.allCases))
        #expect(Set(Self.rules.map(\.code)) == Set(RuleFault.Code.allCases))
        #expect(Set(Self.concerns.map(\.kind)) == Set(CharterWarning.Kind.allCases))
    }

    @Test("each message stands in both languages, with the same names and numbers, and none is the other's")
    func bothLanguages() {
        for (name, title) in Self.titles {
            #expect(!title.id.isEmpty && title.id != title.en, "\(name)")
            #expect(Self.parts(title.id) == Self.parts(title.en), "\(name)")
        }
    }

    @Test("no English stands in the Indonesian, and no Indonesian in the English")
    func oneLanguage() {
        let english: Set<String> = [
            "the", "is", "are", "an", "of", "to", "in", "not", "no", "and", "or", "here", "this", "that", "it", "with",
            "for", "at", "by", "take", "write", "word", "value", "line", "text", "nothing", "stands", "list", "mapping",
            "number", "field", "purpose", "role", "unknown", "missing", "mean", "reveal", "already", "nobody", "quotes",
            "allowed", "expected", "character", "characters", "full", "masked", "reason", "approval", "anchors", "tags",
        ]
        let indonesian: Set<String> = [
            "yang", "tidak", "di", "dan", "atau", "ada", "ini", "dengan", "tulis", "kata", "nilai", "data", "tugas",
            "peran", "belum", "maksud", "jadi", "dari", "daftar", "bilangan", "angka",
        ]
        for (name, title) in Self.titles {
            #expect(english.isDisjoint(with: Self.plain(title.id)), "\(name): \(title.id)")
            #expect(indonesian.isDisjoint(with: Self.plain(title.en)), "\(name): \(title.en)")
        }
    }

    @Test("different mistakes have different words, so that none stands for another")
    func distinct() {
        for language in [\Charter.Title.id, \.en] {
            var seen: [String: String] = [:]
            for (name, title) in Self.titles {
                let text = title[keyPath: language]
                #expect(seen[text] == nil, "\(name) and \(seen[text] ?? "")")
                seen[text] = name
            }
        }
    }

    /// Names and numbers that a message was given.
    private static func parts(_ text: String) -> [String] {
        text.matches(of: /zz[A-Za-z]*|[0-9]+/).map { String($0.output) }.filter { $0 != "07" && $0 != "00" }.sorted()
    }

    /// The words of a message but those of charters, which stand in back quotes and are the same in every language.
    private static func plain(_ text: String) -> Set<String> {
        var inQuotes = false
        let rest = text.filter { character in
            if character == "`" { inQuotes.toggle() }
            return !inQuotes
        }
        return Set(rest.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init))
    }
}
