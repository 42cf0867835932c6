import AmanahCore
import Synchronization

/// Slows down guessing from one address, whichever persons it tries. Per-person lock-out lies in the database.
final class DoorGuard: Sendable {
    private struct Misses {
        var count: Int
        var until: Moment
        var last: Moment
    }

    private let addresses = Mutex<[String: Misses]>([:])
    /// Misses of one address before it must wait.
    static let free = 20

    /// Seconds that this address must still wait; 0 is none.
    func wait(_ address: String, at now: Moment) -> Int {
        addresses.withLock { addresses in
            guard let misses = addresses[address], misses.until > now else { return 0 }
            return Int((misses.until.milliseconds - now.milliseconds + 999) / 1000)
        }
    }

    func missed(_ address: String, at now: Moment) {
        addresses.withLock { addresses in
            if addresses.count > 10_000 {
                addresses = addresses.filter { now.milliseconds - $0.value.last.milliseconds < 3_600_000 }
            }
            var misses = addresses[address] ?? Misses(count: 0, until: now, last: now)
            if now.milliseconds - misses.last.milliseconds > 3_600_000 { misses.count = 0 }
            misses.count += 1
            misses.last = now
            if misses.count > DoorGuard.free {
                let seconds = min(600, 2 << min(8, misses.count - DoorGuard.free))
                misses.until = now.advanced(by: .seconds(seconds))
            }
            addresses[address] = misses
        }
    }

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

    func succeeded(_ address: String) { addresses.withLock { $0[address] = nil } }
}
