import AmanahCore
import AmanahService

extension Console {
    func signInForm(_ visit: Visit) -> Answer {
        doorPage(SignInPage(ticket: visit.query["ticket"].flatMap(FormBody.identifier)), visit)
    }

    func signIn(_ visit: Visit) async throws -> Answer {
        let person = visit.form.text("person")
        let password = visit.form["password"] ?? ""
        let ticket = visit.form.identifier("ticket")
        do throws(ServiceError) {
            let signedIn = try await gateway.signIn(person: person, password: password, code: nil, from: visit.origin)
            return entered(signedIn, ticket: ticket)
        } catch {
            guard case .unauthenticated(let refusal) = error else { throw error }
            if refusal == .secondFactorRequired {
                let key = pending.keep(person: person, password: password, ticket: ticket, now: gateway.now())
                return Answer.redirect(to: "/sign-in/code", partial: false).with(.pending, key)
            }
            let problem = words(visit).refusal(refusal)
            return doorPage(SignInPage(personID: person, problem: problem, ticket: ticket), visit, status: 401)
        }
    }

    func codeForm(_ visit: Visit) -> Answer {
        guard visit.pending != nil else { return .redirect(to: "/sign-in", partial: false) }
        return doorPage(SecondStepPage(), visit)
    }

    func signInWithCode(_ visit: Visit) async throws -> Answer {
        guard let key = visit.pending, let entry = pending.attempt(key, now: gateway.now()) else {
            return Answer.redirect(to: "/sign-in", partial: false).with(.pending, nil)
        }
        do throws(ServiceError) {
            let signedIn = try await gateway.signIn(
                person: entry.person, password: entry.password, code: visit.form.text("code"), from: visit.origin)
            pending.forget(key)
            return entered(signedIn, ticket: entry.ticket).with(.pending, nil)
        } catch {
            guard case .unauthenticated(let refusal) = error else { throw error }
            let words = words(visit)
            let locked = if case .locked = refusal { true } else { false }
            if locked || entry.tries == 0 {
                pending.forget(key)
                return doorPage(SignInPage(problem: words.refusal(refusal)), visit, status: 401).with(.pending, nil)
            }
            return doorPage(SecondStepPage(problem: words["totp_wrong"]), visit, status: 401)
        }
    }

    /// A new session always has a new token: whatever cookie was there before is replaced (H1, session fixation).
    private func entered(_ signedIn: SignedIn, ticket: String?) -> Answer {
        let path = signedIn.session.steps.first.map(path(of:)) ?? (ticket.map { "/desk?ticket=\($0)" } ?? "/")
        return Answer.redirect(to: path, partial: false).with(.session, signedIn.token).with(.door, nil)
    }

    func signOut(_ visit: Visit, _ session: Session) async throws -> Answer {
        try await gateway.signOut(session)
        return Answer.redirect(to: "/signed-out", partial: visit.partial).with(.session, nil)
            .with(header: "Clear-Site-Data", "\"cache\", \"storage\"")
    }

    func signedOut(_ visit: Visit) -> Answer {
        doorPage(
            SignedOutPage(text: words(visit)[visit.query["why"] == "idle" ? "signedout_idle" : "signedout_text"]), visit
        )
    }

