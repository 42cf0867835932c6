import AmanahCore
import AmanahStore

/// Up to when retention has dropped what looks showed, by its own entries.
///
/// What a look showed may be missing only where an entry says that it was its time; earlier, somebody has taken it out (L8).
enum Thinning {
    /// The word under which a retention act keeps the moment, in milliseconds.
    static let word = "details-before"

    /// - Complexity: one decryption for each act of retention, of which there is at most one a day.
    static func before(_ view: any ReadView, _ keys: KeyRing) throws -> Moment? {
        var latest: Moment?
        var before: Int64?
        while true {
            let page = try view.acts(ActFilter(kinds: [.retention], before: before, limit: 1000))
            for row in page {
                // One that does not open is named by the check of its own entry.
                let pairs = (try? row.act.openPerson(keys)) ?? []
                guard let text = pairs.first(where: { $0.key == word })?.value, let milliseconds = Int64(text) else {
                    continue
                }
                latest = max(latest ?? Moment(milliseconds: milliseconds), Moment(milliseconds: milliseconds))
            }
            guard let last = page.last, page.count == 1000 else { return latest }
            before = last.index
        }
    }
}
