import AmanahCore

/// Units, vendors, people and agreements: small tables, checked whole before the sink sees them.
extension ImportRun {
    /// Indices of columns that `TableReader` has made sure of.
    private func places(_ reader: TableReader) -> [Int] {
        TableReader.required(reader.table).compactMap(reader.place)
    }

    func readUnits(_ reader: TableReader) throws {
        let at = places(reader)
        let zonePlace = reader.place("zone")
        var rows: [ImportedUnit] = []
        var lines: [UnitID: Int] = [:]
        var tops = 0
        try eachRow(reader) {
            guard let id = id(reader, at[0], UnitID.self) else { return }
            guard lines.updateValue(reader.line, forKey: id) == nil else { return duplicate(reader, at[0], id, "unit") }
            units[id] = .some(nil)
            guard let parent = optionalID(reader, at[1], UnitID.self),
                let kind = word(reader, at[2], of: ImportedUnit.Kind.allCases), let name = name(reader, at[3])
            else { return }
            var zone: Zone?
            if let zonePlace, !reader.isEmpty(zonePlace) {
                zone = Zone(reader.text(zonePlace))
                if zone == nil {
                    add(reader, zonePlace, "the zone is none of WIB, WITA, WIT", "use one of these words")
                }
            }
            units[id] = parent
            if parent == nil {
                tops += 1
                if tops > 1, whole {
                    add(
                        reader, at[1], "unit \(ProblemLog.shown(id.rawValue)) is a second top of the tree",
                        "give it a parent")
                }
            }
            rows.append(ImportedUnit(id: id, parent: parent, kind: kind, name: name, zone: zone))
        }
        for row in rows {
            guard let parent = row.parent, try !knows(parent) else { continue }
            log.add(unknown(reader, lines[row.id] ?? 0, at[1], "unit", parent.rawValue))
        }
        let rings = try Rings.find(units.keys) { id in try units[id] ?? known.parent(of: id) }
        for ring in rings { log.add(problem(of: ring, "units", reader, line: lines[ring[0]] ?? 0, place: at[1])) }
        if whole, tops == 0, rings.isEmpty, !broken.contains(.units) {
            add(reader, nil, "no unit is the top of the tree", "leave the parent_id of the head office empty")
        }
        if sound, !rows.isEmpty { try sink.units(rows) }
    }

    func readVendors(_ reader: TableReader) throws {
        let at = places(reader)
        var rows: [ImportedVendor] = []
        try eachRow(reader) {
            guard let id = id(reader, at[0], VendorID.self) else { return }
            guard vendors.insert(id).inserted else { return duplicate(reader, at[0], id, "vendor") }
            guard let name = name(reader, at[1]) else { return }
            rows.append(ImportedVendor(id: id, name: name))
        }
        if sound, !rows.isEmpty { try sink.vendors(rows) }
    }

    func readPeople(_ reader: TableReader) throws {
        let at = places(reader)
        let vendorPlace = reader.place("vendor_id")
        var rows: [ImportedPerson] = []
        var lines: [PersonID: Int] = [:]
        try eachRow(reader) {
            guard let id = id(reader, at[0], PersonID.self) else { return }
            guard lines.updateValue(reader.line, forKey: id) == nil else {
                return duplicate(reader, at[0], id, "person")
            }
            people[id] = PersonVendor()
            let row = try person(reader, id, at, vendorPlace: vendorPlace)
            guard let row else { return }
            people[id] = PersonVendor(vendor: row.vendor, supervisor: row.supervisor)
            rows.append(row)
        }
        for row in rows {
            guard let supervisor = row.supervisor, try !knows(supervisor) else { continue }
            log.add(unknown(reader, lines[row.id] ?? 0, at[4], "supervisor", supervisor.rawValue))
        }
        let rings = try Rings.find(people.keys) { id in
            guard let person = people[id] else { return try known.supervisor(of: id) }
            return person.supervisor
        }
        for ring in rings { log.add(problem(of: ring, "supervisors", reader, line: lines[ring[0]] ?? 0, place: at[4])) }
        if sound, !rows.isEmpty { try sink.people(rows) }
    }

