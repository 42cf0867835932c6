/// *Penghapusan*: what waits for a second person, the holds in force, and what was decided.
package struct ErasurePage: PageView {
    package struct Waiting: View {
        package let id: String
        package let title: String
        package let sentence: String
        package let mine: Bool
        /// Where it is carried out; `nil` for who may not.
        package let confirm: String?
        package let refuse: String
        /// The words of ending it: refusing, or taking back one's own.
        package let end: String
    }

    package struct Hold: View {
        package let id: String
        package let customer: String
        package let sentence: String
        package let lift: String
    }

    package struct Decided: View {
        package let time: String
        package let title: String
        package let sentence: String
        package let by: String
        package let state: String
        package let refused: Bool
    }

    package static let template = "erasure"
    package var notice: String?
    package var problem: String?
    /// Where a second factor is set up; `nil` for who has one.
    package var enrol: String?
    package var waiting: [Waiting]
    package var holds: [Hold]
    package var decided: [Decided]

    package func title(_ words: Words) -> String { words["erasure_title"] }
}
