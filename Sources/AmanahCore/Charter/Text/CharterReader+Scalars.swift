/// Scalars, spaces and the marks that are refused.
extension CharterReader {
    var here: CharterNode.Place { CharterNode.Place(line: row + 1, column: column + 1) }

    /// The scalar under the cursor; `nil` at the end of the line.
    var peek: Unicode.Scalar? { scalar(at: column) }

    private func scalar(at index: Int) -> Unicode.Scalar? {
        row < lines.count && index < lines[row].count ? lines[row][index] : nil
    }

    /// Spaces at the start of the line under the cursor.
    var indent: Int { lines[row].firstIndex { $0 != " " } ?? lines[row].count }

    var isListItem: Bool { peek == "-" && (scalar(at: column + 1) ?? " ") == " " }

    /// A problem under the cursor, or at another place.
    func problem(_ fault: WritingFault, at place: CharterNode.Place? = nil) -> CharterProblem {
        CharterProblem(line: (place ?? here).line, column: (place ?? here).column, fault: .writing(fault))
    }

    func checkDepth(_ depth: Int, at place: CharterNode.Place) throws(CharterProblem) {
        guard depth <= Self.maximumDepth else {
            throw problem(.tooDeep(most: Self.maximumDepth), at: place)
        }
    }

    // MARK: - Spaces, comments, markers

    mutating func skipSpaces() {
        while peek == " " { column += 1 }
    }

    mutating func nextLine() {
        row += 1
        column = 0
    }

    /// Goes to the next line with something but spaces and a comment; to the end if there is none.
    mutating func skipBlankLines() {
        while row < lines.count {
            column = indent
            guard peek == nil || peek == "#" else { return }
            nextLine()
        }
    }

    /// Goes on to the next thing inside brackets, over spaces, comments and line ends.
    mutating func skipFlowSpace(open: CharterNode.Place) throws(CharterProblem) {
        while true {
            skipSpaces()
            if let scalar = peek {
                guard scalar == "#", column == 0 || lines[row][column - 1] == " " else { return }
            }
            nextLine()
            guard row < lines.count else {
                throw problem(.unclosedBracket, at: open)
            }
            try refuseMarkers()
        }
    }

    /// The rest of the line holds nothing but spaces and a comment; goes to the next line.
    mutating func endLine(after ending: WritingFault.Ending) throws(CharterProblem) {
        skipSpaces()
        if let scalar = peek, scalar != "#" || lines[row][column - 1] != " " {
            throw problem(.trailing(ending))
        }
        nextLine()
    }

    func isMarker(_ marker: String, in line: [Unicode.Scalar]) -> Bool {
        line.starts(with: marker.unicodeScalars) && (line.count == 3 || line[3] == " ")
    }

    /// Refuses a second document and directives at the start of the line under the cursor.
    func refuseMarkers() throws(CharterProblem) {
        let line = lines[row]
        let place = CharterNode.Place(line: row + 1, column: 1)
        if isMarker("---", in: line) || isMarker("...", in: line) {
            throw problem(.secondDocument, at: place)
        }
        if line.first == "%" {
            throw problem(.directive, at: place)
        }
    }

    // MARK: - Scalars

    /// A word, a number or quoted text on one line.
    mutating func scalar(flow: Bool, isKey: Bool = false) throws(CharterProblem) -> CharterNode {
        let place = here
        let content: CharterNode.Content =
            switch peek {
            case "\"": .scalar(try doubleQuoted(), quoted: true)
            case "'": .scalar(try singleQuoted(), quoted: true)
            default: .scalar(try plain(flow: flow, isKey: isKey), quoted: false)
            }
        return CharterNode(content: content, place: place)
    }

    private mutating func plain(flow: Bool, isKey: Bool) throws(CharterProblem) -> String {
        try refuseIndicator()
        let start = column
        while let scalar = peek {
            if scalar == "#", lines[row][column - 1] == " " { break }
            if flow, Self.flowIndicators.contains(scalar) { break }
            if scalar == ":" {
                let next = self.scalar(at: column + 1)
                if next == nil || next == " " {
                    if isKey || flow { break }
                    throw problem(.colonInValue)
                }
                if flow, let next, next == "?" || Self.flowIndicators.contains(next) {
                    throw problem(.spaceExpected)
                }
            }
            column += 1
        }
        var end = column
        while end > start, lines[row][end - 1] == " " { end -= 1 }
        return Self.text(lines[row][start..<end])
    }

    /// Refuses a word that begins with one of YAML's marks, each with its own words.
    private func refuseIndicator() throws(CharterProblem) {
        guard let scalar = peek else { throw problem(.wordExpected) }
        switch scalar {
        case "&": throw problem(.forbidden(.anchors))
        case "*": throw problem(.forbidden(.aliases))
        case "!": throw problem(.forbidden(.tags))
        case "|", ">": throw problem(.forbidden(.severalLines))
        case "?": throw problem(.forbidden(.complexKeys))
        case "[", "{", "]", "}", ",": throw problem(.unexpected(String(scalar)))
        case "#", ":", "%", "@", "`": throw problem(.badStart(String(scalar)))
        case "-":
            guard let next = self.scalar(at: column + 1), next.properties.isAlphabetic || ("0"..."9").contains(next)
            else { throw problem(.badStart("-")) }
        default: break
        }
    }

    private mutating func singleQuoted() throws(CharterProblem) -> String {
        let open = here
        column += 1
        var text: [Unicode.Scalar] = []
        while let scalar = peek {
            column += 1
            if scalar == "'" {
                guard peek == "'" else { return Self.text(text[...]) }
                column += 1
            }
            text.append(scalar)
        }
        throw problem(.unclosedQuote, at: open)
    }

    private mutating func doubleQuoted() throws(CharterProblem) -> String {
        let open = here
        column += 1
        var text: [Unicode.Scalar] = []
        while let scalar = peek {
            if scalar == "\"" {
                column += 1
                return Self.text(text[...])
            }
            if scalar == "\\" {
                guard let next = self.scalar(at: column + 1), next == "\"" || next == "\\" || next == "/" else {
                    throw problem(.badEscape)
                }
                column += 1
                text.append(next)
            } else {
                text.append(scalar)
            }
            column += 1
        }
        throw problem(.unclosedQuote, at: open)
    }

    private static let flowIndicators: Set<Unicode.Scalar> = [",", "[", "]", "{", "}"]

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }
}
