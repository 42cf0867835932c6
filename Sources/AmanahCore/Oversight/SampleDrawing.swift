/// Draws what a superior gives his word on: looks of a week, and approvals.
///
/// Each person's looks are a stratum of their own, each person's decisions on requests another. Of each stratum so many are
/// drawn, all where there are fewer: so everyone who looked has at least one, and within a stratum each has the same chance.
package enum SampleDrawing {
    package enum Kind: String, Sendable, CaseIterable, Comparable {
        case look, decision
        package static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
    }

    package struct Stratum: Hashable, Sendable, Comparable {
        package var person: PersonID
        package var kind: Kind
        package init(person: PersonID, kind: Kind) {
            self.person = person
            self.kind = kind
        }
        package static func < (a: Stratum, b: Stratum) -> Bool { (a.person, a.kind) < (b.person, b.kind) }
    }

    /// The positions drawn of each stratum, in the order of the log.
    ///
    /// - Parameter positions: the log's positions of each stratum, in any order.
    /// - Complexity: O(n log n), one lot a position.
    package static func draw(
        _ positions: [Stratum: [Int64]], each count: Int, _ lots: Lots
    ) -> [Stratum: [Int64]] {
        positions.mapValues { own in
            Array(lots.order(Set(own).sorted(), by: { String($0) }).prefix(max(1, count))).sorted()
        }
    }
}

extension Day {
    /// The Monday on or before a day.
    ///
    /// Day 0, 1 January 1970, was a Thursday.
    package var monday: Day {
        let back = (number + 3) % 7
        return Day(number: number - (back < 0 ? back + 7 : back))
    }
}
