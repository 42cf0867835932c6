import AmanahCore
import AmanahService

extension Console {
    private static let pageSize = 100

    func people(_ member: Member) async throws -> Answer {
        let words = member.words
        let asked = String((member.visit.query["q"] ?? "").prefix(80))
        let everyone = try await gateway.people(member.session, from: member.origin)
        let wanted = asked.lowercased().split(whereSeparator: \.isWhitespace)
        let matching = everyone.filter { row in
            let text = [
                row.id.rawValue, row.name, row.unit.rawValue, row.unitName, row.role.rawValue, row.vendorName ?? "",
            ]
            .joined(separator: " ").lowercased()
            return wanted.allSatisfy { text.contains($0) }
        }
        let after = member.visit.query["after"].flatMap(FormBody.identifier).map { PersonID($0) }
        let rest = matching.drop { row in after.map { row.id <= $0 } ?? false }
        let shown = rest.prefix(Self.pageSize)
        let query = TrailFilter.text(asked).utf8.map { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
        return page(
            PeoplePage(
                filter: asked, summary: words("people_summary", ["n": words.number(matching.count)]),
                people: shown.map { row in
                    PeoplePage.Row(
                        id: row.id.rawValue, name: row.name, href: "/people/\(row.id)",
                        role: roleTitle(row.role, member),
                        unit: row.unitName, employer: row.vendorName ?? words["employer_internal"],
                        states: states(row, member))
                },
                older: shown.count < rest.count
                    ? shown.last.map { "/people?" + (query.isEmpty ? "" : "q=\(query)&") + "after=\($0.id)" } : nil),
            member)
    }

    func roleTitle(_ role: RoleID, _ member: Member) -> String {
        member.charter.role(role).map { member.title($0.title) } ?? role.rawValue
    }

    func states(_ row: PersonRow, _ member: Member) -> [StatePart] {
        let words = member.words
        let onTheWay: Set<Course.Stage> = [.candidate, .interviewed, .recommended, .confirmed]
        if onTheWay.contains(row.stage) { return [StatePart(.due, words["stage_\(row.stage.rawValue)"])] }
        if row.stage == .declined { return [StatePart(.bad, words["stage_declined"])] }
        if !row.lacks.isEmpty {
            return row.lacks.map { lack in
                StatePart(
                    lack == .termsNotAccepted ? .due : .bad, words["lack_" + lack.rawValue.replacing("-", with: "_")])
            }
        }
        return row.awaitsConfirmation
            ? [StatePart(.due, words["clear_carried"])] : [StatePart(.good, words["clear_ok"])]
    }

    func person(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        return try await person(PersonID(id), member)
    }

    /// One person's page; after a form with what came of it.
    func person(
        _ id: PersonID, _ member: Member, problem: String? = nil, notice: String? = nil, status: Int = 200
    ) async throws -> Answer {
        let view = try await gateway.course(member.session, of: id, from: member.origin)
        let row = view.row
        let words = member.words
        return page(
            PersonPage(
                id: row.id.rawValue, name: row.name, role: roleTitle(row.role, member), unit: row.unitName,
                employer: row.vendorName ?? words["employer_internal"], clearance: clearance(row, member),
                line: view.line.map { superior in
                    .init(
                        href: "/people/\(superior.id)", name: superior.name, role: roleTitle(superior.role, member))
                },
                logHref: member.me.pages.contains(.log) ? "/log?q=person%3A\(row.id)" : nil,
                course: coursePart(view, member), problem: problem, notice: notice),
            member, status: status)
    }

    private func clearance(_ row: PersonRow, _ member: Member) -> [PersonPage.Part] {
        let words = member.words
        let today = gateway.now().day(in: member.zone)
        let facts = row.clearance
        let vetting =
            switch facts.vetting {
            case .done(let day): StatePart(.good, words("clear_since", ["date": words.date(day)]))
            case .carriedOver: StatePart(.due, words["clear_carried"])
            case .missing: StatePart(.bad, words["clear_none"])
            }
        let training =
            switch facts.training {
            case .until(let day) where day >= today: StatePart(.good, words("clear_until", ["date": words.date(day)]))
            case .until(let day): StatePart(.bad, words("clear_ended", ["date": words.date(day)]))
            case .carriedOver where row.awaitsConfirmation: StatePart(.due, words["clear_carried"])
            case .carriedOver: StatePart(.good, words["clear_carried_confirmed"])
            case .missing: StatePart(.bad, words["clear_none"])
            }
        let agreement: StatePart
        if row.lacks.contains(.noAgreement) {
            let ended = facts.agreements.map(\.endsOn).max()
            agreement = StatePart(
                .bad, ended.map { words("clear_ended", ["date": words.date($0)]) } ?? words["clear_none"])
        } else {
            agreement = StatePart(
                .good, row.agreementEnds.map { words("clear_until", ["date": words.date($0)]) } ?? words["clear_ok"])
        }
        let terms =
            row.lacks.contains(.termsNotAccepted)
            ? StatePart(.due, words["lack_terms_not_accepted"])
            : StatePart(
                .good,
                facts.acceptedAt.map { words("clear_since", ["date": words.date($0.day(in: member.zone))]) }
                    ?? words["clear_ok"])
        let suspension =
            facts.suspended ? StatePart(.bad, words["lack_suspended"]) : StatePart(.good, words["clear_none"])
        var parts = [
            PersonPage.Part(label: words["clear_vetting"], states: [vetting]),
            PersonPage.Part(label: words["clear_agreement"], states: [agreement], detail: row.vendorName),
            PersonPage.Part(label: words["clear_terms"], states: [terms], detail: facts.acceptedTerms),
            PersonPage.Part(label: words["clear_training"], states: [training]),
            PersonPage.Part(label: words["clear_suspension"], states: [suspension]),
        ]
        if let last = facts.lastDay {
            parts.append(
                PersonPage.Part(
                    label: words["clear_leaving"],
                    states: [StatePart(last < today ? .bad : .due, words("clear_last_day", ["date": words.date(last)]))]
                ))
        }
        return parts
    }
}
