package import AmanahCore

/// Why a step or a change of the line was not taken, for the person who asked: why, and what now.
extension CourseRefusal {
    package var words: Charter.Title {
        switch self {
        case .himself:
            Charter.Title(
                id: "Langkah atas diri sendiri tidak bisa Anda ambil. Minta orang lain yang berwenang.",
                en: "You cannot take a step on yourself. Ask someone else who may.")
        case .excluded:
            Charter.Title(
                id:
                    "Anda sudah mengambil langkah lain untuk orang ini, dan keduanya tidak boleh di satu tangan. Minta orang lain.",
                en: "You have taken another step on this person, and one hand may not do both. Ask someone else.")
        case .notYours:
            Charter.Title(
                id:
                    "Langkah ini bukan wewenang Anda untuk orang ini. Halamannya menyebut siapa yang dapat melakukannya.",
                en: "This step on this person is not yours to take. The page names who may.")
        case .notYet:
            Charter.Title(
                id: "Langkah sebelumnya belum selesai. Selesaikan dahulu yang tertulis sebagai berikutnya.",
                en: "A step before this one is missing. Finish the one named as next first.")
        case .already:
            Charter.Title(
                id: "Langkah ini sudah diambil. Tidak ada yang diubah.",
                en: "This step has been taken already. Nothing was changed.")
        case .over:
            Charter.Title(
                id: "Jalan orang ini sudah selesai. Ia dapat masuk lagi sebagai calon baru.",
                en: "This person's course is over. He can come in again as a new candidate.")
        case .notSuspended:
            Charter.Title(id: "Orang ini tidak sedang ditangguhkan.", en: "This person is not suspended.")
        case .outcomeMissing:
            Charter.Title(id: "Pilih hasilnya: ya atau tidak.", en: "Choose the outcome: yes or no.")
        case .dayMissing:
            Charter.Title(id: "Isi tanggalnya.", en: "Fill in the day.")
        case .signatureMissing:
            Charter.Title(
                id: "Sebutkan atas nama siapa perjanjian ditandatangani.",
                en: "Say in whose name the agreement is signed.")
        }
    }
}

extension LineRefusal {
    package var words: Charter.Title {
        switch self {
        case .himself:
            Charter.Title(
                id: "Tempat diri sendiri tidak bisa Anda ubah. Minta personalia atau atasan.",
                en: "You cannot change your own place. Ask human resources or a superior.")
        case .samePerson:
            Charter.Title(
                id: "Perubahan ini usulan Anda sendiri. Orang kedua yang menegaskannya.",
                en: "You proposed this change yourself. A second person confirms it.")
        case .notYours:
            Charter.Title(
                id: "Perubahan ini ditegaskan oleh personalia atau atasan orang itu.",
                en: "Human resources or someone above that person confirms this change.")
        case .outdated:
            Charter.Title(
                id: "Tempat orang ini sudah berubah sejak usulan itu. Usulkan lagi dari keadaan sekarang.",
                en: "This person's place has changed since. Propose it again from how things stand now.")
        case .ring:
            Charter.Title(
                id: "Dengan perubahan ini seseorang menjadi atasan dirinya sendiri. Pilih atasan lain.",
                en: "With this change someone would stand above himself. Choose another superior.")
        case .decided:
            Charter.Title(id: "Usulan ini sudah diputuskan.", en: "This proposal has been decided already.")
        case .nothing:
            Charter.Title(id: "Usulan ini tidak mengubah apa pun.", en: "This proposal changes nothing.")
        }
    }
}
