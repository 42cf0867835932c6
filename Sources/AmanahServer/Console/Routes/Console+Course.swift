import AmanahCore
import AmanahService

/// A person's course as the page shows it.
extension Console {
    func stepTitle(_ kind: CourseStep.Kind, _ words: Words) -> String { words["step_\(kind.rawValue)"] }

    func coursePart(_ view: CourseView, _ member: Member) -> CoursePart {
        let words = member.words
        let action = "/people/\(view.row.id)/steps"
        let mine = view.next.filter(\.mine).map(\.kind)
        let way: String? =
            switch view.origin {
            case .entered(let way): words["way_\(way.rawValue)"]
            case .carriedOver: view.row.awaitsConfirmation ? words["clear_carried"] : nil
            case .none: nil
            }
        return CoursePart(
            stage: words["stage_\(view.row.stage.rawValue)"], way: way, stations: stations(view, member),
            forms: mine.map { stepForm($0, action, view, member, open: mine.count == 1) },
            beside: view.beside.filter { !mine.contains($0) }.map { stepForm($0, action, view, member, open: false) },
            record: record(view, member), reviews: view.reviews.map { reviewed($0, of: view.row.id, member) },
            agreements: view.agreements.reversed().map { agreement in
                .init(
                    id: agreement.id.rawValue,
                    term: words.date(agreement.startsOn) + " – " + words.date(agreement.endsOn),
                    states: [ending(agreement, words)])
            },
            entries: view.steps.reversed().map { entry($0, member) },
            place: view.mayMove && view.row.stage != .ended ? placeForm(view, member) : nil,
            changes: view.changes.map { linePart($0, member) },
            shifts: view.shifts.map { shift in
                words.dateTime(shift.startsAt, member.zone) + " – " + words.dateTime(shift.endsAt, member.zone)
            })
    }

    private func ending(_ agreement: AgreementView, _ words: Words) -> StatePart {
        if !agreement.inForce {
            return agreement.daysLeft < 0
                ? StatePart(.bad, words("clear_ended", ["date": words.date(agreement.endsOn)]))
                : StatePart(.due, words("agreement_begins", ["date": words.date(agreement.startsOn)]))
        }
        guard agreement.daysLeft <= 30 else {
            return StatePart(.good, words("clear_until", ["date": words.date(agreement.endsOn)]))
        }
        return StatePart(.due, words("ends_in", ["n": String(agreement.daysLeft)]))
    }

    // MARK: The way

    private func stations(_ view: CourseView, _ member: Member) -> [CoursePart.Station] {
        let words = member.words
        // Steps of the present candidacy.
        let start = view.steps.lastIndex { $0.kind == .candidate } ?? 0
        let steps = view.steps.dropFirst(start)
        func taken(_ kind: CourseStep.Kind) -> [StepView] { steps.filter { $0.kind == kind } }
        // Once HR has confirmed who was carried over, nothing of it waits any more.
        let carriedState =
            view.row.awaitsConfirmation
            ? StatePart(.due, words["clear_carried"]) : StatePart(.good, words["clear_carried_confirmed"])
        func station(_ kind: CourseStep.Kind, carried: Bool = false) -> CoursePart.Station {
            let label = stepTitle(kind, words)
            let done = taken(kind)
            let next = view.next.first { $0.kind == kind }
            var states = done.map { step in
                StatePart(
                    step.passed == false ? .bad : .good,
                    words("course_by", ["who": name(step), "date": words.date(step.at.day(in: member.zone))])
                        + (step.passed == false ? " · " + words["outcome_no"] : ""))
            }
            if done.isEmpty, carried { states = [carriedState] }
            if let next, done.isEmpty || kind == .interviewed || kind == .trained || kind == .signed {
                states.append(StatePart(.due, words["course_next"]))
                return .init(label: label, states: states, detail: who(next, words), current: true)
            }
            if states.isEmpty { states = [StatePart(.due, words["course_open"])] }
            return .init(label: label, states: states)
        }
        let carried = view.origin == .carriedOver
        var stations: [CoursePart.Station] = []
        if !carried { stations += [station(.candidate), station(.interviewed), station(.recommended)] }
        stations += [station(.confirmed, carried: carried), station(.signed, carried: carried)]
        let lacks = view.row.lacks
        stations.append(
            .init(
                label: words["clear_terms"],
                states: [
                    lacks.contains(.termsNotAccepted)
                        ? StatePart(.due, words["lack_terms_not_accepted"])
                        : StatePart(
                            .good,
                            view.row.clearance.acceptedAt.map {
                                words("clear_since", ["date": words.date($0.day(in: member.zone))])
                            } ?? words["clear_ok"])
                ],
                detail: lacks.contains(.termsNotAccepted) ? words["course_terms_who"] : nil))
        stations.append(station(.trained, carried: carried))
        stations.append(
            .init(
                label: words["stage_active"],
                states: [
                    lacks.isEmpty
                        ? StatePart(.good, words["clear_ok"])
                        : StatePart(
                            view.row.stage == .active ? .due : .bad,
                            words.list(lacks.map { words["lack_" + $0.rawValue.replacing("-", with: "_")] }))
                ]))
        return stations
    }

    private func name(_ step: StepView) -> String {
        step.byName ?? step.by.rawValue
    }

