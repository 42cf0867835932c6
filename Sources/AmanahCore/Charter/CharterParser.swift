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

    mutating func report(_ place: CharterNode.Place, _ fault: RuleFault) {
        problems.append(CharterProblem(line: place.line, column: place.column, fault: .rule(fault)))
    }

    // MARK: - Mappings and lists

    /// Reads a mapping of `kind`; unknown words are problems. `nil` when it is no mapping.
    mutating func section(
        _ node: CharterNode, _ kind: CharterVocabulary.Section, required: [String] = [],
        of owner: RuleFault.Owner
    ) -> Section? {
        guard case .mapping(let entries) = node.content else {
            report(node.place, .notMapping(owner, node.found, words: CharterVocabulary.words(of: kind)))
            return nil
        }
        let words = CharterVocabulary.words(of: kind)
        var known: [String: CharterNode] = [:]
        for entry in entries {
            if words.contains(entry.key) {
                known[entry.key] = entry.value
            } else {
                unknown(entry.key, at: entry.keyPlace, .word(owner), among: words)
            }
        }
        for word in required where known[word] == nil {
            report(node.place, .missing(word, in: owner))
        }
        return Section(entries: known, place: node.place)
    }

    /// Reads a mapping whose keys are names that the charter gives: `fields`, `purposes`, `roles`, `sensitivity`.
    mutating func rules(_ node: CharterNode?, _ word: String, hyphens: Bool) -> [CharterNode.Entry] {
        guard let node else { return [] }
        guard case .mapping(let entries) = node.content else {
            report(node.place, .notRules(word, node.found))
            return []
        }
        if entries.isEmpty { report(node.place, .noRules(word)) }
        if entries.count > CharterVocabulary.Bounds.rules {
            report(node.place, .manyRules(word, count: entries.count, most: CharterVocabulary.Bounds.rules))
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
            report(node.place, .notList(word, node.found))
            return []
        }
        var values: [Value] = []
        for item in items {
            guard let value = read(&self, item) else { continue }
            if values.contains(value) {
                report(item.place, .twice(Self.excerpt(item), in: word))
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
            report(node.place, .notInteger(word, node.found))
            return nil
        }
        guard let value = Int(text), bounds.contains(value) else {
            report(node.place, .outOfBounds(word, value: String(text.prefix(40)), bounds))
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
            report(node.place, .notFlag(word, node.found))
            return nil
        }
    }

    /// One of a closed set of words.
    mutating func choice<Value>(
        _ node: CharterNode?, _ word: String, _ values: [Value], _ name: (Value) -> String
    ) -> Value? {
        guard let node else { return nil }
        guard case .scalar(let text, _) = node.content else {
            report(node.place, .notWord(word, node.found, values: values.map(name)))
            return nil
        }
        if let value = values.first(where: { name($0) == text }) { return value }
        unknown(text, at: node.place, .value(word), among: values.map(name))
        return nil
    }

    mutating func choice<Value: CaseIterable & RawRepresentable<String>>(_ node: CharterNode?, _ word: String) -> Value?
    {
        choice(node, word, Array(Value.allCases), \.rawValue)
    }

    /// One of the names that the charter gives, as its number.
    mutating func reference(_ node: CharterNode, _ word: String, _ kind: RuleFault.Kind, among names: [String]) -> Int?
    {
        guard case .scalar(let text, _) = node.content else {
            report(node.place, .notName(word, kind, node.found))
            return nil
        }
        if let number = names.firstIndex(of: text) { return number }
        unknown(text, at: node.place, .name(kind), among: names)
        return nil
    }

    /// Text for people. What other readers of YAML take for a number, a date or a truth value must stand in quotes.
    mutating func text(_ node: CharterNode?, _ word: String) -> String? {
        guard let node else { return nil }
        guard case .scalar(let text, let quoted) = node.content else {
            report(node.place, .notText(word, node.found, isScalar: false))
            return nil
        }
        if !quoted, Self.isTyped(text) {
            report(node.place, .notText(word, node.found, isScalar: true))
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            report(node.place, .emptyText(word))
            return nil
        }
        guard text.unicodeScalars.count <= CharterVocabulary.Bounds.textLength else {
            report(node.place, .longText(word, most: CharterVocabulary.Bounds.textLength))
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
            report(place, .badName(String(name.prefix(40)), hyphens: hyphens))
        } else if scalars.count > CharterVocabulary.Bounds.nameLength {
            report(place, .longName(most: CharterVocabulary.Bounds.nameLength))
        } else if Self.isTyped(name) {
            report(place, .typedName(name))
        }
    }

    mutating func unknown(
        _ text: String, at place: CharterNode.Place, _ term: RuleFault.Term, among words: [String]
    ) {
        let nearest = Spelling.nearest(to: text, among: words)
        report(place, .unknown(term, String(text.prefix(40)), nearest: nearest, known: words))
    }

    // MARK: - Words

    /// The beginning of a word; the items of a list are words where they give a value.
    private static func excerpt(_ node: CharterNode) -> String {
        if case .scalar(let text, _) = node.content { String(text.prefix(40)) } else { "" }
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
