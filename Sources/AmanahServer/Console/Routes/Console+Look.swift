import AmanahCore
import AmanahService

extension Console {
    /// Opens a customer: from a row, or with customer, purpose and ticket typed in.
    func look(_ member: Member) async throws -> Answer {
        guard let key = try lookKey(member.form) else { throw ServiceError.invalid(field: "open", what: "form") }
        let reason = member.form.text("reason")
        let shown: ShownLook
        do throws(ServiceError) {
            shown = try await gateway.look(
                member.session, customer: key.customer, purpose: key.purpose, ticket: key.ticket,
                reason: reason.isEmpty ? nil : reason, from: member.origin)
        } catch {
            guard case .denied(let reasons) = error else { throw error }
            return try await refused(reasons, key: key, member)
        }
        let card = card(shown, key, member)
        if member.visit.partial { return fragment(card, member, withAllowance: true) }
        guard var page = try? await deskPage(member, current: key.ticket) else {
            return self.page(CustomerPage(card: card), member)
        }
        page.card = card
        page.today = nil
        page.settle()
        return self.page(page, member)
    }

    private func lookKey(_ form: FormBody) throws -> LookKey? {
        if form["open"] != nil { return LookKey(form.text("open")) }
        guard let customer = form.identifier("customer"), let purpose = form.identifier("purpose") else { return nil }
        let ticket = form.text("ticket")
        guard ticket.isEmpty || FormBody.identifier(ticket) != nil else { return nil }
        return LookKey(
            purpose: PurposeID(purpose), customer: CustomerID(customer), ticket: ticket.isEmpty ? nil : TicketID(ticket)
        )
    }

    func reveal(_ member: Member) async throws -> Answer {
        guard let look = member.visit.id.flatMap({ LookID($0) }), let field = member.form.identifier("field"),
            let key = LookKey(member.form.text("open"))
        else { throw ServiceError.invalid(field: "field", what: "form") }
        let name = FieldName(field)
        do throws(ServiceError) {
            let shown = try await gateway.reveal(
                member.session, look: look, field: name, reason: member.form.text("reason"), from: member.origin)
            let seconds = Int((shown.hidesAt.milliseconds - gateway.now().milliseconds + 999) / 1000)
            var part = FieldPart(
                field: field, label: member.title(shown.field.title), value: shown.field.value,
                why: member.words["why_opened"], revealed: max(1, seconds))
            readable(&part, shown.field, member)
            return row(part, look, key, seconds: max(1, seconds), member)
        } catch {
            guard case .denied(let reasons) = error else { throw error }
            return fieldRefused(reasons, look, key, name, member)
        }
    }

    func verify(_ member: Member) async throws -> Answer {
        guard let look = member.visit.id.flatMap({ LookID($0) }), let field = member.form.identifier("field"),
            let key = LookKey(member.form.text("open"))
        else { throw ServiceError.invalid(field: "field", what: "form") }
        let name = FieldName(field)
        let words = member.words
        do throws(ServiceError) {
            let outcome = try await gateway.verify(
                member.session, customer: key.customer, purpose: key.purpose, ticket: key.ticket, field: name,
                said: member.form.text("said"), from: member.origin)
            var part = verifyField(name, look, key, member)
            if outcome.match {
                part.outcome = .init(match: true, text: words["verify_match"])
            } else if outcome.triesLeft > 0 {
                part.outcome = .init(match: false, text: words("verify_miss", ["left": String(outcome.triesLeft)]))
            } else {
                part.outcome = .init(match: false, text: words["verify_locked"])
                part.verify = nil
            }
            return row(part, look, key, seconds: member.charter.closesAfterSeconds, member)
        } catch {
            guard case .denied(let reasons) = error else { throw error }
            return fieldRefused(reasons, look, key, name, member)
        }
    }

    /// A row by itself for htmx; without it, a card of this one field.
    private func row(
        _ part: FieldPart, _ look: LookID, _ key: LookKey, seconds: Int, status: Int = 200, _ member: Member
    )
        -> Answer
    {
        if member.visit.partial { return fragment(part, member, status: status) }
        let now = gateway.now()
        let card = CardPart(
            look: look.description, name: key.customer.rawValue, purpose: member.purposeTitle(key.purpose),
            ticket: key.ticket?.rawValue, fields: [part],
            recorded: recorded(at: now, count: part.value == nil ? 0 : 1, seenBy: nil, member), closesIn: seconds,
            closesAt: closing(now.advanced(by: .seconds(seconds)), member), mark: mark(look, at: now, member))
        return page(CustomerPage(card: card), member, status: status)
    }

    /// A refusal of one field stays at that field, and leaves the rest of the card as it is.
    private func fieldRefused(_ reasons: [Reason], _ look: LookID, _ key: LookKey, _ field: FieldName, _ member: Member)
        -> Answer
    {
        let problem = reasons.first.map { reason in
            let words = reasonWords(reason, ticket: key.ticket, member)
            return member.title(words.text)
        }
        let ofTheField = reasons.allSatisfy { reason in
            switch reason {
            case .reasonWithoutSubstance, .reasonRepeated, .quota, .verifyLocked, .notRevealable, .notVerifiable,
                .fieldNotOfPurpose, .needsApproval(_, .reveal), .needsApproval(_, .quota), .witnessAway, .noWitness:
                true
            default: false
            }
        }
        // Anything else means that the card itself may not stand any more: it gives way to the refusal.
        guard ofTheField, !reasons.isEmpty else {
            let part = denial(reasons, ticket: key.ticket, member)
            if member.visit.partial {
                return fragment(part, member, status: status(of: reasons)).with(header: "HX-Retarget", "#pane")
                    .with(header: "HX-Reswap", "innerHTML")
            }
            return page(DeniedPage(denial: part), member, status: status(of: reasons))
        }
        if member.visit.partial {
            return fragment(ProblemPart(field: field.rawValue, problem: problem), member, status: status(of: reasons))
                .with(header: "HX-Retarget", "#p-\(field.rawValue)").with(header: "HX-Reswap", "outerHTML")
        }
        var part = verifyField(field, look, key, member)
        part.problem = problem
        return row(part, look, key, seconds: member.charter.closesAfterSeconds, status: status(of: reasons), member)
    }

    /// The row of a field with what the gateway offers for it now, without any value.
    private func verifyField(_ field: FieldName, _ look: LookID, _ key: LookKey, _ member: Member) -> FieldPart {
        let purpose = member.charter.purpose(key.purpose)
        let number = member.charter.fieldNumber(field)
        let form = number.flatMap { purpose?.shows[$0] } ?? .hidden
        let label = member.fieldTitle(field)
        var part = FieldPart(
            field: field.rawValue, label: label, key: key.text,
            why: member.words[form == .verify ? "why_verify" : form == .masked ? "why_masked" : "why_hidden"],
            verify: form == .verify
                ? .init(
                    action: "/looks/\(look)/verifications", saidLabel: member.words("verify_label", ["field": label]))
                : nil)
        put((try? gateway.revealOffer(member.session, look: look, field: field)) ?? nil, at: &part, look, member)
        return part
    }
}
