/// *Meja kerja*: the queue on the left; on the right a card, a search's result, a denial, or the day so far.
package struct DeskPage: PageView {
    /// A ticket or a customer of the book; opening it is one click.
    package struct Row: View {
        /// What the row sends: purpose, customer and ticket in one word.
        package let key: String
        package let title: String
        package let customer: String
        package let id: String
        package let opened: String
        package let note: String?
        package let until: String?
        package let current: Bool

        package init(
            key: String, title: String, customer: String, id: String = "", opened: String = "", note: String? = nil,
            until: String? = nil, current: Bool = false
        ) {
            self.key = key
            self.title = title
            self.customer = customer
            self.id = id
            self.opened = opened
            self.note = note
            self.until = until
            self.current = current
        }
    }

    package static let template = "desk"
    package var tickets: [Row]
    package var book: [Row]
    package var bookCount: Int
    package var bookMore: String?
    /// Whether the charter lets this person ask for presence codes.
    package var presence: Bool
    package var card: CardPart?
    package var found: FoundPart?
    package var denial: DenialPart?
    package var today: TodayPart?
    /// That the person's own agreement ends soon.
    package var ending: String?
    package let ticketCount: Int
    package let bookOpen: Bool
    /// Whether the right pane comes first on a phone.
    package private(set) var forward: Bool

    package init(
        tickets: [Row], book: [Row], bookCount: Int, bookMore: String? = nil, presence: Bool, card: CardPart? = nil,
        found: FoundPart? = nil, denial: DenialPart? = nil, today: TodayPart? = nil, ending: String? = nil
    ) {
        self.ending = ending
        self.tickets = tickets
        self.book = book
        self.bookCount = bookCount
        self.bookMore = bookMore
        self.presence = presence
        self.card = card
        self.found = found
        self.denial = denial
        self.today = today
        ticketCount = tickets.count
        bookOpen = tickets.isEmpty && !book.isEmpty
        forward = card != nil || found != nil || denial != nil
    }

    /// To be called after something was put in the right pane.
    package mutating func settle() { forward = card != nil || found != nil || denial != nil }

    package func title(_ words: Words) -> String { words["desk_title"] }
}

/// What is left of today's quotas, and one's own looks of today.
package struct TodayPart: FragmentView {
    package struct Quota: View {
        package let label: String
        package let left: String
        package let of: String
        /// Used, 0 to 100.
        package let percent: Int
        package let low: Bool

        package init(label: String, used: Int, limit: Int, words: Words) {
            self.label = label
            let rest = max(0, limit - used)
            left = words.number(rest)
            of = words("today_of", ["limit": words.number(limit)])
            percent = limit > 0 ? min(100, used * 100 / limit) : 100
            low = rest * 5 <= limit
        }
    }

    package struct Look: View {
        package let time: String
        package let sentence: String
        package let look: String
        package let proof: ProofPart?
        package init(time: String, sentence: String, look: String, proof: ProofPart? = nil) {
            self.time = time
            self.sentence = sentence
            self.look = look
            self.proof = proof
        }
    }

    package static let fragment = "today"
    package var quotas: [Quota]
    package var looks: [Look]
    package var seenBy: String
    package let lookCount: Int
    package let bounded: Bool

    package init(quotas: [Quota], looks: [Look], seenBy: String) {
        self.quotas = quotas
        self.looks = looks
        self.seenBy = seenBy
        lookCount = looks.count
        bounded = !quotas.isEmpty
    }
}

/// A search's answer: at most one customer, never a list to browse.
package struct FoundPart: FragmentView {
    package struct Match: View {
        package let name: String
        package let id: String
        package let choices: [DeskChoice]
        /// For opening by a typed ticket.
        package let purposes: [ChoicePart]
        package init(name: String, id: String, choices: [DeskChoice], purposes: [ChoicePart] = []) {
            self.name = name
            self.id = id
            self.choices = choices
            self.purposes = purposes
        }
    }

    package static let fragment = "found"
    package var none: String?
    package var matches: [Match]
    package var recorded: String

    package init(none: String? = nil, matches: [Match], recorded: String) {
        self.none = none
        self.matches = matches
        self.recorded = recorded
    }
}

/// A task under which a found customer can be opened.
package struct DeskChoice: View {
    package let key: String
    package let title: String
    package let note: String
    package init(key: String, title: String, note: String) {
        self.key = key
        self.title = title
        self.note = note
    }
}

/// A refusal: what, why, what now. It names no customer.
package struct DenialPart: FragmentView {
    package static let fragment = "denial"
    package var what: String
    package var why: [String]
    package var now: String?
    package var recorded: String?
    package var ask: AskPart?
    package var glass: GlassPart?

    package init(what: String, why: [String], now: String? = nil, recorded: String? = nil) {
        self.what = what
        self.why = why
        self.now = now
        self.recorded = recorded
    }
}

/// A denial as a page of its own.
package struct DeniedPage: PageView {
    package static let template = "denied"
    package var denial: DenialPart
    package init(denial: DenialPart) { self.denial = denial }
    package func title(_ words: Words) -> String { words["denied_title"] }
}
