import AmanahCore
import AmanahService

extension Console {
    var hiringRoutes: [Route] {
        [
            Route(method: .get, path: "/hiring", handler: .member { try await $0.hiring($1) }),
            Route(method: .post, path: "/people", handler: .member { try await $0.enterCandidate($1) }),
            Route(method: .post, path: "/people/:id/steps", handler: .member { try await $0.takeStep($1) }),
            Route(method: .post, path: "/people/:id/place", handler: .member { try await $0.proposePlace($1) }),
            Route(
                method: .post, path: "/line-changes/:id/confirm",
                handler: .member { try await $0.decideLine($1, confirm: true) }),
            Route(
                method: .post, path: "/line-changes/:id/refuse",
                handler: .member { try await $0.decideLine($1, confirm: false) }),
            Route(method: .get, path: "/terms", handler: .member { try $0.termsInForce($1) }),
            Route(method: .post, path: "/workstations/:id/lend", handler: .member { try await $0.lendWorkstation($1) }),
            Route(
                method: .post, path: "/workstations/:id/return", handler: .member { try await $0.returnWorkstation($1) }
            ),
            Route(method: .get, path: "/vendors", handler: .member { try await $0.vendors($1) }),
            Route(method: .get, path: "/vendors/:id", handler: .member { try await $0.vendor($1) }),
        ]
    }

    func hiring(_ member: Member) async throws -> Answer { try await hiring(member, problem: nil, status: 200) }

    private func hiring(_ member: Member, problem: String?, status: Int) async throws -> Answer {
        let view = try await gateway.hiring(member.session, from: member.origin)
        let words = member.words
        let notice = member.visit.query["done"].flatMap(FormBody.identifier).map { words("hiring_done", ["id": $0]) }
        func place(_ row: PersonRow) -> String {
            [roleTitle(row.role, member), row.unitName, row.vendorName ?? words["employer_internal"]].joined(
                separator: " · ")
        }
        return page(
            HiringPage(
                problem: problem, notice: problem == nil ? notice : nil,
                changes: view.changes.map { linePart($0, member) },
                candidates: view.candidates.map { candidate in
                    .init(
                        id: candidate.row.id.rawValue, name: candidate.row.name, href: "/people/\(candidate.row.id)",
                        detail: place(candidate.row),
                        states: [StatePart(.due, words["stage_\(candidate.row.stage.rawValue)"])],
                        next: candidate.next.first.map {
                            stepTitle($0.kind, words) + " – " + ($0.mine ? words["course_you"] : who($0, words))
                        } ?? words["course_terms_who"])
                },
                ending: view.ending.map { ending in
                    .init(
                        name: ending.row.name, href: "/people/\(ending.row.id)", detail: place(ending.row),
                        states: [
                            StatePart(
                                ending.daysLeft <= 7 ? .bad : .due, words("ends_in", ["n": String(ending.daysLeft)]))
                        ])
                },
                due: view.due.map { due in
                    let lapsed = due.row.lacks.contains(.notRecertified)
                    return .init(
                        name: due.row.name, href: "/people/\(due.row.id)", detail: place(due.row),
                        states: [
                            StatePart(
                                lapsed ? .bad : .due,
                                due.through.number > 0
                                    ? words(
                                        lapsed ? "clear_ended" : "clear_until", ["date": words.date(due.through)])
                                    : words["lack_not_recertified"])
                        ],
                        form: due.mine
                            ? stepForm(.certified, "/people/\(due.row.id)/steps", nil, member, open: false) : nil)
                },
                entry: view.mayEnter ? entry(view, member, open: problem != nil) : nil),
            member, status: status)
    }

