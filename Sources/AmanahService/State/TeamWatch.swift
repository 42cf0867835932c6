import AmanahCore
import AmanahStore
import Synchronization

/// What each person has done today, kept in memory for the superiors who look on.
///
/// Nothing is kept of someone whom no superior has asked for since the start. Whoever is asked for is read once from the log;
/// from then on each durable act moves his numbers, in constant time, on the writing thread. All listeners share them.
final class TeamWatch: Sendable {
    /// One person's day.
    struct Account: Sendable, Equatable {
        var day: Day
        /// Looks by hour of the day in his zone, 24 numbers.
        var hours = [Int](repeating: 0, count: 24)
        var reveals = 0
        var denials = 0
        var unexplained = 0
        /// The last act of any kind, today or earlier.
        var lastAt: Moment?
        var usual: UsualHours?
        /// ``usual`` is his desk's, since he has too few days of his own.
        var usualIsDesks = false
        /// Grows with each change.
        var version: UInt64 = 0
    }

    /// One act, as far as the day's numbers need it.
    struct Observed: Sendable, Equatable {
        var index: Int64
        var at: Moment
        var kind: ActKind
        var isUnexplained: Bool
    }

    private enum Entry {
        /// Being read from the log; what is written meanwhile waits here.
        case loading([Observed])
        case loaded(Account)
    }

    private struct State {
        var entries: [PersonID: Entry] = [:]
        /// The position that the next batch begins at; `nil` before the first.
        var next: Int64?
        var version: UInt64 = 0
        var listeners: [PersonID: Set<UInt64>] = [:]
        var dirty: [UInt64: Set<PersonID>] = [:]
        var lastListener: UInt64 = 0
    }

    /// Tells one run of the program from another: versions count anew with each.
    let epoch: UInt64
    private let state = Mutex(State())

    init(epoch: UInt64) { self.epoch = epoch }

    /// How what a batch holds is understood.
    struct Reading {
        var zone: (PersonID) -> Zone?
        var isUnexplained: (NewAct) -> Bool
    }

    // MARK: What happens

    /// Takes a durable batch. Costs nothing for people whom nobody watches.
    func observe(_ rows: [ActRow], _ reading: Reading) {
        guard let first = rows.first, let last = rows.last else { return }
        state.withLock { state in
            if let next = state.next, next != first.index {
                // Another process wrote in between: what is known is not all, so it is read anew.
                state.entries.removeAll()
            }
            state.next = last.index + 1
            for row in rows {
                guard let person = row.act.person, state.entries[person] != nil else { continue }
                let observed = Observed(
                    index: row.index, at: row.act.at, kind: row.act.kind,
                    isUnexplained: row.act.kind == .look && reading.isUnexplained(row.act))
                take(observed, by: person, reading.zone(person) ?? .wib, &state)
            }
        }
    }

    private func take(_ observed: Observed, by person: PersonID, _ zone: Zone, _ state: inout State) {
        switch state.entries[person] {
        case .loading(let waiting): state.entries[person] = .loading(waiting + [observed])
        case .loaded(var account):
            // Out of the table while it changes, so that its arrays are not copied.
            state.entries[person] = nil
            account.count(observed, zone)
            state.version += 1
            account.version = state.version
            state.entries[person] = .loaded(account)
            for listener in state.listeners[person] ?? [] { state.dirty[listener]?.insert(person) }
        case nil: break
        }
    }

    // MARK: Reading people in

    /// Those whose day is not known yet; from now on what they do is kept until ``finish(_:_:through:zone:)``.
    func begin(_ people: [(id: PersonID, today: Day)]) -> [PersonID] {
        state.withLock { state in
            people.compactMap { person in
                switch state.entries[person.id] {
                case .loaded(let account) where account.day == person.today: return nil
                case .loading: return person.id
                case .loaded, nil:
                    state.entries[person.id] = .loading([])
                    return person.id
                }
            }
        }
    }

    /// A day read from the log up to a position, with what came meanwhile. The first of several readers counts.
    func finish(_ person: PersonID, _ account: Account, through position: Int64, zone: Zone) {
        state.withLock { state in
            guard case .loading(let waiting) = state.entries[person] else { return }
            var account = account
            for observed in waiting where observed.index >= position { account.count(observed, zone) }
            state.version += 1
            account.version = state.version
            state.entries[person] = .loaded(account)
        }
    }

    /// Forgets someone, who is read anew when he is asked for.
    func forget(_ person: PersonID) {
        state.withLock { state in
            state.entries[person] = nil
            for listener in state.listeners[person] ?? [] { state.dirty[listener]?.insert(person) }
        }
    }

    /// What is known of someone; `nil` where he was not read in.
    func account(of person: PersonID) -> Account? {
        state.withLock { state in
            if case .loaded(let account) = state.entries[person] { return account }
            return nil
        }
    }

    var version: UInt64 { state.withLock { $0.version } }

    // MARK: Listening

    /// Someone who is to hear of these people.
    func listen(to people: [PersonID]) -> TeamListener {
        let id = state.withLock { state in
            state.lastListener += 1
            state.dirty[state.lastListener] = []
            for person in people { state.listeners[person, default: []].insert(state.lastListener) }
            return state.lastListener
        }
        return TeamListener(id: id, people: people, watch: self)
    }

    fileprivate func take(_ listener: UInt64) -> Set<PersonID> {
        state.withLock { state in
            guard let dirty = state.dirty[listener], !dirty.isEmpty else { return [] }
            state.dirty[listener] = []
            return dirty
        }
    }

    fileprivate func drop(_ listener: UInt64, _ people: [PersonID]) {
        state.withLock { state in
            state.dirty[listener] = nil
            for person in people {
                state.listeners[person]?.remove(listener)
                if state.listeners[person]?.isEmpty == true { state.listeners[person] = nil }
            }
        }
    }

    var listeners: Int { state.withLock { $0.dirty.count } }
}

/// One open page or stream; stops listening when it goes.
final class TeamListener: Sendable {
    private let id: UInt64
    private let people: [PersonID]
    private let watch: TeamWatch

    fileprivate init(id: UInt64, people: [PersonID], watch: TeamWatch) {
        self.id = id
        self.people = people
        self.watch = watch
    }

    deinit { watch.drop(id, people) }

    /// Whose numbers have moved since the last time.
    func take() -> Set<PersonID> { watch.take(id) }
}

extension TeamWatch {
    /// Acts by which one sees that a person is there: all but those that the command line does in his name.
    static let signs = ActKind.allCases.filter { $0 != .passwordSet && $0 != .secondFactorSet }
}

extension TeamWatch.Account {
    /// Moves the numbers by one act. A new day begins with the first act in it.
    mutating func count(_ observed: TeamWatch.Observed, _ zone: Zone) {
        let today = observed.at.day(in: zone)
        if today > day {
            self = TeamWatch.Account(
                day: today, lastAt: lastAt, usual: usual, usualIsDesks: usualIsDesks, version: version)
        }
        if observed.kind != .passwordSet, observed.kind != .secondFactorSet {
            lastAt = max(lastAt ?? observed.at, observed.at)
        }
        // A clock that went back: the act is of a day that is over.
        guard today == day else { return }
        switch observed.kind {
        case .look:
            hours[observed.at.minuteOfDay(in: zone) / 60] += 1
            if observed.isUnexplained { unexplained += 1 }
        case .reveal: reveals += 1
        case .denial: denials += 1
        default: break
        }
    }
}
