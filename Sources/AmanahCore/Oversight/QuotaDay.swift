/// The *day* that a quota speaks of: midnight in the zone, or twelve hours ago where that is earlier.
package enum QuotaDay {
    /// The longest window that a quota looks back on, in minutes: a day and the twelve hours before it.
    package static let windowMinutes: Int64 = 36 * 60

    /// Its first minute since 1970.
    package static func start(_ now: Moment, _ zone: Zone) -> Int64 {
        let midnight = Moment(startOf: now.day(in: zone), in: zone).milliseconds / 60_000
        return min(midnight, now.milliseconds / 60_000 - 12 * 60 + 1)
    }
}
