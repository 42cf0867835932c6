/// An instant: milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored as in POSIX.
///
/// Pure rooms are handed a moment; they never read a clock.
package struct Moment: Hashable, Comparable, Sendable, Codable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package init(seconds: Int64) { self.milliseconds = seconds * 1000 }

    /// Whole seconds since the epoch, rounded down.
    package var seconds: Int64 { Moment.floorDivide(milliseconds, 1000) }

    package static func < (a: Moment, b: Moment) -> Bool { a.milliseconds < b.milliseconds }

    package func advanced(by duration: Duration) -> Moment {
        let (seconds, attoseconds) = duration.components
        return Moment(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }

    static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
        let quotient = a / b
        return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient
    }
}

/// A time zone of Indonesia. None of them has daylight saving time.
package enum Zone: String, Sendable, CaseIterable {
    case wib = "WIB"
    case wita = "WITA"
    case wit = "WIT"

    /// East of Greenwich, in seconds.
    package var offsetSeconds: Int64 {
        switch self {
        case .wib: 7 * 3600
        case .wita: 8 * 3600
        case .wit: 9 * 3600
        }
    }

    /// Reads `WIB`, `WITA`, `WIT` and the names of the tz database (`Asia/Jakarta`, `Asia/Makassar`, `Asia/Jayapura`).
    package init?(_ text: String) {
        switch text {
        case "WIB", "Asia/Jakarta", "Asia/Pontianak": self = .wib
        case "WITA", "Asia/Makassar": self = .wita
        case "WIT", "Asia/Jayapura": self = .wit
        default: return nil
        }
    }
}

/// A calendar day without a zone: days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// Source: H. Hinnant, *chrono-compatible low-level date algorithms*, 2013.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var number: Int64

    package init(number: Int64) { self.number = number }

    /// `nil` unless the day exists in the calendar, years 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(month: month, year: year)
        else { return nil }
        let y = Int64(month <= 2 ? year - 1 : year)
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146097 + dayOfEra - 719468
    }

    /// Reads `2026-09-30`, ten ASCII characters; anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = Moment.digits(bytes[0..<4]), let month = Moment.digits(bytes[5..<7]),
            let day = Moment.digits(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month and day of month.
    package var civil: (year: Int, month: Int, day: Int) {
        let z = number + 719468
        let era = (z >= 0 ? z : z - 146096) / 146097
        let dayOfEra = z - era * 146097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * mp + 2) / 5 + 1
        let month = mp < 10 ? mp + 3 : mp - 9
        return (Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), Int(month), Int(day))
    }

    package var description: String {
        let (year, month, day) = civil
        return "\(Moment.pad(year, 4))-\(Moment.pad(month, 2))-\(Moment.pad(day, 2))"
    }

    package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

    package static func length(month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Moment {
    /// The calendar day in a zone.
    package func day(in zone: Zone) -> Day {
        Day(number: Moment.floorDivide(seconds + zone.offsetSeconds, 86400))
    }

    /// Minutes since midnight in a zone, 0 to 1439.
    package func minuteOfDay(in zone: Zone) -> Int {
        let local = seconds + zone.offsetSeconds
        return Int((local - Moment.floorDivide(local, 86400) * 86400) / 60)
    }

    /// Midnight at the start of a day in a zone.
    package init(startOf day: Day, in zone: Zone) {
        self.init(seconds: day.number * 86400 - zone.offsetSeconds)
    }

    /// RFC 3339 in UTC with whole seconds, e.g. `2026-11-24T03:00:19Z`.
    package var rfc3339: String { rfc3339(offsetSeconds: 0) }

    /// RFC 3339 with a zone's offset, e.g. `2026-11-24T10:00:19+07:00`.
    package func rfc3339(in zone: Zone) -> String { rfc3339(offsetSeconds: zone.offsetSeconds) }

    private func rfc3339(offsetSeconds offset: Int64) -> String {
        let local = seconds + offset
        let days = Moment.floorDivide(local, 86400)
        let rest = Int(local - days * 86400)
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map { Moment.pad($0, 2) }.joined(separator: ":")
        let suffix = offset == 0 ? "Z" : "+\(Moment.pad(Int(offset / 3600), 2)):\(Moment.pad(Int(offset / 60 % 60), 2))"
        return "\(Day(number: days))T\(time)\(suffix)"
    }

    /// Reads RFC 3339 with an offset or `Z`; a fraction of a second is kept to milliseconds. Anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[10] == 0x54 || bytes[10] == 0x74 || bytes[10] == 0x20,
            let day = Day(String(decoding: bytes[0..<10], as: UTF8.self)), bytes[13] == 0x3A, bytes[16] == 0x3A,
            let hour = Moment.digits(bytes[11..<13]), hour < 24, let minute = Moment.digits(bytes[14..<16]),
            minute < 60,
            let second = Moment.digits(bytes[17..<19]), second < 61
        else { return nil }
        var index = 19
        var milliseconds: Int64 = 0
        if bytes[index] == 0x2E {
            index += 1
            var scale: Int64 = 100
            let start = index
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
                milliseconds += Int64(bytes[index] - 0x30) * scale
                scale /= 10
                index += 1
            }
            guard index > start else { return nil }
        }
        guard index < bytes.count else { return nil }
        let offset: Int64
        switch bytes[index] {
        case 0x5A, 0x7A:
            guard index + 1 == bytes.count else { return nil }
            offset = 0
        case 0x2B, 0x2D:
            guard bytes.count == index + 6, bytes[index + 3] == 0x3A,
                let h = Moment.digits(bytes[(index + 1)..<(index + 3)]),
                h < 24, let m = Moment.digits(bytes[(index + 4)..<(index + 6)]), m < 60
            else { return nil }
            offset = Int64(h * 3600 + m * 60) * (bytes[index] == 0x2D ? -1 : 1)
        default: return nil
        }
        let local = day.number * 86400 + Int64(hour * 3600 + minute * 60 + min(second, 59))
        self.init(milliseconds: (local - offset) * 1000 + milliseconds)
    }

    static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    static func pad(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
    }
}
