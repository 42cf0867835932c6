/// Proposing a changed charter: its text, why, and from when.
struct CharterProposePage: PageView {
    /// A mistake in the text and its place.
    struct Mistake: View {
        let place: String
        let text: String
    }

    static let template = "charter-propose"
    var problem: String?
    var mistakes: [Mistake] = []
    var text: String
    var terms: String
    var reason: String
    var effective: String
    /// The zone that the time is read in.
    var zone: String

    func title(_ words: Words) -> String { words["propose_title"] }
}

/// One proposal: what every role gains and loses, the last 30 days decided again, and what can be done with it.
struct CharterProposalPage: PageView {
    struct Row: View {
        let role: String
        let purpose: String
        let looks: String
        let denials: String
        let refused: String
        let allowed: String
        let more: String
        let less: String
        let aside: String
    }

    static let template = "charter-proposal"
    var notice: String?
    var problem: String?
    var heading: String
    var state: String
    var proposed: String
    var reason: String
    var effect: String
    var hash: String
    var fullHash: String
    var changes: [CharterPage.Change]
    /// The replay in sentences.
    var replay: [String]
    var why: [String]
    var rows: [Row]
    var text: String
    var terms: String?
    /// Where it is confirmed; `nil` for who may not.
    var confirm: String?
    /// Why the one who reads cannot confirm it.
    var obstacle: String?
    var withdraw: String?
    /// Whether there is anything that the one who reads can do with it.
    var decidable: Bool

    func title(_ words: Words) -> String { heading }
}
