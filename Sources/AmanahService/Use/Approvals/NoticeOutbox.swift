package import AmanahCore
import AmanahStore

/// One notice on its way to a person.
package struct Notice: Sendable, Equatable {
    package var id: String
    package var person: PersonID
    package var kind: NoticeKind
    /// A request, a broken glass or a look: its number; or a person of the staff.
    package var about: String
    package var madeAt: Moment
    package var tries: Int
    package init(id: String, person: PersonID, kind: NoticeKind, about: String, madeAt: Moment, tries: Int) {
        self.id = id
        self.person = person
        self.kind = kind
        self.about = about
        self.madeAt = madeAt
        self.tries = tries
    }
}

/// Notices that wait to be carried to people; kept in the database, so that a restart loses none.
package protocol NoticeOutbox: Sendable {
    /// Those that are due, oldest first.
    func dueNotices(limit: Int) throws(ServiceError) -> [Notice]
    /// A notice was handed over or given up (`outcome` says which), or is tried again at a time.
    func settle(_ notice: Notice, outcome: String?, again: Moment?) async throws(ServiceError)
    func now() -> Moment
}

extension Amanah: NoticeOutbox {
    package func dueNotices(limit: Int) throws(ServiceError) -> [Notice] {
        let now = clock.read().steady
        return try reading { view in
            try view.notices(dueAt: now, limit: limit).map { row in
                Notice(
                    id: row.id, person: row.person, kind: row.kind, about: row.about, madeAt: row.madeAt,
                    tries: row.tries)
            }
        }
    }

    package func settle(_ notice: Notice, outcome: String?, again: Moment?) async throws(ServiceError) {
        let row = NoticeRow(
            id: notice.id, person: notice.person, kind: notice.kind, about: notice.about, madeAt: notice.madeAt,
            tries: notice.tries + 1, nextAt: again, outcome: outcome)
        try await durably(share: "notices") { view in try view.put(notice: row) }
    }
}
