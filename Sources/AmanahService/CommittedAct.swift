import AmanahCore
package import AmanahLedger
import AmanahStore

/// An act as its readable half says it, held against the entry that commits to it.
struct CommittedAct {
    private let act: NewAct

    init(_ act: NewAct) { self.act = act }

    /// Whether the act is the one that its entry commits to. A customer's half that was dropped is passed over.
    func holds(for entry: Entry, _ keys: KeyRing, _ view: any ReadView) throws -> Bool {
        guard entry.kind == act.kind.rawValue, entry.minute == UInt64(max(0, act.at.milliseconds / 60_000)),
            entry.purpose == act.purpose?.rawValue ?? "", act.person != nil || entry[.person] == nil
        else { return false }
        do throws(StoreError) {
            guard let opened = try act.opened(keys) else { return false }
            let seed = opened.seed
            guard entry[.details] == seed.commit(.details, Details.encode(opened.pairs)) else { return false }
            if let person = act.person, entry[.person] != seed.commit(.person, Array(person.rawValue.utf8)) {
                return false
            }
            guard let customer = act.customer else { return entry[.customer] == nil }
            guard act.customerDetails != nil else {
                // Sealed under the person's seed where nothing was shown.
                return entry[.fields] != nil
                    || entry[.customer] == seed.commit(.customer, Array(customer.rawValue.utf8))
            }
        } catch { return false }
        guard let customer = act.customer else { return true }
        // Only who was erased has no key.
        guard let row = try view.customer(customer) else { return try view.erasure(of: customer) != nil }
        do throws(StoreError) {
            let key = try keys.customerKey(customer, wrapped: row.wrappedKey)
            guard let opened = try act.openedCustomer(key: key) else { return false }
            return entry[.customer] == opened.seed.commit(.customer, Array(customer.rawValue.utf8))
                && entry[.fields] == opened.seed.commit(.fields, Details.encode(opened.forms))
                && entry[.values] == opened.seed.commit(.values, Details.encode(opened.values))
        } catch { return false }
    }
}

/// A half of an act, opened: its seed opens the entry's commitments.
package struct OpenedHalf: Sendable {
    package var seed: CommitmentSeed
    package var pairs: [Details.Pair]

    /// Fields with their forms, as the customer's half commits to them.
    package var forms: [Details.Pair] { cut("form.") }
    /// Fields with the values shown.
    package var values: [Details.Pair] { cut("value.") }

    private func cut(_ prefix: String) -> [Details.Pair] {
        pairs.compactMap { pair in
            pair.key.hasPrefix(prefix) ? (String(pair.key.dropFirst(prefix.count)), pair.value) : nil
        }
    }
}

extension Entry {
    subscript(domain: Domain) -> Sealed? { commitments.first { $0.domain == domain } }
}
