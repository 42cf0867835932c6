/// Why an event does not happen to a request.
package enum ApprovalConflict: String, Error, Sendable, Equatable {
    case over = "this request is over"
    case notWaiting = "this request waits for nobody any more"
    case changed = "this request changed since you saw it: read it again"
    case notYourTurn = "this request does not wait for you"
    case notYours = "only who asked may withdraw a request"
    case wider = "an approval may be narrower than the request, not wider"
    case nothing = "an approval names at least one field and one look"
    case noReason = "a refusal needs a reason in words"
    case notGranted = "there is no grant in force"
    case noMoreLooks = "the looks of this grant are used up"
}

/// Something that happens to a request.
package enum ApprovalEvent: Sendable, Equatable {
    /// - Parameters:
    ///   - seen: the version that the decider had before him.
    ///   - terms: how far he agrees; `nil` is as asked.
    case approve(by: PersonID, seen: Int, terms: GrantTerms?)
    case refuse(by: PersonID, seen: Int, reason: String)
    case withdraw(by: PersonID)
    /// A look, or a reveal by itself, whose entry stands at this position.
    case take(Int64)
    /// The look at this position was not shown after all.
    case giveBack(Int64)
    /// Time passes: what waited too long climbs or ends, a grant that is over ends.
    case tick(Charter.ApprovalsRule)
}

extension ApprovalRequest {
    /// The request after an event. Pure and total: every event in every state gives a value or a conflict.
    ///
    /// - Parameter seat: whose turn it is at a number of steps climbed, above these deciders; `nil` where nobody is left.
    package func after(
        _ event: ApprovalEvent, at now: Moment, seat: (_ climbed: Int, _ above: [PersonID]) -> PersonID?
    ) -> Result<ApprovalRequest, ApprovalConflict> {
        var next = self
        next.version += 1
        switch event {
        case .approve(let by, let seen, let terms):
            if let conflict = objection(by, seen, seat) { return .failure(conflict) }
            let asked = terms ?? self.terms
            guard asked.fields.allSatisfy(self.terms.fields.contains), asked.minutes <= self.terms.minutes,
                asked.looks <= self.terms.looks
            else { return .failure(.wider) }
            guard !asked.fields.isEmpty, asked.minutes > 0, asked.looks > 0 else { return .failure(.nothing) }
            next.terms = self.terms.narrowed(asked)
            next.decisions.append(answer(by, now, approved: true, reason: nil))
            next.waitingSince = now
            if next.deciders.count >= steps {
                next.state = .approved
                next.terms.until = now.advanced(by: .seconds(next.terms.minutes * 60))
            }
        case .refuse(let by, let seen, let reason):
            if let conflict = objection(by, seen, seat) { return .failure(conflict) }
            guard ReasonText.hasSubstance(reason) else { return .failure(.noReason) }
            next.decisions.append(answer(by, now, approved: false, reason: reason))
            next.state = .refused
        case .withdraw(let by):
            guard by == person else { return .failure(.notYours) }
            guard !isOver else { return .failure(.over) }
            next.state = .withdrawn
        case .take(let index):
            guard state == .approved || state == .usedUp, !isDecoy, let until = terms.until, now < until else {
                return .failure(.notGranted)
            }
            // What belongs to the look that was taken last is part of it, also where it was the last one.
            if lastLook == index { return .success(self) }
            guard looksLeft > 0 else { return .failure(.noMoreLooks) }
            next.looksTaken += 1
            next.lastLook = index
            next.lastLookAt = now
            if next.looksLeft == 0 { next.state = .usedUp }
        case .giveBack(let index):
            guard lastLook == index, looksTaken > 0 else { return .success(self) }
            next.looksTaken -= 1
            (next.lastLook, next.lastLookAt) = (nil, nil)
            if state == .usedUp { next.state = .approved }
        case .tick(let rule):
            guard let changed = ticked(rule, at: now, seat: seat) else { return .failure(isOver ? .over : .notWaiting) }
            next = changed
        }
        return .success(next)
    }

    private func objection(
        _ by: PersonID, _ seen: Int, _ seat: (Int, [PersonID]) -> PersonID?
    ) -> ApprovalConflict? {
        if isOver { return .over }
        guard state == .waiting else { return .notWaiting }
        guard by != person, !deciders.contains(by), seat(climbed, deciders) == by else { return .notYourTurn }
        return seen == version ? nil : .changed
    }

    private func answer(_ by: PersonID, _ now: Moment, approved: Bool, reason: String?) -> ApprovalDecision {
        ApprovalDecision(
            by: by, at: now, approved: approved, reason: reason,
            seconds: Int(max(0, now.milliseconds - waitingSince.milliseconds) / 1000))
    }

    /// `nil` where the time has changed nothing.
    private func ticked(
        _ rule: Charter.ApprovalsRule, at now: Moment, seat: (Int, [PersonID]) -> PersonID?
    ) -> ApprovalRequest? {
        var next = self
        next.version += 1
        switch state {
        case .waiting:
            let age = now.milliseconds - madeAt.milliseconds
            guard age < Int64(rule.expireAfterMinutes) * 60_000, let present = seat(climbed, deciders) else {
                next.state = .expired
                return next
            }
            let waited = now.milliseconds - waitingSince.milliseconds
            guard waited >= Int64(rule.climbAfterMinutes) * 60_000 else { return nil }
            // One step above whoever let it lie; who is absent on the way is passed over.
            next.climbed = (line.firstIndex(of: present) ?? climbed) + 1
            next.waitingSince = now
            if seat(next.climbed, deciders) == nil { next.state = .expired }
            return next
        case .approved:
            guard let until = terms.until, now >= until else { return nil }
            next.state = .expired
            return next
        case .refused, .expired, .withdrawn, .usedUp: return nil
        }
    }
}
