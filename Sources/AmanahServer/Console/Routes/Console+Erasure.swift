import AmanahCore
import AmanahService

extension Console {
    var erasureRoutes: [Route] {
        [
            Route(method: .get, path: "/erasures", handler: .member { try await $0.erasures($1) }),
            Route(method: .post, path: "/erasures", handler: .member { try await $0.proposeErasure($1) }),
            Route(
                method: .post, path: "/erasures/:id/confirm",
                handler: .member { try await $0.confirmJointAct($1) }),
            Route(
                method: .post, path: "/erasures/:id/refuse", handler: .member { try await $0.refuseJointAct($1) }),
            Route(method: .post, path: "/holds", handler: .member { try await $0.setHold($1) }),
            Route(method: .post, path: "/holds/:id/lift", handler: .member { try await $0.proposeLift($1) }),
        ]
    }

    func erasures(_ member: Member) async throws(ServiceError) -> Answer {
        let done = member.visit.query["done"].flatMap {
            ["propose", "hold", "confirm", "refuse"].contains($0) ? $0 : nil
        }
        return try await erasurePage(member, notice: done.map { member.words["erasure_done_\($0)"] })
    }

    private func erasurePage(
        _ member: Member, notice: String? = nil, problem: String? = nil, status: Int = 200
    ) async throws(ServiceError) -> Answer {
        let view = try await gateway.erasures(member.session, from: member.origin)
        let words = member.words
        return page(
            ErasurePage(
                notice: notice, problem: problem,
                enrol: view.secondFactor || !view.waiting.contains { $0.mine } ? nil : "/first/totp",
                waiting: view.waiting.map { act in
                    ErasurePage.Waiting(
                        id: act.id, title: title(act, words), sentence: sentence(act, member), mine: act.mine,
                        confirm: act.mine && view.secondFactor ? "/erasures/\(act.id)/confirm" : nil,
                        refuse: "/erasures/\(act.id)/refuse",
                        end: words[act.proposedBy == member.session.person ? "erasure_take_back" : "erasure_refuse"])
                },
                holds: view.holds.map { hold in
                    ErasurePage.Hold(
                        id: hold.id, customer: hold.customer.rawValue,
                        sentence: words(
                            "erasure_hold_sentence",
                            [
                                "case": hold.caseNumber, "who": hold.setBy.rawValue,
                                "time": words.dateTime(hold.setAt, member.zone),
                            ]),
                        lift: "/holds/\(hold.id)/lift")
                },
                decided: view.decided.map { act in
                    ErasurePage.Decided(
                        time: act.decidedAt.map { words.dateTime($0, member.zone) } ?? "", title: title(act, words),
                        sentence: sentence(act, member), by: act.decidedBy?.rawValue ?? "",
                        state: words["erasure_state_\(act.state.rawValue)"], refused: act.state == .refused)
                }),
            member, status: status)
    }

    private func title(_ act: JointActView, _ words: Words) -> String {
        words("erasure_kind_\(act.kind.rawValue)", ["customer": act.customer.rawValue])
    }

    private func sentence(_ act: JointActView, _ member: Member) -> String {
        member.words(
            "erasure_sentence",
            [
                "case": act.caseNumber, "who": act.proposedByName ?? act.proposedBy.rawValue,
                "id": act.proposedBy.rawValue, "time": member.words.dateTime(act.proposedAt, member.zone),
                "reason": act.reason,
            ])
    }

    private func proposeErasure(_ member: Member) async throws(ServiceError) -> Answer {
        try await telling(member, "propose") { () async throws(ServiceError) in
            let proposal = try await gateway.proposeErasure(
                member.session, customer: CustomerID(member.form.text("customer")),
                caseNumber: member.form.text("case"),
                reason: member.form.text("reason"))
            if case .held(let cases) = proposal { return cases }
            return []
        }
    }

    private func setHold(_ member: Member) async throws(ServiceError) -> Answer {
        try await telling(member, "hold") { () async throws(ServiceError) in
            _ = try await gateway.setHold(
                member.session, customer: CustomerID(member.form.text("customer")),
                caseNumber: member.form.text("case"),
                reason: member.form.text("reason"))
            return []
        }
    }

    private func proposeLift(_ member: Member) async throws(ServiceError) -> Answer {
        let id = try identifier(member)
        return try await telling(member, "propose") { () async throws(ServiceError) in
            _ = try await gateway.proposeLift(member.session, hold: id, reason: member.form.text("reason"))
            return []
        }
    }

    private func refuseJointAct(_ member: Member) async throws(ServiceError) -> Answer {
        let id = try identifier(member)
        return try await telling(member, "refuse") { () async throws(ServiceError) in
            try await gateway.refuseJointAct(member.session, id: id, reason: member.form.text("reason"))
            return []
        }
    }

    private func confirmJointAct(_ member: Member) async throws(ServiceError) -> Answer {
        let id = try identifier(member)
        return try await telling(member, "confirm") { () async throws(ServiceError) in
            let outcome = try await gateway.confirmJointAct(member.session, id: id, code: member.form.text("code"))
            if case .held(let cases) = outcome { return cases }
            return []
        }
    }

    private func identifier(_ member: Member) throws(ServiceError) -> String {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw .notFound }
        return id
    }

    /// Does something and shows the page again, with what came of it in words.
    ///
    /// - Parameter body: gives the cases whose holds stopped it.
    private func telling(
        _ member: Member, _ done: String, _ body: () async throws(ServiceError) -> [String]
    ) async throws(ServiceError) -> Answer {
        let words = member.words
        do throws(ServiceError) {
            let held = try await body()
            guard held.isEmpty else {
                let why = words("erasure_problem_held", ["cases": words.list(held)])
                return try await erasurePage(member, problem: why, status: 409)
            }
            return .redirect(to: "/erasures?done=\(done)", partial: member.visit.partial)
        } catch {
            switch error {
            case .notFound:
                return try await erasurePage(member, problem: words["erasure_problem_unknown"], status: 404)
            case .conflict:
                return try await erasurePage(member, problem: words["erasure_problem_changed"], status: 409)
            case .notYours:
                return try await erasurePage(member, problem: words["failure_not_yours"], status: 403)
            case .invalid(let field, _):
                return try await erasurePage(
                    member, problem: words[field == "code" ? "erasure_problem_code" : "erasure_problem_input"],
                    status: 400)
            default: throw error
            }
        }
    }
}