    private func entry(_ view: HiringView, _ member: Member, open: Bool) -> HiringPage.Entry {
        let chosen = member.form
        let none = ChoicePart(code: "", text: member.words["employer_internal"], current: false)
        let vendors = view.vendors.map {
            ChoicePart(code: $0.id.rawValue, text: $0.name, current: $0.id.rawValue == chosen["vendor_id"])
        }
        return .init(
            units: view.units.map {
                ChoicePart(code: $0.id.rawValue, text: $0.name, current: $0.id.rawValue == chosen["unit_id"])
            },
            roles: member.charter.roles.map {
                ChoicePart(
                    code: $0.id.rawValue, text: member.title($0.title), current: $0.id.rawValue == chosen["role"])
            },
            vendors: member.me.pages.contains(.hiring) || member.me.vendorName == nil ? [none] + vendors : vendors,
            supervisor: chosen["supervisor_id"]
                ?? (member.charter.role(member.me.role)?.approves == true ? member.me.person.rawValue : ""), open: open)
    }

    // MARK: Forms

    func enterCandidate(_ member: Member) async throws -> Answer {
        let form = member.form
        let vendor = form.text("vendor_id")
        let candidate = CandidateInput(
            id: PersonID(form.text("person_id")), name: form.text("name"), role: RoleID(form.text("role")),
            unit: UnitID(form.text("unit_id")), supervisor: PersonID(form.text("supervisor_id")),
            vendor: vendor.isEmpty ? nil : VendorID(vendor), said: form.text("reason"))
        do {
            switch try await gateway.enter(member.session, candidate: candidate, from: member.origin) {
            case .taken(let view): return .redirect(to: "/people/\(view.row.id)", partial: member.visit.partial)
            case .refused(let refusal):
                return try await hiring(member, problem: member.title(refusal.words), status: 403)
            }
        } catch let error as ServiceError {
            guard let (problem, status) = told(error, member) else { throw error }
            return try await hiring(member, problem: problem, status: status)
        }
    }

