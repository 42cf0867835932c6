/// One row of a table as named columns, read and checked as a file of one row is.
package struct RowImport: Sendable {
    package typealias Column = (name: String, value: String)

    package var table: ImportTable
    package var rules: ImportRules

    package init(table: ImportTable, rules: ImportRules) {
        self.table = table
        self.rules = rules
    }

    /// The column that names the row; the first of those that must be there.
    package static func idColumn(_ table: ImportTable) -> String { TableReader.required(table)[0] }

    /// Columns that must be there, an empty cell or not, its id among them.
    package static func required(_ table: ImportTable) -> [String] { TableReader.required(table) }

    package static func optional(_ table: ImportTable) -> [String] { TableReader.optional(table) }

    /// What was found, and the row; no rows where there is an error.
    ///
    /// A problem's column is the place of its name in `columns`, from 1.
    /// - Throws: what the known records throw.
    package func read(_ columns: [Column], known: any KnownRecords) throws -> (
        report: ImportReport, rows: CollectedRows
    ) {
        var rows = CollectedRows()
        let text = [columns.map(\.name), columns.map(\.value)].map { cells in
            cells.map { RowImport.cell($0) }.joined(separator: ",") + "\n"
        }.joined()
        let report = try importing(&rows, rules: rules, known: known, whole: false) { run in
            try run.read(MemorySource(Array(text.utf8)), table, named: table.rawValue)
        }
        return (report, rows)
    }

    /// Source: RFC 4180.
    private static func cell(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
}
