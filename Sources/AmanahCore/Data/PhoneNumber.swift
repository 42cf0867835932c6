/// Why a text is no Indonesian telephone number. Says the failure, never the number.
package enum PhoneNumberError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    /// Something other than digits, spaces, dashes, dots, parentheses and a leading plus.
    case illegalCharacter
    /// A country code other than 62.
    case foreign
    /// Neither 0 nor 62 in front; spreadsheets drop a leading 0.
    case noPrefix
    case tooShort
    case tooLong

    package var description: String {
        switch self {
        case .empty: "is empty"
        case .illegalCharacter: "holds something other than digits and separators"
        case .foreign: "has a country code other than +62"
        case .noPrefix: "begins with neither 0 nor +62; a spreadsheet may have dropped the leading 0"
        case .tooShort: "has too few digits"
        case .tooLong: "has too many digits"
        }
    }
}

/// An Indonesian telephone number in E.164, e.g. `+6281234567890`.
///
/// Equal numbers have equal text, however they were written: that is what the blind index rests on.
///
/// Source: ITU-T E.164; Permenkominfo 14/2018 (Fundamental Technical Plan), numbering.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    package let e164: String
    package var description: String { e164 }

    /// Reads `0812-3456-7890`, `62 812 3456 7890`, `+62 (0)812.3456.7890`, `(021) 555 1234`.
    ///
    /// Mobile numbers have 9 to 12 digits after the 62, others 7 to 11. Only ASCII digits count.
    package init(_ text: String) throws(PhoneNumberError) {
        if Self.isPlainMobile(text) {
            e164 = "+62" + text.dropFirst()
            return
        }
        if Self.isNormal(text) {
            e164 = text
            return
        }
        var digits: [UInt8] = []
        digits.reserveCapacity(16)
        var plus = false
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: digits.append(byte)
            case 0x2B:
                guard !plus, digits.isEmpty else { throw .illegalCharacter }
                plus = true
            case 0x20, 0x28, 0x29, 0x2D, 0x2E: continue
            default: throw .illegalCharacter
            }
        }
        guard !digits.isEmpty else { throw plus ? .tooShort : .empty }
        let national = try Self.national(digits[...], plus: plus)
        let first = national.first ?? 0x30
        let mobile = first == 0x38
        guard first >= 0x32, national.count >= (mobile ? 9 : 7) else { throw .tooShort }
        guard national.count <= (mobile ? 12 : 11) else { throw .tooLong }
        e164 = "+62" + String(decoding: national, as: UTF8.self)
    }

    /// `08…` in digits alone, as most exports have it; spares the general way its work.
    private static func isPlainMobile(_ text: String) -> Bool {
        let bytes = text.utf8
        return (10...13).contains(bytes.count) && text.hasPrefix("08")
            && bytes.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// `+628…` and the like in digits alone, as it is kept.
    private static func isNormal(_ text: String) -> Bool {
        guard text.hasPrefix("+62"), let first = text.utf8.dropFirst(3).first, (0x32...0x39).contains(first) else {
            return false
        }
        let count = text.utf8.count - 3
        return (first == 0x38 ? 9...12 : 7...11).contains(count)
            && text.utf8.dropFirst(4).allSatisfy { (0x30...0x39).contains($0) }
    }

    /// The national significant number: what follows the country code, or the trunk's 0.
    private static func national(_ digits: ArraySlice<UInt8>, plus: Bool) throws(PhoneNumberError) -> ArraySlice<UInt8>
    {
        if digits.starts(with: [0x36, 0x32]) {
            let rest = digits.dropFirst(2)
            // `+62 (0)812…` is written by those who mean it well.
            return rest.first == 0x30 ? rest.dropFirst() : rest
        }
        if plus { throw .foreign }
        guard digits.first == 0x30 else { throw .noPrefix }
        if digits.starts(with: [0x30, 0x30]) { throw .foreign }
        return digits.dropFirst()
    }

    /// As people here write it: `081234567890`.
    package var national: String { "0" + e164.dropFirst(3) }
}
