import AmanahCore
import AmanahService

extension Words {
    /// A refusal's code in a few words, for the log.
    func reason(_ code: String, ticket: String?) -> String {
        if code.hasPrefix("quota-") {
            return self("reason_quota", ["quota": self["quota_\(code.dropFirst("quota-".count))"]])
        }
        if code == "quota" { return self["reason_presence_quota"] }
        if code.hasPrefix("needs-approval-") {
            let parts = code.dropFirst("needs-approval-".count).split(separator: "-")
            guard parts.count == 2 else { return self["reason_other"] }
            return self(
                "reason_needs_approval",
                ["who": self["approval_\(parts[0])"], "cause": self["cause_\(parts[1])"]])
        }
        let key = "reason_" + code.replacing("-", with: "_").replacing(" ", with: "_")
        guard texts[key] != nil else { return self["reason_other"] }
        return self(key, ["ticket": ticket ?? self["ticket_word"]])
    }

    func refusal(_ refusal: SignInRefusal) -> String {
        switch refusal {
        case .locked(let seconds):
            self(
                "signin_locked",
                ["wait": seconds < 90 ? "\(seconds) s" : self("wait_minutes", ["n": String((seconds + 59) / 60)])])
        case .secondFactorRequired: self["totp_wrong"]
        case .expired: self["signedout_idle"]
        case .noSession, .wrongCredentials: self["signin_wrong"]
        }
    }

    /// Which input is not right, by its name only.
    func invalid(field: String, what: String) -> String { self("failure_input", ["field": field]) }
}

extension Console {
    func reasonWords(_ reason: Reason, ticket: TicketID?, _ member: Member) -> ReasonWords {
        ReasonWords(reason, in: ReasonContext(superior: member.me.supervisorName, ticket: ticket))
    }

    /// A refusal in words: what, why, what now.
    func denial(_ reasons: [Reason], ticket: TicketID?, _ member: Member) -> DenialPart {
        let words = member.words
        let told = reasons.map { reasonWords($0, ticket: ticket, member) }
        var seen = Set<String>()
        return DenialPart(
            what: told.first.map { member.title($0.what) } ?? words["denied_what"],
            why: told.map { member.title($0.why) }.filter { seen.insert($0).inserted },
            now: told.first.map { member.title($0.now) + "." },
            recorded: words(
                "denied_recorded",
                ["time": words.time(gateway.now(), member.zone) + " " + member.zone.rawValue]))
    }
}
