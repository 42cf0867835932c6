import AmanahCore
import AmanahLedger
import AmanahStore

extension Amanah {
    package func signIn(
        person text: String, password: String, code: String?, from: Origin
    ) async throws(ServiceError) -> SignedIn {
        let now = clock.read().steady
        let wait = doors.wait(from.address, at: now)
        guard wait == 0 else { throw .unauthenticated(.locked(retryAfterSeconds: wait)) }
        let person = PersonID(text)
        let known = text.utf8.count <= 64 && organisation.members[person] != nil
        let credential = known ? try reading { try $0.credential(person) } : nil
        let strange = credential == nil ? doors.strangerWait(String(text.prefix(64)), at: now) : 0
        guard strange == 0 else {
            doors.missed(from.address, as: text, at: now)
            try await refuse(known ? person : nil, "locked", from)
            throw .unauthenticated(.locked(retryAfterSeconds: strange))
        }
        if let until = credential?.lockedUntil, until > now {
            doors.missed(from.address, as: text, at: now)
            try await refuse(known ? person : nil, "locked", from)
            throw .unauthenticated(
                .locked(retryAfterSeconds: Int((until.milliseconds - now.milliseconds + 999) / 1000)))
        }
        guard password.utf8.count <= Passwords.maximumBytes,
            await passwords.matches(password, stored: credential?.password), let credential
        else {
            doors.missed(from.address, as: text, at: now)
            if credential == nil { doors.strangerMissed(String(text.prefix(64)), at: now) }
            try await refuse(known ? person : nil, "wrong", from)
            throw .unauthenticated(.wrongCredentials)
        }
        var step: Int64?
        if credential.secretConfirmed, let secret = credential.secret {
            guard let code, !code.isEmpty else { throw .unauthenticated(.secondFactorRequired) }
            step = OneTimeCode.step(of: code, secret: secret, after: credential.lastStep, at: now)
            guard step != nil else {
                doors.missed(from.address, as: text, at: now)
                try await refuse(person, "wrong second factor", from)
                throw .unauthenticated(.wrongCredentials)
            }
        }
        doors.succeeded(from.address, as: text)
        return try await begin(person, credential, step: step, from: from)
    }

    /// Opens a session. The one-time code's step is used up in the same transaction, so that no code works twice.
    private func begin(
        _ person: PersonID, _ credential: CredentialRow, step: Int64?, from: Origin
    ) async throws(ServiceError) -> SignedIn {
        let now = clock.read().steady
        let token = Token.random()
        let tag = store.keys.tokenTag(token)
        let row = SessionRow(
            id: SessionBook.handle(tag), tokenTag: tag, person: person, createdAt: now, lastSeenAt: now, endedAt: nil,
            isService: false)
        var draft = ActDraft(kind: .signIn, at: clock.read().wall, person: person)
        draft.unit = organisation.members[person]?.record.unit
        draft.personPairs = [("channel", from.channel.rawValue), ("second-factor", step == nil ? "no" : "yes")]
        let act = try seal(draft)
        let live = SessionBook.Live(
            row: row, mustChangePassword: credential.mustChange, secondFactor: credential.secretConfirmed,
            writtenAt: now)
        do {
            try await write(live, as: credential, step: step, act)
        } catch {
            sessions.remove(id: row.id)
            throw error
        }
        return SignedIn(token: token, session: try authenticate(token: token, from: from))
    }

    /// Puts a session into the book on the log's thread, so that one which a later job ends (a reset password, a revocation)
    /// is taken out after it was put in, never before.
    private func write(
        _ live: SessionBook.Live, as credential: CredentialRow, step: Int64?, _ act: NewAct
    ) async throws(ServiceError) {
        let person = credential.person
        let now = live.row.createdAt
        try await durably(share: person.rawValue) { [self] view in
            guard var fresh = try view.credential(person), fresh.password == credential.password,
                fresh.secret == credential.secret, fresh.secretConfirmed == credential.secretConfirmed
            else { throw ServiceError.unauthenticated(.wrongCredentials) }
            // Guesses sent all at once have locked it meanwhile: the right one among them is not heard either (H1).
            if let until = fresh.lockedUntil, until > now {
                let wait = Int((until.milliseconds - now.milliseconds + 999) / 1000)
                throw ServiceError.unauthenticated(.locked(retryAfterSeconds: wait))
            }
            if let step {
                guard step > fresh.lastStep else { throw ServiceError.unauthenticated(.wrongCredentials) }
                fresh.lastStep = step
            }
            fresh.failures = 0
            fresh.lockedUntil = nil
            try view.put(credential: fresh)
            try view.put(session: live.row)
            _ = try view.append(act)
            sessions.insert(live)
        }
    }

    /// Counts and logs a failure. From the fifth on each one doubles the wait, up to an hour.
    func refuse(_ person: PersonID?, _ why: String, _ from: Origin) async throws(ServiceError) {
        let now = clock.read().steady
        var draft = ActDraft(kind: .signInRefused, at: clock.read().wall, person: person)
        draft.unit = person.flatMap { organisation.members[$0]?.record.unit }
        draft.personPairs = [("channel", from.channel.rawValue), ("why", why)]
        let act = try seal(draft)
        try await durably(share: "door/" + from.address) { view in
            if let person, why != "locked", var credential = try view.credential(person) {
                credential.failures += 1
                if let seconds = DoorGuard.lockSeconds(credential.failures) {
                    credential.lockedUntil = now.advanced(by: .seconds(seconds))
                }
                try view.put(credential: credential)
            }
            _ = try view.append(act)
        }
    }

    package func signOut(_ session: Session) async throws(ServiceError) {
        let now = clock.read().steady
        let act = try seal(draft(.signOut, session))
        sessions.remove(id: session.id)
        try await durably(share: session.person.rawValue) { view in
            try view.endSession(session.id, at: now)
            _ = try view.append(act)
        }
    }

    /// Seals an act that shows nothing of a customer.
    func seal(_ draft: ActDraft) throws(ServiceError) -> NewAct {
        do throws(StoreError) {
            return try draft.sealed(keys: store.keys, customerKey: nil)
        } catch {
            throw .unavailable(what: error.message)
        }
    }

    /// Writes one act by itself.
    func record(_ draft: ActDraft, share: String) async throws(ServiceError) {
        let act = try seal(draft)
        _ = try await durably(share: share) { view in try view.append(act) }
    }
}

/// Bearer tokens and device keys: 32 random bytes in base64url, 43 characters.
enum Token {
    static func random() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var generator = SystemRandomNumberGenerator()
        // 43 characters of 6 bits: 258 bits.
        let bytes = (0..<43).map { _ in alphabet[Int(generator.next() & 63)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
