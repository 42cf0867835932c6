import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird

/// Letting people in: candidates, steps of their courses, their place in the line, their vendors.
enum PeopleRoutes {
    static func add(to api: RouterGroup<AmanahRequestContext>, _ calls: APIRequests) {
        api.get("people") { try await calls.people($0, $1) }
        api.post("people") { try await calls.enterCandidate($0, $1) }
        api.get("people/{id}") { try await calls.course($0, $1) }
        api.post("people/{id}/steps") { try await calls.takeStep($0, $1) }
        api.post("people/{id}/place") { try await calls.proposePlace($0, $1) }
        api.get("hiring") { try await calls.hiring($0, $1) }
        api.get("line-changes") { try await calls.lineChanges($0, $1) }
        api.post("line-changes/{id}/confirm") { try await calls.decideLine($0, $1, confirm: true) }
        api.post("line-changes/{id}/refuse") { try await calls.decideLine($0, $1, confirm: false) }
        api.get("vendors") { try await calls.vendors($0, $1) }
        api.get("vendors/{id}") { try await calls.vendor($0, $1) }
    }
}

extension APIRequests {
    func people(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let rows = try await gateway.people(try session(request, context), from: context.origin(.api))
        var json = JSONWriter(capacity: 256 + rows.count * 256)
        json.beginObject()
        json.key("people")
        json.list(rows) { $0.write($1) }
        json.endObject()
        return json.response()
    }

    func enterCandidate(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let body = try await members(
            request, ["person_id", "name", "role", "unit_id", "supervisor_id", "vendor_id", "reason"])
        let candidate: CandidateInput
        do throws(BodyError) {
            candidate = CandidateInput(
                id: PersonID(try body.identifier("person_id")), name: try body.text("name", atMost: 200),
                role: RoleID(try body.identifier("role")), unit: UnitID(try body.identifier("unit_id")),
                supervisor: PersonID(try body.identifier("supervisor_id")),
                vendor: try body.optionalIdentifier("vendor_id").map { VendorID($0) },
                said: try body.text("reason", atMost: 500))
        } catch { throw Problem(error) }
        return try answer(
            try await gateway.enter(session, candidate: candidate, from: context.origin(.api)), .created)
    }

    func course(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let person = PersonID(try identifier("id", context))
        let view = try await gateway.course(session, of: person, from: context.origin(.api))
        var json = JSONWriter(capacity: 2048)
        json.write(view)
        return json.response()
    }

    func takeStep(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let person = PersonID(try identifier("id", context))
        let body = try await members(
            request,
            [
                "step", "outcome", "day", "reason", "evidence", "agreement_id", "starts_on", "ends_on", "signed_as",
                "principal", "document_hash", "duties", "sanctions", "rewards", "targets",
            ])
        let input: StepInput
        do throws(BodyError) { input = try StepInput(body) } catch { throw Problem(error) }
        return try answer(
            try await gateway.take(session, step: input, of: person, from: context.origin(.api)), .created)
    }

    private func answer(_ outcome: StepOutcome, _ status: HTTPResponse.Status) throws -> Response {
        switch outcome {
        case .taken(let view):
            var json = JSONWriter(capacity: 2048)
            json.write(view)
            return json.response(status)
        case .refused(let refusal): throw Problem.refused(refusal.rawValue, refusal.words)
        }
    }

    func proposePlace(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let person = PersonID(try identifier("id", context))
        let body = try await members(request, ["supervisor_id", "unit_id", "role", "reason"])
        let place: Place
        let said: String
        do throws(BodyError) {
            place = Place(
                supervisor: try body.optionalIdentifier("supervisor_id").map { PersonID($0) },
                unit: UnitID(try body.identifier("unit_id")), role: RoleID(try body.identifier("role")))
            said = try body.text("reason", atMost: 500)
        } catch { throw Problem(error) }
        return try answer(
            try await gateway.propose(session, place: place, of: person, said: said, from: context.origin(.api)))
    }

    func decideLine(
        _ request: Request, _ context: AmanahRequestContext, confirm: Bool
    ) async throws -> Response {
        let session = try session(request, context)
        guard let number = Int64(try identifier("id", context)), number > 0 else { throw Problem.notFound }
        _ = try await members(request, [])
        return try answer(
            try await gateway.decide(session, lineChange: number, confirm: confirm, from: context.origin(.api)))
    }

    private func answer(_ outcome: LineOutcome) throws -> Response {
        var json = JSONWriter(capacity: 512)
        switch outcome {
        case .held(let view):
            json.write(view)
            return json.response(.accepted)
        case .decided(let view):
            json.write(view)
            return json.response()
        case .refused(let refusal): throw Problem.refused(refusal.rawValue, refusal.words)
        }
    }

    func lineChanges(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let changes = try await gateway.lineChanges(try session(request, context), from: context.origin(.api))
        var json = JSONWriter(capacity: 512)
        json.beginObject()
        json.key("changes")
        json.list(changes) { $0.write($1) }
        json.endObject()
        return json.response()
    }

