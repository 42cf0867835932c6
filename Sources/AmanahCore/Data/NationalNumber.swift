/// Why sixteen characters are no NIK or KK. Says the failure, never the number.
package enum NationalNumberError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not sixteen characters.
    case wrongLength(Int)
    /// Something other than the digits 0 to 9.
    case notDigits
    /// Neither its six-digit kecamatan nor its four-digit kab/kota exists.
    case unknownRegion
    /// DDMMYY is no day of the calendar; on a NIK a woman's day has 40 added.
    case noSuchDate
    /// Serial numbers begin at 0001.
    case serialZero

    package var description: String {
        switch self {
        case .wrongLength(let count): "has \(count) characters instead of 16 digits"
        case .notDigits: "holds something other than digits"
        case .unknownRegion: "begins with a region that does not exist"
        case .noSuchDate: "holds a date that does not exist"
        case .serialZero: "ends in the serial 0000, which is never given out"
        }
    }
}

/// A NIK (person) or KK (family card) of the right form: `RRRRRR DDMMYY SSSS`.
///
/// The region is a kecamatan, or, since kecamatan are split and renumbered over the years, at least a kab/kota that
/// exists. The date of a NIK is the birth date, +40 on the day for women; the date of a KK is that of its registration.
/// The form alone does not say that the number was ever given out.
///
/// Source: Permendagri 108/2019, article 31 (NIK) and 32 (KK).
package struct NationalNumber: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case nik, kk
    }

    package let kind: Kind
    /// Sixteen ASCII digits.
    package let digits: String

    /// Checks sixteen digits without separators. O(1).
    ///
    /// - Throws: the first failure in the order length, digits, region, date, serial.
    package init(_ text: String, kind: Kind, regions: Regions) throws(NationalNumberError) {
        try Self.check(text, kind: kind, regions: regions)
        self.kind = kind
        self.digits = text
    }

    /// As the initialiser, without keeping the number.
    package static func check(_ text: String, kind: Kind, regions: Regions) throws(NationalNumberError) {
        guard text.utf8.count == 16 else { throw .wrongLength(text.count) }
        var value = 0
        for byte in text.utf8 {
            guard (0x30...0x39).contains(byte) else { throw .notDigits }
            value = value * 10 + Int(byte - 0x30)
        }
        let region = value / 10_000_000_000
        guard regions.hasDistrict(region) || regions.hasCity(region / 100) else { throw .unknownRegion }
        guard dayExists(value / 10_000 % 1_000_000, kind: kind) else { throw .noSuchDate }
        guard value % 10_000 != 0 else { throw .serialZero }
    }

    /// Whether DDMMYY exists in the twentieth or twenty-first century; the number does not tell which.
    private static func dayExists(_ date: Int, kind: Kind) -> Bool {
        var day = date / 10_000
        if kind == .nik, day > 40 { day -= 40 }
        let month = date / 100 % 100
        guard (1...12).contains(month) else { return false }
        // 2000 was a leap year and 1900 was not: of the two, the later one has every day of the earlier.
        return day >= 1 && day <= Day.length(month: month, year: 2000 + date % 100)
    }
}
