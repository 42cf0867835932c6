import AmanahCore
import Foundation
import GRDB

/// What is sealed of a review.
struct SampleReviewBody: Codable {
    var word: String
    var said: String
}

extension SampleRow {
    /// Every column beside the body, as its seal is bound to them.
    func columns(_ review: (at: Moment, by: PersonID)) -> [String] {
        [
            String(position), String(week.number), stratum.person.rawValue, stratum.kind.rawValue,
            String(dueAt.milliseconds), String(review.at.milliseconds), review.by.rawValue,
        ]
    }
}

extension SQLiteReadView {
    func sampleWeeks(limit: Int) throws -> [SampleWeekRow] {
        try rows(
            "SELECT week, drawn_at, due_at, each, seed, told_at FROM sample_weeks ORDER BY week DESC LIMIT ?", [limit]
        ) { row in
            var week = SampleWeekRow(
                week: Day(number: row.column(0)), drawnAt: Moment(milliseconds: row.column(1)),
                dueAt: Moment(milliseconds: row.column(2)),
                each: row.column(3), seed: row.bytes(4) ?? [])
            week.toldAt = row.moment(5)
            return week
        }
    }

    private static let sampleColumns = "position, week, person_id, kind, due_at, reviewed_at, reviewer_id, body"

    private func sample(_ row: Row) throws -> SampleRow {
        var sample = SampleRow(
            position: row.column(0), week: Day(number: row.column(1)),
            stratum: SampleDrawing.Stratum(
                person: PersonID(row.column(2) as String), kind: SampleDrawing.Kind(rawValue: row.column(3)) ?? .look),
            dueAt: Moment(milliseconds: row.column(4)))
        guard let at = row.moment(5), let reviewer = (row.column(6) as String?).map({ PersonID($0) }) else {
            return sample
        }
        let body: SampleReviewBody = try SealedBody(keys: keys, table: "samples").open(
            row.bytes(7) ?? [], columns: sample.columns((at, reviewer)))
        guard let word = Explanation.Review(rawValue: body.word) else { return sample }
        sample.review = SampleRow.Review(at: at, by: reviewer, word: word, said: body.said)
        return sample
    }

    /// A review that was edited is none: the sample waits again.
    private func legibleSample(_ row: Row) throws -> SampleRow {
        do { return try sample(row) } catch let error as StoreError where error.code == .sealBroken {
            return SampleRow(
                position: row.column(0), week: Day(number: row.column(1)),
                stratum: SampleDrawing.Stratum(
                    person: PersonID(row.column(2) as String),
                    kind: SampleDrawing.Kind(rawValue: row.column(3)) ?? .look),
                dueAt: Moment(milliseconds: row.column(4)))
        }
    }

    func sample(_ position: Int64) throws -> SampleRow? {
        try first("SELECT \(Self.sampleColumns) FROM samples WHERE position = ?", [position], sample)
    }

    func samples(since week: Day) throws -> [SampleRow] {
        try rows(
            "SELECT \(Self.sampleColumns) FROM samples WHERE week >= ? ORDER BY position", [week.number], legibleSample)
    }

    func samples(of person: PersonID, from: Int64, before: Int64) throws -> [SampleRow] {
        try rows(
            """
            SELECT \(Self.sampleColumns) FROM samples
            WHERE person_id = ? AND position >= ? AND position < ? AND reviewed_at IS NOT NULL
            """, [person.rawValue, from, before], legibleSample)
    }

    func samples(of person: PersonID, since week: Day) throws -> [SampleRow] {
        try rows(
            "SELECT \(Self.sampleColumns) FROM samples WHERE person_id = ? AND week >= ? ORDER BY position",
            [person.rawValue, week.number], legibleSample)
    }

    private func stratum(_ row: Row) -> SampleStratumRow {
        SampleStratumRow(
            week: Day(number: row.column(0)),
            stratum: SampleDrawing.Stratum(
                person: PersonID(row.column(1) as String), kind: SampleDrawing.Kind(rawValue: row.column(2)) ?? .look),
            population: row.column(3))
    }

    func sampleStrata(since week: Day) throws -> [SampleStratumRow] {
        try rows(
            "SELECT week, person_id, kind, population FROM sample_strata WHERE week >= ?", [week.number], stratum)
    }

    func sampleStrata(of person: PersonID, since week: Day) throws -> [SampleStratumRow] {
        try rows(
            "SELECT week, person_id, kind, population FROM sample_strata WHERE week >= ? AND person_id = ?",
            [week.number, person.rawValue], stratum)
    }

    func reviews(by person: PersonID, limit: Int) throws -> [SampleRow] {
        try rows(
            """
            SELECT \(Self.sampleColumns) FROM samples WHERE reviewer_id = ? AND reviewed_at IS NOT NULL
            ORDER BY reviewed_at DESC LIMIT ?
            """, [person.rawValue, limit], legibleSample)
    }

    func positions(_ kinds: [ActKind], from: Int64, before: Int64) throws -> [(Int64, PersonID, ActKind)] {
        let words = kinds.map { String($0.rawValue) }.joined(separator: ",")
        return try rows(
            """
            SELECT position, person_id, kind FROM acts
            WHERE position >= ? AND position < ? AND kind IN (\(words)) AND person_id IS NOT NULL
            """, [from, before]
        ) { row in
            ActKind(rawValue: UInt8(truncatingIfNeeded: row.column(2) as Int64)).map {
                (row.column(0) as Int64, PersonID(row.column(1) as String), $0)
            }
        }.compactMap(\.self)
    }
}
