/// *Tinjauan*: what was drawn of the last weeks, for a superior's word.
package struct ReviewsPage: PageView {
    package struct Sample: View {
        package let id: String
        package let sentence: String
        package let said: String?
        package let facts: [String]
        package let states: [StatePart]
        package let day: String
        /// Where the word is sent; `nil` where none is due from the reader.
        package let action: String?
        package let review: String?
        package let reviewSaid: String?
        package let words: String
        package let problem: String?
    }

    package struct Week: View {
        package let week: String
        package let people: String
        package let looks: String
        package let decisions: String
        package let done: String
        /// Of 120.
        package let bar: Int
        package let overdue: String
        package let isLate: Bool
        package let notInOrder: String
        package let isOdd: Bool
    }

    package static let template = "reviews"
    package var notice: String?
    package var draws: Bool
    package var waiting: [Sample]
    package var raised: [Sample]
    package var weeks: [Week]

    package func title(_ words: Words) -> String { words["reviews_title"] }
}
