/// As the command line and the API say it: the charter's own words.
extension CharterValue {
    package var english: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .title(let title): "\(title.id) / \(title.en)"
        case .field(let fieldClass, let mask): fieldClass.rawValue + (mask.map { ", mask \($0.rawValue)" } ?? "")
        case .yes: "yes"
        case .required(let required): required ? "required" : "optional"
        case .roles(let roles): roles.map(\.rawValue).joined(separator: ", ")
        case .never: "never"
        case .nothing: "none"
        case .noBound: "no bound"
        case .range(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .always: "always"
        case .hours(let open, let close, let outside):
            "\(Self.clock(open, ":"))–\(Self.clock(close, ":")), outside \(outside.rawValue)"
        case .over(let over): over.rawValue
        case .scope(let scope): scope.rawValue
        case .approval(let approval): approval.rawValue
        case .form(let form): form.word
        case .reveal(let rule):
            "\(rule.form.word), reason \(rule.reason ? "yes" : "no"), approval \(rule.approval.rawValue)"
        case .purpose(let needs, let approval, let graceMinutes):
            "by \(needs.map(\.rawValue).joined(separator: " or ")), approval \(approval.rawValue), grace \(graceMinutes) min"
        }
    }

    /// `07:00`, with what the language puts between hours and minutes.
    /// - Parameter minute: since midnight, 0 to 1439.
    package static func clock(_ minute: Int, _ separator: String) -> String {
        Moment.pad(minute / 60, 2) + separator + Moment.pad(minute % 60, 2)
    }
}
