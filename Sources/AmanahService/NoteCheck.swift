import AmanahCore
import AmanahStore

extension Amanah {
    /// Puts into the log what a check of the whole log came to, so that nobody can say later that it was another result.
    package func note(_ check: LedgerCheck, _ occasion: LedgerBook.Check.Occasion) async throws(ServiceError) {
        var words = [("occasion", occasion.rawValue), ("entries", String(check.entries))]
        if let broken = check.broken { words.append(("finding", String(broken.description.prefix(2000)))) }
        var draft = ActDraft(kind: .ledgerChecked, at: clock.read().wall)
        draft.personPairs = words
        try await record(draft, share: "ledger-check")
    }

    /// The newest result of each occasion. At a start the newest entries and the root are checked before anything is written,
    /// so the act that says the gateway started says that they held.
    static func checks(_ view: any ReadView, _ keys: KeyRing) throws -> [LedgerBook.Check] {
        var checks: [LedgerBook.Check] = []
        if let start = try view.acts(ActFilter(kinds: [.started], limit: 1)).first {
            checks.append(LedgerBook.Check(occasion: .start, at: start.act.at, entries: start.index, finding: nil))
        }
        for row in try view.acts(ActFilter(kinds: [.ledgerChecked], limit: 200)) {
            let pairs = Dictionary(
                try row.act.openPerson(keys).map { ($0.key, $0.value) }, uniquingKeysWith: { a, _ in a })
            guard let occasion = pairs["occasion"].flatMap(LedgerBook.Check.Occasion.init(rawValue:)),
                !checks.contains(where: { $0.occasion == occasion })
            else { continue }
            checks.append(
                LedgerBook.Check(
                    occasion: occasion, at: row.act.at, entries: pairs["entries"].flatMap { Int64($0) } ?? 0,
                    finding: pairs["finding"]))
        }
        return checks
    }
}
