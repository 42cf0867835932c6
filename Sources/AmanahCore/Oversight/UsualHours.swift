/// How many looks are usual in each hour of the day, learnt from days of work.
///
/// The band runs from the 10th to the 90th part of a hundred of those days, hour by hour. Days without a look are days off and
/// teach nothing; hours without a look on a day of work count as 0.
package struct UsualHours: Sendable, Equatable {
    /// Fewer days than these say nothing.
    package static let fewestDays = 5

    /// 24 each, by hour of the day.
    package private(set) var low: [Int]
    package private(set) var high: [Int]
    /// Days of work that it rests on.
    package private(set) var days: Int

    /// - Parameter history: for each day of work its looks by hour of the day, 24 numbers each.
    /// - Returns: `nil` for fewer than ``fewestDays`` days.
    package init?(_ history: [[Int]]) {
        let worked = history.filter { $0.count == 24 && $0.contains { $0 > 0 } }
        guard worked.count >= UsualHours.fewestDays else { return nil }
        days = worked.count
        low = []
        high = []
        for hour in 0..<24 {
            let counts = worked.map { $0[hour] }.sorted()
            low.append(UsualHours.quantile(counts, 10))
            high.append(UsualHours.quantile(counts, 90))
        }
    }

    /// The value below or at which at least so many parts of a hundred lie.
    private static func quantile(_ sorted: [Int], _ percent: Int) -> Int {
        let rank = max(1, (sorted.count * percent + 99) / 100)
        return sorted[min(rank, sorted.count) - 1]
    }

    /// Whether a count is outside the band upwards.
    package func isAbove(_ looks: Int, hour: Int) -> Bool { high.indices.contains(hour) && looks > high[hour] }
}
