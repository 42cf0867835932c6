import AmanahCore
import AmanahService

extension Console {
    var teamRoutes: [Route] {
        [
            Route(method: .get, path: "/team", handler: .member { try await $0.team($1) }),
            Route(method: .get, path: "/team/events", handler: .member { try await $0.teamEvents($1) }),
            Route(method: .get, path: "/team/:id/day", handler: .member { try await $0.personDay($1) }),
        ]
    }

    func team(_ member: Member) async throws -> Answer {
        let words = member.words
        let team = try await gateway.team(member.session, from: member.origin)
        let groups = Supervision.Report.Tie.allCases.compactMap { tie -> TeamPage.Group? in
            // What is odd comes first; the rest by name.
            let rows = team.members.filter { $0.tie == tie }.map(\.row).sorted { a, b in
                (a.oddness, b.name) > (b.oddness, a.name)
            }
            guard !rows.isEmpty else { return nil }
            return TeamPage.Group(
                id: "g-\(tie.word)", title: words["team_\(tie.word)"],
                rows: rows.map { teamRow($0, words, member.zone, swapped: false) })
        }
        let rows = team.members.map(\.row)
        let odd = rows.filter { $0.unexplained > 0 }.count
        return page(
            TeamPage(
                summary: words("team_summary", ["n": words.number(rows.count)]),
                odd: odd == 0 ? nil : words("team_odd", ["n": words.number(odd)]), groups: groups,
                events: "/team/events?after=\(team.version)",
                at: words.time(team.at, member.zone) + " " + member.zone.rawValue),
            member)
    }

    func teamRow(_ row: TeamRow, _ words: Words, _ zone: Zone, swapped: Bool) -> TeamRowPart {
        let charter = gateway.charterInForce
        let role = charter.role(row.role).map { words.language == .id ? $0.title.id : $0.title.en }
        let usual =
            row.usual.map { usual in
                words(
                    row.usualIsDesks ? "team_usual_desk" : "team_usual",
                    ["low": String(usual.low[row.hour]), "high": String(usual.high[row.hour])])
            } ?? words["team_usual_unknown"]
        return TeamRowPart(
            id: row.person.rawValue, name: row.name, href: "/team/\(row.person)/day",
            place: [role ?? row.role.rawValue, row.unitName, row.vendorName].compactMap(\.self).joined(
                separator: " · "), states: states(of: row, words),
            last: row.lastAt.map { words("team_last", ["time": words.time($0, zone)]) },
            spark: SparkPart(hours: row.hours, hour: row.hour, low: row.usual?.low, high: row.usual?.high),
            thisHour: words.number(row.looksThisHour), today: words.number(row.looksToday), usual: usual,
            isHigh: row.usual?.isAbove(row.looksThisHour, hour: row.hour) ?? false,
            unexplained: words.number(row.unexplained), isOdd: row.unexplained > 0,
            denials: words.number(row.denials),
            agreement: row.agreementEnds.flatMap { day in
                row.agreementDaysLeft.map {
                    words("team_agreement", ["date": words.date(day), "days": words.number($0)])
                }
            }, matters: matters(of: row, words), swapped: swapped)
    }

    private func matters(of row: TeamRow, _ words: Words) -> [String] {
        [("team_waiting", row.waiting), ("team_unreviewed", row.unreviewed)].filter { $0.1 > 0 }
            .map { words($0.0, ["n": words.number($0.1)]) }
    }

    private func states(of row: TeamRow, _ words: Words) -> [StatePart] {
        switch row.state {
        case .working: [StatePart(.good, words["team_state_working"])]
        case .idle: [StatePart(.due, words["team_state_idle"])]
        case .away: [StatePart(.due, words["team_state_away"])]
        case .notCleared:
            row.lacks.map { StatePart(.bad, words["lack_" + $0.rawValue.replacing("-", with: "_")]) }
        }
    }

    /// The live page's stream: rows as parts that find their place by id.
    func teamEvents(_ member: Member) async throws -> Answer {
        let after = member.visit.query["after"].flatMap(FormBody.identifier)
        let feed = try await gateway.teamEvents(member.session, after: after, from: member.origin)
        var answer = Answer()
        answer.events = Answer.Events(feed: feed) { update in
            switch update {
            case .rows(let rows) where rows.isEmpty: return EventStream.comment
            case .rows(let rows):
                return EventStream.event("team", rows.map { liveRow($0, member) }.joined())
            case .teamChanged: return notice("team_changed", "team_reload", "/team", member)
            case .over: return notice("team_over", "signin_again", "/sign-in", member)
            }
        }
        return answer
    }

    private func notice(_ text: String, _ action: String, _ href: String, _ member: Member) -> String {
        let part = TeamNoticePart(text: member.words[text], href: href, action: member.words[action])
        return EventStream.event("team", fragment(part, member).html) + EventStream.event("closed", "")
    }

    /// A row is rendered once for all who listen in the same language and zone.
    private func liveRow(_ row: TeamRow, _ member: Member) -> String {
        renderedRows.html(of: row, member.words.language, member.zone) {
            fragment(teamRow(row, member.words, member.zone, swapped: true), member).html
        }
    }
}

extension TeamRow {
    /// Whoever needs a superior's eye comes first.
    fileprivate var oddness: Int { unexplained > 0 || unreviewed > 0 ? 2 : state == .notCleared || denials > 3 ? 1 : 0 }
}
