import AmanahCore
import AmanahService
import Hummingbird

/// Signing in and out, the terms, the password and the second factor.
extension APIRequests {
    /// `POST /sessions`. A token that the client sends along is never adopted: each sign-in makes its own (H1).
    func signIn(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let body = try await members(request, ["person", "password", "totp"])
        let person: String
        let password: String
        let code: String?
        do throws(BodyError) {
            person = try body.text("person", atMost: 64)
            password = try body.text("password", atMost: 256)
            code = try body.optionalText("totp", atMost: 16)
        } catch { throw Problem(error) }
        let signedIn = try await gateway.signIn(
            person: person, password: password, code: code, from: context.origin(.api))
        context.note.session = signedIn.session.id
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.key("token")
        json.value(signedIn.token)
        json.key("expires_at")
        json.value(signedIn.session.expiresAt)
        json.key("steps")
        json.write(signedIn.session.steps)
        json.endObject()
        return json.response(.created)
    }

    /// `DELETE /sessions/current`.
    func signOut(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        try await gateway.signOut(try session(request, context, for: .always))
        return .noContentOfAPI
    }

    /// `GET /me`.
    func me(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let view = try gateway.me(try session(request, context))
        var json = JSONWriter(capacity: 2048)
        json.write(view)
        return json.response()
    }

    /// `GET /me/terms`.
    func terms(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let terms = try gateway.terms(try session(request, context, for: .always))
        var json = JSONWriter(capacity: terms.text.utf8.count + 128)
        json.beginObject()
        json.key("version")
        json.value(terms.version)
        json.key("text")
        json.value(terms.text)
        json.key("accepted")
        json.value(terms.accepted)
        json.key("notice")
        json.list(terms.notice) { $0.write($1) }
        json.endObject()
        return json.response()
    }

    /// `POST /me/terms`.
    func acceptTerms(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context, for: .always)
        let body = try await members(request, ["version"])
        let version: String
        do throws(BodyError) { version = try body.text("version", atMost: 100) } catch { throw Problem(error) }
        try await gateway.acceptTerms(session, version: version)
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.key("version")
        json.value(try gateway.terms(session).version)
        json.key("accepted")
        json.value(true)
        json.endObject()
        return json.response()
    }

    /// `POST /me/password`.
    func setPassword(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context, for: .step(.changePassword))
        let body = try await members(request, ["current", "new"])
        let current: String
        let new: String
        do throws(BodyError) {
            current = try body.text("current", atMost: 256)
            new = try body.text("new", atMost: 256)
        } catch { throw Problem(error) }
        try await gateway.setPassword(session, current: current, new: new)
        return .noContentOfAPI
    }

    /// `POST /me/second-factor`.
    func beginSecondFactor(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context, for: .step(.enrolSecondFactor))
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.key("otpauth")
        json.value(try await gateway.beginSecondFactor(session))
        json.endObject()
        return json.response(.created)
    }

    /// `POST /me/second-factor/confirm`.
    func confirmSecondFactor(_ request: Request, _ context: AmanahRequestContext) async throws -> Response {
        let session = try session(request, context, for: .step(.enrolSecondFactor))
        let body = try await members(request, ["code"])
        let code: String
        do throws(BodyError) { code = try body.text("code", atMost: 16) } catch { throw Problem(error) }
        try await gateway.confirmSecondFactor(session, code: code)
        return .noContentOfAPI
    }
}

extension JSONWriter {
    mutating func write(_ steps: [SignInStep]) {
        beginArray()
        for step in steps { value(step.rawValue) }
        endArray()
    }

    mutating func write(_ title: Charter.Title) {
        beginObject()
        key("id")
        value(title.id)
        key("en")
        value(title.en)
        endObject()
    }

    mutating func write(_ me: MeView) {
        beginObject()
        key("person")
        value(me.person.rawValue)
        key("name")
        value(me.name)
        key("role")
        value(me.role.rawValue)
        key("role_title")
        write(me.roleTitle)
        key("unit")
        value(me.unit.rawValue)
        key("unit_name")
        value(me.unitName)
        key("vendor_name")
        value(me.vendorName)
        key("supervisor")
        value(me.supervisor?.rawValue)
        key("supervisor_name")
        value(me.supervisorName)
        key("second_factor")
        value(me.secondFactor)
        key("pages")
        beginArray()
        for page in me.pages { value(page.rawValue) }
        endArray()
        key("purposes")
        beginArray()
        for purpose in me.purposes {
            beginObject()
            key("purpose")
            value(purpose.id.rawValue)
            key("title")
            write(purpose.title)
            key("needs")
            beginArray()
            for need in purpose.needs { value(need.rawValue) }
            endArray()
            endObject()
        }
        endArray()
        key("quotas")
        beginArray()
        for quota in me.quotas {
            beginObject()
            key("kind")
            value(quota.kind.rawValue)
            key("used")
            value(quota.used)
            key("limit")
            value(quota.limit)
            endObject()
        }
        endArray()
        key("lacks")
        beginArray()
        for lack in me.lacks { value(lack.rawValue) }
        endArray()
        key("steps")
        write(me.steps)
        key("agreement_ends")
        value(me.agreementEnds?.description)
        endObject()
    }
}
