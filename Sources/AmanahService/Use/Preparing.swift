import AmanahCore
import AmanahStore
import Crypto

/// A request with all that its decision and its answer need, under one version of the data.
///
/// Shared, never copied: it is carried through every step of an act, and the charter alone is dozens of references.
final class Prepared: Sendable {
    let version: UInt64
    let organisation: Organisation
    let member: Organisation.Member
    let superiorName: String?
    let request: Request
    let facts: Facts
    let decision: Decision
    let customer: CustomerRow?
    /// Opened only where the decision allows.
    let customerKey: SymmetricKey?
    let at: SteadyClock.Reading
    /// The answer waits for a witness's signature.
    let needsWitness: Bool
    var charter: Charter { organisation.charter }

    init(
        version: UInt64, organisation: Organisation, member: Organisation.Member, superiorName: String?,
        request: Request,
        facts: Facts, decision: Decision, customer: CustomerRow?, customerKey: SymmetricKey?, at: SteadyClock.Reading
    ) {
        self.version = version
        self.organisation = organisation
        self.member = member
        self.superiorName = superiorName
        self.request = request
        self.facts = facts
        self.decision = decision
        self.customer = customer
        self.customerKey = customerKey
        self.at = at
        needsWitness = organisation.charter.needsWitness(request.purpose, facts.customer)
    }
}

extension Amanah {
    /// Decides a request over one consistent state.
    func prepare(
        _ request: Request, _ session: Session, version: UInt64, _ organisation: Organisation, _ view: any ReadView,
        at: SteadyClock.Reading, look: LookID? = nil
    ) throws -> Prepared {
        guard !session.isService, let member = organisation.members[session.person] else {
            throw ServiceError.notForRole
        }
        let ticket = try asWritten(try request.ticket.flatMap { try view.ticket($0) })
        let book =
            request.ticket == nil
            ? try asWritten(
                try view.assignment(
                    person: session.person, customer: request.customer, purpose: request.purpose,
                    on: at.steady.day(in: member.zone))) : nil
        // Read only where something ties the two: whoever is unknown, foreign or sensitive costs the same work (A5).
        let tied =
            ticket.map { $0.facts.assignedTo == session.person && $0.facts.customer == request.customer }
            ?? (book != nil)
        var customer = tied ? try asWritten(try view.customer(request.customer)) : nil
        var facts = Facts(
            person: Facts.Person(
                id: session.person, role: member.record.role, zone: member.zone, clearance: member.clearance),
            customer: customer.map(member.facts),
            ticket: ticket?.facts, book: book.map { Facts.Book(startsOn: $0.startsOn, endsOn: $0.endsOn) },
            workstationAdmitted: organisation.isAdmitted(session.workstation, for: session.person, at: at.steady),
            onShift: organisation.charter.hours?.rosterRequired == true
                ? try view.isOnShift(session.person, at: at.steady) : true,
            usage: quotas.usage(of: session.person, customer: request.customer, zone: member.zone, at: at.steady),
            adjustments: member.adjustments)
        // Whose open ticket it is may know why it opens nothing any more; nobody else is told.
        if ticket != nil, tied, customer == nil {
            facts.customerErased = try view.erasure(of: request.customer) != nil
        }
        if case .reveal(_, let reason) = request.act {
            facts.previousReason = try repeated(reason, by: session.person, view)
        }
        var decision = organisation.charter.decide(request, facts, at: at.steady)
        if case .denied = decision {
            // A grant is needed only where nothing else allows; reading for one costs nobody else anything.
            facts.grants = try grants(
                of: session.person, for: request, organisation.charter, look: look, view, at: at.steady)
            // A broken glass ties the two where nothing else does.
            if customer == nil, facts.grants.contains(where: \.breaksGlass) {
                customer = try view.customer(request.customer)
                facts.customer = customer.map(member.facts)
            }
            if !facts.grants.isEmpty { decision = organisation.charter.decide(request, facts, at: at.steady) }
        } else if case .look = request.act, organisation.charter.purpose(request.purpose)?.revealsByApproval == true,
            try view.mayHoldGrant(session.person, request.customer)
        {
            // Not for the look, which needs none: its answer says what a reveal beside it takes.
            facts.grants = try grants(
                of: session.person, for: request, organisation.charter, look: look, view, at: at.steady)
        }
        var customerKey: SymmetricKey?
        if case .allowed = decision, let customer {
            customerKey = try store.keys.customerKey(customer.id, wrapped: customer.wrappedKey)
        }
        return Prepared(
            version: version, organisation: organisation, member: member,
            superiorName: organisation.superiorName(of: session.person), request: request, facts: facts,
            decision: decision, customer: customer, customerKey: customerKey, at: at)
    }

