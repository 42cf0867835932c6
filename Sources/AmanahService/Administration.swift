package import AmanahCore
import AmanahLedger
package import AmanahStore
import Crypto

/// What the administrator does at the command line, each act in the log. The person at the shell is not known to the
/// program: the entry says *command line*.
package enum Founding {
    /// Puts the first charter into a new folder and begins its log.
    ///
    /// - Parameter counts: rows imported, by table.
    package static func record(
        _ store: any Store, charter: String, terms: String, counts: [(table: String, rows: Int)], at: Moment
    ) async throws {
        let row = CharterRow(
            number: 1, text: charter, termsText: terms, hash: Array(SHA256.hash(data: Array(charter.utf8))), since: at,
            by: "init")
        var imported = ActDraft(kind: .imported, at: at)
        imported.personPairs = [("by", "init")] + counts.map { ($0.table, String($0.rows)) }
        var changed = ActDraft(kind: .charterChanged, at: at)
        changed.personPairs = [("by", "init"), ("number", "1"), ("hash", row.hash.hex)]
        let acts = [
            try changed.sealed(keys: store.keys, customerKey: nil),
            try imported.sealed(keys: store.keys, customerKey: nil),
        ]
        let asks = try Charter.parse(charter, file: "charter").recertifyEveryDays != nil
        try await store.commit(share: "init") { view in
            try view.put(charter: row)
            try view.put(recertificationBegan: asks ? at : nil)
            for act in acts { _ = try view.append(act) }
        }
    }
}

extension Amanah {
    /// Sets a person's password; `final` asks for no change at the first sign-in.
    package func setPassword(of person: PersonID, to password: String, final: Bool) async throws(ServiceError) {
        guard let member = organisation.members[person] else { throw .notFound }
        if let flaw = Passwords.flaw(password, person: person, name: member.record.name) {
            throw .invalid(field: "password", what: flaw)
        }
        try await storePassword(password, of: person, mustChange: !final, keep: nil, by: nil)
    }

    /// Sets a second factor outright and gives its otpauth address, once. The old one is void.
    package func setSecondFactor(of person: PersonID, secret: [UInt8]? = nil) async throws(ServiceError) -> String {
        guard organisation.members[person] != nil else { throw .notFound }
        var generator = SystemRandomNumberGenerator()
        let secret = secret ?? (0..<20).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        let now = clock.read().steady
        var draft = commandLine(.secondFactorSet)
        draft.person = person
        let act = try seal(draft)
        try await durably(share: "command-line") { view in
            var credential = try view.credential(person) ?? CredentialRow(person: person)
            credential.secret = secret
            credential.secretConfirmed = true
            credential.lastStep = 0
            try view.put(credential: credential)
            _ = try view.endSessions(of: person, except: nil, at: now)
            _ = try view.append(act)
        }
        return OneTimeCode.address(secret: secret, person: person)
    }

    /// A bearer token for a ticket system or the like, shown once; older tokens of the same name end.
    package func makeServiceToken(_ name: String, days: Int) async throws(ServiceError) -> String {
        try Inputs.check(name, field: "service")
        let person = PersonID("service:" + name)
        let token = Token.random()
        let tag = store.keys.tokenTag(token)
        let now = clock.read().steady
        let row = SessionRow(
            id: SessionBook.handle(tag), tokenTag: tag, person: person, createdAt: now, lastSeenAt: now,
            endedAt: now.advanced(by: .seconds(days * 86_400)), isService: true)
        var draft = commandLine(.serviceTokenMade)
        draft.personPairs.append(("service", name))
        let act = try seal(draft)
        try await durably(share: "command-line") { view in
            _ = try view.endSessions(of: person, except: nil, at: now)
            try view.put(session: row)
            _ = try view.append(act)
        }
        return token
    }

    package enum PersonChange: Sendable {
        case suspend
        case resume
        /// Last day of work, included.
        case end(Day)
    }

    /// Suspends, resumes or ends a person's work; open sessions hear of it at their next request (L3).
    ///
    /// Whoever works at the command line carries it out; who decided is somebody of the company, and never the person
    /// himself or one of those below him (C1).
    package func change(
        _ person: PersonID, _ change: PersonChange, by decider: PersonID, why: String
    ) async throws(ServiceError) {
        guard let subject = organisation.members[person] else { throw .notFound }
        guard ReasonText.hasSubstance(why) else { throw .invalid(field: "why", what: "a reason in words") }
        let (kind, day): (CourseStep.Kind, Day?) =
            switch change {
            case .suspend: (.suspended, nil)
            case .resume: (.resumed, nil)
            case .end(let last): (.ended, last)
            }
        let at = clock.read().steady
        let step = CourseStep(kind, by: decider, as: .house, at: at, day: day)
        var draft = commandLine(kind.actKind)
        draft.personPairs += [("person", person.rawValue), ("who", decider.rawValue), ("said", why)]
        let act = try seal(draft)
        try await durably(share: "command-line") { [self] view in
            let rows = try view.organisation()
            let present = Organisation(rows, charter: organisation.charter)
            try check(decider, decidesOn: person, present)
            let subject = present.members[person] ?? subject
            let input = StepInput(kind, day: day, said: why)
            switch subject.course.objection(to: step) {
            case nil: try apply(step, input, to: subject, view)
            case .notSuspended where subject.record.suspended:
                // Suspended before there were steps.
                var record = subject.record
                record.suspended = false
                try view.put(person: record)
            case .already, .notSuspended, .over:
                throw ServiceError.conflict(what: "it is so already, or an earlier end stands: nothing was changed")
            case .notYet, .himself, .excluded, .notYours, .outcomeMissing, .dayMissing, .signatureMissing:
                throw ServiceError.conflict(what: "the course of `\(person)` does not allow it now")
            }
            _ = try view.append(act)
        }
    }

