import AmanahCore
import AmanahService

extension Console {
    func personDay(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        let asked = member.visit.query["date"].flatMap { Day($0) }
        let day = try await gateway.day(member.session, of: PersonID(id), day: asked, from: member.origin)
        let words = member.words
        let axis = DayAxis(day, now: gateway.now())
        let place = "/team/\(day.person)/day"
        let today = gateway.now().day(in: day.zone)
        let role = member.charter.role(day.role).map { member.title($0.title) } ?? day.role.rawValue
        return page(
            DayPage(
                id: day.person.rawValue, name: day.name,
                place: [role, day.unitName, day.vendorName].compactMap(\.self).joined(separator: " · "),
                date: words.date(day.day), isoDate: day.day.description, action: place, zone: day.zone.rawValue,
                summary: words(
                    "day_summary",
                    [
                        "looks": words.number(day.looks.count),
                        "unexplained": words.number(day.looks.filter(\.isUnexplained).count),
                        "reveals": words.number(day.reveals.count), "denials": words.number(day.denials.count),
                    ]), lanes: lanes(day, axis, member), ticks: axis.ticks(words), rows: rows(day, member),
                isCut: day.isCut, earlier: "\(place)?date=\(Day(number: day.day.number - 1))",
                later: day.day < today ? "\(place)?date=\(Day(number: day.day.number + 1))" : nil,
                back: member.me.pages.contains(.team) ? "/team" : nil),
            member)
    }

    /// An act in one sentence, with the approval or the emergency that it rests on.
    func whole(_ row: LogRow, _ member: Member) -> String {
        [sentence(row, member), ground(row, member).map { "\($0.text) \($0.id)" }].compactMap(\.self)
            .joined(separator: " ")
    }

    private func lanes(_ day: PersonDayView, _ axis: DayAxis, _ member: Member) -> [DayPage.Lane] {
        let words = member.words
        func marks(_ rows: [(LogRow, String)], y: Int) -> [DayPage.Mark] {
            rows.map { row, kind in
                DayPage.Mark(
                    x: axis.x(row.at), y: y, kind: kind,
                    title: words.time(row.at, day.zone) + " " + whole(row, member))
            }
        }
        // Tickets overlap: each takes the first of four lines that is free.
        var free = [Int](repeating: 0, count: 4)
        let bars = day.tickets.map { ticket in
            let from = axis.x(ticket.openedAt)
            let to = max(from + 3, axis.x(ticket.closedAt ?? axis.now))
            let line = free.firstIndex { $0 <= from } ?? 3
            free[line] = to + 1
            let name = "\(ticket.id) \(member.purposeTitle(ticket.purpose))"
            return DayPage.Bar(x: from, y: 24 + line * 7, width: to - from, title: name)
        }
        return [
            DayPage.Lane(label: words["day_tickets"], y: 34, bars: bars),
            DayPage.Lane(
                label: words["day_looks"], y: 74,
                marks: marks(day.looks.map { ($0.row, $0.isUnexplained ? "odd" : "look") }, y: 74)),
            DayPage.Lane(
                label: words["day_reveals"], y: 104, marks: marks(day.reveals.map { ($0, "reveal") }, y: 104)),
            DayPage.Lane(
                label: words["day_denials"], y: 134, marks: marks(day.denials.map { ($0, "denied") }, y: 134)),
        ]
    }

    private func rows(_ day: PersonDayView, _ member: Member) -> [DayPage.Row] {
        let words = member.words
        var rows: [(at: Moment, row: DayPage.Row)] = day.tickets.map { ticket in
            let closed = ticket.closedAt.map { words("day_closed", ["time": words.dateTime($0, day.zone)]) }
            return (
                ticket.openedAt,
                DayPage.Row(
                    time: ticket.openedAt.day(in: day.zone) == day.day
                        ? words.time(ticket.openedAt, day.zone) : words.dateTime(ticket.openedAt, day.zone),
                    kind: words["day_tickets"], sentence: "\(ticket.id) \(member.purposeTitle(ticket.purpose))",
                    detail: [ticket.byPresence ? words["day_by_presence"] : nil, closed].compactMap(\.self)
                        .joined(separator: ", ").nonEmpty, isOdd: false)
            )
        }
        func add(_ row: LogRow, kind: String, detail: String?, isOdd: Bool, anchor: String? = nil) {
            rows.append(
                (
                    row.at,
                    DayPage.Row(
                        time: words.time(row.at, day.zone), kind: words[kind], sentence: sentence(row, member),
                        ground: ground(row, member), detail: detail, isOdd: isOdd, anchor: anchor)
                ))
        }
        for look in day.looks {
            let explained = words["explained_" + look.explanation.rawValue.replacing("-", with: "_")]
            let review = look.review.map { words[$0 == .inOrder ? "reviews_in_order" : "reviews_not_in_order"] }
            add(
                look.row, kind: "day_looks",
                detail: [review, explained, agreed(look.row, member), look.row.said.map { "“\($0)”" }]
                    .compactMap(\.self).joined(separator: ". "),
                isOdd: look.isUnexplained, anchor: look.row.look?.description)
        }
        for row in day.reveals { add(row, kind: "day_reveals", detail: detail(row, member), isOdd: false) }
        for row in day.denials { add(row, kind: "day_denials", detail: detail(row, member), isOdd: false) }
        return rows.sorted { $0.at < $1.at }.map(\.row)
    }
}

/// Where a moment of the day stands: 08 to 18 o'clock, and as far around it as something happened or a ticket stood open.
struct DayAxis {
    /// Where the axis begins and ends, in units of the picture.
    let start = 96
    let end = 960
    private let zone: Zone
    private let midnight: Int64
    private let firstHour: Int
    private let lastHour: Int
    /// Up to when something can have happened; an open ticket's bar ends here.
    let now: Moment

    init(_ day: PersonDayView, now: Moment) {
        zone = day.zone
        self.now = now
        midnight = Moment(startOf: day.day, in: day.zone).milliseconds
        let acts = day.looks.map(\.row.at) + day.reveals.map(\.at) + day.denials.map(\.at)
        let ends = day.tickets.flatMap { [$0.openedAt, $0.closedAt ?? now] }
        // What began before this day or ends after it reaches the edge, wherever that is.
        let hours = (acts + ends.filter { $0.day(in: day.zone) == day.day }).map { $0.minuteOfDay(in: day.zone) / 60 }
        firstHour = min(8, hours.min() ?? 8)
        lastHour = max(18, (hours.max() ?? 17) + 1)
    }

    func x(_ moment: Moment) -> Int {
        let minutes = Double(moment.milliseconds - midnight) / 60_000 - Double(firstHour * 60)
        let span = Double((lastHour - firstHour) * 60)
        return start + Int((min(max(minutes / span, 0), 1) * Double(end - start)).rounded())
    }

    func ticks(_ words: Words) -> [DayPage.Tick] {
        let step = lastHour - firstHour > 12 ? 2 : 1
        return stride(from: firstHour, through: lastHour, by: step).map { hour in
            DayPage.Tick(
                x: x(Moment(milliseconds: midnight + Int64(hour) * 3_600_000)),
                text: (hour < 10 ? "0" : "") + String(hour) + words["time_separator"] + "00")
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
