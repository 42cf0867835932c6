import AmanahCore
import AmanahStore

extension Amanah {
    package func authenticate(token: String, from: Origin) throws(ServiceError) -> Session {
        guard token.utf8.count <= 128 else { throw .unauthenticated(.noSession) }
        let now = clock.read().steady
        let organisation = organisation
        let tag = store.keys.tokenTag(token)
        guard let live = sessions.find(tag, at: now) ?? adoptService(tag, at: now) else {
            throw .unauthenticated(.expired)
        }
        let workstation = from.deviceKey.flatMap { organisation.workstationByTag[store.keys.tokenTag($0)] }
        if live.row.isService { return serviceSession(live) }
        guard let member = organisation.members[live.row.person] else { throw .unauthenticated(.noSession) }
        var lacks = member.clearance.lacks(terms: organisation.charter.terms, zone: member.zone, at: now)
        var steps: [SignInStep] = []
        if live.mustChangePassword { steps.append(.changePassword) }
        if organisation.charter.role(member.record.role)?.needsSecondFactor ?? true, !live.secondFactor {
            steps.append(.enrolSecondFactor)
        }
        if let index = lacks.firstIndex(of: .termsNotAccepted) {
            steps.append(.acceptTerms)
            lacks.remove(at: index)
        }
        return Session(
            id: live.row.id, person: member.record.id, role: member.record.role, unit: member.record.unit,
            zone: member.zone, createdAt: live.row.createdAt,
            expiresAt: Moment(milliseconds: live.row.createdAt.milliseconds + SessionBook.longestMilliseconds),
            steps: steps, lacks: lacks, workstation: workstation?.id,
            workstationAdmitted: organisation.isAdmitted(workstation?.id, for: member.record.id, at: now),
            csrfToken: from.channel == .console ? store.keys.sessionMark("csrf", live.row.id) : "", isService: false,
            secondFactor: live.secondFactor)
    }

    /// A service's session that another process made since the start.
    private func adoptService(_ tag: [UInt8], at now: Moment) -> SessionBook.Live? {
        guard let row = try? store.read({ try $0.session(SessionBook.handle(tag)) }), row.isService else { return nil }
        sessions.insert(SessionBook.Live(row: row, mustChangePassword: false, secondFactor: false, writtenAt: now))
        return sessions.find(tag, at: now)
    }

    private func serviceSession(_ live: SessionBook.Live) -> Session {
        Session(
            id: live.row.id, person: live.row.person, role: RoleID("service"), unit: UnitID(""), zone: .wib,
            createdAt: live.row.createdAt, expiresAt: live.row.endedAt ?? live.row.createdAt, steps: [], lacks: [],
            workstation: nil, workstationAdmitted: false, csrfToken: "",
            isService: true)
    }

    /// The member behind a session who may work now, or why he may not.
    func cleared(_ session: Session) throws(ServiceError) -> Organisation.Member { try cleared(session, organisation) }

    func cleared(
        _ session: Session, _ organisation: Organisation
    ) throws(ServiceError) -> Organisation.Member {
        guard !session.isService, let member = organisation.members[session.person] else { throw .notForRole }
        if let step = session.steps.first { throw .stepRequired(step) }
        let lacks = member.clearance.lacks(
            terms: organisation.charter.terms, zone: member.zone, at: clock.read().steady)
        if lacks == [.termsNotAccepted] { throw .stepRequired(.acceptTerms) }
        guard lacks.isEmpty else { throw .denied(lacks.map { .notCleared($0) }) }
        return member
    }

    /// The member behind a session, cleared or not.
    func signedIn(_ session: Session) throws(ServiceError) -> Organisation.Member {
        guard !session.isService, let member = organisation.members[session.person] else { throw .notForRole }
        return member
    }

    func role(of member: Organisation.Member) throws(ServiceError) -> Charter.RoleRule {
        guard let role = organisation.charter.role(member.record.role) else { throw .denied([.unknownRole]) }
        return role
    }

    /// The member's role, if it has this page.
    func page(_ page: Charter.Page, _ member: Organisation.Member) throws(ServiceError) -> Charter.RoleRule {
        let role = try role(of: member)
        guard role.pages.contains(page) else { throw .notForRole }
        return role
    }

    /// An act of a signed-in person, to be completed.
    func draft(_ kind: ActKind, _ session: Session) -> ActDraft {
        ActDraft(
            kind: kind, at: clock.read().wall, person: session.person,
            unit: session.isService ? nil : session.unit, workstation: session.workstation)
    }
}
