package import AmanahCore
import AmanahStore

extension Amanah {
    package func registerWorkstation(_ session: Session, label: String) async throws(ServiceError) -> String {
        _ = try cleared(session)
        try Inputs.checkWords(label, field: "label", maximumBytes: 60)
        guard label.contains(where: { $0.isLetter }) else {
            throw .invalid(field: "label", what: "a name for this computer")
        }
        let key = Token.random()
        let tag = store.keys.tokenTag(key)
        let now = clock.read().steady
        let row = WorkstationRow(
            id: "W" + SessionBook.handle(tag).prefix(10), keyTag: tag, label: label, unit: session.unit,
            registeredBy: session.person, registeredAt: now)
        var draft = draft(.workstationRegistered, session)
        draft.workstation = row.id
        let act = try seal(draft)
        try await durably(for: session) { view in
            try view.put(workstation: row)
            _ = try view.append(act)
        }
        return key
    }

    package func workstations(_ session: Session) async throws(ServiceError) -> [WorkstationView] {
        let member = try cleared(session)
        let role = try page(.workstations, member)
        let now = clock.read().steady
        return organisation.workstations
            .filter { role.scope == .company || member.scope.contains($0.unit) }
            .map { row in
                WorkstationView(
                    id: row.id, label: row.label, unit: row.unit, registeredBy: row.registeredBy,
                    registeredAt: row.registeredAt, admittedBy: row.admittedBy, withdrawn: row.withdrawnAt != nil,
                    lentTo: row.lentUntil.map { $0 > now } ?? false ? row.lentTo : nil, lentUntil: row.lentUntil)
            }
    }

    package func admitWorkstation(_ session: Session, id: String) async throws(ServiceError) {
        try await change(session, id, .workstationAdmitted) { row, now throws(ServiceError) in
            // Nobody admits what he registered himself (L4).
            guard row.registeredBy != session.person else {
                throw .notYours(what: "another superior must admit this computer")
            }
            guard row.withdrawnAt == nil else { throw .conflict(what: "it was withdrawn: register the computer again") }
            row.admittedBy = session.person
            row.admittedAt = now
        }
    }

    package func withdrawWorkstation(_ session: Session, id: String) async throws(ServiceError) {
        try await change(session, id, .workstationWithdrawn) { row, now throws(ServiceError) in
            if row.withdrawnAt == nil { row.withdrawnAt = now }
        }
    }

    /// Lends an admitted computer to one person: until then it counts for nobody else.
    package func lendWorkstation(
        _ session: Session, id: String, to person: PersonID, hours: Int
    ) async throws(ServiceError) {
        try Inputs.check(person.rawValue, field: "person")
        guard (1...24 * 31).contains(hours) else { throw .invalid(field: "hours", what: "1 to 744") }
        guard organisation.members[person] != nil else { throw .invalid(field: "person", what: "a known person") }
        try await change(
            session, id, .workstationLent, words: [("person", person.rawValue), ("hours", String(hours))]
        ) { row, now throws(ServiceError) in
            guard row.admittedAt != nil, row.withdrawnAt == nil else {
                throw .conflict(what: "only an admitted computer is lent: admit it first")
            }
            row.lentTo = person
            row.lentUntil = now.advanced(by: .seconds(hours * 3600))
        }
    }

    /// Takes a lent computer back before its time.
    package func returnWorkstation(_ session: Session, id: String) async throws(ServiceError) {
        try await change(session, id, .workstationReturned) { row, now throws(ServiceError) in
            guard row.lentTo != nil else { throw .conflict(what: "it is not lent") }
            (row.lentTo, row.lentUntil) = (nil, nil)
        }
    }

    /// Changes a row as the batch finds it: what another superior decided a moment ago is not written over (L3).
    private func change(
        _ session: Session, _ id: String, _ kind: ActKind, words: [Details.Pair] = [],
        _ body: @escaping @Sendable (inout WorkstationRow, Moment) throws(ServiceError) -> Void
    ) async throws(ServiceError) {
        var draft = draft(kind, session)
        draft.workstation = id
        draft.personPairs += words
        let act = try seal(draft)
        let now = clock.read().steady
        try await durably(for: session) { [self] view in
            let (member, charter) = try cleared(session, in: view)
            guard let role = charter.role(member.record.role), role.pages.contains(.workstations),
                role.approves || role.administers
            else { throw ServiceError.notForRole }
            guard var row = try view.workstation(id), role.scope == .company || member.scope.contains(row.unit) else {
                throw ServiceError.notFound
            }
            try body(&row, now)
            try view.put(workstation: row)
            _ = try view.append(act)
        }
    }
}
