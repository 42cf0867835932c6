/// How the log names something that was asked for and that nothing bears: an id that no customer and no ticket has, a
/// purpose that the charter does not know. What was typed may be a NIK, so it is not kept.
///
/// The mark is made of a keyed tag of what was typed: the same text has the same mark, so that whoever tries one number
/// again and again is seen to, and from the mark nothing can be read. Its letters are `a` to `p`, so that no number that
/// somebody types is one.
package enum UnknownMark {
    package static let prefix = "unknown."
    private static let length = 16

    /// - Parameter tag: a keyed tag, of which the first eight bytes count.
    package static func text(_ tag: [UInt8]) -> String {
        let letters = tag.prefix(length / 2).flatMap { [$0 >> 4, $0 & 15] }.map { Character(Unicode.Scalar(0x61 + $0)) }
        return prefix + String(letters)
    }

    /// Whether a text is a mark.
    package static func isMark(_ text: String) -> Bool {
        guard text.hasPrefix(prefix) else { return false }
        let letters = text.utf8.dropFirst(prefix.utf8.count)
        return letters.count == length && letters.allSatisfy { (0x61...0x70).contains($0) }
    }
}

extension Identifier {
    /// Stands in the log for what nothing bears.
    package var isUnknownMark: Bool { UnknownMark.isMark(rawValue) }
}
