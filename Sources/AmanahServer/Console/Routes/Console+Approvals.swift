import AmanahCore
import AmanahService

extension Console {
    /// Whether the person's role gives approvals.
    func approves(_ member: Member) -> Bool { member.charter.role(member.me.role)?.approves == true }

    func approvals(_ member: Member) async throws -> Answer {
        let done = member.visit.query["done"].flatMap {
            $0 == "approved" || $0 == "refused" || $0 == "reviewed" ? $0 : nil
        }
        return try await approvalsPage(member, notice: done.map { member.words["approvals_done_\($0)"] })
    }

    func approvalsPage(
        _ member: Member, notice: String? = nil, problem: (id: String, text: String)? = nil, status: Int = 200
    ) async throws -> Answer {
        guard approves(member) || member.me.pages.contains(.log) else { throw ServiceError.notForRole }
        let requests = approves(member) ? try await gateway.requestsForMe(member.session) : []
        let glasses = try await gateway.brokenGlasses(member.session).filter(\.isForMe)
        let qualities = (try? await gateway.approvalQuality(member.session)) ?? []
        let below = approves(member) ? try gateway.peopleBelow(member.session) : []
        return page(
            ApprovalsPage(
                notice: notice,
                requests: requests.map { request in
                    card(request, member, problem: problem?.id == request.id.rawValue ? problem?.text : nil)
                },
                glasses: glasses.reversed().map { glass in
                    card(glass, member, problem: problem?.id == glass.id.rawValue ? problem?.text : nil)
                },
                qualities: qualities.map { quality($0, member) },
                people: below.map { .init(name: $0.name, id: $0.id.rawValue, href: "/quotas/\($0.id)") }),
            member, status: status)
    }

    func approval(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        return try await approvalPage(RequestID(id), member)
    }

    private func approvalPage(
        _ id: RequestID, _ member: Member, problem: String? = nil, status: Int = 200
    ) async throws -> Answer {
        let request = try await gateway.request(member.session, id)
        guard request.isForMe else {
            let words = member.words
            let state = words["request_state_" + request.state.rawValue.replacing("-", with: "_")]
            let waits = request.waitsForName.map { words("requests_waits", ["who": $0]) }
            let agreed = request.answers.filter(\.approved).map(\.byName)
            let by = agreed.isEmpty ? nil : words("log_agreed", ["who": words.list(agreed)])
            return page(
                ApprovalPage(
                    request: nil,
                    state: [sentence(request, member), state, by, waits].compactMap(\.self)
                        .joined(separator: " · "),
                    notice: problem),
                member, status: status)
        }
        return page(ApprovalPage(request: card(request, member, problem: problem)), member, status: status)
    }

    func approve(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        var narrowing = Narrowing(
            fields: ticked(member.form, member.charter), minutes: Int(member.form.text("minutes")),
            looks: Int(member.form.text("looks")))
        if member.form["narrow"] != nil { (narrowing.minutes, narrowing.looks) = (Console.narrowMinutes, 1) }
        let wanted = narrowing
        return try await deciding(id, member, done: "approved") { () async throws(ServiceError) in
            _ = try await gateway.approve(
                member.session, RequestID(id), seen: Int(member.form.text("version")), narrowing: wanted)
        }
    }

    /// What *15 minutes, once* gives.
    static let narrowMinutes = 15

    func refuse(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        return try await deciding(id, member, done: "refused") { () async throws(ServiceError) in
            _ = try await gateway.refuse(
                member.session, RequestID(id), seen: Int(member.form.text("version")),
                reason: member.form.text("reason"))
        }
    }

    /// A decision on what has changed since it was seen is not taken: the request comes again as it stands.
    private func deciding(
        _ id: String, _ member: Member, done: String, _ act: () async throws(ServiceError) -> Void
    ) async throws -> Answer {
        do throws(ServiceError) {
            try await act()
            return .redirect(to: "/approvals?done=\(done)", partial: member.visit.partial)
        } catch {
            switch error {
            case .conflict:
                return try await approvalPage(
                    RequestID(id), member, problem: member.words["approvals_changed"], status: 409)
            case .notYours:
                return try await approvalPage(
                    RequestID(id), member, problem: member.words["failure_not_yours"], status: 403)
            case .invalid(let field, _):
                let key = field == "reason" ? "approvals_reason_needed" : "approvals_too_wide"
                return try await approvalPage(RequestID(id), member, problem: member.words[key], status: 400)
            default: throw error
            }
        }
    }

