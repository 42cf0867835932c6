import AmanahCore
import Foundation
import Testing

@testable import AmanahServer

@Suite("Console words")
struct ConsoleWordsTests {
    let catalogue: Catalogue

    init() throws { catalogue = try Catalogue() }

    @Test("Both languages hold the same keys, and the places in a text are the same")
    func bothFilled() {
        let (id, en) = (catalogue[.id], catalogue[.en])
        #expect(Set(id.texts.keys) == Set(en.texts.keys))
        #expect(id.texts.count > 150)
        for (key, text) in id.texts {
            func places(_ text: String) -> Set<String> {
                Set(text.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) })
            }
            #expect(places(text) == places(en[key]), "\(key)")
        }
    }

    @Test("Every key that a template or the console's code uses exists")
    func everyKeyExists() throws {
        let texts = catalogue[.id].texts
        let templates = ConsoleResources.folder.appendingPathComponent("templates")
        var used = 0
        for file in try FileManager.default.contentsOfDirectory(at: templates, includingPropertiesForKeys: nil) {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: /w\.([a-z0-9_]+)/) {
                used += 1
                #expect(texts[String(match.output.1)] != nil, "\(file.lastPathComponent) \(match.output.1)")
            }
        }
        #expect(used > 100)
        let console = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/AmanahServer/Console").standardizedFileURL
        let files = try #require(FileManager.default.enumerator(at: console, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            for match in try String(contentsOf: file, encoding: .utf8).matches(
                of: /words[\[(]\s*"([a-z0-9_]+)"\s*[\],)]/)
            {
                #expect(texts[String(match.output.1)] != nil, "\(file.lastPathComponent) \(match.output.1)")
            }
        }
    }

    @Test("Every kind of act, quota, lack, form, need, scope and approval has words")
    func families() {
        let texts = catalogue[.id].texts
        func key(_ prefix: String, _ word: String) -> String { prefix + word.replacing("-", with: "_") }
        var keys = ActKind.allCases.flatMap { [key("act_", $0.word), key("kind_", $0.word)] }
        keys += QuotaKind.allCases.map { "quota_" + $0.rawValue }
        keys += ClearanceLack.allCases.flatMap { [key("lack_", $0.rawValue), key("reason_", $0.rawValue)] }
        keys += Form.allCases.map { "form_" + $0.word }
        keys += Charter.Need.allCases.map { "charter_needs_" + $0.rawValue }
        keys += Charter.Scope.allCases.map { "scope_" + $0.rawValue }
        keys += Charter.Approval.allCases.map { "approval_" + $0.rawValue }
        for key in keys { #expect(texts[key] != nil, "\(key)") }
        let reasons: [Reason] = [
            .unknownRole, .unknownPurpose, .purposeNotOfRole, .outsideHours, .workstationNotAdmitted, .nothingBinds([]),
            .noSuchTicket, .customerErased, .ticketOfOtherCustomer, .ticketOfOtherPurpose, .ticketOfOtherPerson,
            .ticketNotYetOpen,
            .ticketClosed, .ticketSelfMade, .ticketSelfAssigned, .ticketOfOtherKind, .bookNotInForce, .ownRecord,
            .kinRecord, .unknownSensitivity, .needsApproval(.both, .hours), .needsApproval(.superior, .reveal),
            .fieldNotOfPurpose, .notRevealable, .notVerifiable, .reasonWithoutSubstance, .reasonRepeated,
            .quota(.looksPerDay, limit: 1), .verifyLocked, .witnessAway, .noWitness,
        ]
        for reason in reasons {
            #expect(catalogue[.id].reason(reason.code, ticket: nil) != texts["reason_other"], "\(reason.code)")
        }
    }

    @Test("An amount of rupiah is written as one reads it; what is no plain number is left alone")
    func rupiah() {
        #expect(catalogue[.id].rupiah("381000") == "Rp 381.000" && catalogue[.en].rupiah("381000") == "Rp 381,000")
        #expect(catalogue[.id].rupiah("0") == "Rp 0" && catalogue[.id].rupiah("1250000") == "Rp 1.250.000")
        for text in ["", "0381", "-1", "+1", "1.5", "381.000", "Rp 381.000", "lunas", "１２", "99999999999999999999"] {
            #expect(catalogue[.id].rupiah(text) == nil, "\(text)")
        }
    }

    @Test("A refusal in the log and a request's cause speak of the person, not to him: others read them")
    func reasonsOfOthers() {
        for (language, spoken) in [(Language.id, "Anda"), (.en, "you")] {
            let told = catalogue[language].texts.filter { $0.key.hasPrefix("reason_") || $0.key.hasPrefix("cause_") }
            #expect(told.count > 50)
            for (key, text) in told {
                #expect(!text.split(separator: " ").contains { $0.hasPrefix(spoken) }, "\(key)")
            }
        }
    }

    @Test("A catalogue with an empty text is refused by name")
    func emptyText() {
        #expect(throws: ConsoleResourceError.self) {
            try Catalogue(files: [("a.json", Array(#"{"a": {"id": "x", "en": ""}}"#.utf8))])
        }
    }

    @Test("Places are filled once; a value that looks like a place stays as it is")
    func places() throws {
        let words = try Catalogue(files: [("a.json", Array(#"{"a": {"id": "{x} dan {y}{z}", "en": "-"}}"#.utf8))])[.id]
        #expect(words("a", ["x": "{y}", "y": "2"]) == "{y} dan 2{z}")
        #expect(words["absent"] == "absent")
    }

    @Test("Times, dates and numbers as the branch writes them")
    func formats() {
        let words = catalogue[.id]
        let moment = Moment(milliseconds: 1_795_483_000_000)
        #expect(words.time(moment, .wib) == moment.rfc3339(in: .wib).dropFirst(11).prefix(5).replacing(":", with: "."))
        #expect(catalogue[.en].time(moment, .wit).contains(":"))
        #expect(Day(year: 2026, month: 8, day: 17).map(words.date) == "17 Agu 2026")
        #expect(words.number(1_250_000) == "1.250.000")
        #expect(words.number(-999) == "-999")
        #expect(words.list(["a", "b", "c"]) == "a, b dan c")
    }
}