    private func person(_ reader: TableReader, _ id: PersonID, _ at: [Int], vendorPlace: Int?) throws -> ImportedPerson?
    {
        let name = name(reader, at[1])
        let role = charterWord(reader, at[2], in: rules.roles)
        let unit = self.id(reader, at[3], UnitID.self)
        let employment = word(reader, at[5], of: ImportedPerson.Employment.allCases)
        guard let name, let role, let unit, let employment, let supervisor = optionalID(reader, at[4], PersonID.self),
            let vendor = optionalID(reader, vendorPlace, VendorID.self),
            try refers(reader, at[3], unit, "unit", knows(unit)),
            let vettedOn = optionalDay(reader, reader.place("vetted_on")),
            let trainedUntil = optionalDay(reader, reader.place("trained_until")),
            let lastDay = optionalDay(reader, reader.place("last_day"))
        else { return nil }
        if let vendor, let vendorPlace {
            guard try refers(reader, vendorPlace, vendor, "vendor", knows(vendor)) else { return nil }
            if employment == .internal {
                add(
                    reader, vendorPlace, "person \(ProblemLog.shown(id.rawValue)) is internal and has a vendor",
                    "leave vendor_id empty or set employment to outsourced")
            }
        } else if employment == .outsourced {
            add(
                reader, vendorPlace, "person \(ProblemLog.shown(id.rawValue)) is outsourced and has no vendor",
                "name the vendor in vendor_id")
        }
        return ImportedPerson(
            id: id, name: name, role: role, unit: unit, supervisor: supervisor, employment: employment, vendor: vendor,
            vetting: reader.place("vetted_on") == nil ? .carriedOver : vettedOn.map { .done($0) } ?? .missing,
            training: reader.place("trained_until") == nil ? .carriedOver : trainedUntil.map { .until($0) } ?? .missing,
            lastDay: lastDay)
    }

    func readAgreements(_ reader: TableReader, progress: (Int) -> Void) throws {
        let at = places(reader)
        let vendorPlace = reader.place("vendor_id")
        var ids: Set<AgreementID> = []
        try stream(reader, progress: progress, to: { try sink.agreements($0) }) { () -> ImportedAgreement? in
            guard let id = id(reader, at[0], AgreementID.self) else { return nil }
            guard ids.insert(id).inserted else {
                duplicate(reader, at[0], id, "agreement")
                return nil
            }
            guard let person = self.id(reader, at[1], PersonID.self),
                try refers(reader, at[1], person, "person", knows(person)),
                let vendor = optionalID(reader, vendorPlace, VendorID.self),
                let signedBy = self.id(reader, at[2], UnitID.self),
                try refers(reader, at[2], signedBy, "unit", knows(signedBy)),
                let term = term(reader, at[3], at[4])
            else { return nil }
            if let vendor, let vendorPlace, try !refers(reader, vendorPlace, vendor, "vendor", knows(vendor)) {
                return nil
            }
            if let known = people[person], known.vendor != vendor {
                add(
                    reader, vendorPlace,
                    "agreement \(ProblemLog.shown(id.rawValue)) is with another vendor than its person's",
                    "check which of the two is right", severity: .warning)
            }
            return ImportedAgreement(
                id: id, person: person, vendor: vendor, signedBy: signedBy, startsOn: term.starts, endsOn: term.ends)
        }
    }

    // MARK: Problems of the whole table

    private func unknown(_ reader: TableReader, _ line: Int, _ place: Int, _ noun: String, _ id: String)
        -> ImportProblem
    {
        ImportProblem(
            file: reader.file, line: line, column: place + 1, message: "\(noun) \(ProblemLog.shown(id)) is not known",
            hint: "add it to its table, or correct the reference")
    }

    private func problem<ID: Identifier>(
        of ring: [ID], _ noun: String, _ reader: TableReader, line: Int, place: Int
    ) -> ImportProblem {
        let shown = (ring.prefix(6) + [ring[0]]).map { ProblemLog.shown($0.rawValue) }.joined(separator: " → ")
        return ImportProblem(
            file: reader.file, line: line, column: place + 1, message: "a ring of \(noun): \(shown)",
            hint: "let one of them end at someone who stands above")
    }
}