    /// Prepares outside the log's thread.
    func prepare(_ request: Request, _ session: Session, look: LookID? = nil) throws(ServiceError) -> Prepared {
        let at = clock.read()
        // In this order: the version, then what it is the version of. A change in between makes the version old.
        let version = store.dataVersion
        let organisation = organisation
        do {
            // A look goes by nothing that is written to the log; a reveal does, by the reasons given before.
            return try store.readLoosely(since: request.act.readsLog ? nil : version) { view in
                try prepare(request, session, version: version, organisation, view, at: at, look: look)
            }
        } catch {
            throw serviceError(error)
        }
    }

    /// The same again inside the batch, if anything has changed since.
    func current(_ prepared: Prepared, _ session: Session, _ view: any WriteView) throws -> Prepared {
        guard prepared.version != view.dataVersion else { return prepared }
        return try prepare(
            prepared.request, session, version: view.dataVersion, try organisation(in: view, for: session), view,
            at: prepared.at)
    }

    /// One of the person's last reasons that says the same, or `nil`.
    private func repeated(_ reason: String, by person: PersonID, _ view: any ReadView) throws -> String? {
        let last = try view.acts(ActFilter(person: person, kinds: [.reveal, .answerWithheld], limit: 10))
        var unanswered: Set<Int64> = []
        for row in last {
            let pairs = try row.act.openPerson(store.keys)
            // What was not answered may be asked for in the same words.
            if row.act.kind == .answerWithheld {
                if let entry = pairs.first(where: { $0.key == "entry" }).flatMap({ Int64($0.value) }) {
                    unanswered.insert(entry)
                }
                continue
            }
            guard !unanswered.contains(row.index) else { continue }
            for pair in pairs where pair.key == "said" && ReasonText.same(pair.value, reason) { return pair.value }
        }
        return nil
    }

    /// A refusal as the log keeps it. What names nothing is not kept as it was typed: it may be a NIK in the place of an id,
    /// and whoever reads the log would read it (D10). A mark tells that the same was asked for again (ADR 0028).
    func denial(
        _ prepared: Prepared, _ reasons: [Reason], _ session: Session, look: LookID?, act: String? = nil,
        _ view: any ReadView
    ) throws -> NewAct {
        let request = prepared.request
        var draft = ActDraft(kind: .denial, at: prepared.at.wall, person: session.person, unit: session.unit)
        draft.customer = named(request.customer, try view.isKnown(request.customer))
        draft.purpose = named(request.purpose, prepared.charter.purpose(request.purpose) != nil)
        draft.ticket = request.ticket.map { named($0, prepared.facts.ticket != nil) }
        draft.look = look
        draft.workstation = session.workstation
        draft.personPairs = [
            ("act", act ?? Amanah.word(prepared.request.act)), ("reasons", reasons.map(\.code).joined(separator: " ")),
        ]
        return try draft.sealed(keys: store.keys, customerKey: nil)
    }

    /// An id as the log keeps it: as it is where something bears it, else its mark.
    func named<ID: Identifier>(_ id: ID, _ isKnown: Bool) -> ID {
        let mark = store.keys.unknownMark(id.rawValue)
        return isKnown ? id : ID(mark)
    }

    static func word(_ act: Request.Act) -> String {
        switch act {
        case .look: "look"
        case .reveal: "reveal"
        case .verify: "verify"
        }
    }
}

extension Request.Act {
    /// Whether its decision goes by acts in the log.
    fileprivate var readsLog: Bool {
        switch self {
        case .look: false
        case .reveal, .verify: true
        }
    }
}
