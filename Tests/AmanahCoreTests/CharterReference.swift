import Foundation
import Testing

@testable import AmanahCore

/// Holds `docs/charter.md` to what the parser knows.
@Suite struct CharterReference {
    private let sections: [String: Substring]
    private let text: String

    init() throws {
        let text = try String(contentsOf: CharterSamples.root.appending(path: "docs/charter.md"), encoding: .utf8)
        var sections: [String: Substring] = [:]
        for part in text.split(separator: "\n## ").dropFirst() {
            let heading = part.prefix { $0 != "\n" }
            sections[heading.filter { $0 != "`" }] = part
        }
        self.text = text
        self.sections = sections
    }

    /// Words that open the rows of a section's table, with the row.
    private func rows(_ section: String) -> [String: Substring] {
        var rows: [String: Substring] = [:]
        for line in sections[section, default: ""].split(separator: "\n") where line.hasPrefix("| `") {
            rows[String(line.dropFirst(3).prefix { $0 != "`" })] = line
        }
        return rows
    }

    @Test("every word that the parser knows has its row, with type, default, example and meaning")
    func words() {
        for section in CharterVocabulary.Section.allCases {
            let rows = rows(section.heading)
            for word in CharterVocabulary.words(of: section) {
                let cells = rows[word]?.split(separator: "|", omittingEmptySubsequences: false) ?? []
                #expect(cells.count == 7, "\(section.heading): \(word)")
                #expect(cells.dropFirst().dropLast().allSatisfy { !$0.allSatisfy(\.isWhitespace) }, "\(word)")
            }
        }
    }

    @Test("every row is a word, value or warning that the program knows")
    func noMore() {
        let values = Set(CharterVocabulary.values.flatMap(\.values))
        for section in CharterVocabulary.Section.allCases {
            let words = Set(CharterVocabulary.words(of: section))
            for word in rows(section.heading).keys { #expect(words.contains(word) || values.contains(word), "\(word)") }
        }
        let kinds = Set(CharterWarning.Kind.allCases.map(\.rawValue))
        #expect(Set(rows("What the check warns of").keys) == kinds)
    }

    @Test("every value of a closed set stands in the section of its word")
    func values() {
        let homes = [
            "class": "field", "mask": "field", "shows": "purpose", "form": "reveal", "needs": "purpose",
            "approval": "reveal",
            "scope": "role", "pages": "role", "zone": "charter", "outside": "hours", "roster": "hours",
            "over": "quotas",
            "workstation": "charter", "witness": "purpose",
        ]
        for (word, values) in CharterVocabulary.values {
            let section = homes[word].flatMap { sections[$0] } ?? ""
            for value in values { #expect(section.contains("`\(value)`"), "\(word): \(value)") }
        }
    }

    @Test("bounds and defaults are those of the parser")
    func bounds() throws {
        typealias Bounds = CharterVocabulary.Bounds
        let charter = try Charter.parse(CharterSamples.smallest, file: "small.yaml")
        let glass = try Charter.parse(CharterSamples.smallest + "\nbreak_glass: {roles: []}", file: "small.yaml")
            .breakGlass
        let numbers: [(section: String, word: String, bounds: ClosedRange<Int>, standard: Int?)] =
            [
                ("charter", "version", Bounds.version, nil),
                ("charter", "recertify_every_days", Bounds.recertifyEveryDays, nil),
                ("terms", "renew_every_days", Bounds.renewEveryDays, nil),
                ("purpose", "grace_minutes", Bounds.graceMinutes, charter.purposes[0].graceMinutes),
                ("break_glass", "review_within_hours", Bounds.reviewWithinHours, glass?.reviewWithinHours),
                ("break_glass", "per_month", Bounds.perMonth, glass?.perMonth),
                ("break_glass", "minutes", Bounds.breakGlassMinutes, glass?.minutes),
                (
                    "approvals", "climb_after_minutes", Bounds.climbAfterMinutes, charter.approvals.climbAfterMinutes
                ),
                (
                    "approvals", "expire_after_minutes", Bounds.expireAfterMinutes,
                    charter.approvals.expireAfterMinutes
                ),
                ("approvals", "grant_minutes", Bounds.grantMinutes, charter.approvals.grantMinutes),
                ("approvals", "grant_looks", Bounds.grantLooks, charter.approvals.grantLooks),
                ("samples", "per_person_week", Bounds.perPersonWeek, nil),
                ("samples", "due_days", Bounds.dueDays, Charter.SamplesRule(perPersonWeek: 1).dueDays),
                ("books", "most_days", Bounds.mostDays, charter.books.mostDays),
                ("books", "most_each", Bounds.mostEach, charter.books.mostEach),
                ("presence", "code_minutes", Bounds.codeMinutes, charter.presence.codeMinutes),
                ("presence", "tries", Bounds.tries, charter.presence.tries),
                ("presence", "per_person_per_day", Bounds.perPersonPerDay, charter.presence.perPersonPerDay),
                ("presence", "ticket_minutes", Bounds.ticketMinutes, charter.presence.ticketMinutes),
                ("charter", "closes_after_seconds", Bounds.closesAfterSeconds, charter.closesAfterSeconds),
                ("charter", "reveal_seconds", Bounds.revealSeconds, charter.revealSeconds),
                ("retention", "look_details_days", Bounds.lookDetailsDays, charter.retention.lookDetailsDays),
                ("retention", "sessions_days", Bounds.sessionsDays, charter.retention.sessionsDays),
            ] + QuotaKind.allCases.map { ("quotas", $0.rawValue, Bounds.quota, nil) }
        for (section, word, bounds, standard) in numbers {
            let row = rows(section)[word] ?? ""
            #expect(row.contains("| \(bounds.lowerBound) to \(bounds.upperBound) |"), "\(section): \(word)")
            if let standard { #expect(row.contains("| `\(standard)` |"), "\(section): \(word)") }
        }
    }

    @Test("every example is a charter, or a piece that fits the first one")
    func examples() throws {
        let blocks = text.split(separator: "```yaml\n").dropFirst().compactMap { $0.split(separator: "```").first }
        try #require(blocks.count > 3)
        let whole = try #require(blocks.first)
        let warnings = CharterCheck.check(try Charter.parse(String(whole), file: "docs/charter.md")).warnings
        #expect(warnings.map(\.description) == [])
        for block in blocks.dropFirst() {
            #expect(throws: Never.self, "\(block)") {
                try Charter.parse(whole + String(block), file: "docs/charter.md")
            }
        }
    }
}
