extension Mask {
    /// What stands for a value that the mask cannot read; the same for every such value.
    package static let nothing = "•••"

    /// What a mask shows of a value: at most what its case says, and less when the value is short or odd.
    ///
    /// The answer never depends on more of the value than it shows, but for the length of a name's words and of a
    /// number under `last2`. No two masks of one value join to the value (attack A6). O(n).
    ///
    /// - Parameter regions: the table an address is looked up in; the place shown is written from this table.
    package func apply(_ value: String, regions: Regions = .indonesia) -> String {
        switch self {
        case .name: Mask.name(value)
        case .phone: Mask.phone(value)
        case .last2: Mask.lastTwo(value)
        case .year: Mask.year(value)
        case .city: Mask.city(value, regions: regions)
        case .band: Mask.band(value)
        case .email: Mask.email(value)
        case .all: Mask.nothing
        }
    }

    /// `Budi Santoso` → `B*** S******`. A word of one letter, or one that begins with no letter, shows nothing.
    private static func name(_ value: String) -> String {
        let words = value.split(whereSeparator: \.isWhitespace).prefix(8)
        guard !words.isEmpty else { return nothing }
        return words.map { word in
            guard word.count > 1, let first = word.first, first.isLetter, first.unicodeScalars.count <= 2 else {
                return String(repeating: "*", count: min(word.count, 20))
            }
            return String(first) + String(repeating: "*", count: min(word.count - 1, 20))
        }.joined(separator: " ")
    }

    /// `+628123457890` → `0812****7890`: of the number as dialled here the first four digits, and of its end so many
    /// (at most four) that four stay hidden. Numbers of fewer than ten digits show nothing.
    private static func phone(_ value: String) -> String {
        guard let number = try? PhoneNumber(value) else { return nothing }
        let digits = number.national.utf8
        guard digits.count >= 10 else { return "********" }
        return String(unsafeUninitializedCapacity: 12) { buffer in
            var count = 0
            for part in [digits.prefix(4), "****".utf8[...], digits.suffix(min(4, digits.count - 8))] {
                for byte in part {
                    buffer[count] = byte
                    count += 1
                }
            }
            return count
        }
    }

    /// `3578…1234` → `**************34`. Fewer than six characters show nothing; more than 32 show no length.
    private static func lastTwo(_ value: String) -> String {
        let characters = value.count
        guard characters >= 6 else { return nothing }
        let tail = value.suffix(2)
        guard tail.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nothing }
        return String(repeating: "*", count: characters > 32 ? 14 : characters - 2) + tail
    }

    /// `1990-04-17` → `1990`; anything but an ISO date shows nothing.
    private static func year(_ value: String) -> String {
        guard let day = Day(value) else { return nothing }
        return Moment.pad(day.civil.year, 4)
    }

    /// The kab/kota and province at the end of an address, from the table; a postcode and `Indonesia` behind them are
    /// passed over.
    private static func city(_ value: String, regions: Regions) -> String {
        var parts = pieces(value)
        if parts.last?.lowercased() == "indonesia" { parts.removeLast() }
        if let last = parts.last, isPostcode(last) { parts.removeLast() }
        guard parts.count >= 2, var province = parts.popLast(), let city = parts.popLast() else { return nothing }
        if province.utf8.last.map({ (0x30...0x39).contains($0) }) == true {
            let words = province.split(separator: " ")
            if let code = words.last, words.count > 1, isPostcode(String(code)) {
                province = words.dropLast().joined(separator: " ")
            }
        }
        return regions.place(city: city, province: province) ?? nothing
    }

    /// The last four of what stands between commas, less the white space around each and with one blank for any inside.
    ///
    /// An address in ASCII is cut by bytes, which is the same and many times as fast.
    private static func pieces(_ value: String) -> [String] {
        guard value.utf8.allSatisfy({ $0 < 0x80 }) else {
            return value.split(separator: ",").suffix(4).map { piece in
                piece.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
        }
        var value = value
        return value.withUTF8 { bytes in
            var pieces: [String] = []
            pieces.reserveCapacity(4)
            var end = bytes.count
            while end > 0, pieces.count < 4 {
                var start = end
                while start > 0, bytes[start - 1] != 0x2C { start -= 1 }
                if start < end { pieces.append(piece(bytes[start..<end])) }
                end = start - 1
            }
            pieces.reverse()
            return pieces
        }
    }

    private static func piece(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        String(unsafeUninitializedCapacity: bytes.count) { buffer in
            var count = 0
            var blank = false
            for byte in bytes {
                guard byte != 0x20, !(0x09...0x0D).contains(byte) else {
                    blank = count > 0
                    continue
                }
                if blank {
                    buffer[count] = 0x20
                    count += 1
                    blank = false
                }
                buffer[count] = byte
                count += 1
            }
            return count
        }
    }

    private static func isPostcode(_ text: String) -> Bool {
        text.utf8.count == 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Upper ends of the bands, in millions of rupiah.
    private static let bands = [1, 2, 3, 4, 6, 8, 10, 15, 20, 30, 50, 100]

    /// Rupiah a month → `Rp 4–6 juta`, the lower end included. Reads `4200000`, `4.200.000`, `Rp 4.200.000`.
    private static func band(_ value: String) -> String {
        guard let rupiah = rupiah(value) else { return nothing }
        let millions = rupiah / 1_000_000
        var lower = 0
        for upper in bands {
            if millions < upper { return lower == 0 ? "< Rp \(upper) juta" : "Rp \(lower)–\(upper) juta" }
            lower = upper
        }
        return "≥ Rp \(lower) juta"
    }

    private static func rupiah(_ value: String) -> Int? {
        var digits = Substring(value)
        if digits.hasPrefix("Rp") { digits = digits.dropFirst(2) }
        while digits.first == " " || digits.first == "." { digits = digits.dropFirst() }
        let groups = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard let head = groups.first, (1...3).contains(head.utf8.count) || groups.count == 1,
            groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }),
            groups.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let joined = groups.joined()
        return joined.utf8.count <= 15 ? Int(joined) : nil
    }

    /// `budi@example.id` → `b***@example.id`; an address of one letter before the `@` shows only its domain.
    private static func email(_ value: String) -> String {
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let local = parts.first, let domain = parts.last, !local.isEmpty,
            domain.contains("."), domain.utf8.count <= 253, domain.utf8.allSatisfy(isHostByte)
        else { return nothing }
        guard local.count > 1, let first = local.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic
        else { return "***@" + domain }
        return "\(first)***@" + domain
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
        default: false
        }
    }
}
