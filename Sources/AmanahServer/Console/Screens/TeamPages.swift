/// *Tim saya*: whose work a superior sees, live where the browser can.
package struct TeamPage: PageView {
    package struct Group: View {
        package let id: String
        package let title: String
        package let rows: [TeamRowPart]
        package init(id: String, title: String, rows: [TeamRowPart]) {
            self.id = id
            self.title = title
            self.rows = rows
        }
    }

    package static let template = "team"
    package var summary: String
    /// Whoever needs a look first: unexplained looks, or not cleared.
    package var odd: String?
    package var groups: [Group]
    /// Where the live page listens.
    package var events: String
    package var at: String

    package init(summary: String, odd: String?, groups: [Group], events: String, at: String) {
        self.summary = summary
        self.odd = odd
        self.groups = groups
        self.events = events
        self.at = at
    }

    package func title(_ words: Words) -> String { words["team_title"] }
}

/// One person of the team; sent again by itself whenever it changes.
package struct TeamRowPart: FragmentView {
    package static let fragment = "team-row"
    package let id: String
    package let name: String
    package let href: String
    /// Role, unit, vendor.
    package let place: String
    package let states: [StatePart]
    package let last: String?
    package let spark: SparkPart
    package let thisHour: String
    package let today: String
    package let usual: String
    package let isHigh: Bool
    package let unexplained: String
    package let isOdd: Bool
    package let denials: String
    package let agreement: String?
    /// Requests and broken glasses that wait.
    package let matters: [String]
    /// Put over the row of the same id.
    package let swapped: Bool

    package init(
        id: String, name: String, href: String, place: String, states: [StatePart], last: String?, spark: SparkPart,
        thisHour: String, today: String, usual: String, isHigh: Bool, unexplained: String, isOdd: Bool,
        denials: String, agreement: String?, matters: [String] = [], swapped: Bool = false
    ) {
        self.id = id
        self.name = name
        self.href = href
        self.place = place
        self.states = states
        self.last = last
        self.spark = spark
        self.thisHour = thisHour
        self.today = today
        self.usual = usual
        self.isHigh = isHigh
        self.unexplained = unexplained
        self.isOdd = isOdd
        self.denials = denials
        self.agreement = agreement
        self.matters = matters
        self.swapped = swapped
    }
}

/// Looks an hour as a line over the usual band, 96 by 28. The numbers stand beside it in words.
package struct SparkPart: View {
    package let band: String?
    package let line: String
    package let nowX: String

    /// - Parameters:
    ///   - hours: 24 numbers; the line ends at `hour`.
    ///   - low: with `high` the usual band, 24 numbers each.
    package init(hours: [Int], hour: Int, low: [Int]?, high: [Int]?) {
        let top = max(4, hours.max() ?? 0, high?.max() ?? 0)
        func y(_ looks: Int) -> Int { 26 - looks * 24 / top }
        func point(_ hour: Int, _ looks: Int) -> String { "\(hour * 4 + 2),\(y(looks))" }
        if let low, let high, low.count == 24, high.count == 24 {
            let upper = (0..<24).map { point($0, high[$0]) }
            let lower = (0..<24).reversed().map { point($0, low[$0]) }
            band = (upper + lower).joined(separator: " ")
        } else {
            band = nil
        }
        line = hours.indices.prefix(hour + 1).map { point($0, hours[$0]) }.joined(separator: " ")
        nowX = String(hour * 4 + 2)
    }
}

/// A notice in the live page that nothing more will come.
package struct TeamNoticePart: FragmentView {
    package static let fragment = "team-notice"
    package let text: String
    package let href: String
    package let action: String
    package init(text: String, href: String, action: String) {
        self.text = text
        self.href = href
        self.action = action
    }
}

/// One person's day as lanes on one time axis, with the same in a table.
package struct DayPage: PageView {
    package struct Lane: View {
        package let label: String
        package let y: String
        package let textY: String
        package let marks: [Mark]
        package let bars: [Bar]
        package init(label: String, y: Int, marks: [Mark] = [], bars: [Bar] = []) {
            self.label = label
            self.y = String(y)
            textY = String(y + 5)
            self.marks = marks
            self.bars = bars
        }
    }

    package struct Mark: View {
        package let x: String
        package let y: String
        package let kind: String
        package let title: String
        package init(x: Int, y: Int, kind: String, title: String) {
            self.x = String(x)
            self.y = String(y)
            self.kind = kind
            self.title = title
        }
    }

    package struct Bar: View {
        package let x: String
        package let y: String
        package let width: String
        package let title: String
        package init(x: Int, y: Int, width: Int, title: String) {
            self.x = String(x)
            self.y = String(y)
            self.width = String(width)
            self.title = title
        }
    }

    package struct Tick: View {
        package let x: String
        package let text: String
        package init(x: Int, text: String) {
            self.x = String(x)
            self.text = text
        }
    }

    package struct Row: View {
        package let time: String
        package let kind: String
        package let sentence: String
        package let ground: GroundPart?
        package let detail: String?
        package let isOdd: Bool
        /// Where other pages lead to.
        package let anchor: String?
        package init(
            time: String, kind: String, sentence: String, ground: GroundPart? = nil, detail: String?, isOdd: Bool,
            anchor: String? = nil
        ) {
            self.ground = ground
            self.anchor = anchor
            self.time = time
            self.kind = kind
            self.sentence = sentence
            self.detail = detail
            self.isOdd = isOdd
        }
    }

    package static let template = "day"
    package var id: String
    package var name: String
    package var place: String
    package var date: String
    package var isoDate: String
    package var action: String
    package var zone: String
    package var summary: String
    package var lanes: [Lane]
    package var ticks: [Tick]
    package var rows: [Row]
    package var isCut: Bool
    package var earlier: String
    package var later: String?
    package var back: String?

    package init(
        id: String, name: String, place: String, date: String, isoDate: String, action: String, zone: String,
        summary: String, lanes: [Lane], ticks: [Tick], rows: [Row], isCut: Bool, earlier: String, later: String?,
        back: String?
    ) {
        self.id = id
        self.name = name
        self.place = place
        self.date = date
        self.isoDate = isoDate
        self.action = action
        self.zone = zone
        self.summary = summary
        self.lanes = lanes
        self.ticks = ticks
        self.rows = rows
        self.isCut = isCut
        self.earlier = earlier
        self.later = later
        self.back = back
    }

    package func title(_ words: Words) -> String { words["day_title"] + " " + id }
}
