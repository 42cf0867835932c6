import AmanahCore
import AmanahService
import Hummingbird

/// Samples of looks and approvals, and a superior's word on them.
extension APIRequests {
    /// `GET /reviews`.
    func reviews(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        try noParameters(request)
        let found = try await answering(session) { () async throws(ServiceError) in
            try await gateway.reviews(session, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 256 + 800 * (found.waiting.count + found.raised.count))
        json.beginObject()
        for (name, samples) in [("waiting", found.waiting), ("raised", found.raised)] {
            json.key(text: name)
            json.beginArray()
            for sample in samples { json.write(sample) }
            json.endArray()
        }
        json.key("coverage")
        json.beginArray()
        for week in found.coverage { json.write(week) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `POST /reviews/{id}`.
    func review(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = SampleID(try identifier("id", context))
        let body = try await members(request, ["verdict", "words"])
        let (word, said): (Explanation.Review, String)
        do throws(BodyError) {
            guard let found = Explanation.Review(rawValue: try body.text("verdict", atMost: 20)) else {
                throw BodyError(member: "verdict", what: "must be `in-order` or `not-in-order`")
            }
            word = found
            said = try body.text("words", atMost: ReasonText.maximumBytes)
        } catch { throw Problem(error) }
        let sample = try await answering(session) { () async throws(ServiceError) in
            try await gateway.review(session, sample: id, word, said: said, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 1024)
        json.write(sample)
        return json.response()
    }
}

/// The routes of samples.
enum ReviewRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.get("reviews") { try await calls.reviews($0, $1) }
        api.post("reviews/{id}") { try await calls.review($0, $1) }
    }
}

extension JSONWriter {
    mutating func write(_ sample: SampleView) {
        beginObject()
        key("review_id")
        value(sample.id.rawValue)
        key("week")
        value(sample.week.description)
        key("kind")
        value(sample.kind.rawValue)
        key("person")
        value(sample.person.rawValue)
        key("person_name")
        value(sample.personName)
        key("due_at")
        value(sample.dueAt)
        key("overdue")
        value(sample.isOverdue)
        key("explained_by")
        value(sample.explanation?.rawValue)
        key("mine")
        value(sample.isForMe)
        key("verdict")
        value(sample.review?.word.rawValue)
        key("words")
        value(sample.review?.said)
        key("reviewed_by")
        value(sample.review?.by.rawValue)
        key("reviewed_at")
        value(sample.review?.at)
        key("act")
        write(sample.act)
        endObject()
    }

    mutating func write(_ week: SampleCoverage) {
        beginObject()
        key("week")
        value(week.week.description)
        for (name, number) in [
            ("people", week.people), ("people_sampled", week.peopleSampled), ("looks", week.looks),
            ("looks_sampled", week.looksSampled), ("decisions", week.decisions),
            ("decisions_sampled", week.decisionsSampled), ("done", week.done), ("overdue", week.overdue),
            ("not_in_order", week.notInOrder),
        ] {
            key(text: name)
            value(number)
        }
        endObject()
    }
}
