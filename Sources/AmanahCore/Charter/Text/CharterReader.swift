/// Reads the part of YAML that charters are written in.
///
/// What it accepts, any YAML reader reads alike (a differential test holds that); what it refuses is what makes YAML
/// treacherous: anchors and aliases (bombs), tags, merge keys, directives, several documents, duplicate keys, values that
/// run over lines, complex keys, lists of mappings, nesting deeper than ``maximumDepth``. Accepted are block and flow
/// mappings with words or quoted text as keys, block and flow lists, one-line scalars and comments.
///
/// Time and memory are linear in the text; the recursion is as deep as the nesting, hence bounded.
/// Source: YAML 1.2.2, chapters 6 to 8.
struct CharterReader {
    static let maximumDepth = 12
    static let maximumKeyLength = 100

    let lines: [[Unicode.Scalar]]
    /// Index of the line and of the scalar in it, from 0.
    var row = 0
    var column = 0
    /// What does not hinder reading on: duplicate keys.
    private(set) var problems: [CharterProblem] = []

    init(lines: [[Unicode.Scalar]]) {
        self.lines = lines
    }

    /// The whole document, a mapping. Throws the first problem after which the rest cannot be understood.
    mutating func read() throws(CharterProblem) -> CharterNode {
        skipBlankLines()
        if row < lines.count, isMarker("---", in: lines[row]) {
            column = 3
            try endLine(after: .marker)
            skipBlankLines()
        }
        guard row < lines.count else { throw problem(.empty, at: .init(line: 1, column: 1)) }
        try refuseMarkers()
        let indent = self.indent
        column = indent
        if let scalar = peek, scalar == "[" || scalar == "{" || isListItem {
            throw problem(.notBlockMapping)
        }
        let root = try mapping(indent: indent, depth: 1)
        if row < lines.count {
            try refuseMarkers()
            column = self.indent
            throw problem(.furtherLeft)
        }
        return root
    }

    // MARK: - Blocks

    /// A mapping whose keys stand at `indent`; the first of them at `row`.
    private mutating func mapping(indent: Int, depth: Int) throws(CharterProblem) -> CharterNode {
        let place = CharterNode.Place(line: row + 1, column: indent + 1)
        try checkDepth(depth, at: place)
        var entries: [CharterNode.Entry] = []
        var seen: [String: Int] = [:]
        while row < lines.count, self.indent >= indent {
            try refuseMarkers()
            column = self.indent
            guard column == indent else {
                throw problem(.furtherRight)
            }
            guard !isListItem else {
                throw problem(.itemForWord)
            }
            let (key, keyPlace) = try word(flow: false)
            let value = try valueOfBlock(keyPlace: keyPlace, indent: indent, depth: depth)
            keep(CharterNode.Entry(key: key, keyPlace: keyPlace, value: value), in: &entries, seen: &seen)
            skipBlankLines()
        }
        return CharterNode(content: .mapping(entries), place: place)
    }

    /// What stands behind a key's colon: on its line, or indented below it.
    private mutating func valueOfBlock(
        keyPlace: CharterNode.Place, indent: Int, depth: Int
    ) throws(CharterProblem) -> CharterNode {
        skipSpaces()
        if let scalar = peek, scalar != "#" { return try valueOnLine(depth: depth) }
        nextLine()
        skipBlankLines()
        guard row < lines.count else { return CharterNode(content: .nothing, place: keyPlace) }
        let below = self.indent
        column = below
        if isListItem, below >= indent { return try list(indent: below, depth: depth + 1) }
        guard below > indent else { return CharterNode(content: .nothing, place: keyPlace) }
        if peek == "[" || peek == "{" { return try valueOnLine(depth: depth) }
        return try mapping(indent: below, depth: depth + 1)
    }

