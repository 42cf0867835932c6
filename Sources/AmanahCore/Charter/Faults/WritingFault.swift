/// What is wrong with how a charter is written: its bytes, and the part of YAML that it is written in.
package enum WritingFault: Sendable, Equatable {
    // The bytes.
    case tooLarge(bytes: Int, most: Int)
    case notUTF8
    case tab, carriageReturn, byteOrderMark
    /// A character that turns the direction of writing, as `U+202E`.
    case direction(String)
    /// Any other control character, as `U+0000`.
    case control(String)

    // Where lines stand.
    case empty
    case notBlockMapping
    case furtherLeft, furtherRight
    case itemForWord, bareDash, listInItem
    case tooDeep(most: Int)
    case secondDocument, directive
    case trailing(Ending)

    // Inside a line.
    case wordExpected, longWord(most: Int)
    case colonExpected(after: String), colonInValue, spaceExpected
    case pairInList, commaExpected(before: String)
    case unclosedBracket, unclosedQuote
    case forbidden(Feature)
    case unexpected(String), badStart(String), badEscape
    case repeated(String, firstLine: Int)

    /// What a line ends with.
    package enum Ending: Sendable, CaseIterable { case marker, value, bracket }

    /// A part of YAML that charters do without.
    package enum Feature: Sendable, CaseIterable { case anchors, aliases, tags, severalLines, complexKeys, mergeKeys }
}

extension WritingFault {
    /// The case alone, so that a test can go over all of them.
    package enum Code: Sendable, CaseIterable {
        case tooLarge, notUTF8, tab, carriageReturn, byteOrderMark, direction, control, empty, notBlockMapping,
            furtherLeft, furtherRight, itemForWord, bareDash, listInItem, tooDeep, secondDocument, directive, trailing,
            wordExpected, longWord, colonExpected, colonInValue, spaceExpected, pairInList, commaExpected,
            unclosedBracket, unclosedQuote, forbidden, unexpected, badStart, badEscape, repeated
    }

    package var code: Code {
        switch self {
        case .tooLarge: .tooLarge
        case .notUTF8: .notUTF8
        case .tab: .tab
        case .carriageReturn: .carriageReturn
        case .byteOrderMark: .byteOrderMark
        case .direction: .direction
        case .control: .control
        case .empty: .empty
        case .notBlockMapping: .notBlockMapping
        case .furtherLeft: .furtherLeft
        case .furtherRight: .furtherRight
        case .itemForWord: .itemForWord
        case .bareDash: .bareDash
        case .listInItem: .listInItem
        case .tooDeep: .tooDeep
        case .secondDocument: .secondDocument
        case .directive: .directive
        case .trailing: .trailing
        case .wordExpected: .wordExpected
        case .longWord: .longWord
        case .colonExpected: .colonExpected
        case .colonInValue: .colonInValue
        case .spaceExpected: .spaceExpected
        case .pairInList: .pairInList
        case .commaExpected: .commaExpected
        case .unclosedBracket: .unclosedBracket
        case .unclosedQuote: .unclosedQuote
        case .forbidden: .forbidden
        case .unexpected: .unexpected
        case .badStart: .badStart
        case .badEscape: .badEscape
        case .repeated: .repeated
        }
    }
}
