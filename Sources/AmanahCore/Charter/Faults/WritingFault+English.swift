/// As the command line says it.
extension WritingFault {
    private static let quote = "put the text in quotes"
    private static let quoteMarks = "quote text that holds `,` `:` or brackets"

    package var english: (message: String, hint: String?) {
        switch self {
        case .tooLarge(let bytes, let most): ("a charter has at most \(most) bytes, this file \(bytes)", nil)
        case .notUTF8: ("the text is not UTF-8", "save it as UTF-8")
        case .tab: ("a tab stands here", "use spaces")
        case .carriageReturn: ("a carriage return without a line feed stands here", "end lines with LF or CR LF")
        case .byteOrderMark: ("a byte order mark stands here", "save the file as UTF-8 without BOM")
        case .direction(let code): ("the character \(code) turns the direction of writing", "take it out")
        case .control(let code): ("the control character \(code) stands here", "take it out")
        case .empty: ("the charter is empty", nil)
        case .notBlockMapping:
            ("a charter is a mapping in block form", "begin with a line such as `charter: telco-id`")
        case .furtherLeft: ("this line stands further left than the first", "align it with the first key")
        case .furtherRight:
            (
                "this line stands deeper than the one it belongs to",
                "align it; a value ends with its line, put long text in one line"
            )
        case .itemForWord: ("a list item stands where a word and a colon are expected", "align it with its list")
        case .bareDash: ("nothing stands behind this dash", "write one word behind each `-`")
        case .listInItem: ("a list inside a list item", "write `[…]` instead")
        case .tooDeep(let most): ("nested deeper than \(most)", nil)
        case .secondDocument: ("a charter is one document", "take out `---` and `...` and what follows")
        case .directive: ("directives are not allowed", nil)
        case .trailing(let ending):
            ("nothing may follow \(ending.english) on its line", "put text in quotes, a space before `#`")
        case .wordExpected: ("a word is expected here", nil)
        case .longWord(let most): ("a word has at most \(most) characters", nil)
        case .colonExpected(let word): ("a colon is expected behind `\(word)`", "write `word: value`")
        case .colonInValue: ("a colon and a space stand inside a value", Self.quote)
        case .spaceExpected: ("a space is expected behind the colon", nil)
        case .pairInList: ("a pair stands in a list", Self.quoteMarks)
        case .commaExpected(let close): ("`,` or `\(close)` is expected here", Self.quoteMarks)
        case .unclosedBracket: ("this bracket is never closed", nil)
        case .unclosedQuote: ("this quote is not closed on its line", nil)
        case .forbidden(let feature): feature.english
        case .unexpected(let mark): ("`\(mark)` is not expected here", Self.quote)
        case .badStart(let mark): ("a word does not begin with `\(mark)`", Self.quote)
        case .badEscape:
            ("only `\\\"`, `\\\\` and `\\/` may follow a backslash", "write the character itself")
        case .repeated(let word, let line): ("`\(word)` stands here a second time", "the first is in line \(line)")
        }
    }
}

extension WritingFault.Ending {
    fileprivate var english: String {
        switch self {
        case .marker: "`---`"
        case .value: "this value"
        case .bracket: "the closing bracket"
        }
    }
}

extension WritingFault.Feature {
    fileprivate var english: (message: String, hint: String?) {
        let quote = "put the text in quotes"
        return switch self {
        case .anchors: ("anchors are not allowed in a charter", quote)
        case .aliases: ("aliases are not allowed in a charter", quote)
        case .tags: ("tags are not allowed in a charter", quote)
        case .severalLines: ("text over several lines is not allowed in a charter", "use one line")
        case .complexKeys: ("keys of this form are not allowed in a charter", "write `word: value`")
        case .mergeKeys: ("merge keys are not allowed in a charter", nil)
        }
    }
}
