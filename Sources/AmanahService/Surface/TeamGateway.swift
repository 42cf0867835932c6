package import AmanahCore

/// The superior's eye. Each call is an entry before it answers (L9).
package protocol TeamGateway: Sendable {
    /// Direct reports and their reports, and whom the charter gives to watch; for roles with the page `team`.
    func team(_ session: Session, from: Origin) async throws(ServiceError) -> TeamView
    /// The changes of the team from now on; opening it is the entry.
    ///
    /// - Parameter after: ``TeamView/version`` of what is on the screen; what has changed since comes first.
    func teamEvents(_ session: Session, after: String?, from: Origin) async throws(ServiceError) -> TeamFeed
    /// One person's day, for himself, for whoever stands above him, and for roles with the log page in their scope.
    ///
    /// - Parameter day: `nil` is today, in the person's zone.
    func day(_ session: Session, of person: PersonID, day: Day?, from: Origin) async throws(ServiceError)
        -> PersonDayView
}
