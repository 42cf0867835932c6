import AmanahCore
import AmanahStore

extension Amanah {
    /// A proposal that nobody confirms within so many days is too old: what it was replayed over is another month.
    static let proposalDays = 30

    package func confirmCharter(
        _ session: Session, number: Int, hash: String, code: String
    ) async throws(ServiceError) -> CharterProposalSummary {
        try await confirmCharter(session, number: number, hash: hash) { [self] view, now in
            try takeCode(code, of: session, at: now, view)
        }
    }

    /// - Parameter proved: what is wrong with the proof of the second factor, inside the batch; `nil` where nothing is.
    func confirmCharter(
        _ session: Session, number: Int, hash: String,
        proved: @escaping @Sendable (any WriteView, Moment) throws -> ServiceError?
    ) async throws(ServiceError) -> CharterProposalSummary {
        try step(session)
        let now = clock.read()
        let outcome: Result<CharterProposalRow, ServiceError> = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            let member = try cleared(session, organisation)
            guard organisation.charter.role(member.record.role)?.pages.contains(.charter) == true else {
                throw ServiceError.notForRole
            }
            guard var row = try view.charterProposal(number) else { throw ServiceError.notFound }
            if let obstacle = obstacle(row, member, organisation, at: now.steady) { throw obstacle.refusal }
            try refuseEdited(row, view)
            guard row.hash.hex == hash else {
                throw ServiceError.conflict(what: "this is not the text that you saw: read the proposal again")
            }
            if let refusal = try proved(view, now.steady) { return .failure(refusal) }
            row.state = .confirmed
            row.decidedBy = session.person
            row.decidedAt = now.steady
            var draft = draft(.charterConfirmed, session)
            draft.at = now.wall
            draft.personPairs = [
                ("proposal", String(number)), ("hash", hash), ("proposed-by", row.proposedBy.rawValue),
                ("effective", row.effectiveAt?.rfc3339 ?? "now"),
            ]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            if row.effectiveAt.map({ $0 <= now.steady }) ?? true {
                row.charter = try enact(row, at: now, view)
                row.state = .inForce
            } else {
                try view.put(charterProposal: row)
            }
            return .success(row)
        }
        return summary(try outcome.get(), for: try signedIn(session))
    }

    package func withdrawCharter(
        _ session: Session, number: Int, reason: String
    ) async throws(ServiceError) -> CharterProposalSummary {
        try Amanah.checkReason(reason)
        try step(session)
        let now = clock.read()
        let row: CharterProposalRow = try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            let member = try cleared(session, organisation)
            guard organisation.charter.role(member.record.role)?.pages.contains(.charter) == true else {
                throw ServiceError.notForRole
            }
            guard var row = try view.charterProposal(number) else { throw ServiceError.notFound }
            guard row.proposedBy == session.person || organisation.confirmsCharters(member) else {
                throw ServiceError.notForRole
            }
            guard row.state.isOpen else { throw CharterObstacle.decided.refusal }
            row.state = .withdrawn
            row.decidedBy = session.person
            row.decidedAt = now.steady
            try view.put(charterProposal: row)
            var draft = draft(.charterWithdrawn, session)
            draft.at = now.wall
            draft.personPairs = [("proposal", String(number)), ("hash", row.hash.hex), ("said", reason)]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return row
        }
        return summary(row, for: try signedIn(session))
    }

    /// Why somebody may not be the second person: the proposer never is, nor anyone below him (L4).
    func obstacle(
        _ row: CharterProposalRow, _ member: Organisation.Member, _ organisation: Organisation, at now: Moment
    ) -> CharterObstacle? {
        guard row.state == .waiting else { return .decided }
        guard organisation.confirmsCharters(member) else { return .notOfRole }
        if row.proposedBy == member.record.id { return .own }
        if organisation.isBelow(member.record.id, row.proposedBy) { return .below }
        guard row.base == organisation.charterRow?.number else { return .superseded }
        guard now.milliseconds - row.proposedAt.milliseconds < Int64(Amanah.proposalDays) * 86_400_000 else {
            return .old
        }
        // Whoever proposed it must still be someone who may (L3).
        guard let proposer = organisation.members[row.proposedBy],
            organisation.charter.role(proposer.record.role)?.pages.contains(.charter) == true,
            proposer.clearance.lacks(terms: organisation.charter.terms, zone: proposer.zone, at: now).isEmpty
        else { return .proposer }
        return nil
    }
}

extension Organisation {
    /// May be the second person of a charter's change. Under a charter that names nobody for it, whoever has the page may.
    func confirmsCharters(_ member: Member) -> Bool {
        guard let role = charter.role(member.record.role), role.pages.contains(.charter) else { return false }
        return role.confirmsCharters || !charter.roles.contains(where: \.confirmsCharters)
    }
}
