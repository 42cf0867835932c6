package import AmanahCore

/// The data, whatever keeps them. One implementation is chosen by the command line; nobody else names it.
package protocol Store: LedgerKeeping {
    var keys: KeyRing { get }
    /// The log's name, set when the folder was made.
    var origin: String { get }

    /// Reads one consistent state. Blocks the caller for as long as the reading takes.
    func read<T>(_ body: (any ReadView) throws -> T) throws -> T

    /// Reads without a transaction around it, which is faster: each statement by itself is consistent, several may not be.
    ///
    /// With a version it reads a state that held that version or a later one, and that may be as old: right for all that
    /// ``dataVersion`` tells of, not for the log. Without one it reads the newest.
    ///
    /// - Warning: only for what is checked against ``dataVersion`` afterwards, inside a batch.
    func readLoosely<T>(since version: UInt64?, _ body: (any ReadView) throws -> T) throws -> T

    /// Runs `body` in the next durable batch and answers once that batch is on the disk.
    ///
    /// Each body has a savepoint: where it throws, its own writes are undone and only its caller hears of it. Where the
    /// batch cannot be made durable, every caller of the batch gets a ``StoreError`` and nothing was written.
    ///
    /// - Parameter share: whose share of the queue this takes; no one fills the queue alone.
    func commit<T: Sendable>(share: String, _ body: @escaping @Sendable (any WriteView) throws -> T) async throws -> T

    /// Grows whenever anything but the log changed, in this process or another.
    var dataVersion: UInt64 { get }
    /// Called on the writing thread after a batch that changed control data became durable, before its callers hear of it.
    func onControlChange(_ handler: @escaping @Sendable (OrganisationRows) -> Void)
    /// Destroys the keys of those whose erasure is durable, and puts them in the list outside the data folder. Finishes too
    /// what a crash interrupted; does nothing where nothing is left to do.
    func finishErasures() throws
    /// Who is in the list of erasures and is not erased here: what a restored backup brought back.
    func erasuresToReplay() throws -> [ErasureRow]
    /// Called on the writing thread with the acts of each batch of this process once it is durable, before its callers
    /// hear of it. The handler must be quick: everyone waits for it.
    func onActs(_ handler: @escaping @Sendable ([ActRow]) -> Void)
    /// Figures for `/metrics`.
    func measurements() -> [(name: String, help: String, value: Double)]
    /// Stops taking work, finishes what waits, closes.
    func close() async
}

/// A consistent state to read from.
package protocol ReadView:
    WorkstationReading, RecordReading, ErasureReadView, ControlReading, PeopleReadView, ApprovalReadView,
    OversightReadView, LedgerReading, CosignatureReading, BookReadView, CharterReadView, SampleReadView
{
    func organisation() throws -> OrganisationRows
    func charters() throws -> [CharterRow]

    func customer(_ id: CustomerID) throws -> CustomerRow?
    /// Whether a customer has this id, or had it before he was erased. The same work either way (A5).
    func isKnown(_ id: CustomerID) throws -> Bool
    /// Customers with this blind tag, by id; at most `limit`.
    func customers(_ kind: KeyRing.Blind, tag: [UInt8], limit: Int) throws -> [CustomerID]
    func ticket(_ id: TicketID) throws -> TicketRow?
    /// A person's tickets that are open at a moment, oldest first; not those of who was erased, for whom nothing is left to do.
    func openTickets(of person: PersonID, at: Moment, limit: Int) throws -> [TicketRow]
    /// A person's open tickets of one customer.
    func openTickets(of person: PersonID, customer: CustomerID, at: Moment) throws -> [TicketRow]
    func assignment(person: PersonID, customer: CustomerID, purpose: PurposeID, on day: Day) throws -> AssignmentRow?
    func assignments(of person: PersonID, on day: Day, limit: Int) throws -> [AssignmentRow]
    func assignments(of person: PersonID, customer: CustomerID, on day: Day) throws -> [AssignmentRow]

    func credential(_ person: PersonID) throws -> CredentialRow?
    /// A session by its handle, ended or not.
    func session(_ id: String) throws -> SessionRow?
    func sessions(notEndedAt: Moment) throws -> [SessionRow]
    func presence(_ id: String) throws -> PresenceRow?
    /// Misses of a `verify` field since a moment: this person's, and everyone's.
    func verifyMisses(customer: CustomerID, field: FieldName, person: PersonID, since: Moment) throws -> (
        own: Int, all: Int
    )

    func acts(_ filter: ActFilter) throws -> [ActRow]
    func act(_ index: Int64) throws -> ActRow?
    /// Every counted act since a moment, newest first, without its details; looks that were not shown are left out.
    func countedActs(
        since: Moment, _ body: (_ person: PersonID, _ kind: ActKind, _ at: Moment, _ customer: CustomerID?) -> Void)
        throws
    /// The latest time that any act was written at.
    func latestAt() throws -> Moment?
    func logSize() throws -> Int64
    func counts() throws -> [(table: String, rows: Int)]
}

/// A state to write to, inside one savepoint of one durable batch.
package protocol WriteView:
    ReadView, ImportMarking, ErasureWriteView, ControlWriting, PeopleWriteView, ApprovalWriteView, LedgerWriting,
    CosignatureWriting, BookWriteView, CharterWriteView, SampleWriteView
{
    /// The state's version, to compare with the one a request was prepared under.
    var dataVersion: UInt64 { get }
    /// Control data changed in this batch, or in another process, since the handlers were last called.
    var controlChanged: Bool { get }
    /// Writes one row that means nothing: a batch with it is durable only if the disk takes writes.
    func probe(at: Moment) throws
    /// Binds an act to the log and gives its position.
    func append(_ act: NewAct) throws -> Int64

    func put(unit: UnitRow) throws
    func put(vendor: VendorRow) throws
    func put(person: PersonRecord) throws
    func put(agreement: AgreementRow) throws
    func put(acceptance: AcceptanceRow) throws
    func put(charter: CharterRow) throws
    func put(customer: CustomerRow, tags: [(KeyRing.Blind, [UInt8])]) throws
    func put(ticket: TicketRow) throws
    func put(assignment: AssignmentRow) throws
    func put(credential: CredentialRow) throws
    func put(session: SessionRow) throws
    func touch(session: String, at: Moment) throws
    func endSession(_ id: String, at: Moment) throws
    func endSessions(of person: PersonID, except: String?, at: Moment) throws -> Int
    func put(workstation: WorkstationRow) throws
    func put(presence: PresenceRow) throws
    func addVerifyMiss(customer: CustomerID, field: FieldName, person: PersonID, at: Moment) throws
    /// Drops what looks showed before a moment; their entries, and who looked at whom, stay.
    func thinDetails(before: Moment) throws -> Int
    /// Ends sessions that began before a moment; those of services only where asked.
    func endSessions(begunBefore: Moment, services: Bool, at: Moment) throws -> Int
    func deleteVerifyMisses(before: Moment) throws -> Int
    func deleteSessions(endedBefore: Moment) throws -> Int
    func deletePresences(expiredBefore: Moment) throws -> Int
}
