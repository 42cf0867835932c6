/// Looks and approvals of a week that a superior gives his word on.
extension Schema {
    static let samples = [
        """
        CREATE TABLE sample_weeks (
            week INTEGER PRIMARY KEY, drawn_at INTEGER NOT NULL, due_at INTEGER NOT NULL, each INTEGER NOT NULL,
            seed BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE sample_strata (
            week INTEGER NOT NULL, person_id TEXT NOT NULL, kind TEXT NOT NULL, population INTEGER NOT NULL,
            PRIMARY KEY (week, person_id, kind)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE samples (
            position INTEGER PRIMARY KEY, week INTEGER NOT NULL, person_id TEXT NOT NULL, kind TEXT NOT NULL,
            due_at INTEGER NOT NULL, reviewed_at INTEGER, reviewer_id TEXT, body BLOB
        )
        """,
        "CREATE INDEX samples_person ON samples (person_id, week)",
        "CREATE INDEX samples_reviewer ON samples (reviewer_id, reviewed_at) WHERE reviewed_at IS NOT NULL",
    ]
}
