import AmanahCore
import Foundation
import GRDB

extension SQLiteReadView {
    private static let stepColumns =
        "number, person_id, step, by_person, capacity, at, passed, day, way, signature, principal, words"

    /// A step, opened at its place. One that was edited or put in from outside does not open (L11): whose step that is
    /// does not work until it is mended.
    private func step(_ row: Row) throws -> Result<StaffStepRow, BrokenStep> {
        let broken = BrokenStep(person: PersonID(row.column(1) as String))
        guard let kind = CourseStep.Kind(rawValue: row.column(2)),
            let capacity = CourseStep.Capacity(rawValue: row.column(4))
        else {
            return .failure(broken)
        }
        var found = StaffStepRow(
            number: row.column(0), person: PersonID(row.column(1) as String),
            step: CourseStep(
                kind, by: PersonID(row.column(3) as String), as: capacity, at: Moment(milliseconds: row.column(5)),
                passed: row.column(6),
                day: (row.column(7) as Int64?).map { Day(number: $0) },
                way: (row.column(8) as String?).flatMap { CourseStep.Way(rawValue: $0) },
                signature: (row.column(9) as String?).flatMap { CourseStep.Signature(rawValue: $0) },
                principal: (row.column(10) as String?).map { PersonID($0) }))
        guard let words = try? Seal.open(row.bytes(11) ?? [], key: keys.staff, place: StaffWords.place(found)) else {
            return .failure(broken)
        }
        found.words = StaffWords.decode(words)
        return .success(found)
    }

    struct BrokenStep: Error { var person: PersonID }

    func steps(of person: PersonID) throws -> [StaffStepRow] {
        try rows(
            "SELECT \(Self.stepColumns) FROM staff_steps WHERE person_id = ? ORDER BY number", [person.rawValue], step
        ).compactMap { try? $0.get() }
    }

    /// Everyone's steps, and whose do not open.
    func allSteps() throws -> (steps: [StaffStepRow], broken: Set<PersonID>) {
        var steps: [StaffStepRow] = []
        var broken: Set<PersonID> = []
        for found in try rows("SELECT \(Self.stepColumns) FROM staff_steps ORDER BY number", [], step) {
            switch found {
            case .success(let row): steps.append(row)
            case .failure(let failure): broken.insert(failure.person)
            }
        }
        return (steps, broken)
    }

    // MARK: The line

    private static let lineColumns =
        """
        number, person_id, from_supervisor, from_unit, from_role, to_supervisor, to_unit, to_role, proposed_by,
        proposed_at, decided_by, decided_at, confirmed, words
        """

    /// A change that does not open at its place is none: nobody confirms what nobody proposed.
    private func lineChange(_ row: Row) throws -> LineChangeRow? {
        func person(_ index: Int) -> PersonID? { (row[index] as String?).map { PersonID($0) } }
        var found = LineChangeRow(
            number: row.column(0),
            change: LineChange(
                person: PersonID(row.column(1) as String),
                from: Place(
                    supervisor: person(2), unit: UnitID(row.column(3) as String), role: RoleID(row.column(4) as String)),
                to: Place(
                    supervisor: person(5), unit: UnitID(row.column(6) as String), role: RoleID(row.column(7) as String)),
                proposedBy: PersonID(row.column(8) as String)),
            proposedAt: Moment(milliseconds: row.column(9)), decidedBy: person(10), decidedAt: row.moment(11),
            confirmed: row.column(12), said: "")
        guard let words = try? Seal.open(row.bytes(13) ?? [], key: keys.staff, place: StaffWords.place(found)) else {
            return nil
        }
        found.said = StaffWords.decode(words)[.said] ?? ""
        return found
    }

    func openLineChanges() throws -> [LineChangeRow] {
        try rows(
            "SELECT \(Self.lineColumns) FROM line_changes WHERE decided_at IS NULL ORDER BY number", [], lineChange
        ).compactMap(\.self)
    }

    func lineChange(_ number: Int64) throws -> LineChangeRow? {
        try rows("SELECT \(Self.lineColumns) FROM line_changes WHERE number = ?", [number], lineChange)
            .compactMap(\.self).first
    }

    func lineChanges(of person: PersonID, limit: Int) throws -> [LineChangeRow] {
        try rows(
            "SELECT \(Self.lineColumns) FROM line_changes WHERE person_id = ? ORDER BY number DESC LIMIT ?",
            [person.rawValue, limit], lineChange
        ).compactMap(\.self)
    }

    // MARK: Shifts, announcements, activity

