import AmanahCore

/// Customers: streamed, of each only the id is kept.
extension ImportRun {
    /// A column that becomes a field.
    private struct FieldColumn {
        enum Check {
            case none, name, phone
            case number(NationalNumber.Kind)
        }
        var place: Int
        var check: Check
    }

    func readCustomers(_ reader: TableReader, progress: (Int) -> Void) throws {
        guard let idPlace = reader.place("customer_id"), let unitPlace = reader.place("unit_id") else { return }
        let sensitivityPlace = reader.place("sensitivity")
        let staffPlace = reader.place("person_id")
        let (names, columns) = fieldColumns(reader, apartFrom: [idPlace, unitPlace, sensitivityPlace, staffPlace])
        var unitsSeen: Set<UnitID> = []
        let send = { [self] (batch: [ImportedCustomer]) in
            try sink.customers(CustomerBatch(fields: names, customers: batch))
        }
        try stream(reader, progress: progress, to: send) { () -> ImportedCustomer? in
            guard let id = id(reader, idPlace, CustomerID.self) else { return nil }
            guard customers.insert(id).inserted else {
                duplicate(reader, idPlace, id, "customer")
                return nil
            }
            guard try isOpen(reader, idPlace, id, names), let unit = self.id(reader, unitPlace, UnitID.self) else {
                return nil
            }
            if !unitsSeen.contains(unit) {
                guard try knows(unit) else {
                    refersNowhere(reader, unitPlace, id)
                    return nil
                }
                unitsSeen.insert(unit)
            }
            guard let sensitivity = sensitivity(reader, sensitivityPlace, id),
                let staff = optionalID(reader, staffPlace, PersonID.self)
            else { return nil }
            if let staff, let staffPlace, try !knows(staff) {
                refersNowhere(reader, staffPlace, id)
                return nil
            }
            var values: [String] = []
            values.reserveCapacity(columns.count)
            for column in columns { values.append(value(reader, column, of: id)) }
            return ImportedCustomer(id: id, unit: unit, sensitivity: sensitivity, staff: staff, values: values)
        }
    }

    /// Whether a row may be written at all: nobody comes back who was erased, and a record that the row changes in part must open.
    private func isOpen(_ reader: TableReader, _ place: Int, _ id: CustomerID, _ fields: [FieldName]) throws -> Bool {
        if try known.erased(customer: id) {
            add(
                reader, place, "customer \(ProblemLog.shown(id.rawValue)) was erased",
                "take the row out: whoever comes back gets a new id")
            return false
        }
        if try known.opens(customer: id, beside: fields) { return true }
        add(
            reader, place,
            "the record of customer \(ProblemLog.shown(id.rawValue)) does not open: it was changed outside the gateway",
            "see `amanah reconcile`, and take the row out until that is settled")
        return false
    }

    /// The columns that the charter names as fields; the others are noted as left behind.
    private func fieldColumns(_ reader: TableReader, apartFrom own: [Int?]) -> (
        names: [FieldName], columns: [FieldColumn]
    ) {
        var names: [FieldName] = []
        var columns: [FieldColumn] = []
        for (place, text) in reader.header.enumerated() where !own.contains(place) {
            let name = FieldName(text)
            guard rules.fields?.contains(name) ?? true else {
                report.leftBehind.append(text)
                continue
            }
            names.append(name)
            let check: FieldColumn.Check =
                switch text {
                case "name": .name
                case "phone": .phone
                case "nik": .number(.nik)
                case "kk": .number(.kk)
                default: .none
                }
            columns.append(FieldColumn(place: place, check: check))
        }
        return (names, columns)
    }

    private func sensitivity(_ reader: TableReader, _ place: Int?, _ id: CustomerID) -> SensitivityID? {
        guard let place, !reader.isEmpty(place) else { return .ordinary }
        let word = SensitivityID(reader.text(place))
        if rules.sensitivities.contains(word) { return word }
        let words = rules.sensitivities.sorted().map { "`\($0)`" }.joined(separator: ", ")
        add(
            reader, place, "customer \(ProblemLog.shown(id.rawValue)) has a sensitivity that the charter does not name",
            "use one of \(words), or add it to the charter"
        )
        return nil
    }

    private func refersNowhere(_ reader: TableReader, _ place: Int, _ id: CustomerID) {
        add(
            reader, place, "the \(reader.header[place]) of customer \(ProblemLog.shown(id.rawValue)) is not known",
            "add it to its table, or correct the reference")
    }

    /// A field's value as it is stored. What is wrong with it goes to the log without being named.
    private func value(_ reader: TableReader, _ column: FieldColumn, of id: CustomerID) -> String {
        let place = column.place
        guard !reader.isEmpty(place) else { return "" }
        let text = reader.text(place)
        if !reader.isPlain(place) {
            if case .name = column.check {
                _ = isClean(reader, place, text, lineBreaks: false)
            } else {
                _ = isClean(reader, place, text, lineBreaks: true)
            }
        }
        switch column.check {
        case .none, .name: return text
        case .phone:
            do throws(PhoneNumberError) {
                return try PhoneNumber(text).e164
            } catch {
                doubt(reader, place, id, error.description, "write it as 08… or +62…; until then it cannot be searched")
                return text
            }
        case .number(let kind):
            do throws(NationalNumberError) {
                try NationalNumber.check(text, kind: kind, regions: rules.regions)
            } catch {
                doubt(reader, place, id, error.description, "compare it with the card")
            }
            return text
        }
    }

    private func doubt(_ reader: TableReader, _ place: Int, _ id: CustomerID, _ what: String, _ hint: String) {
        add(
            reader, place, "the \(reader.header[place]) of customer \(ProblemLog.shown(id.rawValue)) \(what)", hint,
            severity: rules.strict ? .error : .warning)
    }
}
