/// Requests with their grants, broken glasses, quotas set for one person, and notices that wait to be sent.
extension Schema {
    static let approvals = [
        """
        CREATE TABLE requests (
            request_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, customer_id TEXT NOT NULL, state TEXT NOT NULL,
            made_at INTEGER NOT NULL, body BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX requests_person ON requests (person_id, customer_id)",
        "CREATE INDEX requests_state ON requests (state, made_at)",
        """
        CREATE TABLE request_decisions (
            request_id TEXT NOT NULL, decider_id TEXT NOT NULL, person_id TEXT NOT NULL, at INTEGER NOT NULL,
            approved INTEGER NOT NULL, seconds INTEGER NOT NULL, PRIMARY KEY (request_id, decider_id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX request_decisions_decider ON request_decisions (decider_id, at)",
        """
        CREATE TABLE broken_glass (
            glass_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, customer_id TEXT NOT NULL, at INTEGER NOT NULL,
            due_at INTEGER NOT NULL, reviewed_at INTEGER, body BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX broken_glass_person ON broken_glass (person_id, at)",
        "CREATE INDEX broken_glass_due ON broken_glass (due_at) WHERE reviewed_at IS NULL",
        """
        CREATE TABLE quota_settings (
            person_id TEXT NOT NULL, quota TEXT NOT NULL, bound INTEGER NOT NULL, set_by TEXT NOT NULL,
            set_at INTEGER NOT NULL, PRIMARY KEY (person_id, quota)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE notices (
            notice_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL,
            made_at INTEGER NOT NULL, tries INTEGER NOT NULL, next_at INTEGER, outcome TEXT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX notices_next ON notices (next_at) WHERE next_at IS NOT NULL",
    ]
}