    func takeStep(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier).map({ PersonID($0) }) else {
            throw ServiceError.notFound
        }
        do {
            let input = try stepInput(member.form)
            switch try await gateway.take(member.session, step: input, of: id, from: member.origin) {
            case .taken: return .redirect(to: "/people/\(id)", partial: member.visit.partial)
            case .refused(let refusal):
                return try await person(id, member, problem: member.title(refusal.words), status: 403)
            }
        } catch let error as ServiceError {
            guard let (problem, status) = told(error, member) else { throw error }
            return try await person(id, member, problem: problem, status: status)
        }
    }

    func proposePlace(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier).map({ PersonID($0) }) else {
            throw ServiceError.notFound
        }
        let form = member.form
        let superior = form.text("supervisor_id")
        let place = Place(
            supervisor: superior.isEmpty ? nil : PersonID(superior), unit: UnitID(form.text("unit_id")),
            role: RoleID(form.text("role")))
        do {
            let outcome = try await gateway.propose(
                member.session, place: place, of: id, said: form.text("reason"), from: member.origin)
            if case .refused(let refusal) = outcome {
                return try await person(id, member, problem: member.title(refusal.words), status: 403)
            }
            return try await person(id, member, notice: member.words["line_held"])
        } catch let error as ServiceError {
            guard let (problem, status) = told(error, member) else { throw error }
            return try await person(id, member, problem: problem, status: status)
        }
    }

    func decideLine(_ member: Member, confirm: Bool) async throws -> Answer {
        guard let number = member.visit.id.flatMap({ Int64($0) }), number > 0 else { throw ServiceError.notFound }
        let outcome = try await gateway.decide(
            member.session, lineChange: number, confirm: confirm, from: member.origin)
        if case .refused(let refusal) = outcome {
            return try await hiring(member, problem: member.title(refusal.words), status: 403)
        }
        return .redirect(to: "/hiring", partial: member.visit.partial)
    }

    /// What is wrong with a form, in words above it; `nil` for what is a page of its own.
    private func told(_ error: ServiceError, _ member: Member) -> (String, Int)? {
        switch error {
        case .invalid(let field, _):
            let key = "input_" + field.replacing("-", with: "_")
            let label = member.words.texts[key] ?? field
            return (member.words("input_problem", ["field": label]), 400)
        case .conflict: return (member.words["failure_conflict"], 409)
        default: return nil
        }
    }

    private func stepInput(_ form: FormBody) throws(ServiceError) -> StepInput {
        guard let kind = CourseStep.Kind(rawValue: form.text("step")) else {
            throw .invalid(field: "step", what: "unknown")
        }
        let outcome = form.text("outcome")
        var day: Day?
        if !form.text("day").isEmpty {
            day = Day(form.text("day"))
            if day == nil { throw .invalid(field: "day", what: "a day") }
        }
        var evidence: [LookID] = []
        for text in form.text("evidence").split(whereSeparator: { $0 == " " || $0 == "," }) {
            guard let look = LookID(String(text)) else { throw .invalid(field: "evidence", what: "numbers of looks") }
            evidence.append(look)
        }
        return StepInput(
            kind, passed: outcome == "yes" ? true : outcome == "no" ? false : nil, day: day,
            said: form.text("reason"), evidence: evidence, agreement: kind == .signed ? try agreement(form) : nil)
    }

    private func agreement(_ form: FormBody) throws(ServiceError) -> AgreementInput {
        guard let starts = Day(form.text("starts_on")) else { throw .invalid(field: "starts_on", what: "a day") }
        guard let ends = Day(form.text("ends_on")) else { throw .invalid(field: "ends_on", what: "a day") }
        guard let signature = CourseStep.Signature(rawValue: form.text("signed_as")) else {
            throw .invalid(field: "signed_as", what: "as what")
        }
        let principal = form.text("principal")
        return AgreementInput(
            id: AgreementID(form.text("agreement_id")), startsOn: starts, endsOn: ends, signature: signature,
            principal: principal.isEmpty ? nil : PersonID(principal),
            documentHash: form.text("document_hash").lowercased(), duties: form.text("duties"),
            sanctions: form.text("sanctions"), rewards: form.text("rewards"), targets: form.text("targets"))
    }

    // MARK: Vendors

    func vendors(_ member: Member) async throws -> Answer {
        let vendors = try await gateway.vendors(member.session, from: member.origin)
        return page(VendorsPage(rows: rows(vendors, current: nil, member.words)), member)
    }

    func vendor(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        let view = try await gateway.vendor(member.session, VendorID(id), from: member.origin)
        let words = member.words
        return page(
            VendorPage(
                id: view.vendor.id.rawValue, name: view.vendor.name,
                rows: rows([view.vendor] + view.peers, current: view.vendor.id, words),
                people: view.people.map { person in
                    let soon = person.daysLeft.map { (0...30).contains($0) } ?? false
                    return .init(
                        id: person.row.id.rawValue, name: person.row.name, href: "/people/\(person.row.id)",
                        role: roleTitle(person.row.role, member), unit: person.row.unitName,
                        states: states(person.row, member),
                        ends: person.endsOn.map { words.date($0) } ?? words["clear_none"], soon: soon,
                        looks: words.number(person.looks), alerts: words.number(person.alerts),
                        incidents: words.number(person.incidents))
                }), member)
    }

    private func rows(_ vendors: [VendorView], current: VendorID?, _ words: Words) -> [VendorsPage.Row] {
        let most = vendors.compactMap(\.incidentsPerThousand).max() ?? 0
        return vendors.map { vendor in
            let rate = vendor.incidentsPerThousand
            let tenths = Int(((rate ?? 0) * 10).rounded())
            return .init(
                id: vendor.id.rawValue, name: vendor.name, href: "/vendors/\(vendor.id)",
                people: words.number(vendor.people), cleared: words.number(vendor.cleared),
                ending: words.number(vendor.endingSoon), looks: words.number(vendor.looks),
                denials: words.number(vendor.denials), alerts: words.number(vendor.alerts),
                incidents: words.number(vendor.incidents),
                rate: rate == nil
                    ? words["vendor_no_looks"]
                    : words.number(tenths / 10) + words["decimal_mark"] + String(tenths % 10),
                current: vendor.id == current, bar: most > 0 ? String(Int((rate ?? 0) / most * 120)) : "0")
        }
    }
}
