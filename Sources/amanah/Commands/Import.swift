import AmanahImport
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// Brings one table up to date. An id that is there already is a change of its row.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring one table of a data folder up to date; the server may be running.")

    @Argument(help: "units, vendors, people, agreements, customers, tickets or assignments.")
    var table: String

    @OptionGroup var folder: DataFolder

    @Argument(help: "The file, .csv or .csv.gz.")
    var file: String

    @Flag(help: "Wrong NIK, KK and telephone numbers refuse the import instead of warning.")
    var strict = false

    func run() async throws {
        guard let table = ImportTable(rawValue: table) else {
            throw ValidationError(
                "`\(table)` is no table: one of \(ImportTable.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        try await refusing {
            let (amanah, store) = try folder.open()
            var sink = CollectedRows()
            var bar = ProgressBar("import")
            let rules = ImportRules(charter: amanah.charterInForce, strict: strict)
            let report = try store.read { view in
                try importTable(
                    TableFile(table: table, path: file), rules: rules, known: try StoreRecords(view), sink: &sink
                ) { bar.show($0.bytesRead, of: $0.bytesTotal, $0.table.rawValue) }
            }
            bar.end()
            ImportWords.print(report)
            guard report.accepted else {
                await store.close()
                throw ExitCode(1)
            }
            let rows = sink
            let now = amanah.now()
            try await amanah.writeImport(table: table.rawValue, rows: report.rows[table] ?? 0) { view, keys in
                try rows.write(to: view, keys: keys, at: now)
            }
            await store.close()
        }
    }
}
