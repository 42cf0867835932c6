package import AmanahCore

/// What speaks against a charter in force, for its page. The English is the command line's.
extension CharterConcern {
    package var words: Charter.Title { Charter.Title(id: indonesian, en: english) }

    private var indonesian: String {
        switch self {
        case .nobodyHasPurpose: "tidak ada peran yang memakai tugas ini, jadi tidak ada yang dapat memakainya"
        case .nobodyMayLook: "semua peran dengan tugas ini boleh membuka 0 kali, jadi tidak ada yang dapat memakainya"
        case .nobodyMayAskPresence:
            "tugas ini perlu kode dari pelanggan, dan tidak ada yang boleh meminta kode"
        case .emptyPurpose: "tugas ini tidak menampilkan dan tidak membuka apa pun"
        case .idleRole: "peran ini tanpa tugas, tanpa halaman, dan tanpa wewenang"
        case .keeperSeesCustomers: "yang mengurus sistem juga melihat pelanggan"
        case .readsLogWithoutTeam: "peran ini melayani pelanggan dan membaca jejak, tetapi tidak mengawasi siapa pun"
        case .keeperApproves: "yang mengurus sistem juga memberi persetujuan"
        case .noBound(.looks): "pembukaan datanya tanpa batas"
        case .noBound(.searches): "pencariannya tanpa batas"
        case .noBound(.reveals): "data yang ditampilkan penuh tanpa batas"
        case .unusedField: "tidak ada tugas yang menyebut data ini, jadi disimpan tanpa guna"
        case .fullForm(let fieldClass):
            "data berkelas \(fieldClass.rawValue) tampil penuh; cocokkan saja, atau buka dengan alasan"
        case .noReason(let fieldClass): "data berkelas \(fieldClass.rawValue) dapat dibuka tanpa alasan"
        case .nobodyApproves: "tidak ada peran yang menyetujui, jadi persetujuan ini tidak pernah diberikan"
        case .oneApproves(let role): "perlu atasan dan atasannya, dan hanya \(role) yang menyetujui"
        case .awaitsWitness:
            "yang ditampilkan menunggu saksi: jalankan dengan --witness, atau tidak ada yang tampil"
        case .neverOpen: "buka dan tutup pada menit yang sama, jadi tidak pernah terbuka"
        case .roleWithoutPurpose(let role): "\(role) tidak punya tugas untuk membuka data"
        case .nobodyBreaksGlass: "tidak ada yang boleh membuka dalam keadaan darurat"
        case .idleMark: "tanda ini tanpa persetujuan dan tanpa pemberitahuan, jadi tidak berakibat apa pun"
        case .nobodyWatches: "tidak ada peran yang membaca jejak"
        case .nobodyAdministers: "tidak ada administrator, jadi orang dan perangkat tidak dapat diubah"
        case .nobodyConfirms:
            "tidak ada peran yang mengesahkan piagam, jadi dua orang mana pun dengan halaman piagam bisa mengubahnya"
        case .unwatched: "di puncak garis atasan, dan tidak ada peran lain yang mengawasi"
        case .givesAway(let kinship, let severalPurposes):
            (severalPurposes ? "dari beberapa tugas, " : "") + kinship.indonesian
        }
    }
}

extension CharterConcern.Kinship {
    fileprivate var indonesian: String {
        switch self {
        case .nationalNumber(let number, let birth, let place):
            "\(birth) yang penuh dan \(place) di samping \(number) yang disamarkan menyisakan sedikit angka untuk "
                + "ditebak; cocokkan \(number), atau samarkan \(birth)"
        case .email(let email, let name): "\(email) yang penuh sering memuat \(name) yang tidak tampil"
        case .told(let number, let birth): "\(number) yang penuh memberitahukan \(birth) yang tidak tampil"
        }
    }
}
