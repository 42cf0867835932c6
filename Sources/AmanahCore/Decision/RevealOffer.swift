/// What a reveal of one field takes beside a look that stands open: exactly what a reveal then does.
package struct RevealOffer: Sendable, Equatable {
    /// Whether it takes a reason in words; under a grant the reason is the one that was approved.
    package var reason: Bool
    /// What has to be asked first; `none` where the field is there at once.
    package var approval: Charter.Approval
    package var form: Form
    /// The grant or broken glass by which it is there.
    package var ground: Ground?

    package init(reason: Bool, approval: Charter.Approval, form: Form, ground: Ground? = nil) {
        self.reason = reason
        self.approval = approval
        self.form = form
        self.ground = ground
    }
}

extension Charter {
    /// Tries the reveal of one field with a reason that says something.
    ///
    /// - Parameters:
    ///   - request: the look, or what was asked in it.
    ///   - facts: with the look open, see ``Facts/opened(on:)``.
    /// - Returns: `nil` where the field is not revealed here, whatever is asked. A quota that is used up takes no offer away: it
    ///   is told at the field.
    package func revealOffer(_ field: Int, in request: Request, _ facts: Facts, at now: Moment) -> RevealOffer? {
        guard let purpose = purpose(request.purpose), purpose.reveals.indices.contains(field),
            let rule = purpose.reveals[field]
        else { return nil }
        var facts = facts
        facts.previousReason = nil
        facts.usage = Facts.Usage()
        let reveal = Request(
            act: .reveal(field: field, reason: "any reason of substance"), customer: request.customer,
            purpose: request.purpose, ticket: request.ticket)
        switch decide(reveal, facts, at: now) {
        case .allowed(_, let ground):
            return RevealOffer(
                reason: rule.reason && ground.grant == nil, approval: .none, form: rule.form,
                ground: ground.grant == nil ? nil : ground)
        case .denied([.notRevealable]): return nil
        case .denied(let reasons):
            return RevealOffer(
                reason: rule.reason, approval: reasons.compactMap(\.approval).max() ?? rule.approval, form: rule.form)
        }
    }

    /// What reveals take beside a look that is allowed and that no grant is near: what the purpose says, by the field's
    /// number. The same as ``revealOffer(_:in:_:at:)`` tries out, for a small part of the time.
    package func plainOffers(_ purpose: PurposeID) -> [RevealOffer?] {
        (self.purpose(purpose)?.reveals ?? []).map { rule in
            rule.map { RevealOffer(reason: $0.reason, approval: $0.approval, form: $0.form) }
        }
    }

    /// What a reveal is refused with where a grant holds the record and does not give this field: words about the field and
    /// not about the record, with the strongest approval of all that it would take. Never more than a refusal.
    ///
    /// - Returns: `nil` where the grant does not hold the record: then the record's own refusal stands.
    func refusalOfField(
        _ request: Request, _ facts: Facts, under grant: Facts.Grant, at now: Moment
    ) -> Decision? {
        guard case .reveal(let field, _) = request.act, grant.binds(request, by: facts.person.id, at: now),
            let role = role(facts.person.role), let number = purposeNumber(request.purpose)
        else { return nil }
        let held = decide(request, facts, under: grant, at: now).reasons
        guard held.allSatisfy(\.isOfField) else { return nil }
        guard held.allSatisfy({ $0.approval != nil }) else { return .denied(held) }
        // A broken glass was broken for its fields; what it did not name, nobody can be asked for.
        guard !grant.breaksGlass else { return .denied([.notRevealable]) }
        let purpose = purposes[number]
        let gates = [
            gateOfPerson(facts, role: role, purposeNumber: number, at: now), gateOfCustomer(facts, purpose: purpose),
        ]
        let asked =
            gates.flatMap(\.needs).map(\.approval) + held.compactMap(\.approval)
            + [purpose.reveals[field]?.approval ?? .none]
        guard let strongest = asked.max(), strongest != .none else { return nil }
        return .denied([.needsApproval(strongest, .reveal)])
    }
}

extension Reason {
    /// Whether it speaks of one field of a record that is open, not of the record.
    var isOfField: Bool {
        switch self {
        case .fieldNotOfPurpose, .notRevealable, .notVerifiable, .reasonWithoutSubstance, .reasonRepeated, .quota,
            .needsApproval(_, .reveal), .needsApproval(_, .quota):
            true
        default: false
        }
    }

    var approval: Charter.Approval? { if case .needsApproval(let approval, _) = self { approval } else { nil } }
}

extension Facts {
    /// As they stand once a look was taken on this ground: its grant has one look less, and its fields are there.
    package func opened(on ground: Ground) -> Facts {
        guard let id = ground.grant else { return self }
        var facts = self
        for index in facts.grants.indices where facts.grants[index].id == id {
            facts.grants[index].looksLeft -= 1
            facts.grants[index].isOpen = true
        }
        return facts
    }
}