    func reviewGlass(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        let outcome = member.form.text("outcome")
        guard outcome == "yes" || outcome == "no" else { throw ServiceError.invalid(field: "outcome", what: "form") }
        do throws(ServiceError) {
            _ = try await gateway.review(
                member.session, RequestID(id), inOrder: outcome == "yes", words: member.form.text("words"))
            return .redirect(to: "/approvals?done=reviewed", partial: member.visit.partial)
        } catch {
            guard case .invalid = error else { throw error }
            return try await approvalsPage(
                member, problem: (id, member.words["approvals_reason_needed"]), status: 400)
        }
    }

    // MARK: - Cards

    func sentence(_ request: RequestView, _ member: Member) -> String {
        let words = member.words
        let guarded = request.needs.contains { $0.cause == .sensitivity }
        return words(
            guarded ? "approval_sentence_guarded" : "approval_sentence",
            [
                "who": request.personName,
                "place": [request.vendorName, request.unitName].compactMap(\.self).joined(separator: ", "),
                "fields": words.list(request.fields.map(member.fieldTitle)), "customer": request.maskedName,
                "purpose": member.title(request.purposeTitle) + (request.ticket.map { " " + $0.rawValue } ?? ""),
                "ago": ago(request.madeAt, member),
            ])
    }

    private func ago(_ moment: Moment, _ member: Member) -> String {
        let minutes = Int(max(0, gateway.now().milliseconds - moment.milliseconds) / 60_000)
        if minutes < 1 { return member.words["ago_now"] }
        return minutes < 90
            ? member.words("ago_minutes", ["n": String(minutes)])
            : member.words.dateTime(moment, member.zone) + " " + member.zone.rawValue
    }

    func card(_ request: RequestView, _ member: Member, problem: String? = nil) -> RequestCard {
        let words = member.words
        let context = request.context
        func figure(_ key: String, _ part: (RequestBackground.Figures) -> Int) -> RequestCard.Figure? {
            context.map { context in
                .init(
                    label: words[key], own: words.number(part(context.own)),
                    peers: context.peers.map { words.number(part($0)) } ?? "–")
            }
        }
        var facts: [String] = []
        if let context {
            if context.customerHereToday { facts.append(words["approval_here_today"]) }
            facts.append(
                context.otherOpeners == 0
                    ? words["approval_nobody_else"]
                    : words("approval_others", ["n": words.number(context.otherOpeners)]))
        }
        let earlier = request.answers.filter(\.approved).map(\.byName)
        let causes = request.needs.map { words["cause_" + $0.cause.rawValue] }
        facts.insert(words("approval_because", ["why": words.list(causes)]), at: 0)
        let minutes = [15, 30, request.terms.minutes].filter { $0 <= request.terms.minutes }
        return RequestCard(
            id: request.id.rawValue, sentence: sentence(request, member), reason: request.reason,
            step: request.steps == 2
                ? earlier.isEmpty ? words["approval_first"] : words("approval_second", ["who": words.list(earlier)])
                : nil,
            figures: [
                figure("approval_looks", \.looks), figure("approval_reveals", \.reveals),
                figure("approval_denials", \.denials), figure("approval_requests", \.requests),
            ].compactMap(\.self),
            peers: context.map { words("approval_peers", ["n": words.number($0.peerCount)]) }, facts: facts,
            signs: (context?.signs ?? []).map { words["sign_" + $0.rawValue.replacing("-", with: "_")] },
            fields: request.terms.fields.map {
                .init(name: $0.rawValue, label: member.fieldTitle($0), checked: true)
            },
            minutes: Array(Set(minutes)).sorted().map { minutes in
                ChoicePart(
                    code: String(minutes), text: words("approval_minutes", ["n": String(minutes)]),
                    current: minutes == request.terms.minutes)
            },
            looks: (1...max(1, request.terms.looks)).map { count in
                ChoicePart(
                    code: String(count), text: words("approval_times", ["n": String(count)]),
                    current: count == request.terms.looks)
            },
            version: String(request.version), action: "/approvals/\(request.id)",
            narrow: words(
                "approval_narrow", ["n": String(min(Console.narrowMinutes, request.terms.minutes))]),
            problem: problem)
    }

