import AmanahCore
import AmanahStore

extension Amanah {
    /// Lets time pass for requests and grants: what nobody decides climbs or ends, what is over ends. Writes only where
    /// something changes.
    /// - Returns: how many changed.
    @discardableResult
    package func advanceRequests() async throws(ServiceError) -> Int {
        let at = clock.read()
        let organisation = organisation
        let due = try reading { view in
            try view.requests(RequestFilter(states: [.waiting, .approved], limit: 5000)).filter { request in
                let seats = try seats(for: request, organisation, view, at: at.steady)
                let next = request.after(.tick(organisation.charter.approvals), at: at.steady, seat: seats.seat)
                if case .success = next { return true }
                return false
            }.map(\.id)
        }
        var changed = 0
        for id in due {
            changed += try await durably(share: "housekeeper") { [self] view in
                guard let request = try view.request(id) else { return 0 }
                let organisation = try self.organisation(in: view)
                let seats = try seats(for: request, organisation, view, at: at.steady)
                return try passed(request, organisation.charter, seats, view, at: at) == nil ? 0 : 1
            }
        }
        return changed
    }

    /// The request after the time that has passed, written with its act; `nil` where nothing changed.
    func passed(
        _ request: ApprovalRequest, _ charter: Charter, _ seats: Seats, _ view: any WriteView, at: SteadyClock.Reading
    ) throws -> ApprovalRequest? {
        guard case .success(let next) = request.after(.tick(charter.approvals), at: at.steady, seat: seats.seat) else {
            return nil
        }
        var draft = ActDraft(kind: next.state == .waiting ? .approvalClimbed : .approvalExpired, at: at.wall)
        draft.describe(next)
        let turn = seats.turn(next)
        draft.personPairs += [("of", next.person.rawValue), ("to", turn?.rawValue ?? "")]
        _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
        try view.put(request: next)
        if let turn {
            try view.put(notice: notice(.approvalWaiting, to: turn, about: next.id.rawValue, at: at.steady))
        } else if request.state == .waiting, !next.isDecoy {
            try view.put(notice: notice(.approvalEnded, to: next.person, about: next.id.rawValue, at: at.steady))
        }
        return next
    }
}
