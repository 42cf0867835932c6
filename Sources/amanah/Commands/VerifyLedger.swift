import AmanahCore
import AmanahLedger
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// `amanah ledger verify`: of a data folder with its key, or of nothing but the log's files.
struct VerifyLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the log from its first entry; names the first thing that does not hold, and ends with 1.",
        discussion: """
            Of a data folder: its database, with what lies beside each entry, and its files. Of a folder with a copy of the \
            files (checkpoint and tile/): these alone, without any secret. Keys that the log announces are followed.
            """)
    @OptionGroup var folder: DataFolder
    @Option(help: "A key of the log; may be given again.") var key: [String] = []
    @Option(help: "An old checkpoint's file: the log must be its continuation.") var since: String?
    @Option(help: "A witness's key, which must have signed; may be given again.") var witness: [String] = []

    func run() async throws {
        try await refusing {
            let question = FolderCheck.Question(
                keys: try LedgerKeys.parse(key), since: try since.map(Self.checkpoint),
                witnesses: try LedgerKeys.parse(witness))
            let files = FileManager.default
            if files.fileExists(atPath: SQLiteStore.databasePath(folder.path)) {
                try await verifyData(question)
            } else {
                guard files.fileExists(atPath: folder.path) else {
                    throw StoreError(
                        .missing, "`\(folder.path)` is not there: name a data folder or a copy of its ledger/")
                }
                guard ["checkpoint", "tile"].contains(where: { files.fileExists(atPath: folder.path + "/" + $0) })
                else {
                    throw StoreError(
                        .missing, "`\(folder.path)` is neither a data folder nor a copy of its ledger/: name one")
                }
                try verify(PublishedLedger(folder: folder.path), question)
            }
        }
    }

    private static func checkpoint(_ path: String) throws -> SignedCheckpoint {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StoreError(.missing, "the checkpoint `\(path)` cannot be read: check the name")
        }
        do throws(LedgerFormatError) { return try SignedCheckpoint(parsing: Array(data)) } catch {
            throw StoreError(.ledger, "`\(path)` is \(error)")
        }
    }

    private func verifyData(_ question: FolderCheck.Question) async throws {
        let store = try SQLiteStore.open(folder: folder.path, keyFile: folder.keyPath)
        let total = Int(store.logSize)
        var bar = ProgressBar("verify")
        let check = try LedgerCheck.run(store) { bar.show(Int($0), of: total, "") }
        bar.end()
        let keys = try store.read { try $0.logSigners().map(\.key) }
        await store.close()
        if let broken = check.broken { throw Self.refusal(broken) }
        print("\(check.entries) entries hold, and what lies beside them")
        if let tip = check.tip, let stated = tip.checkpoint {
            print("they lead to the root \(tip.root) of `\(stated.checkpoint.origin)`")
            for given in question.keys where (try? stated.verify([given])) == nil && !keys.contains(given) {
                throw Self.refusal(
                    LedgerFinding(
                        .signature(given.name), "the log's key is another one",
                        "this is another log, or its key was replaced without an announcement"))
            }
        }
        guard store.ledger.checkpoint() != nil else {
            if question.since != nil || !question.witnesses.isEmpty {
                throw StoreError(.missing, "the log has no files yet, which --since and --witness need: serve it once")
            }
            return
        }
        var asked = question
        asked.keys += keys
        _ = try files(store.ledger, asked)
        print("the files of the log hold")
    }

    private func verify(_ ledger: PublishedLedger, _ question: FolderCheck.Question) throws {
        let check = try files(ledger, question)
        print("\(check.checkpoint.size) entries hold")
        print("they lead to the root \(check.checkpoint.root) of `\(check.checkpoint.origin)`")
        for signature in check.signatures {
            let time = signature.time.map { ", " + Moment(seconds: Int64(clamping: $0)).rfc3339 } ?? ""
            print("signed by \(signature.key.text)\(time)")
        }
        if question.since != nil { print("it is the continuation of the old checkpoint") }
        if question.keys.isEmpty { print("whose log it is was not checked: give its key with --key") }
    }

    private func files(_ ledger: PublishedLedger, _ question: FolderCheck.Question) throws -> FolderCheck {
        var bar = ProgressBar("files")
        defer { bar.end() }
        do throws(LedgerFinding) {
            return try FolderCheck.run(ledger, question) { bar.show(Int($0), of: Int($1), "") }
        } catch { throw Self.refusal(error) }
    }

    private static func refusal(_ finding: LedgerFinding) -> StoreError { StoreError(.ledger, finding.description) }
}
