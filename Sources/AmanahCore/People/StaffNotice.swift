/// What is recorded about the staff, who sees it and for how long, in plain words out of the charter in force.
///
/// Staff accept it together with the terms. Source: Law 27 of 2022 (UU PDP), articles 5 and 21: the right to be told.
package enum StaffNotice {
    package static func lines(_ charter: Charter) -> [Charter.Title] {
        func names(_ page: Charter.Page) -> Charter.Title {
            let titles = charter.roles.filter { $0.pages.contains(page) }.map(\.title)
            return Charter.Title(
                id: titles.map(\.id).joined(separator: ", "), en: titles.map(\.en).joined(separator: ", "))
        }
        let readers = names(.log)
        let hr = names(.hiring)
        let days = charter.retention.lookDetailsDays
        var lines = [
            Charter.Title(
                id:
                    "Yang dicatat tentang Anda: setiap masuk dan keluar, setiap pencarian, setiap data pelanggan yang Anda buka, tampilkan, atau cocokkan, beserta keperluan, tiket, alasan, waktu, dan perangkatnya; setiap penolakan; setiap halaman tentang orang lain yang Anda baca.",
                en:
                    "What is recorded about you: every sign-in and sign-out, every search, every field of a customer that you open, reveal or compare, with its purpose, ticket, reason, time and workstation; every refusal; every page about other people that you read."
            ),
            Charter.Title(
                id:
                    "Juga: perjanjian kerja Anda, pelatihan, persetujuan atas ketentuan, giliran kerja, dan setiap langkah tentang Anda (wawancara, penghargaan, peringatan, penangguhan) beserta siapa yang memutuskannya dan alasannya. Halaman Anda sendiri menunjukkan semuanya kepada Anda.",
                en:
                    "Also: your agreement, training, acceptance of the terms, shifts, and every step about you (interviews, commendations, warnings, suspension) with who decided it and why. Your own page shows all of it to you."
            ),
            Charter.Title(
                id: "Yang dapat membacanya: atasan langsung Anda, atasan di atasnya"
                    + (readers.id.isEmpty ? "" : ", \(readers.id)") + (hr.id.isEmpty ? "." : ", dan \(hr.id)."),
                en: "Who can read it: your direct superior, the superior above"
                    + (readers.en.isEmpty ? "" : ", \(readers.en)") + (hr.en.isEmpty ? "." : ", and \(hr.en).")),
            Charter.Title(
                id:
                    "Isi data yang tampil disimpan \(days) hari, sesi \(charter.retention.sessionsDays) hari; siapa membuka data siapa, kapan, dan mengapa tetap ada sebagai bukti. Setiap pembacaan atas catatan Anda juga dicatat.",
                en:
                    "What was shown is kept for \(days) days, sessions for \(charter.retention.sessionsDays) days; who opened whose record, when and why stays as evidence. Each reading of your records is recorded too."
            ),
        ]
        if let every = charter.recertifyEveryDays {
            lines.append(
                Charter.Title(
                    id: "Peran dan bagian Anda ditegaskan atasan setiap \(every) hari; tanpa penegasan akses berhenti.",
                    en: "A superior confirms your role and portion every \(every) days; without it access stops."))
        }
        return lines
    }
}
