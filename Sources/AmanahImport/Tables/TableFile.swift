import Foundation

/// One file of an export, `X.csv` or `X.csv.gz`.
package struct TableFile: Sendable, Equatable {
    package var table: ImportTable
    package var path: String
    /// As it lies on the disk.
    package var bytes: Int

    /// - Parameter path: compressed when it ends in `.gz`.
    package init(table: ImportTable, path: String) {
        self.table = table
        self.path = path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        bytes = (attributes?[.size] as? Int) ?? 0
    }

    /// Without its folder.
    package var name: String { URL(filePath: path).lastPathComponent }

    func source() throws(CSVError) -> any ByteSource {
        let file = try FileSource(path: path)
        return path.hasSuffix(".gz") ? try GzipSource(file) : file
    }

    /// The tables of a folder in the order of reading, and what is wrong with the folder.
    ///
    /// Units, people and customers must be there. A table that lies there twice is a problem, since one of the two
    /// would be passed over.
    static func find(in folder: String) -> (files: [TableFile], problems: [ImportProblem]) {
        let names = Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        var files: [TableFile] = []
        var problems: [ImportProblem] = []
        for table in ImportTable.allCases {
            let plain = "\(table.rawValue).csv"
            let found = [plain, plain + ".gz"].filter(names.contains)
            if found.count == 2 {
                problems.append(
                    ImportProblem(
                        file: plain, line: 0, message: "the table lies there plain and compressed",
                        hint: "keep one of `\(plain)` and `\(plain).gz`"))
            } else if let name = found.first {
                files.append(TableFile(table: table, path: URL(filePath: folder).appending(path: name).path()))
            } else if [.units, .people, .customers].contains(table) {
                problems.append(
                    ImportProblem(
                        file: plain, line: 0, message: "the table is missing",
                        hint: "put `\(plain)` or `\(plain).gz` into the folder"))
            } else if table == .agreements {
                problems.append(
                    ImportProblem(
                        file: plain, line: 0, severity: .warning, message: "the table is missing",
                        hint: "without an agreement nobody is cleared to work; import agreements before serving"))
            }
        }
        return (files, problems)
    }
}
