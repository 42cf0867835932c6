extension Schema {
    static let erasing = [
        // The keys are in `keys.db` by now.
        "DROP TABLE main.customer_keys",
        "CREATE TABLE erasures (customer_id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE holds (
            hold_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, case_number TEXT NOT NULL, set_by TEXT NOT NULL,
            set_at INTEGER NOT NULL, lifted_at INTEGER
        ) WITHOUT ROWID
        """,
        "CREATE INDEX holds_customer ON holds (customer_id) WHERE lifted_at IS NULL",
        """
        CREATE TABLE joint_acts (
            joint_act_id TEXT PRIMARY KEY, kind TEXT NOT NULL, customer_id TEXT NOT NULL, hold_id TEXT,
            case_number TEXT NOT NULL, reason BLOB NOT NULL, proposed_by TEXT NOT NULL, proposed_at INTEGER NOT NULL,
            decided_by TEXT, decided_at INTEGER, state TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX joint_acts_state ON joint_acts (state, proposed_at)",
    ]
}
