import AmanahCore
import AmanahImport
import AmanahLedger
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// Makes a data folder out of a CSV export and a charter. All or nothing: a refused import leaves nothing behind.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a data folder out of a company's CSV export.")

    @OptionGroup var folder: DataFolder

    @Option(
        name: .customLong("from"),
        help: "The folder of units.csv, people.csv, customers.csv and so on (.csv or .csv.gz).")
    var source: String

    @Option(help: "The charter, e.g. charters/telco.yaml.")
    var charter: String

    @Option(help: "The log's name, a host and path of yours without spaces or plus signs; never changes.")
    var origin: String = "amanah.example/log"

    @Flag(help: "Wrong NIK, KK and telephone numbers refuse the import instead of warning.")
    var strict = false

    func validate() throws {
        guard SignerKey(name: origin, type: .ed25519) != nil else {
            throw ValidationError("--origin takes a name without spaces and plus signs, e.g. amanah.example/log")
        }
    }

    func run() async throws {
        try await refusing { try await make() }
    }

    private func make() async throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: folder.path) else {
            throw StoreError(.conflict, "`\(folder.path)` is there already: name a new folder")
        }
        let logKeys = LogKeyFile(beside: folder.keyPath)
        guard !logKeys.exists else {
            throw StoreError(.key, "`\(logKeys.path)` is there already and signs another log: move it aside")
        }
        let (charterText, parsed, terms) = try CharterFile.read(charter)
        let temporary = folder.path + ".new-" + String(UInt32.random(in: .min ... .max), radix: 16)
        do {
            try files.createDirectory(
                atPath: temporary, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError(.io, "the folder `\(folder.path)` cannot be made: check the place above it")
        }
        var (done, ownKey) = (false, false)
        defer {
            if !done {
                try? files.removeItem(atPath: temporary)
                if ownKey {
                    let erasures = ErasureList.path(besideKey: folder.keyPath)
                    for path in [folder.keyPath, logKeys.path, logKeys.markPath, erasures] {
                        try? files.removeItem(atPath: path)
                    }
                }
            }
        }
        let master = try KeyRing.createMasterKey(at: folder.keyPath)
        ownKey = true
        let loader = try BulkLoader(folder: temporary, origin: origin, master: master)
        var sink = BulkSink(loader)
        var bar = ProgressBar("import")
        let report = try CSVFolderImport(folder: source, rules: ImportRules(charter: parsed, strict: strict))
            .run(sink: &sink) { bar.show($0.bytesRead, of: $0.bytesTotal, $0.table.rawValue) }
        bar.end()
        ImportWords.print(report)
        guard report.accepted else { throw ExitCode(1) }
        ImportWords.printRead(report)
        let store = try SQLiteStore.open(folder: temporary, keyFile: folder.keyPath)
        let counts = ImportTable.allCases.compactMap { table in
            report.rows[table].map { (table: table.rawValue, rows: $0) }
        }
        try await Founding.record(
            store, charter: charterText, terms: terms, counts: counts, at: DataFolder.now())
        try store.finishErasures()
        let vkey = try store.read { try $0.logSigners().last?.key.text }
        try store.ledger.publish(store)
        await store.close()
        guard rename(temporary, folder.path) == 0 else {
            throw StoreError(.io, "the new folder cannot be moved to `\(folder.path)`")
        }
        done = true
        print(
            "made \(folder.path); its key is \(folder.keyPath): keep a copy elsewhere, without it nothing can be read")
        print("\(logKeys.path) signs its log: keep a copy elsewhere too; the log is verified with")
        if let vkey { print("  \(vkey)") }
    }
}

enum ImportWords {
    /// What was found, and that nothing was changed where it refuses the import.
    static func print(_ report: ImportReport) {
        for problem in report.problems { complain("\(problem)") }
        if let more = report.more { complain(more) }
        if !report.leftBehind.isEmpty {
            complain(
                "columns that the charter does not name were left behind: " + report.leftBehind.joined(separator: ", "))
        }
        guard !report.accepted else { return }
        complain("refused: \(report.errors) error\(report.errors == 1 ? "" : "s"); nothing was changed")
    }

    /// How many rows came in, once they are in.
    static func printRead(_ report: ImportReport) {
        let rows = ImportTable.allCases.compactMap { table in report.rows[table].map { "\($0) \(table.rawValue)" } }
        Swift.print("read " + rows.joined(separator: ", "))
    }
}
