@testable import AmanahServer

extension ConsoleSamples {
    var charterForm: CharterProposePage {
        CharterProposePage(
            problem: words["propose_problem_charter"],
            mistakes: [
                .init(
                    place: words("propose_place", ["line": "12", "column": "5"]),
                    text: "unknown word in a purpose: `showz`")
            ], text: "charter: telco-id\nversion: 4\n", terms: "", reason: "batas harian agen terlalu longgar",
            effective: "2026-12-01T07:00", zone: "WIB")
    }

    var charterProposal: CharterProposalPage {
        let hash = String(repeating: "9f2c01ab", count: 8)
        return CharterProposalPage(
            notice: words["proposal_done_propose"], heading: words("proposal_title", ["number": "4"]),
            state: words["proposal_now_waiting"],
            proposed: words("proposal_proposed", ["who": "Dewi Anggraini", "time": "24 Nov 2026 09.14"]),
            reason: "batas harian agen terlalu longgar",
            effect: words("proposal_effect_at", ["time": "1 Des 2026 07.00", "zone": "WIB"]),
            hash: String(hash.prefix(12)), fullHash: hash,
            changes: [
                .init(.loses, text: "quotas.looks_per_day: 80 → 60", who: "Agen: " + words["charter_loses"]),
                .init(
                    .gains, text: "sim-replacement.shows.phone: sebagian → penuh",
                    who: "Agen: " + words["charter_gains"]),
            ],
            replay: [
                words("replay_sentence", ["looks": "1.200", "denials": "40", "refused": "14", "allowed": "3"]),
                words("replay_aside", ["n": "7"]),
            ],
            why: [
                words(
                    "replay_why", ["n": "14", "reason": words("reason_quota", ["quota": words["quota_looks_per_day"]])])
            ],
            rows: [
                .init(
                    role: "Agen", purpose: "Ganti kartu", looks: "1.200", denials: "40", refused: "14", allowed: "3",
                    more: "1.186", less: "0", aside: "7")
            ], text: "charter: telco-id\nversion: 4\n", terms: "Jaga amanah.", confirm: "/charter/proposals/4/confirm",
            obstacle: words["proposal_obstacle_own"], withdraw: "/charter/proposals/4/withdraw",
            decidable: true)
    }
}
