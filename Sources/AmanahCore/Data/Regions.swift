/// The regions of Indonesia by their official codes: province (2 digits), kab/kota (4) and kecamatan (6).
///
/// Handed to whoever checks a NIK or KK or masks an address; holds no state of its own.
package struct Regions: Sendable {
    /// One bit a kecamatan code, 000000 to 999999.
    private var districts: [UInt64]
    /// Name of a kab/kota without its `Kota` or `Kabupaten`, by code.
    private var cities: [Int: String] = [:]
    private var provinces: [Int: String] = [:]
    /// Province code by folded name.
    private var provinceCodes: [String: Int] = [:]
    /// Kab/kota code by province code and folded name.
    private var cityCodes: [Int: [String: Int]] = [:]

    /// The table the program ships with.
    package static let indonesia = Regions(table: indonesiaTable)

    /// A table of lines `code|name|kecamatan`, as in ``indonesiaTable``. Lines of another shape are left out.
    package init(table: String) {
        districts = Array(repeating: 0, count: 1_000_000 / 64)
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false)
            guard parts.count >= 2, let code = Int(parts[0]) else { continue }
            add(code: code, digits: parts[0].utf8.count, name: String(parts[1]))
            guard parts.count == 3 else { continue }
            for span in parts[2].split(separator: " ") {
                let ends = span.split(separator: "-").compactMap { Int($0) }
                guard let first = ends.first, let last = ends.last, first <= last else { continue }
                for number in first...last { addDistrict(code * 100 + number) }
            }
        }
    }

    /// Codes and names as in a list of the ministry, e.g. `("110101", "Bakongan")`.
    package init(codes: [(code: String, name: String)]) {
        districts = Array(repeating: 0, count: 1_000_000 / 64)
        for (code, name) in codes {
            guard let number = Int(code), number >= 0 else { continue }
            if code.utf8.count == 6 {
                addDistrict(number)
            } else {
                add(code: number, digits: code.utf8.count, name: name)
            }
        }
    }

    private mutating func addDistrict(_ code: Int) {
        guard (0..<1_000_000).contains(code) else { return }
        districts[code / 64] |= 1 << UInt64(code % 64)
    }

    private mutating func add(code: Int, digits: Int, name: String) {
        if digits == 2 {
            provinces[code] = Self.shortProvinces[code] ?? name
            provinceCodes[Self.fold(name)] = code
            for alias in Self.aliases[code] ?? [] { provinceCodes[alias] = code }
        } else if digits == 4 {
            let base = Self.withoutKind(name)
            cities[code] = base
            cityCodes[code / 100, default: [:]][Self.fold(base)] = code
        }
    }

    /// Whether a kecamatan of this six-digit code exists. O(1).
    package func hasDistrict(_ code: Int) -> Bool {
        guard (0..<1_000_000).contains(code) else { return false }
        return districts[code / 64] & (1 << UInt64(code % 64)) != 0
    }

    /// Whether a kab/kota of this four-digit code exists. O(1).
    package func hasCity(_ code: Int) -> Bool { cities[code] != nil }

    /// The kecamatan codes of a kab/kota, ascending.
    package func districts(ofCity code: Int) -> [Int] {
        (0..<100).map { code * 100 + $0 }.filter(hasDistrict)
    }

    /// `Pekanbaru, Riau` of a kab/kota and the province that it lies in, however they are capitalised or prefixed.
    ///
    /// The answer is written from the table, never from the text, so it holds nothing but a public place name; `nil`
    /// when the two do not name a kab/kota of that province.
    package func place(city: some StringProtocol, province: some StringProtocol) -> String? {
        guard let code = provinceCodes[Self.fold(String(province))],
            let city = cityCodes[code]?[Self.foldWithoutKind(String(city))],
            let cityName = cities[city], let provinceName = provinces[code]
        else { return nil }
        return "\(cityName), \(provinceName)"
    }

    private static let shortProvinces = [31: "DKI Jakarta", 34: "DI Yogyakarta"]
    private static let aliases = [
        19: ["bangka belitung", "kep bangka belitung", "babel"], 21: ["kep riau", "kepri"],
        31: ["dki jakarta", "jakarta", "daerah khusus jakarta", "dk jakarta"],
        34: ["di yogyakarta", "d i yogyakarta", "diy", "yogyakarta"], 52: ["ntb"], 53: ["ntt"],
    ]

    private static let kinds = [
        "kota administrasi ", "kabupaten administrasi ", "kota adm ", "kab adm ", "kabupaten ", "kota ", "kab ",
    ]

    /// A name less its kind: `Kota Administrasi Jakarta Pusat` → `Jakarta Pusat`, `Kab. Bandung` → `Bandung`.
    private static func withoutKind(_ name: String) -> String {
        let words = name.split(whereSeparator: { $0 == " " || $0 == "." })
        let folded = words.joined(separator: " ").lowercased()
        for kind in kinds where folded.hasPrefix(kind) {
            let left = words.dropFirst(kind.split(separator: " ").count)
            if !left.isEmpty { return left.joined(separator: " ") }
        }
        return words.joined(separator: " ")
    }

    private static func foldWithoutKind(_ name: String) -> String {
        let folded = fold(name)
        for kind in kinds where folded.utf8.starts(with: kind.utf8) {
            return String(Substring(folded.utf8.dropFirst(kind.utf8.count)))
        }
        return folded
    }

    /// Words in lower case with one blank between them. A name in ASCII is folded by bytes, which is the same and faster.
    private static func fold(_ name: String) -> String {
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
            return name.split(whereSeparator: { $0 == " " || $0 == "." }).joined(separator: " ").lowercased()
        }
        return String(unsafeUninitializedCapacity: name.utf8.count) { buffer in
            var count = 0
            var blank = false
            for byte in name.utf8 {
                guard byte != 0x20, byte != 0x2E else {
                    blank = count > 0
                    continue
                }
                if blank {
                    buffer[count] = 0x20
                    count += 1
                    blank = false
                }
                buffer[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }
}
