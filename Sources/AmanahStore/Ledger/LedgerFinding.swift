/// The first thing in a log that does not hold, where, and what that means.
package struct LedgerFinding: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Place: Sendable, Equatable {
        case entry(UInt64)
        /// By its path.
        case tile(String)
        case checkpoint
        /// The old checkpoint that was kept elsewhere.
        case since
        /// By the name of the key.
        case signature(String)
    }

    package var place: Place
    package var what: String
    /// In words for someone who has to act on it.
    package var meaning: String

    package init(_ place: Place, _ what: String, _ meaning: String) {
        self.place = place
        self.what = what
        self.meaning = meaning
    }

    /// The entry, where the place is one.
    package var entry: UInt64? { if case .entry(let index) = place { index } else { nil } }

    package var description: String {
        let name =
            switch place {
            case .entry(let index): "entry \(index)"
            case .tile(let path): "`\(path)`"
            case .checkpoint: "the checkpoint"
            case .since: "the old checkpoint"
            case .signature(let name): "the signature of `\(name)`"
            }
        return "\(name) does not hold: \(what); \(meaning)"
    }

    /// Whether this stands before another in the log.
    func isBefore(_ other: LedgerFinding?) -> Bool {
        guard let other else { return true }
        guard let entry, let next = other.entry else { return false }
        return entry < next
    }
}
