package import AmanahCore
import Foundation

/// A language of the console. Indonesian is the first; it is what an unknown browser gets.
package enum Language: String, Sendable, CaseIterable {
    case id, en
}

/// The console's words in one language.
///
/// Keys are those of the files in `Resources/words`; a text may hold places such as `{time}`, which
/// ``callAsFunction(_:_:)`` fills.
package struct Words: Sendable {
    package let language: Language
    package let texts: [String: String]

    /// The text of a key. A key that does not exist comes back as itself, so that a gap is seen and never empty;
    /// the tests hold that every key in use exists.
    package subscript(key: String) -> String { texts[key] ?? key }

    /// The text of a key with its places filled. Places without a value stay as they are.
    package func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        var rest = self[key][...]
        var filled = ""
        // One pass, so that a value which happens to hold `{…}` is not filled again.
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            let name = rest[rest.index(after: open)..<close]
            filled += values.first { $0.key == name }.map(\.value) ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// `a`, `a dan b`, `a, b dan c`.
    package func list(_ items: [String]) -> String {
        guard let last = items.last else { return "" }
        guard items.count > 1 else { return last }
        return items.dropLast().joined(separator: ", ") + " \(self["and_word"]) " + last
    }
}

extension Words {
    /// `09.14` in Indonesian, `09:14` in English.
    package func time(_ moment: Moment, _ zone: Zone) -> String {
        let minute = moment.minuteOfDay(in: zone)
        return Words.pad(minute / 60) + self["time_separator"] + Words.pad(minute % 60)
    }

    /// `24 Nov 2026`.
    package func date(_ day: Day) -> String {
        let (year, month, dayOfMonth) = day.civil
        return "\(dayOfMonth) \(self["months"].split(separator: " ")[month - 1]) \(year)"
    }

    /// `24 Nov 2026 09.14`.
    package func dateTime(_ moment: Moment, _ zone: Zone) -> String {
        date(moment.day(in: zone)) + " " + time(moment, zone)
    }

    /// `1.250.000` in Indonesian, `1,250,000` in English.
    package func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += language == .id ? "." : "," }
            grouped.append(digit)
        }
        return value < 0 ? "-" + grouped : grouped
    }

    /// `Rp 381.000` for `381000`; `nil` for what is not a whole number in plain digits, which nobody should guess at.
    package func rupiah(_ text: String) -> String? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let amount = Int(text), String(amount) == text
        else {
            return nil
        }
        return "Rp " + number(amount)
    }

    private static func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}

/// The words of every language, read once at start-up.
package struct Catalogue: Sendable {
    private let byLanguage: [Language: Words]

    package subscript(language: Language) -> Words {
        byLanguage[language] ?? Words(language: language, texts: [:])
    }

    /// The catalogue of the program: every file in `Resources/words`, one for each room.
    /// - Throws: ``ConsoleResourceError`` when one is missing or cannot be read.
    package init() throws(ConsoleResourceError) {
        var files: [(name: String, json: [UInt8])] = []
        for name in ServerResources.names(in: "words") where name.hasSuffix(".json") {
            files.append((name, try ConsoleResources.bytes("words/\(name)")))
        }
        guard !files.isEmpty else { throw ConsoleResourceError(file: "words", cause: "are missing") }
        try self.init(files: files)
    }

    /// - Parameter files: each `{"key": {"id": "…", "en": "…"}, …}`; a key stands in one of them only.
    /// - Throws: ``ConsoleResourceError`` when a text is missing or empty in a language, or a key stands twice.
    package init(files: [(name: String, json: [UInt8])]) throws(ConsoleResourceError) {
        var texts: [Language: [String: String]] = [:]
        for file in files {
            let entries: [String: [String: String]]
            do {
                entries = try JSONDecoder().decode([String: [String: String]].self, from: Data(file.json))
            } catch {
                throw ConsoleResourceError(file: file.name, cause: "is no catalogue of words")
            }
            for (key, entry) in entries {
                for language in Language.allCases {
                    guard let text = entry[language.rawValue], !text.isEmpty else {
                        throw ConsoleResourceError(file: file.name, cause: "lacks `\(key)` in `\(language.rawValue)`")
                    }
                    guard texts[language, default: [:]].updateValue(text, forKey: key) == nil else {
                        throw ConsoleResourceError(file: file.name, cause: "has `\(key)` again")
                    }
                }
            }
        }
        byLanguage = Dictionary(
            uniqueKeysWithValues: texts.map { ($0.key, Words(language: $0.key, texts: $0.value)) })
    }
}
