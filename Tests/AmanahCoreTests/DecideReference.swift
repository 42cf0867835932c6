import Foundation

@testable import AmanahCore

/// The decision once more, out of the words of the design and not out of the code: a table of every objection, filled in
/// whole for each request. Slow, and short enough to be read aloud.
enum DecideReference {
    enum Verdict: Equatable {
        case denied(Set<Reason>)
        /// What is not listed is hidden.
        case shown([FieldName: Form], Ground)
    }

    /// Objections of one gate: those that hold.
    typealias Gate = [(objection: Reason, holds: Bool)]

    static func decide(_ charter: Charter, _ request: Request, _ facts: Facts, at now: Moment) -> Verdict {
        let without = decide(charter, request, facts, nil, at: now)
        if case .shown = without { return without }
        let fitting = facts.grants.filter { DecideReferenceGrants.fits($0, request, facts, at: now) }
        let with = fitting.map { decide(charter, request, facts, $0, at: now) }
        return with.first { if case .shown = $0 { true } else { false } }
            ?? refusedField(charter, request, facts, without, at: now) ?? without
    }

    /// A reveal beside a record that a grant holds open is refused for its field: by what forbids it, or by the strongest of
    /// all approvals that it would take. `nil` where the refusal without a grant stands.
    private static func refusedField(
        _ charter: Charter, _ request: Request, _ facts: Facts, _ without: Verdict, at now: Moment
    ) -> Verdict? {
        guard case .reveal = request.act, case .denied(let plain) = without, !plain.allSatisfy(speaksOfField) else {
            return nil
        }
        for grant in facts.grants {
            var asIfOpen = grant
            asIfOpen.isOpen = true
            asIfOpen.fields = Set(charter.fields.indices).union(-1...charter.fields.count)
            guard DecideReferenceGrants.fits(asIfOpen, request, facts, at: now) else { continue }
            var left: Set<Reason> = []
            if case .denied(let objections) = decide(charter, request, facts, grant, at: now) { left = objections }
            guard left.allSatisfy(speaksOfField) else { continue }
            if left.contains(where: { approval($0) == nil }) { return .denied(left) }
            if grant.breaksGlass { return .denied([.notRevealable]) }
            guard let role = charter.roles.first(where: { $0.id == facts.person.role }),
                let number = charter.purposes.firstIndex(where: { $0.id == request.purpose })
            else { continue }
            let purpose = charter.purposes[number]
            let gates =
                person(charter, role, number, facts, at: now) + customer(charter, facts, purpose)
                + field(request, facts, purpose)
            let asked = Set(gates.filter(\.holds).compactMap { approval($0.objection) } + left.compactMap(approval))
            if asked.contains(.both) { return .denied([.needsApproval(.both, .reveal)]) }
            if asked.contains(.superior) { return .denied([.needsApproval(.superior, .reveal)]) }
        }
        return nil
    }

    private static func approval(_ reason: Reason) -> Charter.Approval? {
        guard case .needsApproval(let approval, _) = reason else { return nil }
        return approval
    }

    private static func speaksOfField(_ reason: Reason) -> Bool {
        let codes = [
            "field-not-of-purpose", "not-revealable", "not-verifiable", "reason-without-substance", "reason-repeated",
        ]
        return codes.contains(reason.code) || reason.code.hasPrefix("quota-") || reason.code.hasSuffix("-reveal")
            || reason.code.hasPrefix("needs-approval") && reason.code.hasSuffix("-quota")
    }

    private static func decide(
        _ charter: Charter, _ request: Request, _ facts: Facts, _ grant: Facts.Grant?, at now: Moment
    ) -> Verdict {
        guard let role = charter.roles.first(where: { $0.id == facts.person.role }) else {
            return .denied([.unknownRole])
        }
        let numbers = charter.purposes.indices.filter { charter.purposes[$0].id == request.purpose }
        guard let number = numbers.first else { return .denied([.unknownPurpose]) }
        let purpose = charter.purposes[number]
        let ground = ground(request, facts, purpose, at: now)
        let gates: [Gate] = [
            person(charter, role, number, facts, at: now),
            binding(request, facts, purpose, ground, at: now),
            customer(charter, facts, purpose),
            field(request, facts, purpose),
            quotas(request, facts.usage, DecideReferenceGrants.quotas(role, facts.adjustments)),
        ]
        for gate in gates {
            let objections = Set(gate.filter(\.holds).map(\.objection))
            let left = objections.filter { objection in
                grant.map { !DecideReferenceGrants.lifts($0, objection) } ?? true
            }
            if !left.isEmpty { return .denied(left) }
        }
        if let grant, grant.breaksGlass {
            guard let customer = facts.customer, customer.id == request.customer else {
                return .denied([.noSuchTicket])
            }
            return .shown(
                DecideReferenceGrants.weakened(forms(charter, request, purpose), request, charter, grant),
                .breakGlass(grant.id))
        }
        guard let ground else { return .denied([.noSuchTicket]) }
        guard let grant else { return .shown(forms(charter, request, purpose), ground) }
        return .shown(
            DecideReferenceGrants.weakened(forms(charter, request, purpose), request, charter, grant),
            .approved(grant.id, ground))
    }