    /// A list whose dashes stand at `indent`; the first of them at `row`.
    private mutating func list(indent: Int, depth: Int) throws(CharterProblem) -> CharterNode {
        let place = CharterNode.Place(line: row + 1, column: indent + 1)
        try checkDepth(depth, at: place)
        var items: [CharterNode] = []
        while row < lines.count, self.indent == indent {
            try refuseMarkers()
            column = indent
            guard isListItem else { break }
            column += 1
            skipSpaces()
            guard let scalar = peek, scalar != "#" else {
                throw problem(.bareDash)
            }
            guard !isListItem else { throw problem(.listInItem) }
            items.append(try valueOnLine(depth: depth))
            skipBlankLines()
        }
        return CharterNode(content: .list(items), place: place)
    }

    /// A scalar or a flow collection, and the end of its line.
    private mutating func valueOnLine(depth: Int) throws(CharterProblem) -> CharterNode {
        let isFlow = peek == "[" || peek == "{"
        let value = isFlow ? try flow(depth: depth + 1) : try scalar(flow: false)
        try endLine(after: isFlow ? .bracket : .value)
        return value
    }

    // MARK: - Flow

    /// `[…]` or `{…}`, over several lines if need be; `row` and `column` stand on the bracket.
    private mutating func flow(depth: Int) throws(CharterProblem) -> CharterNode {
        let place = here
        try checkDepth(depth, at: place)
        let isList = peek == "["
        let close: Unicode.Scalar = isList ? "]" : "}"
        column += 1
        var items: [CharterNode] = []
        var entries: [CharterNode.Entry] = []
        var seen: [String: Int] = [:]
        while true {
            try skipFlowSpace(open: place)
            if peek == close { break }
            if isList {
                items.append(try flowValue(depth: depth))
            } else {
                let (key, keyPlace) = try word(flow: true)
                try skipFlowSpace(open: place)
                let value =
                    peek == "," || peek == close
                    ? CharterNode(content: .nothing, place: keyPlace) : try flowValue(depth: depth)
                keep(CharterNode.Entry(key: key, keyPlace: keyPlace, value: value), in: &entries, seen: &seen)
            }
            try skipFlowSpace(open: place)
            if peek == close { break }
            guard peek == "," else {
                throw problem(isList && peek == ":" ? .pairInList : .commaExpected(before: String(close)))
            }
            column += 1
        }
        column += 1
        return CharterNode(content: isList ? .list(items) : .mapping(entries), place: place)
    }

    private mutating func flowValue(depth: Int) throws(CharterProblem) -> CharterNode {
        peek == "[" || peek == "{" ? try flow(depth: depth + 1) : try scalar(flow: true)
    }

    // MARK: - Keys

    /// A key and its colon; `column` then stands behind the colon.
    private mutating func word(flow: Bool) throws(CharterProblem) -> (String, CharterNode.Place) {
        let place = here
        let node = try scalar(flow: flow, isKey: true)
        guard case .scalar(let text, let quoted) = node.content else { throw problem(.wordExpected) }
        if flow { try skipFlowSpace(open: place) } else { skipSpaces() }
        guard peek == ":", place.line == row + 1 else {
            throw problem(.colonExpected(after: String(text.prefix(40))), at: place)
        }
        column += 1
        guard peek == nil || peek == " " else {
            throw problem(.spaceExpected)
        }
        guard text.unicodeScalars.count <= Self.maximumKeyLength else {
            throw problem(.longWord(most: Self.maximumKeyLength), at: place)
        }
        if !quoted, text == "<<" { throw problem(.forbidden(.mergeKeys), at: place) }
        return (text, place)
    }

    /// Adds an entry; a key that stands there already is a problem, and the first one stays.
    private mutating func keep(
        _ entry: CharterNode.Entry, in entries: inout [CharterNode.Entry], seen: inout [String: Int]
    ) {
        if let line = seen[entry.key] {
            problems.append(problem(.repeated(entry.key, firstLine: line), at: entry.keyPlace))
        } else {
            seen[entry.key] = entry.keyPlace.line
            entries.append(entry)
        }
    }
}
