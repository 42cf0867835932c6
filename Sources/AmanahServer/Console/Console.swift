import AmanahCore
package import AmanahService

/// The web console: pages for people, over the same use cases as the API.
///
/// Whatever changes something is a form that is posted with the session's form token; a GET changes nothing but the log (H2).
/// Values of customers stand in answers to posts only, and in no address.
package struct Console: Sendable {
    /// What a demonstration shows instead of sending it: the customer's phone, and the code of the second step.
    package struct Demonstration: Sendable {
        package var phone: DemonstrationPhone
        /// The one secret that all people of a demonstration have.
        package var secret: [UInt8]
        package init(phone: DemonstrationPhone, secret: [UInt8]) {
            self.phone = phone
            self.secret = secret
        }
    }

    package struct Options: Sendable {
        /// Off only for plain HTTP on the loopback.
        package var secureCookies: Bool
        /// `nil` where people are real.
        package var demonstration: Demonstration?
        package init(secureCookies: Bool, demonstration: Demonstration? = nil) {
            self.secureCookies = secureCookies
            self.demonstration = demonstration
        }
    }

    let gateway: any Gateway
    let pages: Pages
    let options: Options
    let pending = PendingSignIns()
    let renderedRows = RenderedRows()

    /// - Throws: ``ConsoleResourceError`` when the console's files are not there.
    package init(gateway: any Gateway, options: Options) throws(ConsoleResourceError) {
        self.gateway = gateway
        self.options = options
        pages = try Pages()
    }

    func words(_ visit: Visit) -> Words { pages.catalogue[visit.preferences.language] }

    /// Someone who is signed in, and asks.
    struct Member: Sendable {
        let visit: Visit
        let session: Session
        let me: MeView
        let words: Words
        let charter: Charter

        var zone: Zone { session.zone }
        var form: FormBody { visit.form }
        var origin: Origin { visit.origin }

        /// A title of the charter in the person's language.
        func title(_ title: Charter.Title) -> String { words.language == .id ? title.id : title.en }
        func purposeTitle(_ id: PurposeID) -> String { charter.purpose(id).map { title($0.title) } ?? id.rawValue }
        func fieldTitle(_ name: FieldName) -> String {
            charter.fieldNumber(name).map { title(charter.fields[$0].title) } ?? name.rawValue
        }
    }

    /// Who may come to a route, and what answers.
    enum Handler: Sendable {
        /// Anyone.
        case guest(@Sendable (Console, Visit) async throws -> Answer)
        /// Someone who is signed in but still has a step of signing in to do.
        case step(@Sendable (Console, Visit, Session) async throws -> Answer)
        /// Someone who is signed in.
        case member(@Sendable (Console, Member) async throws -> Answer)
    }

    struct Route: Sendable {
        let method: Visit.Method
        let path: String
        /// The most that a form sent here may hold.
        var fields = FormBody.maximumFields
        /// The most bytes of one.
        var bytes = FormBody.maximumBytes
        let handler: Handler
    }

    /// Answers one visit. Never throws: what goes wrong is a page too.
    func answer(_ route: Route, _ visit: Visit) async -> Answer {
        do {
            switch route.handler {
            case .guest(let work):
                if visit.method == .post, !guestTokenHolds(visit) { return outdated(visit) }
                return try await work(self, visit)
            case .step(let work):
                let session = try signedIn(visit)
                if visit.method == .post, !tokenHolds(visit, session) { return outdated(visit) }
                var answer = try await work(self, visit, session)
                answer.handle = session.id
                return answer
            case .member(let work):
                let session = try signedIn(visit)
                if visit.method == .post, !tokenHolds(visit, session) { return outdated(visit) }
                if let step = session.steps.first { throw ServiceError.stepRequired(step) }
                let member = Member(
                    visit: visit, session: session, me: try gateway.me(session), words: words(visit),
                    charter: gateway.charterInForce)
                var answer = try await work(self, member)
                answer.handle = session.id
                return answer
            }
        } catch let error as ServiceError {
            return failure(error, visit)
        } catch {
            return failure(.unavailable(what: "console"), visit)
        }
    }

    private func signedIn(_ visit: Visit) throws(ServiceError) -> Session {
        guard let token = visit.token else { throw .unauthenticated(.noSession) }
        let session = try gateway.authenticate(token: token, from: visit.origin)
        if session.isService { throw .notForRole }
        return session
    }

    private func tokenHolds(_ visit: Visit, _ session: Session) -> Bool {
        visit.form["csrf"].map { RandomToken.same($0, session.csrfToken) } ?? false
    }

    /// Before signing in the form token is the one in the browser's own cookie; the switches work in both states.
    private func guestTokenHolds(_ visit: Visit) -> Bool {
        guard let sent = visit.form["csrf"] else { return false }
        if let door = visit.doorToken, RandomToken.same(sent, door) { return true }
        guard let session = try? signedIn(visit) else { return false }
        return RandomToken.same(sent, session.csrfToken)
    }
}
