import AmanahCore
import AmanahService

/// What superiors found in a person's samples, on his page.
extension Console {
    func reviewed(_ reviews: ReviewRecordView, of person: PersonID, _ member: Member) -> ReviewedPart {
        let words = member.words
        var states: [StatePart] = []
        if reviews.notInOrder > 0 {
            states.append(StatePart(.bad, words("person_reviews_odd", ["n": words.number(reviews.notInOrder)])))
        } else {
            states.append(
                reviews.reviewed > 0
                    ? StatePart(.good, words["person_reviews_clean"]) : StatePart(.due, words["person_reviews_none"]))
        }
        if reviews.overdue > 0 {
            states.append(StatePart(.due, words("person_reviews_overdue", ["n": words.number(reviews.overdue)])))
        }
        return ReviewedPart(
            states: states,
            coverage: words(
                "person_reviews_coverage",
                [
                    "from": words.date(reviews.from), "through": words.date(reviews.through),
                    "sampled": words.number(reviews.sampled), "looks": words.number(reviews.looks),
                    "decisions": words.number(reviews.decisions), "reviewed": words.number(reviews.reviewed),
                ]),
            verdicts: reviews.verdicts.map { verdict($0, of: person, member) })
    }

    private func verdict(
        _ verdict: ReviewRecordView.Verdict, of person: PersonID, _ member: Member
    ) -> ReviewedPart.Verdict {
        let words = member.words
        let href =
            verdict.look.map { "/team/\(person)/day?date=\(verdict.day)#\($0)" }
            ?? (verdict.isRaised ? "/reviews#\(verdict.id)" : nil)
        return ReviewedPart.Verdict(
            time: words.dateTime(verdict.at, member.zone),
            states: [
                StatePart(
                    verdict.word == .inOrder ? .good : .bad,
                    words[verdict.word == .inOrder ? "reviews_in_order" : "reviews_not_in_order"])
            ],
            what: words(
                verdict.kind == .look ? "person_reviews_look" : "person_reviews_decision",
                ["id": verdict.look?.description ?? verdict.id.rawValue]),
            by: words(
                "person_reviews_by",
                ["who": verdict.byName, "time": words.dateTime(verdict.reviewedAt, member.zone)]), href: href)
    }
}
