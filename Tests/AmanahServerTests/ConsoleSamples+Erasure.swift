@testable import AmanahServer

extension ConsoleSamples {
    var erasure: ErasurePage {
        let sentence = words(
            "erasure_sentence",
            [
                "case": "PDP-2026-7", "who": "Dewi Anggraini", "id": "P0002", "time": "24 Nov 2026 09.14",
                "reason": "pelanggan menutup kontrak dan meminta datanya dihapus",
            ])
        return ErasurePage(
            notice: words["erasure_done_propose"],
            waiting: [
                .init(
                    id: "J1", title: words("erasure_kind_erase", ["customer": "C0000017"]), sentence: sentence,
                    mine: true,
                    confirm: "/erasures/J1/confirm", refuse: "/erasures/J1/refuse", end: words["erasure_refuse"]),
                .init(
                    id: "J2", title: words("erasure_kind_lift", ["customer": "C0000042"]), sentence: sentence,
                    mine: false, confirm: nil, refuse: "/erasures/J2/refuse", end: words["erasure_take_back"]),
            ],
            holds: [
                .init(
                    id: "H1", customer: "C0000042",
                    sentence: words(
                        "erasure_hold_sentence", ["case": "LP-2020-12", "who": "P0002", "time": "7 Jul 2026 16.40"]),
                    lift: "/holds/H1/lift")
            ],
            decided: [
                .init(
                    time: "20 Nov 2026 10.02", title: words("erasure_kind_erase", ["customer": "C0000003"]),
                    sentence: sentence, by: "P0001", state: words["erasure_state_done"], refused: false),
                .init(
                    time: "18 Nov 2026 15.20", title: words("erasure_kind_erase", ["customer": "C0000005"]),
                    sentence: sentence, by: "P0001", state: words["erasure_state_refused"], refused: true),
            ])
    }
}
