import AmanahCore

extension ReasonWords {
    /// Whose record it is, and who would have to approve.
    static func ofCustomer(_ reason: Reason, _ context: ReasonContext) -> ReasonWords {
        let superior = context.superiorWords
        switch reason {
        case .ownRecord:
            return ReasonWords(
                .notOpened, ("ini data Anda sendiri", "this is your own record"),
                ("Minta rekan atau \(superior.id) melayani", "Ask a colleague or \(superior.en) to serve you"))
        case .kinRecord:
            return ReasonWords(
                .notOpened, ("ini data keluarga Anda", "this is a record of your family"),
                ("Minta rekan atau \(superior.id) melayani", "Ask a colleague or \(superior.en) to serve them"))
        case .needsApproval(let approval, let cause):
            return ReasonWords(
                cause == .reveal ? .notRevealed : .notOpened, why(cause, approval), whom(approval, superior))
        default:
            return ReasonWords(
                .notOpened,
                (
                    "pelanggan ini bertanda yang tidak dikenal piagam",
                    "this customer has a mark that the charter does not know"
                ),
                ("Sampaikan kepada \(superior.id)", "Tell \(superior.en)"))
        }
    }

    private static func why(_ cause: Reason.ApprovalCause, _ approval: Charter.Approval) -> (id: String, en: String) {
        let needed: (id: String, en: String) =
            approval == .both
            ? ("persetujuan atasan dan atasannya", "the approval of your superior and of theirs")
            : ("persetujuan atasan", "your superior's approval")
        return switch cause {
        case .sensitivity:
            ("data pelanggan ini dijaga khusus dan perlu \(needed.id)", "this record is guarded and needs \(needed.en)")
        case .purpose: ("keperluan ini perlu \(needed.id)", "this purpose needs \(needed.en)")
        case .reveal: ("data ini perlu \(needed.id)", "this field needs \(needed.en)")
        case .hours: ("di luar jam kerja perlu \(needed.id)", "outside working hours it needs \(needed.en)")
        case .quota:
            ("batas Anda sudah tercapai dan perlu \(needed.id)", "your quota is used up and more needs \(needed.en)")
        }
    }

    private static func whom(_ approval: Charter.Approval, _ superior: Charter.Title) -> (id: String, en: String) {
        approval == .both
            ? (
                "Minta persetujuan dengan alasan; setelah \(superior.id) giliran atasannya",
                "Ask for the approval with a reason; after \(superior.en) it goes one step up"
            )
            : (
                "Minta persetujuan \(superior.id) dengan alasan", "Ask \(superior.en) for the approval with a reason"
            )
    }

    /// One field, and how often.
    static func ofField(_ reason: Reason, _ context: ReasonContext) -> ReasonWords {
        let superior = context.superiorWords
        switch reason {
        case .fieldNotOfPurpose:
            return ReasonWords(
                .notRevealed, ("data ini tidak perlu untuk tugas ini", "this field is not needed for this task"),
                ("Lanjutkan dengan data yang tampil", "Go on with the fields that are shown"))
        case .notRevealable:
            return ReasonWords(
                .notRevealed,
                ("data ini tidak ditampilkan untuk keperluan ini", "this field is not revealed for this purpose"),
                ("Lanjutkan dengan data yang tampil", "Go on with the fields that are shown"))
        case .notVerifiable:
            return ReasonWords(
                .notCompared,
                ("data ini tidak dicocokkan untuk keperluan ini", "this field is not compared for this purpose"),
                ("Cocokkan data lain", "Compare another field"))
        case .reasonWithoutSubstance:
            return ReasonWords(
                .notRevealed, ("alasannya belum menjelaskan apa pun", "the reason does not explain anything yet"),
                ("Tulis dengan kata Anda sendiri mengapa ini perlu", "Write in your own words why this is needed"))
        case .reasonRepeated:
            return ReasonWords(
                .notRevealed, ("alasannya sama dengan yang terakhir", "the reason is the same as the last one"),
                ("Tulis alasan untuk pelanggan ini", "Write the reason for this customer"))
        case .verifyLocked:
            return ReasonWords(
                .notCompared, ("terlalu banyak jawaban yang tidak cocok", "too many answers did not match"),
                (
                    "Layani lewat \(superior.id), yang sudah diberi tahu",
                    "Go on through \(superior.en), who has been told"
                ))
        case .quota(let kind, let limit): return exhausted(kind, limit, superior)
        case .breakGlassNotOfRole:
            return ReasonWords(
                .notOpened,
                ("peran Anda tidak dapat membuka dalam keadaan darurat", "your role may not break the glass"),
                ("Minta \(superior.id)", "Ask \(superior.en)"))
        case .breakGlassLimit(let limit):
            return ReasonWords(
                .enough,
                (
                    "Anda sudah \(limit) kali membuka dalam keadaan darurat dalam 30 hari",
                    "you broke the glass \(limit) times in 30 days"
                ), ("Minta persetujuan \(superior.id)", "Ask \(superior.en) for the approval"))
        case .noApprover:
            return ReasonWords(
                .notOpened,
                (
                    "perlu persetujuan, dan tidak ada atasan yang berwenang memberikannya",
                    "it needs an approval, and nobody above you may give it"
                ),
                ("Sampaikan kepada \(superior.id)", "Tell \(superior.en)"))
        default: return ofCustomer(reason, context)
        }
    }

