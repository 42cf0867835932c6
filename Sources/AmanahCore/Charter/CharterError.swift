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
    /// What is wrong, for a page to set in its language.
    package var fault: CharterFault

    package init(line: Int, column: Int, fault: CharterFault) {
        self.line = line
        self.column = column
        self.fault = fault
    }

    /// What is wrong, in the words of the command line.
    package var message: String { fault.english.message }
    /// What to do next, where there is more to say than the message does.
    package var hint: String? { fault.english.hint }

    package var description: String {
        let tail = hint.map { " (\($0))" } ?? ""
        return "\(line):\(column): \(message)\(tail)"
    }
}

/// What is wrong at a place of a charter: a case, and what it is about in the charter's own words.
package enum CharterFault: Sendable, Equatable {
    /// How the text is written.
    case writing(WritingFault)
    /// What it says.
    case rule(RuleFault)

    package var english: (message: String, hint: String?) {
        switch self {
        case .writing(let fault): fault.english
        case .rule(let fault): fault.english
        }
    }

    /// The words that may stand at a place, twenty at most; the same in every language.
    package static func listed(_ words: [String]) -> String {
        words.prefix(20).map { "`\($0)`" }.joined(separator: ", ") + (words.count > 20 ? ", …" : "")
    }
}
