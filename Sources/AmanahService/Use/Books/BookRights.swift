import AmanahCore
import AmanahStore

/// Who may hand out to whom, under one reading of the organisation.
struct BookRights {
    let organisation: Organisation
    let member: Organisation.Member
    let at: Moment

    /// - Throws: ``ServiceError/notForRole`` for who has no such page.
    init(_ member: Organisation.Member, _ organisation: Organisation, at: Moment) throws(ServiceError) {
        guard organisation.charter.role(member.record.role)?.pages.contains(.books) == true else { throw .notForRole }
        self.organisation = organisation
        self.member = member
        self.at = at
    }

    /// Whether someone below may be handed customers for a purpose: cleared, and his role has it by book. Terms that wait
    /// to be accepted are accepted at the door.
    func mayReceive(_ person: PersonID, _ purpose: PurposeID) -> Bool {
        guard let other = organisation.members[person], organisation.isAbove(member.record.id, person),
            let number = organisation.charter.purposeNumber(purpose),
            organisation.charter.purposes[number].needs.contains(.book),
            organisation.charter.role(other.record.role)?.purposes.contains(number) == true
        else { return false }
        return other.clearance.lacks(terms: organisation.charter.terms, zone: other.zone, at: at)
            .allSatisfy { $0 == .termsNotAccepted }
    }

    func checkReceivers(_ people: [PersonID], _ purpose: PurposeID) throws(ServiceError) {
        guard people.allSatisfy({ mayReceive($0, purpose) }) else {
            throw .invalid(
                field: "people", what: "people below you who are cleared and work for `\(purpose)` by book")
        }
    }

    /// Whether a book is this person's to move and take back: he gave it, or stands above who did.
    func rules(_ book: BookRow) -> Bool {
        book.giver == member.record.id || organisation.isAbove(member.record.id, book.giver)
    }

    /// Whether he sees who has a portion in hand.
    func sees(_ portion: PortionRow, of book: BookRow) -> Bool {
        rules(book) || organisation.isAbove(member.record.id, portion.person)
    }

    /// Units whose customers he may hand out: named ones with what is below them, cut to his own scope.
    func units(_ named: [UnitID]) throws(ServiceError) -> Set<UnitID> {
        guard !named.isEmpty else { return member.scope }
        let tree = UnitTree(Array(organisation.units.values))
        var found: Set<UnitID> = []
        for unit in named {
            guard member.scope.contains(unit) else { throw .invalid(field: "units", what: "units of your own scope") }
            found.formUnion(tree.scope(.branch, of: unit).intersection(member.scope))
        }
        return found
    }
}

extension Inputs {
    static func check(_ input: BookInput) throws(ServiceError) {
        try check(input.purpose.rawValue, field: "purpose")
        try check(receivers: input.people)
        try checkWords(input.said, field: "reason", maximumBytes: ReasonText.maximumBytes)
        switch input.rule {
        case .moved: throw .invalid(field: "rule", what: "a list or a choice")
        case .list(let customers):
            guard (1...Amanah.longestBook).contains(customers.count) else {
                throw .invalid(field: "customers", what: "1 to \(Amanah.longestBook) customers")
            }
            for customer in customers { try check(customer.rawValue, field: "customers") }
        case .choice(let choice):
            guard choice.units.count <= 64 else { throw .invalid(field: "units", what: "at most 64 units") }
            for unit in choice.units { try check(unit.rawValue, field: "units") }
            if let segment = choice.segment {
                try check(segment.field.rawValue, field: "segment_field")
                guard !segment.value.isEmpty else { throw .invalid(field: "segment_value", what: "a value") }
                try checkWords(segment.value, field: "segment_value", maximumBytes: 200)
            }
            if let limit = choice.limit, !(1...Amanah.longestBook).contains(limit) {
                throw .invalid(field: "at_most", what: "1 to \(Amanah.longestBook)")
            }
        }
    }

    static func check(receivers: [PersonID]) throws(ServiceError) {
        guard (1...200).contains(receivers.count), Set(receivers).count == receivers.count else {
            throw .invalid(field: "people", what: "1 to 200 people, each once")
        }
        for person in receivers { try check(person.rawValue, field: "people") }
    }
}
