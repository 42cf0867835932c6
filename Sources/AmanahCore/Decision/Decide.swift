extension Charter {
    /// Decides one request. Pure: no I/O, no clock, no randomness; the same input gives the same answer.
    ///
    /// Three gates stand in a row, and all reasons of the first gate that refuses are given:
    /// 1. the person (clearance, role, purpose, hours, workstation);
    /// 2. what binds person and customer (ticket, book). Its reasons depend on nothing about the customer, so that *not
    ///    found*, *not mine* and *sensitive* cannot be told apart without a valid ticket (L6);
    /// 3. the customer, the field and the quotas.
    ///
    /// - Complexity: linear in the number of purposes and roles, and in the person's agreements.
    package func decide(_ request: Request, _ facts: Facts, at now: Moment) -> Decision {
        guard let role = role(facts.person.role) else { return .denied([.unknownRole]) }
        guard let number = purposeNumber(request.purpose) else { return .denied([.unknownPurpose]) }
        let purpose = purposes[number]

        var reasons = gateOfPerson(facts, role: role, purposeNumber: number, at: now)
        guard reasons.isEmpty else { return .denied(reasons) }

        let ground: Ground
        switch binding(request, facts, purpose: purpose, at: now) {
        case .success(let found): ground = found
        case .failure(let refusal): return .denied(refusal.reasons)
        }

        reasons = gateOfCustomer(facts, purpose: purpose, at: now)
        if reasons.isEmpty { reasons = gateOfField(request.act, facts, purpose: purpose) }
        if reasons.isEmpty { reasons = role.quotas.exceeded(by: request.act, after: facts.usage) }
        return reasons.isEmpty ? .allowed(forms: forms(purpose, request.act), ground: ground) : .denied(reasons)
    }

    private func gateOfPerson(_ facts: Facts, role: RoleRule, purposeNumber: Int, at now: Moment) -> [Reason] {
        let person = facts.person
        var reasons: [Reason] = []
        for lack in person.clearance.lacks(terms: terms, zone: person.zone, at: now) {
            reasons.append(.notCleared(lack))
        }
        if !role.purposes.contains(purposeNumber) { reasons.append(.purposeNotOfRole) }
        if let hours, !hours.contains(minuteOfDay: now.minuteOfDay(in: person.zone)) {
            switch hours.outside {
            case .denied: reasons.append(.outsideHours)
            case .approval: reasons.append(.needsApproval(.superior, .hours))
            }
        }
        if workstationRequired, !facts.workstationAdmitted { reasons.append(.workstationNotAdmitted) }
        return reasons
    }

    private struct Refusal: Error {
        var reasons: [Reason]
    }

    private func binding(
        _ request: Request, _ facts: Facts, purpose: PurposeRule, at now: Moment
    ) -> Result<Ground, Refusal> {
        if let named = request.ticket {
            guard let ticket = facts.ticket, ticket.id == named else {
                return .failure(Refusal(reasons: [.noSuchTicket]))
            }
            let reasons = flaws(ticket, request, facts.person.id, purpose, at: now)
            guard reasons.isEmpty else { return .failure(Refusal(reasons: reasons)) }
            // A ticket that exists for a customer that does not is a broken store, never a permission.
            guard facts.customer?.id == request.customer else { return .failure(Refusal(reasons: [.noSuchTicket])) }
            return .success(ticket.byPresence ? .presence(ticket.id) : .ticket(ticket.id))
        }
        if purpose.needs.contains(.book), let book = facts.book, facts.customer?.id == request.customer {
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

    private func gateOfCustomer(_ facts: Facts, purpose: PurposeRule, at now: Moment) -> [Reason] {
        guard let customer = facts.customer else { return [.noSuchTicket] }
        var reasons: [Reason] = []
        if customer.staff == facts.person.id {
            reasons.append(.ownRecord)
        } else if customer.isKin {
            reasons.append(.kinRecord)
        }
        // Every mark counts, a colleague's beside the customer's own: the strictest approval of all is asked (L2).
        var approval = Approval.none
        if customer.sensitivity != .ordinary {
            if let rule = sensitivityRule(customer.sensitivity) {
                approval = rule.approval
            } else {
                reasons.append(.unknownSensitivity)
            }
        }
        if customer.staff != nil, approval != .both, let rule = sensitivityRule(SensitivityID("staff")),
            rule.approval != .none
        {
            approval = rule.approval
        }
        if approval != .none { reasons.append(.needsApproval(approval, .sensitivity)) }
        if purpose.approval != .none { reasons.append(.needsApproval(purpose.approval, .purpose)) }
        return reasons
    }

    private func gateOfField(_ act: Request.Act, _ facts: Facts, purpose: PurposeRule) -> [Reason] {
        switch act {
        case .look: return []
        case .verify(let field):
            guard purpose.shows.indices.contains(field) else { return [.fieldNotOfPurpose] }
            return purpose.shows[field] == .verify ? [] : [.notVerifiable]
        case .reveal(let field, let reason):
            guard purpose.shows.indices.contains(field) else { return [.fieldNotOfPurpose] }
            guard let rule = purpose.reveals[field] else { return [.notRevealable] }
            var reasons: [Reason] = []
            if rule.reason {
                if !ReasonText.hasSubstance(reason) {
                    reasons.append(.reasonWithoutSubstance)
                } else if let previous = facts.previousReason, ReasonText.same(reason, previous) {
                    reasons.append(.reasonRepeated)
                }
            }
            if rule.approval != .none { reasons.append(.needsApproval(rule.approval, .reveal)) }
            return reasons
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
