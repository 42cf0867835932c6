import AmanahCore

/// One import under way: reads tables, checks them, hands sound rows to the sink until the first error.
///
/// After an error it goes on reading, so that one run names as many problems as it can.
final class ImportRun<Sink: ImportSink> {
    var sink: Sink
    let rules: ImportRules
    let known: any KnownRecords
    /// The export is all there is: the unit tree must have one top.
    let whole: Bool
    var log = ProblemLog()
    var report = ImportReport()
    /// Tables that could not be read to their end; what refers to them is not held against the referring row.
    var broken: Set<ImportTable> = []

    var units: [UnitID: UnitID?] = [:]
    var vendors: Set<VendorID> = []
    var people: [PersonID: PersonVendor] = [:]
    /// The one table that may be large and is referred to.
    var customers: Set<CustomerID> = []

    /// What an agreement is compared with.
    struct PersonVendor {
        var vendor: VendorID?
        var supervisor: PersonID?
    }

    init(sink: Sink, rules: ImportRules, known: any KnownRecords, whole: Bool) {
        self.sink = sink
        self.rules = rules
        self.known = known
        self.whole = whole
    }

    /// Whether rows still go to the sink.
    var sound: Bool { log.errors == 0 }

    /// Reads one table to its end. `progress` is told the bytes read of this file.
    ///
    /// - Throws: what the sink or the known records throw; problems of the file go to the log.
    func read(_ file: TableFile, progress: (Int) -> Void) throws {
        let source: any ByteSource
        do throws(CSVError) { source = try file.source() } catch {
            broken.insert(file.table)
            return add(error, file: file.name)
        }
        if try read(source, file.table, named: file.name, progress: progress) { progress(file.bytes) }
    }

    /// Reads one table out of bytes; `false` where its header is wrong.
    @discardableResult
    func read(
        _ source: any ByteSource, _ table: ImportTable, named name: String, progress: (Int) -> Void = { _ in }
    ) throws -> Bool {
        let reader: TableReader
        do throws(TableReader.HeaderError) {
            reader = try TableReader(CSVReader(source: source), file: name, table: table)
        } catch {
            broken.insert(table)
            switch error {
            case .unreadable(let cause): add(cause, file: name)
            case .wrong(let problems): problems.forEach { log.add($0) }
            }
            return false
        }
        try read(reader, progress: progress)
        report.rows[table, default: 0] += reader.rows
        return true
    }

    private func read(_ reader: TableReader, progress: (Int) -> Void) throws {
        switch reader.table {
        case .units: try readUnits(reader)
        case .vendors: try readVendors(reader)
        case .people: try readPeople(reader)
        case .agreements: try readAgreements(reader, progress: progress)
        case .customers: try readCustomers(reader, progress: progress)
        case .tickets: try readTickets(reader, progress: progress)
        case .assignments: try readAssignments(reader, progress: progress)
        case .rosters: try readRosters(reader, progress: progress)
        }
    }

    /// Calls `body` with each row that has as many fields as the header; `false` when the file broke off.
    @discardableResult
    func eachRow(_ reader: TableReader, _ body: () throws -> Void) throws -> Bool {
        while true {
            do throws(CSVError) {
                guard try reader.next() else { return true }
            } catch {
                broken.insert(reader.table)
                add(error, file: reader.file)
                return false
            }
            guard reader.count == reader.header.count else {
                log.add(
                    ImportProblem(
                        file: reader.file, line: reader.line,
                        message: "the row has \(reader.count) fields and the header \(reader.header.count)",
                        hint: "put fields that hold commas in quotes"))
                continue
            }
            try body()
        }
    }

    /// Reads rows into batches for the sink.
    func stream<Row>(
        _ reader: TableReader, progress: (Int) -> Void, to send: ([Row]) throws -> Void, _ row: () throws -> Row?
    ) throws {
        var batch: [Row] = []
        batch.reserveCapacity(Sink.batchSize)
        var seen = 0
        try eachRow(reader) {
            if let value = try row(), sound { batch.append(value) }
            seen += 1
            guard seen % Sink.batchSize == 0 else { return }
            if sound, !batch.isEmpty { try send(batch) }
            batch.removeAll(keepingCapacity: true)
            progress(reader.bytesRead)
        }
        if sound, !batch.isEmpty { try send(batch) }
    }

    // MARK: Problems

    func add(_ error: CSVError, file: String) {
        log.add(
            ImportProblem(file: file, line: error.line, column: error.column, message: error.message, hint: error.hint))
    }

    func add(
        _ reader: TableReader, _ place: Int?, _ message: String, _ hint: String,
        severity: ImportProblem.Severity = .error
    ) {
        log.add(
            ImportProblem(
                file: reader.file, line: place.map { reader.line(of: $0) } ?? reader.line, column: place.map { $0 + 1 },
                severity: severity, message: message, hint: hint))
    }

    // MARK: What is known

    func knows(_ unit: UnitID) throws -> Bool {
        try units[unit] != nil || broken.contains(.units) || known.knows(unit: unit)
    }
    func knows(_ vendor: VendorID) throws -> Bool {
        try vendors.contains(vendor) || broken.contains(.vendors) || known.knows(vendor: vendor)
    }
    func knows(_ person: PersonID) throws -> Bool {
        try people[person] != nil || broken.contains(.people) || known.knows(person: person)
    }
    func knows(_ customer: CustomerID) throws -> Bool {
        try customers.contains(customer) || broken.contains(.customers) || known.knows(customer: customer)
    }
}
