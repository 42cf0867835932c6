/// *Piagam*: what each role can ever see, the versions, and what changed between two of them.
package struct CharterPage: PageView {
    package struct Cell: View {
        package let label: String
        /// `full`, `masked` or `verify`.
        package let form: String
        package let word: String
        package init(label: String, form: String, word: String) {
            self.label = label
            self.form = form
            self.word = word
        }
    }

    package struct Purpose: View {
        package let title: String
        package let needs: String
        package let cells: [Cell]
        package init(title: String, needs: String, cells: [Cell]) {
            self.title = title
            self.needs = needs
            self.cells = cells
        }
    }

    package struct Role: View {
        package let title: String
        package let note: String
        package let open: Bool
        package let purposes: [Purpose]
        package init(title: String, note: String, open: Bool, purposes: [Purpose]) {
            self.title = title
            self.note = note
            self.open = open
            self.purposes = purposes
        }
    }

    package struct Version: View {
        package let number: String
        package let from: String
        package let by: String
        package let hash: String
        package let href: String?
        package let current: Bool
        package init(number: String, from: String, by: String, hash: String, href: String?, current: Bool) {
            self.number = number
            self.from = from
            self.by = by
            self.hash = hash
            self.href = href
            self.current = current
        }
    }

    package struct Change: View {
        /// A line that came or went, or what someone may more or less than before.
        package enum Kind: String, Sendable { case added, removed, gains, loses, changes }
        package let text: String
        package let tone: String
        package let sign: String
        /// Who may more or less; `nil` for a line.
        package let who: String?

        package init(_ kind: Kind, text: String, who: String? = nil) {
            self.text = text
            self.who = who
            tone = kind.rawValue
            sign =
                switch kind {
                case .added: "+"
                case .removed: "−"
                case .gains: "▲"
                case .loses: "▼"
                case .changes: "◆"
                }
        }
    }

    /// Something that the charter says and probably should not.
    package struct Warning: View {
        package let path: String
        package let text: String
        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    package struct Comparison: View {
        package let title: String
        package let changes: [Change]
        package init(title: String, changes: [Change]) {
            self.title = title
            self.changes = changes
        }
    }

    /// A changed charter on its way.
    package struct Proposal: View {
        package let href: String
        package let number: String
        package let time: String
        package let by: String
        package let reason: String
        package let state: String
        /// It needs the one who reads.
        package let mine: Bool
        package init(
            href: String, number: String, time: String, by: String, reason: String, state: String, mine: Bool
        ) {
            self.href = href
            self.number = number
            self.time = time
            self.by = by
            self.reason = reason
            self.state = state
            self.mine = mine
        }
    }

    package static let template = "charter"
    package var name: String
    package var version: String
    package var hash: String
    package var since: String
    package var roles: [Role]
    package var warnings: [Warning]
    package var versions: [Version]
    package var comparison: Comparison?
    package var proposals: [Proposal]

    package init(
        name: String, version: String, hash: String, since: String, roles: [Role], warnings: [Warning],
        versions: [Version], comparison: Comparison? = nil, proposals: [Proposal] = []
    ) {
        self.name = name
        self.version = version
        self.hash = hash
        self.since = since
        self.roles = roles
        self.warnings = warnings
        self.versions = versions
        self.comparison = comparison
        self.proposals = proposals
    }

    package func title(_ words: Words) -> String { words["charter_title"] }
}
