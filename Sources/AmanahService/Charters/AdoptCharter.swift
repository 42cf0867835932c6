package import AmanahCore
import AmanahStore

extension Amanah {
    /// How one of two people proves himself.
    package struct Proof: Sendable {
        package var person: PersonID
        package var password: String
        package var code: String
        package init(person: PersonID, password: String, code: String) {
            self.person = person
            self.password = password
            self.code = code
        }
    }

    /// Proposes and confirms a new charter at the shell, by the same use cases as on the pages: two people, each with password
    /// and second factor, one whose role has the charter's page and one whose role confirms charters (L9, G1).
    ///
    /// - Parameter effectiveAt: `nil` is at once, for open sessions too.
    package func adoptCharter(
        text: String, terms: String, reason: String = "adopted at the shell", effectiveAt: Moment? = nil,
        proposer: Proof, confirmer: Proof
    ) async throws(ServiceError) -> CharterProposalSummary {
        guard proposer.person != confirmer.person else {
            throw .invalid(field: "confirmer", what: "another person than the proposer: a charter takes two")
        }
        _ = try CharterChange(text)
        let organisation = organisation
        guard let second = organisation.members[confirmer.person], organisation.confirmsCharters(second) else {
            throw .notForRole
        }
        guard !organisation.isBelow(confirmer.person, proposer.person) else { throw CharterObstacle.below.refusal }
        // Both have proved themselves before anything waits.
        return try await acting(as: confirmer) { (second) async throws(ServiceError) in
            let proposal = try await acting(as: proposer) { (first) async throws(ServiceError) in
                try await proposeCharter(
                    first, text: text, terms: terms, reason: reason, effectiveAt: effectiveAt)
            }
            return try await confirmAtShell(second, number: proposal.summary.number, hash: proposal.summary.hash)
        }
    }

    /// Confirms for somebody who has just proved himself at the shell: the code of his signing in is the code of this.
    package func confirmAtShell(
        _ session: Session, number: Int, hash: String
    ) async throws(ServiceError) -> CharterProposalSummary {
        try await confirmCharter(session, number: number, hash: hash) { view, now in
            let proved = try view.credential(session.person)?.secretConfirmed == true
            let fresh = now.milliseconds - session.createdAt.milliseconds < 600_000
            return proved && fresh ? nil : .stepRequired(.enrolSecondFactor)
        }
    }

    /// Signs a person in and out again who has this page, is cleared, and has a second factor.
    func prove(_ proof: Proof, page: Charter.Page) async throws(ServiceError) {
        guard let member = organisation.members[proof.person],
            organisation.charter.role(member.record.role)?.pages.contains(page) == true
        else { throw .notForRole }
        let now = clock.read().steady
        let lacks = member.clearance.lacks(terms: organisation.charter.terms, zone: member.zone, at: now)
        guard lacks.isEmpty else { throw .denied(lacks.map { .notCleared($0) }) }
        let enrolled = try reading { try $0.credential(proof.person)?.secretConfirmed ?? false }
        guard enrolled else { throw .unauthenticated(.secondFactorRequired) }
        let origin = Origin(address: "command-line", deviceKey: nil, channel: .commandLine)
        let signed = try await signIn(
            person: proof.person.rawValue, password: proof.password, code: proof.code, from: origin)
        defer { sessions.remove(id: signed.session.id) }
        if let step = signed.session.steps.first { throw .stepRequired(step) }
        try await signOut(signed.session)
    }
}
