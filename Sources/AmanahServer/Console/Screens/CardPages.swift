/// One customer, as this look shows him.
package struct CardPart: FragmentView {
    package static let fragment = "card"
    package var look: String
    /// The name in the form the decision gives, or the customer's id.
    package var name: String
    package var purpose: String
    package var ticket: String?
    package var opened: String?
    package var fields: [FieldPart]
    /// Names of the fields that the task does not need, in one line.
    package var others: String?
    package var notice: String?
    /// Who recorded what when, and who can see it.
    package var recorded: String
    /// Seconds until the card closes by itself.
    package var closesIn: Int
    package var closesAt: String
    package var mark: MarkPart?
    /// That the glass was broken, and what follows; the card then stands in a red frame.
    package var glass: String?

    package init(
        look: String, name: String, purpose: String, ticket: String? = nil, opened: String? = nil, fields: [FieldPart],
        others: String? = nil,
        notice: String? = nil, recorded: String, closesIn: Int, closesAt: String, mark: MarkPart?
    ) {
        self.look = look
        self.name = name
        self.purpose = purpose
        self.ticket = ticket
        self.opened = opened
        self.fields = fields
        self.others = others
        self.notice = notice
        self.recorded = recorded
        self.closesIn = closesIn
        self.closesAt = closesAt
        self.mark = mark
    }
}

/// The card as a page of its own, also for one field after a reveal or a verification without JavaScript.
package struct CustomerPage: PageView {
    package static let template = "customer"
    package var card: CardPart?
    package var denial: DenialPart?

    package init(card: CardPart? = nil, denial: DenialPart? = nil) {
        self.card = card
        self.denial = denial
    }

    package func title(_ words: Words) -> String { words["customer_title"] }
}

/// One field. What is hidden or only compared has no value here at all, so no template can show it.
package struct FieldPart: FragmentView {
    /// Asks for a stronger form.
    package struct Reveal: View {
        package let action: String
        /// An approval gave the reason already.
        package let approved: Bool
        package init(action: String, approved: Bool = false) {
            self.action = action
            self.approved = approved
        }
    }

    /// Compares what the customer said.
    package struct Verify: View {
        package let action: String
        package let saidLabel: String
        package init(action: String, saidLabel: String) {
            self.action = action
            self.saidLabel = saidLabel
        }
    }

    package struct Outcome: View {
        package let match: Bool
        package let text: String
        package init(match: Bool, text: String) {
            self.match = match
            self.text = text
        }
    }

    package static let fragment = "field"
    package var field: String
    package var label: String
    /// Purpose, customer and ticket, for the row's forms.
    package var key: String
    package var value: String?
    /// The value as the log has it, where it is written otherwise for the eye: `381000` for *Rp 381.000*.
    package var exact: String?
    package var why: String?
    /// Seconds until a revealed value is covered again.
    package var revealed: Int?
    package var reveal: Reveal?
    /// Asks the superior for this field.
    package var ask: String?
    package var verify: Verify?
    package var outcome: Outcome?
    /// Why the last try at this field was refused.
    package var problem: String?

    package init(
        field: String, label: String, key: String = "", value: String? = nil, why: String? = nil, revealed: Int? = nil,
        reveal: Reveal? = nil,
        verify: Verify? = nil, outcome: Outcome? = nil, problem: String? = nil
    ) {
        self.field = field
        self.label = label
        self.key = key
        self.value = value
        self.why = why
        self.revealed = revealed
        self.reveal = reveal
        self.verify = verify
        self.outcome = outcome
        self.problem = problem
    }
}

/// The mark across a card: two lines, repeated at an angle, so close that any three fields hold both.
package struct MarkPart: View {
    /// Of the SVG pattern; unique in a page.
    package let id: String
    package let first: String
    package let second: String
    /// Width of one repetition and the second line's shift, in CSS pixels.
    package let width: Int
    package let shift: Int
    /// Where the part of the second line goes that the first repetition cuts off.
    package let again: Int

    /// - Parameters:
    ///   - person: name and id of who looks.
    ///   - look: number and time of the look.
    package init(person: String, look: String, lookID: String) {
        id = "mark-" + lookID.filter { $0.isLetter || $0.isNumber }
        first = person
        second = look
        let longest = max(person.count, look.count)
        width = longest * 8 + 36
        shift = width / 3
        again = shift - width
    }
}

/// Why one field was refused, put at that field while the rest of the card stays.
package struct ProblemPart: FragmentView {
    package static let fragment = "field-problem"
    package var field: String
    package var problem: String?
    package init(field: String, problem: String?) {
        self.field = field
        self.problem = problem
    }
}
