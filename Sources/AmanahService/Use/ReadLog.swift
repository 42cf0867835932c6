import AmanahCore
import AmanahLedger
import AmanahStore
import Logging

extension Amanah {
    package func log(_ session: Session, _ filter: LogFilter, from: Origin) async throws(ServiceError) -> LogPage {
        try await refresh(session)
        let member = try cleared(session)
        guard (1...200).contains(filter.limit) else { throw .invalid(field: "limit", what: "1 to 200") }
        for (text, field) in [
            (filter.person?.rawValue, "person"), (filter.customer?.rawValue, "customer"),
            (filter.unit?.rawValue, "unit"),
            (filter.purpose?.rawValue, "purpose"),
        ] {
            if let text { try Inputs.check(text, field: field) }
        }
        let units = try scope(filter, member)
        // A look at other people's acts is itself an act, before anything is shown (L9).
        if filter.person != session.person {
            var draft = draft(.logRead, session)
            draft.personPairs = [("filter", try words(filter))]
            try await record(draft, share: session.person.rawValue)
        }
        let organisation = organisation
        let rows = try reading { view -> [LogRow] in
            var customer = filter.customer
            if let look = filter.look {
                // Through its customer, whose acts the log finds; any other number finds nothing.
                guard let of = try self.customer(of: look, by: filter.person, view), customer == nil || customer == of
                else { return [] }
                customer = of
            }
            return try view.acts(
                ActFilter(
                    person: filter.person, units: units, customer: customer, purpose: filter.purpose,
                    look: filter.look, kinds: filter.kind.map { [$0] }, from: filter.from, to: filter.to,
                    before: filter.before, limit: filter.limit)
            ).map { row in
                var words = explained(try legible(row, view: view), for: session, organisation, view)
                if words.charterHash == nil { words.charterHash = try charterHash(of: row.index, view) }
                return words
            }
        }
        return LogPage(rows: rows, next: rows.count == filter.limit ? rows.last?.index : nil)
    }

    /// Whose record a look opened; `nil` where the number is no look's, or no look of this person's.
    private func customer(of look: LookID, by person: PersonID?, _ view: any ReadView) throws -> CustomerID? {
        guard let row = try view.act(look.ledgerIndex), row.act.kind == .look, person == nil || row.act.person == person
        else { return nil }
        return row.act.customer
    }

    /// The charter in force as an act's entry has it, in hex; `nil` before the first.
    private func charterHash(of index: Int64, _ view: any ReadView) throws -> String? {
        guard let row = try view.entries(from: index, limit: 1).first, row.index == index,
            let entry = try? Entry(decoding: row.entry), !entry.charterHash.isEmpty
        else { return nil }
        return entry.charterHash.hex
    }

    /// With the names of those who agreed, where the reader may read the request that a row rests on.
    func explained(
        _ row: LogRow, for session: Session, _ organisation: Organisation, _ view: any ReadView
    ) -> LogRow {
        guard let grant = row.grant else { return row }
        // A request that was edited names nobody, and blinds nobody to the row (L8).
        guard let request = (try? view.request(grant)) ?? nil, sees(request, session, organisation) else { return row }
        var row = row
        row.agreedBy = request.deciders.map { organisation.name(of: $0) ?? $0.rawValue }
        return row
    }

    /// A row, or that it does not open: one that was edited blinds nobody to the others (L8).
    func legible(_ row: ActRow, view: any ReadView) throws -> LogRow {
        do { return try logRow(row, view: view) } catch let error as StoreError where error.code == .sealBroken {
            logger.critical("the log's details at \(row.index) do not open: they were edited or moved")
            return LogRow(
                index: row.index, at: row.act.at, kind: row.act.kind, person: row.act.person,
                personName: organisation.name(of: row.act.person), unit: row.act.unit, customer: row.act.customer,
                purpose: row.act.purpose, ticket: row.act.ticket, look: row.act.look, ground: nil,
                reasons: ["does-not-open"], fields: [], said: nil, workstation: row.act.workstation)
        }
    }

