import AmanahCore
import Synchronization

/// Who was ever given a grant or broke a glass, kept in memory: a look by anybody else asks no table for one.
///
/// It may name too many and never too few: whoever is given one is in it before the batch that gives it is there, and what
/// another process gave is read anew by the batch that finds its writing, before any job of that batch.
final class GrantHolders: Sendable {
    /// `nil` before the first batch: then everybody may.
    private let people = Mutex<Set<PersonID>?>(nil)

    func mayHold(_ person: PersonID) -> Bool { people.withLock { $0?.contains(person) ?? true } }

    func insert(_ person: PersonID) { people.withLock { _ = $0?.insert(person) } }

    func replace(by everybody: Set<PersonID>) { people.withLock { $0 = everybody } }
}
