import AmanahCore
import Foundation
import GRDB

extension SQLiteWriteView {
    func append(step row: StaffStepRow) throws -> Int64 {
        let step = row.step
        let words = try Seal.seal(StaffWords.encode(row.words), key: keys.staff, place: StaffWords.place(row))
        try run(
            """
            INSERT INTO staff_steps (person_id, step, by_person, capacity, at, passed, day, way, signature, principal, words)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                row.person.rawValue, step.kind.rawValue, step.by.rawValue, step.capacity.rawValue, step.at.milliseconds,
                step.passed, step.day?.number, step.way?.rawValue, step.signature?.rawValue, step.principal?.rawValue,
                Data(words),
            ])
        let number = db.lastInsertedRowID
        try guarded(.staffSteps, String(number))
        changed(control: true)
        return number
    }

    private func words(_ row: LineChangeRow) throws -> Data {
        Data(
            try Seal.seal(
                StaffWords.encode([StaffWord(.said, row.said)]), key: keys.staff, place: StaffWords.place(row)))
    }

    func put(lineChange row: LineChangeRow) throws {
        try run(
            """
            UPDATE line_changes SET proposed_by = ?, proposed_at = ?, words = ? WHERE number = ? AND decided_at IS NULL
            """,
            [row.change.proposedBy.rawValue, row.proposedAt.milliseconds, try words(row), row.number])
        try guarded(.lineChanges, String(row.number))
    }

    func append(lineChange row: LineChangeRow) throws -> Int64 {
        let change = row.change
        try run(
            """
            INSERT INTO line_changes (person_id, from_supervisor, from_unit, from_role, to_supervisor, to_unit, to_role,
                proposed_by, proposed_at, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                change.person.rawValue, change.from.supervisor?.rawValue, change.from.unit.rawValue,
                change.from.role.rawValue, change.to.supervisor?.rawValue, change.to.unit.rawValue,
                change.to.role.rawValue, change.proposedBy.rawValue, row.proposedAt.milliseconds, try words(row),
            ])
        let number = db.lastInsertedRowID
        try guarded(.lineChanges, String(number))
        return number
    }

    func decide(lineChange number: Int64, by: PersonID, at: Moment, confirmed: Bool) throws -> Bool {
        try run(
            """
            UPDATE line_changes SET decided_by = ?, decided_at = ?, confirmed = ? WHERE number = ? AND decided_at IS NULL
            """, [by.rawValue, at.milliseconds, confirmed, number])
        let decided = db.changesCount == 1
        try guarded(.lineChanges, String(number))
        return decided
    }

    func put(shift: ShiftRow) throws {
        try run(
            "INSERT OR REPLACE INTO shifts (person_id, starts_at, ends_at) VALUES (?, ?, ?)",
            [shift.person.rawValue, shift.startsAt.milliseconds, shift.endsAt.milliseconds])
        changed(control: false)
    }

    func deleteShifts(of person: PersonID, startingFrom: Moment, before: Moment) throws {
        try run(
            "DELETE FROM shifts WHERE person_id = ? AND starts_at >= ? AND starts_at < ?",
            [person.rawValue, startingFrom.milliseconds, before.milliseconds])
        changed(control: false)
    }

    func announce(_ agreement: AgreementID, endsOn: Day, days: Int, at: Moment) throws {
        try run(
            "INSERT OR IGNORE INTO announcements (agreement_id, ends_on, days, at) VALUES (?, ?, ?, ?)",
            [agreement.rawValue, endsOn.number, days, at.milliseconds])
    }

    func put(externalID: String?, of person: PersonID) throws {
        if let externalID {
            let sealed = try keys.sealStaff(
                Array(externalID.utf8), table: "external_ids", row: person.rawValue, field: "external_id")
            try run(
                "INSERT OR REPLACE INTO external_ids (person_id, external_id) VALUES (?, ?)",
                [person.rawValue, Data(sealed)])
        } else {
            try run("DELETE FROM external_ids WHERE person_id = ?", [person.rawValue])
        }
    }

    func put(recertificationBegan: Moment?) throws {
        if let recertificationBegan {
            try run(
                "INSERT OR IGNORE INTO meta (key, value) VALUES ('recertification-began', ?)",
                [Data(recertificationBegan.rfc3339.utf8)])
        } else {
            try run("DELETE FROM meta WHERE key = 'recertification-began'", [])
        }
        changed(control: true)
    }

    // A writer reads what it has written so far.
    func steps(of person: PersonID) throws -> [StaffStepRow] { try reader.steps(of: person) }
    func openLineChanges() throws -> [LineChangeRow] { try reader.openLineChanges() }
    func lineChange(_ number: Int64) throws -> LineChangeRow? { try reader.lineChange(number) }
    func lineChanges(of person: PersonID, limit: Int) throws -> [LineChangeRow] {
        try reader.lineChanges(of: person, limit: limit)
    }
    func isOnShift(_ person: PersonID, at: Moment) throws -> Bool { try reader.isOnShift(person, at: at) }
    func shifts(of person: PersonID, endingAfter: Moment, limit: Int) throws -> [ShiftRow] {
        try reader.shifts(of: person, endingAfter: endingAfter, limit: limit)
    }
    func isAnnounced(_ agreement: AgreementID, endsOn: Day, days: Int) throws -> Bool {
        try reader.isAnnounced(agreement, endsOn: endsOn, days: days)
    }
    func externalIDs() throws -> [PersonID: String] { try reader.externalIDs() }
    func activity(since: Moment) throws -> [ActivityRow] { try reader.activity(since: since) }
}