    private func check(
        _ decider: PersonID, decidesOn person: PersonID, _ organisation: Organisation
    ) throws(ServiceError) {
        guard let member = organisation.members[decider] else {
            throw .invalid(field: "by", what: "the id of whoever decided; nobody has this one")
        }
        let today = clock.read().steady.day(in: organisation.charter.zone)
        guard decider != person, !organisation.isAbove(person, decider) else {
            throw .invalid(
                field: "by", what: "somebody else: nobody decides about himself, nor about who stands above him")
        }
        let course = member.course
        guard !member.record.suspended, course.suspension == nil, course.declined == nil,
            course.origin == .carriedOver || course.signed != nil,
            [member.record.lastDay, course.endedOn].allSatisfy({ $0.map { $0 >= today } ?? true })
        else { throw .invalid(field: "by", what: "somebody who works here now") }
    }

    /// Ends all sessions of a person, on every device, at once.
    package func signOutEverywhere(_ person: PersonID) async throws(ServiceError) -> Int {
        guard organisation.members[person] != nil else { throw .notFound }
        let now = clock.read().steady
        var draft = commandLine(.sessionsRevoked)
        draft.personPairs.append(("person", person.rawValue))
        let act = try seal(draft)
        return try await durably(share: "command-line") { view in
            let ended = try view.endSessions(of: person, except: nil, at: now)
            _ = try view.append(act)
            return ended
        }
    }

    /// Notes that the server started, stopped, was backed up or restored.
    package func note(_ kind: ActKind, _ words: [(key: String, value: String)] = []) async throws(ServiceError) {
        var draft = commandLine(kind)
        draft.personPairs += words
        try await record(draft, share: "command-line")
    }

    /// Notes a restore and ends every session and service token of the backup: some may have been revoked since.
    package func noteRestore(entries: Int64) async throws(ServiceError) {
        let now = clock.read().steady
        var draft = commandLine(.restored)
        draft.personPairs.append(("entries", String(entries)))
        let act = try seal(draft)
        try await durably(share: "command-line") { view in
            _ = try view.endSessions(begunBefore: now.advanced(by: .seconds(1)), services: true, at: now)
            _ = try view.append(act)
        }
    }

    /// Deletes what is past its time by the charter: what looks showed, ended sessions, used presence codes. Entries stay.
    package func sweep() async throws(ServiceError) {
        let retention = organisation.charter.retention
        let now = clock.read().steady
        let old = now.advanced(by: .seconds(-retention.sessionsDays * 86_400))
        let thin = now.advanced(by: .seconds(-retention.lookDetailsDays * 86_400))
        let stale = now.advanced(by: .seconds(-86_400))
        var draft = commandLine(.retention)
        draft.personPairs.append(("sessions-older-than-days", String(retention.sessionsDays)))
        draft.personPairs.append(("details-older-than-days", String(retention.lookDetailsDays)))
        draft.personPairs.append((Thinning.word, String(thin.milliseconds)))
        let act = try seal(draft)
        try await durably(share: "command-line") { view in
            // Sessions that idled out were never ended in words.
            let longest = Moment(milliseconds: now.milliseconds - SessionBook.longestMilliseconds)
            _ = try view.endSessions(begunBefore: longest, services: false, at: now)
            _ = try view.deleteVerifyMisses(before: stale)
            _ = try view.deleteNotices(endedBefore: now.advanced(by: .seconds(-30 * 86_400)))
            let sessions = try view.deleteSessions(endedBefore: old)
            let presences = try view.deletePresences(expiredBefore: stale)
            let details = try view.thinDetails(before: thin)
            if sessions + presences + details > 0 { _ = try view.append(act) }
        }
    }

    private func commandLine(_ kind: ActKind) -> ActDraft {
        var draft = ActDraft(kind: kind, at: clock.read().wall)
        draft.personPairs = [("channel", Origin.Channel.commandLine.rawValue)]
        return draft
    }
}
