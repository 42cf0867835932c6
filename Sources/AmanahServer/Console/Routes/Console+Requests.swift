import AmanahCore
import AmanahService

extension Console {
    /// A form beside a refusal: what may be asked for is what the purpose shows and reveals.
    func askPart(_ reasons: [Reason], _ key: LookKey, _ member: Member) -> AskPart? {
        let liftable = reasons.allSatisfy { if case .needsApproval = $0 { true } else { false } }
        guard liftable, !reasons.isEmpty, let purpose = member.charter.purpose(key.purpose) else { return nil }
        let fields = member.charter.fields.enumerated().compactMap { number, field -> AskPart.Choice? in
            let shown = purpose.shows[number] > .hidden
            guard shown || purpose.reveals[number] != nil else { return nil }
            return AskPart.Choice(name: field.name.rawValue, label: member.title(field.title), checked: shown)
        }
        return AskPart(key: key.text, whom: superior(member), fields: fields)
    }

    /// Whether the person's role may break the glass, and what that means.
    func glassPart(_ reasons: [Reason], _ key: LookKey, _ member: Member) -> GlassPart? {
        guard let rule = member.charter.breakGlass, rule.perMonth > 0,
            rule.roles.contains(where: { member.charter.roles[$0].id == member.me.role }),
            reasons.allSatisfy(Console.glassLifts)
        else { return nil }
        return GlassPart(
            key: key.text,
            warning: member.words(
                "glass_warning",
                [
                    "hours": String(rule.reviewWithinHours), "n": String(rule.perMonth),
                    "who": superior(member),
                ]))
    }

    private static func glassLifts(_ reason: Reason) -> Bool {
        switch reason {
        case .needsApproval, .outsideHours, .outsideShift, .nothingBinds, .ticketClosed, .ticketNotYetOpen,
            .ticketOfOtherPerson, .noSuchTicket, .quota:
            true
        default: false
        }
    }

    /// Fields that were ticked: each box has the field's name behind `f-`.
    func ticked(_ form: FormBody, _ charter: Charter) -> [FieldName] {
        charter.fields.map(\.name).filter { form["f-" + $0.rawValue] != nil }
    }

    func ask(_ member: Member) async throws -> Answer {
        guard let key = LookKey(member.form.text("open")) else {
            throw ServiceError.invalid(field: "open", what: "form")
        }
        let fields = ticked(member.form, member.charter)
        let reason = member.form.text("reason")
        do throws(ServiceError) {
            let made = try await gateway.ask(
                member.session, customer: key.customer, purpose: key.purpose, ticket: key.ticket, fields: fields,
                reason: reason, from: member.origin)
            return .redirect(to: "/requests?done=\(made.id)", partial: member.visit.partial)
        } catch {
            let problem: String
            switch error {
            case .denied(let reasons):
                guard reasons == [.reasonWithoutSubstance] || reasons == [.reasonRepeated] else {
                    return try await refused(reasons, key: key, member)
                }
                problem = member.title(reasonWords(reasons[0], ticket: key.ticket, member).text)
            case .invalid: problem = member.words["ask_fields_needed"]
            case .conflict: problem = member.words["ask_conflict"]
            default: throw error
            }
            return try await asking(again: key, fields, reason, problem, member)
        }
    }

    /// The form once more, with what was typed and what is wrong with it.
    private func asking(
        again key: LookKey, _ fields: [FieldName], _ reason: String, _ problem: String, _ member: Member
    ) async throws -> Answer {
        let plain: [Reason] = [.needsApproval(.superior, .purpose)]
        guard let part = askPart(plain, key, member) else { throw ServiceError.notFound }
        var denial = DenialPart(what: member.words["ask_again"], why: [])
        denial.ask = AskPart(
            key: part.key, whom: part.whom,
            fields: part.fields.map { choice in
                AskPart.Choice(
                    name: choice.name, label: choice.label, checked: fields.contains(FieldName(choice.name)))
            }, reason: reason, problem: problem)
        if member.visit.partial { return fragment(denial, member, status: 400) }
        return page(DeniedPage(denial: denial), member, status: 400)
    }

    func ownRequests(_ member: Member) async throws -> Answer {
        let all = try await gateway.requests(member.session, state: nil).filter(\.isMine)
        let words = member.words
        let notice = member.visit.query["done"].flatMap(FormBody.identifier).flatMap { id in
            all.first { $0.id.rawValue == id && $0.state == .waiting }
        }.map { words("requests_sent", ["who": $0.waitsForName ?? superior(member)]) }
        return page(RequestsPage(notice: notice, rows: all.prefix(100).map { row($0, member) }), member)
    }

    private func row(_ request: RequestView, _ member: Member) -> RequestsPage.Row {
        let words = member.words
        let until = request.terms.until.map { words.time($0, member.zone) + " " + member.zone.rawValue } ?? ""
        let last = request.answers.last
        let (tone, detail): (StatePart.Tone, String) =
            switch request.state {
            case .waiting: (.due, words("requests_waits", ["who": request.waitsForName ?? "–"]))
            case .approved:
                (.good, words("requests_until", ["time": until, "n": String(request.looksLeft)]))
            case .refused: (.bad, words("requests_refused_by", ["who": last?.byName ?? "", "why": last?.reason ?? ""]))
            case .expired, .withdrawn, .usedUp: (.due, "")
            }
        let fields = request.state == .approved ? request.terms.fields : request.fields
        return RequestsPage.Row(
            id: request.id.rawValue, title: member.title(request.purposeTitle), customer: request.maskedName,
            ticket: request.ticket?.rawValue, fields: words.list(fields.map(member.fieldTitle)),
            made: words.dateTime(request.madeAt, member.zone),
            states: [StatePart(tone, words["request_state_" + request.state.rawValue.replacing("-", with: "_")])],
            detail: detail,
            open: request.state == .approved
                ? LookKey(purpose: request.purpose, customer: request.customer, ticket: request.ticket).text : nil,
            withdraw: request.state == .waiting || request.state == .approved
                ? "/requests/\(request.id)/withdraw" : nil)
    }

    func withdraw(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        _ = try await gateway.withdraw(member.session, RequestID(id))
        return .redirect(to: "/requests", partial: member.visit.partial)
    }

    func breakGlass(_ member: Member) async throws -> Answer {
        guard let key = LookKey(member.form.text("open")) else {
            throw ServiceError.invalid(field: "open", what: "form")
        }
        do throws(ServiceError) {
            let opened = try await gateway.breakGlass(
                member.session, customer: key.customer, purpose: key.purpose, ticket: key.ticket, fields: nil,
                reason: member.form.text("reason"), from: member.origin)
            var card = card(opened.look, key, member)
            card.glass = member.words(
                "glass_banner",
                ["time": member.words.dateTime(opened.glass.reviewDueAt, member.zone), "who": superior(member)])
            if member.visit.partial { return fragment(card, member, withAllowance: true) }
            return page(CustomerPage(card: card), member)
        } catch {
            guard case .denied(let reasons) = error else { throw error }
            return try await refused(reasons, key: key, member)
        }
    }
}