    func hiring(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let view = try await gateway.hiring(try session(request, context), from: context.origin(.api))
        var json = JSONWriter(capacity: 4096)
        json.beginObject()
        json.key("candidates")
        json.list(view.candidates) { json, candidate in
            json.beginObject()
            json.key("person")
            json.write(candidate.row)
            json.key("next")
            json.list(candidate.next) { $0.write($1) }
            json.endObject()
        }
        json.key("ending")
        json.list(view.ending) { json, ending in
            json.beginObject()
            json.key("person_id")
            json.value(ending.row.id.rawValue)
            json.key("ends_on")
            json.value(ending.endsOn.description)
            json.key("days_left")
            json.value(ending.daysLeft)
            json.endObject()
        }
        json.key("to_certify")
        json.list(view.due) { json, due in
            json.beginObject()
            json.key("person_id")
            json.value(due.row.id.rawValue)
            json.key("through")
            json.value(due.through.description)
            json.key("mine")
            json.value(due.mine)
            json.endObject()
        }
        json.key("changes")
        json.list(view.changes) { $0.write($1) }
        json.endObject()
        return json.response()
    }

    func vendors(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let vendors = try await gateway.vendors(try session(request, context), from: context.origin(.api))
        var json = JSONWriter(capacity: 1024)
        json.beginObject()
        json.key("vendors")
        json.list(vendors) { $0.write($1) }
        json.endObject()
        return json.response()
    }

    func vendor(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context)
        let id = VendorID(try identifier("id", context))
        let page = try await gateway.vendor(session, id, from: context.origin(.api))
        var json = JSONWriter(capacity: 4096)
        json.beginObject()
        json.key("vendor")
        json.write(page.vendor)
        json.key("peers")
        json.list(page.peers) { $0.write($1) }
        json.key("people")
        json.list(page.people) { json, person in
            json.beginObject()
            json.key("person")
            json.write(person.row)
            json.key("looks")
            json.value(person.looks)
            json.key("alerts")
            json.value(person.alerts)
            json.key("incidents")
            json.value(person.incidents)
            json.key("agreement_ends")
            json.value(person.endsOn?.description)
            json.endObject()
        }
        json.endObject()
        return json.response()
    }
}

extension Problem {
    /// A step or change that was refused, with words for the person.
    static func refused(_ code: String, _ words: Charter.Title) -> Problem {
        var problem = Problem(.forbidden, "denied", "the charter does not allow this")
        problem.reasons = [(code, words)]
        return problem
    }
}

extension StepInput {
    /// A step out of the members of a body.
    init(_ body: BodyMembers) throws(BodyError) {
        let word = try body.text("step", atMost: 40)
        guard let kind = CourseStep.Kind(rawValue: word) else {
            let known = CourseStep.Kind.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            throw BodyError(member: "step", what: "must be one of \(known)")
        }
        var passed: Bool?
        if let text = try body.optionalText("outcome", atMost: 3) {
            guard ["yes", "no"].contains(text) else {
                throw BodyError(member: "outcome", what: "must be `yes` or `no`")
            }
            passed = text == "yes"
        }
        var evidence: [LookID] = []
        for text in (try body.optionalText("evidence", atMost: 1000) ?? "").split(separator: " ") {
            guard let look = LookID(String(text)) else {
                throw BodyError(member: "evidence", what: "must be numbers of looks, as `L-12 L-40`")
            }
            evidence.append(look)
        }
        self.init(
            kind, passed: passed, day: try body.optionalDay("day"), said: try body.text("reason", atMost: 500),
            evidence: evidence, agreement: body.has("agreement_id") ? try AgreementInput(body) : nil)
    }
}

extension AgreementInput {
    init(_ body: BodyMembers) throws(BodyError) {
        guard let startsOn = try body.optionalDay("starts_on") else {
            throw BodyError(member: "starts_on", what: "is missing")
        }
        guard let endsOn = try body.optionalDay("ends_on") else {
            throw BodyError(member: "ends_on", what: "is missing")
        }
        guard let signature = CourseStep.Signature(rawValue: try body.text("signed_as", atMost: 20)) else {
            throw BodyError(member: "signed_as", what: "must be `head-office`, `branch` or `delegate`")
        }
        self.init(
            id: AgreementID(try body.identifier("agreement_id")), startsOn: startsOn, endsOn: endsOn,
            signature: signature, principal: try body.optionalIdentifier("principal").map { PersonID($0) },
            documentHash: try body.text("document_hash", atMost: 64), duties: try body.text("duties", atMost: 2000),
            sanctions: try body.text("sanctions", atMost: 2000), rewards: try body.text("rewards", atMost: 2000),
            targets: try body.text("targets", atMost: 2000))
    }
}

extension BodyMembers {
    /// A day as `2026-11-30`.
    func optionalDay(_ name: StaticString) throws(BodyError) -> Day? {
        guard let text = try optionalText(name, atMost: 10) else { return nil }
        guard let day = Day(text) else { throw BodyError(member: "\(name)", what: "must be a day as 2026-11-30") }
        return day
    }
}
