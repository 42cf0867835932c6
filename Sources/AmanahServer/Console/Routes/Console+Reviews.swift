import AmanahCore
import AmanahService

extension Console {
    var reviewRoutes: [Route] {
        [
            Route(method: .get, path: "/reviews", handler: .member { try await $0.reviews($1) }),
            Route(method: .post, path: "/reviews/:id", handler: .member { try await $0.review($1) }),
        ]
    }

    func reviews(_ member: Member) async throws -> Answer {
        try await reviewsPage(
            member, notice: member.visit.query["done"] != nil ? member.words["reviews_done"] : nil)
    }

    private func reviewsPage(
        _ member: Member, notice: String? = nil, problem: (id: String, text: String)? = nil, status: Int = 200
    ) async throws -> Answer {
        let view = try await gateway.reviews(member.session, from: member.origin)
        let words = member.words
        return page(
            ReviewsPage(
                notice: notice, draws: view.draws,
                waiting: view.waiting.map { part($0, member, problem?.id == $0.id.rawValue ? problem?.text : nil) },
                raised: view.raised.map { part($0, member, nil) },
                weeks: view.coverage.map { week in
                    ReviewsPage.Week(
                        week: words.date(week.week), people: "\(week.peopleSampled)/\(week.people)",
                        looks: "\(words.number(week.looksSampled))/\(words.number(week.looks))",
                        decisions: "\(words.number(week.decisionsSampled))/\(words.number(week.decisions))",
                        done: "\(words.number(week.done))/\(words.number(week.sampled))",
                        bar: week.sampled == 0 ? 0 : week.done * 120 / week.sampled,
                        overdue: words.number(week.overdue), isLate: week.overdue > 0,
                        notInOrder: words.number(week.notInOrder), isOdd: week.notInOrder > 0)
                }), member, status: status)
    }

    private func part(_ sample: SampleView, _ member: Member, _ problem: String?) -> ReviewsPage.Sample {
        let words = member.words
        let act = sample.act
        let zone = member.zone
        let place = [sample.vendorName, sample.unitName].compactMap(\.self).joined(separator: ", ")
        var facts: [String] = []
        if let explanation = sample.explanation {
            facts.append(words["explained_" + explanation.rawValue.replacing("-", with: "_")])
        }
        if let ticket = act.ticket { facts.append(ticket.rawValue) }
        if !act.fields.isEmpty {
            facts.append(
                act.fields.map { field in
                    let parts = field.split(separator: ":", maxSplits: 1).map(String.init)
                    guard parts.count == 2, words.texts["form_\(parts[1])"] != nil else { return field }
                    return member.fieldTitle(FieldName(parts[0])) + " " + words["form_\(parts[1])"]
                }.joined(separator: ", "))
        }
        return ReviewsPage.Sample(
            id: sample.id.rawValue,
            sentence: words(
                sample.kind == .look ? "reviews_look" : "reviews_decision_\(act.kind == .approvalGiven ? "yes" : "no")",
                [
                    "who": sample.personName, "place": place, "customer": act.customer?.rawValue ?? "–",
                    "purpose": act.purpose.map(member.purposeTitle) ?? "–",
                    "time": words.dateTime(act.at, zone) + " " + zone.rawValue,
                ]), said: act.said, facts: facts,
            states: [
                sample.review == nil
                    ? StatePart(
                        sample.isOverdue ? .bad : .due,
                        words(
                            sample.isOverdue ? "reviews_overdue" : "reviews_due",
                            ["date": words.date(sample.dueAt.day(in: zone))]))
                    : StatePart(
                        sample.review?.word == .inOrder ? .good : .bad,
                        words[sample.review?.word == .inOrder ? "reviews_in_order" : "reviews_not_in_order"])
            ], day: "/team/\(sample.person)/day?date=\(act.at.day(in: zone))",
            action: sample.isForMe ? "/reviews/\(sample.id)" : nil,
            review: sample.review.map { words("reviews_by", ["who": $0.byName]) }, reviewSaid: sample.review?.said,
            words: problem == nil ? "" : member.form.text("words"), problem: problem)
    }

    private func review(_ member: Member) async throws -> Answer {
        guard let id = member.visit.id.flatMap(FormBody.identifier).map({ SampleID($0) }) else {
            throw ServiceError.notFound
        }
        do throws(ServiceError) {
            guard let word = Explanation.Review(rawValue: member.form.text("verdict")) else {
                throw ServiceError.invalid(field: "verdict", what: "in-order or not-in-order")
            }
            _ = try await gateway.review(
                member.session, sample: id, word, said: member.form.text("words"), from: member.origin)
            return .redirect(to: "/reviews?done=1", partial: member.visit.partial)
        } catch {
            let words = member.words
            switch error {
            case .invalid:
                return try await reviewsPage(
                    member, problem: (id.rawValue, words["reviews_problem_words"]), status: 400)
            case .conflict:
                return try await reviewsPage(
                    member, notice: words["reviews_problem_done"], status: 409)
            default: throw error
            }
        }
    }
}
