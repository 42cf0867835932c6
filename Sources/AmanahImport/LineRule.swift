package import AmanahCore
import AmanahStore

/// Whether an import may change a person's place: whose team he is in, where, and as what.
///
/// Whoever sets a person's superior chooses who approves for him, and role and unit say what he may see: it takes two people
/// (L4), and neither may move himself.
package enum LineRule: Sendable {
    /// Everyone stays where he is; a person who is new comes with his place.
    case kept
    /// Two people have agreed.
    case agreed(by: [PersonID])

    /// - Throws: ``StoreError/Code/conflict`` where this rule does not let the person be moved.
    func check(_ old: PersonRecord, becomes new: PersonRecord) throws(StoreError) {
        guard old.supervisor != new.supervisor || old.unit != new.unit || old.role != new.role else { return }
        let what = "supervisor, unit or role of person `\(old.id)` would change"
        switch self {
        case .kept:
            throw StoreError(
                .conflict, "\(what): that takes two people; import people with --proposer and --confirmer")
        case .agreed(let people):
            guard !people.contains(old.id) else {
                throw StoreError(.conflict, "\(what): nobody agrees to a change of his own place")
            }
        }
    }
}
