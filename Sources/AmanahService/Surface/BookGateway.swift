package import AmanahCore

/// Handing out the customer base in portions, for a purpose and a period.
package protocol BookGateway: Sendable {
    /// My own portions; for roles with the page `books` also what they and those below them handed out, and whose it is.
    func books(_ session: Session, from: Origin) async throws(ServiceError) -> BooksView
    /// How many customers each would get. Nothing is handed out.
    func previewBook(_ session: Session, _ input: BookInput, from: Origin) async throws(ServiceError) -> BookPreview
    /// Deals customers out. In force only once the last of them is written, in one entry that binds every list.
    func handOut(_ session: Session, _ input: BookInput, from: Origin) async throws(ServiceError) -> BookView
    /// Gives what one person has in hand of a book to others, in equal shares, until the same day.
    func moveBook(
        _ session: Session, _ id: BookID, of person: PersonID, to people: [PersonID], said: String, from: Origin
    ) async throws(ServiceError) -> BookView
    /// Takes all that is in hand of a book back, at once (L3).
    func returnBook(_ session: Session, _ id: BookID, from: Origin) async throws(ServiceError) -> BookView
}
