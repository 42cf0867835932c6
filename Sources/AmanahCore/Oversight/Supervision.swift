/// Who sees whose work: superiors along the line, and the watchers that the charter names for a role (L9).
///
/// A line that runs in a ring, or to someone who is not there, ends where it would begin again or stops; nobody is his own
/// superior or watcher.
package struct Supervision: Sendable {
    package struct Person: Sendable, Equatable {
        package var id: PersonID
        package var role: RoleID
        package var supervisor: PersonID?
        package init(id: PersonID, role: RoleID, supervisor: PersonID?) {
            self.id = id
            self.role = role
            self.supervisor = supervisor
        }
    }

    /// Someone whose work a superior sees.
    package struct Report: Sendable, Equatable {
        package enum Tie: Int, Sendable, CaseIterable, Comparable {
            /// His superior in the line.
            case direct = 1
            /// His superior's superior.
            case second = 2
            /// His role names a role of the watcher.
            case watched = 3
            package static func < (a: Tie, b: Tie) -> Bool { a.rawValue < b.rawValue }
        }

        package var person: PersonID
        package var tie: Tie
        package init(person: PersonID, tie: Tie) {
            self.person = person
            self.tie = tie
        }
    }

    private let people: [PersonID: Person]
    private let below: [PersonID: [PersonID]]
    private let holders: [RoleID: [PersonID]]
    private let watchers: [RoleID: [RoleID]]
    /// Roles that a role watches.
    private let watched: [RoleID: [RoleID]]

    /// - Complexity: O(people + roles).
    package init(_ people: [Person], charter: Charter) {
        var byID: [PersonID: Person] = [:]
        var below: [PersonID: [PersonID]] = [:]
        var holders: [RoleID: [PersonID]] = [:]
        byID.reserveCapacity(people.count)
        for person in people {
            byID[person.id] = person
            holders[person.role, default: []].append(person.id)
            if let superior = person.supervisor, superior != person.id {
                below[superior, default: []].append(person.id)
            }
        }
        var watched: [RoleID: [RoleID]] = [:]
        for role in charter.roles {
            for watcher in role.watchedBy { watched[watcher, default: []].append(role.id) }
        }
        self.people = byID
        self.below = below
        self.holders = holders
        self.watched = watched
        watchers = Dictionary(charter.roles.map { ($0.id, $0.watchedBy) }) { first, _ in first }
    }

    /// Direct reports, their reports, and whom the charter gives to watch; nothing beyond. Each person once, by the nearest
    /// tie, ordered by tie and id.
    package func team(of superior: PersonID) -> [Report] {
        guard let own = people[superior] else { return [] }
        var ties: [PersonID: Report.Tie] = [:]
        func add(_ person: PersonID, _ tie: Report.Tie) {
            guard person != superior, people[person] != nil else { return }
            ties[person] = min(tie, ties[person] ?? tie)
        }
        for direct in below[superior] ?? [] {
            add(direct, .direct)
            for second in below[direct] ?? [] { add(second, .second) }
        }
        for role in watched[own.role] ?? [] {
            for person in holders[role] ?? [] { add(person, .watched) }
        }
        return ties.map { Report(person: $0.key, tie: $0.value) }.sorted { ($0.tie, $0.person) < ($1.tie, $1.person) }
    }

    /// Whether `superior` stands anywhere above `person` in the line, or watches him.
    package func isAbove(_ superior: PersonID, _ person: PersonID) -> Bool {
        superior != person && (line(above: person).contains(superior) || watchers(of: person).contains(superior))
    }

    /// The superiors of a person, nearest first. Ends at a ring.
    package func line(above person: PersonID) -> [PersonID] {
        var line: [PersonID] = []
        var seen: Set<PersonID> = [person]
        var at = people[person]?.supervisor
        while let next = at, people[next] != nil, seen.insert(next).inserted {
            line.append(next)
            at = people[next]?.supervisor
        }
        return line
    }

    /// Whom the charter names to watch a person, by id.
    package func watchers(of person: PersonID) -> [PersonID] {
        guard let own = people[person] else { return [] }
        return (watchers[own.role] ?? []).flatMap { holders[$0] ?? [] }.filter { $0 != person }.sorted()
    }

    /// Everyone who answers for a person's work: the direct superior, and the watchers of his role.
    package func overseers(of person: PersonID) -> [PersonID] {
        let direct = people[person]?.supervisor.flatMap { $0 != person ? people[$0]?.id : nil }
        return ([direct].compactMap(\.self) + watchers(of: person)).reduce(into: []) { found, next in
            if !found.contains(next) { found.append(next) }
        }
    }
}
