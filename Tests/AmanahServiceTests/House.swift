import AmanahCore
import AmanahStore
import Crypto
import Foundation
import Logging
import Synchronization

@testable import AmanahService

/// A clock that stands where a test puts it.
final class TestClock: Sendable {
    private let moment: Mutex<Moment>
    init(_ moment: Moment) { self.moment = Mutex(moment) }
    var now: Moment { moment.withLock { $0 } }
    func set(_ moment: Moment) { self.moment.withLock { $0 = moment } }
    func advance(_ duration: Duration) { moment.withLock { $0 = $0.advanced(by: duration) } }
}

/// Keeps what would have been sent.
final class SentCodes: CodeSender {
    private let sent = Mutex<[(code: String, phone: String)]>([])
    func send(code: String, to phone: String) { sent.withLock { $0.append((code, phone)) } }
    var all: [(code: String, phone: String)] { sent.withLock { $0 } }
}

/// Keeps every line that the gateway logs for its operator.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(lines: self) }
    }

    private struct Handler: LogHandler {
        var lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        var metadataProvider: Logger.MetadataProvider?
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            lines.add("\(event.message) \(event.metadata ?? [:]) \(metadata)")
        }
    }
}

/// A tiny organisation over a real database in a folder of its own.
struct House: Sendable {
    var folder: String
    var clock: TestClock
    var codes: SentCodes
    var lines: LogLines
    var store: SQLiteStore
    var amanah: Amanah

    static let password = "sandi yang panjang"
    static let secret = Array("12345678901234567890".utf8)
    /// 10 in the morning, WIB.
    static let start = Moment("2026-11-24T03:00:00Z") ?? Moment(seconds: 0)
    static let desk = Origin(address: "10.0.0.7", deviceKey: nil, channel: .api)

    static func open(_ charter: String = HouseCharter.text(), at now: Moment = House.start) async throws -> House {
        let folder = NSTemporaryDirectory() + "amanah-house-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let key = try KeyRing.createMasterKey(at: folder + "/key")
        try HousePeople.load(folder + "/data", key, now)
        let store = try SQLiteStore.open(folder: folder + "/data", keyFile: folder + "/key")
        try await Founding.record(store, charter: charter, terms: "Jaga amanah.", counts: [], at: now)
        return try House(folder: folder, clock: TestClock(now), codes: SentCodes(), lines: LogLines(), store: store)
    }

    /// - Parameter through: stands between the gateway and the store.
    init(
        folder: String, clock: TestClock, codes: SentCodes, lines: LogLines, store: SQLiteStore,
        through: (any Store)? = nil, witnessPatience: Duration = .seconds(3600)
    ) throws {
        (self.folder, self.clock, self.codes, self.lines, self.store) = (folder, clock, codes, lines, store)
        amanah = try Amanah(
            store: through ?? store, codes: codes,
            settings: Amanah.Settings(
                scryptLogRounds: 2, scryptParallelism: 1, witnessPatience: witnessPatience), logger: lines.logger,
            wallClock: { clock.now })
    }

    /// The same folder after the gateway was stopped and started.
    func restarted() async throws -> House {
        await store.close()
        return try House(folder: folder, clock: clock, codes: codes, lines: lines, store: try openAgain())
    }

    /// The same gateway that waits only so long for a witness.
    func impatient(_ patience: Duration = .milliseconds(50)) throws -> House {
        try House(folder: folder, clock: clock, codes: codes, lines: lines, store: store, witnessPatience: patience)
    }

    /// Another process on the same folder.
    func neighbour() throws -> House {
        try House(folder: folder, clock: clock, codes: codes, lines: lines, store: try openAgain())
    }

    /// The same gateway with something between it and the disk.
    func through(_ wrap: (SQLiteStore) -> any Store) throws -> House {
        try House(folder: folder, clock: clock, codes: codes, lines: lines, store: store, through: wrap(store))
    }

    func openAgain() throws -> SQLiteStore {
        try SQLiteStore.open(folder: folder + "/data", keyFile: folder + "/key")
    }

    // MARK: Acting

    /// Signs in with everything that is asked, and gives the token.
    @discardableResult
    func enter(_ person: String, from: Origin = House.desk) async throws -> String {
        let id = PersonID(person)
        try await amanah.setPassword(of: id, to: House.password, final: true)
        let role = amanah.organisation.members[id].flatMap { amanah.charterInForce.role($0.record.role) }
        var code: String?
        if role?.needsSecondFactor == true {
            _ = try await amanah.setSecondFactor(of: id, secret: House.secret)
            code = OneTimeCode.code(secret: House.secret, step: clock.now.seconds / 30)
        }
        return try await amanah.signIn(person: person, password: House.password, code: code, from: from).token
    }

    /// The session as the next request finds it.
    func session(_ token: String) throws -> Session { try amanah.authenticate(token: token, from: House.desk) }

    @discardableResult
    func look(
        _ token: String, _ customer: String = "C1", _ purpose: String = "sim-replacement", ticket: String? = "T1",
        reason: String? = nil
    ) async throws -> ShownLook {
        try await amanah.look(
            try session(token), customer: CustomerID(customer), purpose: PurposeID(purpose),
            ticket: ticket.map { TicketID($0) }, reason: reason, from: House.desk)
    }

    func verify(
        _ token: String, _ field: String = "mother_maiden_name", _ said: String, customer: String = "C1",
        ticket: String? = "T1"
    ) async throws -> VerifyOutcome {
        try await amanah.verify(
            try session(token), customer: CustomerID(customer), purpose: PurposeID("sim-replacement"),
            ticket: ticket.map { TicketID($0) }, field: FieldName(field), said: said, from: House.desk)
    }

    func reveal(_ token: String, _ look: LookID, _ field: String = "nik", _ reason: String) async throws -> ShownReveal
    {
        try await amanah.reveal(
            try session(token), look: look, field: FieldName(field), reason: reason, from: House.desk)
    }

    func search(_ token: String, _ key: SearchKey) async throws -> [FoundCustomer] {
        try await amanah.search(try session(token), key, from: House.desk)
    }

    func log(_ token: String, _ filter: LogFilter = LogFilter(limit: 200)) async throws -> LogPage {
        try await amanah.log(try session(token), filter, from: House.desk)
    }

    /// Every act of these kinds in the database, oldest first.
    func acts(_ kinds: ActKind...) throws -> [ActRow] {
        try store.read { try $0.acts(ActFilter(kinds: kinds.isEmpty ? nil : kinds, limit: 100_000)).reversed() }
    }

    func size() throws -> Int64 { try store.read { try $0.logSize() } }

    /// A change that some other part of the company makes.
    func change(_ body: @escaping @Sendable (any WriteView) throws -> Void) async throws {
        try await store.commit(share: "test", body)
    }

    func person(_ id: String) throws -> PersonRecord {
        guard let record = amanah.organisation.members[PersonID(id)]?.record else { throw ServiceError.notFound }
        return record
    }

    func close() async {
        await store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// Opens a house for one test and takes it down behind it.
func withHouse(
    _ charter: String = HouseCharter.text(), at now: Moment = House.start,
    _ body: @Sendable (House) async throws -> Void
) async throws {
    let house = try await House.open(charter, at: now)
    do {
        try await body(house)
    } catch {
        await house.close()
        throw error
    }
    await house.close()
}

/// What a call refuses with; `nil` where it answers.
func refusal<T>(_ body: () async throws -> T) async -> ServiceError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? ServiceError
    }
}