    /// *Personalia: Ani, Budi.*
    func who(_ next: NextStepView, _ words: Words) -> String {
        let kinds = words.list(next.capacities.map { words["capacity_\($0.rawValue)"] })
        guard !next.whoNames.isEmpty else { return words("course_nobody", ["who": kinds]) }
        return words("course_who", ["who": kinds, "names": next.whoNames.joined(separator: ", ")])
    }

    private func entry(_ step: StepView, _ member: Member) -> CoursePart.Entry {
        let words = member.words
        var more: [String] = []
        if let passed = step.passed { more.append(words[passed ? "outcome_yes" : "outcome_no"]) }
        if let day = step.day {
            more.append(words(step.kind == .ended ? "clear_last_day" : "clear_until", ["date": words.date(day)]))
        }
        if let signature = step.signature {
            more.append(words["signature_" + signature.rawValue.replacing("-", with: "_")])
        }
        if let principal = step.principal { more.append(words("course_for", ["who": principal.rawValue])) }
        if let agreement = step.agreement { more.append(agreement.rawValue) }
        if !step.evidence.isEmpty {
            more.append(words("course_evidence", ["looks": step.evidence.joined(separator: ", ")]))
        }
        for (what, text) in step.lays where !["startsOn", "endsOn"].contains(what) {
            more.append(words["agreement_\(what)"] + ": " + text)
        }
        if let hash = step.documentHash { more.append("SHA-256 " + hash.prefix(16) + "…") }
        return .init(
            time: words.dateTime(step.at, member.zone), what: stepTitle(step.kind, words),
            who: name(step) + " · " + words["capacity_\(step.capacity.rawValue)"], said: step.said, more: more)
    }

    private func record(_ view: CourseView, _ member: Member) -> [String] {
        let words = member.words
        var lines = [
            words(
                "record_looks",
                ["n": words.number(view.record.looks), "denials": words.number(view.record.denials)])
        ]
        if view.record.sanctions > 0 {
            lines.append(words("record_sanctions", ["n": words.number(view.record.sanctions)]))
        } else if let since = view.record.cleanSince {
            lines.append(words("record_clean_since", ["date": words.date(since.day(in: member.zone))]))
        } else {
            lines.append(words["record_clean"])
        }
        if let through = view.certifiedThrough, through.number > 0 {
            lines.append(
                words(view.certifiedAt == nil ? "record_certify_by" : "record_certified", ["date": words.date(through)])
            )
        }
        return lines
    }

    // MARK: Forms

    func stepForm(
        _ kind: CourseStep.Kind, _ action: String, _ view: CourseView?, _ member: Member, open: Bool
    ) -> StepForm {
        let words = member.words
        let today = gateway.now().day(in: member.zone)
        let dayLabel: String? = kind == .trained ? words["day_trained"] : kind == .ended ? words["day_ended"] : nil
        let day = kind == .trained ? today.number + 365 : today.number
        let number = view.map { String($0.agreements.count + 1) } ?? "1"
        return StepForm(
            action: action, step: kind.rawValue, title: words["do_\(kind.rawValue)"], open: open,
            outcome: kind.hasOutcome ? words["ask_\(kind.rawValue)"] : nil, dayLabel: dayLabel,
            day: Day(number: day).description, evidence: kind.isSanction && kind != .ended || kind == .ended,
            agreement: kind == .signed
                ? AgreementForm(
                    agreementID: "A-\(view?.row.id.rawValue ?? "")-\(number)", starts: today.description,
                    ends: Day(number: today.number + 365).description,
                    signatures: CourseStep.Signature.allCases.map {
                        ChoicePart(
                            code: $0.rawValue,
                            text: words["signature_" + $0.rawValue.replacing("-", with: "_")], current: false)
                    }) : nil,
            urgent: kind == .suspended || kind == .ended || kind == .reported)
    }

    private func placeForm(_ view: CourseView, _ member: Member) -> PlaceForm {
        PlaceForm(
            action: "/people/\(view.row.id)/place", supervisor: view.row.supervisor?.rawValue ?? "",
            unit: view.row.unit.rawValue,
            roles: member.charter.roles.map {
                ChoicePart(code: $0.id.rawValue, text: member.title($0.title), current: $0.id == view.row.role)
            })
    }

    func linePart(_ change: LineChangeView, _ member: Member) -> LinePart {
        let words = member.words
        func place(_ place: Place, _ name: String?) -> String {
            [
                name ?? place.supervisor?.rawValue ?? words["person_no_line"], place.unit.rawValue,
                roleTitle(place.role, member),
            ]
            .joined(separator: " · ")
        }
        let state: String? =
            change.confirmed.map { confirmed in
                words(
                    confirmed ? "line_confirmed" : "line_refused",
                    [
                        "who": change.decidedBy?.rawValue ?? "",
                        "date": change.decidedAt.map { words.date($0.day(in: member.zone)) } ?? "",
                    ])
            } ?? (change.mine ? nil : words["line_waits"])
        let open = change.confirmed == nil
        return LinePart(
            sentence: words(
                "line_sentence",
                [
                    "person": "\(change.personName) (\(change.person))", "from": place(change.from, change.fromName),
                    "to": place(change.to, change.toName),
                    "who": change.proposedByName ?? change.proposedBy.rawValue,
                    "time": words.dateTime(change.proposedAt, member.zone),
                ]), said: change.said, state: state,
            confirm: change.mine ? "/line-changes/\(change.number)/confirm" : nil,
            refuse: open && (change.mine || change.proposedBy == member.me.person)
                ? "/line-changes/\(change.number)/refuse" : nil)
    }
}
