import AmanahCore
import Synchronization

@testable import AmanahService

/// A gateway in memory for tests of the HTTP layer: few people, few customers, real refusals, no disk.
final class FakeGateway: Gateway {
    struct State {
        var tokens: [String: Session] = [:]
        var made = 0
        var failures = 0
        var writes = 0
        var accepted: Set<PersonID> = [named("P0101"), named("P0901"), named("S0001")]
        var failure: ServiceError?
        var entries: Int64 = 88212
        var tickets: [TicketID: TicketInput] = [:]
        var origins: [Origin] = []
        var records: [(table: RecordTable, id: String, columns: [String])] = []
        /// What a sign-in waits for.
        var hold: (@Sendable () async -> Void)?
        /// Texts of the charter's versions, newest first.
        var charterTexts = ["a: 1\nlooks_per_day: 60\n", "a: 1\nlooks_per_day: 80\n"]
    }

    let state = Mutex(State())
    let charterInForce: Charter

    /// What the customers hold. None of it may turn up where it was not shown.
    static let secrets = [
        "Siti Rahmawati", "+628123457890", "3578014107900034", "Sulastri Wijayanti", "correct horse battery",
        "rahasia-totp-000",
    ]
    static let password = secrets[4]

    init() {
        func title(_ text: String) -> Charter.Title { .init(id: text, en: text) }
        let fields: [(String, Mask?)] = [
            ("name", .name), ("phone", .phone), ("nik", .last2), ("mother_maiden_name", nil), ("bill", .band),
            ("device", nil),
        ]
        charterInForce = Charter(
            name: "test", version: 1, terms: .init(document: "terms/2026-09.md", renewEveryDays: 180),
            fields: fields.map { .init(name: FieldName($0.0), fieldClass: .contact, mask: $0.1, title: title($0.0)) },
            purposes: [
                .init(
                    id: named("sim-replacement"), title: title("SIM replacement"), needs: [.ticket],
                    shows: [.full, .masked, .masked, .verify, .full, .full],
                    reveals: [nil, nil, .init(reason: true, approval: .none), nil, nil, nil], graceMinutes: 0,
                    approval: .none)
            ],
            roles: [
                .init(
                    id: named("agent"), title: title("Agent"), purposes: [0], scope: .branch, approves: false,
                    administers: false,
                    pages: [], quotas: Quotas(looksPerDay: 60)),
                .init(
                    id: named("auditor"), title: title("Auditor"), purposes: [], scope: .company, approves: false,
                    administers: false, pages: [.log], quotas: Quotas()),
            ])
    }

    func now() -> Moment { Moment(seconds: 1_790_000_000) }

    private func session(_ person: PersonID, steps: [SignInStep], number: Int) -> Session {
        Session(
            id: "s-\(number)", person: person, role: person == named("P0901") ? named("auditor") : named("agent"),
            unit: named("B3273A"), zone: .wib,
            createdAt: now(), expiresAt: now().advanced(by: .seconds(9 * 3600)), steps: steps, lacks: [],
            workstation: nil,
            workstationAdmitted: false, csrfToken: "csrf-\(number)", isService: person == named("S0001"))
    }

    private func write() throws(ServiceError) -> Int64 {
        let (failure, index) = state.withLock { state in
            state.writes += 1
            state.entries += 1
            return (state.failure, state.entries)
        }
        if let failure { throw failure }
        return index
    }

    func signIn(
        person: String, password: String, code: String?, from: Origin
    ) async throws(ServiceError) -> SignedIn {
        let locked = state.withLock { state in
            state.origins.append(from)
            return state.failures >= 5
        }
        await state.withLock { $0.hold }?()
        if locked { throw .unauthenticated(.locked(retryAfterSeconds: 30)) }
        guard password == Self.password, ["P0101", "P0102", "P0901", "P0003", "S0001"].contains(person) else {
            state.withLock { $0.failures += 1 }
            throw .unauthenticated(.wrongCredentials)
        }
        if person == "P0003" {
            guard let code else { throw .unauthenticated(.secondFactorRequired) }
            guard code == "123456" else { throw .unauthenticated(.wrongCredentials) }
        }
        return state.withLock { state in
            state.failures = 0
            state.made += 1
            let who = PersonID(person)
            let made = session(who, steps: state.accepted.contains(who) ? [] : [.acceptTerms], number: state.made)
            let token = "token-\(state.made)-" + String(repeating: "x", count: 30)
            state.tokens[token] = made
            return SignedIn(token: token, session: made)
        }
    }

