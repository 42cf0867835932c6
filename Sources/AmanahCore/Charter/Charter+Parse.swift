extension Charter {
    /// Reads a charter out of the bytes of its file.
    ///
    /// A charter that comes back is whole: every word known, every name it refers to there, every number within its
    /// bounds, no field shown `masked` without a mask. What it says may still be unwise: see ``CharterCheck``. The same
    /// bytes always give the same charter; its fields, purposes and roles are numbered in the order of the file.
    ///
    /// Refused besides: more than 256 KB, text that is not plain UTF-8, nesting deeper than 12, anchors, aliases, tags,
    /// merge keys, several documents, keys that stand twice. The reference is `docs/charter.md`.
    ///
    /// - Parameter file: The name to print before each problem; nothing is opened.
    /// - Throws: ``CharterError`` with the first ``CharterError/limit`` problems in the order of the text.
    package static func parse(_ bytes: [UInt8], file: String) throws(CharterError) -> Charter {
        var problems: [CharterProblem] = []
        do throws(CharterProblem) {
            var reader = CharterReader(lines: try CharterText.lines(of: bytes))
            defer { problems.append(contentsOf: reader.problems) }
            let root = try reader.read()
            var parser = CharterParser()
            if let charter = parser.charter(root), parser.problems.isEmpty, reader.problems.isEmpty { return charter }
            problems.append(contentsOf: parser.problems)
        } catch {
            problems.append(error)
        }
        problems.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        throw CharterError(file: file, problems: Array(problems.prefix(CharterError.limit)))
    }

    /// Where a charter that parses names its terms; line and column count from 1.
    package static func placeOfTerms(in bytes: [UInt8]) -> (line: Int, column: Int)? {
        guard let lines = try? CharterText.lines(of: bytes) else { return nil }
        var reader = CharterReader(lines: lines)
        guard let root = try? reader.read(), let document = root["terms"]?["document"] else { return nil }
        return (document.place.line, document.place.column)
    }

    /// As ``parse(_:file:)-(_,_)`` for text that is at hand already.
    package static func parse(_ text: String, file: String) throws(CharterError) -> Charter {
        try parse(Array(text.utf8), file: file)
    }
}
