import AmanahCore
import AmanahServer
import Foundation
import Testing

@Suite("Console words")
struct ConsoleWordsTests {
    let catalogue: Catalogue

    init() throws { catalogue = try Catalogue(json: ConsoleResources.bytes("words.json")) }

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
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: /words[\[(]"([a-z0-9_]+)"/) {
                #expect(texts[String(match.output.1)] != nil, "\(file.lastPathComponent) \(match.output.1)")
            }
        }
    }

    @Test("A catalogue with an empty text is refused by name")
    func emptyText() {
        #expect(throws: ConsoleResourceError.self) {
            try Catalogue(json: Array(#"{"a": {"id": "x", "en": ""}}"#.utf8))
        }
    }

    @Test("Places are filled once; a value that looks like a place stays as it is")
    func places() throws {
        let words = try Catalogue(json: Array(#"{"a": {"id": "{x} dan {y}{z}", "en": "-"}}"#.utf8))[.id]
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
