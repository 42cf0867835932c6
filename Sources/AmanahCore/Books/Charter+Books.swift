extension Charter {
    /// How the customer base is handed out in portions.
    package struct BooksRule: Sendable, Equatable {
        /// Fields by whose value a portion may be chosen, by their number; never one that says something sensitive.
        package var segments: [Int]
        /// Days that a book may run, its first and last included.
        package var mostDays: Int
        /// Customers that one person may be handed at a time.
        package var mostEach: Int
        package init(segments: [Int] = [], mostDays: Int = 92, mostEach: Int = 1000) {
            self.segments = segments
            self.mostDays = mostDays
            self.mostEach = mostEach
        }

        /// Classes that a portion may be chosen by.
        package static let classes: Set<FieldClass> = [.work, .device, .other]
    }
}

extension CharterParser {
    mutating func books(_ node: CharterNode?, fields: [Charter.FieldRule]) -> Charter.BooksRule {
        var rule = Charter.BooksRule()
        guard let node, let section = section(node, .books, of: .section("books")) else { return rule }
        let names = fields.map(\.name.rawValue)
        rule.segments = list(section["segments"], "segments") { parser, item in
            guard let number = parser.reference(item, "segments", .field, among: names) else { return nil }
            guard Charter.BooksRule.classes.contains(fields[number].fieldClass) else {
                parser.report(item.place, .notSegment(names[number], fields[number].fieldClass))
                return nil
            }
            return number
        }.sorted()
        rule.mostDays = integer(section["most_days"], "most_days", Bounds.mostDays) ?? rule.mostDays
        rule.mostEach = integer(section["most_each"], "most_each", Bounds.mostEach) ?? rule.mostEach
        return rule
    }
}
