package import AmanahCore
package import AmanahService

extension ExplainedLook {
    /// What `amanah charter explain` prints, a line each: the decision, what it rests on, and each field that is not hidden or
    /// can be revealed.
    package func lines(_ charter: Charter, ticket: TicketID?) -> [String] {
        switch decision {
        case .denied(let reasons):
            return ["denied"]
                + reasons.map { reason in
                    "  \(reason.code): \(ReasonWords(reason, in: ReasonContext(ticket: ticket)).text.en)"
                }
        case .allowed(let forms, let ground):
            var lines = ["allowed by \(ground.word)\(ground.ticket.map { " \($0)" } ?? "")"]
            if let grant { lines.append("  " + words(grant)) }
            if needsWitness { lines.append("  a witness signs first; where none does in time, nothing is shown") }
            for (number, rule) in charter.fields.enumerated() {
                let revealed = reveals[number].map(words)
                guard forms[number] != .hidden || revealed != nil else { continue }
                let less = forms[number] < shows[number] ? " (\(shows[number].word) where the approval names it)" : ""
                lines.append("  \(rule.name): \(forms[number].word)\(less)\(revealed.map { "; " + $0 } ?? "")")
            }
            return lines
        }
    }

    private func words(_ grant: Facts.Grant) -> String {
        let end =
            "until \(grant.until.rfc3339(in: zone)), \(grant.looksLeft) look\(grant.looksLeft == 1 ? "" : "s") left"
        return grant.breaksGlass
            ? "by the glass that was broken, \(grant.id): \(end)" : "under the approval \(grant.id): \(end)"
    }

    private func words(_ rule: Charter.RevealRule) -> String {
        let form = rule.form == .full ? "revealed" : "revealed \(rule.form.word)"
        let approval =
            switch rule.approval {
            case .none: ""
            case .superior: " after the superior's approval"
            case .both: " after the approval of the superior and of theirs"
            }
        return form + approval + (rule.reason ? " with a reason" : "")
    }
}
