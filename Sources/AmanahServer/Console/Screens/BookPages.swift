/// *Buku*: portions of the customer base, handed out, moved and taken back.
package struct BooksPage: PageView {
    package struct Portion: View {
        package let name: String
        package let id: String
        package let customers: String
        package let progress: String
        /// Of 120.
        package let bar: Int
        package let isOpen: Bool
    }

    package struct Book: View {
        package let id: String
        package let title: String
        package let detail: String
        package let said: String
        package let states: [StatePart]
        package let portions: [Portion]
        package let move: Move?
        package let giveBack: String?
    }

    /// Whose portion goes to whom.
    package struct Move: View {
        package let action: String
        package let from: [ChoicePart]
        package let people: [Person]
    }

    /// One who may be handed something: a box to tick.
    package struct Person: View {
        package let id: String
        package let label: String
        package let checked: Bool
    }

    package struct Share: View {
        package let name: String
        package let id: String
        package let customers: String
    }

    package struct Preview: View {
        package let sentence: String
        package let shares: [Share]
    }

    /// What is handed out, as it was filled in.
    package struct Form: View {
        package let purposes: [ChoicePart]
        package let starts: String
        package let ends: String
        package let first: String
        package let period: String
        package let people: [Person]
        package let units: [ChoicePart]
        package let segments: [ChoicePart]
        package let segmentValue: String
        package let limit: String
        package let divisions: [ChoicePart]
        package let list: String
        package let reason: String
        package let open: Bool
        package let preview: Preview?
    }

    package static let template = "books"
    package var notice: String?
    package var problem: String?
    package var form: Form?
    package var nobody: Bool
    package var books: [Book]

    package func title(_ words: Words) -> String { words["books_title"] }
}
