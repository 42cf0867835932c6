import AmanahCore
import AmanahService
import Hummingbird

/// The superior's eye.
extension APIRequests {
    /// `GET /team`.
    func team(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        try noParameters(request)
        let team = try await answering(session) { () async throws(ServiceError) in
            try await gateway.team(session, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 256 + 700 * team.members.count)
        json.beginObject()
        json.key("at")
        json.value(team.at)
        json.key("version")
        json.value(team.version)
        json.key("team")
        json.beginArray()
        for member in team.members { json.write(member.row, tie: member.tie) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `GET /team/events`: server-sent events, until the client, the session or the team ends.
    func teamEvents(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let after: String?
        do throws(BodyError) {
            after = try QueryMembers(request.uri.query, allowing: ["after"]).identifier("after")
        } catch { throw Problem(error) }
        let feed = try await answering(session) { () async throws(ServiceError) in
            try await gateway.teamEvents(session, after: after, from: context.origin(.api))
        }
        return EventStream.response(feed) { update in
            switch update {
            case .rows(let rows) where rows.isEmpty: return EventStream.comment
            case .rows(let rows):
                return rows.map { row in
                    var json = JSONWriter(capacity: 700)
                    json.write(row, tie: nil)
                    return EventStream.event("person", String(buffer: json.buffer))
                }.joined()
            case .teamChanged: return EventStream.event("team-changed", "{}")
            case .over: return EventStream.event("over", "{}")
            }
        }
    }

    /// `GET /team/{id}/day`.
    func personDay(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let person = PersonID(try identifier("id", context))
        let date: Day?
        do throws(BodyError) {
            date = try QueryMembers(request.uri.query, allowing: ["date"])
                .value("date", "must be a day as 2026-11-24") { Day($0) }
        } catch { throw Problem(error) }
        let day = try await answering(session) { () async throws(ServiceError) in
            try await gateway.day(session, of: person, day: date, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 512 + 320 * (day.looks.count + day.reveals.count + day.denials.count))
        json.write(day)
        return json.response()
    }

    /// A call that takes no parameters.
    func noParameters(_ request: Request) throws(Problem) {
        do throws(BodyError) { _ = try QueryMembers(request.uri.query, allowing: []) } catch { throw Problem(error) }
    }
}

/// The routes of the superior's eye.
enum TeamRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.get("team") { try await calls.team($0, $1) }
        api.get("team/events") { try await calls.teamEvents($0, $1) }
        api.get("team/{id}/day") { try await calls.personDay($0, $1) }
    }
}

extension JSONWriter {
    /// - Parameter tie: left out of an event, which is the same for all who hear it.
    mutating func write(_ row: TeamRow, tie: Supervision.Report.Tie?) {
        beginObject()
        key("person")
        value(row.person.rawValue)
        key("name")
        value(row.name)
        key("role")
        value(row.role.rawValue)
        key("unit")
        value(row.unit.rawValue)
        key("unit_name")
        value(row.unitName)
        key("vendor")
        value(row.vendorName)
        key("supervisor_name")
        value(row.supervisorName)
        if let tie {
            key("tie")
            value(tie.word)
        }
        key("state")
        value(row.state.rawValue)
        key("lacks")
        beginArray()
        for lack in row.lacks { value(lack.rawValue) }
        endArray()
        key("last_at")
        value(row.lastAt)
        key("hour")
        value(row.hour)
        key("looks_by_hour")
        write(row.hours)
        key("usual")
        if let usual = row.usual {
            beginObject()
            key("low")
            write(usual.low)
            key("high")
            write(usual.high)
            key("days")
            value(usual.days)
            key("of_desk")
            value(row.usualIsDesks)
            endObject()
        } else {
            null()
        }
        key("unexplained")
        value(row.unexplained)
        key("reveals")
        value(row.reveals)
        key("denials")
        value(row.denials)
        key("requests_waiting")
        value(row.waiting)
        key("glass_unreviewed")
        value(row.unreviewed)
        key("agreement_ends")
        value(row.agreementEnds?.description)
        endObject()
    }

    private mutating func write(_ numbers: [Int]) {
        beginArray()
        for number in numbers { value(number) }
        endArray()
    }

    mutating func write(_ day: PersonDayView) {
        beginObject()
        key("person")
        value(day.person.rawValue)
        key("name")
        value(day.name)
        key("day")
        value(day.day.description)
        key("zone")
        value(day.zone.rawValue)
        key("tickets")
        beginArray()
        for ticket in day.tickets {
            beginObject()
            key("ticket_id")
            value(ticket.id.rawValue)
            key("purpose")
            value(ticket.purpose.rawValue)
            key("opened_at")
            value(ticket.openedAt)
            key("closed_at")
            value(ticket.closedAt)
            key("by_presence")
            value(ticket.byPresence)
            endObject()
        }
        endArray()
        key("looks")
        beginArray()
        for look in day.looks {
            beginObject()
            key("explained_by")
            value(look.explanation.rawValue)
            key("unexplained")
            value(look.isUnexplained)
            key("verdict")
            value(look.review?.rawValue)
            key("act")
            write(look.row)
            endObject()
        }
        endArray()
        for (name, rows) in [("reveals", day.reveals), ("denials", day.denials)] {
            key(text: name)
            beginArray()
            for row in rows { write(row) }
            endArray()
        }
        key("cut")
        value(day.isCut)
        endObject()
    }
}

extension Supervision.Report.Tie {
    /// The word in answers.
    var word: String {
        switch self {
        case .direct: "direct"
        case .second: "second"
        case .watched: "watched"
        }
    }
}
