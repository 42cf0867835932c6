import AmanahCore
import Synchronization

/// Sign-ins that wait for their second step: id and password, kept in memory only, for two minutes and three tries.
///
/// So that the password stands in no page and is typed once. Bounded: when it is full, the oldest goes.
final class PendingSignIns: Sendable {
    struct Entry: Sendable {
        let person: String
        let password: String
        let ticket: String?
        let until: Moment
        var tries: Int
    }

    private static let capacity = 512
    private static let lifetime = Duration.seconds(120)
    private let entries = Mutex<[String: Entry]>([:])

    /// Keeps a sign-in and gives the word that the browser brings back.
    func keep(person: String, password: String, ticket: String?, now: Moment) -> String {
        let key = RandomToken.make()
        entries.withLock { entries in
            entries = entries.filter { $0.value.until > now }
            if entries.count >= Self.capacity, let oldest = entries.min(by: { $0.value.until < $1.value.until }) {
                entries[oldest.key] = nil
            }
            entries[key] = Entry(
                person: person, password: password, ticket: ticket, until: now.advanced(by: Self.lifetime), tries: 3)
        }
        return key
    }

    /// Takes one try. `nil` when there is no such sign-in, it is too old, or its tries are used up.
    func attempt(_ key: String, now: Moment) -> Entry? {
        entries.withLock { entries in
            guard var entry = entries[key], entry.until > now, entry.tries > 0 else {
                entries[key] = nil
                return nil
            }
            entry.tries -= 1
            entries[key] = entry
            return entry
        }
    }

    func forget(_ key: String) { entries.withLock { $0[key] = nil } }
}

/// 256 bits from the system's generator, in hex.
enum RandomToken {
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let part = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - part.count) + part
        }.joined()
    }

    /// Compares without telling by time where two texts differ.
    static func same(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count, !a.isEmpty else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
