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
        let waits = shown.fields.contains { $0.reveal.map { $0.approval != .none } ?? false }
        let granted =
            waits
            ? (try? gateway.granted(
                member.session, customer: key.customer, purpose: key.purpose, ticket: key.ticket)) ?? [] : []
        return CardPart(
            look: shown.id.description, name: name ?? shown.customer.rawValue,
            purpose: member.title(shown.purposeTitle),
            ticket: ticket?.rawValue, opened: ground(shown.ground, member),
            fields: told.map { field($0, shown.id, key, granted.contains($0.name), member) },
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
        case .approved(_, let inner):
            [self.ground(inner, member), member.words["ground_approved"]].compactMap(\.self).joined(separator: ", ")
        case .breakGlass: member.words["ground_break_glass"]
        }
    }

    private func field(
        _ shown: ShownField, _ look: LookID, _ key: LookKey, _ granted: Bool, _ member: Member
    ) -> FieldPart {
        let words = member.words
        let label = member.title(shown.title)
        var why =
            switch shown.note {
            case .notNeeded: words["why_hidden"]
            case .verifyOnly: words["why_verify"]
            case .masked: words["why_masked"]
            case .empty: words["why_empty"]
            case nil: shown.value == nil ? words["why_hidden"] : nil as String?
            }
        let waits = shown.reveal.map { $0.approval != .none } ?? false
        if waits {
            why = [why, words[granted ? "why_granted" : "why_approval"]].compactMap(\.self).joined(separator: "; ")
        }
        var part = FieldPart(
            field: shown.name.rawValue, label: label, key: key.text, value: shown.form >= .masked ? shown.value : nil,
            why: why,
            reveal: shown.reveal != nil && (!waits || granted)
                ? .init(action: "/looks/\(look)/reveals", approved: waits) : nil,
            verify: shown.form == .verify
                ? .init(action: "/looks/\(look)/verifications", saidLabel: words("verify_label", ["field": label]))
                : nil)
        part.ask = waits && !granted ? "f-" + shown.name.rawValue : nil
        return part
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
