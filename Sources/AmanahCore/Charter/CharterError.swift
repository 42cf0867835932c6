/// Why a text is no charter: every problem found, in the order of the file, ``limit`` at most.
///
/// A charter is read whole or not at all: no part of a text with a problem comes into force.
package struct CharterError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Problems told at a time; more than these are one mistake repeated.
    package static let limit = 20

    /// The name that the caller gave, as it is printed before each problem.
    package var file: String
    /// Never empty.
    package var problems: [CharterProblem]

    package init(file: String, problems: [CharterProblem]) {
        self.file = file
        self.problems = problems
    }

    /// One problem a line, `file:line:column: message (hint)`.
    package var description: String {
        problems.map { "\(file):\($0)" }.joined(separator: "\n")
    }
}

/// One problem and its place. Lines and columns count from 1; a column is a Unicode scalar.
package struct CharterProblem: Error, Sendable, Equatable, CustomStringConvertible {
    package var line: Int
    package var column: Int
    package var message: String
    /// What to do next, where there is more to say than the message does.
    package var hint: String?

    package init(line: Int, column: Int, message: String, hint: String? = nil) {
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
    }

    package var description: String {
        let tail = hint.map { " (\($0))" } ?? ""
        return "\(line):\(column): \(message)\(tail)"
    }
}
