import Foundation
import Glibc
import Testing

@testable import AmanahCore

/// G2 to G4 of the attacks on the policy, and what else a text can hide.
@Suite struct CharterAttacks {
    /// Processor time of this thread: a clock on the wall would also measure what a busy machine does meanwhile.
    private func cost(_ body: () throws -> Void) rethrows -> Duration {
        func spent() -> Duration {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
        let start = spent()
        try body()
        return spent() - start
    }

    @Test("G2: a misspelt rule is an error with line and column, never ignored")
    func misspelt() {
        let text = CharterSamples.smallest("{purposes: [help]}", "{purposes: [help], quotas: {look_per_day: 5}}")
        #expect(
            CharterSamples.problems(text).map(\.description)
                == ["11:44: unknown word in `quotas`: `look_per_day` (did you mean `looks_per_day`?)"])
    }

    @Test("G3: two rules for one thing are refused, whichever of them is stricter", arguments: ["full", "hidden"])
    func twice(form: String) {
        let text = CharterSamples.smallest("{name: masked}", "{name: masked, name: \(form)}")
        #expect(
            CharterSamples.problems(text).map(\.description)
                == ["10:27: `name` stands here a second time (the first is in line 10)"])
    }

    @Test("G3: a purpose, role or field that stands twice is refused")
    func duplicates() {
        let purpose = CharterSamples.smallest("roles:", "  help: {needs: [book], shows: {name: full}}\nroles:")
        #expect(
            CharterSamples.problems(purpose).first?.description.hasPrefix("11:3: `help` stands here a second") == true)
        let quoted = CharterSamples.smallest("version: 1", "version: 1\n\"version\": 2")
        #expect(CharterSamples.problems(quoted).first?.description.hasPrefix("3:1: `version` stands here a") == true)
        let accent = CharterSamples.smallest("version: 1", "version: 1\n\u{E9}: 1\ne\u{301}: 2")
        #expect(CharterSamples.problems(accent).contains { $0.line == 4 && $0.message.contains("a second time") })
    }

    struct Treachery: Sendable, CustomTestStringConvertible {
        var name: String
        var line: String
        var problem: String
        var testDescription: String { name }
    }

    static let treacheries: [Treachery] = [
        Treachery(name: "anchor", line: "zone: &z WIB", problem: "3:7: anchors are not allowed"),
        Treachery(name: "alias", line: "zone: *z", problem: "3:7: aliases are not allowed"),
        Treachery(name: "anchor in a list", line: "zone: [&a x]", problem: "3:8: anchors are not allowed"),
        Treachery(name: "anchor on a key", line: "&a zone: WIB", problem: "3:1: anchors are not allowed"),
        Treachery(name: "alias as key", line: "*a : WIB", problem: "3:1: aliases are not allowed"),
        Treachery(name: "merge key", line: "<<: {zone: WIB}", problem: "3:1: merge keys are not allowed"),
        Treachery(name: "tag", line: "zone: !!str WIB", problem: "3:7: tags are not allowed"),
        Treachery(name: "own tag", line: "zone: ! WIB", problem: "3:7: tags are not allowed"),
        Treachery(name: "block text", line: "zone: |\n  WIB", problem: "3:7: text over several lines"),
        Treachery(name: "folded text", line: "zone: >-\n  WIB", problem: "3:7: text over several lines"),
        Treachery(name: "value on two lines", line: "zone: W\n  IB", problem: "4:3: this line stands deeper"),
        Treachery(name: "quote on two lines", line: "zone: \"W\n  IB\"", problem: "3:7: this quote is not closed"),
        Treachery(name: "complex key", line: "? zone\n: WIB", problem: "3:1: keys of this form"),
        Treachery(name: "second document", line: "---\nversion: 2", problem: "3:1: a charter is one document"),
        Treachery(name: "end of document", line: "...", problem: "3:1: a charter is one document"),
        Treachery(name: "document inside brackets", line: "zone: [\n---\n]", problem: "4:1: a charter is one document"),
        Treachery(name: "directive", line: "%YAML 1.2", problem: "3:1: directives are not allowed"),
        Treachery(name: "open bracket", line: "zone: [WIB", problem: "4:1: `,` or `]` is expected"),
        Treachery(name: "wrong bracket", line: "zone: [WIB}", problem: "3:11: `,` or `]` is expected"),
        Treachery(name: "pair in a list", line: "zone: [WIB: 1]", problem: "3:11: a pair stands in a list"),
        Treachery(name: "two values", line: "zone: \"WIB\" WIT", problem: "3:13: nothing may follow"),
        Treachery(name: "comment without space", line: "zone: \"WIB\"#", problem: "3:12: nothing may follow"),
        Treachery(name: "colon in a value", line: "zone: a: b", problem: "3:8: a colon and a space"),
        Treachery(name: "no colon", line: "zone", problem: "3:1: a colon is expected"),
        Treachery(name: "no space", line: "{zone:WIB}", problem: "3:1: `{` is not expected here"),
        Treachery(name: "list of lists", line: "zone:\n  - - a", problem: "4:5: a list inside a list item"),
        Treachery(name: "escape", line: "zone: \"\\x57IB\"", problem: "3:8: only"),
        Treachery(name: "NUL", line: "zone: W\0IB", problem: "3:8: the control character U+0000"),
        Treachery(name: "NUL in a comment", line: "# \0", problem: "3:3: the control character U+0000"),
        Treachery(name: "tab", line: "zone:\tWIB", problem: "3:6: a tab stands here (use spaces)"),
        Treachery(name: "carriage return", line: "zone: W\rIB", problem: "3:8: a carriage return"),
        Treachery(name: "next line", line: "zone: W\u{85}IB", problem: "3:8: the control character U+0085"),
        Treachery(name: "line separator", line: "zone: W\u{2028}IB", problem: "3:8: the control character U+2028"),
        Treachery(name: "right-to-left override", line: "# \u{202E}BIW", problem: "3:3: the character U+202E turns"),
        Treachery(name: "byte order mark", line: "\u{FEFF}zone: WIB", problem: "3:1: a byte order mark"),
    ]

    @Test("G4: what makes YAML treacherous is refused at its place", arguments: treacheries)
    func treachery(_ sample: Treachery) throws {
        let text = CharterSamples.smallest("version: 1", "version: 1\n" + sample.line)
        let problem = try #require(CharterSamples.problems(text).first)
        #expect(problem.description.hasPrefix(sample.problem), "\(problem)")
    }

    @Test("G4: a bomb of aliases is refused before it is unfolded, also as a key")
    func bomb() throws {
        var lines = ["a0: &a0 [x, x]"]
        for level in 1...40 { lines.append("a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]") }
        lines.append("? *a40\n: 1")
        let took = try cost {
            let problem = try #require(CharterSamples.problems(lines.joined(separator: "\n")).first)
            #expect(problem.description.hasPrefix("1:5: anchors are not allowed"))
        }
        #expect(took < .seconds(1))
    }

    @Test("G4: bytes that are no UTF-8 are refused at their place")
    func encoding() {
        let start = Array("charter: sma".utf8)
        for broken: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] {
            let problem = CharterSamples.problems(start + broken + Array("\nversion: 1\n".utf8)).first
            #expect(problem?.description == "1:13: the text is not UTF-8 (save it as UTF-8)")
        }
        let utf16 = Array("charter: small".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        #expect(
            CharterSamples.problems(utf16).first?.description.hasPrefix("1:2: the control character U+0000") == true)
    }

    @Test("G4: nesting is bounded, and 10 MB of it cost nothing", arguments: ["[", "{a: ", "- "])
    func nesting(open: String) throws {
        let deep = "zone: " + String(repeating: open, count: 100_000 / open.utf8.count)
        let problem = try #require(CharterSamples.problems(deep).first)
        #expect(problem.line == 1)
        if open != "- " { #expect(problem.message == "nested deeper than 12") }
        let blocks = (0..<300).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        #expect(CharterSamples.problems(blocks).first?.description == "13:13: nested deeper than 12")
        let huge = String(repeating: open, count: 10_000_000 / open.utf8.count)
        let took = cost {
            let problems = CharterSamples.problems(huge)
            #expect(problems.map(\.line) == [1])
            #expect(problems.first?.message.hasPrefix("a charter has at most 262144 bytes") == true)
        }
        #expect(took < .seconds(2))
    }

    @Test("a charter of 256 KB is read, one byte more is refused")
    func size() {
        let room = CharterText.maximumBytes - CharterSamples.smallest.utf8.count - 2
        let full = CharterSamples.smallest + "\n#" + String(repeating: "x", count: room)
        #expect(CharterSamples.problems(full).isEmpty)
        #expect(CharterSamples.problems(full + "x").count == 1)
    }

    @Test("lines may end with carriage return and line feed, the places stay")
    func lineEnds() {
        let text = CharterSamples.smallest("version: 1", "version: 1\nzone: WBI").replacing("\n", with: "\r\n")
        #expect(CharterSamples.problems(text).map(\.line) == [3])
        #expect(CharterSamples.problems(CharterSamples.smallest.replacing("\n", with: "\r\n")).isEmpty)
    }

    @Test("columns count characters as they are written, not bytes")
    func columns() {
        let text = CharterSamples.smallest("mask: name}", "mask: name, title: {id: \"Namá 😀\", em: x}}")
        #expect(CharterSamples.problems(text).map(\.description).first?.hasPrefix("5:47: `en` is missing") == false)
        #expect(
            CharterSamples.problems(text).contains { $0.line == 5 && $0.column == 60 && $0.message.contains("`em`") })
    }

    @Test(
        "an empty text, a comment and a lone marker are no charter",
        arguments: ["", "# nothing", "---", "\n\n", "[]", "{}"])
    func empty(text: String) {
        #expect(CharterSamples.problems(text).count == 1)
    }
}
