package import AmanahCore
import AmanahStore

extension Amanah {
    /// The most acts and tickets of one day that are shown.
    private static let dayLimit = 2000

    package func day(
        _ session: Session, of person: PersonID, day: Day?, from: Origin
    ) async throws(ServiceError) -> PersonDayView {
        try await refresh(session)
        try Inputs.check(person.rawValue, field: "person")
        let own = try cleared(session)
        let organisation = organisation
        guard let member = organisation.members[person], try mayReadDays(of: person, own, organisation) else {
            throw .notFound
        }
        let day = day ?? clock.read().steady.day(in: member.zone)
        let from = Moment(startOf: day, in: member.zone)
        let before = Moment(startOf: Day(number: day.number + 1), in: member.zone)
        if person != session.person {
            var draft = draft(.dayRead, session)
            draft.personPairs = [("person", person.rawValue), ("day", day.description)]
            try await record(draft, share: session.person.rawValue)
        }
        return try reading { view in
            let first = try view.position(at: from)
            let last = try view.position(at: before)
            let words = try view.samples(of: person, from: first, before: last)
            let reviews = Dictionary(words.map { ($0.position, $0.review?.word) }, uniquingKeysWith: { a, _ in a })
            let rows = try view.acts(
                of: person, from: first, before: last, kinds: [.look, .reveal, .denial],
                limit: Amanah.dayLimit)
            let tickets = try view.tickets(of: person, from: from, before: before, limit: Amanah.dayLimit)
            var found = PersonDayView(
                person: person, name: member.record.name, unitName: member.unitName, vendorName: member.vendorName,
                role: member.record.role, zone: member.zone, day: day,
                isCut: rows.count == Amanah.dayLimit || tickets.count == Amanah.dayLimit)
            found.tickets = tickets.map { row in
                PersonDayView.Ticket(
                    id: row.facts.id, purpose: row.facts.purpose, openedAt: row.facts.openedAt,
                    closedAt: row.facts.closedAt, byPresence: row.facts.byPresence)
            }
            for row in rows {
                let words = explained(try legible(row, view: view), for: session, organisation, view)
                switch row.act.kind {
                case .look:
                    let explanation = explanation(of: row.act)
                    let review = reviews[row.index] ?? nil
                    found.looks.append(
                        PersonDayView.Look(
                            row: words, explanation: explanation, isUnexplained: explanation.isUnexplained(review),
                            review: review))
                case .reveal: found.reveals.append(words)
                default: found.denials.append(words)
                }
            }
            return found
        }
    }

    /// His own day, that of someone below in the line or whom he watches, or one in the scope of his log page.
    func mayReadDays(
        of person: PersonID, _ own: Organisation.Member, _ organisation: Organisation
    ) throws(ServiceError) -> Bool {
        if person == own.record.id { return true }
        let role = try role(of: own)
        if role.pages.contains(.team), organisation.supervision.isAbove(own.record.id, person) { return true }
        guard role.pages.contains(.log), let unit = organisation.members[person]?.record.unit else { return false }
        return role.scope == .company || own.scope.contains(unit)
    }
}
