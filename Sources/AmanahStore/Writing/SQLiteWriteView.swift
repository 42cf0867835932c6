import AmanahCore
import AmanahLedger
import Foundation
import GRDB

/// Writes the jobs of one batch. The log and the version it advances count only once the batch is durable.
///
/// What is appended to the log waits in memory and is written behind the last job, all in one go; see ``isolated(_:)``.
final class SQLiteWriteView: WriteView {
    let db: Database
    let keys: KeyRing
    /// Reads the tables as they stand, without what waits to be appended to the log.
    let tables: SQLiteReadView
    var log: LogState
    /// Leaves of this batch, in the order of their entries; the tree takes them in at its end.
    var leaves: [LogHash] = []
    var dataVersion: UInt64
    var controlChanged = false
    /// The log's keys changed in this batch.
    var signersChanged = false
    var waiting = WaitingEntries()
    var job = JobState.none
    /// The acts of this batch, in the order of the log.
    var appended: [ActRow] = []
    /// Keys of customers who have none on the disk, to be there before the batch is.
    var newKeys: [CustomerID: NewKey] = [:]
    /// Rows of the organisation that do not hold; `nil` until they are looked for.
    var strangers: Set<ControlFinding>?

    init(db: Database, keys: KeyRing, log: LogState, dataVersion: UInt64, holders: GrantHolders? = nil) {
        self.db = db
        self.keys = keys
        self.tables = SQLiteReadView(db: db, keys: keys, holders: holders)
        self.log = log
        self.dataVersion = dataVersion
    }

