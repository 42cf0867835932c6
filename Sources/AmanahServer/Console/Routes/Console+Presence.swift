import AmanahCore
import AmanahService

extension Console {
    private func presencePage(_ member: Member, problem: String? = nil, chosen: String? = nil) -> PresencePage {
        PresencePage(
            purposes: member.me.purposes.filter { $0.needs.contains(.presence) }.map {
                ChoicePart(code: $0.id.rawValue, text: member.title($0.title), current: $0.id.rawValue == chosen)
            }, problem: problem)
    }

    func presenceForm(_ member: Member) -> Answer {
        guard asksForPresence(member) else { return failure(.notForRole, member.visit) }
        return page(presencePage(member), member)
    }

    func startPresence(_ member: Member) async throws -> Answer {
        guard let purpose = member.form.identifier("purpose") else {
            throw ServiceError.invalid(field: "purpose", what: "form")
        }
        do throws(ServiceError) {
            let started = try await gateway.startPresence(
                member.session, phone: member.form.text("phone"), purpose: PurposeID(purpose), from: member.origin)
            return .redirect(to: "/presence/\(started.id)", partial: member.visit.partial)
        } catch {
            guard case .invalid = error else { throw error }
            // The form of the number is judged before anyone looks it up, so this says nothing about a customer.
            return page(
                presencePage(member, problem: member.words["presence_form"], chosen: purpose), member, status: 400)
        }
    }

    func presenceCodeForm(_ member: Member, problem: String? = nil) -> Answer {
        guard asksForPresence(member), let id = member.visit.id.flatMap(FormBody.identifier) else {
            return failure(.notFound, member.visit)
        }
        let rule = member.charter.presence
        let page = PresencePage(
            purposes: [],
            sent: .init(
                action: "/presence/\(id)/code",
                note: member.words(
                    "presence_note",
                    ["minutes": String(rule.codeMinutes), "tries": String(rule.tries), "who": superior(member)])),
            problem: problem)
        return self.page(page, member, status: problem == nil ? 200 : 400)
    }

    func confirmPresence(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        switch try await gateway.confirmPresence(
            member.session, id: id, code: member.form.text("code"), from: member.origin)
        {
        case .opened(let ticket, _, _):
            return .redirect(to: "/desk?ticket=\(ticket)", partial: member.visit.partial)
        case .wrongCode(let left):
            return presenceCodeForm(member, problem: member.words("presence_wrong", ["left": String(left)]))
        case .expired:
            return page(presencePage(member, problem: member.words["presence_over"]), member, status: 400)
        }
    }
}
