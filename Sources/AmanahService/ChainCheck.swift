import AmanahCore
import AmanahLedger
package import AmanahStore

/// Checks a data folder's log from its first entry: the chain, and the readable half beside it (D4).
package struct ChainCheck: Sendable {
    package var entries: Int64
    /// The first entry that does not hold, and why.
    package var broken: (index: Int64, why: String)?

    /// - Complexity: linear in the entries; one decryption or two for each.
    package static func run(_ store: any Store, progress: (Int64) -> Void = { _ in }) throws -> ChainCheck {
        var chain = Chain(origin: store.origin)
        var next: Int64 = 0
        let thinned = try store.read { try Thinning.before($0, store.keys) }
        while true {
            let flaw = try store.read { view in
                let page = try view.entries(from: next, limit: 5000)
                let acts = try view.acts(ActFilter(before: next + Int64(page.count), limit: max(1, page.count)))
                let byIndex = Dictionary(acts.map { ($0.index, $0.act) }, uniquingKeysWith: { a, _ in a })
                for row in page {
                    guard row.index == next else { return Flaw.broken("this entry is missing") }
                    let entry: Entry
                    do throws(EntryError) { entry = try Entry(decoding: row.entry) } catch {
                        return .broken(error.description)
                    }
                    guard entry.index == UInt64(next) else { return .broken("this entry says it stands elsewhere") }
                    chain.append(row.entry)
                    guard chain.head == row.link else { return .broken("this entry or its link was changed") }
                    guard let act = byIndex[next] else { return .broken("what this entry is about was deleted") }
                    guard try holds(entry, act, store.keys, view) else {
                        return .broken("what this entry is about was changed")
                    }
                    if entry[.fields] != nil, act.customerDetails == nil, thinned.map({ $0 <= act.at }) ?? true {
                        return .broken("what this look showed was taken out before its time")
                    }
                    next += 1
                }
                guard page.isEmpty else { return Flaw.none }
                let newest = try view.acts(ActFilter(limit: 1)).first?.index ?? -1
                return newest < next ? .end : .broken("this entry is missing")
            }
            switch flaw {
            case .none: progress(next)
            case .end: return ChainCheck(entries: next, broken: nil)
            case .broken(let why): return ChainCheck(entries: next, broken: (next, why))
            }
        }
    }

    private enum Flaw {
        case none, end
        case broken(String)
    }

    /// Whether an act is the one that its entry commits to. A customer's half that was dropped is passed over.
    private static func holds(_ entry: Entry, _ act: NewAct, _ keys: KeyRing, _ view: any ReadView) throws -> Bool {
        guard entry.kind == act.kind.rawValue, entry.minute == UInt64(max(0, act.at.milliseconds / 60_000)),
            entry.purpose == act.purpose?.rawValue ?? "", act.person != nil || entry[.person] == nil
        else { return false }
        do throws(StoreError) {
            guard let seed = try act.personSeed(keys) else { return false }
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
            _ = try act.openCustomer(key: try keys.customerKey(customer, wrapped: row.wrappedKey))
            return true
        } catch { return false }
    }
}

extension Entry {
    fileprivate subscript(domain: Domain) -> Sealed? { commitments.first { $0.domain == domain } }
}
