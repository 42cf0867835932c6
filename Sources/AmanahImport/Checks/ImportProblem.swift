import AmanahCore

/// Something wrong with an export, at its place, with what to do. Holds ids at most, never a customer's datum.
package struct ImportProblem: Sendable, Equatable, CustomStringConvertible {
    package enum Severity: String, Sendable {
        /// Imported as it is.
        case warning
        /// Refuses the whole import.
        case error
    }

    /// Name of the file without its folder.
    package var file: String
    /// 1-based; 0 when the file as a whole is meant.
    package var line: Int
    /// 1-based number of the field in its row, where one is meant.
    package var column: Int?
    package var severity: Severity
    package var message: String
    package var hint: String

    package init(
        file: String, line: Int, column: Int? = nil, severity: Severity = .error, message: String, hint: String
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.message = message
        self.hint = hint
    }

    /// `customers.csv:17:4: error: …; do this`
    package var description: String {
        let place = line == 0 ? file : column.map { "\(file):\(line):\($0)" } ?? "\(file):\(line)"
        return "\(place): \(severity.rawValue): \(message); \(hint)"
    }
}

/// What an import found and did.
package struct ImportReport: Sendable {
    /// Rows read, by table.
    package var rows: [ImportTable: Int] = [:]
    /// The first problems in the order found: at most ``ProblemLog/kept`` errors and as many warnings.
    package var problems: [ImportProblem] = []
    package var errors = 0
    package var warnings = 0
    /// Columns of customers that the charter does not name; their values were not imported.
    package var leftBehind: [String] = []

    package init() {}

    /// Whether the sink finished. A refused import left nothing behind.
    package var accepted: Bool { errors == 0 }

    /// `and 12 more errors, 3 more warnings`, or `nil` when ``problems`` holds all.
    package var more: String? {
        let shownErrors = problems.count { $0.severity == .error }
        let words = [
            (errors - shownErrors, "error"), (warnings - (problems.count - shownErrors), "warning"),
        ].filter { $0.0 > 0 }.map { "\($0.0) more \($0.1)\($0.0 == 1 ? "" : "s")" }
        return words.isEmpty ? nil : "and " + words.joined(separator: ", ")
    }
}

/// Collects problems in bounded memory.
struct ProblemLog {
    /// How many problems of each severity are kept in full.
    static let kept = 100

    private(set) var problems: [ImportProblem] = []
    private(set) var errors = 0
    private(set) var warnings = 0

    mutating func add(_ problem: ImportProblem) {
        let seen: Int
        switch problem.severity {
        case .error:
            seen = errors
            errors += 1
        case .warning:
            seen = warnings
            warnings += 1
        }
        if seen < Self.kept { problems.append(problem) }
    }

    /// An id or a word as a message may show it: nothing that could be a telephone number, a NIK or a name out of
    /// place.
    static func shown(_ id: String) -> String {
        let digits = id.utf8.count { (0x30...0x39).contains($0) }
        return TextRule.isIdentifier(id) && digits < 9 && !id.contains(" ") ? "`\(id)`" : "of this row"
    }
}
