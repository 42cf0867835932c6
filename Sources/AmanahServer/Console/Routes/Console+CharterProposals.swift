import AmanahCore
import AmanahService

extension Console {
    var charterRoutes: [Route] {
        [
            Route(method: .get, path: "/charter", handler: .member { try await $0.charter($1) }),
            Route(method: .get, path: "/charter/propose", handler: .member { try await $0.charterForm($1) }),
            Route(
                method: .post, path: "/charter/proposals", bytes: FormBody.maximumCharter,
                handler: .member { try await $0.proposeCharter($1) }),
            Route(
                method: .get, path: "/charter/proposals/:id", handler: .member { try await $0.charterProposal($1) }),
            Route(
                method: .post, path: "/charter/proposals/:id/confirm",
                handler: .member { try await $0.confirmCharter($1) }),
            Route(
                method: .post, path: "/charter/proposals/:id/withdraw",
                handler: .member { try await $0.withdrawCharter($1) }),
        ]
    }

    /// A proposal in the list of the charter's page.
    func row(_ proposal: CharterProposalSummary, _ member: Member) -> CharterPage.Proposal {
        CharterPage.Proposal(
            href: "/charter/proposals/\(proposal.number)", number: String(proposal.number),
            time: member.words.dateTime(proposal.proposedAt, member.zone),
            by: proposal.proposedByName ?? proposal.proposedBy.rawValue, reason: proposal.reason,
            state: member.words["proposal_state_\(proposal.state.rawValue.replacing("-", with: "_"))"],
            mine: proposal.obstacle == nil)
    }

    /// The form begins with the text in force, so that a change is typed, not a charter.
    private func charterForm(_ member: Member) async throws(ServiceError) -> Answer {
        let view = try await gateway.charter(member.session, from: member.origin)
        return page(
            CharterProposePage(
                text: view.versions.first?.text ?? "", terms: "", reason: "", effective: "",
                zone: member.zone.rawValue),
            member)
    }

    private func proposeCharter(_ member: Member) async throws(ServiceError) -> Answer {
        let (words, form) = (member.words, member.form)
        // As it was typed: a charter's lines may begin with blanks.
        let text = (form["text"] ?? "").replacing("\r\n", with: "\n")
        var shown = CharterProposePage(
            text: text, terms: form["terms"] ?? "", reason: form.text("reason"), effective: form.text("effective"),
            zone: member.zone.rawValue)
        do throws(ServiceError) {
            let effective = try Console.moment(form.text("effective"), member.zone)
            let proposal = try await gateway.proposeCharter(
                member.session, text: text, terms: form["terms"], reason: form.text("reason"), effectiveAt: effective)
            return .redirect(
                to: "/charter/proposals/\(proposal.summary.number)?done=propose", partial: member.visit.partial)
        } catch {
            switch error {
            case .invalid(let field, _):
                shown.problem =
                    words[
                        ["charter", "reason", "terms", "effective_at"].contains(field)
                            ? "propose_problem_\(field)" : "propose_problem_charter"]
                if field == "charter" { shown.mistakes = Console.mistakes(in: text, member) }
                return page(shown, member, status: 400)
            case .conflict:
                shown.problem = words["propose_problem_conflict"]
                return page(shown, member, status: 409)
            default: throw error
            }
        }
    }

    /// What a browser sends of a time without a zone, read in the person's own; empty is none.
    private static func moment(_ text: String, _ zone: Zone) throws(ServiceError) -> Moment? {
        if text.isEmpty { return nil }
        let hours = zone.offsetSeconds / 3600
        let seconds = text.utf8.count == 16 ? text + ":00" : text
        guard let moment = Moment("\(seconds)+0\(hours):00") else {
            throw .invalid(field: "effective_at", what: "a day and a time")
        }
        return moment
    }

    private static func mistakes(in text: String, _ member: Member) -> [CharterProposePage.Mistake] {
        do throws(CharterError) {
            _ = try Charter.parse(text, file: "charter")
            return []
        } catch {
            return error.problems.map { problem in
                CharterProposePage.Mistake(
                    place: member.words(
                        "propose_place", ["line": String(problem.line), "column": String(problem.column)]),
                    text: member.title(problem.words))
            }
        }
    }

    private func charterProposal(_ member: Member) async throws(ServiceError) -> Answer {
        let done = member.visit.query["done"].flatMap {
            ["propose", "confirm", "withdraw"].contains($0) ? $0 : nil
        }
        return try await proposalPage(member, notice: done.map { member.words["proposal_done_\($0)"] })
    }

    private func confirmCharter(_ member: Member) async throws(ServiceError) -> Answer {
        let number = try proposalNumber(member)
        return try await telling(member, number, "confirm") { () async throws(ServiceError) in
            _ = try await gateway.confirmCharter(
                member.session, number: number, hash: member.form.text("hash"), code: member.form.text("code"))
        }
    }

    private func withdrawCharter(_ member: Member) async throws(ServiceError) -> Answer {
        let number = try proposalNumber(member)
        return try await telling(member, number, "withdraw") { () async throws(ServiceError) in
            _ = try await gateway.withdrawCharter(member.session, number: number, reason: member.form.text("reason"))
        }
    }

    private func proposalNumber(_ member: Member) throws(ServiceError) -> Int {
        guard let number = member.visit.id.flatMap(ProposalNumber.read) else { throw .notFound }
        return number
    }

    /// Does something with a proposal and shows it again, with what came of it in words.
    private func telling(
        _ member: Member, _ number: Int, _ done: String, _ body: () async throws(ServiceError) -> Void
    ) async throws(ServiceError) -> Answer {
        do throws(ServiceError) {
            try await body()
            return .redirect(to: "/charter/proposals/\(number)?done=\(done)", partial: member.visit.partial)
        } catch {
            switch error {
            case .conflict:
                return try await proposalPage(member, problem: member.words["proposal_problem_changed"], status: 409)
            case .notYours:
                return try await proposalPage(member, problem: member.words["failure_not_yours"], status: 403)
            case .invalid(let field, _):
                return try await proposalPage(
                    member,
                    problem: member.words[field == "code" ? "proposal_problem_code" : "propose_problem_reason"],
                    status: 400)
            default: throw error
            }
        }
    }

    private func proposalPage(
        _ member: Member, notice: String? = nil, problem: String? = nil, status: Int = 200
    ) async throws(ServiceError) -> Answer {
        let number = try proposalNumber(member)
        let view = try await gateway.charterProposal(member.session, number: number, from: member.origin)
        return page(proposal(view, member, notice: notice, problem: problem), member, status: status)
    }
}
