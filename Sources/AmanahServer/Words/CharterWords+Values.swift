package import AmanahCore

/// What a changed charter says at one place and said before, for the page of its changes. The English is the command line's.
extension CharterValue {
    package var words: Charter.Title { Charter.Title(id: indonesian, en: english) }

    private var indonesian: String {
        switch self {
        // Names and numbers, the same in every language.
        case .text, .number, .title, .roles: english
        case .field(let fieldClass, let mask):
            "kelas \(fieldClass.indonesian)" + (mask.map { ", samaran \($0.indonesian)" } ?? "")
        case .yes: "ya"
        case .required(let required): required ? "wajib" : "tidak wajib"
        case .never: "tidak pernah"
        case .nothing: "tidak ada"
        case .noBound: "tanpa batas"
        case .range(let range): "\(range.lowerBound) sampai \(range.upperBound)"
        case .always: "selalu"
        case .hours(let open, let close, let outside):
            "\(Self.clock(open, "."))–\(Self.clock(close, ".")), di luar itu \(outside.indonesian)"
        case .over(let over): over.indonesian
        case .scope(let scope): scope.indonesian
        case .approval(let approval): approval.indonesian
        case .form(let form): form.indonesian
        case .reveal(let rule):
            "\(rule.form.indonesian), \(rule.reason ? "dengan" : "tanpa") alasan, \(rule.approval.indonesian)"
        case .purpose(let needs, let approval, let graceMinutes):
            "dengan \(needs.map(\.indonesian).joined(separator: " atau ")), \(approval.indonesian), "
                + "tenggang \(graceMinutes) menit"
        }
    }
}

extension FieldClass {
    fileprivate var indonesian: String {
        switch self {
        case .contact: "kontak"
        case .identity: "identitas"
        case .family: "keluarga"
        case .financial: "keuangan"
        case .telemetry: "telemetri"
        case .device: "perangkat"
        case .work: "pekerjaan"
        case .health: "kesehatan"
        case .other: "lainnya"
        }
    }
}

extension Mask {
    fileprivate var indonesian: String {
        switch self {
        case .name: "nama"
        case .phone: "telepon"
        case .last2: "dua karakter terakhir"
        case .year: "tahun"
        case .city: "kota"
        case .band: "rentang"
        case .email: "surel"
        case .all: "seluruhnya"
        }
    }
}

extension Charter.HoursRule.Outside {
    fileprivate var indonesian: String {
        switch self {
        case .denied: "ditolak"
        case .approval: "dengan persetujuan"
        }
    }
}

extension Quotas.Over {
    fileprivate var indonesian: String {
        switch self {
        case .denied: "ditolak"
        case .approval: "dengan persetujuan"
        }
    }
}

extension Charter.Scope {
    fileprivate var indonesian: String {
        switch self {
        case .branch: "cabang"
        case .region: "wilayah"
        case .company: "perusahaan"
        }
    }
}

extension Charter.Approval {
    fileprivate var indonesian: String {
        switch self {
        case .none: "tanpa persetujuan"
        case .superior: "persetujuan atasan"
        case .both: "persetujuan atasan dan atasannya"
        }
    }
}

/// The same words as in the console's catalogue, where the roles stand beside the changes.
extension Form {
    fileprivate var indonesian: String {
        switch self {
        case .hidden: "tersembunyi"
        case .verify: "dicocokkan"
        case .masked: "sebagian"
        case .full: "penuh"
        }
    }
}

extension Charter.Need {
    fileprivate var indonesian: String {
        switch self {
        case .ticket: "tiket"
        case .book: "buku"
        case .presence: "pelanggan hadir"
        }
    }
}