    /// Whose signature from outside the charter asks for.
    static func ofWitness(_ reason: Reason, _ context: ReasonContext) -> ReasonWords {
        let superior = context.superiorWords
        guard reason == .witnessAway else {
            return ReasonWords(
                .notRevealed,
                (
                    "piagam meminta tanda tangan saksi, dan belum ada saksi yang dipasang",
                    "the charter asks for a witness's signature, and no witness is set"
                ),
                ("Sampaikan kepada \(superior.id)", "Tell \(superior.en)"))
        }
        return ReasonWords(
            .notRevealed,
            (
                "saksi di luar perusahaan belum menandatangani catatannya",
                "the witness outside the company has not signed for its entry yet"
            ),
            (
                "Coba lagi sebentar lagi; bila tetap begini, sampaikan kepada \(superior.id)",
                "Try again shortly; if it stays so, tell \(superior.en)"
            ))
    }

    private static func exhausted(_ kind: QuotaKind, _ limit: Int, _ superior: Charter.Title) -> ReasonWords {
        let hour: (id: String, en: String) = ("dalam satu jam", "an hour")
        let day: (id: String, en: String) = ("dalam sehari", "a day")
        let (noun, period): ((id: String, en: String), (id: String, en: String)) =
            switch kind {
            case .looksPerHour: (("pembukaan data", "looks"), hour)
            case .looksPerDay: (("pembukaan data", "looks"), day)
            case .customersPerDay: (("pelanggan", "customers"), day)
            case .searchesPerHour: (("pencarian", "searches"), hour)
            case .searchesPerDay: (("pencarian", "searches"), day)
            case .revealsPerHour: (("data yang ditampilkan penuh", "reveals"), hour)
            case .revealsPerDay: (("data yang ditampilkan penuh", "reveals"), day)
            case .verificationsPerHour: (("pencocokan", "verifications"), hour)
            }
        let again: (id: String, en: String) =
            period == hour ? ("Coba lagi nanti", "Try again later") : ("Coba lagi besok", "Try again tomorrow")
        return ReasonWords(
            .enough, ("batas Anda \(limit) \(noun.id) \(period.id)", "your limit is \(limit) \(noun.en) \(period.en)"),
            ("\(again.id), atau minta \(superior.id)", "\(again.en), or ask \(superior.en)"))
    }

    /// Why a person may not work now.
    init(_ lack: ClearanceLack, in context: ReasonContext) {
        let superior = context.superiorWords
        let tell: (id: String, en: String) = ("Hubungi \(superior.id)", "Contact \(superior.en)")
        switch lack {
        case .suspended:
            self.init(.notWorking, ("izin kerja Anda sedang ditangguhkan", "your permission is suspended"), tell)
        case .left:
            self.init(.notWorking, ("hari kerja terakhir Anda sudah lewat", "your last day of work has passed"), tell)
        case .notVetted:
            self.init(.notWorking, ("pemeriksaan awal Anda belum selesai", "your vetting is not complete"), tell)
        case .noAgreement:
            self.init(
                .notWorking,
                ("tidak ada perjanjian kerja yang berlaku hari ini", "no work agreement is in force today"), tell)
        case .notTrained:
            self.init(
                .notWorking,
                ("pelatihan Anda belum ada atau sudah kedaluwarsa", "your training is missing or out of date"),
                ("Ikuti pelatihan, lalu coba lagi", "Take the training, then try again"))
        case .breakGlassUnreviewed:
            self.init(
                .notWorking,
                (
                    "pembukaan darurat Anda belum ditinjau pada waktunya",
                    "your break-glass look was not reviewed in time"
                ),
                ("Minta \(superior.id) meninjaunya", "Ask \(superior.en) to review it"))
        case .notRecertified:
            self.init(
                .notWorking,
                (
                    "peran dan bagian Anda belum ditegaskan lagi oleh atasan",
                    "your role and portion have not been confirmed again by your superior"
                ),
                ("Minta \(superior.id) menegaskannya", "Ask \(superior.en) to confirm them"))
        case .termsNotAccepted:
            self.init(
                .notWorking,
                ("syarat dan ketentuan terbaru belum Anda setujui", "you have not accepted the current terms"),
                ("Baca dan setujui dahulu", "Read and accept them first"))
        }
    }
}

extension Charter.Title {
    static let notOpened = Charter.Title(id: "Tidak bisa dibuka", en: "This cannot be opened")
    static let notRevealed = Charter.Title(id: "Tidak bisa ditampilkan", en: "This cannot be shown")
    static let notCompared = Charter.Title(id: "Tidak bisa dicocokkan", en: "This cannot be compared")
    static let enough = Charter.Title(id: "Cukup untuk sekarang", en: "Enough for now")
    static let notWorking = Charter.Title(id: "Belum bisa bekerja", en: "You cannot work yet")
}
