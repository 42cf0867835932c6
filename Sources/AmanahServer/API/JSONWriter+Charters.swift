import AmanahCore
import AmanahService

extension JSONWriter {
    /// A version without its text.
    mutating func write(_ version: CharterVersionView) {
        beginObject()
        key("number")
        value(version.number)
        key("hash")
        value(version.hash)
        key("since")
        value(version.since)
        key("by")
        value(version.by)
        endObject()
    }

    mutating func write(_ proposal: CharterProposalSummary) {
        beginObject()
        members(of: proposal)
        endObject()
    }

    mutating func write(_ proposal: CharterProposalView) {
        beginObject()
        members(of: proposal.summary)
        key("text")
        value(proposal.text)
        key("terms")
        value(proposal.terms)
        key("changes")
        beginArray()
        for line in proposal.changes {
            beginObject()
            key("effect")
            value(line.effect.rawValue)
            key("role")
            value(line.role?.rawValue)
            key("path")
            value(line.path)
            key("before")
            value(line.before?.english)
            key("after")
            value(line.after?.english)
            endObject()
        }
        endArray()
        endObject()
    }

    private mutating func members(of proposal: CharterProposalSummary) {
        key("number")
        value(proposal.number)
        key("state")
        value(proposal.state.rawValue)
        key("hash")
        value(proposal.hash)
        key("reason")
        value(proposal.reason)
        key("proposed_by")
        value(proposal.proposedBy.rawValue)
        key("proposed_at")
        value(proposal.proposedAt)
        key("effective_at")
        value(proposal.effectiveAt)
        key("decided_by")
        value(proposal.decidedBy?.rawValue)
        key("decided_at")
        value(proposal.decidedAt)
        key("base")
        value(proposal.base)
        key("charter")
        if let charter = proposal.charter { value(charter) } else { null() }
        key("replay")
        write(proposal.replay)
        key("obstacle")
        value(proposal.obstacle?.rawValue)
        key("may_withdraw")
        value(proposal.isMineToWithdraw)
    }

    private mutating func write(_ replay: CharterReplay.Outcome) {
        beginObject()
        members(of: replay.total)
        key("groups")
        beginArray()
        for (group, tally) in replay.groups.sorted(by: { $0.key < $1.key }) {
            beginObject()
            key("role")
            value(group.role.rawValue)
            key("purpose")
            value(group.purpose.rawValue)
            members(of: tally)
            endObject()
        }
        endArray()
        key("reasons")
        beginArray()
        for (code, count) in replay.reasons.sorted(by: { $0.key < $1.key }) {
            beginObject()
            key("code")
            value(code)
            key("count")
            value(count)
            endObject()
        }
        endArray()
        endObject()
    }

    private mutating func members(of tally: CharterReplay.Tally) {
        key("looks")
        value(tally.looks)
        key("denials")
        value(tally.denials)
        key("refused")
        value(tally.refused)
        key("allowed")
        value(tally.allowed)
        key("shows_more")
        value(tally.showsMore)
        key("shows_less")
        value(tally.showsLess)
        key("set_aside")
        value(tally.setAside)
    }
}
