package import AmanahCore
import AmanahLedger
package import AmanahStore
package import Logging
import Synchronization

/// The gateway: every use case over one store.
///
/// What decisions go by is read twice: once to prepare an answer outside the log's thread, and again inside the batch if
/// anything has changed since (L3). The answer leaves only after the batch is on the disk (L1).
package final class Amanah: Gateway {
    let store: any Store
    let clock: SteadyClock
    let settings: Settings
    let logger: Logger
    let sessions = SessionBook()
    let quotas = QuotaBook()
    let doors = DoorGuard()
    let watch: TeamWatch
    let passwords: Passwords
    let control = ControlWatch()
    let codes: any CodeSender
    let peerFigures = PeerFigures()
    /// Sessions that read the log's files, with the hour that their reading was last noted in.
    let ledgerReaders = Mutex<[String: Int64]>([:])
    /// Who signs the log outside this process.
    let board = WitnessBoard()
    private let state: Mutex<Organisation>

    package struct Settings: Sendable {
        /// Cost of scrypt as the logarithm of its rounds; 14 takes some 16 MB.
        package var scryptLogRounds: Int
        package var scryptParallelism: Int
        /// How long an answer waits for a witness's signature, where the charter asks for one.
        package var witnessPatience: Duration
        package init(
            scryptLogRounds: Int = 14, scryptParallelism: Int = 5, witnessPatience: Duration = .seconds(5)
        ) {
            self.scryptLogRounds = scryptLogRounds
            self.scryptParallelism = scryptParallelism
            self.witnessPatience = witnessPatience
        }
    }

    /// - Throws: ``StoreError``, or ``CharterError`` where the stored charter no longer parses.
    package init(
        store: any Store, codes: any CodeSender, settings: Settings = Settings(), logger: Logger,
        wallClock: @escaping @Sendable () -> Moment
    ) throws {
        self.store = store
        self.codes = codes
        self.settings = settings
        self.logger = logger
        passwords = Passwords(logRounds: settings.scryptLogRounds, parallelism: settings.scryptParallelism)
        var generator = SystemRandomNumberGenerator()
        watch = TeamWatch(epoch: generator.next())
        let now = wallClock()
        let (rows, latest, live) = try store.read { view in
            return (try view.organisation(), try view.latestAt() ?? now, try view.sessions(notEndedAt: now))
        }
        clock = SteadyClock(latest: latest, wall: wallClock)
        guard let charterRow = rows.charter else {
            throw StoreError(.missing, "the data folder has no charter: make it anew with `amanah init`")
        }
        var charter = try Charter.parse(charterRow.text, file: "charter \(charterRow.number)")
        if !rows.charterHolds { charter.roles = [] }
        state = Mutex(Organisation(rows, charter: charter))
        tellStrangers(rows)
        try restore(live, at: clock.read().steady)
        store.onControlChange { [weak self] rows in self?.adopt(rows) }
        store.onActs { [weak self] rows in self?.watched(rows) }
    }

    /// Sessions and counts from before a restart.
    private func restore(_ live: [SessionRow], at now: Moment) throws {
        let since = Moment(milliseconds: now.milliseconds - QuotaBook.windowMinutes * 60_000)
        try store.read { view in
            for row in live where row.isService || row.endedAt == nil {
                let credential = try view.credential(row.person)
                sessions.insert(
                    SessionBook.Live(
                        row: row, mustChangePassword: credential?.mustChange ?? false,
                        secondFactor: credential?.secretConfirmed ?? false, writtenAt: row.lastSeenAt))
            }
            try view.countedActs(since: since) { person, kind, at, customer in
                switch kind {
                case .look: if let customer { quotas.restore(.look(customer), by: person, at: at) }
                case .search: quotas.restore(.search, by: person, at: at)
                case .reveal: quotas.restore(.reveal, by: person, at: at)
                case .verify: quotas.restore(.verification, by: person, at: at)
                default: break
                }
            }
        }
    }

    var organisation: Organisation { state.withLock { $0 } }

    package var charterInForce: Charter { organisation.charter }
    package func now() -> Moment { clock.read().steady }

    /// Takes over changed control data. A charter that does not parse is not taken over: what it would allow is unknown.
    private func adopt(_ rows: OrganisationRows) {
        tellStrangers(rows)
        let current = organisation
        let next = make(rows, like: current)
        for person in rows.brokenSteps.sorted() {
            logger.critical("a step of `\(person)` does not open: it was edited or put in; the person does not work")
        }
        state.withLock { $0 = next }
        sessions.keep(only: rows.liveSessions)
    }

    private func make(_ rows: OrganisationRows, like current: Organisation) -> Organisation {
        if let row = rows.charter, row.hash == current.charterRow?.hash {
            return Organisation(rows, charter: current.charter)
        }
        guard rows.charterHolds, let row = rows.charter,
            let charter = try? Charter.parse(row.text, file: "charter \(row.number)")
        else {
            logger.error("the newest charter in the database does not parse: everything is denied until it does")
            var closed = current.charter
            closed.roles = []
            return Organisation(rows, charter: closed)
        }
        return Organisation(rows, charter: charter)
    }

    /// The organisation as a batch sees it: as in memory, unless the batch itself has changed it. The session must still run.
    func organisation(in view: any WriteView, for session: Session) throws -> Organisation {
        guard view.controlChanged else { return organisation }
        let rows = try view.organisation()
        guard rows.liveSessions.contains(session.id) else { throw ServiceError.unauthenticated(.expired) }
        return make(rows, like: organisation)
    }

    /// The organisation as a batch sees it, for an act that nobody's session brings about.
    func organisation(in view: any WriteView) throws -> Organisation {
        view.controlChanged ? make(try view.organisation(), like: organisation) : organisation
    }

    /// The member who may work, as the batch sees him: what another process changed is known here first (L3).
    @discardableResult
    func cleared(_ session: Session, in view: any WriteView) throws -> (Organisation.Member, Charter) {
        let organisation = try organisation(in: view, for: session)
        return (try cleared(session, organisation), organisation.charter)
    }

    /// Takes up whatever changed elsewhere, before something is read outside a batch. Writes nothing.
    func refresh(_ session: Session) async throws(ServiceError) {
        try await durably(for: session) { [self] view in _ = try cleared(session, in: view) }
    }

    package func ready() async throws(ServiceError) {
        let now = clock.read().wall
        try await durably(share: "health") { view in try view.probe(at: now) }
    }

    package func measurements() -> [(name: String, help: String, value: Double)] {
        store.measurements() + [
            ("amanah_sessions", "live sessions", Double(sessions.count))
        ] + controlMeasurements + board.measurements
    }
}

extension Amanah {
    /// Runs a job of the next durable batch and maps what can go wrong.
    func durably<T: Sendable>(
        share: String, _ body: @escaping @Sendable (any WriteView) throws -> T
    ) async throws(ServiceError) -> T {
        do {
            return try await store.commit(share: share, body)
        } catch {
            throw serviceError(error)
        }
    }

    /// Reads one state; blocks briefly.
    func reading<T>(_ body: (any ReadView) throws -> T) throws(ServiceError) -> T {
        do {
            return try store.read(body)
        } catch {
            throw serviceError(error)
        }
    }

    func serviceError(_ error: any Error) -> ServiceError {
        switch error {
        case let error as ServiceError: return error
        case let error as StoreError:
            if error.code != .busy { logger.error("\(error)", metadata: ["code": "\(error.code.rawValue)"]) }
            if error.code == .busy { return .tooMany(retryAfterSeconds: 1) }
            return .unavailable(what: error.message)
        default:
            logger.error("unexpected failure of kind \(type(of: error))")
            return .unavailable(what: "the gateway could not finish this; nothing was shown")
        }
    }
}