    func authenticate(token: String, from: Origin) throws(ServiceError) -> Session {
        guard let session = state.withLock({ $0.tokens[token] }) else { throw .unauthenticated(.expired) }
        return session
    }

    func signOut(_ session: Session) async throws(ServiceError) {
        state.withLock { state in state.tokens = state.tokens.filter { $0.value.id != session.id } }
    }

    func terms(_ session: Session) throws(ServiceError) -> TermsView {
        let accepted = state.withLock { $0.accepted.contains(session.person) }
        return .init(version: "terms/2026-09.md", text: "S&K\n1. Amanah.", accepted: accepted)
    }

    func acceptTerms(_ session: Session, version: String) async throws(ServiceError) {
        guard version == "terms/2026-09.md" else { throw .conflict(what: "the terms were renewed; read them again") }
        _ = try write()
        state.withLock { state in
            state.accepted.insert(session.person)
            for (token, other) in state.tokens where other.person == session.person { state.tokens[token]?.steps = [] }
        }
    }

    func setPassword(_ session: Session, current: String, new: String) async throws(ServiceError) {
        guard current == Self.password else { throw .unauthenticated(.wrongCredentials) }
        guard new.utf8.count >= 12 else { throw .invalid(field: "new", what: "must have at least 12 characters") }
        _ = try write()
    }

    func beginSecondFactor(_ session: Session) async throws(ServiceError) -> String {
        _ = try write()
        return "otpauth://totp/Amanah:\(session.person)?secret=rahasia-totp-000"
    }

    func confirmSecondFactor(_ session: Session, code: String) async throws(ServiceError) {
        guard code == "123456" else { throw .invalid(field: "code", what: "does not match") }
        _ = try write()
    }

    func me(_ session: Session) throws(ServiceError) -> MeView {
        .init(
            person: session.person, name: "Agen Lima", role: session.role, roleTitle: .init(id: "Agen", en: "Agent"),
            unit: session.unit, unitName: "Rungkut", vendorName: "PT Mitra", supervisor: named("P0004"),
            supervisorName: "Ketua Empat", pages: session.role == named("auditor") ? Charter.Page.allCases : [],
            purposes: [
                .init(
                    id: named("sim-replacement"), title: .init(id: "Ganti kartu", en: "SIM replacement"),
                    needs: [.ticket, .presence])
            ],
            quotas: [.init(kind: .looksPerDay, used: 3, limit: 60)], lacks: [], steps: session.steps,
            secondFactor: false)
    }

    func desk(_ session: Session) async throws(ServiceError) -> DeskView {
        DeskView(
            tickets: [ownTicket],
            book: [
                .init(
                    customer: named("C0000002"), maskedName: "D*** P****", purpose: named("sim-replacement"),
                    purposeTitle: .init(id: "Ganti kartu", en: "SIM replacement"), endsOn: Day(number: 20_800),
                    lookedAtToday: false)
            ], looksToday: [unapproved(session)], quotas: [.init(kind: .looksPerDay, used: 3, limit: 60)],
            seenBy: "Ketua Empat")
    }

    private var ownTicket: TicketView {
        .init(
            id: named("T-1042"), customer: named("C0000001"), maskedName: "S*** R*********",
            purpose: named("sim-replacement"),
            purposeTitle: .init(id: "Ganti kartu", en: "SIM replacement"), openedAt: now(), closedAt: nil,
            byPresence: false)
    }

    func tickets(_ session: Session) async throws(ServiceError) -> [TicketView] { [ownTicket] }
    func ticket(_ session: Session, _ id: TicketID) async throws(ServiceError) -> TicketView {
        guard id == named("T-1043") else { throw .notFound }
        var ticket = ownTicket
        ticket.id = id
        ticket.erased = true
        return ticket
    }

