import HTTPTypes

/// A filter as SCIM writes it: `userName eq "P0105" and not (active eq false)`.
///
/// Source: RFC 7644 §3.4.2.2.
indirect enum ScimFilter: Sendable, Equatable {
    enum Operator: String, Sendable, CaseIterable {
        case eq, ne, co, sw, ew, gt, ge, lt, le
    }

    case present(String)
    case compare(String, Operator, ScimValue)
    case and(ScimFilter, ScimFilter)
    case or(ScimFilter, ScimFilter)
    case not(ScimFilter)

    static let maximumBytes = 1000

    /// - Throws: ``ScimError`` `invalidFilter`.
    init(_ text: String) throws(ScimError) {
        guard text.utf8.count <= Self.maximumBytes else { throw Self.wrong }
        var parser = Parser(text)
        let filter = try parser.either(depth: 0)
        guard parser.isAtEnd else { throw Self.wrong }
        self = filter
    }

    static let wrong = ScimError(
        .badRequest, "invalidFilter", "the filter cannot be read; see RFC 7644 section 3.4.2.2")

    /// Whether a resource passes. `value` gives what stands at a path.
    func passes(_ value: (String) -> ScimValue?) -> Bool {
        switch self {
        case .present(let path):
            switch value(path) {
            case nil, .null: return false
            case .text(let text): return !text.isEmpty
            case .list(let items): return !items.isEmpty
            default: return true
            }
        case .and(let a, let b): return a.passes(value) && b.passes(value)
        case .or(let a, let b): return a.passes(value) || b.passes(value)
        case .not(let filter): return !filter.passes(value)
        case .compare(let path, let relation, let wanted):
            let exact = ["id", "externalid"].contains(path.lowercased())
            let found = value(path) ?? .null
            if case .list(let items) = found {
                return items.contains { Self.holds($0, relation, wanted, exact: exact) }
            }
            return Self.holds(found, relation, wanted, exact: exact)
        }
    }

    private static func holds(_ found: ScimValue, _ relation: Operator, _ wanted: ScimValue, exact: Bool) -> Bool {
        switch (found, wanted) {
        case (.text(let found), .text(let wanted)):
            let (a, b) = exact ? (found, wanted) : (found.lowercased(), wanted.lowercased())
            switch relation {
            case .eq: return a == b
            case .ne: return a != b
            case .co: return b.isEmpty || a.contains(b)
            case .sw: return a.hasPrefix(b)
            case .ew: return a.hasSuffix(b)
            case .gt: return a > b
            case .ge: return a >= b
            case .lt: return a < b
            case .le: return a <= b
            }
        case (.number(let a), .number(let b)):
            switch relation {
            case .eq: return a == b
            case .ne: return a != b
            case .gt: return a > b
            case .ge: return a >= b
            case .lt: return a < b
            case .le: return a <= b
            case .co, .sw, .ew: return false
            }
        default:
            switch relation {
            case .eq: return found == wanted
            case .ne: return found != wanted
            default: return false
            }
        }
    }

    /// By descent: `or` binds weaker than `and`, `and` weaker than `not`.
    private struct Parser {
        private let characters: [Character]
        private var at = 0

        init(_ text: String) { characters = Array(text) }

        var isAtEnd: Bool {
            mutating get {
                skip()
                return at == characters.count
            }
        }

        private mutating func skip() { while at < characters.count, characters[at] == " " { at += 1 } }

        private mutating func takes(_ character: Character) -> Bool {
            skip()
            guard at < characters.count, characters[at] == character else { return false }
            at += 1
            return true
        }

        private func isWord(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber || "-_.:$".contains(character))
        }

        private mutating func word() throws(ScimError) -> String {
            skip()
            let start = at
            while at < characters.count, isWord(characters[at]) { at += 1 }
            guard at > start else { throw ScimFilter.wrong }
            return String(characters[start..<at])
        }

        /// Takes a word if it is the next one, whatever its case.
        private mutating func takes(word wanted: String) -> Bool {
            skip()
            let before = at
            if let found = try? word(), found.lowercased() == wanted { return true }
            at = before
            return false
        }

        mutating func either(depth: Int) throws(ScimError) -> ScimFilter {
            guard depth < 20 else { throw ScimFilter.wrong }
            var filter = try both(depth: depth)
            while takes(word: "or") { filter = .or(filter, try both(depth: depth)) }
            return filter
        }

        private mutating func both(depth: Int) throws(ScimError) -> ScimFilter {
            var filter = try one(depth: depth)
            while takes(word: "and") { filter = .and(filter, try one(depth: depth)) }
            return filter
        }

        private mutating func one(depth: Int) throws(ScimError) -> ScimFilter {
            if takes("(") { return try closed(depth: depth) }
            let before = at
            if takes(word: "not") {
                guard takes("(") else { throw ScimFilter.wrong }
                return .not(try closed(depth: depth))
            }
            at = before
            let path = try word()
            let relation = try word().lowercased()
            if relation == "pr" { return .present(path) }
            guard let relation = Operator(rawValue: relation) else { throw ScimFilter.wrong }
            return .compare(path, relation, try value())
        }

        private mutating func closed(depth: Int) throws(ScimError) -> ScimFilter {
            let filter = try either(depth: depth + 1)
            guard takes(")") else { throw ScimFilter.wrong }
            return filter
        }

        private mutating func value() throws(ScimError) -> ScimValue {
            skip()
            let start = at
            if at < characters.count, characters[at] == "\"" {
                at += 1
                while at < characters.count, characters[at] != "\"" { at += characters[at] == "\\" ? 2 : 1 }
                at += 1
                guard at <= characters.count else { throw ScimFilter.wrong }
            } else {
                while at < characters.count, ![" ", ")"].contains(characters[at]) { at += 1 }
            }
            guard let value = try? ScimValue(json: Array(String(characters[start..<at]).utf8)) else {
                throw ScimFilter.wrong
            }
            switch value {
            case .list, .object: throw ScimFilter.wrong
            default: return value
            }
        }
    }
}
