import AmanahCore
import Foundation
import HTTPTypes
import Testing

@testable import AmanahServer
@testable import AmanahService

@Suite("The superior's pages")
struct TeamPagesTests {
    @Test("the team's page shows each person once, whoever is odd named, and every name escaped")
    func teamPage() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/team")
            #expect(page.status == 200)
            #expect(page.html.components(separatedBy: "id=\"p-P0101\"").count == 2)
            #expect(page.html.contains("Agen &lt;2&gt;") && !page.html.contains("Agen <2>"))
            #expect(page.html.contains("sse-connect=\"/team/events?after=7-1\""))
            #expect(!page.html.contains("hx-swap-oob"))
        }
    }

    @Test("the stream sends rows that find their place by id, and says why it ends")
    func stream() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let stream = try await browser.get("/team/events?after=7-1")
            #expect(stream.status == 200)
            #expect(stream.headers[.contentType] == "text/event-stream")
            #expect(stream.headers[.cacheControl] == "no-store")
            let events = stream.html.components(separatedBy: "\n\n")
            #expect(events[0].hasPrefix("event: team\ndata: <tr role=\"row\" id=\"p-P0101\" hx-swap-oob=\"true\">"))
            #expect(events[0].contains("id=\"p-P0102\""))
            #expect(events[1] == ":")
            #expect(events[2].contains("id=\"team-notice\"") && events[3].hasPrefix("event: closed"))
        }
    }

    @Test("a day has its lanes and the same in a table; another's day is not found")
    func day() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            let page = try await browser.get("/team/P0101/day?date=2026-09-21")
            #expect(page.status == 200)
            #expect(page.html.contains("class=\"m-odd\"") && page.html.contains("class=\"ticket\""))
            // It was opened this minute, and no bar runs into what is to come.
            #expect(page.html.firstMatch(of: /<rect class="ticket"[^>]* width="3"/) != nil)
            #expect(page.html.contains("diminta &lt;pelanggan&gt;") && !page.html.contains("diminta <pelanggan>"))
            for word in [
                "dengan persetujuan <a class=\"num\" href=\"/approvals/R-88213\">R-88213</a>",
                "disetujui oleh Ketua &lt;Empat&gt;", "DARURAT <span class=\"num\">G-9</span>",
                "dengan persetujuan R-88213</title>",
            ] {
                #expect(page.html.contains(word), "\(word)")
            }
            #expect(try await browser.get("/team/P0777/day").status == 404)
        }
    }

    @Test("an agent has no team's page, by no door")
    func notForAgents() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0101")
            for path in ["/team", "/team/events", "/team/P0102/day"] {
                #expect(try await browser.get(path).status == 403, "\(path)")
            }
        }
    }

    @Test("line ends in data begin a new line of data, whatever they are")
    func lines() {
        #expect(EventStream.event("a", "x\ny\r\nz") == "event: a\ndata: x\ndata: y\ndata: z\n\n")
    }

    @Test("the line of looks stays inside its picture, the band too")
    func spark() {
        var hours = [Int](repeating: 0, count: 24)
        hours[10] = 1000
        let part = SparkPart(hours: hours, hour: 23, low: hours, high: hours)
        let numbers = (part.line + " " + (part.band ?? "")).split { $0 == " " || $0 == "," }.compactMap { Int($0) }
        #expect(numbers.count == 2 * 24 + 2 * 48)
        #expect(numbers.allSatisfy { (0...96).contains($0) })
        #expect(SparkPart(hours: hours, hour: 3, low: nil, high: nil).band == nil)
        #expect(SparkPart(hours: hours, hour: 3, low: nil, high: nil).line.split(separator: " ").count == 4)
    }

    @Test("an act outside the usual hours widens the axis, and no mark leaves it")
    func axis() {
        for hour in 0..<24 {
            let day = Day(number: 20_000)
            var view = PersonDayView(
                person: PersonID("P1"), name: "", unitName: "", vendorName: nil, role: RoleID("agent"), zone: .wit,
                day: day)
            let at = Moment(startOf: day, in: .wit).advanced(by: .seconds(hour * 3600 + 1800))
            view.denials = [
                LogRow(
                    index: 0, at: at, kind: .denial, person: nil, personName: nil, unit: nil, customer: nil,
                    purpose: nil, ticket: nil, look: nil, ground: nil, reasons: [], fields: [], said: nil,
                    workstation: nil)
            ]
            let axis = DayAxis(view, now: at)
            #expect(axis.x(at) > axis.start && axis.x(at) < axis.end, "hour \(hour)")
            #expect(axis.x(Moment(startOf: day, in: .wit).advanced(by: .seconds(-86_400))) == axis.start)
            #expect(axis.x(Moment(startOf: day, in: .wit).advanced(by: .seconds(2 * 86_400))) == axis.end)
        }
    }

    @Test("tickets stand on the axis from their opening, and an open one ends now")
    func tickets() {
        let day = Day(number: 20_000)
        func at(_ hour: Int, _ minute: Int) -> Moment {
            Moment(startOf: day, in: .wib).advanced(by: .seconds(hour * 3600 + minute * 60))
        }
        func axis(_ opened: Moment, _ closed: Moment?, now: Moment) -> DayAxis {
            let ticket = PersonDayView.Ticket(
                id: TicketID("T"), purpose: PurposeID("p"), openedAt: opened, closedAt: closed, byPresence: false)
            return DayAxis(
                PersonDayView(
                    person: PersonID("P1"), name: "", unitName: "", vendorName: nil, role: RoleID("agent"), zone: .wib,
                    day: day, tickets: [ticket]), now: now)
        }
        let night = axis(at(0, 2), nil, now: at(2, 5))
        #expect(night.x(at(0, 2)) > night.start && night.x(at(0, 2)) < night.x(at(1, 21)))
        #expect(night.x(night.now) == night.x(at(2, 5)) && night.x(night.now) < night.x(at(8, 0)))
        // What began the day before comes from the edge, and does not draw the axis to midnight.
        let early = axis(at(-3, 0), at(21, 30), now: at(23, 0))
        #expect(early.x(at(-3, 0)) == early.start && early.x(at(8, 0)) == early.start)
        #expect(early.x(at(21, 30)) > early.x(at(18, 0)) && early.x(at(21, 30)) < early.end)
        // On a day that is over an open ticket reaches its end.
        let past = axis(at(9, 0), nil, now: at(40, 0))
        #expect(past.x(past.now) == past.end)
        let late = axis(at(9, 0), nil, now: at(22, 30))
        #expect(late.x(late.now) < late.end && late.x(late.now) > late.x(at(18, 0)))
    }
}
