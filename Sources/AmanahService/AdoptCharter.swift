package import AmanahCore
import AmanahStore
import Crypto

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

    /// Puts a new charter into force, at once and for open sessions too. It takes two people whose role has the charter's
    /// page, each with password and second factor (L9, G1).
    ///
    /// - Returns: the new version's number in this folder.
    package func adoptCharter(
        text: String, terms: String, proposer: Proof, confirmer: Proof
    ) async throws(ServiceError) -> Int {
        guard proposer.person != confirmer.person else {
            throw .invalid(field: "confirmer", what: "another person than the proposer: a charter takes two")
        }
        let charter: Charter
        do throws(CharterError) { charter = try Charter.parse(text, file: "charter") } catch {
            throw .invalid(field: "charter", what: error.description)
        }
        guard charter.roles.contains(where: { $0.pages.contains(.charter) }) else {
            throw .invalid(
                field: "charter", what: "a role with the page `charter`, or nobody could ever change it again")
        }
        let inForce = organisation.charter
        if inForce.roles.contains(where: \.confirmsCharters) {
            let role = organisation.members[confirmer.person].flatMap { inForce.role($0.record.role) }
            guard role?.confirmsCharters == true else { throw .notForRole }
        }
        for proof in [proposer, confirmer] { try await prove(proof, page: .charter) }
        let now = clock.read()
        let hash = Array(SHA256.hash(data: Array(text.utf8)))
        var draft = ActDraft(kind: .charterChanged, at: now.wall, person: proposer.person)
        draft.unit = organisation.members[proposer.person]?.record.unit
        draft.personPairs = [("confirmed-by", confirmer.person.rawValue), ("hash", hash.hex)]
        let act = try seal(draft)
        return try await durably(share: "command-line") { view in
            let last = try view.charters().first
            guard last?.hash != hash else { throw ServiceError.conflict(what: "this charter is in force already") }
            let number = (last?.number ?? 0) + 1
            try view.put(
                charter: CharterRow(
                    number: number, text: text, termsText: terms, hash: hash, since: now.steady,
                    by: "\(proposer.person), \(confirmer.person)"))
            try view.put(recertificationBegan: charter.recertifyEveryDays == nil ? nil : now.steady)
            _ = try view.append(act)
            return number
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
