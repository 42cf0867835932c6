import GRDB

/// The tables, step by step. A step that has landed is never edited; a change is a new step.
enum Schema {
    /// Names of the steps, oldest first.
    static var names: [String] { migrator.migrations }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 organisation, customers, tickets, log") { db in
            for statement in foundation { try db.execute(sql: statement) }
        }
        migrator.registerMigration("002 acts stay as they are") { db in
            for statement in guardsOfActs { try db.execute(sql: statement) }
        }
        migrator.registerMigration("003 customers' keys apart, erasures, holds") { db in
            for statement in erasing { try db.execute(sql: statement) }
        }
        migrator.registerMigration("004 courses of people, line changes, shifts") { db in
            for statement in people { try db.execute(sql: statement) }
        }
        migrator.registerMigration("005 requests, grants, broken glass, notices") { db in
            for statement in approvals { try db.execute(sql: statement) }
        }
        migrator.registerMigration("006 the chain becomes a tree") { db in try chainBecomesTree(db) }
        migrator.registerMigration("007 control data are guarded") { db in
            for statement in guarding { try db.execute(sql: statement) }
        }
        migrator.registerMigration("008 a directory's own ids of people") { db in
            for statement in externalIDs { try db.execute(sql: statement) }
        }
        migrator.registerMigration("009 signatures of witnesses") { db in try db.execute(sql: cosignatures) }
        migrator.registerMigration("010 charters that wait") { db in
            for statement in charterProposals { try db.execute(sql: statement) }
        }
        migrator.registerMigration("011 books, portions and who is in them") { db in
            for statement in books { try db.execute(sql: statement) }
        }
        migrator.registerMigration("012 samples and superiors' words on them") { db in
            for statement in samples { try db.execute(sql: statement) }
        }
        migrator.registerMigration("013 acts of a customer by segments of the log") { db in
            try db.execute(sql: "DROP INDEX acts_customer")
            try db.execute(
                sql: "CREATE INDEX acts_customer ON acts (position >> 14, customer_id) WHERE customer_id IS NOT NULL")
        }
        migrator.registerMigration("017 acts of a person by segments of the log, and smaller ones") { db in
            try db.execute(sql: "DROP INDEX acts_person; DROP INDEX acts_customer")
            for index in LogSegments.indexes { try db.execute(sql: index) }
        }
        migrator.registerMigration("018 weeks whose late samples were told of") { db in
            try db.execute(sql: "ALTER TABLE sample_weeks ADD COLUMN told_at INTEGER")
        }
        migrator.registerMigration("019 what ties the log's keys") { db in try keyLinks(db) }
        return migrator
    }

    /// The readable half of the log is kept like the chain; only what a look showed may be dropped, by retention.
    private static let guardsOfActs = [
        """
        CREATE TRIGGER acts_stay_as_they_are BEFORE UPDATE OF position, kind, at, person_id, unit_id, customer_id, purpose,
            ticket_id, look, workstation, person_details ON acts
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER acts_show_what_they_showed BEFORE UPDATE OF customer_details ON acts
        WHEN NEW.customer_details IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER acts_are_kept BEFORE DELETE ON acts
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
    ]

    private static let foundation = [
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE units (unit_id TEXT PRIMARY KEY, parent_id TEXT, kind TEXT NOT NULL, name TEXT NOT NULL, zone TEXT)
        WITHOUT ROWID
        """,
        "CREATE TABLE vendors (vendor_id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE people (
            person_id TEXT PRIMARY KEY, name BLOB NOT NULL, role TEXT NOT NULL, unit_id TEXT NOT NULL,
            supervisor_id TEXT, employment TEXT NOT NULL, vendor_id TEXT, vetting TEXT NOT NULL, training TEXT NOT NULL,
            last_day INTEGER, suspended INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE agreements (
            agreement_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, vendor_id TEXT, signed_by_unit TEXT,
            starts_on INTEGER NOT NULL, ends_on INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE acceptances (person_id TEXT PRIMARY KEY, version TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID
        """,
        """
        CREATE TABLE charters (
            number INTEGER PRIMARY KEY, text TEXT NOT NULL, terms_text TEXT NOT NULL, hash BLOB NOT NULL,
            since INTEGER NOT NULL, by TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE customers (
            number INTEGER PRIMARY KEY, customer_id TEXT NOT NULL UNIQUE, unit_id TEXT NOT NULL,
            sensitivity TEXT NOT NULL, staff_person_id TEXT, household BLOB, version INTEGER NOT NULL,
            fields BLOB NOT NULL
        )
        """,
        "CREATE INDEX customers_staff ON customers (staff_person_id) WHERE staff_person_id IS NOT NULL",
        "CREATE TABLE customer_keys (number INTEGER PRIMARY KEY, wrapped BLOB NOT NULL)",
        """
        CREATE TABLE blind_index (
            kind INTEGER NOT NULL, tag BLOB NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (kind, tag, number)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX blind_index_number ON blind_index (number)",
        """
        CREATE TABLE tickets (
            ticket_id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, purpose TEXT NOT NULL, unit_id TEXT NOT NULL,
            assigned_to TEXT, opened_at INTEGER NOT NULL, closed_at INTEGER, channel TEXT NOT NULL, opened_by TEXT,
            assigned_by TEXT, by_presence INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID
        """,
        "CREATE INDEX tickets_person ON tickets (assigned_to, closed_at)",
        """
        CREATE TABLE assignments (
            assignment_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, customer_id TEXT NOT NULL, purpose TEXT NOT NULL,
            starts_on INTEGER NOT NULL, ends_on INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX assignments_person ON assignments (person_id, customer_id, purpose)",
        """
        CREATE TABLE credentials (
            person_id TEXT PRIMARY KEY, password TEXT, must_change INTEGER NOT NULL, secret BLOB,
            secret_confirmed INTEGER NOT NULL, last_step INTEGER NOT NULL, failures INTEGER NOT NULL,
            locked_until INTEGER
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE sessions (
            session_id TEXT PRIMARY KEY, token_tag BLOB NOT NULL, person_id TEXT NOT NULL, created_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL, ended_at INTEGER, is_service INTEGER NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE workstations (
            workstation_id TEXT PRIMARY KEY, key_tag BLOB NOT NULL, label TEXT NOT NULL, unit_id TEXT NOT NULL,
            registered_by TEXT NOT NULL, registered_at INTEGER NOT NULL, admitted_by TEXT, admitted_at INTEGER,
            withdrawn_at INTEGER
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE presences (
            presence_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, purpose TEXT NOT NULL, customer_id TEXT,
            code_tag BLOB NOT NULL, expires_at INTEGER NOT NULL, tries_left INTEGER NOT NULL, used_at INTEGER
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE verify_misses (
            customer_id TEXT NOT NULL, field TEXT NOT NULL, at INTEGER NOT NULL, person_id TEXT NOT NULL
        )
        """,
        "CREATE INDEX verify_misses_customer ON verify_misses (customer_id, field, at)",
        "CREATE TABLE entries (position INTEGER PRIMARY KEY, entry BLOB NOT NULL, link BLOB NOT NULL)",
        """
        CREATE TABLE acts (
            position INTEGER PRIMARY KEY, kind INTEGER NOT NULL, at INTEGER NOT NULL, person_id TEXT, unit_id TEXT,
            customer_id TEXT, purpose TEXT, ticket_id TEXT, look INTEGER, workstation TEXT, person_details BLOB NOT NULL,
            customer_details BLOB
        )
        """,
        "CREATE INDEX acts_person ON acts (person_id, position)",
        "CREATE INDEX acts_customer ON acts (customer_id, position) WHERE customer_id IS NOT NULL",
        """
        CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER entries_are_kept BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
    ]
}
