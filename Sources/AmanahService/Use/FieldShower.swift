import AmanahCore
import AmanahStore
import Crypto

/// Turns a sealed record and its forms into what may be shown. Only fields that are shown are ever opened (L5).
struct FieldShower {
    var charter: Charter
    var keys: KeyRing

    func show(
        _ customer: CustomerRow, key: SymmetricKey, forms: [Form], offers: [RevealOffer?]
    ) throws(StoreError) -> [ShownField] {
        var names: [String] = []
        for (rule, form) in zip(charter.fields, forms) where form >= .masked { names.append(rule.name.rawValue) }
        let values = try customer.fields.open(
            names, customer: customer.id.rawValue, version: customer.version, key: key)
        var fields: [ShownField] = []
        fields.reserveCapacity(charter.fields.count)
        var next = 0
        for (index, rule) in charter.fields.enumerated() {
            let form = forms.indices.contains(index) ? forms[index] : .hidden
            var value: String?
            if form >= .masked {
                value = values[next]
                next += 1
            }
            fields.append(
                ShownField(
                    name: rule.name, title: rule.title, form: form, value: value.flatMap { apply($0, rule, form) },
                    note: note(form, empty: form >= .masked && value == nil),
                    reveal: offers.indices.contains(index) ? offers[index] : nil))
        }
        return fields
    }

    /// A masked form without a mask shows nothing: an error while showing is a denial (L2).
    private func apply(_ value: String, _ rule: Charter.FieldRule, _ form: Form) -> String? {
        switch form {
        case .full: rule.mask == .phone ? (try? PhoneNumber(value))?.national ?? value : value
        case .masked: (rule.mask ?? .all).apply(value)
        case .hidden, .verify: nil
        }
    }

    private func note(_ form: Form, empty: Bool) -> FieldNote? {
        if empty { return .empty }
        return switch form {
        case .hidden: .notNeeded
        case .verify: .verifyOnly
        case .masked: .masked
        case .full: nil
        }
    }
}
