/// Turns nodes into values and keeps the problems. Every reader gives a stand-in after a problem, so that one pass finds
/// them all; the stand-ins never leave, for a text with a problem is no charter.
struct CharterParser {
    private(set) var problems: [CharterProblem] = []

    /// A mapping whose words are known.
    struct Section {
        var entries: [String: CharterNode]
        var place: CharterNode.Place

        subscript(word: String) -> CharterNode? { entries[word] }
    }

    mutating func report(_ place: CharterNode.Place, _ message: String, hint: String? = nil) {
        problems.append(CharterProblem(line: place.line, column: place.column, message: message, hint: hint))
    }

    // MARK: - Mappings and lists

    /// Reads a mapping of `kind`; unknown words are problems. `nil` when it is no mapping.
    mutating func section(
        _ node: CharterNode, _ kind: CharterVocabulary.Section, required: [String] = [], of owner: String
    ) -> Section? {
        guard case .mapping(let entries) = node.content else {
            report(
                node.place, "\(owner) is a mapping, \(node.kind) stands here",
                hint: "its words are \(Self.listed(CharterVocabulary.words(of: kind)))")
            return nil
        }
        let words = CharterVocabulary.words(of: kind)
        var known: [String: CharterNode] = [:]
        for entry in entries {
            if words.contains(entry.key) {
                known[entry.key] = entry.value
            } else {
                unknown(entry.key, at: entry.keyPlace, what: "word in \(owner)", among: words)
            }
        }
        for word in required where known[word] == nil {
            report(node.place, "`\(word)` is missing in \(owner)")
        }
        return Section(entries: known, place: node.place)
    }

    /// Reads a mapping whose keys are names that the charter gives: `fields`, `purposes`, `roles`, `sensitivity`.
    mutating func rules(_ node: CharterNode?, _ word: String, hyphens: Bool) -> [CharterNode.Entry] {
        guard let node else { return [] }
        guard case .mapping(let entries) = node.content else {
            report(node.place, "`\(word)` is a mapping from names to rules, \(node.kind) stands here")
            return []
        }
        if entries.isEmpty { report(node.place, "`\(word)` names nothing") }
        if entries.count > CharterVocabulary.Bounds.rules {
            report(node.place, "`\(word)` names \(entries.count) rules, \(CharterVocabulary.Bounds.rules) are the most")
        }
        for entry in entries { checkName(entry.key, at: entry.keyPlace, hyphens: hyphens) }
        return entries
    }

    /// Reads a list of words and gives each to `read`; the same word twice is a problem.
    mutating func list<Value: Equatable>(
        _ node: CharterNode?, _ word: String, _ read: (inout CharterParser, CharterNode) -> Value?
    ) -> [Value] {
        guard let node else { return [] }
        guard case .list(let items) = node.content else {
            report(node.place, "`\(word)` is a list, \(node.kind) stands here", hint: "write `\(word): [one, another]`")
            return []
        }
        var values: [Value] = []
        for item in items {
            guard let value = read(&self, item) else { continue }
            if values.contains(value) {
                report(item.place, "`\(Self.excerpt(item))` stands twice in `\(word)`")
            } else {
                values.append(value)
            }
        }
        return values
    }

    // MARK: - Single values

    /// A whole number in plain digits, within `bounds`.
    mutating func integer(_ node: CharterNode?, _ word: String, _ bounds: ClosedRange<Int>) -> Int? {
        guard let node else { return nil }
        guard case .scalar(let text, quoted: false) = node.content, Self.isWholeNumber(text) else {
            report(node.place, "`\(word)` is a whole number, \(node.kind) stands here")
            return nil
        }
        guard let value = Int(text), bounds.contains(value) else {
            report(
                node.place, "`\(word)` is \(text.prefix(40)), outside \(bounds.lowerBound) to \(bounds.upperBound)")
            return nil
        }
        return value
    }

    /// `true` or `false`, no other word for them.
    mutating func flag(_ node: CharterNode?, _ word: String) -> Bool? {
        guard let node else { return nil }
        switch node.content {
        case .scalar("true", quoted: false): return true
        case .scalar("false", quoted: false): return false
        default:
            report(node.place, "`\(word)` is `true` or `false`, \(node.kind) stands here")
            return nil
        }
    }

