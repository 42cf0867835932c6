/// As the command line says it.
extension RuleFault {
    package var english: (message: String, hint: String?) {
        switch self {
        case .unknown(let term, let text, let nearest, let known):
            (
                "unknown \(term.english): `\(text)`",
                nearest.map { "did you mean `\($0)`?" }
                    ?? (known.isEmpty ? "there is none" : CharterFault.listed(known))
            )
        case .missing(let word, let owner): ("`\(word)` is missing in \(owner.english)", nil)
        case .twice(let value, let word): ("`\(value)` stands twice in `\(word)`", nil)
        case .badName(let name, let hyphens):
            (
                "`\(name)` is no name",
                "a letter first, then lower-case letters, " + (hyphens ? "digits, `_` and `-`" : "digits and `_`")
            )
        case .longName(let most): ("a name has at most \(most) characters", nil)
        case .typedName(let name): ("`\(name)` is no name", "other readers take it for a truth value")
        case .notMapping(let owner, let found, let words):
            ("\(owner.english) is a mapping, \(found.here)", "its words are \(CharterFault.listed(words))")
        case .notRules(let word, let found): ("`\(word)` is a mapping from names to rules, \(found.here)", nil)
        case .noRules(let word): ("`\(word)` names nothing", nil)
        case .manyRules(let word, let count, let most): ("`\(word)` names \(count) rules, \(most) are the most", nil)
        case .notFields(let word, let found): ("`\(word)` is a mapping from fields, \(found.here)", nil)
        case .notList(let word, let found): ("`\(word)` is a list, \(found.here)", "write `\(word): [one, another]`")
        case .notInteger(let word, let found): ("`\(word)` is a whole number, \(found.here)", nil)
        case .outOfBounds(let word, let value, let bounds):
            ("`\(word)` is \(value), outside \(bounds.lowerBound) to \(bounds.upperBound)", nil)
        case .notRange(let word, let found):
            ("`\(word)` is a list of two numbers, \(found.here)", "write `\(word): [20, 120]`")
        case .emptyRange(let word, let least, let most): ("`\(word)` begins at \(least), above its end \(most)", nil)
        case .notFlag(let word, let found): ("`\(word)` is `true` or `false`, \(found.here)", nil)
        case .notWord(let word, let found, let values):
            ("`\(word)` is one word, \(found.here)", CharterFault.listed(values))
        case .notName(let word, let kind, let found): ("`\(word)` names a \(kind.english), \(found.here)", nil)
        case .notText(let word, let found, let isScalar):
            ("`\(word)` is text, \(found.here)", isScalar ? "put it in quotes" : nil)
        case .emptyText(let word): ("`\(word)` is empty", nil)
        case .longText(let word, let most): ("`\(word)` has more than \(most) characters", nil)
        case .notTime(let word, let found): ("`\(word)` is a time of day, \(found.here)", "write `\(word): \"07:00\"`")
        case .noNeeds(let purpose):
            (
                "purpose `\(purpose)` needs nothing, so it would open any customer",
                "name one of `ticket`, `book`, `presence`"
            )
        case .noMask(let field):
            (
                "`\(field)` has no mask, so it cannot be `masked`",
                "give the field a `mask`, or show it `verify` or `hidden`"
            )
        case .idleReveal(let field, let shown, let revealed):
            (
                "`\(field)` is shown `\(shown.word)` already, a reveal to `\(revealed.word)` adds nothing",
                "show it in a weaker form, or take the reveal out"
            )
        case .familyCompared(let field):
            (
                "`\(field)` is of class `family` and compared here, so it cannot be revealed", "take the reveal out"
            )
        case .familyUnguarded(let field):
            (
                "a reveal of `\(field)`, of class `family`, takes a reason and an approval",
                "write `{reason: true, approval: superior}`, or `both`"
            )
        case .notSegment(let field, let fieldClass):
            (
                "`\(field)` is of class `\(fieldClass.rawValue)`: nobody is chosen by it",
                "name fields of class `work`, `device` or `other`"
            )
        case .ordinaryMark: ("`ordinary` is a customer without a mark", "a mark has a name of its own")
        }
    }
}

extension RuleFault.Owner {
    fileprivate var english: String {
        switch self {
        case .charter: "the charter"
        case .section(let word): "`\(word)`"
        case .field(let name): "field `\(name)`"
        case .purpose(let name): "purpose `\(name)`"
        case .role(let name): "role `\(name)`"
        case .sensitivity(let name): "sensitivity `\(name)`"
        case .reveal(let name): "the reveal of `\(name)`"
        }
    }
}

extension RuleFault.Kind {
    fileprivate var english: String {
        switch self {
        case .field: "field"
        case .purpose: "purpose"
        case .role: "role"
        }
    }
}

extension RuleFault.Term {
    fileprivate var english: String {
        switch self {
        case .word(let owner): "word in \(owner.english)"
        case .value(let word): "value of `\(word)`"
        case .name(let kind): kind.english
        }
    }
}

extension RuleFault.Found {
    fileprivate var here: String {
        let what =
            switch self {
            case .quoted: "text in quotes"
            case .list: "a list"
            case .mapping: "a mapping"
            case .nothing: "nothing"
            case .flag(let text): "`\(text)`"
            case .number(let text): "the number \(text)"
            case .word(let text): "the word `\(text)`"
            }
        return what + " stands here"
    }
}