    /// `2026-11-24` on the wall of the person's office, by Foundation's calendar; such texts sort like days.
    static func date(_ now: Moment, _ zone: Zone) -> String {
        let parts = calendar(zone).dateComponents([.year, .month, .day], from: date(now))
        return [(parts.year ?? 0, 4), (parts.month ?? 0, 2), (parts.day ?? 0, 2)].map { value, width in
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }.joined(separator: "-")
    }

    static func date(_ now: Moment) -> Date { Date(timeIntervalSince1970: Double(now.milliseconds) / 1000) }

    static func calendar(_ zone: Zone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        let hours = [Zone.wib: 7, .wita: 8, .wit: 9][zone] ?? 0
        if let zone = TimeZone(secondsFromGMT: hours * 3600) { calendar.timeZone = zone }
        return calendar
    }

    private static func person(
        _ charter: Charter, _ role: Charter.RoleRule, _ purpose: Int, _ facts: Facts, at now: Moment
    ) -> Gate {
        let (person, clearance) = (facts.person, facts.person.clearance)
        let today = date(now, person.zone)
        let vetted: Bool =
            switch clearance.vetting {
            case .done(let day): day.description <= today
            case .carriedOver: true
            case .missing: false
            }
        let trained: Bool =
            switch clearance.training {
            case .until(let day): today <= day.description
            case .carriedOver: true
            case .missing: false
            }
        let agreed = clearance.agreements.contains {
            $0.startsOn.description <= today && today <= $0.endsOn.description
        }
        let days = Double(charter.terms.renewEveryDays)
        let accepted =
            clearance.acceptedTerms == charter.terms.document
            && clearance.acceptedAt.map { date(now).timeIntervalSince(date($0)) < days * 86_400 } ?? false
        let clock = calendar(person.zone).dateComponents([.hour, .minute], from: date(now))
        let minute = (clock.hour ?? 0) * 60 + (clock.minute ?? 0)
        let offShift = charter.hours?.rosterRequired == true && !facts.onShift
        let outside = charter.hours.map { !openMinutes($0).contains(minute) } ?? false
        return [
            (.notCleared(.suspended), clearance.suspended),
            (.notCleared(.left), clearance.lastDay.map { $0.description < today } ?? false),
            (.notCleared(.notVetted), !vetted),
            (.notCleared(.noAgreement), !agreed),
            (.notCleared(.notTrained), !trained),
            (.notCleared(.notRecertified), clearance.certifiedThrough.map { $0.description < today } ?? false),
            (.notCleared(.termsNotAccepted), !accepted),
            (.notCleared(.breakGlassUnreviewed), clearance.reviewDueAt.map { date(now) >= date($0) } ?? false),
            (.purposeNotOfRole, !role.purposes.contains(purpose)),
            (.outsideHours, outside && charter.hours?.outside == .denied),
            (.outsideShift, offShift && charter.hours?.outside == .denied),
            (.needsApproval(.superior, .hours), (outside || offShift) && charter.hours?.outside == .approval),
            (.workstationNotAdmitted, charter.workstationRequired && !facts.workstationAdmitted),
        ]
    }

    /// Every minute of the day that is open, found by walking from opening to closing, over midnight if need be.
    static func openMinutes(_ hours: Charter.HoursRule) -> Set<Int> {
        var minutes: Set<Int> = []
        var minute = hours.openMinute
        while minute != hours.closeMinute {
            if minute == 1440 {
                minute = 0
                continue
            }
            minutes.insert(minute)
            minute += 1
        }
        return minutes
    }

    private static func ground(
        _ request: Request, _ facts: Facts, _ purpose: Charter.PurposeRule, at now: Moment
    ) -> Ground? {
        if let named = request.ticket {
            return facts.ticket.map { $0.byPresence ? .presence(named) : .ticket(named) }
        }
        let today = date(now, facts.person.zone)
        let inBook = facts.book.map { $0.startsOn.description <= today && today <= $0.endsOn.description } ?? false
        // Who is marked or of the staff is in nobody's book, whatever the book says.
        let plain = facts.customer.map { $0.sensitivity == .ordinary && $0.staff == nil } ?? false
        return inBook && plain && purpose.needs.contains(.book) && facts.customer?.id == request.customer ? .book : nil
    }

