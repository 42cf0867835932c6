package import AmanahCore
import AmanahStore

/// Whether an import may change who stands above whom.
///
/// Whoever sets a person's superior chooses who approves for him: it takes two people (L4), and neither may move himself.
package enum LineRule: Sendable {
    /// The lines stay as they are; a person who is new comes with his.
    case kept
    /// Two people have agreed.
    case agreed(by: [PersonID])

    /// - Throws: ``StoreError/Code/conflict`` where this rule does not let the person be moved.
    func check(_ old: PersonRecord, becomes new: PersonRecord) throws(StoreError) {
        guard old.supervisor != new.supervisor else { return }
        switch self {
        case .kept:
            throw StoreError(
                .conflict,
                "the supervisor of person `\(old.id)` would change: that takes two people; import people with --proposer and --confirmer"
            )
        case .agreed(let people):
            guard !people.contains(old.id) else {
                throw StoreError(
                    .conflict,
                    "the supervisor of person `\(old.id)` would change: nobody agrees to a change of his own line")
            }
        }
    }
}