    func search(_ session: Session, _ key: SearchKey, from: Origin) async throws(ServiceError) -> [FoundCustomer] {
        _ = try write()
        switch key {
        case .phone("08123457890"), .nik("3578014107900034"), .customer(named("C0000001")):
            return [
                .init(customer: named("C0000001"), maskedName: "S*** R*********", tickets: [ownTicket], inBookFor: [])
            ]
        default: return []
        }
    }

    func look(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, reason: String?, from: Origin
    ) async throws(ServiceError) -> ShownLook {
        let index = try write()
        guard ticket == named("T-1042") else { throw .denied([.nothingBinds([.ticket])]) }
        guard customer == named("C0000001") else { throw .denied([.ticketOfOtherCustomer]) }
        let values: [(String, Form, String?)] = [
            ("name", .full, Self.secrets[0]), ("phone", .masked, "0812****7890"), ("nik", .masked, "**************34"),
            ("mother_maiden_name", .verify, nil), ("bill", .full, "1250000"), ("device", .full, "1250001"),
        ]
        return .init(
            id: LookID(index), ledgerIndex: index, customer: customer, purpose: purpose,
            purposeTitle: .init(id: "Ganti kartu", en: "SIM replacement"), ground: .ticket(named("T-1042")), at: now(),
            closesAt: now().advanced(by: .seconds(300)), person: session.person, personName: "Agen Lima",
            seenBy: "Ketua Empat",
            fields: values.map { name, form, value in
                ShownField(
                    name: FieldName(name), title: .init(id: name, en: name), form: form, value: value,
                    note: form == .full ? nil : .masked,
                    reveal: name == "nik" ? .init(reason: true, approval: .none, form: .full) : nil)
            })
    }

    func reveal(
        _ session: Session, look: LookID, field: FieldName, reason: String, from: Origin
    ) async throws(ServiceError) -> ShownReveal {
        let index = try write()
        guard ReasonText.hasSubstance(reason) else { throw .denied([.reasonWithoutSubstance]) }
        guard field == named("nik") else { throw .denied([.notRevealable]) }
        return .init(
            look: look, ledgerIndex: index,
            field: .init(
                name: field, title: .init(id: "NIK", en: "NIK"), form: .full, value: Self.secrets[2], note: nil,
                reveal: nil),
            hidesAt: now().advanced(by: .seconds(30)))
    }

    func verify(
        _ session: Session, customer: CustomerID, purpose: PurposeID, ticket: TicketID?, field: FieldName, said: String,
        from: Origin
    ) async throws(ServiceError) -> VerifyOutcome {
        let index = try write()
        guard ticket == named("T-1042"), customer == named("C0000001") else {
            throw .denied([.nothingBinds([.ticket])])
        }
        return .init(match: said == Self.secrets[3], triesLeft: 2, ledgerIndex: index)
    }

    func startPresence(
        _ session: Session, phone: String, purpose: PurposeID, from: Origin
    ) async throws(ServiceError) -> PresenceStarted {
        _ = try write()
        return .init(id: "pr-1", expiresAt: now().advanced(by: .seconds(300)))
    }

    func confirmPresence(
        _ session: Session, id: String, code: String, from: Origin
    ) async throws(ServiceError) -> PresenceOutcome {
        _ = try write()
        guard id == "pr-1" else { throw .notFound }
        switch code {
        case "111111": return .opened(named("D-1"), named("C0000001"), named("sim-replacement"))
        case "999999": return .expired
        default: return .wrongCode(triesLeft: 2)
        }
    }

    func log(_ session: Session, _ filter: LogFilter, from: Origin) async throws(ServiceError) -> LogPage {
        guard session.role == named("auditor") || filter.person == session.person else { throw .notForRole }
        let row = ownLook(filter.person ?? named("P0105"), session, filter)
        let alone = filter.limit == 1 || filter.look != nil
        return LogPage(rows: alone ? [row] : readings + [row], next: filter.limit == 1 ? 5 : nil)
    }

    /// A look that rests on its ticket alone.
    private func unapproved(_ session: Session) -> LogRow {
        var row = ownLook(session.person, session, LogFilter())
        (row.grant, row.agreedBy) = (nil, nil)
        return row
    }