    private static func binding(
        _ request: Request, _ facts: Facts, _ purpose: Charter.PurposeRule, _ ground: Ground?, at now: Moment
    ) -> Gate {
        guard let named = request.ticket else { return [(.nothingBinds(purpose.needs), ground == nil)] }
        guard let ticket = facts.ticket, ticket.id == named else { return [(.noSuchTicket, true)] }
        let me = facts.person.id
        if ticket.assignedTo != me { return [(.ticketOfOtherPerson, true)] }
        let grace = ticket.byPresence ? 0 : Double(purpose.graceMinutes) * 60
        let closed = ticket.closedAt.map { date(now) >= date($0).addingTimeInterval(grace) } ?? false
        let flaws: Gate = [
            (.ticketOfOtherCustomer, ticket.customer != request.customer),
            (.ticketOfOtherPurpose, ticket.purpose != request.purpose),
            (.ticketOfOtherKind, !purpose.needs.contains(ticket.byPresence ? .presence : .ticket)),
            (.ticketNotYetOpen, now < ticket.openedAt),
            (.ticketClosed, closed),
            (.ticketSelfMade, !ticket.byPresence && ticket.openedBy == me),
            (.ticketSelfAssigned, !ticket.byPresence && ticket.assignedBy == me),
        ]
        if flaws.contains(where: \.holds) { return flaws }
        return [(facts.customerErased ? .customerErased : .noSuchTicket, facts.customer?.id != request.customer)]
    }

    private static func customer(_ charter: Charter, _ facts: Facts, _ purpose: Charter.PurposeRule) -> Gate {
        guard let customer = facts.customer else { return [(.noSuchTicket, true)] }
        let mine = customer.staff == facts.person.id
        // All marks that a customer bears; the strictest approval of any of them is asked.
        let explicit = customer.sensitivity == .ordinary ? [] : [customer.sensitivity]
        let implied = customer.staff == nil ? [] : [SensitivityID("staff")]
        let rules = charter.sensitivity.filter { (explicit + implied).contains($0.id) }
        let unknown = explicit.contains { mark in !charter.sensitivity.contains { $0.id == mark } }
        let approvals = Set(rules.map(\.approval))
        return [
            (.ownRecord, mine),
            (.kinRecord, customer.isKin && !mine),
            (.unknownSensitivity, unknown),
            (.needsApproval(.both, .sensitivity), approvals.contains(.both)),
            (.needsApproval(.superior, .sensitivity), approvals.contains(.superior) && !approvals.contains(.both)),
            (.needsApproval(purpose.approval, .purpose), purpose.approval != .none),
        ]
    }

    private static func field(_ request: Request, _ facts: Facts, _ purpose: Charter.PurposeRule) -> Gate {
        switch request.act {
        case .look: return []
        case .verify(let field):
            guard field >= 0, field < purpose.shows.count else { return [(.fieldNotOfPurpose, true)] }
            return [(.notVerifiable, purpose.shows[field] != .verify)]
        case .reveal(let field, let reason):
            guard field >= 0, field < purpose.shows.count else { return [(.fieldNotOfPurpose, true)] }
            guard let rule = purpose.reveals[field] else { return [(.notRevealable, true)] }
            let says = ReasonText.hasSubstance(reason)
            let pasted = facts.previousReason.map { ReasonText.same($0, reason) } ?? false
            return [
                (.reasonWithoutSubstance, rule.reason && !says),
                (.reasonRepeated, rule.reason && says && pasted),
                (.needsApproval(rule.approval, .reveal), rule.approval != .none),
            ]
        }
    }

    private static func quotas(_ request: Request, _ usage: Facts.Usage, _ quotas: Quotas) -> Gate {
        let bounds: [(QuotaKind, used: Int)] =
            switch request.act {
            case .look:
                [(.looksPerHour, usage.looksLastHour), (.looksPerDay, usage.looksToday)]
                    + (usage.customerCounted ? [] : [(.customersPerDay, usage.customersToday)])
            case .reveal: [(.revealsPerHour, usage.revealsLastHour), (.revealsPerDay, usage.revealsToday)]
            case .verify: [(.verificationsPerHour, usage.verificationsLastHour)]
            }
        let full: Gate = bounds.compactMap { kind, used in
            quotas[kind].map { limit in (.quota(kind, limit: limit), used + 1 > limit) }
        }
        if quotas.over == .denied { return full }
        return [(.needsApproval(.superior, .quota), full.contains(where: \.holds))]
    }

    private static func forms(
        _ charter: Charter, _ request: Request, _ purpose: Charter.PurposeRule
    ) -> [FieldName: Form] {
        var forms: [FieldName: Form] = [:]
        for (number, field) in charter.fields.enumerated() {
            switch request.act {
            case .look where purpose.shows[number] > .hidden: forms[field.name] = purpose.shows[number]
            case .reveal(number, _): if let rule = purpose.reveals[number] { forms[field.name] = rule.form }
            default: break
            }
        }
        return forms
    }
}