    /// The units whose people's acts may be read; `nil` is all. One's own acts need no page.
    private func scope(_ filter: LogFilter, _ member: Organisation.Member) throws(ServiceError) -> [UnitID]? {
        if filter.person == member.record.id { return filter.unit.map { [$0] } }
        let role = try page(.log, member)
        if role.scope == .company { return filter.unit.map { [$0] } }
        if let unit = filter.unit {
            guard member.scope.contains(unit) else { throw .notForRole }
            return [unit]
        }
        return member.scope.sorted()
    }

    /// The filter as the log keeps it. What names nothing here is not written: it may be a NIK that was typed in the place of
    /// a number, and whoever reads the log next would read it (D10).
    private func words(_ filter: LogFilter) throws(ServiceError) -> String {
        let organisation = organisation
        func named(_ text: String, _ isKnown: Bool) -> String { isKnown ? text : "unknown" }
        var words: [String] = []
        if let person = filter.person {
            words.append("person:\(named(person.rawValue, organisation.members[person] != nil))")
        }
        if let customer = filter.customer {
            let isKnown = customer.isUnknownMark ? true : try reading { try $0.isKnown(customer) }
            words.append("customer:\(named(customer.rawValue, isKnown))")
        }
        if let unit = filter.unit { words.append("unit:\(named(unit.rawValue, organisation.units[unit] != nil))") }
        if let purpose = filter.purpose {
            let isKnown = purpose.isUnknownMark || organisation.charter.purpose(purpose) != nil
            words.append("purpose:\(named(purpose.rawValue, isKnown))")
        }
        if let look = filter.look {
            let isKnown = try reading { try customer(of: look, by: nil, $0) != nil }
            words.append("look:\(named(look.description, isKnown))")
        }
        if let kind = filter.kind { words.append("kind:\(kind.word)") }
        if let from = filter.from { words.append("from:\(from.rfc3339)") }
        if let to = filter.to { words.append("to:\(to.rfc3339)") }
        if let before = filter.before { words.append("before:\(before)") }
        return words.joined(separator: " ")
    }

    /// An act in words, without any value that was shown (D10).
    func logRow(_ row: ActRow, view: any ReadView) throws -> LogRow {
        let act = row.act
        let pairs = try act.openPerson(store.keys)
        func value(_ key: String) -> String? { pairs.first { $0.key == key }?.value }
        var fields: [String] = []
        let erased = act.customerDetails == nil ? nil : try act.customer.flatMap { try view.erasure(of: $0) }
        if act.customerDetails != nil, let id = act.customer, erased == nil {
            guard let customer = try view.customer(id) else {
                throw StoreError(.sealBroken, "the key of customer `\(id)` is not there")
            }
            let key = try store.keys.customerKey(id, wrapped: customer.wrappedKey)
            fields = try act.openCustomer(key: key).compactMap { pair in
                pair.key.hasPrefix("form.") ? "\(pair.key.dropFirst(5)):\(pair.value)" : nil
            }
        }
        // What nobody bears may be anything that was typed (D10).
        let subject = value("person").map { PersonID($0) }.flatMap { organisation.members[$0] == nil ? nil : $0 }
        let match = value("match").map { ["match:\($0)"] } ?? []
        let isGlass = value("ground").flatMap { Explanation(rawValue: $0) } == .breakGlass
        let grant = value("grant").map { RequestID($0) }
        return LogRow(
            index: row.index, at: act.at, kind: act.kind, person: act.person,
            personName: organisation.name(of: act.person), unit: act.unit, customer: act.customer, purpose: act.purpose,
            ticket: act.ticket, look: act.kind == .look ? LookID(ledgerIndex: row.index) : act.look,
            ground: value("ground"),
            reasons: value("reasons")?.split(separator: " ").map(String.init) ?? value("why").map { [$0] } ?? [],
            fields: fields + match, said: value("said") ?? value("filter"), workstation: act.workstation,
            erased: erased != nil, awaitsWitness: value("witness") == "required",
            charterHash: act.kind.isOfCharter ? value("hash") : nil, grant: isGlass ? nil : grant,
            breakGlass: isGlass ? grant : nil, subject: subject, subjectName: organisation.name(of: subject))
    }
}
