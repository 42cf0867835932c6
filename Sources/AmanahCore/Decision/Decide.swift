extension Charter {
    /// Decides one request. Pure: no I/O, no clock, no randomness; the same input gives the same answer.
    ///
    /// Three gates stand in a row, and all reasons of the first gate that refuses are given:
    /// 1. the person (clearance, role, purpose, hours, workstation);
    /// 2. what binds person and customer (ticket, book). Its reasons depend on nothing about the customer, so that *not
    ///    found*, *not mine* and *sensitive* cannot be told apart without a valid ticket (L6);
    /// 3. the customer, the field and the quotas.
    ///
    /// Where that refuses, a grant may lift the approvals it was given for: then named fields come as the purpose shows them
    /// and all others at most masked. What is allowed without a grant uses none. Where a grant holds the record and does not
    /// give the field of a reveal, the refusal is of that field.
    ///
    /// - Complexity: linear in the number of purposes and roles, and in the person's agreements.
    package func decide(_ request: Request, _ facts: Facts, at now: Moment) -> Decision {
        let plain = decide(request, facts, under: nil, at: now)
        if case .allowed = plain { return plain }
        for grant in facts.grants where grant.isFor(request, by: facts.person.id, at: now) {
            let lifted = decide(request, facts, under: grant, at: now)
            if case .allowed = lifted { return lifted }
        }
        guard !plain.reasons.allSatisfy(\.isOfField) else { return plain }
        return facts.grants.lazy.compactMap { refusalOfField(request, facts, under: $0, at: now) }.first ?? plain
    }

    /// What one gate holds against a request: objections that stand, and approvals that a grant can lift.
    struct Gate {
        var objections: [Reason] = []
        var needs: [ApprovalNeed] = []

        func refusing(_ grant: Facts.Grant?) -> [Reason] {
            objections + needs.filter { grant?.covers($0) != true }.map(\.reason)
        }
    }

    func decide(_ request: Request, _ facts: Facts, under grant: Facts.Grant?, at now: Moment) -> Decision {
        guard let role = role(facts.person.role) else { return .denied([.unknownRole]) }
        guard let number = purposeNumber(request.purpose) else { return .denied([.unknownPurpose]) }
        let purpose = purposes[number]

        var gate = gateOfPerson(facts, role: role, purposeNumber: number, at: now)
        if grant?.breaksGlass == true { gate.objections.removeAll { $0 == .outsideHours || $0 == .outsideShift } }
        var reasons = gate.refusing(grant)
        guard reasons.isEmpty else { return .denied(reasons) }

        var ground: Ground
        if let grant, grant.breaksGlass {
            guard facts.customer?.id == request.customer else { return .denied([.nothingBinds(purpose.needs)]) }
            ground = .breakGlass(grant.id)
        } else {
            switch binding(request, facts, purpose: purpose, at: now) {
            case .success(let found): ground = found
            case .failure(let refusal): return .denied(refusal.reasons)
            }
            if let grant { ground = .approved(grant.id, ground) }
        }

        reasons = gateOfCustomer(facts, purpose: purpose).refusing(grant)
        if reasons.isEmpty { reasons = gateOfField(request.act, facts, purpose: purpose, grant).refusing(grant) }
        if reasons.isEmpty {
            let gate = gateOfQuotas(role.bounds(facts.adjustments), request.act, after: facts.usage)
            if grant?.breaksGlass != true { reasons = gate.refusing(grant) }
        }
        guard reasons.isEmpty else { return .denied(reasons) }
        let forms = forms(purpose, request.act)
        if let grant, case .look = request.act { return .allowed(forms: grant.forms(forms), ground: ground) }
        return .allowed(forms: forms, ground: ground)
    }

    func gateOfPerson(_ facts: Facts, role: RoleRule, purposeNumber: Int, at now: Moment) -> Gate {
        let person = facts.person
        var gate = Gate()
        for lack in person.clearance.lacks(terms: terms, zone: person.zone, at: now) {
            gate.objections.append(.notCleared(lack))
        }
        if !role.purposes.contains(purposeNumber) { gate.objections.append(.purposeNotOfRole) }
        if let hours {
            let closed = !hours.contains(minuteOfDay: now.minuteOfDay(in: person.zone))
            let offShift = hours.rosterRequired && !facts.onShift
            switch hours.outside {
            case .denied:
                if closed { gate.objections.append(.outsideHours) }
                if offShift { gate.objections.append(.outsideShift) }
            case .approval: if closed || offShift { gate.needs.append(ApprovalNeed(.superior, .hours)) }
            }
        }
        if workstationRequired, !facts.workstationAdmitted { gate.objections.append(.workstationNotAdmitted) }
        return gate
    }

    /// Bounds that one more act would break, and whether an approval lifts them.
    func gateOfQuotas(_ quotas: Quotas, _ act: Request.Act, after usage: Facts.Usage) -> Gate {
        let reasons = quotas.exceeded(by: act, after: usage)
        guard !reasons.isEmpty else { return Gate() }
        return quotas.over == .approval
            ? Gate(needs: [ApprovalNeed(.superior, .quota)]) : Gate(objections: reasons)
    }

    struct Refusal: Error {
        var reasons: [Reason]
    }

    func binding(
        _ request: Request, _ facts: Facts, purpose: PurposeRule, at now: Moment
    ) -> Result<Ground, Refusal> {
        if let named = request.ticket {
            guard let ticket = facts.ticket, ticket.id == named else {
                return .failure(Refusal(reasons: [.noSuchTicket]))
            }
            let reasons = flaws(ticket, request, facts.person.id, purpose, at: now)
            guard reasons.isEmpty else { return .failure(Refusal(reasons: reasons)) }
            // A ticket that exists for a customer that does not is a broken store, never a permission.
            guard facts.customer?.id == request.customer else {
                return .failure(Refusal(reasons: [facts.customerErased ? .customerErased : .noSuchTicket]))
            }
            return .success(ticket.byPresence ? .presence(ticket.id) : .ticket(ticket.id))
        }
        // A book binds nobody who is sensitive: a stronger objection would tell what a search does not (L6).
        if purpose.needs.contains(.book), let book = facts.book, let customer = facts.customer,
            customer.id == request.customer, !customer.isSensitive
        {
            let today = now.day(in: facts.person.zone)
            if book.startsOn <= today && today <= book.endsOn { return .success(.book) }
        }
        // Whether a book once held this customer is not told: the words are those for a stranger.
        return .failure(Refusal(reasons: [.nothingBinds(purpose.needs)]))
    }

    /// What is wrong with a ticket for this request. A ticket of someone else's tells nothing more about itself.
    private func flaws(
        _ ticket: Facts.Ticket, _ request: Request, _ person: PersonID, _ purpose: PurposeRule, at now: Moment
    ) -> [Reason] {
        guard ticket.assignedTo == person else { return [.ticketOfOtherPerson] }
        var reasons: [Reason] = []
        if ticket.customer != request.customer { reasons.append(.ticketOfOtherCustomer) }
        if ticket.purpose != request.purpose { reasons.append(.ticketOfOtherPurpose) }
        if !purpose.needs.contains(ticket.byPresence ? .presence : .ticket) { reasons.append(.ticketOfOtherKind) }
        if now < ticket.openedAt { reasons.append(.ticketNotYetOpen) }
        if let closedAt = ticket.closedAt {
            let grace = Int64(ticket.byPresence ? 0 : purpose.graceMinutes) * 60_000
            if now.milliseconds >= closedAt.milliseconds + grace { reasons.append(.ticketClosed) }
        }
        if !ticket.byPresence {
            if ticket.openedBy == person { reasons.append(.ticketSelfMade) }
            if ticket.assignedBy == person { reasons.append(.ticketSelfAssigned) }
        }
        return reasons
    }

    func gateOfCustomer(_ facts: Facts, purpose: PurposeRule) -> Gate {
        guard let customer = facts.customer else { return Gate(objections: [.noSuchTicket]) }
        var gate = Gate()
        if customer.staff == facts.person.id {
            gate.objections.append(.ownRecord)
        } else if customer.isKin {
            gate.objections.append(.kinRecord)
        }
        // Every mark counts, a colleague's beside the customer's own: the strictest approval of all is asked (L2).
        var approval = Approval.none
        if customer.sensitivity != .ordinary {
            if let rule = sensitivityRule(customer.sensitivity) {
                approval = rule.approval
            } else {
                gate.objections.append(.unknownSensitivity)
            }
        }
        if customer.staff != nil, approval != .both, let rule = sensitivityRule(SensitivityID("staff")),
            rule.approval != .none
        {
            approval = rule.approval
        }
        if approval != .none { gate.needs.append(ApprovalNeed(approval, .sensitivity)) }
        if purpose.approval != .none { gate.needs.append(ApprovalNeed(purpose.approval, .purpose)) }
        return gate
    }

    private func gateOfField(
        _ act: Request.Act, _ facts: Facts, purpose: PurposeRule, _ grant: Facts.Grant?
    ) -> Gate {
        switch act {
        case .look: return Gate()
        case .verify(let field):
            guard purpose.shows.indices.contains(field) else { return Gate(objections: [.fieldNotOfPurpose]) }
            return purpose.shows[field] == .verify ? Gate() : Gate(objections: [.notVerifiable])
        case .reveal(let field, let reason):
            guard purpose.shows.indices.contains(field) else { return Gate(objections: [.fieldNotOfPurpose]) }
            guard let rule = purpose.reveals[field] else { return Gate(objections: [.notRevealable]) }
            var gate = Gate()
            // Under a grant the reason is the one that was approved.
            if rule.reason, grant == nil {
                if !ReasonText.hasSubstance(reason) {
                    gate.objections.append(.reasonWithoutSubstance)
                } else if let previous = facts.previousReason, ReasonText.same(reason, previous) {
                    gate.objections.append(.reasonRepeated)
                }
            }
            if rule.approval != .none { gate.needs.append(ApprovalNeed(rule.approval, .reveal)) }
            return gate
        }
    }

    /// A look gives what the purpose shows; a reveal gives its one field and nothing else.
    private func forms(_ purpose: PurposeRule, _ act: Request.Act) -> [Form] {
        switch act {
        case .look: return purpose.shows
        case .verify: return [Form](repeating: .hidden, count: purpose.shows.count)
        case .reveal(let field, _):
            var forms = [Form](repeating: .hidden, count: purpose.shows.count)
            forms[field] = purpose.reveals[field]?.form ?? .hidden
            return forms
        }
    }
}

