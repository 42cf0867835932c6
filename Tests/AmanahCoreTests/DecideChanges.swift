@testable import AmanahCore

/// One change to a situation, by name, so that a failure can be told in words.
struct DecideChange: Sendable, CustomStringConvertible {
    var description: String
    var apply: @Sendable (inout DecideSituation) -> Void

    init(_ description: String, _ apply: @escaping @Sendable (inout DecideSituation) -> Void) {
        self.description = description
        self.apply = apply
    }

    static func random(_ random: inout CharterRandom) -> DecideChange { random.pick(others + restrictions) }

    private static func clearance(
        _ words: String, _ change: @escaping @Sendable (inout ClearanceFacts, DecideSituation) -> Void
    ) -> DecideChange {
        DecideChange(words) { situation in
            let before = situation
            change(&situation.facts.person.clearance, before)
        }
    }

    private static func purpose(
        _ words: String, _ change: @escaping @Sendable (inout Charter.PurposeRule, Int) -> Void
    ) -> DecideChange {
        DecideChange(words) { situation in
            let number = situation.purposeNumber
            let field = min(max(0, situation.field), situation.charter.fields.count - 1)
            change(&situation.charter.purposes[number], field)
        }
    }

    private static func raise(_ id: String, to approval: Charter.Approval) -> DecideChange {
        DecideChange("the charter asks the approval `\(approval)` for \(id)") { situation in
            let order: [Charter.Approval] = [.none, .superior, .both]
            for index in situation.charter.sensitivity.indices
            where situation.charter.sensitivity[index].id.rawValue == id {
                let now = situation.charter.sensitivity[index].approval
                if (order.firstIndex(of: now) ?? 0) < (order.firstIndex(of: approval) ?? 0) {
                    situation.charter.sensitivity[index].approval = approval
                }
            }
        }
    }

    private static func grants(
        _ words: String, _ change: @escaping @Sendable (inout Facts.Grant, DecideSituation) -> Void
    ) -> DecideChange {
        DecideChange(words) { situation in
            let before = situation
            for index in situation.facts.grants.indices { change(&situation.facts.grants[index], before) }
        }
    }

    private static func grant(_ situation: DecideSituation, _ needs: Set<ApprovalNeed>, glass: Bool) -> Facts.Grant {
        Facts.Grant(
            id: RequestID("R-7"), person: situation.facts.person.id, customer: situation.request.customer,
            purpose: situation.request.purpose, ticket: situation.request.ticket, fields: [situation.field],
            until: Moment(milliseconds: situation.now.milliseconds + 1), looksLeft: 1, needs: needs, breaksGlass: glass)
    }

    private static let allNeeds = Set(
        [Reason.ApprovalCause.sensitivity, .purpose, .reveal, .hours, .quota].map { ApprovalNeed(.both, $0) })

    private static func day(_ day: Day, _ days: Int64) -> Day { Day(number: day.number + days) }

