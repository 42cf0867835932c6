import AmanahCore
import AmanahStore

extension Amanah {
    /// Runs a job of the next durable batch for a session that still runs there.
    ///
    /// A session may have been ended since its request was authenticated, in this process or another (L3): what the batch
    /// sees counts, and an ended one gets not one more answer.
    func durably<T: Sendable>(
        for session: Session, _ body: @escaping @Sendable (any WriteView) throws -> T
    ) async throws(ServiceError) -> T {
        try await durably(share: session.person.rawValue) { [self] view in
            guard try stillRuns(session.id, isService: session.isService, in: view) else {
                throw ServiceError.unauthenticated(.expired)
            }
            return try body(view)
        }
    }

    /// The book in memory is as the last batch left it, so the row is read only where something has changed since; a
    /// service's always, since its sessions are taken up at their first request.
    func stillRuns(_ id: String, isService: Bool, in view: any WriteView) throws -> Bool {
        guard isService || view.controlChanged else { return sessions.holds(id) }
        guard let row = try view.session(id) else { return false }
        return row.endedAt.map { clock.read().steady < $0 } ?? true
    }
}
