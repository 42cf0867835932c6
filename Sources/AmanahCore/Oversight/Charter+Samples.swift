extension Charter {
    /// Which looks are drawn each week for a superior's word.
    package struct SamplesRule: Sendable, Equatable {
        /// Looks of each person, and decisions of each who decides on requests; all where there are fewer.
        package var perPersonWeek: Int
        /// Days until a sample is overdue.
        package var dueDays: Int
        package init(perPersonWeek: Int, dueDays: Int = 7) {
            self.perPersonWeek = perPersonWeek
            self.dueDays = dueDays
        }
    }
}

extension CharterParser {
    mutating func samples(_ node: CharterNode?) -> Charter.SamplesRule? {
        guard let node, let section = section(node, .samples, required: ["per_person_week"], of: .section("samples"))
        else {
            return nil
        }
        return Charter.SamplesRule(
            perPersonWeek: integer(section["per_person_week"], "per_person_week", Bounds.perPersonWeek) ?? 1,
            dueDays: integer(section["due_days"], "due_days", Bounds.dueDays) ?? 7)
    }
}