    func card(_ glass: GlassView, _ member: Member, problem: String? = nil) -> GlassCard {
        let words = member.words
        return GlassCard(
            id: glass.id.rawValue,
            sentence: words(
                "glass_sentence",
                [
                    "who": glass.personName,
                    "place": [glass.vendorName, glass.unitName].compactMap(\.self).joined(separator: ", "),
                    "customer": glass.maskedName, "purpose": member.title(glass.purposeTitle),
                    "time": words.dateTime(glass.at, member.zone) + " " + member.zone.rawValue,
                ]), reason: glass.reason,
            due: words("glass_due", ["time": words.dateTime(glass.reviewDueAt, member.zone)]),
            action: "/break-glass/\(glass.id)/review", problem: problem)
    }

    private func quality(_ row: ApprovalQuality, _ member: Member) -> ApprovalsPage.Quality {
        let words = member.words
        let percent = row.decided == 0 ? 0 : (row.approved * 100 + row.decided / 2) / row.decided
        return .init(
            name: row.personName, id: row.person.rawValue, decided: words.number(row.decided), share: "\(percent) %",
            seconds: words.number(row.medianSeconds) + " s", hasty: words.number(row.hasty),
            same: words.number(row.sameWords), decoys: "\(row.decoysApproved)/\(row.decoys)")
    }

    // MARK: - Quotas of one person

    func personQuotas(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier) else { throw ServiceError.notFound }
        let done = member.visit.query["done"] != nil
        return try await quotasPage(PersonID(id), member, notice: done ? member.words["quotas_done"] : nil)
    }

    private func quotasPage(
        _ person: PersonID, _ member: Member, notice: String? = nil, problem: String? = nil, status: Int = 200
    ) async throws -> Answer {
        let words = member.words
        let rows = try await gateway.quotas(member.session, of: person).map { quota in
            QuotasPage.Row(
                kind: quota.kind.rawValue, label: words["quota_\(quota.kind.rawValue)"],
                used: words.number(quota.used), bound: quota.bound.map(words.number) ?? "–",
                standard: quota.standard.map(words.number) ?? "–",
                range: quota.range.map { range in
                    words(
                        "quotas_range",
                        ["least": words.number(range.lowerBound), "most": words.number(range.upperBound)])
                }, least: quota.range.map { String($0.lowerBound) } ?? "",
                most: quota.range.map { String($0.upperBound) } ?? "", action: "/quotas/\(person)")
        }
        let name = try gateway.peopleBelow(member.session).first { $0.id == person }?.name
        return page(
            QuotasPage(
                name: name ?? person.rawValue, id: person.rawValue, rows: rows, notice: notice, problem: problem),
            member, status: status)
    }

    func setQuota(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier),
            let kind = QuotaKind(rawValue: member.form.text("kind"))
        else { throw ServiceError.notFound }
        do throws(ServiceError) {
            guard let bound = Int(member.form.text("bound")) else {
                throw ServiceError.invalid(field: "bound", what: "a number")
            }
            try await gateway.setQuota(
                member.session, of: PersonID(id), kind, to: bound, reason: member.form.text("reason"))
            return .redirect(to: "/quotas/\(id)?done=1", partial: member.visit.partial)
        } catch {
            guard case .invalid(let field, _) = error else { throw error }
            let problem = member.words[field == "reason" ? "approvals_reason_needed" : "quotas_out_of_range"]
            return try await quotasPage(PersonID(id), member, problem: problem, status: 400)
        }
    }
}
