import AmanahCore
import AmanahService

// A proposal in words.
extension Console {
    func proposal(
        _ view: CharterProposalView, _ member: Member, notice: String?, problem: String?
    ) -> CharterProposalPage {
        let (words, proposal) = (member.words, view.summary)
        let path = "/charter/proposals/\(proposal.number)"
        let obstacle = proposal.obstacle
        return CharterProposalPage(
            notice: notice, problem: problem,
            heading: words("proposal_title", ["number": String(proposal.number)]), state: state(proposal, member),
            proposed: words(
                "proposal_proposed",
                [
                    "who": proposal.proposedByName ?? proposal.proposedBy.rawValue,
                    "time": words.dateTime(proposal.proposedAt, member.zone),
                ]),
            reason: proposal.reason, effect: effect(proposal, member), hash: String(proposal.hash.prefix(12)),
            fullHash: proposal.hash, changes: view.changes.map { change($0, member) },
            replay: sentences(proposal.replay, words),
            why: proposal.replay.reasons.sorted { $0.value > $1.value }.map { code, count in
                words("replay_why", ["n": words.number(count), "reason": words.reason(code, ticket: nil)])
            }, rows: rows(proposal.replay, member), text: view.text, terms: view.terms,
            confirm: obstacle == nil ? path + "/confirm" : nil,
            obstacle: obstacle.flatMap {
                $0 == .decided ? nil : words["proposal_obstacle_\($0.rawValue.replacing("-", with: "_"))"]
            }, withdraw: proposal.isMineToWithdraw ? path + "/withdraw" : nil,
            decidable: obstacle == nil || proposal.isMineToWithdraw)
    }

    private func state(_ proposal: CharterProposalSummary, _ member: Member) -> String {
        let words = member.words
        return words(
            "proposal_now_\(proposal.state.rawValue.replacing("-", with: "_"))",
            [
                "who": proposal.decidedByName ?? proposal.decidedBy?.rawValue ?? "",
                "time": proposal.decidedAt.map { words.dateTime($0, member.zone) } ?? "",
                "version": proposal.charter.map(String.init) ?? "",
            ])
    }

    private func effect(_ proposal: CharterProposalSummary, _ member: Member) -> String {
        let words = member.words
        guard let at = proposal.effectiveAt else { return words["proposal_effect_once"] }
        return words(
            "proposal_effect_at", ["time": words.dateTime(at, member.zone), "zone": member.zone.rawValue])
    }

    private func sentences(_ replay: CharterReplay.Outcome, _ words: Words) -> [String] {
        let total = replay.total
        func n(_ value: Int) -> String { words.number(value) }
        guard total.looks + total.denials > 0 else { return [words["replay_none"]] }
        var sentences = [
            words(
                "replay_sentence",
                [
                    "looks": n(total.looks), "denials": n(total.denials), "refused": n(total.refused),
                    "allowed": n(total.allowed),
                ])
        ]
        if total.showsMore + total.showsLess > 0 {
            sentences.append(words("replay_forms", ["more": n(total.showsMore), "less": n(total.showsLess)]))
        }
        if total.setAside > 0 { sentences.append(words("replay_aside", ["n": n(total.setAside)])) }
        return sentences
    }

    private func rows(_ replay: CharterReplay.Outcome, _ member: Member) -> [CharterProposalPage.Row] {
        let words = member.words
        return replay.groups.sorted { $0.key < $1.key }.map { group, tally in
            CharterProposalPage.Row(
                role: group.role.rawValue.isEmpty
                    ? words["replay_gone"]
                    : member.charter.role(group.role).map { member.title($0.title) } ?? group.role.rawValue,
                purpose: member.purposeTitle(group.purpose), looks: words.number(tally.looks),
                denials: words.number(tally.denials), refused: words.number(tally.refused),
                allowed: words.number(tally.allowed), more: words.number(tally.showsMore),
                less: words.number(tally.showsLess), aside: words.number(tally.setAside))
        }
    }
}
