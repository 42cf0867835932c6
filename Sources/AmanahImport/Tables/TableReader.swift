/// The rows of one file, their columns found by name, whatever their order.
final class TableReader {
    let file: String
    let table: ImportTable
    /// Column names as they stand, without spaces around them.
    let header: [String]
    private let reader: CSVReader
    private let places: [String: Int]
    private(set) var rows = 0

    /// Columns that a table must have.
    static func required(_ table: ImportTable) -> [String] {
        switch table {
        case .units: ["unit_id", "parent_id", "kind", "name"]
        case .vendors: ["vendor_id", "name"]
        case .people: ["person_id", "name", "role", "unit_id", "supervisor_id", "employment"]
        case .agreements: ["agreement_id", "person_id", "signed_by_unit", "starts_on", "ends_on"]
        case .customers: ["customer_id", "unit_id"]
        case .tickets: ["ticket_id", "customer_id", "purpose", "assigned_to", "opened_at", "closed_at"]
        case .assignments: ["assignment_id", "person_id", "customer_id", "purpose", "starts_on", "ends_on"]
        case .rosters: ["person_id", "starts_at", "ends_at"]
        }
    }

    /// Columns that a table may have beside; of customers, each field of the charter too.
    static func optional(_ table: ImportTable) -> [String] {
        switch table {
        case .units: ["zone"]
        case .vendors: []
        case .people: ["vendor_id", "vetted_on", "trained_until", "last_day"]
        case .agreements: ["vendor_id"]
        case .customers: ["sensitivity", "person_id"]
        case .tickets: ["unit_id", "opened_by", "channel"]
        case .assignments: []
        case .rosters: []
        }
    }

    /// Reads the header.
    ///
    /// - Throws: `CSVError` when the file cannot be read, `ImportProblem`s when columns are missing, named twice or not
    ///   at all.
    init(_ reader: CSVReader, file: String, table: ImportTable) throws(HeaderError) {
        self.reader = reader
        self.file = file
        self.table = table
        let found: Bool
        do throws(CSVError) {
            found = try reader.next()
        } catch {
            throw .unreadable(error)
        }
        guard found else {
            throw .wrong([Self.problem(file, nil, "the file is empty", "export it again with a header")])
        }
        let names = (0..<reader.count).map { reader.text($0).split(separator: " ").joined(separator: " ") }
        var places: [String: Int] = [:]
        var problems: [ImportProblem] = []
        for (index, name) in names.enumerated() {
            if name.isEmpty {
                problems.append(Self.problem(file, index, "a column has no name", "name it or take it out"))
            } else if places.updateValue(index, forKey: name) != nil {
                problems.append(Self.problem(file, index, "a column is named twice", "keep one of the two"))
            }
        }
        for name in Self.required(table) where places[name] == nil {
            let separated = names.count == 1 && names[0].contains(where: { $0 == ";" || $0 == "\t" })
            problems.append(
                Self.problem(
                    file, nil, "the column `\(name)` is missing",
                    separated ? "separate columns with commas, not semicolons or tabs" : "add it to the header"))
        }
        guard problems.isEmpty else { throw .wrong(problems) }
        header = names
        self.places = places
    }

    enum HeaderError: Error {
        case unreadable(CSVError)
        case wrong([ImportProblem])
    }

    private static func problem(_ file: String, _ index: Int?, _ message: String, _ hint: String) -> ImportProblem {
        ImportProblem(file: file, line: 1, column: index.map { $0 + 1 }, message: message, hint: hint)
    }

    var bytesRead: Int { reader.bytesRead }
    var line: Int { reader.line }

    /// Fields in the row, which may differ from the header's.
    var count: Int { reader.count }

    /// Advances to the next row; `false` at the end.
    func next() throws(CSVError) -> Bool {
        guard try reader.next() else { return false }
        rows += 1
        return true
    }

    /// A column's index, `nil` when the file has none of the name.
    func place(_ column: String) -> Int? { places[column] }

    func text(_ place: Int) -> String { reader.text(place) }
    func isEmpty(_ place: Int) -> Bool { reader.isEmpty(place) }
    func isPlain(_ place: Int) -> Bool { reader.isPlain(place) }
    func line(of place: Int) -> Int { reader.line(of: place) }
}
