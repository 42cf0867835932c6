/// The log in segments of 2,048 entries, by which the acts of a person or of a customer are found.
///
/// An index in the order of people or customers alone has no warm end: nearly each look of a batch would touch a page of its
/// own, which is written to the log of the database, copied, and read again. Here the indexes are in the order of segments
/// first, so writing touches the few pages of the newest one only, whatever the log's length; a reading asks each segment,
/// which is a step down the index for each.
///
/// Source: SQLite, *Indexes On Expressions*: a term must be written exactly as in the index.
enum LogSegments {
    private static let shift = 11

    /// The segment of a row of `acts`, as the indexes have it.
    static let ofAct = "position >> \(shift)"

    static let indexes = [
        "CREATE INDEX acts_person ON acts (\(ofAct), person_id)",
        "CREATE INDEX acts_customer ON acts (\(ofAct), customer_id) WHERE customer_id IS NOT NULL",
    ]

    /// Statements that give the first act from one position to before another to which an index does not lead.
    static let unfound = [unfound(by: "person"), unfound(by: "customer")]

    private static func unfound(by whom: String) -> String {
        """
        SELECT t.position FROM acts t NOT INDEXED
        WHERE t.position >= ?1 AND t.position < ?2 AND t.\(whom)_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM acts i INDEXED BY acts_\(whom)
            WHERE i.position >> \(shift) = t.position >> \(shift) AND i.\(whom)_id = t.\(whom)_id AND i.position = t.position)
        ORDER BY t.position LIMIT 1
        """
    }

    static func number(of position: Int64) -> Int64 { position >> shift }

    static func first(of number: Int64) -> Int64 { number << shift }

    /// The beginning of a statement that selects from `segments CROSS JOIN acts`.
    ///
    /// - Parameters: expressions for the first position of the log that counts and the one before which it ends; by default all.
    static func with(from first: String = "0", before end: String = "\(Int64.max)") -> String {
        """
        WITH RECURSIVE segments (number) AS (
            SELECT COALESCE(MIN(\(end) - 1, (SELECT MAX(position) FROM acts)), 0) >> \(shift)
            UNION ALL SELECT number - 1 FROM segments WHERE number > (\(first)) >> \(shift))
        """
    }
}
