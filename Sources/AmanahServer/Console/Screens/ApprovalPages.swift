/// One request as a sentence, what a decider should know under it, and the answers he can give.
package struct RequestCard: View {
    package let id: String
    package let sentence: String
    package let reason: String
    /// Who has agreed already, or that this is the last step.
    package let step: String?
    /// Person, looks, reveals, denials, requests: his own beside his peers'.
    package let figures: [Figure]
    package let peers: String?
    package let facts: [String]
    package let signs: [String]
    package let fields: [AskPart.Choice]
    package let minutes: [ChoicePart]
    package let looks: [ChoicePart]
    package let version: String
    package let action: String
    package let narrow: String
    package var problem: String?

    package struct Figure: View {
        package let label: String
        package let own: String
        package let peers: String
        package init(label: String, own: String, peers: String) {
            self.label = label
            self.own = own
            self.peers = peers
        }
    }

    package init(
        id: String, sentence: String, reason: String, step: String?, figures: [Figure], peers: String?, facts: [String],
        signs: [String], fields: [AskPart.Choice], minutes: [ChoicePart], looks: [ChoicePart], version: String,
        action: String, narrow: String, problem: String? = nil
    ) {
        self.id = id
        self.sentence = sentence
        self.reason = reason
        self.step = step
        self.figures = figures
        self.peers = peers
        self.facts = facts
        self.signs = signs
        self.fields = fields
        self.minutes = minutes
        self.looks = looks
        self.version = version
        self.action = action
        self.narrow = narrow
        self.problem = problem
    }
}

/// A broken glass that waits for its review.
package struct GlassCard: View {
    package let id: String
    package let sentence: String
    package let reason: String
    package let due: String
    package let action: String
    package var problem: String?
    package init(id: String, sentence: String, reason: String, due: String, action: String, problem: String? = nil) {
        self.id = id
        self.sentence = sentence
        self.reason = reason
        self.due = due
        self.action = action
        self.problem = problem
    }
}

/// *Persetujuan*: what waits for a decision, oldest first; broken glass to review; how the people below approve.
package struct ApprovalsPage: PageView {
    package struct Quality: View {
        package let name: String
        package let id: String
        package let decided: String
        package let share: String
        package let seconds: String
        package let hasty: String
        package let same: String
        package let decoys: String
        package init(
            name: String, id: String, decided: String, share: String, seconds: String, hasty: String, same: String,
            decoys: String
        ) {
            self.name = name
            self.id = id
            self.decided = decided
            self.share = share
            self.seconds = seconds
            self.hasty = hasty
            self.same = same
            self.decoys = decoys
        }
    }

    package struct Person: View {
        package let name: String
        package let id: String
        package let href: String
        package init(name: String, id: String, href: String) {
            self.name = name
            self.id = id
            self.href = href
        }
    }

    package static let template = "approvals"
    package var notice: String?
    package var requests: [RequestCard]
    package var glasses: [GlassCard]
    package var qualities: [Quality]
    package var people: [Person]
    package let count: Int
    package let hasGlasses: Bool
    package let hasQualities: Bool
    package let hasPeople: Bool

    package init(
        notice: String? = nil, requests: [RequestCard], glasses: [GlassCard], qualities: [Quality], people: [Person]
    ) {
        self.notice = notice
        self.requests = requests
        self.glasses = glasses
        self.qualities = qualities
        self.people = people
        count = requests.count
        hasGlasses = !glasses.isEmpty
        hasQualities = !qualities.isEmpty
        hasPeople = !people.isEmpty
    }

    package func title(_ words: Words) -> String { words["approvals_title"] }
}

/// One request by itself, where a message leads.
package struct ApprovalPage: PageView {
    package static let template = "approval"
    package var request: RequestCard?
    /// How it stands, where there is nothing for the reader to decide.
    package var state: String?
    package var notice: String?
    package init(request: RequestCard?, state: String? = nil, notice: String? = nil) {
        self.request = request
        self.state = state
        self.notice = notice
    }
    package func title(_ words: Words) -> String { words["approvals_title"] }
}

/// The quotas of one person, and how far a superior may set them.
package struct QuotasPage: PageView {
    package struct Row: View {
        package let kind: String
        package let label: String
        package let used: String
        package let bound: String
        package let standard: String
        package let range: String?
        package let least: String
        package let most: String
        package let action: String
        package init(
            kind: String, label: String, used: String, bound: String, standard: String, range: String?, least: String,
            most: String, action: String
        ) {
            self.kind = kind
            self.label = label
            self.used = used
            self.bound = bound
            self.standard = standard
            self.range = range
            self.least = least
            self.most = most
            self.action = action
        }
    }

    package static let template = "quotas"
    package var name: String
    package var id: String
    package var rows: [Row]
    package var notice: String?
    package var problem: String?
    package init(name: String, id: String, rows: [Row], notice: String? = nil, problem: String? = nil) {
        self.name = name
        self.id = id
        self.rows = rows
        self.notice = notice
        self.problem = problem
    }
    package func title(_ words: Words) -> String { words["quotas_title"] }
}
