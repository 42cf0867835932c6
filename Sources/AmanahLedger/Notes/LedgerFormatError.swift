/// A text or bytes that are not what they should be, and where they cease to be it.
package struct LedgerFormatError: Error, Equatable, Sendable {
    package enum Format: String, Sendable {
        case key
        case note
        case checkpoint
        case receipt
        case witnessRequest = "witness request"
        case tilePath = "tile path"
        case bundle
        case announcement
        case opened = "opened entry"
    }

    package var format: Format
    /// The line from 1, or for a bundle the byte from 0.
    package var place: Int
    package var what: String

    package init(_ format: Format, at place: Int, _ what: String) {
        self.format = format
        self.place = place
        self.what = what
    }
}

extension LedgerFormatError: CustomStringConvertible {
    package var description: String {
        "not a \(format.rawValue): \(what) at \(format == .bundle ? "byte" : "line") \(place)"
    }
}
