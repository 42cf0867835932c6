import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird

/// Handing out customers in portions.
extension APIRequests {
    /// Customers that one body may list; a longer list goes by the command line.
    static let longestBookList = 4096

    /// `GET /assignments`.
    func books(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        try noParameters(request)
        let found = try await answering(session) { () async throws(ServiceError) in
            try await gateway.books(session, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 64 + 512 * found.books.count)
        json.beginObject()
        json.key("assignments")
        json.beginArray()
        for book in found.books { json.write(book) }
        json.endArray()
        json.endObject()
        return json.response()
    }

    /// `POST /assignments/preview`.
    func previewBook(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let input = try await bookInput(request)
        let preview = try await answering(session) { () async throws(ServiceError) in
            try await gateway.previewBook(session, input, from: context.origin(.api))
        }
        var json = JSONWriter(capacity: 64 + 96 * preview.shares.count)
        json.beginObject()
        json.key("shares")
        json.beginArray()
        for share in preview.shares {
            json.beginObject()
            json.key("person")
            json.value(share.person.rawValue)
            json.key("name")
            json.value(share.name)
            json.key("customers")
            json.value(share.customers)
            json.endObject()
        }
        json.endArray()
        json.key("in_hand")
        json.value(preview.inHand)
        json.endObject()
        return json.response()
    }

    /// `POST /assignments`.
    func handOut(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let input = try await bookInput(request)
        let book = try await answering(session) { () async throws(ServiceError) in
            try await gateway.handOut(session, input, from: context.origin(.api))
        }
        return answer(book, .created)
    }

    /// `POST /assignments/{id}/move`.
    func moveBook(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = BookID(try identifier("id", context))
        let body = try await members(request, ["person", "to", "reason"], lists: ["to"])
        let (person, people, said): (PersonID, [PersonID], String)
        do throws(BodyError) {
            person = PersonID(try body.identifier("person"))
            people = try body.identifiers("to").map { PersonID($0) }
            said = try body.text("reason", atMost: ReasonText.maximumBytes)
        } catch { throw Problem(error) }
        let book = try await answering(session) { () async throws(ServiceError) in
            try await gateway.moveBook(session, id, of: person, to: people, said: said, from: context.origin(.api))
        }
        return answer(book, .created)
    }

    /// `DELETE /assignments/{id}`.
    func returnBook(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = BookID(try identifier("id", context))
        let book = try await answering(session) { () async throws(ServiceError) in
            try await gateway.returnBook(session, id, from: context.origin(.api))
        }
        return answer(book, .ok)
    }

    private func answer(_ book: BookView, _ status: HTTPResponse.Status) -> Response {
        var json = JSONWriter(capacity: 1024)
        json.write(book)
        return json.response(status)
    }

    private func bookInput(_ request: Request) async throws -> BookInput {
        let body = try await members(
            request,
            [
                "purpose", "starts_on", "ends_on", "people", "units", "segment_field", "segment_value", "customers",
                "at_most", "division", "reason",
            ], lists: ["people", "units", "customers"], numbers: ["at_most"], longest: APIRequests.longestBookList)
        do throws(BodyError) {
            return BookInput(
                purpose: PurposeID(try body.identifier("purpose")), startsOn: try APIRequests.day("starts_on", body),
                endsOn: try APIRequests.day("ends_on", body),
                people: try body.identifiers("people").map { PersonID($0) }, rule: try APIRequests.rule(body),
                division: try APIRequests.division(body),
                said: try body.text("reason", atMost: ReasonText.maximumBytes))
        } catch { throw Problem(error) }
    }

    private static func day(_ name: StaticString, _ body: BodyMembers) throws(BodyError) -> Day {
        guard let day = Day(try body.text(name, atMost: 10)) else {
            throw BodyError(member: "\(name)", what: "must be a day as 2026-11-24")
        }
        return day
    }

    private static func division(_ body: BodyMembers) throws(BodyError) -> BookDivision {
        guard let text = try body.optionalText("division", atMost: 20) else { return .equal }
        guard let division = BookDivision(rawValue: text) else {
            throw BodyError(member: "division", what: "must be `equal` or `random`")
        }
        return division
    }

    /// A list, or a choice by unit, segment and lot; not both.
    private static func rule(_ body: BodyMembers) throws(BodyError) -> BookRule {
        let units = try body.optionalIdentifiers("units")
        let limit = try body.optionalNumber("at_most", 1...Amanah.longestBook)
        let field = try body.optionalIdentifier("segment_field")
        let value = try body.optionalText("segment_value", atMost: 200)
        guard (field == nil) == (value == nil) else {
            throw BodyError(member: "segment_value", what: "stands together with `segment_field`")
        }
        guard let customers = try body.optionalIdentifiers("customers") else {
            return .choice(
                BookRule.Choice(
                    units: (units ?? []).map { UnitID($0) },
                    segment: field.flatMap { field in
                        value.map { BookRule.Segment(field: FieldName(field), value: $0) }
                    }, limit: limit))
        }
        guard units == nil, limit == nil, field == nil else {
            throw BodyError(member: "customers", what: "stands alone: a list is not narrowed by a rule")
        }
        return .list(customers.map { CustomerID($0) })
    }
}

/// The routes of books.
enum BookRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.get("assignments") { try await calls.books($0, $1) }
        api.post("assignments") { try await calls.handOut($0, $1) }
        api.post("assignments/preview") { try await calls.previewBook($0, $1) }
        api.post("assignments/{id}/move") { try await calls.moveBook($0, $1) }
        api.delete("assignments/{id}") { try await calls.returnBook($0, $1) }
    }
}

extension JSONWriter {
    mutating func write(_ book: BookView) {
        beginObject()
        key("assignment_id")
        value(book.id.rawValue)
        key("given_by")
        value(book.giver.rawValue)
        key("given_by_name")
        value(book.giverName)
        key("purpose")
        value(book.purpose.rawValue)
        key("starts_on")
        value(book.startsOn.description)
        key("ends_on")
        value(book.endsOn.description)
        key("state")
        value(book.state.rawValue)
        key("moved_from")
        value(book.movedFrom?.book.rawValue)
        key("division")
        value(book.division.rawValue)
        key("reason")
        value(book.said)
        key("mine")
        value(book.isMine)
        key("portions")
        beginArray()
        for portion in book.portions {
            beginObject()
            key("person")
            value(portion.person.rawValue)
            key("name")
            value(portion.name)
            key("customers")
            value(portion.customers)
            key("looked_at")
            value(portion.lookedAt)
            key("open")
            value(portion.isOpen)
            endObject()
        }
        endArray()
        endObject()
    }
}