extension Quotas {
    /// Every bound that one more act would break.
    package func exceeded(by act: Request.Act, after usage: Facts.Usage) -> [Reason] {
        var reasons: [Reason] = []
        func check(_ kind: QuotaKind, _ limit: Int?, _ used: Int) {
            if let limit, used >= limit { reasons.append(.quota(kind, limit: limit)) }
        }
        switch act {
        case .look:
            check(.looksPerHour, looksPerHour, usage.looksLastHour)
            check(.looksPerDay, looksPerDay, usage.looksToday)
            if !usage.customerCounted { check(.customersPerDay, customersPerDay, usage.customersToday) }
        case .reveal:
            check(.revealsPerHour, revealsPerHour, usage.revealsLastHour)
            check(.revealsPerDay, revealsPerDay, usage.revealsToday)
        case .verify:
            check(.verificationsPerHour, verificationsPerHour, usage.verificationsLastHour)
        }
        return reasons
    }

    /// Every bound that one more search would break. Misses count like hits (L6).
    package func exceededBySearch(after usage: Facts.Usage) -> [Reason] {
        var reasons: [Reason] = []
        if let limit = searchesPerHour, usage.searchesLastHour >= limit {
            reasons.append(.quota(.searchesPerHour, limit: limit))
        }
        if let limit = searchesPerDay, usage.searchesToday >= limit {
            reasons.append(.quota(.searchesPerDay, limit: limit))
        }
        return reasons
    }
}
