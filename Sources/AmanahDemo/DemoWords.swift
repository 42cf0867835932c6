/// Words out of which the demonstration is made up. Names are joined by chance; who bears one is nobody's data.
enum DemoWords {
    static let men = [
        "Adi", "Agus", "Ahmad", "Andi", "Arif", "Bagus", "Bambang", "Bayu", "Budi", "Candra", "Dedi", "Dimas", "Eko",
        "Fajar", "Galih", "Gilang", "Hadi", "Hendra", "Ilham", "Indra", "Irfan", "Joko", "Kurnia", "Lukman", "Made",
        "Nanda", "Oka", "Putu", "Rahmat", "Rizky", "Rudi", "Slamet", "Surya", "Tono", "Umar", "Wahyu", "Yusuf",
        "Zainal",
    ]
    static let women = [
        "Aisyah", "Anisa", "Ani", "Ayu", "Bunga", "Citra", "Dewi", "Dian", "Eka", "Fitri", "Gita", "Hana", "Indah",
        "Intan", "Julia", "Kartika", "Komang", "Lestari", "Lina", "Maya", "Mega", "Nadia", "Nurul", "Oktavia", "Putri",
        "Rahma", "Ratna", "Rini", "Sari", "Siti", "Sri", "Tari", "Utami", "Vina", "Wati", "Wulan", "Yuni", "Zahra",
    ]
    static let families = [
        "Daulay", "Firmansyah", "Gunawan", "Halim", "Handoko", "Harahap", "Hartono", "Hidayat", "Kusuma", "Lesmana",
        "Lubis", "Mahendra", "Maulana", "Mulyadi", "Nasution", "Nugroho", "Pangestu", "Permana", "Pratama", "Purnomo",
        "Rahardjo", "Ramadhan", "Saputra", "Santoso", "Setiawan", "Siregar", "Sitorus", "Suharto", "Sumarno", "Susanto",
        "Sutrisno", "Tanjung", "Utomo", "Wibowo", "Wijaya", "Winata", "Wirawan", "Yulianto",
    ]
    static let streets = [
        "Anggrek", "Cempaka", "Diponegoro", "Flamboyan", "Gajah Mada", "Kartini", "Kenanga", "Mawar", "Melati",
        "Merdeka",
        "Pahlawan", "Pemuda", "Raya Timur", "Sudirman", "Veteran",
    ]
    static let employers = [
        "Wiraswasta", "PNS", "Guru", "Pedagang", "Petani", "Perawat", "Karyawan", "Mahasiswa", "Pengemudi", "Nelayan",
    ]
    static let devices = [
        "Oppo A78", "Vivo Y27", "Infinix Hot 30", "Samsung A15", "Xiaomi 13C", "Realme C55", "iPhone 13", "Itel P40",
    ]
    static let channels = ["walk-in", "walk-in", "call", "chat", "back-office"]

    /// Prefixes set aside for mobile networks in which no operator is known to number its customers, so that no message
    /// of a demonstration reaches anyone.
    ///
    /// Source: Keputusan Menteri Perhubungan 28/2004 (numbering plan), (0)84X.
    static let phonePrefixes = ["0841", "0842", "0843", "0844", "0846", "0847", "0848"]

    /// Domains that mail reaches nobody at.
    ///
    /// Source: RFC 2606, section 3.
    static let domains = ["example.com", "example.net", "example.org"]
}

/// A branch and where its customers live.
struct DemoBranch: Sendable {
    var id: String
    var region: String
    var name: String
    /// Code of the kab/kota.
    var city: Int
    var cityName: String
    var province: String
    var zone: String

    static let all = [
        DemoBranch(
            id: "B3578A", region: "R2", name: "Cabang Rungkut", city: 3578, cityName: "Surabaya",
            province: "Jawa Timur",
            zone: "WIB"),
        DemoBranch(
            id: "B3273A", region: "R1", name: "Cabang Dago", city: 3273, cityName: "Bandung", province: "Jawa Barat",
            zone: "WIB"),
        DemoBranch(
            id: "B7371A", region: "R2", name: "Cabang Panakkukang", city: 7371, cityName: "Makassar",
            province: "Sulawesi Selatan", zone: "WITA"),
        DemoBranch(
            id: "B3174A", region: "R1", name: "Cabang Tebet", city: 3174, cityName: "Jakarta Selatan",
            province: "DKI Jakarta", zone: "WIB"),
        DemoBranch(
            id: "B3374A", region: "R2", name: "Cabang Tembalang", city: 3374, cityName: "Semarang",
            province: "Jawa Tengah", zone: "WIB"),
        DemoBranch(
            id: "B1471A", region: "R1", name: "Cabang Sukajadi", city: 1471, cityName: "Pekanbaru", province: "Riau",
            zone: "WIB"),
    ]
}
