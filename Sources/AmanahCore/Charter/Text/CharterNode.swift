/// One value of a charter's text with its place.
struct CharterNode: Sendable, Equatable {
    var content: Content
    var place: Place

    /// Line and column from 1; a column is a Unicode scalar.
    struct Place: Sendable, Equatable {
        var line: Int
        var column: Int
    }

    enum Content: Sendable, Equatable {
        /// A word, number or quoted text. `quoted` tells `"7"` from `7`.
        case scalar(String, quoted: Bool)
        case list([CharterNode])
        /// In the order of the text; keys differ from each other.
        case mapping([Entry])
        /// A key with nothing behind it.
        case nothing
    }

    struct Entry: Sendable, Equatable {
        var key: String
        var keyPlace: Place
        var value: CharterNode
    }

    /// What stands behind a key of a mapping.
    subscript(key: String) -> CharterNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// What stands here, for messages.
    var found: RuleFault.Found {
        switch content {
        case .scalar(_, quoted: true): .quoted
        case .scalar(let text, quoted: false):
            switch text {
            case "true", "false": .flag(text)
            default: Int(text) == nil ? .word(String(text.prefix(40))) : .number(String(text.prefix(40)))
            }
        case .list: .list
        case .mapping: .mapping
        case .nothing: .nothing
        }
    }
}
