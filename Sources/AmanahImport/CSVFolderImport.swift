/// How far an import is.
package struct ImportProgress: Sendable, Equatable {
    package var table: ImportTable
    /// As they lie on the disk, of all files together.
    package var bytesRead: Int
    package var bytesTotal: Int
}

/// A company's export: one CSV file a table in a folder, all or nothing.
///
/// Customers, tickets, agreements and assignments stream; memory holds the small tables, the ids, and one batch.
package struct CSVFolderImport: Sendable {
    package var folder: String
    package var rules: ImportRules

    package init(folder: String, rules: ImportRules) {
        self.folder = folder
        self.rules = rules
    }

    /// Reads and checks the whole folder and hands sound rows to the sink.
    ///
    /// - Parameter progress: called from the same thread, some times a second at most by the nature of batches.
    /// - Returns: what was found. When it holds an error the sink was told to abort, else to finish.
    /// - Throws: what the sink throws, after it was told to abort.
    package func run(
        sink: inout some ImportSink, progress: (ImportProgress) -> Void = { _ in }
    ) throws -> ImportReport {
        let (files, problems) = TableFile.find(in: folder)
        return try importing(&sink, rules: rules, known: NothingKnown(), whole: true) { run in
            for problem in problems {
                run.log.add(problem)
                if problem.severity == .error, let table = ImportTable(rawValue: String(problem.file.dropLast(4))) {
                    run.broken.insert(table)
                }
            }
            let total = files.reduce(0) { $0 + $1.bytes }
            var before = 0
            for file in files {
                try run.read(file) {
                    progress(ImportProgress(table: file.table, bytesRead: before + $0, bytesTotal: total))
                }
                before += file.bytes
            }
        }
    }
}

/// Imports one table into what is there already, all or nothing. An id that is there already is a change of its row.
///
/// - Throws: what the sink or the known records throw, after the sink was told to abort.
package func importTable(
    _ file: TableFile, rules: ImportRules, known: any KnownRecords, sink: inout some ImportSink,
    progress: (ImportProgress) -> Void = { _ in }
) throws -> ImportReport {
    try importing(&sink, rules: rules, known: known, whole: false) { run in
        try run.read(file) { progress(ImportProgress(table: file.table, bytesRead: $0, bytesTotal: file.bytes)) }
    }
}

func importing<Sink: ImportSink>(
    _ sink: inout Sink, rules: ImportRules, known: any KnownRecords, whole: Bool,
    _ body: (ImportRun<Sink>) throws -> Void
) throws -> ImportReport {
    let run = ImportRun(sink: sink, rules: rules, known: known, whole: whole)
    defer { sink = run.sink }
    do {
        try body(run)
        if run.sound {
            try run.sink.finish()
        } else {
            run.sink.abort()
        }
    } catch {
        run.sink.abort()
        throw error
    }
    run.report.problems = run.log.problems
    run.report.errors = run.log.errors
    run.report.warnings = run.log.warnings
    return run.report
}
