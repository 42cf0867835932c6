/// The log in segments of 16,384 entries, by which the acts of a customer are found.
///
/// An index in the order of customers alone has no warm end: in a log of millions each look would touch a page of its own, and
/// an entry cost half as much again. Here the index is in the order of segments first, so writing touches the pages of the
/// newest one only, whatever the log's length; a reading asks each segment, which is a step down the index for each.
///
/// Source: SQLite, *Indexes On Expressions*: a term must be written exactly as in the index.
enum LogSegments {
    /// The segment of a row of `acts`, as the index has it.
    static let ofAct = "position >> 14"

    static let index = """
        CREATE INDEX acts_customer ON acts (\(ofAct), customer_id) WHERE customer_id IS NOT NULL
        """

    /// The beginning of a statement that selects from `segments CROSS JOIN acts`.
    ///
    /// - Parameters: expressions for the first and the last position of the log that count; by default all of it.
    static func with(from first: String = "0", through last: String = "(SELECT MAX(position) FROM acts)") -> String {
        """
        WITH RECURSIVE segments (number) AS (
            SELECT COALESCE(\(last), 0) >> 14
            UNION ALL SELECT number - 1 FROM segments WHERE number > (\(first)) >> 14)
        """
    }
}
