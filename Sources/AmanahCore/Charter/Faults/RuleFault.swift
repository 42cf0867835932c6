/// What is wrong with what a charter says. Texts in a case are words of the charter, forty characters at most.
package enum RuleFault: Sendable, Equatable {
    // Words and names.
    case unknown(Term, String, nearest: String?, known: [String])
    case missing(String, in: Owner)
    case twice(String, in: String)
    case badName(String, hyphens: Bool), longName(most: Int), typedName(String)

    // Types: the word before the value, and what was found.
    case notMapping(Owner, Found, words: [String])
    case notRules(String, Found), noRules(String), manyRules(String, count: Int, most: Int)
    case notFields(String, Found)
    case notList(String, Found)
    case notInteger(String, Found), outOfBounds(String, value: String, ClosedRange<Int>)
    case notRange(String, Found), emptyRange(String, least: Int, most: Int)
    case notFlag(String, Found)
    case notWord(String, Found, values: [String])
    case notName(String, Kind, Found)
    case notText(String, Found, isScalar: Bool), emptyText(String), longText(String, most: Int)
    case notTime(String, Found)

    // Rules against each other.
    case noNeeds(purpose: String)
    case noMask(String)
    case idleReveal(String, shown: Form, revealed: Form)
    case familyCompared(String), familyUnguarded(String)
    case ordinaryMark
    case notSegment(String, FieldClass)

    /// Whose words they are.
    package enum Owner: Sendable, Equatable {
        case charter
        /// A section by its word.
        case section(String)
        case field(String), purpose(String), role(String), sensitivity(String), reveal(String)
    }

    /// What a name stands for.
    package enum Kind: Sendable, CaseIterable { case field, purpose, role }

    /// What was not known.
    package enum Term: Sendable, Equatable {
        case word(Owner)
        case value(String)
        case name(Kind)
    }

    /// What stands at a place instead.
    package enum Found: Sendable, Equatable {
        case quoted, list, mapping, nothing
        case flag(String), number(String), word(String)
    }
}

extension RuleFault {
    /// The case alone, so that a test can go over all of them.
    package enum Code: Sendable, CaseIterable {
        case unknown, missing, twice, badName, longName, typedName, notMapping, notRules, noRules, manyRules, notFields,
            notList, notInteger, outOfBounds, notRange, emptyRange, notFlag, notWord, notName, notText, emptyText,
            longText, notTime, noNeeds, noMask, idleReveal, familyCompared, familyUnguarded, ordinaryMark, notSegment
    }

    package var code: Code {
        switch self {
        case .unknown: .unknown
        case .missing: .missing
        case .twice: .twice
        case .badName: .badName
        case .longName: .longName
        case .typedName: .typedName
        case .notMapping: .notMapping
        case .notRules: .notRules
        case .noRules: .noRules
        case .manyRules: .manyRules
        case .notFields: .notFields
        case .notList: .notList
        case .notInteger: .notInteger
        case .outOfBounds: .outOfBounds
        case .notRange: .notRange
        case .emptyRange: .emptyRange
        case .notFlag: .notFlag
        case .notWord: .notWord
        case .notName: .notName
        case .notText: .notText
        case .emptyText: .emptyText
        case .longText: .longText
        case .notTime: .notTime
        case .noNeeds: .noNeeds
        case .noMask: .noMask
        case .idleReveal: .idleReveal
        case .familyCompared: .familyCompared
        case .familyUnguarded: .familyUnguarded
        case .ordinaryMark: .ordinaryMark
        case .notSegment: .notSegment
        }
    }
}
