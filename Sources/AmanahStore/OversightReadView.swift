package import AmanahCore

/// What a superior reads of other people's work.
package protocol OversightReadView {
    /// The first position whose act was not written before a moment; the log's size where there is none.
    ///
    /// Positions grow with time but for a clock that went back, whose acts may lie on the other side.
    /// - Complexity: O(log n) rows.
    func position(at: Moment) throws -> Int64
    /// A person's acts from one position to before another, oldest first.
    func acts(of person: PersonID, from: Int64, before: Int64, kinds: [ActKind], limit: Int) throws -> [ActRow]
    /// How many looks a person had in each hour since 1970, from one position to before another.
    func lookHours(of person: PersonID, from: Int64, before: Int64) throws -> [(hour: Int64, looks: Int)]
    /// A person's tickets that were open at some time between two moments, oldest first.
    func tickets(of person: PersonID, from: Moment, before: Moment, limit: Int) throws -> [TicketRow]
}
