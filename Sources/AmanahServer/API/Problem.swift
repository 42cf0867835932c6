import AmanahCore
import AmanahService
import HTTPTypes
import Hummingbird

/// An answer that is no success, as a problem document.
///
/// Holds words of ours only: nothing of the request and nothing of a customer comes back in it (A4).
/// Source: RFC 9457.
struct Problem: Error {
    var status: HTTPResponse.Status
    /// The problem's type: a stable word for programs, a relative reference as RFC 9457 §3.1.1 allows.
    var code: String
    /// What the type means, the same for each occurrence.
    var title: String
    /// What is wrong this time.
    var detail: String?
    /// Refusals of the charter, with words for the person.
    var reasons: [(code: String, text: Charter.Title)] = []
    /// More members, numbers only.
    var numbers: [(name: String, value: Int)] = []
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ code: String, _ title: String, detail: String? = nil) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
    }

    var response: Response {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.key("type")
        json.value(code)
        json.key("title")
        json.value(title)
        json.key("status")
        json.value(status.code)
        json.key("code")
        json.value(code)
        if let detail {
            json.key("detail")
            json.value(detail)
        }
        for number in numbers {
            json.key(text: number.name)
            json.value(number.value)
        }
        if !reasons.isEmpty {
            json.key("reasons")
            json.beginArray()
            for reason in reasons {
                json.beginObject()
                json.key("code")
                json.value(reason.code)
                json.key("text")
                json.beginObject()
                json.key("id")
                json.value(reason.text.id)
                json.key("en")
                json.value(reason.text.en)
                json.endObject()
                json.endObject()
            }
            json.endArray()
        }
        json.endObject()
        var fields = SecurityHeaders.problem
        for field in headers { fields[field.name] = field.value }
        return Response(status: status, headers: fields, body: .init(byteBuffer: json.buffer))
    }
}

extension Problem {
    static let notFound = Problem(.notFound, "not-found", "there is no such thing, or it is not yours")
    static let internalError = Problem(.internalServerError, "internal-error", "the server failed; nothing was shown")
    static let notJSON = Problem(.unsupportedMediaType, "not-json", "the body must be `application/json`")
    static let unexpectedForm = Problem(.badRequest, "invalid-request", "the request is not of the expected form")

    static func tooLarge(limit: Int) -> Problem {
        Problem(.contentTooLarge, "body-too-large", "the body is too large", detail: "a body may have \(limit) bytes")
    }

    static func methodNotAllowed(_ methods: [String]) -> Problem {
        var problem = Problem(.methodNotAllowed, "method-not-allowed", "this address has no such method")
        problem.headers[.allow] = methods.joined(separator: ", ")
        return problem
    }

    static func invalid(member: String?, what: String) -> Problem {
        Problem(
            .badRequest, "invalid-request", "the request is not of the expected form",
            detail: member.map { "`\($0)`: \(what)" } ?? what)
    }

    init(_ error: BodyError) { self = .invalid(member: error.member, what: error.what) }

    /// The one place where a use case's error becomes an HTTP status.
    init(_ error: ServiceError, reasons context: ReasonContext = ReasonContext()) {
        switch error {
        case .unauthenticated(let refusal): self = .unauthenticated(refusal)
        case .stepRequired(let step): self = .step(step)
        case .denied([.witnessAway]):
            self.init(.serviceUnavailable, "witness-away", "no witness has signed for this yet, so nothing is shown")
            reasons = [(Reason.witnessAway.code, ReasonWords(.witnessAway, in: context).text)]
            headers[.retryAfter] = "5"
        case .denied(let reasons):
            self.init(.forbidden, "denied", "the charter does not allow this")
            self.reasons = reasons.map { ($0.code, ReasonWords($0, in: context).text) }
            let liftable = reasons.allSatisfy { if case .needsApproval = $0 { true } else { false } }
            if liftable, !reasons.isEmpty { detail = "ask for the approval with `POST /api/v1/requests`" }
        case .notForRole: self.init(.forbidden, "not-for-role", "your role does not have this")
        case .notYours(let what):
            self.init(.forbidden, "not-yours", "this is somebody else's to do", detail: what)
        case .invalid(let field, let what): self = .invalid(member: field, what: what)
        case .notFound: self = .notFound
        case .conflict(let what):
            self.init(.conflict, "conflict", "it is so already, or it changed meanwhile", detail: what)
        case .tooMany(let seconds): self = .tooMany(seconds, "too-many", "too often; wait before the next try")
        case .unavailable(let what):
            self.init(
                .serviceUnavailable, "unavailable", "the log cannot be written, so nothing is shown", detail: what)
            headers[.retryAfter] = "5"
        }
    }

    private static func unauthenticated(_ refusal: SignInRefusal) -> Problem {
        var problem: Problem
        switch refusal {
        case .noSession: problem = Problem(.unauthorized, "no-session", "a bearer token of a session is needed")
        case .expired: problem = Problem(.unauthorized, "session-over", "the session is over; sign in again")
        case .wrongCredentials:
            problem = Problem(.unauthorized, "wrong-credentials", "person, password or code is wrong")
        case .secondFactorRequired:
            problem = Problem(.unauthorized, "second-factor-required", "send the code of your second factor as `totp`")
        case .locked(let seconds): return .tooMany(seconds, "locked-out", "too many failures; wait before the next try")
        }
        problem.headers[.wwwAuthenticate] = #"Bearer realm="amanah""#
        return problem
    }

    private static func step(_ step: SignInStep) -> Problem {
        switch step {
        case .acceptTerms:
            Problem(
                .forbidden, step.rawValue, "the terms in their current version are not accepted yet",
                detail: "read them with `GET /api/v1/me/terms`, accept them with `POST /api/v1/me/terms`")
        case .changePassword:
            Problem(
                .forbidden, step.rawValue, "the password was set by somebody else and must be changed first",
                detail: "set your own with `POST /api/v1/me/password`")
        case .enrolSecondFactor:
            Problem(
                .forbidden, step.rawValue, "your role needs a second factor first",
                detail: "begin with `POST /api/v1/me/second-factor`")
        }
    }

    private static func tooMany(_ seconds: Int, _ code: String, _ title: String) -> Problem {
        var problem = Problem(.tooManyRequests, code, title)
        problem.headers[.retryAfter] = String(max(1, seconds))
        return problem
    }
}
