import AmanahCore
import AmanahImport
import AmanahStore

extension Amanah {
    package func columns(of table: RecordTable) -> (id: String, all: [String]) {
        let table = table.imported
        var all = RowImport.required(table) + RowImport.optional(table)
        if table == .customers { all += organisation.charter.fields.map(\.name.rawValue) }
        return (RowImport.idColumn(table), all)
    }

    /// Takes one row from another system, checked in the batch that writes it: what it refers to is there at that moment.
    ///
    /// Nobody at work is moved by this door: a service is no person, and that takes two (L4); what it asks for is held until two
    /// people have confirmed it, the rest of the row is in force. A person who is new is a candidate, let in step by step.
    package func putRecord(
        _ session: Session, _ table: RecordTable, id: String, columns given: [(name: String, value: String?)]
    ) async throws(ServiceError) -> RecordPut {
        guard session.isService, !Amanah.readsLedgerOnly(session.person) else { throw .notForRole }
        let columns = try checked(given, of: table, id: id)
        let at = clock.read()
        return try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            let charter = organisation.charter
            let reading = RowImport(table: table.imported, rules: ImportRules(charter: charter))
            var (report, rows) = try reading.read(columns, known: StoreRecords(view, keys: nil, at: at.steady))
            guard report.accepted else { throw Amanah.refusal(report, columns) }
            let created = try !holds(table, id, view)
            var held = false
            for (person, place) in try rows.keepPlaces({ try view.person($0) }) {
                guard let subject = organisation.members[person] else { continue }
                if movesAtOnce(subject) {
                    var record = subject.record
                    record.place = place
                    try view.put(person: record)
                    rows.move(person, to: place)
                } else {
                    held = true
                    try hold(place, of: subject, said: Amanah.byOtherSystem, session, view, at: at.steady)
                }
            }
            try rows.write(to: view, keys: store.keys, at: at.steady)
            if table == .people, created {
                let step = CourseStep(
                    .candidate, by: session.person, as: .directory, at: at.steady, way: CourseRules.way(.directory))
                _ = try view.append(step: StaffStepRow(person: PersonID(id), step: step, words: []))
            }
            var draft = draft(.recordChanged, session)
            draft.at = at.wall
            if table == .customers { draft.customer = CustomerID(id) }
            draft.personPairs = [
                ("table", table.rawValue), ("id", id), ("created", created ? "yes" : "no"),
                ("held", held ? "yes" : "no"),
                ("columns", columns.map(\.name).joined(separator: " ")),
            ]
            _ = try view.append(try draft.sealed(keys: store.keys, customerKey: nil))
            return RecordPut(
                created: created, held: held, warnings: report.problems.map { Amanah.words($0, columns) })
        }
    }

    static let byOtherSystem = "dari sistem kepegawaian / from the system that keeps people"

    /// The given columns with their id, unknown ones refused.
    private func checked(
        _ given: [(name: String, value: String?)], of table: RecordTable, id: String
    ) throws(ServiceError) -> [RowImport.Column] {
        let known = self.columns(of: table)
        var columns: [RowImport.Column] = [(known.id, id)]
        for (name, value) in given {
            guard known.all.contains(name) else { throw .invalid(field: "column", what: "a column of this table") }
            guard name == known.id else {
                columns.append((name, value ?? ""))
                continue
            }
            guard value == id else { throw .invalid(field: name, what: "is another one than in the address") }
        }
        for name in RowImport.required(table.imported) where !columns.contains(where: { $0.name == name }) {
            throw .invalid(field: name, what: "is missing: give it, or null where it has no value")
        }
        return columns
    }

    private func holds(_ table: RecordTable, _ id: String, _ view: any ReadView) throws -> Bool {
        switch table {
        case .units: try view.parent(of: UnitID(id)) != nil
        case .vendors: try view.holds(vendor: VendorID(id))
        case .people: try view.person(PersonID(id)) != nil
        case .agreements: try view.holds(agreement: AgreementID(id))
        case .assignments: try view.holds(assignment: AssignmentID(id))
        case .customers: try view.customer(CustomerID(id)) != nil
        }
    }

    /// The first error, by its column.
    private static func refusal(_ report: ImportReport, _ columns: [RowImport.Column]) -> ServiceError {
        guard let problem = report.problems.first(where: { $0.severity == .error }) else {
            return .invalid(field: "row", what: "it is not of the expected form")
        }
        let place = problem.column.map { $0 - 1 } ?? -1
        let field = columns.indices.contains(place) ? columns[place].name : "row"
        return .invalid(field: field, what: words(problem, columns))
    }

    /// A problem in words that hold no value of the row (A4).
    private static func words(_ problem: ImportProblem, _ columns: [RowImport.Column]) -> String {
        // A ring names others of the line: that there is one is enough.
        var message =
            problem.message.hasPrefix("a ring of") ? String(problem.message.prefix { $0 != ":" }) : problem.message
        for column in columns where !column.value.isEmpty {
            message = message.replacing("`\(column.value)`", with: "of this row")
        }
        return message + "; " + problem.hint
    }
}

extension RecordTable {
    var imported: ImportTable {
        switch self {
        case .units: .units
        case .vendors: .vendors
        case .people: .people
        case .agreements: .agreements
        case .assignments: .assignments
        case .customers: .customers
        }
    }
}
