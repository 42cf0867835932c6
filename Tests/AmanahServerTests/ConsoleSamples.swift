import AmanahServer

/// Made-up values, one of each page; nobody here exists.
struct ConsoleSamples {
    let words: Words

    func frame(_ current: String) -> Frame {
        Frame(
            person: .init(
                id: "P0105", name: "Agen Lima", role: words.language == .id ? "Agen" : "Agent",
                place: "Rungkut · PT Mitra"),
            nav: ["desk", "presence", "log", "people", "charter", "stations", "erasure", "vendors", "ledger"].map {
                .init(href: "/\($0)", text: words["nav_\($0)"], current: $0 == current)
            },
            searchable: true, allowance: "37/60")
    }

    let tickets = [
        DeskPage.Row(
            key: "a", title: "Ganti kartu", customer: "B*** S******", id: "T-1042", opened: "09.12", current: true),
        DeskPage.Row(key: "b", title: "Keluhan tagihan", customer: "D*** P****", id: "T-1043", opened: "09.20"),
        DeskPage.Row(
            key: "c", title: "Koreksi data", customer: "S*** R*****", id: "T-1051", opened: "09.31",
            note: "dibuka di meja"),
    ]
    let book = (1...6).map {
        DeskPage.Row(key: "k\($0)", title: "Tindak lanjut kredit", customer: "A*** W*****", until: "sampai 30 Nov 2026")
    }

    var today: TodayPart {
        TodayPart(
            quotas: [
                .init(label: words["quota_looks_per_day"], used: 37, limit: 60, words: words),
                .init(label: words["quota_searches_per_hour"], used: 27, limit: 30, words: words),
                .init(label: words["quota_reveals_per_day"], used: 2, limit: 10, words: words),
            ],
            looks: [
                .init(
                    time: "09.14", sentence: "B*** S******, Ganti kartu T-1042, 4 data", look: "L-88213",
                    proof: ProofPart(
                        text: words("proof_in", ["n": "88.240"]), href: "/looks/L-88213/receipt", look: "L-88213")),
                .init(time: "09.02", sentence: "R*** A*****, Keluhan tagihan T-1039, 3 data", look: "L-88190"),
            ],
            seenBy: words(
                "today_seen_by", ["who": words.list(["Ketua Empat", words["seen_dpo"], words["seen_auditor"]])]))
    }

    var card: CardPart {
        let reveal = "/looks/L-88213/reveals"
        let verify = "/looks/L-88213/verifications"
        return CardPart(
            look: "L-88213", name: "Budi Santoso", purpose: "Ganti kartu", ticket: "T-1042", opened: "dibuka 09.12",
            fields: [
                FieldPart(field: "name", label: "Nama", value: "Budi Santoso"),
                FieldPart(field: "phone", label: "Telepon", value: "0812****7890", why: words["why_masked"]),
                FieldPart(
                    field: "nik", label: "NIK", why: words["why_verify"],
                    reveal: .init(action: reveal),
                    verify: .init(action: verify, saidLabel: words("verify_label", ["field": "NIK"])),
                    problem: words["reveal_reason_thin"]),
                FieldPart(
                    field: "birth", label: "Tanggal lahir", value: "17 Apr 1990", why: words["why_opened"], revealed: 30
                ),
                FieldPart(
                    field: "mother", label: "Ibu kandung", why: words["why_verify"],
                    verify: .init(action: verify, saidLabel: words("verify_label", ["field": "Ibu kandung"])),
                    outcome: .init(match: true, text: words["verify_match"])),
                FieldPart(
                    field: "kk", label: "Nomor KK", why: words["why_verify"],
                    verify: .init(action: verify, saidLabel: words("verify_label", ["field": "KK"])),
                    outcome: .init(match: false, text: words("verify_miss", ["left": "2"]))),
                FieldPart(
                    field: "address", label: "Alamat", value: "Kota Surabaya, Jawa Timur", why: words["why_masked"],
                    reveal: .init(action: reveal)),
                FieldPart(field: "income", label: "Penghasilan", why: words["why_hidden"]),
            ],
            recorded: words("card_recorded", ["time": "09.14", "n": "4", "who": "Ketua Empat"]), closesIn: 300,
            closesAt: "09.19 WIB",
            mark: MarkPart(person: "Agen Lima · P0105", look: "24 Nov 2026 09.14 WIB · L-88213", lookID: "L-88213"))
    }

