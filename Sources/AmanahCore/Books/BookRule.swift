// Kept in sealed rows as they are spelt.
extension BookID: Codable {}
extension UnitID: Codable {}

/// Which customers a book is made of.
package enum BookRule: Sendable, Equatable, Codable {
    /// These, as far as they are the giver's to hand out.
    case list([CustomerID])
    case choice(Choice)
    /// What somebody else had in hand.
    case moved(from: BookID, of: PersonID)

    /// Customers of units, narrowed.
    package struct Choice: Sendable, Equatable, Codable {
        /// Units and what is below them; none is all of the giver's scope.
        package var units: [UnitID]
        package var segment: Segment?
        /// Only so many, drawn by lot.
        package var limit: Int?
        package init(units: [UnitID] = [], segment: Segment? = nil, limit: Int? = nil) {
            self.units = units
            self.segment = segment
            self.limit = limit
        }
    }

    /// A field that the charter lets books be made by, and the value it has.
    package struct Segment: Sendable, Equatable, Codable {
        package var field: FieldName
        package var value: String
        package init(field: FieldName, value: String) {
            self.field = field
            self.value = value
        }

        /// Case and the spaces around do not tell two segments apart.
        package func fits(_ other: String?) -> Bool {
            guard let other else { return false }
            return Segment.plain(other) == Segment.plain(value)
        }

        private static func plain(_ text: String) -> String {
            text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    /// Fewer than these are not handed out by a segment: a count of one or two would tell what a field says of somebody (L5).
    package static let fewestOfSegment = 5
}
