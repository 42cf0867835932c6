import AmanahLedger
import AmanahStore

extension LedgerCheck {
    /// The first change of the log's key of which something else was kept than a checkpoint of this log that both keys signed.
    ///
    /// - Complexity: O(log n) tiles for each change.
    static func brokenLink(_ view: any ReadView) throws -> LedgerFinding? {
        guard let tip = try view.ledgerTip().checkpoint else { return nil }
        let (signers, kept) = (try view.logSigners(), try view.keyLinks())
        for (old, new) in zip(signers, signers.dropFirst()) where kept.contains(where: { $0.key == new.key.text }) {
            func broken(_ what: String) -> LedgerFinding {
                LedgerFinding(
                    .signature(new.key.name), "what was kept of the change to the key \(new.key.text): \(what)",
                    "it was edited in the database; the entries are whole")
            }
            let link: KeyLink?
            do { link = try view.keyLink(to: new, at: tip) } catch let error as StoreError where error.code == .ledger {
                return broken("it does not read")
            }
            do throws(KeyLinkError) { try link?.verify(from: old.key, to: new.key, at: tip) } catch {
                return broken(error.description)
            }
        }
        return nil
    }
}
