package import AmanahCore
import AmanahStore

extension Amanah {
    package func vendors(_ session: Session, from: Origin) async throws(ServiceError) -> [VendorView] {
        try await refresh(session)
        let member = try cleared(session)
        _ = try page(.vendors, member)
        try await record(draft(.vendorsRead, session), share: session.person.rawValue)
        let organisation = organisation
        let all = try vendorViews(organisation).map(\.view)
        // A vendor's manager sees his own alone.
        guard let own = organisation.managedVendor(member) else { return all }
        return all.filter { $0.id == own }
    }

    package func vendor(_ session: Session, _ id: VendorID, from: Origin) async throws(ServiceError) -> VendorPageView {
        try Inputs.check(id.rawValue, field: "vendor")
        try await refresh(session)
        let member = try cleared(session)
        _ = try page(.vendors, member)
        let organisation = organisation
        let own = organisation.managedVendor(member)
        guard organisation.vendors[id] != nil, own == nil || own == id else { throw .notFound }
        var draft = draft(.vendorsRead, session)
        draft.personPairs = [("vendor", id.rawValue)]
        try await record(draft, share: session.person.rawValue)
        let all = try vendorViews(organisation)
        guard let this = all.first(where: { $0.view.id == id }) else { throw .notFound }
        return VendorPageView(
            vendor: this.view, peers: own == nil ? all.map(\.view).filter { $0.id != id } : [], people: this.people)
    }

    private func vendorViews(
        _ organisation: Organisation
    ) throws(ServiceError) -> [(view: VendorView, people: [VendorPageView.VendorPerson])] {
        let now = clock.read().steady
        let since = now.advanced(by: .seconds(-Amanah.recordDays * 86_400))
        let (activity, steps, alerts) = try reading { view in
            (
                Dictionary(try view.activity(since: since).map { ($0.person, $0) }, uniquingKeysWith: { a, _ in a }),
                try view.organisation().steps, try Amanah.alerts(since: since, at: now, view)
            )
        }
        let incidents = Dictionary(
            grouping: steps.filter { Amanah.isIncident($0.step) && $0.step.at >= since }, by: \.person
        ).mapValues(\.count)
        let signedIn = sessions.people()
        let byVendor = Dictionary(
            grouping: organisation.members.values.filter { $0.record.vendor != nil }, by: { $0.record.vendor })
        return organisation.vendors.values.sorted { $0.id < $1.id }.map { vendor in
            let people = (byVendor[vendor.id] ?? []).sorted { $0.record.id < $1.record.id }.map { member in
                let row = personRow(
                    member, organisation, signedIn: signedIn.contains(member.record.id), secondFactor: false, at: now)
                let left = member.agreementEnds.map { Int($0.number - now.day(in: member.zone).number) }
                return VendorPageView.VendorPerson(
                    row: row, looks: activity[member.record.id]?.looks ?? 0,
                    alerts: alerts[member.record.id] ?? 0, incidents: incidents[member.record.id] ?? 0,
                    endsOn: member.agreementEnds, daysLeft: left)
            }
            let looks = people.reduce(0) { $0 + $1.looks }
            let count = people.reduce(0) { $0 + $1.incidents }
            let onTheWay: Set<Course.Stage> = [.candidate, .interviewed, .recommended, .confirmed, .signed, .accepted]
            return (
                VendorView(
                    id: vendor.id, name: vendor.name,
                    people: people.count { ![.ended, .declined].contains($0.row.stage) },
                    cleared: people.count { $0.row.lacks.isEmpty },
                    onTheWay: people.count { onTheWay.contains($0.row.stage) },
                    endingSoon: people.count { (0...Amanah.daysAhead).contains($0.daysLeft ?? -1) }, looks: looks,
                    denials: people.reduce(0) { $0 + (activity[$1.row.id]?.denials ?? 0) },
                    alerts: people.reduce(0) { $0 + $1.alerts }, incidents: count,
                    incidentsPerThousand: looks == 0 ? nil : Double(count) * 1000 / Double(looks)), people
            )
        }
    }

    /// What was noticed of each person's work since a moment: samples that a superior found not in order, and broken glass that
    /// was found not in order or stands without its review past the time for it.
    ///
    /// A sample counts by when it was reviewed; it may be of some weeks before.
    private static func alerts(
        since: Moment, at now: Moment, _ view: any ReadView
    ) throws -> [PersonID: Int] {
        let oldest = since.advanced(by: .seconds(-5 * 7 * 86_400)).day(in: .wib)
        let samples = try view.samples(since: oldest).filter {
            $0.review.map { $0.word == .notInOrder && $0.at >= since } ?? false
        }
        let glasses = try view.brokenGlasses(GlassFilter(since: since, limit: 10_000)).filter { glass in
            guard glass.voidedAt == nil else { return false }
            return glass.review.map { !$0.inOrder } ?? (glass.reviewDueAt <= now)
        }
        var counts: [PersonID: Int] = [:]
        for person in samples.map(\.stratum.person) + glasses.map(\.person) { counts[person, default: 0] += 1 }
        return counts
    }

    /// What counts against a vendor: a sanction, but not the ordinary end of work.
    private static func isIncident(_ step: CourseStep) -> Bool { step.kind.isSanction && step.kind != .ended }
}
