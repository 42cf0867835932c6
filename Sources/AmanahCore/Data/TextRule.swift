/// A character that has no place in a person's datum, because it deceives the eye or the program that reads it next.
///
/// Formulas (`=cmd…`) are data: they stay as they are and are made harmless where a sheet is written, see
/// ``TextRule/sheetCell(_:)``. Attack G4.
package enum ForbiddenCharacter: Hashable, Sendable, CustomStringConvertible {
    case nul
    /// C0, DEL or C1, less tab and line breaks where those are allowed.
    case control
    /// Turns the direction of what follows: U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F, U+061C.
    case direction
    /// Not for interchange: U+FFFE, U+FFFF and their like, and line or paragraph separators U+2028, U+2029.
    case noncharacter

    package var description: String {
        switch self {
        case .nul: "a NUL byte"
        case .control: "a control character"
        case .direction: "a character that turns the writing direction"
        case .noncharacter: "a code point that is no character"
        }
    }
}

/// What text may hold.
package enum TextRule {
    /// The first forbidden character of a text, `nil` when it is clean.
    ///
    /// - Parameter lineBreaks: tab, LF and CR are allowed, as in an address; in a name they are not.
    package static func firstForbidden(in text: String, lineBreaks: Bool = false) -> ForbiddenCharacter? {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return nil }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0: return .nul
            case 0x09, 0x0A, 0x0D: if !lineBreaks { return .control }
            case 0x01...0x1F, 0x7F...0x9F: return .control
            case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: return .direction
            case 0x2028, 0x2029, 0xFDD0...0xFDEF: return .noncharacter
            case let value where value & 0xFFFE == 0xFFFE: return .noncharacter
            default: continue
            }
        }
        return nil
    }

    /// Whether a spreadsheet would take the text for a formula.
    ///
    /// Source: OWASP, *CSV Injection*.
    package static func leadsFormula(_ text: String) -> Bool {
        switch text.utf8.first {
        case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A: true
        default: false
        }
    }

    /// A text as a cell that no spreadsheet executes: quoted, and with an apostrophe in front of a formula.
    package static func sheetCell(_ text: String) -> String {
        let safe = leadsFormula(text) ? "'" + text : text
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// An identifier is 1 to 64 characters: an ASCII letter or digit, then letters, digits, single spaces and `-_.:`,
    /// no space at the end.
    package static func isIdentifier(_ text: String) -> Bool {
        guard (1...64).contains(text.utf8.count), let first = text.utf8.first, isAlphanumeric(first) else {
            return false
        }
        var last = first
        for byte in text.utf8.dropFirst() {
            switch byte {
            case 0x2D, 0x2E, 0x3A, 0x5F: break
            case 0x20: if last == 0x20 { return false }
            default: if !isAlphanumeric(byte) { return false }
            }
            last = byte
        }
        return last != 0x20
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
