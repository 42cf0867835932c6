@testable import AmanahCore

/// All that one decision goes by.
struct DecideSituation: Sendable {
    var charter: Charter
    var request: Request
    var facts: Facts
    var now: Moment

    var decision: Decision { charter.decide(request, facts, at: now) }

    /// The decision in the reference's words.
    var verdict: DecideReference.Verdict {
        switch decision {
        case .denied(let reasons): return .denied(Set(reasons))
        case .allowed(let forms, let ground):
            var shown: [FieldName: Form] = [:]
            for (field, form) in zip(charter.fields, forms) where form > .hidden { shown[field.name] = form }
            return .shown(shown, ground)
        }
    }

    /// One form a field; a denial hides all.
    var forms: [Form] {
        if case .allowed(let forms, _) = decision { return forms }
        return charter.fields.map { _ in .hidden }
    }

    static let me = PersonID("P1")
    static let customer = CustomerID("C1")
    static let ticket = TicketID("T1")

    var purposeNumber: Int { charter.purposeNumber(request.purpose) ?? 0 }
    var roleNumber: Int { charter.roles.firstIndex { $0.id == facts.person.role } ?? 0 }
    var today: Day { now.day(in: facts.person.zone) }
    var field: Int {
        switch request.act {
        case .look: 0
        case .verify(let field), .reveal(let field, _): field
        }
    }

    /// A request that nothing speaks against, over a random charter and at a random moment.
    static func sound(_ random: inout CharterRandom) -> DecideSituation {
        let zone = random.pick(Zone.allCases)
        let now = Moment(milliseconds: Int64.random(in: 1_600_000_000_000..<1_900_000_000_000, using: &random))
        let today = now.day(in: zone)
        let charter = charter(&random, zone: zone)
        let purpose = charter.purposes[0]
        let field = Int.random(in: 0..<charter.fields.count, using: &random)
        let act: Request.Act =
            [
                .look, .look, .verify(field: field),
                .reveal(field: field, reason: "customer asked to compare the card"),
            ].randomElement(using: &random) ?? .look
        let need = random.pick(purpose.needs)
        let person = Facts.Person(
            id: me, role: RoleID("r0"), zone: zone,
            clearance: ClearanceFacts(
                vetting: random.chance(50) ? .carriedOver : .done(today),
                training: random.chance(50) ? .carriedOver : .until(today),
                agreements: [ClearanceFacts.Term(startsOn: today, endsOn: today)],
                acceptedTerms: charter.terms.document, acceptedAt: now))
        let facts = Facts(
            person: person,
            customer: Facts.Customer(id: customer, sensitivity: .ordinary, staff: nil, isKin: false),
            ticket: need == .book
                ? nil
                : Facts.Ticket(
                    id: ticket, customer: customer, purpose: purpose.id, assignedTo: me,
                    openedBy: need == .presence ? me : random.pick([nil, PersonID("P2")]), assignedBy: nil,
                    openedAt: now, closedAt: nil, byPresence: need == .presence),
            book: need == .book ? Facts.Book(startsOn: today, endsOn: today) : nil,
            workstationAdmitted: true)
        return DecideSituation(
            charter: charter,
            request: Request(act: act, customer: customer, purpose: purpose.id, ticket: need == .book ? nil : ticket),
            facts: facts, now: now)
    }

    private static func charter(_ random: inout CharterRandom, zone: Zone) -> Charter {
        let count = Int.random(in: 1...5, using: &random)
        let title = Charter.Title(id: "x", en: "x")
        let purposes = (0..<2).map { number in
            Charter.PurposeRule(
                id: PurposeID("p\(number)"), title: title,
                needs: Charter.Need.allCases.filter { _ in random.chance(60) } + [random.pick(Charter.Need.allCases)],
                shows: (0..<count).map { _ in random.pick(Form.allCases) },
                reveals: (0..<count).map { _ in
                    random.chance(30)
                        ? nil
                        : Charter.RevealRule(
                            reason: random.chance(70), approval: .none, form: random.pick([.masked, .full]))
                },
                graceMinutes: random.pick([0, 15]), approval: .none)
        }
        let bound = { (random: inout CharterRandom) in random.chance(50) ? Int.random(in: 1...3, using: &random) : nil }
        let quotas = Quotas(
            looksPerHour: bound(&random), looksPerDay: bound(&random), customersPerDay: bound(&random),
            revealsPerHour: bound(&random), revealsPerDay: bound(&random), verificationsPerHour: bound(&random))
        let roles = (0..<2).map { number in
            Charter.RoleRule(
                id: RoleID("r\(number)"), title: title, purposes: number == 0 ? [0, 1] : [1], scope: .branch,
                approves: false, administers: false, pages: [], quotas: quotas)
        }
        return Charter(
            name: "random", version: 1, terms: Charter.Terms(document: "terms/1", renewEveryDays: 30), zone: zone,
            fields: (0..<count).map {
                Charter.FieldRule(name: FieldName("f\($0)"), fieldClass: .other, mask: .all, title: title)
            },
            purposes: purposes, roles: roles,
            sensitivity: [
                Charter.SensitivityRule(
                    id: SensitivityID("vip"), approval: random.pick(Charter.Approval.allCases), notify: []),
                Charter.SensitivityRule(
                    id: SensitivityID("staff"), approval: random.pick(Charter.Approval.allCases), notify: []),
            ],
            workstationRequired: random.chance(30))
    }
}
