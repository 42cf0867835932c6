/// How a field is shown. Ordered: a weaker form never tells more than a stronger one.
package enum Form: UInt8, Comparable, Sendable, CaseIterable {
    /// Not shown, not named by the answer's value.
    case hidden = 0
    /// Never shown; what the customer said can be compared with it.
    case verify = 1
    /// Shown through the field's mask.
    case masked = 2
    /// Shown whole.
    case full = 3

    package static func < (a: Form, b: Form) -> Bool { a.rawValue < b.rawValue }

    /// The charter's word.
    package var word: String {
        switch self {
        case .hidden: "hidden"
        case .verify: "verify"
        case .masked: "masked"
        case .full: "full"
        }
    }

    package init?(word: some StringProtocol) {
        switch word {
        case "hidden": self = .hidden
        case "verify": self = .verify
        case "masked": self = .masked
        case "full": self = .full
        default: return nil
        }
    }
}

/// The kind of datum a field is; a purpose's danger is judged by it.
package enum FieldClass: String, Sendable, CaseIterable {
    case contact, identity, family, financial, telemetry, device, work, health, other
}

/// What stands in for a value when its form is `masked`.
package enum Mask: String, Sendable, CaseIterable {
    /// `Budi Santoso` → `B*** S******`
    case name
    /// `+628123457890` → `0812****7890`
    case phone
    /// `3578…1234` → `**************34`
    case last2
    /// `1990-04-17` → `1990`
    case year
    /// An Indonesian address → its kab/kota and province
    case city
    /// Rupiah an month → `Rp 4–6 juta`
    case band
    /// `budi@example.id` → `b***@example.id`
    case email
    /// Nothing of the value, not even its length
    case all
}