    /// One of a closed set of words.
    mutating func choice<Value>(
        _ node: CharterNode?, _ word: String, _ values: [Value], _ name: (Value) -> String
    ) -> Value? {
        guard let node else { return nil }
        guard case .scalar(let text, _) = node.content else {
            report(node.place, "`\(word)` is one word, \(node.kind) stands here", hint: Self.listed(values.map(name)))
            return nil
        }
        if let value = values.first(where: { name($0) == text }) { return value }
        unknown(text, at: node.place, what: "value of `\(word)`", among: values.map(name))
        return nil
    }

    mutating func choice<Value: CaseIterable & RawRepresentable<String>>(_ node: CharterNode?, _ word: String) -> Value?
    {
        choice(node, word, Array(Value.allCases), \.rawValue)
    }

    /// One of the names that the charter gives, as its number.
    mutating func reference(_ node: CharterNode, _ word: String, _ what: String, among names: [String]) -> Int? {
        guard case .scalar(let text, _) = node.content else {
            report(node.place, "`\(word)` names a \(what), \(node.kind) stands here")
            return nil
        }
        if let number = names.firstIndex(of: text) { return number }
        unknown(text, at: node.place, what: what, among: names)
        return nil
    }

    /// Text for people. What other readers of YAML take for a number, a date or a truth value must stand in quotes.
    mutating func text(_ node: CharterNode?, _ word: String) -> String? {
        guard let node else { return nil }
        guard case .scalar(let text, let quoted) = node.content else {
            report(node.place, "`\(word)` is text, \(node.kind) stands here")
            return nil
        }
        if !quoted, Self.isTyped(text) {
            report(node.place, "`\(word)` is text, \(node.kind) stands here", hint: "put it in quotes")
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            report(node.place, "`\(word)` is empty")
            return nil
        }
        guard text.unicodeScalars.count <= CharterVocabulary.Bounds.textLength else {
            report(node.place, "`\(word)` has more than \(CharterVocabulary.Bounds.textLength) characters")
            return nil
        }
        return text
    }

    /// A name that the charter gives: lower-case letters, digits and `_`, and `-` where `hyphens` says so.
    mutating func checkName(_ name: String, at place: CharterNode.Place, hyphens: Bool) {
        let isLetter: (Unicode.Scalar) -> Bool = { ("a"..."z").contains($0) }
        let scalars = name.unicodeScalars
        let isName =
            scalars.first.map(isLetter) ?? false
            && scalars.allSatisfy { isLetter($0) || ("0"..."9").contains($0) || $0 == "_" || hyphens && $0 == "-" }
        if !isName {
            let letters = hyphens ? "digits, `_` and `-`" : "digits and `_`"
            report(
                place, "`\(name.prefix(40))` is no name", hint: "a letter first, then lower-case letters, \(letters)")
        } else if scalars.count > CharterVocabulary.Bounds.nameLength {
            report(place, "a name has at most \(CharterVocabulary.Bounds.nameLength) characters")
        } else if Self.isTyped(name) {
            report(place, "`\(name)` is no name", hint: "other readers take it for a truth value")
        }
    }

    mutating func unknown(_ text: String, at place: CharterNode.Place, what: String, among words: [String]) {
        let hint =
            Spelling.nearest(to: text, among: words).map { "did you mean `\($0)`?" }
            ?? (words.isEmpty ? "there is none" : Self.listed(words))
        report(place, "unknown \(what): `\(text.prefix(40))`", hint: hint)
    }

    // MARK: - Words

    private static func listed(_ words: [String]) -> String {
        words.prefix(20).map { "`\($0)`" }.joined(separator: ", ") + (words.count > 20 ? ", …" : "")
    }

    private static func excerpt(_ node: CharterNode) -> String {
        if case .scalar(let text, _) = node.content { String(text.prefix(40)) } else { node.kind }
    }

    /// Digits with at most one `-` before them and no zero in front.
    private static func isWholeNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && (digits.utf8.count == 1 || digits.first != "0")
    }

    /// Whether YAML 1.1 or 1.2 gives plain text another type than text.
    static func isTyped(_ text: String) -> Bool {
        let words: Set<String> = [
            "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", ".inf", "-.inf", "+.inf",
            ".nan",
        ]
        if words.contains(text.lowercased()) { return true }
        guard let first = text.unicodeScalars.first, ("0"..."9").contains(first) || "+-.".unicodeScalars.contains(first)
        else { return false }
        return text.unicodeScalars.allSatisfy { "0123456789abcdefABCDEFxXoOtTzZ+-_.: ".unicodeScalars.contains($0) }
    }
}
