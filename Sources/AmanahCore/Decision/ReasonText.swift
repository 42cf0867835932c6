/// Whether words given as a reason say anything.
package enum ReasonText {
    /// The longest reason that is kept, in bytes of UTF-8.
    package static let maximumBytes = 500

    /// At least two words, ten letters or digits, and five different ones: `.` and `aaaaaaaaaa` are no reasons.
    package static func hasSubstance(_ text: String) -> Bool {
        guard text.utf8.count <= maximumBytes else { return false }
        let words = text.split(whereSeparator: \.isWhitespace).filter { $0.contains { $0.isLetter } }
        guard words.count >= 2 else { return false }
        let letters = text.lowercased().filter { $0.isLetter || $0.isNumber }
        return letters.count >= 10 && Set(letters).count >= 5
    }

    /// The same words, whatever their case, spaces and punctuation.
    package static func same(_ a: String, _ b: String) -> Bool { canonical(a) == canonical(b) }

    private static func canonical(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