    func setPreferences(_ visit: Visit) -> Answer {
        var preferences = visit.preferences
        if let language = visit.form["language"].flatMap(Language.init(rawValue:)) { preferences.language = language }
        if let theme = visit.form["theme"].flatMap(PageSetting.Theme.init(rawValue:)) { preferences.theme = theme }
        if let keys = visit.form["keys"] { preferences.keys = keys != "off" }
        // Only to a page of our own.
        let back = visit.form.text("back")
        let local =
            back.hasPrefix("/") && !back.hasPrefix("//")
            && back.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }
        return Answer.redirect(to: local ? back : "/", partial: visit.partial).with(.preferences, preferences.cookie)
    }

    // MARK: First sign-in

    private func stepText(_ visit: Visit, _ session: Session) -> String {
        words(visit)("step_left", ["n": String(max(1, session.steps.count))])
    }

    /// After a step: the next one, or to work.
    private func next(_ visit: Visit) throws -> Answer {
        let session = try visit.token.map { try gateway.authenticate(token: $0, from: visit.origin) }
        return .redirect(to: session?.steps.first.map(path(of:)) ?? "/", partial: false)
    }

    func passwordForm(_ visit: Visit, _ session: Session, problem: String? = nil) -> Answer {
        doorPage(
            PasswordPage(
                step: stepText(visit, session), rule: words(visit)("password_rule", ["n": "12"]), minimum: 12,
                problem: problem),
            visit, session: session, status: problem == nil ? 200 : 400)
    }

    func setPassword(_ visit: Visit, _ session: Session) async throws -> Answer {
        let words = words(visit)
        let new = visit.form["new"] ?? ""
        guard new == visit.form["again"] else {
            return passwordForm(visit, session, problem: words["password_differs"])
        }
        do throws(ServiceError) {
            try await gateway.setPassword(session, current: visit.form["current"] ?? "", new: new)
        } catch {
            guard case .invalid(let field, _) = error else { throw error }
            return passwordForm(
                visit, session, problem: words[field == "current" ? "password_current_wrong" : "password_weak"])
        }
        return try next(visit)
    }

    func enrolForm(_ visit: Visit, _ session: Session) -> Answer {
        doorPage(EnrolPage(step: stepText(visit, session)), visit, session: session)
    }

    func beginEnrol(_ visit: Visit, _ session: Session) async throws -> Answer {
        let uri = try await gateway.beginSecondFactor(session)
        return enrolPage(uri, visit, session)
    }

    func confirmEnrol(_ visit: Visit, _ session: Session) async throws -> Answer {
        do throws(ServiceError) {
            try await gateway.confirmSecondFactor(session, code: visit.form.text("code"))
        } catch {
            guard case .invalid = error else { throw error }
            // The address is the person's own and came from this page; the server compares with what it keeps itself.
            return enrolPage(visit.form.text("uri"), visit, session, problem: words(visit)["totp_wrong"])
        }
        return try next(visit)
    }

    private func enrolPage(_ uri: String, _ visit: Visit, _ session: Session, problem: String? = nil) -> Answer {
        guard uri.hasPrefix("otpauth://totp/"), uri.utf8.count < 300 else { return enrolForm(visit, session) }
        let secret =
            uri.split(whereSeparator: { $0 == "?" || $0 == "&" }).first { $0.hasPrefix("secret=") }?.dropFirst(7) ?? ""
        var grouped = ""
        for (index, letter) in secret.enumerated() {
            if index > 0, index.isMultiple(of: 4) { grouped += " " }
            grouped.append(letter)
        }
        let qr = QRCode(uri).map { EnrolPage.QR(side: $0.side + 8, path: $0.path(quiet: 4)) }
        return doorPage(
            EnrolPage(step: stepText(visit, session), secret: grouped, uri: uri, qr: qr, problem: problem), visit,
            session: session, status: problem == nil ? 200 : 400)
    }

    func termsForm(_ visit: Visit, _ session: Session, problem: String? = nil) throws -> Answer {
        let terms = try gateway.terms(session)
        return doorPage(
            TermsPage(
                step: stepText(visit, session), version: terms.version,
                paragraphs: TermsPage.paragraphs(of: terms.text),
                notice: terms.notice.map { words(visit).language == .id ? $0.id : $0.en }, problem: problem),
            visit, session: session, status: problem == nil ? 200 : 400)
    }

    /// The terms and the notice again, for someone who has accepted them.
    func termsInForce(_ member: Member) throws -> Answer {
        let terms = try gateway.terms(member.session)
        return page(
            TermsInForcePage(
                version: terms.version, paragraphs: TermsPage.paragraphs(of: terms.text),
                notice: terms.notice.map { member.title($0) }), member)
    }

    func acceptTerms(_ visit: Visit, _ session: Session) async throws -> Answer {
        guard visit.form["accept"] == "yes" else {
            return try termsForm(visit, session, problem: words(visit)["terms_needed"])
        }
        do throws(ServiceError) {
            try await gateway.acceptTerms(session, version: visit.form.text("version"))
        } catch {
            guard case .conflict = error else { throw error }
            return try termsForm(visit, session, problem: words(visit)["terms_changed"])
        }
        return try next(visit)
    }
}
