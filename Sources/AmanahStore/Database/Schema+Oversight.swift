/// Charters that wait for their second person or their time.
extension Schema {
    static let charterProposals = [
        """
        CREATE TABLE charter_proposals (
            number INTEGER PRIMARY KEY, text TEXT NOT NULL, terms_text TEXT NOT NULL, hash BLOB NOT NULL,
            reason BLOB NOT NULL, replay TEXT NOT NULL, state TEXT NOT NULL, proposed_by TEXT NOT NULL,
            proposed_at INTEGER NOT NULL, effective_at INTEGER, decided_by TEXT, decided_at INTEGER,
            base INTEGER NOT NULL, charter INTEGER
        )
        """,
        "CREATE INDEX charter_proposals_due ON charter_proposals (effective_at) WHERE state = 'confirmed'",
    ]
}
