import AmanahCore
import AmanahStore
import Synchronization

extension Amanah {
    /// What a decider should know: the person's last 30 days beside his peers', the customer, and warning signs.
    func context(
        _ request: ApprovalRequest, _ organisation: Organisation, _ view: any ReadView, at now: Moment
    ) throws -> RequestBackground {
        let since = Moment(milliseconds: now.milliseconds - 30 * 86_400_000)
        let own = try figures(of: request.person, since: since, view)
        let member = organisation.members[request.person]
        let desk = try member.map { try peers(of: $0, organisation, view, since: since, at: now) }
        let earlier = try view.requests(RequestFilter(person: request.person, since: since, limit: 200))
            .filter { $0.id != request.id && $0.madeAt <= request.madeAt }
        let ticket = try request.ticket.flatMap { try view.ticket($0) }
        let zone = member?.zone ?? organisation.charter.zone
        let here =
            ticket.map { row in
                (row.facts.byPresence || ["desk", "queue", "walk-in"].contains(row.channel))
                    && row.facts.openedAt.day(in: zone) == now.day(in: zone)
            } ?? false
        var signs: [RequestBackground.Sign] = []
        if earlier.contains(where: { ReasonText.same($0.reason, request.reason) }) { signs.append(.sameWords) }
        if earlier.contains(where: { $0.customer == request.customer && $0.state == .refused }) {
            signs.append(.refusedBefore)
        }
        if let peers = desk?.figures, own.requests >= 5, own.requests > 3 * max(1, peers.requests) {
            signs.append(.manyRequests)
        }
        if let ends = member?.agreementEnds, ends.number - now.day(in: zone).number <= 14 {
            signs.append(.agreementEnds)
        }
        if try !view.brokenGlasses(GlassFilter(person: request.person, since: since, limit: 1)).isEmpty {
            signs.append(.brokeGlass)
        }
        if request.needs.contains(where: { $0.cause == .hours }) { signs.append(.outsideHours) }
        return RequestBackground(
            own: own, peers: desk?.figures, peerCount: desk?.count ?? 0, customerHereToday: here,
            otherOpeners: try view.openers(of: request.customer, beside: request.person, since: since), signs: signs)
    }

    private func figures(of person: PersonID, since: Moment, _ view: any ReadView) throws -> RequestBackground.Figures {
        let counts = try view.actCounts(of: person, [.look, .reveal, .denial, .approvalAsked], since: since)
        return RequestBackground.Figures(
            looks: counts[.look] ?? 0, reveals: counts[.reveal] ?? 0, denials: counts[.denial] ?? 0,
            requests: counts[.approvalAsked] ?? 0)
    }

    /// The mean of the others of the same role in the same unit, thirty at most; kept for ten minutes, since a desk's month
    /// does not change between two requests.
    private func peers(
        of member: Organisation.Member, _ organisation: Organisation, _ view: any ReadView, since: Moment,
        at now: Moment
    ) throws -> (figures: RequestBackground.Figures?, count: Int) {
        let key = "\(member.record.role)/\(member.record.unit)"
        let all: [PersonID: RequestBackground.Figures]
        if let kept = peerFigures.kept(key, at: now) {
            all = kept
        } else {
            let others = organisation.members.values.filter {
                $0.record.role == member.record.role && $0.record.unit == member.record.unit
            }.map(\.record.id).sorted().prefix(31)
            var found: [PersonID: RequestBackground.Figures] = [:]
            for person in others { found[person] = try figures(of: person, since: since, view) }
            peerFigures.keep(key, found, at: now)
            all = found
        }
        let rest = all.filter { $0.key != member.record.id }.map(\.value)
        guard !rest.isEmpty else { return (nil, 0) }
        func mean(_ part: (RequestBackground.Figures) -> Int) -> Int {
            (rest.reduce(0) { $0 + part($1) } + rest.count / 2) / rest.count
        }
        return (
            RequestBackground.Figures(
                looks: mean(\.looks), reveals: mean(\.reveals), denials: mean(\.denials), requests: mean(\.requests)),
            rest.count
        )
    }
}

/// Figures of a desk, for a few minutes.
final class PeerFigures: Sendable {
    private static let lifetimeMilliseconds: Int64 = 600_000
    private let desks = Mutex<[String: (at: Moment, figures: [PersonID: RequestBackground.Figures])]>([:])

    func kept(_ key: String, at now: Moment) -> [PersonID: RequestBackground.Figures]? {
        desks.withLock { desks in
            guard let desk = desks[key], now.milliseconds - desk.at.milliseconds < Self.lifetimeMilliseconds else {
                return nil
            }
            return desk.figures
        }
    }

    func keep(_ key: String, _ figures: [PersonID: RequestBackground.Figures], at now: Moment) {
        desks.withLock { desks in
            if desks.count > 1000 { desks = [:] }
            desks[key] = (now, figures)
        }
    }
}
