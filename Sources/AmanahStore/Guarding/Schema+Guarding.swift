extension Schema {
    static let guarding = [
        """
        CREATE TABLE marks (tbl INTEGER NOT NULL, id TEXT NOT NULL, mark BLOB NOT NULL, PRIMARY KEY (tbl, id)) WITHOUT ROWID
        """,
        "ALTER TABLE customers ADD COLUMN mark BLOB",
    ]
}