    var denial: DenialPart {
        DenialPart(
            what: words["denied_what"],
            why: ["tiket T-1042 milik pelanggan lain", "belum ada izin untuk pelanggan ini"],
            now: "buka tiket pelanggan ini, atau minta Ketua Empat.",
            recorded: words("denied_recorded", ["time": "09.14 WIB"]))
    }

    var found: FoundPart {
        FoundPart(
            matches: [
                .init(
                    name: "B*** S******", id: "C0000017",
                    choices: [DeskChoice(key: "x", title: "Ganti kartu", note: "T-1042")],
                    purposes: [ChoicePart(code: "a", text: "Ganti kartu", current: false)])
            ],
            recorded: words("found_recorded", ["left": "3"]))
    }

    /// Every page, and the place in the menu it belongs to (`nil` before sign-in).
    var all: [(name: String, nav: String?, view: any PageView)] {
        [
            ("sign-in", nil, SignInPage(personID: "P0105", problem: words["signin_wrong"])),
            ("second-step", nil, SecondStepPage()),
            (
                "enrol", nil,
                EnrolPage(
                    step: "1/3", secret: "JBSW Y3DP EHPK 3PXP",
                    uri: "otpauth://totp/Amanah:P0105?secret=JBSWY3DPEHPK3PXP&issuer=Amanah",
                    qr: QRCode("otpauth://totp/Amanah:P0105?secret=JBSWY3DPEHPK3PXP&issuer=Amanah").map {
                        EnrolPage.QR(side: $0.side + 8, path: $0.path(quiet: 4))
                    })
            ),
            (
                "terms", nil,
                TermsPage(
                    step: "2/3", version: "terms/2026-09",
                    paragraphs: TermsPage.paragraphs(
                        of:
                            "# Yang Anda janjikan\nData pelanggan dibuka hanya untuk tugas.\n\nSetiap pembukaan tercatat.\n# Bila dilanggar\nSanksi."
                    ))
            ),
            (
                "password", nil,
                PasswordPage(
                    step: "3/3", rule: words("password_rule", ["n": "12"]), minimum: 12,
                    problem: words["password_differs"])
            ),
            ("signed-out", nil, SignedOutPage(text: words["signedout_text"])),
            ("desk", "desk", DeskPage(tickets: tickets, book: book, bookCount: 24, presence: true, today: today)),
            ("desk-card", "desk", DeskPage(tickets: tickets, book: book, bookCount: 24, presence: true, card: card)),
            (
                "desk-denial", "desk",
                DeskPage(tickets: tickets, book: book, bookCount: 24, presence: true, denial: denial)
            ),
            ("desk-found", "desk", DeskPage(tickets: tickets, book: [], bookCount: 0, presence: true, found: found)),
            (
                "desk-empty", "desk",
                DeskPage(
                    tickets: [], book: [], bookCount: 0, presence: false,
                    found: FoundPart(none: words["found_none"], matches: [], recorded: ""))
            ),
            ("customer", "desk", CustomerPage(card: card)),
            ("denied", "desk", DeniedPage(denial: denial)),
            (
                "presence", "presence",
                PresencePage(purposes: [ChoicePart(code: "sim", text: "Ganti kartu", current: true)])
            ),
            (
                "presence-code", "presence",
                PresencePage(
                    purposes: [],
                    sent: .init(action: "/presence/1/code", note: words("presence_note", ["who": "Ketua Empat"])),
                    problem: words("presence_wrong", ["left": "2"]))
            ),
            (
                "phone", "phone",
                PhonePage(messages: [.init(to: "+628120000000", text: words("phone_message", ["code": "042917"]))])
            ),
            (
                "log", "log",
                TrailPage(
                    filter: "person:P0105 from:2026-11-01", zone: "WIB",
                    entries: (0..<8).map { number in
                        .init(
                            time: "24 Nov 2026 09.\(14 + number)", who: "Agen Lima", whoHref: "/people/P0105",
                            place: "P0105 · Rungkut", sentence: "Membuka C0000017 untuk Ganti kartu, T-1042",
                            detail: number == 2 ? "tiket milik pelanggan lain" : "nama, telepon, NIK, ibu kandung",
                            kind: number == 2 ? "denial" : "look", kindText: number == 2 ? "penolakan" : "pembukaan",
                            refused: number == 2, index: "\(1_204_311 - number)",
                            proof: number == 0
                                ? ProofPart(text: words["proof_none_yet"], href: nil, look: "L-1204312")
                                : nil)
                    }, newest: "/log", older: "/log?before=1")
            ),
            (
                "people", "people",
                PeoplePage(
                    filter: "", summary: words("people_summary", ["n": "3"]),
                    people: [
                        .init(
                            id: "P0104", name: "Ketua Empat", href: "/people/P0104", role: "Ketua regu",
                            unit: "Rungkut",
                            employer: words["employer_internal"], states: [StatePart(.good, words["clear_ok"])]),
                        .init(
                            id: "P0105", name: "Agen Lima", href: "/people/P0105", role: "Agen", unit: "Rungkut",
                            employer: "PT Mitra", states: [StatePart(.due, words["clear_carried"])]),
                        .init(
                            id: "P0106", name: "Agen Enam", href: "/people/P0106", role: "Agen", unit: "Rungkut",
                            employer: "PT Mitra", states: [StatePart(.bad, words["lack_suspended"])]),
                    ], older: "/people?after=P0106")
            ),
            (
                "person", "people",
                PersonPage(
                    id: "P0105", name: "Agen Lima", role: "Agen", unit: "Rungkut", employer: "PT Mitra",
                    clearance: [
                        .init(label: words["clear_vetting"], states: [StatePart(.due, words["clear_carried"])]),
                        .init(
                            label: words["clear_agreement"],
                            states: [StatePart(.good, words("clear_until", ["date": "31 Des 2026"]))],
                            detail: "A-0031 · PT Mitra"),
                        .init(
                            label: words["clear_training"],
                            states: [StatePart(.bad, words("clear_ended", ["date": "1 Nov 2026"]))]),
                    ],
                    line: [.init(href: "/people/P0104", name: "Ketua Empat", role: "Ketua regu")],
                    logHref: "/log?q=person:P0105")
            ),
            (
                "charter", "charter",
                CharterPage(
                    name: "telco-id", version: "3", hash: "9f2c 01ab 77de", since: "1 Nov 2026",
                    roles: [
                        .init(
                            title: "Agen", note: "60 / hari", open: true,
                            purposes: [
                                .init(
                                    title: "Ganti kartu", needs: words["charter_needs_ticket"],
                                    cells: [
                                        .init(label: "Nama", form: "full", word: words["form_full"]),
                                        .init(label: "Telepon", form: "masked", word: words["form_masked"]),
                                        .init(label: "NIK", form: "verify", word: words["form_verify"]),
                                    ])
                            ]),
                        .init(title: "Administrator", note: "", open: false, purposes: []),
                    ],
                    warnings: [.init(path: "purposes.keluhan", text: words["charter_no_purposes"])],
                    versions: [
                        .init(
                            number: "3", from: "1 Nov 2026", by: "P0002, P0003", hash: "9f2c01ab",
                            href: "/charter?version=3", current: true),
                        .init(
                            number: "2", from: "1 Sep 2026", by: "P0002", hash: "77de01ab", href: nil, current: false),
                    ],
                    comparison: .init(
                        title: words("charter_difference_title", ["old": "2", "new": "3"]),
                        changes: [
                            .init(.loses, text: "quotas.looks_per_day: 80 → 60", who: "Agen"),
                            .init(.added, text: "looks_per_day: 60"),
                        ]))
            ),
            ("erasure", "erasure", erasure),
            ("ledger", "ledger", ledger),
            ("charter-propose", "charter", charterForm),
            ("charter-proposal", "charter", charterProposal),
            (
                "workstations", "stations",
                WorkstationsPage(
                    notice: words("stations_done", ["name": "Meja 2"]),
                    waiting: [
                        .init(
                            code: "K7QF-21", sentence: "Agen Lima, Rungkut, sejak 09.02",
                            action: "/workstations/K7QF-21/admit")
                    ],
                    admitted: [
                        .init(
                            code: "M2XX-09", name: "Meja 2", unit: "Rungkut", by: "Ketua Empat",
                            withdrawn: false,
                            action: "/workstations/2/withdraw")
                    ])
            ),
            (
                "demonstration-code", nil,
                DemonstrationCodePage(code: "042917", note: words("code_note", ["seconds": "12"]))
            ),
            ("enrol-begin", nil, EnrolPage(step: "1")),
            ("this-workstation", "stations", ThisWorkstationPage(state: words["station_waiting"], registers: true)),
            ("failure-404", "desk", FailurePage(status: 404, words: words)),
            ("failure-503", "desk", FailurePage(status: 503, href: nil, words: words)),
        ]
    }
}
