import AmanahCore
import AmanahService

extension Console {
    func workstations(_ member: Member) async throws -> Answer {
        let all = try await gateway.workstations(member.session)
        let words = member.words
        let notice = member.visit.query["done"].flatMap(FormBody.identifier).flatMap { id in
            all.first { $0.id == id && $0.admittedBy != nil && !$0.withdrawn }
        }.map { words("stations_done", ["name": $0.label]) }
        return page(
            WorkstationsPage(
                notice: notice,
                waiting: all.filter { $0.admittedBy == nil && !$0.withdrawn }.map { station in
                    .init(
                        code: station.label,
                        sentence: words(
                            "stations_sentence",
                            [
                                "who": station.registeredBy.rawValue, "unit": station.unit.rawValue,
                                "time": words.dateTime(station.registeredAt, member.zone),
                            ]),
                        action: "/workstations/\(station.id)/admit")
                },
                admitted: all.filter { $0.admittedBy != nil || $0.withdrawn }.map { station in
                    .init(
                        code: station.id, name: station.label, unit: station.unit.rawValue,
                        by: station.admittedBy?.rawValue ?? "", withdrawn: station.withdrawn,
                        action: "/workstations/\(station.id)/withdraw",
                        lent: station.lentTo.map { person in
                            words(
                                "stations_lent",
                                [
                                    "who": person.rawValue,
                                    "time": station.lentUntil.map { words.dateTime($0, member.zone) } ?? "",
                                ])
                        },
                        lend: station.withdrawn || station.lentTo != nil ? nil : "/workstations/\(station.id)/lend",
                        giveBack: station.lentTo == nil ? nil : "/workstations/\(station.id)/return")
                }),
            member)
    }

    /// Where a person registers the browser in front of him.
    func thisWorkstation(_ member: Member) -> Answer {
        let session = member.session
        return page(
            ThisWorkstationPage(
                state: session.workstation == nil
                    ? nil : member.words[session.workstationAdmitted ? "station_admitted" : "station_waiting"],
                registers: session.workstation == nil),
            member)
    }

    func registerWorkstation(_ member: Member) async throws -> Answer {
        let label = String(member.form.text("name").prefix(40))
        guard !label.isEmpty else { throw ServiceError.invalid(field: "name", what: "empty") }
        let key = try await gateway.registerWorkstation(member.session, label: label)
        return Answer.redirect(to: "/workstations/this", partial: member.visit.partial).with(.device, key)
    }

    func admitWorkstation(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        try await gateway.admitWorkstation(member.session, id: id)
        return .redirect(to: "/workstations?done=\(id)", partial: member.visit.partial)
    }

    func lendWorkstation(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        guard let hours = Int(member.form.text("hours")) else {
            throw ServiceError.invalid(field: "hours", what: "hours")
        }
        try await gateway.lendWorkstation(
            member.session, id: id, to: PersonID(member.form.text("person")), hours: hours)
        return .redirect(to: "/workstations", partial: member.visit.partial)
    }

    func returnWorkstation(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        try await gateway.returnWorkstation(member.session, id: id)
        return .redirect(to: "/workstations", partial: member.visit.partial)
    }

    func withdrawWorkstation(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        try await gateway.withdrawWorkstation(member.session, id: id)
        return .redirect(to: "/workstations", partial: member.visit.partial)
    }
}
