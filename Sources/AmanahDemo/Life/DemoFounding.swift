import AmanahCore
import AmanahImport
import AmanahService
import AmanahStore
import Foundation

/// Brings a made-up company's export into a new data folder, as `amanah init` does.
enum DemoFounding {
    /// The log's name.
    static let origin = "demo.amanah.example/log"

    /// - Parameters:
    ///   - folder: not there yet.
    ///   - csv: the export; tables that are not in it are brought in later.
    static func found(
        _ folder: String, keyFile: String, from csv: URL, charter text: String, terms: String, at: Moment
    ) async throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let master = try KeyRing.createMasterKey(at: keyFile)
        let charter = try Charter.parse(text, file: "charter")
        let loader = try BulkLoader(folder: folder, origin: origin, master: master)
        var sink = BulkSink(loader)
        let report = try CSVFolderImport(folder: csv.path(), rules: ImportRules(charter: charter)).run(sink: &sink)
        guard report.accepted else { throw DemoLifeError("the made-up export was refused") }
        let store = try SQLiteStore.open(folder: folder, keyFile: keyFile)
        let counts = ImportTable.allCases.compactMap { table in
            report.rows[table].map { (table: table.rawValue, rows: $0) }
        }
        try await Founding.record(store, charter: text, terms: terms, counts: counts, at: at)
        try store.finishErasures()
        await store.close()
    }
}

/// The company did not live as it should have: a fault of the program.
package struct DemoLifeError: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
