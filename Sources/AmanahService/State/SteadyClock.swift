package import AmanahCore
import Synchronization

/// A clock that decisions never see going back (B8).
///
/// The wall clock is written into the log as it is, and an entry that stands before its predecessor is flagged. What is
/// decided by time (agreements, tickets, quotas, sessions) uses the later of the wall clock and the latest time the log has
/// seen: setting the clock back wins nothing.
package final class SteadyClock: Sendable {
    private let wall: @Sendable () -> Moment
    private let latest: Mutex<Moment>

    package init(latest: Moment, wall: @escaping @Sendable () -> Moment) {
        self.wall = wall
        self.latest = Mutex(latest)
    }

    package struct Reading: Sendable {
        /// What the machine's clock says; for the log.
        package var wall: Moment
        /// What decisions go by.
        package var steady: Moment
    }

    package func read() -> Reading {
        let now = wall()
        return latest.withLock { latest in
            if now > latest { latest = now }
            return Reading(wall: now, steady: latest)
        }
    }
}