    func isOnShift(_ person: PersonID, at: Moment) throws -> Bool {
        try first(
            "SELECT 1 FROM shifts WHERE person_id = ?1 AND starts_at <= ?2 AND ends_at > ?2 LIMIT 1",
            [person.rawValue, at.milliseconds]
        ) { _ in true } ?? false
    }

    func shifts(of person: PersonID, endingAfter: Moment, limit: Int) throws -> [ShiftRow] {
        try rows(
            """
            SELECT starts_at, ends_at FROM shifts WHERE person_id = ? AND ends_at > ? ORDER BY starts_at LIMIT ?
            """, [person.rawValue, endingAfter.milliseconds, limit]
        ) {
            ShiftRow(
                person: person, startsAt: Moment(milliseconds: $0.column(0)), endsAt: Moment(milliseconds: $0.column(1))
            )
        }
    }

    func isAnnounced(_ agreement: AgreementID, endsOn: Day, days: Int) throws -> Bool {
        try first(
            "SELECT 1 FROM announcements WHERE agreement_id = ? AND ends_on = ? AND days = ?",
            [agreement.rawValue, endsOn.number, days]
        ) { _ in true } ?? false
    }

    func externalIDs() throws -> [PersonID: String] {
        let pairs = try rows("SELECT person_id, external_id FROM external_ids") { row in
            let id = row.column(0) as String
            let text = try keys.openStaff(row.bytes(1) ?? [], table: "external_ids", row: id, field: "external_id")
            return (PersonID(id), String(decoding: text, as: UTF8.self))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    func activity(since: Moment) throws -> [ActivityRow] {
        try rows(
            """
            SELECT person_id, SUM(kind = ?1), SUM(kind = ?2) FROM acts
            WHERE at >= ?3 AND kind IN (?1, ?2) AND person_id IS NOT NULL GROUP BY person_id ORDER BY person_id
            """, [Int(ActKind.look.rawValue), Int(ActKind.denial.rawValue), since.milliseconds]
        ) { ActivityRow(person: PersonID($0.column(0) as String), looks: $0.column(1), denials: $0.column(2)) }
    }

    func recertificationBegan() throws -> Moment? {
        try first("SELECT value FROM meta WHERE key = 'recertification-began'") { $0.bytes(0) ?? [] }
            .flatMap { Moment(String(decoding: $0, as: UTF8.self)) }
    }
}

/// Texts beside a step or a change, as they are sealed: `u16 length, name, u16 length, text`, repeated.
enum StaffWords {
    static func encode(_ words: [StaffWord]) -> [UInt8] {
        var out: [UInt8] = []
        for word in words {
            for text in [word.name.rawValue, word.text] {
                let bytes = text.utf8.prefix(65_535)
                out.append(UInt8(bytes.count >> 8))
                out.append(UInt8(bytes.count & 0xFF))
                out.append(contentsOf: bytes)
            }
        }
        return out
    }

    static func decode(_ bytes: [UInt8]) -> [StaffWord] {
        var words: [StaffWord] = []
        var offset = 0
        func text() -> String? {
            guard offset + 2 <= bytes.count else { return nil }
            let count = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            guard offset + 2 + count <= bytes.count else { return nil }
            defer { offset += 2 + count }
            return String(decoding: bytes[(offset + 2)..<(offset + 2 + count)], as: UTF8.self)
        }
        while let name = text(), let value = text() {
            if let name = StaffWord.Name(rawValue: name) { words.append(StaffWord(name, value)) }
        }
        return words
    }

    /// Every readable column of a step: one that was edited no longer opens.
    static func place(_ row: StaffStepRow) -> [UInt8] {
        let step = row.step
        let columns = [
            step.kind.rawValue, step.by.rawValue, step.capacity.rawValue, step.passed.map { $0 ? "yes" : "no" } ?? "",
            step.day?.description ?? "", step.way?.rawValue ?? "", step.signature?.rawValue ?? "",
            step.principal?.rawValue ?? "",
        ]
        return Seal.place(
            "staff_steps", row.person.rawValue, columns.joined(separator: "\u{1F}"), version: Int(step.at.milliseconds))
    }

    /// What was proposed; the decision is an entry of the log.
    static func place(_ row: LineChangeRow) -> [UInt8] {
        let change = row.change
        let columns = [change.from, change.to].flatMap {
            [$0.supervisor?.rawValue ?? "", $0.unit.rawValue, $0.role.rawValue]
        }
        return Seal.place(
            "line_changes", change.person.rawValue,
            (columns + [change.proposedBy.rawValue]).joined(separator: "\u{1F}"),
            version: Int(row.proposedAt.milliseconds))
    }
}
