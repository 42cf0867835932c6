package import AmanahCore
import AmanahStore
import Crypto

extension Amanah {
    package func terms(_ session: Session) throws(ServiceError) -> TermsView {
        let member = try signedIn(session)
        let organisation = organisation
        let lacks = member.clearance.lacks(
            terms: organisation.charter.terms, zone: member.zone, at: clock.read().steady)
        return TermsView(
            version: organisation.charter.terms.document, text: organisation.charterRow?.termsText ?? "",
            accepted: !lacks.contains(.termsNotAccepted), notice: StaffNotice.lines(organisation.charter))
    }

    package func acceptTerms(_ session: Session, version: String) async throws(ServiceError) {
        _ = try signedIn(session)
        guard version == organisation.charter.terms.document else {
            throw .conflict(what: "these are not the terms in force: read them anew and accept that version")
        }
        let now = clock.read().steady
        var draft = draft(.termsAccepted, session)
        // What was told about the records is accepted with the terms; its hash says which words that were.
        let notice = StaffNotice.lines(organisation.charter).map { $0.id + "\n" + $0.en }.joined(separator: "\n")
        draft.personPairs = [
            ("version", version), ("notice", Array(SHA256.hash(data: Array(notice.utf8))).hex),
        ]
        let act = try seal(draft)
        try await durably(for: session) { view in
            try view.put(acceptance: AcceptanceRow(person: session.person, version: version, at: now))
            _ = try view.append(act)
        }
    }

    package func setPassword(_ session: Session, current: String, new: String) async throws(ServiceError) {
        let member = try signedIn(session)
        let stored = try reading { try $0.credential(session.person) }
        let now = clock.read().steady
        if let until = stored?.lockedUntil, until > now {
            throw .unauthenticated(
                .locked(retryAfterSeconds: Int((until.milliseconds - now.milliseconds + 999) / 1000)))
        }
        guard await passwords.matches(current, stored: stored?.password) else {
            // Guessing here counts as guessing at the door.
            let origin = Origin(address: "session/" + session.id, deviceKey: nil, channel: .console)
            try await refuse(session.person, "wrong", origin)
            throw .invalid(field: "current", what: "this is not the present password")
        }
        if let flaw = Passwords.flaw(new, person: session.person, name: member.record.name) {
            throw .invalid(field: "new", what: flaw)
        }
        guard new != current else { throw .invalid(field: "new", what: "another one than now") }
        try await storePassword(new, of: session.person, mustChange: false, keep: session.id, by: session.person)
    }

    /// Sets a password and ends every other session of that person.
    package func storePassword(
        _ password: String, of person: PersonID, mustChange: Bool, keep: String?, by: PersonID?
    ) async throws(ServiceError) {
        guard let hash = try? await passwords.hash(password) else {
            throw .unavailable(what: "the password could not be hashed: not enough memory")
        }
        let now = clock.read().steady
        var draft = ActDraft(kind: .passwordSet, at: clock.read().wall, person: person)
        draft.unit = organisation.members[person]?.record.unit
        draft.personPairs = [("by", by?.rawValue ?? "command line")]
        let act = try seal(draft)
        try await durably(share: person.rawValue) { view in
            // A session that was ended meanwhile sets no password.
            if let keep, try view.session(keep)?.endedAt != nil { throw ServiceError.unauthenticated(.expired) }
            var credential = try view.credential(person) ?? CredentialRow(person: person)
            credential.password = hash
            credential.mustChange = mustChange
            credential.failures = 0
            credential.lockedUntil = nil
            try view.put(credential: credential)
            _ = try view.endSessions(of: person, except: keep, at: now)
            _ = try view.append(act)
        }
        sessions.remove(person: person, except: keep)
        if let keep { sessions.update(id: keep) { $0.mustChangePassword = mustChange } }
    }

    package func beginSecondFactor(_ session: Session) async throws(ServiceError) -> String {
        _ = try signedIn(session)
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<20).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let act = try seal(draft(.secondFactorBegun, session))
        try await durably(for: session) { view in
            var credential = try view.credential(session.person) ?? CredentialRow(person: session.person)
            guard !credential.secretConfirmed else {
                throw ServiceError.conflict(what: "a second factor is set: the administrator can remove a lost one")
            }
            credential.secret = secret
            credential.lastStep = 0
            try view.put(credential: credential)
            _ = try view.append(act)
        }
        return OneTimeCode.address(secret: secret, person: session.person)
    }

    package func confirmSecondFactor(_ session: Session, code: String) async throws(ServiceError) {
        _ = try signedIn(session)
        let now = clock.read().steady
        let act = try seal(draft(.secondFactorSet, session))
        try await durably(for: session) { view in
            guard var credential = try view.credential(session.person), let secret = credential.secret,
                !credential.secretConfirmed
            else { throw ServiceError.conflict(what: "begin with a new secret") }
            guard let step = OneTimeCode.step(of: code, secret: secret, after: credential.lastStep, at: now) else {
                throw ServiceError.invalid(
                    field: "code", what: "this code is not the present one: check the phone's clock")
            }
            credential.secretConfirmed = true
            credential.lastStep = step
            try view.put(credential: credential)
            _ = try view.append(act)
        }
        sessions.update(id: session.id) { $0.secondFactor = true }
    }
}