    /// Changes after which never more is shown (L2).
    static let restrictions: [DecideChange] = [
        clearance("suspended") { clearance, _ in clearance.suspended = true },
        clearance("vetting is missing") { clearance, _ in clearance.vetting = .missing },
        clearance("vetting is not before tomorrow") { clearance, situation in
            if clearance.vetting != .missing { clearance.vetting = .done(day(situation.today, 1)) }
        },
        clearance("training is missing") { clearance, _ in clearance.training = .missing },
        clearance("training ended yesterday") { clearance, situation in
            if clearance.training != .missing { clearance.training = .until(day(situation.today, -1)) }
        },
        clearance("all agreements end yesterday") { clearance, situation in
            for index in clearance.agreements.indices {
                clearance.agreements[index].endsOn = min(clearance.agreements[index].endsOn, day(situation.today, -1))
            }
        },
        clearance("no agreement") { clearance, _ in clearance.agreements = [] },
        clearance("the last day was yesterday") { $0.lastDay = day($1.today, -1) },
        clearance("no terms accepted") { clearance, _ in clearance.acceptedTerms = nil },
        clearance("terms accepted 31 days ago") { clearance, situation in
            let then = Moment(milliseconds: situation.now.milliseconds - 31 * 86_400_000)
            clearance.acceptedAt = clearance.acceptedAt.map { min($0, then) }
        },
        DecideChange("the terms are new") { $0.charter.terms.document = "terms/2" },
        DecideChange("the role does not have the purpose") { situation in
            let number = situation.purposeNumber
            situation.charter.roles[situation.roleNumber].purposes.removeAll { $0 == number }
        },
        DecideChange("the role is gone") { situation in
            let id = situation.facts.person.role
            situation.charter.roles.removeAll { $0.id == id }
        },
        DecideChange("outside hours") { situation in
            let minute = situation.now.minuteOfDay(in: situation.facts.person.zone)
            situation.charter.hours = Charter.HoursRule(
                openMinute: (minute + 1) % 1440, closeMinute: minute, outside: minute % 2 == 0 ? .denied : .approval)
        },
        DecideChange("outside one's shift") { situation in
            let minute = situation.now.minuteOfDay(in: situation.facts.person.zone)
            var hours =
                situation.charter.hours
                ?? Charter.HoursRule(
                    openMinute: 0, closeMinute: 1440, outside: minute % 2 == 0 ? .denied : .approval)
            hours.rosterRequired = true
            situation.charter.hours = hours
            situation.facts.onShift = false
        },
        clearance("the superior's confirmation lapsed yesterday") { $0.certifiedThrough = day($1.today, -1) },
        DecideChange("the workstation is not admitted") { $0.facts.workstationAdmitted = false },
        DecideChange("a workstation is required") { $0.charter.workstationRequired = true },
        DecideChange("the ticket is removed") { $0.facts.ticket = nil },
        DecideChange("the ticket is closed") { situation in
            guard let ticket = situation.facts.ticket else { return }
            let then = Moment(milliseconds: situation.now.milliseconds - 15 * 60_000)
            situation.facts.ticket?.closedAt = min(ticket.closedAt ?? then, then)
        },
        DecideChange("the ticket is of another person") { $0.facts.ticket?.assignedTo = PersonID("P2") },
        DecideChange("the ticket is nobody's") { $0.facts.ticket?.assignedTo = nil },
        DecideChange("the ticket is of another customer") { $0.facts.ticket?.customer = CustomerID("C2") },
        DecideChange("the ticket is self-made") { $0.facts.ticket?.openedBy = DecideSituation.me },
        DecideChange("the ticket is self-assigned") { $0.facts.ticket?.assignedBy = DecideSituation.me },
        DecideChange("the ticket opens later") { situation in
            guard let ticket = situation.facts.ticket else { return }
            situation.facts.ticket?.openedAt = max(
                ticket.openedAt, Moment(milliseconds: situation.now.milliseconds + 1))
        },
        DecideChange("the book is removed") { $0.facts.book = nil },
        DecideChange("the book ended yesterday") { situation in
            let yesterday = day(situation.today, -1)
            situation.facts.book?.endsOn = yesterday
        },
        DecideChange("the customer is gone") { $0.facts.customer = nil },
        DecideChange("the customer was erased") {
            $0.facts.customer = nil
            $0.facts.customerErased = true
        },
        DecideChange("the customer is a vip") { situation in
            // From one mark to another is no raise; a mark without a rule stays refused.
            if situation.facts.customer?.sensitivity == .ordinary {
                situation.facts.customer?.sensitivity = SensitivityID("vip")
            }
        },
        DecideChange("the customer bears a mark without a rule") {
            $0.facts.customer?.sensitivity = SensitivityID("secret")
        },
        DecideChange("the customer is a colleague") { situation in
            if situation.facts.customer?.staff == nil { situation.facts.customer?.staff = PersonID("P3") }
        },
        DecideChange("the customer is oneself") { $0.facts.customer?.staff = DecideSituation.me },
        DecideChange("the customer is kin") { $0.facts.customer?.isKin = true },
        raise("vip", to: .superior), raise("vip", to: .both), raise("staff", to: .superior), raise("staff", to: .both),
        purpose("the purpose needs approval") { rule, _ in if rule.approval == .none { rule.approval = .superior } },
        purpose("a field is hidden") { rule, field in rule.shows[field] = .hidden },
        purpose("a field may not be revealed") { rule, field in rule.reveals[field] = nil },
        purpose("a reveal needs approval") { rule, field in
            if rule.reveals[field]?.approval == Charter.Approval.none { rule.reveals[field]?.approval = .both }
        },
        purpose("a reveal needs a reason") { rule, field in rule.reveals[field]?.reason = true },
        purpose("a reveal gives a mask only") { rule, field in rule.reveals[field]?.form = .masked },
        purpose("one need less") { rule, _ in if rule.needs.count > 1 { rule.needs.removeLast() } },
        purpose("no grace") { rule, _ in rule.graceMinutes = 0 },
        DecideChange("quotas are lowered by one") { situation in
            let number = situation.roleNumber
            guard situation.charter.roles.indices.contains(number) else { return }
            for kind in QuotaKind.allCases {
                let bound = situation.charter.roles[number].quotas[kind] ?? 3
                situation.charter.roles[number].quotas[kind] = max(0, bound - 1)
            }
        },
        DecideChange("one more of everything was done") { situation in
            situation.facts.usage.looksLastHour += 1
            situation.facts.usage.looksToday += 1
            situation.facts.usage.customersToday += 1
            situation.facts.usage.revealsLastHour += 1
            situation.facts.usage.revealsToday += 1
            situation.facts.usage.verificationsLastHour += 1
        },
        DecideChange("the reason was given before") { situation in
            if case .reveal(_, let reason) = situation.request.act {
                situation.facts.previousReason = reason.uppercased()
            }
        },
        clearance("a broken glass was not reviewed in time") { $0.reviewDueAt = $1.now },
        DecideChange("no grant") { $0.facts.grants = [] },
        grants("the grants end this instant") { grant, situation in grant.until = min(grant.until, situation.now) },
        grants("the grants are used up") { grant, _ in
            grant.looksLeft = 0
            grant.isOpen = false
        },
        grants("the grants name one field less") { grant, situation in grant.fields.remove(situation.field) },
        grants("the grants are of another customer") { grant, _ in grant.customer = CustomerID("C9") },
        grants("the grants are of another person") { grant, _ in grant.person = PersonID("P9") },
        grants("the grants are for a ticket that is not this") { grant, _ in grant.ticket = TicketID("T9") },
        grants("the grants lift nothing") { grant, _ in
            grant.needs = []
            grant.breaksGlass = false
        },
        grants("the superior alone agreed") { grant, _ in
            grant.needs = Set(grant.needs.map { ApprovalNeed(min($0.approval, .superior), $0.cause) })
        },
        DecideChange("beyond a quota nothing goes") { situation in
            for number in situation.charter.roles.indices { situation.charter.roles[number].quotas.over = .denied }
        },
        DecideChange("the reason is a dot") { situation in
            if case .reveal(let field, _) = situation.request.act {
                situation.request.act = .reveal(field: field, reason: ".")
            }
        },
    ]

