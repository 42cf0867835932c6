import AmanahCore
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import AmanahServer

/// What a changed charter says at one place, in both languages.
@Suite("Words of what a charter's change says")
struct CharterValueWordsTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var value: CharterValue
        var id: String
        var en: String
        var testDescription: String { en }

        init(_ value: CharterValue, _ id: String, _ en: String) {
            self.value = value
            self.id = id
            self.en = en
        }
    }

    static let plain: [Sample] = [
        Sample(.text("terms/2026-09.md"), "terms/2026-09.md", "terms/2026-09.md"),
        Sample(.number(1200), "1200", "1200"),
        Sample(.title(Charter.Title(id: "Agen", en: "Agent")), "Agen / Agent", "Agen / Agent"),
        Sample(.roles([RoleID("dpo"), RoleID("head")]), "dpo, head", "dpo, head"),
        Sample(.yes, "ya", "yes"),
        Sample(.required(true), "wajib", "required"),
        Sample(.required(false), "tidak wajib", "optional"),
        Sample(.never, "tidak pernah", "never"),
        Sample(.nothing, "tidak ada", "none"),
        Sample(.noBound, "tanpa batas", "no bound"),
        Sample(.range(1...20), "1 sampai 20", "1 to 20"),
        Sample(.always, "selalu", "always"),
        Sample(
            .hours(open: 420, close: 1265, outside: .denied), "07.00–21.05, di luar itu ditolak",
            "07:00–21:05, outside denied"),
        Sample(
            .hours(open: 0, close: 5, outside: .approval), "00.00–00.05, di luar itu dengan persetujuan",
            "00:00–00:05, outside approval"),
        Sample(.over(.denied), "ditolak", "denied"),
        Sample(.over(.approval), "dengan persetujuan", "approval"),
        Sample(.scope(.branch), "cabang", "branch"),
        Sample(.scope(.region), "wilayah", "region"),
        Sample(.scope(.company), "perusahaan", "company"),
        Sample(.approval(.none), "tanpa persetujuan", "none"),
        Sample(.approval(.superior), "persetujuan atasan", "superior"),
        Sample(.approval(.both), "persetujuan atasan dan atasannya", "both"),
        Sample(.form(.hidden), "tersembunyi", "hidden"),
        Sample(.form(.verify), "dicocokkan", "verify"),
        Sample(.form(.masked), "sebagian", "masked"),
        Sample(.form(.full), "penuh", "full"),
        Sample(
            .reveal(Charter.RevealRule(reason: true, approval: .none)), "penuh, dengan alasan, tanpa persetujuan",
            "full, reason yes, approval none"),
        Sample(
            .reveal(Charter.RevealRule(reason: false, approval: .both, form: .masked)),
            "sebagian, tanpa alasan, persetujuan atasan dan atasannya", "masked, reason no, approval both"),
        Sample(
            .purpose(needs: Charter.Need.allCases, approval: .superior, graceMinutes: 15),
            "dengan tiket atau buku atau pelanggan hadir, persetujuan atasan, tenggang 15 menit",
            "by ticket or book or presence, approval superior, grace 15 min"),
        Sample(.field(.health, nil), "kelas kesehatan", "health"),
    ]

    static let classes: [(FieldClass, String)] = [
        (.contact, "kontak"), (.identity, "identitas"), (.family, "keluarga"), (.financial, "keuangan"),
        (.telemetry, "telemetri"), (.device, "perangkat"), (.work, "pekerjaan"), (.health, "kesehatan"),
        (.other, "lainnya"),
    ]

    static let masks: [(Mask, String)] = [
        (.name, "nama"), (.phone, "telepon"), (.last2, "dua karakter terakhir"), (.year, "tahun"), (.city, "kota"),
        (.band, "rentang"), (.email, "surel"), (.all, "seluruhnya"),
    ]

    static let samples: [Sample] =
        plain
        + classes.map { Sample(.field($0, .all), "kelas \($1), samaran seluruhnya", "\($0.rawValue), mask all") }
        + masks.map { Sample(.field(.contact, $0), "kelas kontak, samaran \($1)", "contact, mask \($0.rawValue)") }

    @Test("each value reads Indonesian in Indonesian, and in English as the command line says it", arguments: samples)
    func words(_ sample: Sample) {
        #expect(sample.value.words == Charter.Title(id: sample.id, en: sample.en))
    }

    @Test("the samples hold every value, and every word of a closed set in one")
    func whole() {
        let values = Self.samples.map(\.value)
        #expect(Set(values.map(\.code)) == Set(CharterValue.Code.allCases))
        #expect(Set(Self.classes.map(\.0)) == Set(FieldClass.allCases))
        #expect(Set(Self.masks.map(\.0)) == Set(Mask.allCases))
        for form in Form.allCases { #expect(values.contains(.form(form))) }
        for approval in Charter.Approval.allCases { #expect(values.contains(.approval(approval))) }
        for scope in Charter.Scope.allCases { #expect(values.contains(.scope(scope))) }
        for over in Quotas.Over.allCases { #expect(values.contains(.over(over))) }
        for outside in Charter.HoursRule.Outside.allCases {
            #expect(values.contains { if case .hours(_, _, outside) = $0 { true } else { false } })
        }
    }

    @Test("a form has one Indonesian name, among the changes and on the cards")
    func forms() throws {
        let words = try Catalogue()[.id]
        for form in Form.allCases { #expect(CharterValue.form(form).words.id == words["form_\(form.word)"]) }
    }
}

/// The same on the pages of a charter that was adopted and of one that is proposed.
@Suite("Pages of what a charter's change says")
struct CharterValuePagesTests {
    /// What is replaced in the shipped charter, and how the page shows it.
    private static let changes: [(old: String, new: String, id: String, en: String)] = [
        ("looks_per_hour: 20\n", "\n", "20 → tanpa batas", "20 → no bound"),
        (
            "nik: {reason: true, approval: none}", "nik: {reason: false, approval: superior}",
            "penuh, dengan alasan, tanpa persetujuan → penuh, tanpa alasan, persetujuan atasan",
            "full, reason yes, approval none → full, reason no, approval superior"
        ),
        ("kk: verify", "kk: hidden", "dicocokkan → –", "verify → –"),
        ("over: approval", "over: denied", "dengan persetujuan → –", "approval → –"),
        (
            "years_employed: {class: work", "years_employed: {class: health", "kelas pekerjaan → kelas kesehatan",
            "work → health"
        ),
        (
            "needs: [book]", "needs: [ticket, book]",
            "dengan buku, tanpa persetujuan, tenggang 0 menit → "
                + "dengan tiket atau buku, tanpa persetujuan, tenggang 0 menit",
            "by book, approval none, grace 0 min → by ticket or book, approval none, grace 0 min"
        ),
        ("workstation: optional", "workstation: required", "tidak wajib → wajib", "optional → required"),
        ("recertify_every_days: 180", "", "180 → tidak pernah", "180 → never"),
    ]

    @Test("between two versions the values stand in the reader's language")
    func versions() async throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../charters/telco.yaml").standardizedFileURL
        let old = try String(contentsOf: file, encoding: .utf8)
        var new = old
        for change in Self.changes {
            try #require(new.contains(change.old), "\(change.old)")
            new.replace(change.old, with: change.new)
        }
        try await withConsole { [new] browser, gateway in
            gateway.state.withLock { $0.charterTexts = [new, old] }
            try await browser.signIn("P0901")
            let indonesian = try await browser.get("/charter?version=2").html
            _ = try await browser.post("/preferences", [("language", "en"), ("back", "/charter")])
            let english = try await browser.get("/charter?version=2").html
            for change in Self.changes {
                #expect(indonesian.contains(": \(change.id)</code>"), "\(change.id)")
                #expect(english.contains(": \(change.en)</code>"), "\(change.en)")
                #expect(!indonesian.contains(": \(change.en)</code>"), "\(change.en)")
                #expect(!english.contains(": \(change.id)</code>"), "\(change.id)")
            }
        }
    }

    @Test("so they do on a proposal, while the API says the charter's own words")
    func proposal() async throws {
        try await withConsole { browser, _ in
            try await browser.signIn("P0901")
            #expect(try await browser.get("/charter/proposals/1").html.contains(".looks_per_hour: tanpa batas → 20<"))
            _ = try await browser.post("/preferences", [("language", "en"), ("back", "/charter")])
            #expect(try await browser.get("/charter/proposals/1").html.contains(".looks_per_hour: no bound → 20<"))
        }
        try await withAPI { client, _ in
            let one = try await client.signedIn("P0901").call(.get, "charters/proposals/1")
            let changes = try #require(one.json["changes"] as? [[String: Any]])
            #expect(changes.map { $0["before"] as? String } == ["60", "no bound"])
            #expect(changes.map { $0["after"] as? String } == ["40", "20"])
        }
    }
}
