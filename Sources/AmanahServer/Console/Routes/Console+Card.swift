import AmanahCore
import AmanahService

extension Console {
    /// A look as a card. A field without a value in its form has none here either.
    func card(_ shown: ShownLook, _ key: LookKey, _ member: Member) -> CardPart {
        let now = gateway.now()
        let name = shown.fields.first { $0.name == FieldName("name") }?.value
        let seconds = Int((shown.closesAt.milliseconds - now.milliseconds) / 1000)
        let ticket = shown.ground.ticket
        let others = shown.fields.filter { $0.form == .hidden && $0.note == .notNeeded && $0.reveal == nil }
        let told = shown.fields.filter { field in !others.contains { $0.name == field.name } }
        return CardPart(
            look: shown.id.description, name: name ?? shown.customer.rawValue,
            purpose: member.title(shown.purposeTitle),
            ticket: ticket?.rawValue, opened: ground(shown.ground, member),
            fields: told.map { field($0, shown.id, key, member) },
            others: others.isEmpty ? nil : others.map { member.title($0.title) }.joined(separator: ", "),
            recorded: recorded(
                at: shown.at, count: shown.fields.count { $0.value != nil }, seenBy: shown.seenBy, member),
            closesIn: max(1, seconds), closesAt: closing(shown.closesAt, member),
            mark: mark(shown.id, at: shown.at, member))
    }

    private func ground(_ ground: Ground, _ member: Member) -> String? {
        switch ground {
        case .ticket: nil
        case .presence: member.words["ticket_at_desk"]
        case .book: member.words["ground_book"]
        case .approved(let id, let inner):
            [self.ground(inner, member), member.words["ground_approved"] + " \(id)"].compactMap(\.self)
                .joined(separator: ", ")
        case .breakGlass(let id): member.words["ground_break_glass"] + " \(id)"
        }
    }

    private func field(_ shown: ShownField, _ look: LookID, _ key: LookKey, _ member: Member) -> FieldPart {
        let words = member.words
        let label = member.title(shown.title)
        let why =
            switch shown.note {
            case .notNeeded: words["why_hidden"]
            case .verifyOnly: words["why_verify"]
            case .masked: words["why_masked"]
            case .empty: words["why_empty"]
            case nil: shown.value == nil ? words["why_hidden"] : nil as String?
            }
        var part = FieldPart(
            field: shown.name.rawValue, label: label, key: key.text, value: shown.form >= .masked ? shown.value : nil,
            why: why,
            verify: shown.form == .verify
                ? .init(action: "/looks/\(look)/verifications", saidLabel: words("verify_label", ["field": label]))
                : nil)
        put(shown.reveal, at: &part, look, member)
        readable(&part, shown, member)
        return part
    }

    /// What a reveal of a field takes: a reason, an approval that is there, or one that has to be asked first.
    func put(_ offer: RevealOffer?, at part: inout FieldPart, _ look: LookID, _ member: Member) {
        guard let offer else { return }
        let approval: String?
        if offer.approval == .none {
            part.reveal = .init(action: "/looks/\(look)/reveals", approved: !offer.reason)
            approval = offer.ground?.approval == nil ? nil : "why_granted"
        } else {
            part.ask = "f-" + part.field
            approval = "why_approval"
        }
        part.why = [part.why, approval.map { member.words[$0] }].compactMap(\.self).joined(separator: "; ")
        if part.why?.isEmpty == true { part.why = nil }
    }

    /// Writes an amount of rupiah as one reads it; what the field's value is goes with it.
    ///
    /// A field is an amount where the charter masks it by the range it lies in. Only plain digits are written otherwise:
    /// whatever else stands in the records is shown as it stands there.
    func readable(_ part: inout FieldPart, _ shown: ShownField, _ member: Member) {
        guard shown.form == .full, let value = part.value, let place = member.charter.fieldNumber(shown.name),
            member.charter.fields[place].mask == .band, let written = member.words.rupiah(value)
        else { return }
        part.exact = value
        part.value = written
    }

    func recorded(at moment: Moment, count: Int, seenBy: String?, _ member: Member) -> String {
        member.words(
            "card_recorded",
            [
                "time": member.words.time(moment, member.zone), "n": String(count),
                "who": seenBy ?? superior(member),
            ])
    }

    func closing(_ moment: Moment, _ member: Member) -> String {
        member.words.time(moment, member.zone) + " " + member.zone.rawValue
    }

    func mark(_ look: LookID, at moment: Moment, _ member: Member) -> MarkPart {
        MarkPart(
            person: "\(member.me.name) · \(member.me.person)",
            look: "\(member.words.dateTime(moment, member.zone)) \(member.zone.rawValue) · \(look)",
            lookID: look.description)
    }
}