    /// Changes that may show more, less or other fields.
    static let others: [DecideChange] = [
        DecideChange("a grant of both is there") { $0.facts.grants.append(grant($0, allNeeds, glass: false)) },
        DecideChange("a grant of the superior is there") { situation in
            let needs = Set(allNeeds.map { ApprovalNeed(.superior, $0.cause) })
            situation.facts.grants.append(grant(situation, needs, glass: false))
        },
        DecideChange("a grant for the sensitivity is there") { situation in
            situation.facts.grants.append(grant(situation, [ApprovalNeed(.both, .sensitivity)], glass: false))
        },
        DecideChange("the glass is broken") { $0.facts.grants.append(grant($0, [], glass: true)) },
        DecideChange("a look under the grant is open") { situation in
            for index in situation.facts.grants.indices {
                situation.facts.grants[index].looksLeft = 0
                situation.facts.grants[index].isOpen = true
            }
        },
        DecideChange("beyond a quota the superior may agree") { situation in
            for number in situation.charter.roles.indices { situation.charter.roles[number].quotas.over = .approval }
        },
        DecideChange("the superior has set the quotas") { situation in
            for kind in QuotaKind.allCases {
                situation.facts.adjustments[kind] = 2
                for number in situation.charter.roles.indices where number == 0 || kind == .looksPerDay {
                    situation.charter.roles[number].adjust[kind] = 1...3
                }
            }
        },
        DecideChange("the charter lets the superior set less") { situation in
            for number in situation.charter.roles.indices {
                situation.charter.roles[number].adjust[.looksPerDay] = 0...1
            }
        },
        DecideChange("another purpose is asked") { $0.request.purpose = PurposeID("p1") },
        DecideChange("an unknown purpose is asked") { $0.request.purpose = PurposeID("p9") },
        DecideChange("another customer is asked") { $0.request.customer = CustomerID("C2") },
        DecideChange("no ticket is named") { $0.request.ticket = nil },
        DecideChange("another ticket is named") { $0.request.ticket = TicketID("T2") },
        DecideChange("the ticket is named") { $0.request.ticket = DecideSituation.ticket },
        DecideChange("the role is another") { $0.facts.person.role = RoleID("r1") },
        DecideChange("the role is unknown") { $0.facts.person.role = RoleID("r9") },
        DecideChange("the field does not exist") { $0.request.act = .verify(field: 99) },
        DecideChange("the field's number is negative") { $0.request.act = .reveal(field: -1, reason: "x") },
        DecideChange("the ticket is of another purpose") { $0.facts.ticket?.purpose = PurposeID("p1") },
        DecideChange("the ticket was opened at the desk") { $0.facts.ticket?.byPresence = true },
        DecideChange("the ticket closes this instant") { $0.facts.ticket?.closedAt = $0.now },
        DecideChange("the grace ends this instant") {
            $0.facts.ticket?.closedAt = Moment(milliseconds: $0.now.milliseconds - 15 * 60_000)
        },
        DecideChange("the grace ends in a millisecond") {
            $0.facts.ticket?.closedAt = Moment(milliseconds: $0.now.milliseconds - 15 * 60_000 + 1)
        },
        DecideChange("there is a book") { $0.facts.book = Facts.Book(startsOn: $0.today, endsOn: $0.today) },
        DecideChange("hours are open") { situation in
            let minute = situation.now.minuteOfDay(in: situation.facts.person.zone)
            situation.charter.hours = Charter.HoursRule(
                openMinute: minute, closeMinute: (minute + 1) % 1440, outside: .denied)
        },
        DecideChange("a shift is on") { situation in
            situation.charter.hours = Charter.HoursRule(
                openMinute: 0, closeMinute: 1440, outside: .denied, rosterRequired: true)
        },
        DecideChange("the superior's confirmation holds today") {
            $0.facts.person.clearance.certifiedThrough = $0.today
        },
        DecideChange("the customer was opened today") { $0.facts.usage.customerCounted = true },
        DecideChange("the last day is today") { $0.facts.person.clearance.lastDay = $0.today },
        DecideChange("terms accepted 30 days ago but a millisecond") {
            $0.facts.person.clearance.acceptedAt = Moment(milliseconds: $0.now.milliseconds - 30 * 86_400_000 + 1)
        },
        DecideChange("terms accepted 30 days ago") {
            $0.facts.person.clearance.acceptedAt = Moment(milliseconds: $0.now.milliseconds - 30 * 86_400_000)
        },
    ]
}
