/// What a charter says at one place, for the command line in English and for a page in its language.
///
/// Two places that say the same have equal values: lists stand in an order of their own, not in the charter's.
package enum CharterValue: Sendable, Equatable {
    /// The charter's own text, the same in every language: a name, a version of the terms, a zone.
    case text(String)
    case number(Int)
    case title(Charter.Title)
    case field(FieldClass, Mask?)
    /// It stands there; where it does not, there is no value.
    case yes
    /// `required` or `optional`.
    case required(Bool)
    /// Who is told, by the role's id.
    case roles([RoleID])
    /// Numbers that are not set.
    case never, nothing, noBound
    /// How far a superior may set a quota.
    case range(ClosedRange<Int>)
    /// No hours: it is never closed.
    case always
    /// Minutes since midnight.
    case hours(open: Int, close: Int, outside: Charter.HoursRule.Outside)
    /// What happens beyond a quota.
    case over(Quotas.Over)
    case scope(Charter.Scope)
    case approval(Charter.Approval)
    case form(Form)
    case reveal(Charter.RevealRule)
    /// `needs` in the order of ``Charter/Need``.
    case purpose(needs: [Charter.Need], approval: Charter.Approval, graceMinutes: Int)

    /// The case alone, so that a test can go over all of them.
    package enum Code: Sendable, CaseIterable {
        case text, number, title, field, yes, required, roles, never, nothing, noBound, range, always, hours, over
        case scope, approval, form, reveal, purpose
    }

    package var code: Code {
        switch self {
        case .text: .text
        case .number: .number
        case .title: .title
        case .field: .field
        case .yes: .yes
        case .required: .required
        case .roles: .roles
        case .never: .never
        case .nothing: .nothing
        case .noBound: .noBound
        case .range: .range
        case .always: .always
        case .hours: .hours
        case .over: .over
        case .scope: .scope
        case .approval: .approval
        case .form: .form
        case .reveal: .reveal
        case .purpose: .purpose
        }
    }
}
