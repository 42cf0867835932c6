import AmanahCore
import AmanahImport
import AmanahService
import AmanahStore
import ArgumentParser
import Foundation

/// Brings one table up to date. An id that is there already is a change of its row.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring one table of a data folder up to date; the server may be running.",
        discussion: """
            A change of somebody's supervisor takes two people: with --proposer and --confirmer they prove themselves on standard \
            input by the proposer's password, his code, the confirmer's password, his code; a line each.
            """)

    @Argument(help: "units, vendors, people, agreements, customers, tickets, assignments or rosters.")
    var table: String

    @OptionGroup var folder: DataFolder

    @Argument(help: "The file, .csv or .csv.gz.")
    var file: String

    @Option(help: "Who proposes a change of supervisors; people only.") var proposer: String?
    @Option(help: "Who confirms it; another person.") var confirmer: String?

    @Flag(help: "Wrong NIK, KK and telephone numbers refuse the import instead of warning.")
    var strict = false

    func validate() throws {
        guard (proposer == nil) == (confirmer == nil) else {
            throw ValidationError("--proposer and --confirmer go together")
        }
        guard proposer == nil || table == ImportTable.people.rawValue else {
            throw ValidationError("--proposer and --confirmer are for people only")
        }
    }

    /// The two who agree to a change of lines, from standard input.
    private func agreed() throws -> (proposer: Amanah.Proof, confirmer: Amanah.Proof)? {
        guard let proposer, let confirmer else { return nil }
        let lines = (0..<4).compactMap { _ in readLine(strippingNewline: true) }
        guard lines.count == 4 else {
            throw ValidationError("give four lines: password and code of the proposer, then of the confirmer")
        }
        return (
            Amanah.Proof(person: PersonID(proposer), password: lines[0], code: lines[1]),
            Amanah.Proof(person: PersonID(confirmer), password: lines[2], code: lines[3])
        )
    }

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
                    TableFile(table: table, path: file), rules: rules,
                    known: StoreRecords(view, keys: store.keys, at: DataFolder.now()), sink: &sink
                ) { bar.show($0.bytesRead, of: $0.bytesTotal, $0.table.rawValue) }
            }
            bar.end()
            ImportWords.print(report)
            guard report.accepted else {
                await store.close()
                throw ExitCode(1)
            }
            let agreed = try agreed()
            // Another process that serves the folder has its turn between two slices.
            let leftOut = try await amanah.writeImport(
                sink, table: table, count: report.rows[table] ?? 0, agreed: agreed
            ) { _ in
                try await Task.sleep(for: .milliseconds(20))
            }
            await store.close()
            if leftOut > 0 { complain("\(leftOut) of the customers were erased meanwhile: their rows were left out") }
            ImportWords.printRead(report)
        }
    }
}
