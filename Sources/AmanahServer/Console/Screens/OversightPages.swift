/// *Jejak*: a page of the log, newest first.
package struct TrailPage: PageView {
    package struct Entry: View {
        package let time: String
        package let who: String
        package let whoHref: String?
        package let place: String
        package let sentence: String
        package let ground: GroundPart?
        package let detail: String?
        package let kind: String
        package let kindText: String
        package let refused: Bool
        /// The number of the look that the act is or belongs to, as on the card.
        package let look: String?
        package let index: String
        package let proof: ProofPart?

        package init(
            time: String, who: String, whoHref: String? = nil, place: String, sentence: String,
            ground: GroundPart? = nil, detail: String? = nil, kind: String, kindText: String, refused: Bool,
            look: String? = nil, index: String, proof: ProofPart? = nil
        ) {
            self.ground = ground
            self.look = look
            self.time = time
            self.who = who
            self.whoHref = whoHref
            self.place = place
            self.sentence = sentence
            self.detail = detail
            self.kind = kind
            self.kindText = kindText
            self.refused = refused
            self.index = index
            self.proof = proof
        }
    }

    package static let template = "log"
    package var filter: String
    package var zone: String
    package var entries: [Entry]
    package var newest: String?
    package var older: String?
    package var problem: String?

    package init(
        filter: String, zone: String, entries: [Entry], newest: String? = nil, older: String? = nil,
        problem: String? = nil
    ) {
        self.filter = filter
        self.zone = zone
        self.entries = entries
        self.newest = newest
        self.older = older
        self.problem = problem
    }

    package func title(_ words: Words) -> String { words["log_title"] }
}

/// The approval or the broken glass that an act rests on, by its number.
package struct GroundPart: View {
    package let text: String
    package let id: String
    /// The request's page.
    package let href: String?
    package init(text: String, id: String, href: String? = nil) {
        self.text = text
        self.id = id
        self.href = href
    }
}

/// How something stands, in words and a shape; colour comes third.
package struct StatePart: View {
    package enum Tone: String, Sendable { case good, due, bad }
    package let text: String
    package let tone: String
    package let shape: String

    package init(_ tone: Tone, _ text: String) {
        self.text = text
        self.tone = tone.rawValue
        shape =
            switch tone {
            case .good: "m3 8.5 3.2 3.2L13 4.8"
            case .due: "M8 3v6m0 2.5v1.5"
            case .bad: "m4 4 8 8m0-8-8 8"
            }
    }
}

/// *Orang*.
package struct PeoplePage: PageView {
    package struct Row: View {
        package let id: String
        package let name: String
        package let href: String
        package let role: String
        package let unit: String
        package let employer: String
        package let states: [StatePart]

        package init(
            id: String, name: String, href: String, role: String, unit: String, employer: String, states: [StatePart]
        ) {
            self.id = id
            self.name = name
            self.href = href
            self.role = role
            self.unit = unit
            self.employer = employer
            self.states = states
        }
    }

    package static let template = "people"
    package var filter: String
    package var summary: String
    package var people: [Row]
    package var older: String?

    package init(filter: String, summary: String, people: [Row], older: String? = nil) {
        self.filter = filter
        self.summary = summary
        self.people = people
        self.older = older
    }

    package func title(_ words: Words) -> String { words["people_title"] }
}

/// One person: clearance by its parts, and the line above.
package struct PersonPage: PageView {
    package struct Part: View {
        package let label: String
        package let states: [StatePart]
        package let detail: String?
        package init(label: String, states: [StatePart], detail: String? = nil) {
            self.label = label
            self.states = states
            self.detail = detail
        }
    }

    package struct Superior: View {
        package let href: String
        package let name: String
        package let role: String
        package init(href: String, name: String, role: String) {
            self.href = href
            self.name = name
            self.role = role
        }
    }

    package static let template = "person"
    package var id: String
    package var name: String
    package var role: String
    package var unit: String
    package var employer: String
    package var clearance: [Part]
    package var line: [Superior]
    package var logHref: String?
    package var course: CoursePart?
    package var problem: String?
    package var notice: String?

    package init(
        id: String, name: String, role: String, unit: String, employer: String, clearance: [Part], line: [Superior],
        logHref: String? = nil, course: CoursePart? = nil, problem: String? = nil, notice: String? = nil
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.unit = unit
        self.employer = employer
        self.clearance = clearance
        self.line = line
        self.logHref = logHref
        self.course = course
        self.problem = problem
        self.notice = notice
    }

    package func title(_ words: Words) -> String { words["col_person"] + " " + id }
}

/// *Perangkat*: browsers that wait for admission, and those admitted.
package struct WorkstationsPage: PageView {
    package struct Waiting: View {
        package let code: String
        package let sentence: String
        package let action: String
        package init(code: String, sentence: String, action: String) {
            self.code = code
            self.sentence = sentence
            self.action = action
        }
    }

    package struct Admitted: View {
        package let code: String
        package let name: String
        package let unit: String
        package let by: String
        package let withdrawn: Bool
        package let action: String
        /// To whom it is lent and until when.
        package let lent: String?
        package let lend: String?
        package let giveBack: String?
        package init(
            code: String, name: String, unit: String, by: String, withdrawn: Bool, action: String, lent: String? = nil,
            lend: String? = nil, giveBack: String? = nil
        ) {
            self.lent = lent
            self.lend = lend
            self.giveBack = giveBack
            self.code = code
            self.name = name
            self.unit = unit
            self.by = by
            self.withdrawn = withdrawn
            self.action = action
        }
    }

    package static let template = "workstations"
    package var notice: String?
    package var waiting: [Waiting]
    package var admitted: [Admitted]

    package init(notice: String? = nil, waiting: [Waiting], admitted: [Admitted]) {
        self.notice = notice
        self.waiting = waiting
        self.admitted = admitted
    }

    package func title(_ words: Words) -> String { words["stations_title"] }
}

/// The browser in front of a person: registering it, and how it stands.
package struct ThisWorkstationPage: PageView {
    package static let template = "this-workstation"
    package var state: String?
    package var registers: Bool
    package init(state: String?, registers: Bool) {
        self.state = state
        self.registers = registers
    }
    package func title(_ words: Words) -> String { words["station_title"] }
}
