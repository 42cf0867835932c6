import AmanahCore
import AmanahStore

extension Amanah {
    /// Days before the end of an agreement at which it is announced.
    static let announcedDays = [30, 7, 1]

    /// Announces ends of agreements, each mark once: an entry says of whom, when it ends, and who is told.
    ///
    /// The person, his superior and HR are sent a notice and find it on their pages. A mark that passed while nothing ran is
    /// made up for, the nearest alone. One whose later agreement is signed already is not announced.
    /// - Complexity: one batch for each announcement, none for a person about whom nothing is new.
    package func announceEnds() async throws(ServiceError) {
        let organisation = organisation
        let now = clock.read()
        let hr = organisation.charter.roles.filter { $0.pages.contains(.hiring) }.map(\.id)
        let office = organisation.people(of: hr, at: now.steady)
        for member in organisation.members.values.sorted(by: { $0.record.id < $1.record.id }) {
            guard let (last, left, mark) = ending(member, organisation, at: now.steady),
                try reading({ try !$0.isAnnounced(last.id, endsOn: last.endsOn, days: mark) })
            else { continue }
            let person = member.record.id
            let told = Set([person] + [member.record.supervisor].compactMap(\.self) + office).sorted()
            var draft = ActDraft(kind: .agreementAnnounced, at: now.wall)
            draft.unit = member.record.unit
            draft.personPairs = [
                ("person", person.rawValue), ("agreement", last.id.rawValue), ("ends", last.endsOn.description),
                ("days", String(left)), ("told", told.map(\.rawValue).joined(separator: " ")),
            ]
            let act = try seal(draft)
            try await durably(share: "housekeeper") { [self] view in
                guard try !view.isAnnounced(last.id, endsOn: last.endsOn, days: mark) else { return }
                try view.announce(last.id, endsOn: last.endsOn, days: mark, at: now.steady)
                for reader in told {
                    try view.put(
                        notice: notice(.agreementEnding, to: reader, about: person.rawValue, at: now.steady))
                }
                _ = try view.append(act)
            }
        }
    }

    /// The last agreement of one who works here, the days left of it, and the mark that it has reached.
    private func ending(
        _ member: Organisation.Member, _ organisation: Organisation, at now: Moment
    ) -> (last: AgreementRow, left: Int, mark: Int)? {
        let lacks = member.clearance.lacks(terms: organisation.charter.terms, zone: member.zone, at: now)
        guard !lacks.contains(.left), let last = member.agreements.max(by: { $0.endsOn < $1.endsOn }) else {
            return nil
        }
        let left = Int(last.endsOn.number - now.day(in: member.zone).number)
        guard left >= 0, let mark = Amanah.announcedDays.filter({ left <= $0 }).min() else { return nil }
        return (last, left, mark)
    }
}
