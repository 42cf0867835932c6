import AmanahCore
import AmanahStore
import Logging

// What it takes two people to do.
extension Amanah {
    package func confirmJointAct(
        _ session: Session, id: String, code: String
    ) async throws(ServiceError) -> JointOutcome {
        try Inputs.check(id, field: "id")
        try step(session)
        let now = clock.read()
        let outcome: Result<JointOutcome, ServiceError> = try await durably(for: session) {
            [self] view in
            try erases(try cleared(session, in: view).0)
            guard let row = try view.jointAct(id) else { throw ServiceError.notFound }
            guard row.state == .waiting else { throw ServiceError.conflict(what: "this was decided already") }
            // Nobody confirms his own, nor his superior's (L4).
            let organisation = try organisation(in: view, for: session)
            guard row.proposedBy != session.person, !organisation.isBelow(session.person, row.proposedBy) else {
                throw ServiceError.notYours(
                    what: "someone else must confirm this: neither who proposed it nor anyone below him")
            }
            if let refusal = try takeCode(code, of: session, at: now.steady, view) { return .failure(refusal) }
            return .success(try decide(row, by: session.person, draft: draft(.customerErased, session), now, view))
        }
        let answer = try outcome.get()
        if case .done = answer { try finishErasing() }
        return answer
    }

    package func refuseJointAct(_ session: Session, id: String, reason: String) async throws(ServiceError) {
        try Inputs.check(id, field: "id")
        try Inputs.checkWords(reason, field: "reason", maximumBytes: ReasonText.maximumBytes)
        guard ReasonText.hasSubstance(reason) else { throw .invalid(field: "reason", what: "a reason in words") }
        try step(session)
        let now = clock.read()
        try await durably(for: session) { [self] view in
            try erases(try cleared(session, in: view).0)
            guard var row = try view.jointAct(id) else { throw ServiceError.notFound }
            guard row.state == .waiting else { throw ServiceError.conflict(what: "this was decided already") }
            row.state = .refused
            row.decidedBy = session.person
            row.decidedAt = now.steady
            try view.put(jointAct: row)
            var draft = draft(.jointActRefused, session)
            draft.customer = row.customer
            draft.personPairs = [
                ("joint", id), ("what", row.kind.rawValue), ("case", row.caseNumber), ("said", reason),
                ("proposed-by", row.proposedBy.rawValue),
            ]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        }
    }

    /// Uses up a one-time code. A wrong one counts as a failure at the door and is in the log.
    func takeCode(
        _ code: String, of session: Session, at now: Moment, _ view: any WriteView
    ) throws -> ServiceError? {
        guard var credential = try view.credential(session.person), credential.secretConfirmed,
            let secret = credential.secret
        else { return .stepRequired(.enrolSecondFactor) }
        if let until = credential.lockedUntil, until > now {
            return .tooMany(retryAfterSeconds: Int((until.milliseconds - now.milliseconds + 999) / 1000))
        }
        let step = OneTimeCode.step(of: code, secret: secret, after: credential.lastStep, at: now)
        if let step {
            credential.lastStep = step
        } else {
            credential.failures += 1
            if let seconds = DoorGuard.lockSeconds(credential.failures) {
                credential.lockedUntil = now.advanced(by: .seconds(seconds))
            }
        }
        try view.put(credential: credential)
        guard step == nil else { return nil }
        var draft = draft(.signInRefused, session)
        draft.personPairs = [("why", "wrong second factor")]
        _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        return .invalid(field: "code", what: "this code is not the present one: wait for the next")
    }

    /// Does a proposal inside the batch.
    func decide(
        _ row: JointActRow, by person: PersonID, draft: ActDraft, _ now: SteadyClock.Reading, _ view: any WriteView
    ) throws -> JointOutcome {
        var (row, draft) = (row, draft)
        draft.at = now.wall
        draft.customer = row.customer
        draft.personPairs += [
            ("joint", row.id), ("case", row.caseNumber), ("said", row.reason),
            ("proposed-by", row.proposedBy.rawValue),
        ]
        switch row.kind {
        case .erase:
            let held = try view.holds(on: row.customer).map(\.caseNumber)
            guard held.isEmpty else { return .held(held) }
            guard try view.erase(row.customer, at: now.steady) else {
                throw ServiceError.conflict(what: "this customer was erased already")
            }
            draft.kind = .customerErased
        case .lift:
            guard let id = row.hold, var hold = try view.hold(id), hold.liftedAt == nil else {
                throw ServiceError.conflict(what: "this hold was lifted already")
            }
            hold.liftedAt = now.steady
            try view.put(hold: hold)
            draft.kind = .holdLifted
        }
        row.state = .done
        row.decidedBy = person
        row.decidedAt = now.steady
        try view.put(jointAct: row)
        return .done(ledgerIndex: try view.append(try draft.sealed(keys: store.keys, customerKey: nil)))
    }

    /// Destroys the key once the erasure is durable. Where that fails now, the next start and each night try again.
    package func finishErasing() throws(ServiceError) {
        do { try store.finishErasures() } catch {
            let why = (error as? StoreError)?.description ?? "\(type(of: error))"
            logger.critical("an erasure is in the log, but the key is not destroyed yet: \(why)")
            throw .unavailable(
                what:
                    "the erasure is in the log, but the key could not be destroyed: it is tried again each night and at the next start"
            )
        }
    }
}
