/// Asking for an approval: which fields, and why. Sent with a refusal of a look, or beside one field.
package struct AskPart: View {
    package struct Choice: View {
        package let name: String
        package let label: String
        package let checked: Bool
        package init(name: String, label: String, checked: Bool) {
            self.name = name
            self.label = label
            self.checked = checked
        }
    }

    /// Purpose, customer and ticket.
    package let key: String
    package let whom: String
    package let fields: [Choice]
    package var reason: String
    package var problem: String?
    package init(key: String, whom: String, fields: [Choice], reason: String = "", problem: String? = nil) {
        self.key = key
        self.whom = whom
        self.fields = fields
        self.reason = reason
        self.problem = problem
    }
}

/// Breaking the glass: at once, with a reason, and loud.
package struct GlassPart: View {
    package let key: String
    package let warning: String
    package init(key: String, warning: String) {
        self.key = key
        self.warning = warning
    }
}

/// *Permintaan saya*: what I asked for, and how it stands.
package struct RequestsPage: PageView {
    package struct Row: View {
        package let id: String
        package let title: String
        package let customer: String
        package let ticket: String?
        package let fields: String
        package let made: String
        package let states: [StatePart]
        package let detail: String
        /// Opens the record with the grant.
        package let open: String?
        package let withdraw: String?
        package init(
            id: String, title: String, customer: String, ticket: String?, fields: String, made: String,
            states: [StatePart],
            detail: String, open: String?, withdraw: String?
        ) {
            self.id = id
            self.title = title
            self.customer = customer
            self.ticket = ticket
            self.fields = fields
            self.made = made
            self.states = states
            self.detail = detail
            self.open = open
            self.withdraw = withdraw
        }
    }

    package static let template = "requests"
    package var notice: String?
    package var rows: [Row]
    package init(notice: String? = nil, rows: [Row]) {
        self.notice = notice
        self.rows = rows
    }
    package func title(_ words: Words) -> String { words["requests_title"] }
}
