package import AmanahCore
import AmanahStore

extension Amanah {
    /// Unit and role of one whom a directory brought in without them; no charter and no unit has this name, so it opens nothing.
    static let unplaced = "-"

    package var directoryWords: (units: [UnitID], roles: [RoleID], vendors: [VendorID]) {
        let organisation = organisation
        return (
            organisation.units.keys.sorted(), organisation.charter.roles.map(\.id), organisation.vendors.keys.sorted()
        )
    }

    package func directoryUsers(_ session: Session, asked: String) async throws(ServiceError) -> [DirectoryUser] {
        guard session.isService else { throw .notForRole }
        var draft = draft(.directoryRead, session)
        draft.personPairs = [("filter", String(asked.prefix(200)))]
        let act = try seal(draft)
        return try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            _ = try view.append(act)
            let external = try view.externalIDs()
            let held = try heldPeople(view)
            return organisation.members.values.sorted { $0.record.id < $1.record.id }.compactMap { member in
                directoryUser(member, organisation, external[member.record.id], held: held.contains(member.record.id))
            }
        }
    }

    package func directoryUser(_ session: Session, _ id: PersonID) async throws(ServiceError) -> DirectoryUser {
        guard session.isService else { throw .notForRole }
        try Inputs.check(id.rawValue, field: "id")
        var draft = draft(.directoryRead, session)
        draft.personPairs = [("person", id.rawValue)]
        let act = try seal(draft)
        let user: DirectoryUser? = try await durably(for: session) { [self] view in
            _ = try view.append(act)
            let organisation = try organisation(in: view, for: session)
            return try organisation.members[id].flatMap { member in
                directoryUser(
                    member, organisation, try view.externalIDs()[id], held: try heldPeople(view).contains(id))
            }
        }
        guard let user else { throw .notFound }
        return user
    }

    package func createDirectoryUser(
        _ session: Session, _ id: PersonID, _ input: DirectoryInput
    ) async throws(ServiceError) -> DirectoryUser {
        guard session.isService else { throw .notForRole }
        try Inputs.check(id.rawValue, field: "userName")
        guard !id.rawValue.contains(":") else { throw .invalid(field: "userName", what: "no colon") }
        let at = clock.read().steady
        let draft = draft(.personStep, session)
        return try await durably(for: session) { [self] view in
            let organisation = try organisation(in: view, for: session)
            try check(input, of: id, organisation)
            let known = organisation.members[id]
            let step = CourseStep(.candidate, by: session.person, as: .directory, at: at, way: .hr)
            if let known {
                guard left(known, organisation), known.course.objection(to: step) == nil else {
                    throw ServiceError.conflict(what: "there is a person of this userName already")
                }
                try apply(step, StepInput(.candidate, said: Amanah.byDirectory), to: known, view)
            } else {
                var record = Amanah.record(of: id, at: at)
                Amanah.take(input, into: &record)
                try view.put(person: record)
                _ = try view.append(
                    step: StaffStepRow(person: id, step: step, words: [StaffWord(.said, Amanah.byDirectory)]))
            }
            try view.put(externalID: input.externalID, of: id)
            var act = draft
            act.personPairs = [
                ("person", id.rawValue), ("step", CourseStep.Kind.candidate.rawValue),
                ("as", CourseStep.Capacity.directory.rawValue),
            ]
            _ = try view.append(try act.sealed(keys: store.keys, customerKey: nil))
            if !input.active { try setActive(false, id, session, view, at: at) }
            return try found(id, session, view).user
        }
    }

    private static let byDirectory = "dari direktori / from the directory"

    package func changeDirectoryUser(
        _ session: Session, _ id: PersonID, _ change: @escaping @Sendable (DirectoryInput) throws -> DirectoryInput
    ) async throws(ServiceError) -> DirectoryUser {
        guard session.isService else { throw .notForRole }
        try Inputs.check(id.rawValue, field: "id")
        let at = clock.read().steady
        let draft = draft(.directoryChanged, session)
        return try await durably(for: session) { [self] view in
            let (organisation, subject, user) = try found(id, session, view)
            let now = Amanah.input(of: user)
            let input = try change(now)
            try check(input, of: id, organisation)
            let changed = Amanah.differences(now, input)
            var act = draft
            var held = false
            var record = subject.record
            record.name = input.name ?? id.rawValue
            if Amanah.place(now) != Amanah.place(input) {
                var wanted = record
                Amanah.take(input, into: &wanted)
                if movesAtOnce(subject) {
                    record = wanted
                } else {
                    held = true
                    try hold(wanted.place, of: subject, said: Amanah.byDirectory, session, view, at: at)
                }
            }
            if now.vendor != input.vendor {
                guard movesAtOnce(subject) else {
                    throw ServiceError.conflict(what: "the vendor is changed only while nobody has taken a step")
                }
                record.vendor = input.vendor
                record.employment = input.vendor == nil ? "internal" : "outsourced"
            }
            if record != subject.record { try view.put(person: record) }
            if now.externalID != input.externalID { try view.put(externalID: input.externalID, of: id) }
            if now.active != input.active { try setActive(input.active, id, session, view, at: at) }
            act.personPairs = [
                ("person", id.rawValue), ("changed", changed.joined(separator: " ")), ("held", held ? "yes" : "no"),
            ]
            _ = try view.append(try act.sealed(keys: store.keys, customerKey: nil))
            return try found(id, session, view).user
        }
    }

    package func endDirectoryUser(_ session: Session, _ id: PersonID) async throws(ServiceError) {
        guard session.isService else { throw .notForRole }
        try Inputs.check(id.rawValue, field: "id")
        let at = clock.read().steady
        let draft = draft(.personEnded, session)
        try await durably(for: session) { [self] view in
            let (_, subject, _) = try found(id, session, view)
            // The earliest zone's yesterday: access stops now, wherever he works.
            let day = Day(number: at.day(in: .wib).number - 1)
            let step = CourseStep(.ended, by: session.person, as: .directory, at: at, day: day)
            guard subject.course.objection(to: step) == nil else { throw ServiceError.notFound }
            try apply(step, StepInput(.ended, day: day, said: Amanah.byDirectory), to: subject, view)
            var act = draft
            act.personPairs = [("person", id.rawValue), ("day", day.description), ("as", "directory")]
            _ = try view.append(try act.sealed(keys: store.keys, customerKey: nil))
        }
    }

    // MARK: Parts

    /// The person as the batch sees him now; who has left is not there.
    private func found(
        _ id: PersonID, _ session: Session, _ view: any WriteView
    ) throws -> (organisation: Organisation, member: Organisation.Member, user: DirectoryUser) {
        let organisation = try organisation(in: view, for: session)
        guard let member = organisation.members[id],
            let user = directoryUser(
                member, organisation, try view.externalIDs()[id], held: try heldPeople(view).contains(id))
        else { throw ServiceError.notFound }
        return (organisation, member, user)
    }

    private func heldPeople(_ view: any ReadView) throws -> Set<PersonID> {
        Set(try view.openLineChanges().map(\.change.person))
    }

    private func lacks(_ member: Organisation.Member, _ organisation: Organisation) -> [ClearanceLack] {
        member.clearance.lacks(terms: organisation.charter.terms, zone: member.zone, at: clock.read().steady)
    }

    private func left(_ member: Organisation.Member, _ organisation: Organisation) -> Bool {
        lacks(member, organisation).contains(.left)
    }

    private func directoryUser(
        _ member: Organisation.Member, _ organisation: Organisation, _ external: String?, held: Bool
    ) -> DirectoryUser? {
        var lacks = lacks(member, organisation)
        guard !lacks.contains(.left) else { return nil }
        let record = member.record
        if organisation.charter.role(record.role) == nil, lacks.isEmpty { lacks = [.notVetted] }
        return DirectoryUser(
            id: record.id, name: record.name == record.id.rawValue ? nil : record.name, externalID: external,
            active: !member.clearance.suspended, role: record.role.rawValue == Amanah.unplaced ? nil : record.role,
            unit: record.unit.rawValue == Amanah.unplaced ? nil : record.unit, vendor: record.vendor,
            supervisor: record.supervisor,
            stage: member.course.stage(lacks), lacks: lacks, changeHeld: held, joinedAt: record.joinedAt)
    }

    private static func record(of id: PersonID, at: Moment) -> PersonRecord {
        PersonRecord(
            id: id, name: id.rawValue, role: RoleID(unplaced), unit: UnitID(unplaced), supervisor: nil,
            employment: "internal", vendor: nil, vetting: .missing, training: .missing, lastDay: nil, suspended: false,
            joinedAt: at)
    }

    private static func take(_ input: DirectoryInput, into record: inout PersonRecord) {
        record.name = input.name ?? record.id.rawValue
        record.role = input.role ?? RoleID(unplaced)
        record.unit = input.unit ?? UnitID(unplaced)
        record.supervisor = input.supervisor
        record.vendor = input.vendor
        record.employment = input.vendor == nil ? "internal" : "outsourced"
    }

    private static func input(of user: DirectoryUser) -> DirectoryInput {
        var input = DirectoryInput()
        input.name = user.name
        input.externalID = user.externalID
        input.active = user.active
        (input.role, input.unit, input.vendor, input.supervisor) = (user.role, user.unit, user.vendor, user.supervisor)
        return input
    }

    private static func place(_ input: DirectoryInput) -> [String?] {
        [input.role?.rawValue, input.unit?.rawValue, input.supervisor?.rawValue]
    }

    private static func differences(_ a: DirectoryInput, _ b: DirectoryInput) -> [String] {
        [
            ("name", a.name != b.name), ("externalId", a.externalID != b.externalID), ("active", a.active != b.active),
            ("role", a.role != b.role), ("department", a.unit != b.unit), ("organization", a.vendor != b.vendor),
            ("manager", a.supervisor != b.supervisor),
        ].filter(\.1).map(\.0)
    }

    private func check(_ input: DirectoryInput, of id: PersonID, _ organisation: Organisation) throws {
        if let name = input.name {
            try Inputs.checkWords(name, field: "displayName", maximumBytes: 200)
            guard name.contains(where: \.isLetter) || name.contains(where: \.isNumber) else {
                throw ServiceError.invalid(field: "displayName", what: "a name")
            }
        }
        if let external = input.externalID {
            try Inputs.checkWords(external, field: "externalId", maximumBytes: 200)
        }
        if let role = input.role, organisation.charter.role(role) == nil {
            throw ServiceError.invalid(field: "role", what: "a role of the charter")
        }
        if let unit = input.unit, organisation.units[unit] == nil {
            throw ServiceError.invalid(field: "department", what: "a known unit")
        }
        if let vendor = input.vendor, organisation.vendors[vendor] == nil {
            throw ServiceError.invalid(field: "organization", what: "a known vendor")
        }
        if let supervisor = input.supervisor {
            guard organisation.members[supervisor] != nil else {
                throw ServiceError.invalid(field: "manager", what: "a known person")
            }
            let ring = LineChange.makesRing(id, under: supervisor) { organisation.members[$0]?.record.supervisor }
            guard !ring else { throw ServiceError.invalid(field: "manager", what: "someone who is not below him") }
        }
    }

    /// A directory suspends anyone at once, and lifts what a directory laid on.
    private func setActive(
        _ active: Bool, _ id: PersonID, _ session: Session, _ view: any WriteView, at: Moment
    ) throws {
        let subject = try found(id, session, view).member
        let kind: CourseStep.Kind = active ? .resumed : .suspended
        let step = CourseStep(kind, by: session.person, as: .directory, at: at)
        guard subject.course.objection(to: step) == nil else {
            throw ServiceError.conflict(
                what: "a person of the company suspended him: HR lifts it, a directory does not")
        }
        try apply(step, StepInput(kind, said: Amanah.byDirectory), to: subject, view)
        var act = draft(kind.actKind, session)
        act.personPairs = [("person", id.rawValue), ("step", kind.rawValue), ("as", "directory")]
        _ = try view.append(try act.sealed(keys: store.keys, customerKey: nil))
    }
}
