/// *Buku besar*: how the log stands, and who outside has signed it.
package struct LedgerPage: PageView {
    package struct Fact: View {
        package let label: String
        package let value: String
        /// A hash, a key or a name, to be copied.
        package let exact: Bool
        package init(label: String, value: String, exact: Bool = false) {
            self.label = label
            self.value = value
            self.exact = exact
        }
    }

    package struct Witness: View {
        package let name: String
        package let at: String
        package let size: String
        package let lag: String
        package let states: [StatePart]
        package init(name: String, at: String, size: String, lag: String, state: StatePart) {
            self.name = name
            self.at = at
            self.size = size
            self.lag = lag
            states = [state]
        }
    }

    package struct Check: View {
        package let occasion: String
        package let at: String
        package let covered: String
        package let states: [StatePart]
        package let finding: String?
        package init(occasion: String, at: String, covered: String, state: StatePart, finding: String?) {
            self.occasion = occasion
            self.at = at
            self.covered = covered
            states = [state]
            self.finding = finding
        }
    }

    package static let template = "ledger"
    package var summary: String
    package var alarm: String?
    package var facts: [Fact]
    package var witnesses: [Witness]
    package var checks: [Check]
    package var growth: GrowthPart
    package var at: String

    package init(
        summary: String, alarm: String?, facts: [Fact], witnesses: [Witness], checks: [Check], growth: GrowthPart,
        at: String
    ) {
        self.summary = summary
        self.alarm = alarm
        self.facts = facts
        self.witnesses = witnesses
        self.checks = checks
        self.growth = growth
        self.at = at
    }

    package func title(_ words: Words) -> String { words["nav_ledger"] }
}

/// Entries a day as bars, 960 by 120, with the same in a table.
package struct GrowthPart: View {
    package struct Bar: View {
        package let x: String
        package let y: String
        package let height: String
        package let title: String
    }

    package struct Row: View {
        package let day: String
        package let added: String
    }

    package let top: String
    package let first: String
    package let last: String
    package let bars: [Bar]
    /// Newest first.
    package let rows: [Row]

    /// - Parameter days: oldest first, each as it is to be read, with its entries.
    package init(_ days: [(day: String, added: Int)], number: (Int) -> String) {
        let most = max(1, days.map(\.added).max() ?? 0)
        let step = 900 / max(1, days.count)
        top = number(days.map(\.added).max() ?? 0)
        first = days.first?.day ?? ""
        last = days.last?.day ?? ""
        bars = days.enumerated().map { index, day in
            // One entry is seen too.
            let height = day.added == 0 ? 0 : max(1, day.added * 84 / most)
            return Bar(
                x: String(56 + index * step), y: String(96 - height), height: String(height),
                title: "\(day.day): \(number(day.added))")
        }
        rows = days.reversed().map { Row(day: $0.day, added: number($0.added)) }
    }
}