    private func ownLook(_ person: PersonID, _ session: Session, _ filter: LogFilter) -> LogRow {
        LogRow(
            index: 5, at: now(), kind: .look, person: person, personName: "Agen Lima", unit: named("B3273A"),
            customer: named("C0000001"), purpose: named("sim-replacement"), ticket: named("T-1042"), look: LookID(7),
            ground: filter.look == LookID(8) ? "break-glass" : "ticket",
            reasons: [], fields: ["nik:masked"], said: nil, workstation: nil,
            charterHash: String(repeating: "c", count: 64),
            grant: filter.look == LookID(8) ? nil : Self.request,
            breakGlass: filter.look == LookID(8) ? named("G-9") : nil,
            agreedBy: filter.look != LookID(8) && session.role == named("auditor") ? ["Ketua <Empat>"] : nil)
    }

    /// What was read of a person and of the log itself.
    private var readings: [LogRow] {
        func row(_ index: Int64, _ kind: ActKind, said: String?, of subject: PersonID? = nil) -> LogRow {
            LogRow(
                index: index, at: now(), kind: kind, person: named("P0002"), personName: "Dewi PPD", unit: nil,
                customer: nil, purpose: nil, ticket: nil, look: nil, ground: nil, reasons: [], fields: [], said: said,
                workstation: nil, subject: subject, subjectName: subject.map { _ in "Agen <Lima>" })
        }
        return [
            row(8, .personRead, said: nil, of: named("P0101")), row(7, .ledgerRead, said: "files"),
            row(6, .ledgerRead, said: "book"),
        ]
    }

    func people(_ session: Session, from: Origin) async throws(ServiceError) -> [PersonRow] {
        guard session.role == named("auditor") else { throw .notForRole }
        _ = try write()
        func row(_ id: String, _ name: String, above: String?, lacks: [ClearanceLack]) -> PersonRow {
            PersonRow(
                id: named(id), name: name, role: named("agent"), unit: named("B3273A"), unitName: "Rungkut",
                supervisor: above.map { named($0) }, employment: "outsourced", vendorName: "PT Mitra",
                clearance: ClearanceFacts(vetting: .carriedOver, training: .carriedOver, agreements: []), lacks: lacks,
                agreementEnds: nil, signedIn: false, secondFactor: false)
        }
        return [
            row("P0004", "Ketua Empat", above: nil, lacks: []),
            row("P0101", "Agen Lima", above: "P0004", lacks: [.noAgreement]),
        ]
    }

    func charter(_ session: Session, from: Origin) async throws(ServiceError) -> CharterView {
        guard session.role == named("auditor") else { throw .notForRole }
        _ = try write()
        func version(_ number: Int, _ text: String) -> CharterVersionView {
            .init(
                number: number, hash: String(repeating: "\(number)", count: 64), since: now(), by: "P0002", text: text)
        }
        let texts = state.withLock { $0.charterTexts }
        return CharterView(
            charter: charterInForce, versions: texts.enumerated().map { version(texts.count - $0, $1) })
    }
    func registerWorkstation(_ session: Session, label: String) async throws(ServiceError) -> String {
        _ = try write()
        return "device-key"
    }
    func workstations(_ session: Session) async throws(ServiceError) -> [WorkstationView] {
        guard session.role == named("auditor") else { throw .notForRole }
        return [
            .init(
                id: "w-1", label: "Meja 2", unit: named("B3273A"), registeredBy: named("P0101"), registeredAt: now(),
                admittedBy: nil, withdrawn: false)
        ]
    }
    func admitWorkstation(_ session: Session, id: String) async throws(ServiceError) {
        guard session.role == named("auditor"), id == "w-1" else { throw .notForRole }
        _ = try write()
    }
    func withdrawWorkstation(_ session: Session, id: String) async throws(ServiceError) { throw .notForRole }

    func putTicket(_ session: Session, _ ticket: TicketInput) async throws(ServiceError) -> Bool {
        guard session.isService else { throw .notForRole }
        _ = try write()
        return state.withLock { $0.tickets.updateValue(ticket, forKey: ticket.id) == nil }
    }

    func ready() async throws(ServiceError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    func measurements() -> [(name: String, help: String, value: Double)] {
        [("amanah_log_entries_total", "Entries of the log.", 88212)]
    }
}

/// An identifier of whatever kind is wanted.
func named<ID: Identifier>(_ text: String) -> ID { ID(rawValue: text) }
