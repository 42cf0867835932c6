import AmanahCore
import AmanahStore
import Crypto

/// Turns a sealed record and its forms into what may be shown. Only fields that are shown are ever opened (L5).
struct FieldShower {
    private let rules: [Charter.FieldRule]
    private let keys: KeyRing

    init(charter: Charter, keys: KeyRing) {
        rules = charter.fields
        self.keys = keys
    }

    func show(
        _ customer: CustomerRow, key: SymmetricKey, forms: [Form], offers: [RevealOffer?]
    ) throws(StoreError) -> [ShownField] {
        // By their numbers: a rule and a shown field are half a dozen references each, and nothing of them is kept here.
        var names: [String] = []
        names.reserveCapacity(rules.count)
        for index in rules.indices where forms.indices.contains(index) && forms[index] >= .masked {
            names.append(rules[index].name.rawValue)
        }
        let values = try customer.fields.open(
            names, customer: customer.id.rawValue, version: customer.version, key: key)
        var fields: [ShownField] = []
        fields.reserveCapacity(rules.count)
        var next = 0
        for index in rules.indices {
            let form = forms.indices.contains(index) ? forms[index] : .hidden
            var value: String?
            if form >= .masked {
                value = values[next]
                next += 1
            }
            fields.append(
                ShownField(
                    name: rules[index].name, title: rules[index].title, form: form,
                    value: value.flatMap { apply($0, rules[index].mask, form) },
                    note: note(form, empty: form >= .masked && value == nil),
                    reveal: offers.indices.contains(index) ? offers[index] : nil))
        }
        return fields
    }

    /// A masked form without a mask shows nothing: an error while showing is a denial (L2).
    private func apply(_ value: String, _ mask: Mask?, _ form: Form) -> String? {
        switch form {
        case .full: mask == .phone ? (try? PhoneNumber(value))?.national ?? value : value
        case .masked: (mask ?? .all).apply(value)
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