    func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        try openSavepoint()
        let statement = try db.cachedStatement(sql: sql)
        try statement.execute(arguments: StatementArguments(arguments))
    }

    /// A row that decisions depend on has changed.
    func changed(control: Bool) {
        dataVersion += 1
        if control { controlChanged = true }
    }

    func probe(at: Moment) throws {
        try run("INSERT OR REPLACE INTO meta (key, value) VALUES ('probed', ?)", [Data(at.rfc3339.utf8)])
    }

    func append(_ act: NewAct) throws -> Int64 {
        let index = Int64(log.size)
        var commitments = act.commitments
        if let bound = controlCommitment() { commitments.append(bound) }
        let entry = Entry(
            kind: act.kind.rawValue, flags: act.at < log.lastAt ? .clockWentBack : [], index: UInt64(index),
            minute: UInt64(max(0, act.at.milliseconds / 60_000)), purpose: act.purpose?.rawValue ?? "",
            charterHash: log.charterHash, commitments: commitments,
            announcement: act.announcement
        ).encoded()
        let leaf = MerkleHash.leaf(entry)
        leaves.append(leaf)
        log.size += 1
        if act.at > log.lastAt { log.lastAt = act.at }
        waiting.append(WaitingEntry(index: index, entry: entry, leaf: leaf, act: act))
        appended.append(ActRow(index: index, act: act))
        return index
    }

    // MARK: Control data

    func put(unit: UnitRow) throws {
        try run(
            "INSERT OR REPLACE INTO units (unit_id, parent_id, kind, name, zone) VALUES (?, ?, ?, ?, ?)",
            [unit.id.rawValue, unit.parent?.rawValue, unit.kind, unit.name, unit.zone?.rawValue])
        try guarded(.units, unit.id.rawValue)
        changed(control: true)
    }

    func put(vendor: VendorRow) throws {
        try run("INSERT OR REPLACE INTO vendors (vendor_id, name) VALUES (?, ?)", [vendor.id.rawValue, vendor.name])
        try guarded(.vendors, vendor.id.rawValue)
        changed(control: true)
    }

    func put(person: PersonRecord) throws {
        let name = try keys.sealStaff(
            Array(person.name.utf8), table: "people", row: person.id.rawValue, field: "name")
        try run(
            """
            INSERT OR REPLACE INTO people (person_id, name, role, unit_id, supervisor_id, employment, vendor_id, vetting,
                training, last_day, suspended, joined_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
                COALESCE((SELECT joined_at FROM people WHERE person_id = ?1), ?12))
            """,
            [
                person.id.rawValue, Data(name), person.role.rawValue, person.unit.rawValue, person.supervisor?.rawValue,
                person.employment, person.vendor?.rawValue, Codes.text(person.vetting), Codes.text(person.training),
                person.lastDay?.number, person.suspended, person.joinedAt?.milliseconds,
            ])
        try guarded(.people, person.id.rawValue)
        changed(control: true)
    }

    func put(agreement: AgreementRow) throws {
        try run(
            """
            INSERT OR REPLACE INTO agreements (agreement_id, person_id, vendor_id, signed_by_unit, starts_on, ends_on)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                agreement.id.rawValue, agreement.person.rawValue, agreement.vendor?.rawValue,
                agreement.signedBy?.rawValue, agreement.startsOn.number, agreement.endsOn.number,
            ])
        try guarded(.agreements, agreement.id.rawValue)
        changed(control: true)
    }

    func put(acceptance: AcceptanceRow) throws {
        try run(
            "INSERT OR REPLACE INTO acceptances (person_id, version, at) VALUES (?, ?, ?)",
            [acceptance.person.rawValue, acceptance.version, acceptance.at.milliseconds])
        try guarded(.acceptances, acceptance.person.rawValue)
        changed(control: true)
    }

    func put(charter: CharterRow) throws {
        try run(
            "INSERT INTO charters (number, text, terms_text, hash, since, by) VALUES (?, ?, ?, ?, ?, ?)",
            [
                charter.number, charter.text, charter.termsText, Data(charter.hash), charter.since.milliseconds,
                charter.by,
            ])
        log.charterHash = charter.hash
        try guarded(.charters, String(charter.number))
        changed(control: true)
    }

    func put(workstation: WorkstationRow) throws {
        try run(
            """
            INSERT OR REPLACE INTO workstations (workstation_id, key_tag, label, unit_id, registered_by, registered_at,
                admitted_by, admitted_at, withdrawn_at, lent_to, lent_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                workstation.id, Data(workstation.keyTag), workstation.label, workstation.unit.rawValue,
                workstation.registeredBy.rawValue, workstation.registeredAt.milliseconds,
                workstation.admittedBy?.rawValue, workstation.admittedAt?.milliseconds,
                workstation.withdrawnAt?.milliseconds, workstation.lentTo?.rawValue,
                workstation.lentUntil?.milliseconds,
            ])
        try guarded(.workstations, workstation.id)
        changed(control: true)
    }

    // MARK: Customers, tickets, books

    func put(customer: CustomerRow, tags: [(KeyRing.Blind, [UInt8])]) throws {
        if try erasure(of: customer.id) != nil {
            throw StoreError(
                .conflict,
                "customer `\(customer.id)` was erased: take the row out; whoever comes back gets a new id")
        }
        let known: Int64? = try tables.first(
            "SELECT number FROM customers WHERE customer_id = ?", [customer.id.rawValue]
        ) { $0.column(0) as Int64 }
        let free: Int64? = try tables.first("SELECT COALESCE(MAX(number), 0) + 1 FROM customers", []) {
            $0.column(0) as Int64
        }
        let number: Int64 = known ?? free ?? 1
        try run(
            """
            INSERT INTO customers (number, customer_id, unit_id, sensitivity, staff_person_id, household, version, fields)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET unit_id = excluded.unit_id, sensitivity = excluded.sensitivity,
                staff_person_id = excluded.staff_person_id, household = excluded.household, version = excluded.version,
                fields = excluded.fields
            """,
            [
                number, customer.id.rawValue, customer.unit.rawValue, customer.sensitivity.rawValue,
                customer.staff?.rawValue, customer.household.map { Data($0) }, customer.version,
                Data(customer.fields.bytes),
            ])
        try keep(key: customer.wrappedKey, of: customer.id, number: number, isNew: known == nil)
        try run("DELETE FROM blind_index WHERE number = ?", [number])
        for (kind, tag) in tags {
            try run(
                "INSERT OR IGNORE INTO blind_index (kind, tag, number) VALUES (?, ?, ?)",
                [Int(kind.rawValue), Data(tag), number])
        }
        try guarded(.customers, customer.id.rawValue)
        changed(control: customer.staff != nil)
    }

    func put(ticket: TicketRow) throws {
        let facts = ticket.facts
        try run(
            """
            INSERT OR REPLACE INTO tickets (ticket_id, customer_id, purpose, unit_id, assigned_to, opened_at, closed_at,
                channel, opened_by, assigned_by, by_presence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                facts.id.rawValue, facts.customer.rawValue, facts.purpose.rawValue, ticket.unit.rawValue,
                facts.assignedTo?.rawValue, facts.openedAt.milliseconds, facts.closedAt?.milliseconds, ticket.channel,
                facts.openedBy?.rawValue, facts.assignedBy?.rawValue, facts.byPresence,
            ])
        try guarded(.tickets, facts.id.rawValue)
        changed(control: false)
    }

    func put(assignment: AssignmentRow) throws {
        try run(
            """
            INSERT OR REPLACE INTO assignments (assignment_id, person_id, customer_id, purpose, starts_on, ends_on)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                assignment.id.rawValue, assignment.person.rawValue, assignment.customer.rawValue,
                assignment.purpose.rawValue, assignment.startsOn.number, assignment.endsOn.number,
            ])
        try guarded(.assignments, assignment.id.rawValue)
        changed(control: false)
    }

    // MARK: Signing in, presence, verify

    func put(credential: CredentialRow) throws {
        let secret = try sealedSecret(of: credential)
        try run(
            """
            INSERT OR REPLACE INTO credentials (person_id, password, must_change, secret, secret_confirmed, last_step,
                failures, locked_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                credential.person.rawValue, credential.password, credential.mustChange, secret,
                credential.secretConfirmed, credential.lastStep, credential.failures,
                credential.lockedUntil?.milliseconds,
            ])
        try guarded(.credentials, credential.person.rawValue)
    }

    func put(session: SessionRow) throws {
        try run(
            """
            INSERT OR REPLACE INTO sessions (session_id, token_tag, person_id, created_at, last_seen_at, ended_at,
                is_service) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                session.id, Data(session.tokenTag), session.person.rawValue, session.createdAt.milliseconds,
                session.lastSeenAt.milliseconds, session.endedAt?.milliseconds, session.isService,
            ])
    }

    func touch(session: String, at: Moment) throws {
        try run("UPDATE sessions SET last_seen_at = ? WHERE session_id = ?", [at.milliseconds, session])
    }

    func endSession(_ id: String, at: Moment) throws {
        try run("UPDATE sessions SET ended_at = ? WHERE session_id = ? AND ended_at IS NULL", [at.milliseconds, id])
        changed(control: true)
    }

    func endSessions(of person: PersonID, except: String?, at: Moment) throws -> Int {
        try run(
            """
            UPDATE sessions SET ended_at = ? WHERE person_id = ? AND session_id <> ?
                AND (ended_at IS NULL OR ended_at > ?)
            """, [at.milliseconds, person.rawValue, except ?? "", at.milliseconds])
        let ended = db.changesCount
        changed(control: true)
        return ended
    }

    func put(presence: PresenceRow) throws {
        try run(
            """
            INSERT OR REPLACE INTO presences (presence_id, person_id, purpose, customer_id, code_tag, expires_at,
                tries_left, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                presence.id, presence.person.rawValue, presence.purpose.rawValue, presence.customer?.rawValue,
                Data(presence.codeTag), presence.expiresAt.milliseconds, presence.triesLeft,
                presence.usedAt?.milliseconds,
            ])
    }

    func addVerifyMiss(customer: CustomerID, field: FieldName, person: PersonID, at: Moment) throws {
        try run(
            "INSERT INTO verify_misses (customer_id, field, at, person_id) VALUES (?, ?, ?, ?)",
            [customer.rawValue, field.rawValue, at.milliseconds, person.rawValue])
    }

    func thinDetails(before: Moment) throws -> Int {
        try run(
            """
            UPDATE acts SET customer_details = NULL
            WHERE at < ? AND customer_details IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.customer_id = acts.customer_id AND h.lifted_at IS NULL)
            """,
            [before.milliseconds])
        return db.changesCount
    }

    func endSessions(begunBefore: Moment, services: Bool, at: Moment) throws -> Int {
        try run(
            """
            UPDATE sessions SET ended_at = ?1
            WHERE created_at < ?2 AND (ended_at IS NULL OR ended_at > ?1) AND (is_service = 0 OR ?3)
            """, [at.milliseconds, begunBefore.milliseconds, services])
        let ended = db.changesCount
        if ended > 0 { changed(control: true) }
        return ended
    }

    func deleteVerifyMisses(before: Moment) throws -> Int {
        try run("DELETE FROM verify_misses WHERE at < ?", [before.milliseconds])
        return db.changesCount
    }

    func deleteSessions(endedBefore: Moment) throws -> Int {
        try run("DELETE FROM sessions WHERE ended_at < ?", [endedBefore.milliseconds])
        return db.changesCount
    }

    func deletePresences(expiredBefore: Moment) throws -> Int {
        try run("DELETE FROM presences WHERE expires_at < ?", [expiredBefore.milliseconds])
        return db.changesCount
    }
}

/// Where the log stands: taken up at the start of a batch, kept only when the batch is durable.
struct LogState: Sendable {
    /// Entries so far.
    var size: UInt64
    var lastAt: Moment
    var charterHash: [UInt8]
    var control = ControlState()
}
