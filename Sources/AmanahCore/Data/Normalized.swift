import Foundation

/// Texts brought to the one form that the blind index and `verify` compare.
package enum Normalized {
    /// Forgives case, spaces and accents, nothing else: `Siti  Nur'Aini` equals `SITI NUR'AINI`, not `Siti Nuraini`.
    ///
    /// Canonically decomposed, nonspacing marks and white space dropped, lower case. Two texts compare equal exactly
    /// when these forms have the same bytes. O(n).
    ///
    /// Source: Unicode Standard Annex 15 (NFD); general category Mn.
    package static func forComparison(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return ascii(text) }
        var out = String.UnicodeScalarView()
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            if scalar.properties.generalCategory == .nonspacingMark || scalar.properties.isWhitespace { continue }
            out.append(scalar)
        }
        return String(out)
    }

    private static func ascii(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A: bytes.append(byte | 0x20)
            case 0x20, 0x09...0x0D: continue
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sixteen digits out of `3578 0312-3456.7890`; `nil` for anything else. Says nothing about region, date or serial.
    package static func nationalNumber(_ text: String) -> String? {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: bytes.append(byte)
            case 0x20, 0x2D, 0x2E: continue
            default: return nil
            }
        }
        return bytes.count == 16 ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// A telephone number in E.164, `nil` when it is none.
    package static func phone(_ text: String) -> String? { try? PhoneNumber(text).e164 }
}
