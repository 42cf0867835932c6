import AmanahCore
import Synchronization

/// Slows down guessing from one address, whichever persons it tries. Per-person lock-out lies in the database.
///
/// A branch shares one address, so whoever signs in there takes his own misses off its account and nobody else's: an
/// attacker's own sign-in between guesses buys him nothing.
final class DoorGuard: Sendable {
    private struct Misses {
        var count: Int
        var until: Moment
        var last: Moment
    }

    private struct Address {
        var misses: Misses
        /// Of ``misses``, by the id that was tried.
        var byID: [String: Int] = [:]
    }

    private let addresses = Mutex<[String: Address]>([:])
    /// Misses of one address before it must wait.
    static let free = 20
    /// Ids that are told apart for one address; what is tried beyond them is forgiven to nobody.
    static let idsOfAddress = 200

    /// Seconds that this address must still wait; 0 is none.
    func wait(_ address: String, at now: Moment) -> Int {
        addresses.withLock { addresses in
            guard let misses = addresses[address]?.misses, misses.until > now else { return 0 }
            return Int((misses.until.milliseconds - now.milliseconds + 999) / 1000)
        }
    }

    func missed(_ address: String, as id: String, at now: Moment) {
        addresses.withLock { addresses in
            if addresses.count > 10_000 {
                addresses = addresses.filter { now.milliseconds - $0.value.misses.last.milliseconds < 3_600_000 }
            }
            var entry = addresses[address] ?? Address(misses: Misses(count: 0, until: now, last: now))
            if now.milliseconds - entry.misses.last.milliseconds > 3_600_000 {
                entry = Address(misses: Misses(count: 0, until: now, last: now))
            }
            entry.misses.count += 1
            entry.misses.last = now
            let id = DoorGuard.key(id)
            if entry.byID[id] != nil || entry.byID.count < DoorGuard.idsOfAddress { entry.byID[id, default: 0] += 1 }
            if entry.misses.count > DoorGuard.free {
                let seconds = min(600, 2 << min(8, entry.misses.count - DoorGuard.free))
                entry.misses.until = now.advanced(by: .seconds(seconds))
            }
            addresses[address] = entry
        }
    }

    /// Forgives what this person missed here himself.
    func succeeded(_ address: String, as id: String) {
        addresses.withLock { addresses in
            guard var entry = addresses[address], let own = entry.byID.removeValue(forKey: DoorGuard.key(id)) else {
                return
            }
            entry.misses.count -= own
            addresses[address] = entry.misses.count > 0 ? entry : nil
        }
    }

    private static func key(_ id: String) -> String { String(id.prefix(64)) }

    /// Ids without a password lock as those with one do: a lock tells nobody who is there.
    private let strangers = Mutex<[String: Misses]>([:])

    /// Seconds that this id without a password must still wait; 0 is none.
    func strangerWait(_ id: String, at now: Moment) -> Int {
        strangers.withLock { strangers in
            guard let misses = strangers[id], misses.until > now else { return 0 }
            return Int((misses.until.milliseconds - now.milliseconds + 999) / 1000)
        }
    }

    func strangerMissed(_ id: String, at now: Moment) {
        strangers.withLock { strangers in
            if strangers.count >= 10_000 { strangers.removeAll() }
            var misses = strangers[id] ?? Misses(count: 0, until: now, last: now)
            misses.count += 1
            if let seconds = DoorGuard.lockSeconds(misses.count) { misses.until = now.advanced(by: .seconds(seconds)) }
            strangers[id] = misses
        }
    }

    /// From the fifth failure on each one doubles the wait, up to an hour.
    static func lockSeconds(_ failures: Int) -> Int? {
        failures < 5 ? nil : min(3600, 15 << min(8, failures - 5))
    }
}
