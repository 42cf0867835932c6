@testable import AmanahCore

/// What a grant does, out of the words of the design: which objections it takes away, and what it leaves of the forms.
enum DecideReferenceGrants {
    /// One person, one customer, one purpose, one ground, until a time, at most so many looks (C4).
    static func fits(_ grant: Facts.Grant, _ request: Request, _ facts: Facts, at now: Moment) -> Bool {
        let same =
            [grant.person.rawValue, grant.customer.rawValue, grant.purpose.rawValue, grant.ticket?.rawValue ?? ""]
            == [
                facts.person.id.rawValue, request.customer.rawValue, request.purpose.rawValue,
                request.ticket?.rawValue ?? "",
            ]
        let looksOrOpen = grant.looksLeft >= 1 || grant.isOpen
        let allowance: Bool =
            switch request.act {
            case .look: grant.looksLeft >= 1
            case .verify: looksOrOpen
            case .reveal(let field, _): looksOrOpen && grant.fields.contains(field)
            }
        return same && allowance && DecideReference.date(now) < DecideReference.date(grant.until)
    }

    static func lifts(_ grant: Facts.Grant, _ objection: Reason) -> Bool {
        let ranks: [Charter.Approval: Int] = [.none: 0, .superior: 1, .both: 2]
        switch objection {
        case .reasonWithoutSubstance, .reasonRepeated: return true
        case .needsApproval(let approval, let cause):
            if grant.breaksGlass { return true }
            return grant.needs.contains {
                $0.cause == cause && (ranks[$0.approval] ?? 0) >= (ranks[approval] ?? 9)
            }
        case .quota, .outsideHours, .outsideShift, .nothingBinds, .noSuchTicket, .customerErased,
            .ticketOfOtherCustomer,
            .ticketOfOtherPurpose,
            .ticketOfOtherPerson, .ticketNotYetOpen, .ticketClosed, .ticketSelfMade, .ticketSelfAssigned,
            .ticketOfOtherKind:
            return grant.breaksGlass
        default: return false
        }
    }

    /// In a look, a field that the grant does not name comes masked where it would come in full.
    static func weakened(
        _ forms: [FieldName: Form], _ request: Request, _ charter: Charter, _ grant: Facts.Grant
    ) -> [FieldName: Form] {
        guard case .look = request.act else { return forms }
        var weaker = forms
        for (number, field) in charter.fields.enumerated()
        where !grant.fields.contains(number) && forms[field.name] == .full {
            weaker[field.name] = .masked
        }
        return weaker
    }

    /// A superior's setting counts where the charter lets him set, and no further than it lets him.
    static func quotas(_ role: Charter.RoleRule, _ set: [QuotaKind: Int]) -> Quotas {
        var quotas = role.quotas
        for kind in QuotaKind.allCases {
            guard let limit = set[kind], let range = role.adjust[kind] else { continue }
            quotas[kind] = range.contains(limit) ? limit : limit < range.lowerBound ? range.first : range.last
        }
        return quotas
    }
}
