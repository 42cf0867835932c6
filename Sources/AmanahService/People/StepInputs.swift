import AmanahCore
import AmanahStore

/// What is sent about people, checked before anything is read or kept.
extension Amanah {
    func check(_ candidate: CandidateInput) throws(ServiceError) {
        try Inputs.check(candidate.id.rawValue, field: "person_id")
        // `service:` is how the log names programs.
        guard !candidate.id.rawValue.contains(":") else { throw .invalid(field: "person_id", what: "no colon") }
        try Inputs.checkWords(candidate.name, field: "name", maximumBytes: 200)
        guard candidate.name.contains(where: \.isLetter) else { throw .invalid(field: "name", what: "a name") }
        try checkReason(candidate.said)
    }

    func check(_ candidate: CandidateInput, in organisation: Organisation, _ charter: Charter) throws {
        guard charter.role(candidate.role) != nil else {
            throw ServiceError.invalid(field: "role", what: "a role of the charter")
        }
        guard organisation.units[candidate.unit] != nil else {
            throw ServiceError.invalid(field: "unit_id", what: "a known unit")
        }
        guard let supervisor = candidate.supervisor, let superior = organisation.members[supervisor] else {
            throw ServiceError.invalid(field: "supervisor_id", what: "a known person, who will be the superior")
        }
        guard charter.role(superior.record.role)?.approves == true else {
            throw ServiceError.invalid(field: "supervisor_id", what: "someone whose role approves")
        }
        if let vendor = candidate.vendor, organisation.vendors[vendor] == nil {
            throw ServiceError.invalid(field: "vendor_id", what: "a known vendor")
        }
    }

    func check(_ input: StepInput) throws(ServiceError) {
        try checkReason(input.said)
        guard input.evidence.count <= 50 else { throw .invalid(field: "evidence", what: "at most 50 looks") }
        if input.kind.hasOutcome, input.passed == nil {
            throw .invalid(field: "outcome", what: "`yes` or `no`")
        }
        if let day = input.day, !(0...60_000).contains(day.number) {
            throw .invalid(field: "day", what: "a day as 2026-11-30")
        }
        guard (input.kind == .signed) == (input.agreement != nil) else {
            throw .invalid(field: "agreement", what: "goes with the step `signed`, and only with it")
        }
        if let agreement = input.agreement { try check(agreement) }
    }

    private func check(_ agreement: AgreementInput) throws(ServiceError) {
        try Inputs.check(agreement.id.rawValue, field: "agreement_id")
        guard agreement.startsOn <= agreement.endsOn else {
            throw .invalid(field: "ends_on", what: "a day that is not before `starts_on`")
        }
        guard agreement.endsOn.number - agreement.startsOn.number <= 3660 else {
            throw .invalid(field: "ends_on", what: "an agreement of ten years at most")
        }
        let hash = agreement.documentHash
        guard hash.utf8.count == 64, hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else {
            throw .invalid(field: "document_hash", what: "64 lower-case hexadecimal digits: the document's SHA-256")
        }
        for (text, field) in [
            (agreement.duties, "duties"), (agreement.sanctions, "sanctions"), (agreement.rewards, "rewards"),
            (agreement.targets, "targets"),
        ] {
            try Inputs.checkWords(text, field: field, maximumBytes: 2000)
            guard text.contains(where: \.isLetter) else { throw .invalid(field: field, what: "in words") }
        }
        if let principal = agreement.principal { try Inputs.check(principal.rawValue, field: "principal") }
        guard (agreement.signature == .delegate) == (agreement.principal != nil) else {
            throw .invalid(field: "principal", what: "whom a delegate signs for; only with `delegate`")
        }
    }

    func checkReason(_ said: String) throws(ServiceError) {
        try Inputs.checkWords(said, field: "reason", maximumBytes: ReasonText.maximumBytes)
        guard ReasonText.hasSubstance(said) else { throw .invalid(field: "reason", what: "a reason in words") }
    }

    /// A delegate signs for someone who could sign himself.
    func checkPrincipal(_ principal: PersonID, _ subject: Organisation.Member, _ organisation: Organisation) throws {
        let allowed = CourseRules.capacities(
            for: .signed, of: subject.course, outsourced: subject.record.vendor != nil)
        guard let member = organisation.members[principal],
            organisation.actor(member, on: subject).capacities.contains(where: allowed.contains)
        else { throw ServiceError.invalid(field: "principal", what: "someone who could sign this agreement himself") }
    }

    /// Evidence is looks of that person, by their numbers.
    func checkEvidence(_ looks: [LookID], of person: PersonID, _ view: any ReadView) throws {
        for look in looks {
            guard let act = try view.act(look.ledgerIndex), act.act.kind == .look, act.act.person == person else {
                throw ServiceError.invalid(field: "evidence", what: "numbers of looks of this person, as `L-12`")
            }
        }
    }
}
