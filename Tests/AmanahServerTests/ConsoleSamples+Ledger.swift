@testable import AmanahServer

extension ConsoleSamples {
    var ledger: LedgerPage {
        LedgerPage(
            summary: words("ledger_summary", ["n": "1.204.311"]),
            alarm: words("ledger_late", ["who": "witness.example.id/amanah"]),
            facts: [
                .init(label: words["ledger_origin"], value: "amanah.example.id/log", exact: true),
                .init(label: words["ledger_size"], value: "1.204.311"),
                .init(label: words["ledger_root"], value: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", exact: true),
                .init(
                    label: words["ledger_key"],
                    value: "amanah.example.id/log+4d2b93ad+Aa53tvUXKD3yqHZFRnyXIVWO1bSVkX5QGbFIJqYqyQ+W", exact: true),
            ],
            witnesses: ["signs", "late", "unreachable", "refuses", "contradicts"].map { standing in
                .init(
                    name: "witness.example.id/\(standing)", at: "24 Nov 2026 09.14 WIB", size: "1.204.300",
                    lag: words("ledger_seconds", ["n": "2"]),
                    state: StatePart(standing == "signs" ? .good : .due, words["ledger_witness_\(standing)"]))
            },
            checks: ["start", "background", "night"].map { occasion in
                .init(
                    occasion: words["ledger_check_\(occasion)"], at: "24 Nov 2026 02.00 WIB",
                    covered: words("ledger_covered_all", ["n": "1.204.000"]),
                    state: StatePart(.good, words["ledger_holds"]), finding: nil)
            },
            growth: GrowthPart((1...30).map { ("\($0) Nov 2026", $0 * 7 % 40) }, number: { words.number($0) }),
            at: "09.14 WIB")
    }
}
