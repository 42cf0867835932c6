import AmanahCore
import AmanahServer
import AmanahService
import AmanahStore
import AmanahWitness
import ArgumentParser
import Foundation
import Logging

/// A data folder and its key, as named on the command line.
struct DataFolder: ParsableArguments {
    @Argument(help: "The data folder.")
    var data: String

    @Option(
        help:
            "The master key's file; AMANAH_KEY_FILE names it too. Default: the data folder's name with `.key`, beside it."
    )
    var keyFile: String?

    var path: String { DataFolder.trimmed(data) }

    var keyPath: String {
        let named = keyFile ?? ProcessInfo.processInfo.environment["AMANAH_KEY_FILE"]
        return named.flatMap { $0.isEmpty ? nil : $0 } ?? path + ".key"
    }

    static func trimmed(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? trimmed(String(path.dropLast())) : path
    }

    /// Opens the folder; the log's files are brought up to date when it is closed.
    ///
    /// - Parameter seconds: and every so often until then.
    func openStore(publishing seconds: Double = .infinity, logger: Logger = DataFolder.quiet) throws -> SQLiteStore {
        let store = try SQLiteStore.open(folder: path, keyFile: keyPath)
        store.publishLedger(every: seconds, clock: DataFolder.now) { logger.error("\($0)") }
        return store
    }

    /// Opens the folder for one command; the caller closes the store.
    func open(
        codes: any CodeSender = NoCodes(), logger: Logger = DataFolder.quiet, publishing seconds: Double = .infinity
    ) throws -> (Amanah, SQLiteStore) {
        let store = try openStore(publishing: seconds, logger: logger)
        return (try Amanah(store: store, codes: codes, logger: logger, wallClock: DataFolder.now), store)
    }

    static let quiet = LineLog.logger(level: .error)

    static func now() -> Moment { Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

/// Says what went wrong on standard error and ends with 1.
func refusing<T>(_ body: () async throws -> T) async throws -> T {
    do { return try await body() } catch {
        let words: String? =
            switch error {
            case let error as StoreError: error.description
            case let error as CharterError: error.description
            case let error as ServiceError: error.words
            case let error as ServerStartError: error.description
            case let error as WitnessError: error.description
            default: nil
            }
        guard let words else { throw error }
        complain(words)
        throw ExitCode(1)
    }
}

func complain(_ words: String) { FileHandle.standardError.write(Data((words + "\n").utf8)) }

extension ServiceError {
    var words: String {
        switch self {
        case .unauthenticated: "not signed in"
        case .stepRequired(let step): "a step is missing: \(step.rawValue); \(step.atShell), then try again"
        case .denied(let reasons): "denied: " + reasons.map(\.code).joined(separator: ", ")
        case .notForRole: "not for this role"
        case .invalid(let field, let what): "`\(field)`: \(what)"
        case .notFound: "there is no such person, customer or thing: check the id"
        case .notYours(let what), .conflict(let what): what
        case .tooMany: "too busy: try again in a moment"
        case .unavailable(let what): what
        }
    }
}

extension SignInStep {
    /// What to do where nobody can be asked for it.
    fileprivate var atShell: String {
        switch self {
        case .changePassword: "sign in to the console and choose a password of your own"
        case .enrolSecondFactor: "sign in to the console and enrol a second factor"
        case .acceptTerms: "sign in to the console and accept the terms in force"
        }
    }
}

/// A line that grows on a terminal and keeps silent elsewhere.
struct ProgressBar {
    private let label: String
    private var shown = -1
    private let terminal = isatty(2) == 1

    init(_ label: String) { self.label = label }

    mutating func show(_ part: Int, of total: Int, _ words: String) {
        guard terminal, total > 0 else { return }
        let percent = min(100, part * 100 / total)
        guard percent != shown else { return }
        shown = percent
        let full = percent * 30 / 100
        let bar = String(repeating: "█", count: full) + String(repeating: "·", count: 30 - full)
        FileHandle.standardError.write(Data("\r\(label) \(bar) \(percent) % \(words)\u{1B}[K".utf8))
    }

    func end() {
        if terminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
