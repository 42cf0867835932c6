import AmanahCore

/// Tickets and assignments: streamed, of each only the id is kept.
extension ImportRun {
    func readTickets(_ reader: TableReader, progress: (Int) -> Void) throws {
        let at = TableReader.required(.tickets).compactMap(reader.place)
        let unitPlace = reader.place("unit_id")
        let openedByPlace = reader.place("opened_by")
        let channelPlace = reader.place("channel")
        var ids: Set<TicketID> = []
        try stream(reader, progress: progress, to: { try sink.tickets($0) }) { () -> ImportedTicket? in
            guard let id = id(reader, at[0], TicketID.self) else { return nil }
            guard ids.insert(id).inserted else {
                duplicate(reader, at[0], id, "ticket")
                return nil
            }
            guard let customer = try customer(reader, at[1]),
                let purpose = charterWord(reader, at[2], in: rules.purposes),
                let assignedTo = try person(reader, at[3]), let openedBy = try person(reader, openedByPlace),
                let unit = optionalID(reader, unitPlace, UnitID.self), let openedAt = moment(reader, at[4])
            else { return nil }
            if let unit, let unitPlace, try !refers(reader, unitPlace, unit, "unit", knows(unit)) { return nil }
            var closedAt: Moment?
            if !reader.isEmpty(at[5]) {
                guard let moment = moment(reader, at[5]) else { return nil }
                guard openedAt <= moment else {
                    add(
                        reader, at[5], "ticket \(ProblemLog.shown(id.rawValue)) is closed before it is opened",
                        "exchange or correct the two times")
                    return nil
                }
                closedAt = moment
            }
            let channel = channelPlace.map { reader.text($0) } ?? ""
            if let channelPlace, !isClean(reader, channelPlace, channel, lineBreaks: false) { return nil }
            let ticket = ImportedTicket(
                id: id, customer: customer, purpose: purpose, unit: unit, assignedTo: assignedTo, openedBy: openedBy,
                openedAt: openedAt, closedAt: closedAt, channel: channel)
            switch try known.conflict(of: ticket) {
            case nil: return ticket
            case .otherTask:
                add(
                    reader, at[0], "ticket \(ProblemLog.shown(id.rawValue)) keeps its customer and purpose",
                    "open a new one")
            case .closed:
                add(
                    reader, at[5], "ticket \(ProblemLog.shown(id.rawValue)) is closed and stays closed",
                    "open a new one")
            }
            return nil
        }
    }

    /// A customer of whom there is something to do.
    private func customer(_ reader: TableReader, _ place: Int) throws -> CustomerID? {
        guard let id = id(reader, place, CustomerID.self) else { return nil }
        if try known.erased(customer: id) {
            add(
                reader, place, "customer \(ProblemLog.shown(id.rawValue)) was erased",
                "take the row out: nothing is done for him any more")
            return nil
        }
        return try refers(reader, place, id, "customer", knows(id)) ? id : nil
    }

    func readAssignments(_ reader: TableReader, progress: (Int) -> Void) throws {
        let at = TableReader.required(.assignments).compactMap(reader.place)
        var ids: Set<AssignmentID> = []
        try stream(reader, progress: progress, to: { try sink.assignments($0) }) { () -> ImportedAssignment? in
            guard let id = id(reader, at[0], AssignmentID.self) else { return nil }
            guard ids.insert(id).inserted else {
                duplicate(reader, at[0], id, "assignment")
                return nil
            }
            guard let person = self.id(reader, at[1], PersonID.self),
                try refers(reader, at[1], person, "person", knows(person)),
                let customer = try customer(reader, at[2]),
                let purpose = charterWord(reader, at[3], in: rules.purposes), let term = term(reader, at[4], at[5])
            else { return nil }
            return ImportedAssignment(
                id: id, person: person, customer: customer, purpose: purpose, startsOn: term.starts, endsOn: term.ends)
        }
    }

    /// A person who may be absent; the outer `nil` is a problem.
    private func person(_ reader: TableReader, _ place: Int?) throws -> PersonID?? {
        guard let id = optionalID(reader, place, PersonID.self) else { return nil }
        guard let id, let place else { return .some(nil) }
        return try refers(reader, place, id, "person", knows(id)) ? .some(id) : nil
    }

    func readRosters(_ reader: TableReader, progress: (Int) -> Void) throws {
        let at = TableReader.required(.rosters).compactMap(reader.place)
        var begun: Set<String> = []
        try stream(reader, progress: progress, to: { try sink.shifts($0) }) { () -> ImportedShift? in
            guard let person = id(reader, at[0], PersonID.self),
                try refers(reader, at[0], person, "person", knows(person)), let startsAt = moment(reader, at[1]),
                let endsAt = moment(reader, at[2])
            else { return nil }
            guard startsAt < endsAt, endsAt.milliseconds - startsAt.milliseconds <= 86_400_000 else {
                add(
                    reader, at[2], "the shift does not end within 24 hours after it begins",
                    "correct one of the two times; a shift over midnight ends on the next day")
                return nil
            }
            guard begun.insert("\(person) \(startsAt.milliseconds)").inserted else {
                add(reader, at[1], "person \(ProblemLog.shown(person.rawValue)) begins two shifts at once", "keep one")
                return nil
            }
            return ImportedShift(person: person, startsAt: startsAt, endsAt: endsAt)
        }
    }
}
