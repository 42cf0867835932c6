import Foundation
import Testing

@testable import AmanahCore

/// Reasons in words, and moments against Foundation's calendar.
@Suite struct DecideWords {
    @Test(
        "C5: a reason without substance is none",
        arguments: [
            "", ".", "x", "aaaaaaaaaaaa", "aaaaaa aaaaaa", "1234567890 1234567890", "abab abab abab", "pelanggan",
            "a b c d e f", String(repeating: "kata lain ", count: 60), "- - - - - - - - - -", "ok ok ok ok ok ok",
        ])
    func hollow(text: String) {
        #expect(!ReasonText.hasSubstance(text))
    }

    @Test(
        "A plain sentence is a reason",
        arguments: ["Pelanggan minta ganti kartu", "customer lost the phone", "cocokkan NIK 2 digit"])
    func substantial(text: String) {
        #expect(ReasonText.hasSubstance(text))
    }

    @Test("C5: the last reason pasted again is the same, whatever its case, spaces and dots")
    func pasted() {
        #expect(ReasonText.same("Ganti kartu, hilang.", "ganti  KARTU hilang"))
        #expect(!ReasonText.same("Ganti kartu hilang", "Ganti kartu rusak"))
    }

    @Test("A moment's day and minute are those of Foundation's calendar", arguments: Zone.allCases)
    func calendar(zone: Zone) {
        var random = CharterRandom(seed: 42)
        let calendar = DecideReference.calendar(zone)
        for _ in 0..<3000 {
            // From 1600, behind the switch of calendars, to 9999.
            let milliseconds = Int64.random(in: -11_676_096_000_000..<253_402_000_000_000, using: &random)
            let moment = Moment(milliseconds: milliseconds)
            let date = Date(timeIntervalSince1970: Double(Moment.floorDivide(milliseconds, 1000)))
            let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
            let civil = moment.day(in: zone).civil
            let minute = moment.minuteOfDay(in: zone)
            guard civil.year == parts.year, civil.month == parts.month, civil.day == parts.day,
                minute == (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
            else {
                Issue.record("\(milliseconds) in \(zone): \(civil), minute \(minute)")
                return
            }
        }
    }

    @Test("A moment written as RFC 3339 reads back, in every zone, and as Foundation writes it")
    func rfc3339() {
        var random = CharterRandom(seed: 43)
        let formatter = ISO8601DateFormatter()
        for _ in 0..<2000 {
            let seconds = Int64.random(in: -11_676_096_000..<253_402_000_000, using: &random)
            let moment = Moment(seconds: seconds)
            #expect(moment.rfc3339 == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
            #expect(Moment(moment.rfc3339) == moment)
            for zone in Zone.allCases { #expect(Moment(moment.rfc3339(in: zone)) == moment) }
        }
        #expect(Moment("2026-11-24T03:00:19.250+07:00")?.milliseconds == 1_795_464_019_250)
    }

    @Test("Every day from 1600 to 2400 reads back and follows the one before")
    func days() {
        guard var day = Day("1600-01-01"), let end = Day("2400-12-31") else {
            Issue.record("the bounds do not read")
            return
        }
        var before: Day?
        while day < end {
            let civil = day.civil
            guard Day(year: civil.year, month: civil.month, day: civil.day) == day, before.map({ $0 < day }) ?? true,
                (1...Day.length(month: civil.month, year: civil.year)).contains(civil.day)
            else {
                Issue.record("\(day)")
                return
            }
            before = day
            day = Day(number: day.number + 1)
        }
        #expect(Day("2024-02-29") != nil)
    }

    @Test(
        "What is no moment or day is refused",
        arguments: [
            "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-01-32", "1900-02-29", "２０２６-01-01",
            "2026-01-01T24:00:00Z", "2026-01-01T10:60:00Z", "2026-01-01T10:00:00", "2026-01-01T10:00:00.Z",
            "2026-01-01T10:00:00+7:00", "2026-01-01T10:00:00Zjunk", "",
        ])
    func refused(text: String) {
        #expect(Day(text) == nil)
        #expect(Moment(text) == nil)
    }
}
