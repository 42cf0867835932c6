/// Customers that superiors hand out: a book, a portion a person, and who is in it.
extension Schema {
    static let books = [
        """
        CREATE TABLE books (
            book_id TEXT PRIMARY KEY, giver_id TEXT NOT NULL, purpose TEXT NOT NULL, starts_on INTEGER NOT NULL,
            ends_on INTEGER NOT NULL, begun_at INTEGER NOT NULL, opened_at INTEGER, ended_at INTEGER, body BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX books_open ON books (ends_on) WHERE ended_at IS NULL",
        """
        CREATE TABLE portions (
            portion_id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, person_id TEXT NOT NULL, purpose TEXT NOT NULL,
            starts_on INTEGER NOT NULL, ends_on INTEGER NOT NULL, customers INTEGER NOT NULL, digest BLOB NOT NULL,
            is_open INTEGER NOT NULL
        )
        """,
        "CREATE INDEX portions_book ON portions (book_id)",
        "CREATE INDEX portions_person ON portions (person_id, purpose) WHERE is_open = 1",
        """
        CREATE TABLE portion_customers (
            portion_id INTEGER NOT NULL, customer_id TEXT NOT NULL, PRIMARY KEY (portion_id, customer_id)
        ) WITHOUT ROWID
        """,
    ]
}
