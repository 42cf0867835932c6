/// The looks of one person on the way through a replay, as far back as a quota looks.
struct ReplayUsage {
    private var minutes: [(minute: Int64, looks: Int)] = []
    private var customers: [CustomerID: Int64] = [:]

    mutating func count(_ customer: CustomerID, at: Moment) {
        let minute = at.milliseconds / 60_000
        if let last = minutes.indices.last, minutes[last].minute == minute {
            minutes[last].looks += 1
        } else {
            minutes.append((minute, 1))
            if minutes[0].minute < minute - 2 * QuotaDay.windowMinutes {
                minutes.removeAll { $0.minute < minute - QuotaDay.windowMinutes }
                customers = customers.filter { $0.value >= minute - QuotaDay.windowMinutes }
            }
        }
        customers[customer] = minute
    }

    /// - Parameter quotas: what is not bounded is not counted.
    func usage(of customer: CustomerID, _ quotas: Quotas, _ zone: Zone, at now: Moment) -> Facts.Usage {
        var usage = Facts.Usage()
        let day = QuotaDay.start(now, zone)
        let hour = now.milliseconds / 60_000 - 59
        for (minute, looks) in minutes.reversed() {
            if minute < day && minute < hour { break }
            if minute >= day { usage.looksToday += looks }
            if minute >= hour { usage.looksLastHour += looks }
        }
        if quotas.customersPerDay != nil {
            usage.customersToday = customers.values.reduce(0) { $0 + ($1 >= day ? 1 : 0) }
            usage.customerCounted = customers[customer].map { $0 >= day } ?? false
        }
        return usage
    }
}
