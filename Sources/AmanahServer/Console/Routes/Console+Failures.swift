import AmanahCore
import AmanahService

extension Console {
    /// The form token is missing or of another session: nothing was done.
    func outdated(_ visit: Visit) -> Answer {
        failurePage(400, why: words(visit)["failure_token"], visit)
    }

    /// Where each refusal of a use case becomes a page and a status.
    func failure(_ error: ServiceError, _ visit: Visit) -> Answer {
        let words = words(visit)
        switch error {
        case .unauthenticated(let refusal):
            let path = refusal == .expired ? "/signed-out?why=idle" : "/sign-in" + ticketQuery(visit)
            return .redirect(to: path, partial: visit.partial).with(.session, nil)
        case .stepRequired(let step):
            return .redirect(to: path(of: step), partial: visit.partial)
        case .denied(let reasons):
            return denied(reasons, visit)
        case .notForRole: return failurePage(403, visit)
        case .notYours: return failurePage(403, why: words["failure_not_yours"], visit)
        case .invalid(let field, let what): return failurePage(400, why: words.invalid(field: field, what: what), visit)
        case .notFound: return failurePage(404, visit)
        case .conflict: return failurePage(409, why: words["failure_conflict"], visit)
        case .tooMany(let seconds): return failurePage(429, visit).with(header: "Retry-After", String(seconds))
        case .unavailable: return failurePage(503, visit)
        }
    }

    /// An error page; inside a page that htmx keeps, the part alone.
    func failurePage(_ status: Int, why: String? = nil, _ visit: Visit) -> Answer {
        let words = words(visit)
        let page = FailurePage(status: status, why: why, words: words)
        if let member = member(visit) {
            if visit.partial {
                let part = DenialPart(what: page.what, why: why.map { [$0] } ?? [], now: page.now)
                return fragment(part, member, status: status).with(header: "HX-Retarget", "#pane")
                    .with(header: "HX-Reswap", "innerHTML")
            }
            return self.page(page, member, status: status)
        }
        return doorPage(page, visit, status: status)
    }

    /// A refusal outside the desk: what, why, what now.
    private func denied(_ reasons: [Reason], _ visit: Visit) -> Answer {
        guard let member = member(visit) else { return failurePage(403, visit) }
        let part = denial(reasons, ticket: nil, member)
        if visit.partial { return fragment(part, member, status: status(of: reasons)) }
        return page(DeniedPage(denial: part), member, status: status(of: reasons))
    }

    /// A witness who did not sign in time is no fault of the person's: asking again may do.
    func status(of reasons: [Reason]) -> Int { reasons.contains(.witnessAway) ? 503 : 403 }

    /// Who it is, for a page that says no; `nil` when that cannot be told.
    private func member(_ visit: Visit) -> Member? {
        guard let token = visit.token, let session = try? gateway.authenticate(token: token, from: visit.origin),
            session.steps.isEmpty, let me = try? gateway.me(session)
        else { return nil }
        return Member(visit: visit, session: session, me: me, words: words(visit), charter: gateway.charterInForce)
    }

    func path(of step: SignInStep) -> String {
        switch step {
        case .changePassword: "/first/password"
        case .enrolSecondFactor: "/first/totp"
        case .acceptTerms: "/first/terms"
        }
    }

    /// Keeps the ticket of a link from CRM or telephony over signing in; a ticket's number is no personal datum.
    private func ticketQuery(_ visit: Visit) -> String {
        visit.path == "/desk" ? visit.query["ticket"].flatMap(FormBody.identifier).map { "?ticket=\($0)" } ?? "" : ""
    }
}
