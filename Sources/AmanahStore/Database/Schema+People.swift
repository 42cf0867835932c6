import GRDB

/// Steps of people's courses, changes of the line that wait for a second person, shifts, and what was announced.
extension Schema {
    static let people = [
        """
        CREATE TABLE staff_steps (
            number INTEGER PRIMARY KEY, person_id TEXT NOT NULL, step TEXT NOT NULL, by_person TEXT NOT NULL,
            capacity TEXT NOT NULL, at INTEGER NOT NULL, passed INTEGER, day INTEGER, way TEXT, signature TEXT,
            principal TEXT, words BLOB NOT NULL
        )
        """,
        "CREATE INDEX staff_steps_person ON staff_steps (person_id, number)",
        """
        CREATE TRIGGER staff_steps_stay_as_they_are BEFORE UPDATE ON staff_steps
        BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END
        """,
        """
        CREATE TRIGGER staff_steps_are_kept BEFORE DELETE ON staff_steps
        BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END
        """,
        "ALTER TABLE people ADD COLUMN joined_at INTEGER",
        """
        CREATE TABLE line_changes (
            number INTEGER PRIMARY KEY, person_id TEXT NOT NULL, from_supervisor TEXT, from_unit TEXT NOT NULL,
            from_role TEXT NOT NULL, to_supervisor TEXT, to_unit TEXT NOT NULL, to_role TEXT NOT NULL,
            proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL, decided_by TEXT, decided_at INTEGER,
            confirmed INTEGER, words BLOB NOT NULL
        )
        """,
        "CREATE INDEX line_changes_open ON line_changes (person_id) WHERE decided_at IS NULL",
        """
        CREATE TABLE shifts (
            person_id TEXT NOT NULL, starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, PRIMARY KEY (person_id, starts_at)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE announcements (
            agreement_id TEXT NOT NULL, ends_on INTEGER NOT NULL, days INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (agreement_id, ends_on, days)
        ) WITHOUT ROWID
        """,
        "ALTER TABLE workstations ADD COLUMN lent_to TEXT",
        "ALTER TABLE workstations ADD COLUMN lent_until INTEGER",
    ]

    /// How a company's directory calls people.
    static let externalIDs = [
        "CREATE TABLE external_ids (person_id TEXT PRIMARY KEY, external_id BLOB NOT NULL) WITHOUT ROWID"
    ]
}
