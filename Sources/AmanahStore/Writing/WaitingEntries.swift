import AmanahCore
import AmanahLedger
import GRDB

/// One entry that is placed in the log and not yet in the tables.
struct WaitingEntry {
    var index: Int64
    var entry: [UInt8]
    var leaf: LogHash
    var act: NewAct
}

/// The entries of a batch that are not in the tables yet, oldest first.
struct WaitingEntries {
    private var entries: [WaitingEntry] = []
    /// Why writing failed. What was to be written may be of any job: the whole batch fails.
    private(set) var failure: (any Error)?

    var count: Int { entries.count }

    mutating func append(_ entry: WaitingEntry) { entries.append(entry) }

    /// Drops the newest, of a job that is undone.
    mutating func forget(from first: Int) { entries.removeLast(entries.count - first) }

    /// Writes the oldest `end` entries.
    mutating func write(upTo end: Int, _ db: Database) throws {
        guard end > 0 else { return }
        do {
            try db.direct(WaitingEntries.entryStatement) { statement in
                for index in 0..<end { try entries[index].writeEntry(statement) }
            }
            try db.direct(WaitingEntries.actStatement) { statement in
                for index in 0..<end { try entries[index].writeAct(statement) }
            }
        } catch {
            failure = error
            throw error
        }
        entries.removeFirst(end)
    }

    private static let entryStatement = "INSERT INTO entries (position, entry, leaf) VALUES (?, ?, ?)"

    private static let actStatement = """
        INSERT INTO acts (position, kind, at, person_id, unit_id, customer_id, purpose, ticket_id, look, workstation,
            person_details, customer_details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
}

extension WaitingEntry {
    fileprivate func writeEntry(_ statement: DirectStatement) throws {
        try statement.bind(1, index)
        try statement.bind(2, entry)
        try leaf.withUnsafeBytes { try statement.bind(3, $0) }
        _ = try statement.step()
        statement.rewind()
    }

    fileprivate func writeAct(_ statement: DirectStatement) throws {
        try statement.bind(1, index)
        try statement.bind(2, Int64(act.kind.rawValue))
        try statement.bind(3, act.at.milliseconds)
        try statement.bind(4, act.person?.rawValue)
        try statement.bind(5, act.unit?.rawValue)
        try statement.bind(6, act.customer?.rawValue)
        try statement.bind(7, act.purpose?.rawValue)
        try statement.bind(8, act.ticket?.rawValue)
        try statement.bind(9, act.look?.number)
        try statement.bind(10, act.workstation)
        try statement.bind(11, act.personDetails)
        try statement.bind(12, act.customerDetails)
        _ = try statement.step()
        statement.rewind()
    }
}
