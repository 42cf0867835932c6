package import AmanahCore

/// Every use case of the gateway, as the server and the command line call it.
///
/// Each call is decided and logged before it answers (L1, L9). All throw ``ServiceError`` and nothing else.
package protocol Gateway:
    RecordGateway, ErasureGateway, PeopleGateway, ApprovalGateway, TeamGateway, LedgerGateway, BookGateway,
    CharterGateway, Sendable
{
    // Signing in
    func signIn(person: String, password: String, code: String?, from: Origin) async throws(ServiceError) -> SignedIn
    /// Verifies a token for one request: idle time, end, revocation, clearance (L3). Never waits for the disk.
    func authenticate(token: String, from: Origin) throws(ServiceError) -> Session
    func signOut(_ session: Session) async throws(ServiceError)
    func terms(_ session: Session) throws(ServiceError) -> TermsView
    func acceptTerms(_ session: Session, version: String) async throws(ServiceError)
    func setPassword(_ session: Session, current: String, new: String) async throws(ServiceError)
    /// A fresh secret as an otpauth address; counts only once a code confirms it.
    func beginSecondFactor(_ session: Session) async throws(ServiceError) -> String
    func confirmSecondFactor(_ session: Session, code: String) async throws(ServiceError)

    // The desk
    func me(_ session: Session) throws(ServiceError) -> MeView
    func desk(_ session: Session) async throws(ServiceError) -> DeskView
    func tickets(_ session: Session) async throws(ServiceError) -> [TicketView]
    /// One of my own tickets.
    func ticket(_ session: Session, _ id: TicketID) async throws(ServiceError) -> TicketView
    func search(_ session: Session, _ key: SearchKey, from: Origin) async throws(ServiceError) -> [FoundCustomer]

    // The look
    func look(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, reason: String?, from: Origin
    ) async throws(ServiceError) -> ShownLook
    func reveal(
        _ session: Session, look: LookID, field: FieldName, reason: String, from: Origin
    ) async throws(ServiceError) -> ShownReveal
    func verify(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, field: FieldName, said: String,
        from: Origin
    ) async throws(ServiceError) -> VerifyOutcome

    // The customer at the desk
    func startPresence(
        _ session: Session, phone: String, purpose: PurposeID, from: Origin
    ) async throws(ServiceError) -> PresenceStarted
    func confirmPresence(
        _ session: Session, id: String, code: String, from: Origin
    ) async throws(ServiceError) -> PresenceOutcome

    // Supervising
    /// My own looks; of others only for those whom the charter lets (else ``ServiceError/notForRole``).
    func log(_ session: Session, _ filter: LogFilter, from: Origin) async throws(ServiceError) -> LogPage
    func people(_ session: Session, from: Origin) async throws(ServiceError) -> [PersonRow]
    func charter(_ session: Session, from: Origin) async throws(ServiceError) -> CharterView

    // Workstations
    /// Registers this browser and gives its device key, once.
    func registerWorkstation(_ session: Session, label: String) async throws(ServiceError) -> String
    func workstations(_ session: Session) async throws(ServiceError) -> [WorkstationView]
    func admitWorkstation(_ session: Session, id: String) async throws(ServiceError)
    func withdrawWorkstation(_ session: Session, id: String) async throws(ServiceError)

    // For the ticket system's service account
    func putTicket(_ session: Session, _ ticket: TicketInput) async throws(ServiceError) -> Bool

    /// Ready to write the log; throws ``ServiceError/unavailable(what:)`` with why not.
    func ready() async throws(ServiceError)
    /// Counters for `/metrics`: name, help, value. No label names a person or customer.
    func measurements() -> [(name: String, help: String, value: Double)]
    /// The charter in force, for words and titles.
    var charterInForce: Charter { get }
    func now() -> Moment
}
