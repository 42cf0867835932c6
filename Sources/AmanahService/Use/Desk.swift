package import AmanahCore
import AmanahStore

extension Amanah {
    package func me(_ session: Session) throws(ServiceError) -> MeView {
        let member = try signedIn(session)
        let organisation = organisation
        let charter = organisation.charter
        let role = charter.role(member.record.role)
        let purposes = (role?.purposes ?? []).map { charter.purposes[$0] }
        return MeView(
            person: member.record.id, name: member.record.name, role: member.record.role,
            roleTitle: role?.title ?? Charter.Title(id: member.record.role.rawValue, en: member.record.role.rawValue),
            unit: member.record.unit, unitName: member.unitName, vendorName: member.vendorName,
            supervisor: member.record.supervisor, supervisorName: organisation.name(of: member.record.supervisor),
            pages: session.steps.isEmpty && session.lacks.isEmpty ? role?.pages ?? [] : [],
            purposes: purposes.map { PurposeView(id: $0.id, title: $0.title, needs: $0.needs) },
            quotas: quotaViews(member, role), lacks: session.lacks, steps: session.steps,
            secondFactor: session.secondFactor,
            agreementEnds: member.agreementEnds.flatMap { ends in
                let left = ends.number - clock.read().steady.day(in: member.zone).number
                return (0...Int64(Amanah.daysAhead)).contains(left) ? ends : nil
            })
    }

    private func quotaViews(_ member: Organisation.Member, _ role: Charter.RoleRule?) -> [QuotaView] {
        guard let limits = role?.bounds(member.adjustments) else { return [] }
        let usage = quotas.usage(of: member.record.id, customer: nil, zone: member.zone, at: clock.read().steady)
        return QuotaKind.allCases.compactMap { kind in
            limits[kind].map { QuotaView(kind: kind, used: min(usage[kind], $0), limit: $0) }
        }
    }

    package func desk(_ session: Session) async throws(ServiceError) -> DeskView {
        try await refresh(session)
        let member = try cleared(session)
        let role = try role(of: member)
        let now = clock.read().steady
        let since = Moment(milliseconds: QuotaBook.dayStart(now, member.zone) * 60_000)
        let filter = ActFilter(person: session.person, kinds: [.look], from: since, limit: 50)
        return try reading { view in
            let acts = try view.acts(filter)
            let looks = try acts.map { try legible($0, view: view) }
            let seen = Set(looks.compactMap(\.customer))
            var names = NameCache()
            let tickets = try view.openTickets(of: session.person, at: now, limit: 100).map { row in
                ticketView(row, name: row.isGiven ? try names.name(row.facts.customer, self, view) : Mask.nothing)
            }
            let day = now.day(in: member.zone)
            // Who is sensitive stands on no list: a book is no ground to learn that he is (L6).
            let book = try view.assignments(of: session.person, on: day, limit: 200).filter { row in
                try view.customer(row.customer).map { !$0.isSensitive } ?? false
            }.map { row in
                let title = organisation.charter.purpose(row.purpose)?.title
                return BookEntryView(
                    customer: row.customer,
                    maskedName: try names.name(row.customer, self, view),
                    purpose: row.purpose,
                    purposeTitle: title ?? Charter.Title(id: row.purpose.rawValue, en: row.purpose.rawValue),
                    endsOn: row.endsOn, lookedAtToday: seen.contains(row.customer))
            }
            return DeskView(
                tickets: tickets, book: book, looksToday: looks, quotas: quotaViews(member, role),
                seenBy: organisation.superiorName(of: session.person))
        }
    }

    /// Masked names, each opened once a page.
    private struct NameCache {
        private var names: [CustomerID: String] = [:]

        mutating func name(_ id: CustomerID, _ amanah: Amanah, _ view: any ReadView) throws -> String {
            if let name = names[id] { return name }
            let name = try view.customer(id).map { try amanah.maskedName($0) } ?? Mask.nothing
            names[id] = name
            return name
        }
    }

    package func tickets(_ session: Session) async throws(ServiceError) -> [TicketView] {
        try await refresh(session)
        let now = clock.read().steady
        return try reading { view in
            var names = NameCache()
            return try view.openTickets(of: session.person, at: now, limit: 200).map { row in
                ticketView(row, name: row.isGiven ? try names.name(row.facts.customer, self, view) : Mask.nothing)
            }
        }
    }

    package func ticket(_ session: Session, _ id: TicketID) async throws(ServiceError) -> TicketView {
        try await refresh(session)
        try Inputs.check(id.rawValue, field: "ticket_id")
        return try reading { view in
            guard let row = try view.ticket(id), row.facts.assignedTo == session.person else {
                throw ServiceError.notFound
            }
            var names = NameCache()
            let now = clock.read().steady
            let open = row.facts.openedAt <= now && (row.facts.closedAt.map { now < $0 } ?? true)
            let named = row.isGiven && open
            var ticket = ticketView(row, name: named ? try names.name(row.facts.customer, self, view) : Mask.nothing)
            if named { ticket.erased = try view.erasure(of: row.facts.customer) != nil }
            return ticket
        }
    }
}

extension Facts.Usage {
    subscript(kind: QuotaKind) -> Int {
        switch kind {
        case .looksPerHour: looksLastHour
        case .looksPerDay: looksToday
        case .customersPerDay: customersToday
        case .searchesPerHour: searchesLastHour
        case .searchesPerDay: searchesToday
        case .revealsPerHour: revealsLastHour
        case .revealsPerDay: revealsToday
        case .verificationsPerHour: verificationsLastHour
        }
    }
}
