import AmanahCore
import Synchronization

/// What each person has done lately, counted by the minute (L7).
///
/// The counts live in memory, are taken on the writing thread in the order of the log, and are rebuilt from the log at a
/// start: sessions, devices, parallel requests and restarts share one count. Where a batch fails after an act was counted,
/// the count stays: too much, never too little.
final class QuotaBook: Sendable {
    private struct Counts {
        var minute: Int64
        var looks = 0
        var searches = 0
        var reveals = 0
        var verifications = 0
    }

    private struct Account {
        var counts: [Counts] = []
        /// The last minute in which each customer was opened.
        var customers: [CustomerID: Int64] = [:]
        /// Of looks that wait for a witness: the minutes in which they were taken. Seldom more than one.
        var waiting: [CustomerID: [Int64]] = [:]
    }

    private let accounts = Mutex<[PersonID: Account]>([:])

    /// An act that is counted.
    enum Counted: Sendable {
        case look(CustomerID)
        /// One that is shown only once a witness has signed for it: ``settle(lookOf:at:_:shown:)``.
        case waitingLook(CustomerID)
        case search
        case reveal
        case verification
    }

    /// The longest window, in minutes: a day and the twelve hours before it.
    static let windowMinutes = QuotaDay.windowMinutes

    /// First minute of the *day* that a quota speaks of.
    static func dayStart(_ now: Moment, _ zone: Zone) -> Int64 { QuotaDay.start(now, zone) }

    func usage(of person: PersonID, customer: CustomerID?, zone: Zone, at now: Moment) -> Facts.Usage {
        accounts.withLock { accounts in
            QuotaBook.usage(accounts[person], customer: customer, zone: zone, at: now)
        }
    }

    /// Counts an act unless it breaks a bound; gives the bounds it would break.
    func take(
        _ act: Counted, by person: PersonID, zone: Zone, at now: Moment, unless exceeded: (Facts.Usage) -> [Reason]
    ) -> [Reason] {
        accounts.withLock { accounts in
            var account = accounts[person] ?? Account()
            let customer: CustomerID? =
                switch act {
                case .look(let id), .waitingLook(let id): id
                case .search, .reveal, .verification: nil
                }
            let reasons = exceeded(QuotaBook.usage(account, customer: customer, zone: zone, at: now))
            guard reasons.isEmpty else { return reasons }
            // The account leaves the table while it changes, so that its arrays are not copied.
            accounts[person] = nil
            QuotaBook.count(act, &account, at: now)
            accounts[person] = account
            return []
        }
    }

    /// A look that waited was shown, and counts like any other; or it was not, and neither it nor its customer counts.
    func settle(lookOf person: PersonID, at customer: CustomerID, _ at: Moment, shown: Bool) {
        let minute = at.milliseconds / 60_000
        accounts.withLock { accounts in
            guard var account = accounts.removeValue(forKey: person) else { return }
            defer { accounts[person] = account }
            guard var waiting = account.waiting[customer], let place = waiting.firstIndex(of: minute) else { return }
            waiting.remove(at: place)
            account.waiting[customer] = waiting.isEmpty ? nil : waiting
            if shown {
                account.customers[customer] = max(minute, account.customers[customer] ?? 0)
            } else if let index = account.counts.lastIndex(where: { $0.minute == minute && $0.looks > 0 }) {
                account.counts[index].looks -= 1
            }
        }
    }

    /// Counts an act that the log already holds.
    func restore(_ act: Counted, by person: PersonID, at: Moment) {
        accounts.withLock { accounts in
            var account = accounts.removeValue(forKey: person) ?? Account()
            QuotaBook.count(act, &account, at: at)
            accounts[person] = account
        }
    }

    private static func count(_ act: Counted, _ account: inout Account, at: Moment) {
        let minute = at.milliseconds / 60_000
        var index = account.counts.count
        while index > 0, account.counts[index - 1].minute > minute { index -= 1 }
        if index == 0 || account.counts[index - 1].minute != minute {
            account.counts.insert(Counts(minute: minute), at: index)
            index += 1
            if let first = account.counts.first, let last = account.counts.last,
                first.minute < last.minute - windowMinutes
            {
                account.counts.removeAll { $0.minute < last.minute - windowMinutes }
                account.customers = account.customers.filter { $0.value >= last.minute - windowMinutes }
                account.waiting = account.waiting.filter { $0.value.contains { $0 >= last.minute - windowMinutes } }
                index = (account.counts.firstIndex { $0.minute == minute } ?? 0) + 1
            }
        }
        guard account.counts.indices.contains(index - 1) else { return }
        switch act {
        case .look(let customer):
            account.counts[index - 1].looks += 1
            account.customers[customer] = max(minute, account.customers[customer] ?? 0)
        case .waitingLook(let customer):
            account.counts[index - 1].looks += 1
            account.waiting[customer, default: []].append(minute)
        case .search: account.counts[index - 1].searches += 1
        case .reveal: account.counts[index - 1].reveals += 1
        case .verification: account.counts[index - 1].verifications += 1
        }
    }

    private static func usage(_ account: Account?, customer: CustomerID?, zone: Zone, at now: Moment) -> Facts.Usage {
        var usage = Facts.Usage()
        guard let account else { return usage }
        let day = dayStart(now, zone)
        let hour = now.milliseconds / 60_000 - 59
        for counts in account.counts.reversed() {
            if counts.minute < day && counts.minute < hour { break }
            if counts.minute >= day {
                usage.looksToday += counts.looks
                usage.searchesToday += counts.searches
                usage.revealsToday += counts.reveals
            }
            if counts.minute >= hour {
                usage.looksLastHour += counts.looks
                usage.searchesLastHour += counts.searches
                usage.revealsLastHour += counts.reveals
                usage.verificationsLastHour += counts.verifications
            }
        }
        func isShown(_ customer: CustomerID) -> Bool { account.customers[customer].map { $0 >= day } ?? false }
        func waits(_ customer: CustomerID) -> Bool { account.waiting[customer]?.contains { $0 >= day } ?? false }
        usage.customersToday = account.customers.values.reduce(0) { $0 + ($1 >= day ? 1 : 0) }
        usage.customersToday += account.waiting.keys.count { waits($0) && !isShown($0) }
        if let customer { usage.customerCounted = isShown(customer) || waits(customer) }
        return usage
    }
}
