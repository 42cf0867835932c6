import AmanahCore
import AmanahStore

/// Places that another system asks for. It is no person: two people of the company still decide (L4).
extension Amanah {
    /// Whether another system's word alone moves someone: as long as he is a candidate on whom nobody has taken a step.
    func movesAtOnce(_ subject: Organisation.Member) -> Bool { subject.course.isUntouched }

    /// Holds a change of place until two people have confirmed it. What is held already is not held again.
    func hold(
        _ place: Place, of subject: Organisation.Member, said: String, _ session: Session, _ view: any WriteView,
        at: Moment
    ) throws {
        let change = LineChange(
            person: subject.record.id, from: subject.record.place, to: place, proposedBy: session.person)
        let open = try view.openLineChanges().map(\.change)
        guard !open.contains(where: { $0.person == change.person && $0.from == change.from && $0.to == change.to })
        else { return }
        _ = try view.append(lineChange: LineChangeRow(change: change, proposedAt: at, said: said))
        var act = draft(.lineProposed, session)
        act.personPairs = Amanah.pairs(change)
        _ = try view.append(try act.sealed(keys: store.keys, customerKey: nil))
    }
}
