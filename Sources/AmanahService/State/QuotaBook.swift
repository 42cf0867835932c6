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

    /// When one customer was opened: the last minute, and all others that came before it or with it.
    private struct Opened {
        var minute: Int64
        /// In no order; empty for most.
        var others: [Int64] = []

        mutating func count(in minute: Int64) {
            others.append(min(minute, self.minute))
            self.minute = max(minute, self.minute)
        }

        /// Without one time in that minute; `nil` where there was no other.
        func without(_ minute: Int64) -> Opened? {
            var rest = others + [self.minute]
            if let index = rest.firstIndex(of: minute) { rest.remove(at: index) }
            guard let last = rest.max(), let index = rest.firstIndex(of: last) else { return nil }
            rest.remove(at: index)
            return Opened(minute: last, others: rest)
        }
    }

    private struct Account {
        var counts: [Counts] = []
        var customers: [CustomerID: Opened] = [:]
    }

    private let accounts = Mutex<[PersonID: Account]>([:])

    /// An act that is counted.
    enum Counted: Sendable {
        case look(CustomerID)
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
            var customer: CustomerID?
            if case .look(let id) = act { customer = id }
            let reasons = exceeded(QuotaBook.usage(account, customer: customer, zone: zone, at: now))
            guard reasons.isEmpty else { return reasons }
            // The account leaves the table while it changes, so that its arrays are not copied.
            accounts[person] = nil
            QuotaBook.count(act, &account, at: now)
            accounts[person] = account
            return []
        }
    }

    /// Takes back the count of a look that was not shown, and that its customer was opened then.
    func giveBackLook(of person: PersonID, at customer: CustomerID?, _ at: Moment) {
        let minute = at.milliseconds / 60_000
        accounts.withLock { accounts in
            guard let index = accounts[person]?.counts.lastIndex(where: { $0.minute == minute && $0.looks > 0 }) else {
                return
            }
            accounts[person]?.counts[index].looks -= 1
            guard let customer, let opened = accounts[person]?.customers[customer] else { return }
            accounts[person]?.customers[customer] = opened.without(minute)
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
                account.customers = account.customers.filter { $0.value.minute >= last.minute - windowMinutes }
                index = (account.counts.firstIndex { $0.minute == minute } ?? 0) + 1
            }
        }
        guard account.counts.indices.contains(index - 1) else { return }
        switch act {
        case .look(let customer):
            account.counts[index - 1].looks += 1
            if account.customers[customer]?.count(in: minute) == nil {
                account.customers[customer] = Opened(minute: minute)
            }
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
        usage.customersToday = account.customers.values.reduce(0) { $0 + ($1.minute >= day ? 1 : 0) }
        if let customer, let opened = account.customers[customer] { usage.customerCounted = opened.minute >= day }
        return usage
    }
}
