package import AmanahCore
import Synchronization

/// The clock of a company whose days are played: it stands where it is put, and never goes back.
package final class DemoClock: Sendable {
    private let moment: Mutex<Moment>
    /// It never passes this moment.
    let end: Moment

    package init(from start: Moment, until end: Moment) {
        moment = Mutex(min(start, end))
        self.end = end
    }

    package var now: Moment { moment.withLock { $0 } }

    func move(to later: Moment) { moment.withLock { $0 = max($0, min(later, end)) } }

    func pass(milliseconds: Int64) { move(to: Moment(milliseconds: now.milliseconds + milliseconds)) }
}
