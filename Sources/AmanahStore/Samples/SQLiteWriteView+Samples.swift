import AmanahCore
import Foundation
import GRDB

extension SQLiteWriteView {
    func put(sampleWeek week: SampleWeekRow) throws {
        try run(
            "INSERT INTO sample_weeks (week, drawn_at, due_at, each, seed) VALUES (?, ?, ?, ?, ?)",
            [
                week.week.number, week.drawnAt.milliseconds, week.dueAt.milliseconds, week.each, Data(week.seed),
            ])
    }

    func put(sample: SampleRow) throws {
        let body = try sample.review.map { review in
            try SealedBody(keys: keys, table: "samples").seal(
                SampleReviewBody(word: review.word.rawValue, said: review.said),
                columns: sample.columns((review.at, review.by)))
        }
        try run(
            """
            INSERT OR REPLACE INTO samples (position, week, person_id, kind, due_at, reviewed_at, reviewer_id, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                sample.position, sample.week.number, sample.stratum.person.rawValue, sample.stratum.kind.rawValue,
                sample.dueAt.milliseconds, sample.review?.at.milliseconds, sample.review?.by.rawValue, body,
            ])
    }

    func tell(ofWeek week: Day, at: Moment) throws {
        try run("UPDATE sample_weeks SET told_at = ? WHERE week = ?", [at.milliseconds, week.number])
    }

    func put(sampleStratum row: SampleStratumRow) throws {
        try run(
            "INSERT INTO sample_strata (week, person_id, kind, population) VALUES (?, ?, ?, ?)",
            [
                row.week.number, row.stratum.person.rawValue, row.stratum.kind.rawValue, row.population,
            ])
    }

    // A writer reads what it has written so far.
    func sampleWeeks(limit: Int) throws -> [SampleWeekRow] { try tables.sampleWeeks(limit: limit) }
    func sample(_ position: Int64) throws -> SampleRow? { try tables.sample(position) }
    func samples(since week: Day) throws -> [SampleRow] { try tables.samples(since: week) }
    func samples(of person: PersonID, from: Int64, before: Int64) throws -> [SampleRow] {
        try tables.samples(of: person, from: from, before: before)
    }
    func sampleStrata(since week: Day) throws -> [SampleStratumRow] { try tables.sampleStrata(since: week) }
    func samples(of person: PersonID, since week: Day) throws -> [SampleRow] {
        try tables.samples(of: person, since: week)
    }
    func sampleStrata(of person: PersonID, since week: Day) throws -> [SampleStratumRow] {
        try tables.sampleStrata(of: person, since: week)
    }
    func reviews(by person: PersonID, limit: Int) throws -> [SampleRow] {
        try tables.reviews(by: person, limit: limit)
    }
    func positions(_ kinds: [ActKind], from: Int64, before: Int64) throws -> [(Int64, PersonID, ActKind)] {
        try reader.positions(kinds, from: from, before: before)
    }
}
