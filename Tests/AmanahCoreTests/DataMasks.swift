import Testing

@testable import AmanahCore

/// Random values from a seed.
private struct Draw: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func text(of alphabet: String, count: ClosedRange<Int>) -> String {
        let letters = Array(alphabet)
        return String((0..<Int.random(in: count, using: &self)).compactMap { _ in letters.randomElement(using: &self) })
    }
}

@Suite("Masks")
struct DataMasks {
    @Test(
        "masks show what their case says",
        arguments: [
            (Mask.name, "Budi Santoso", "B*** S******"), (.name, "A", "*"), (.name, "Bo", "B*"), (.name, "", "•••"),
            (.name, "(Budi) 9Santoso", "****** ********"), (.name, "Nur'Aini", "N*******"), (.name, "=cmd", "****"),
            (.name, "Muhammad H Ali", "M******* * A**"), (.name, "3578031204900001", "****************"),
            (.phone, "+6281234567890", "0812****7890"), (.phone, "081234567890", "0812****7890"),
            (.phone, "0812345678", "0812****78"), (.phone, "0811123456", "0811****56"),
            (.phone, "0812345678901", "0812****8901"), (.phone, "021555123", "********"), (.phone, "0812", "•••"),
            (.phone, "Budi", "•••"), (.last2, "3578031204900034", "**************34"), (.last2, "12345", "•••"),
            (.last2, "", "•••"), (.last2, String(repeating: "7", count: 400), "**************77"),
            (.last2, "Budi Santoso é", "•••"), (.year, "1990-04-17", "1990"), (.year, "17-04-1990", "•••"),
            (.year, "1990", "•••"), (.year, "1990-02-30", "•••"),
            (.city, "Jl. Veteran No. 153 RT 003/RW 004, Pekanbaru, Riau", "Pekanbaru, Riau"),
            (.city, "Jl. Mawar 1, Kota Bandung, JAWA BARAT 40115", "Bandung, Jawa Barat"),
            (.city, "Jl. Mawar 1, Kab. Bandung, Jawa Barat, 40115, Indonesia", "Bandung, Jawa Barat"),
            (.city, "Jl. Sudirman 2, Jakarta Pusat, DKI Jakarta", "Jakarta Pusat, DKI Jakarta"),
            (.city, "Jl. Mawar 1, Pekanbaru", "•••"), (.city, "Jl. Riau", "•••"), (.city, "Pekanbaru, Jl. Riau", "•••"),
            (.city, "Jl. Mawar 1, Riau", "•••"), (.city, "Jl. Mawar 1, Bandung, Riau", "•••"), (.city, "", "•••"),
            (.band, "4200000", "Rp 4–6 juta"), (.band, "4000000", "Rp 4–6 juta"), (.band, "5999999", "Rp 4–6 juta"),
            (.band, "6000000", "Rp 6–8 juta"), (.band, "Rp 4.200.000", "Rp 4–6 juta"), (.band, "0", "< Rp 1 juta"),
            (.band, "100000000", "≥ Rp 100 juta"), (.band, "-1", "•••"), (.band, "4,2 juta", "•••"),
            (.band, "4.20", "•••"),
            (.band, "99999999999999999999", "•••"), (.band, "", "•••"),
            (.email, "budi@example.id", "b***@example.id"), (.email, "b@example.id", "***@example.id"),
            (.email, "1990@example.id", "***@example.id"), (.email, "budi", "•••"), (.email, "a@b@example.id", "•••"),
            (.email, "budi@Budi Santoso", "•••"), (.email, "@example.id", "•••"), (.all, "x", "•••"), (.all, "", "•••"),
        ])
    func examples(_ mask: Mask, _ value: String, _ expected: String) {
        #expect(mask.apply(value) == expected)
    }

    @Test("no mask but that of an address shows three neighbours of a hidden digit run", arguments: [UInt64(1), 2, 3])
    func digitsStayHidden(_ seed: UInt64) {
        var draw = Draw(state: seed)
        for _ in 0..<600 {
            let value = draw.text(of: "0123456789", count: 0...20)
            for mask in Mask.allCases where mask != .phone {
                let shown = mask.apply(value).filter(\.isNumber)
                #expect(shown.count <= 2 || mask == .band, "seed \(seed), \(mask)")
            }
            let phone = Mask.phone.apply("08" + value).filter(\.isNumber)
            #expect(phone.count <= max(0, value.count + 2 - 4), "seed \(seed)")
        }
    }

    @Test("a name's mask shows one letter a word and nothing of its rest", arguments: [UInt64(4), 5])
    func namesStayHidden(_ seed: UInt64) {
        var draw = Draw(state: seed)
        for _ in 0..<600 {
            let value = draw.text(of: "abcdefghijklmnop  é\u{301}李=+1.'\u{202E}\u{200D}👩", count: 0...40)
            let masked = Mask.name.apply(value)
            for word in masked.split(separator: " ") {
                let bare = word.filter { $0 != "*" && $0 != "•" }
                #expect(bare.count <= 1 && word.dropFirst().allSatisfy { $0 == "*" || $0 == "•" }, "seed \(seed)")
                #expect(bare.allSatisfy { $0.isLetter }, "seed \(seed)")
            }
            #expect(TextRule.firstForbidden(in: masked) == nil, "seed \(seed)")
        }
    }

    @Test("an address's mask never holds the street", arguments: [UInt64(6), 7])
    func streetsStayHidden(_ seed: UInt64) {
        var draw = Draw(state: seed)
        for _ in 0..<600 {
            let street = "Jl. " + draw.text(of: "qxz0123456789 ,", count: 3...20)
            let tail = [", Bandung, Jawa Barat", ", Bali", "", ", Kota X, Riau", ", Medan, Sumatera Utara 20111"]
            let shown = Mask.city.apply(street + (tail.randomElement(using: &draw) ?? ""))
            #expect(shown.allSatisfy { !$0.isNumber && !"qxz".contains($0) }, "seed \(seed): \(shown)")
        }
    }

    @Test("an address is cut alike by bytes and by characters", arguments: [UInt64(10), 11])
    func cutAlike(_ seed: UInt64) {
        var draw = Draw(state: seed)
        let places = [
            "Bandung", "Kota Bandung", "KAB.  BANDUNG", "Jakarta  Pusat", "Kota Adm. Jakarta Pusat", "Medan", "",
        ]
        let provinces = ["Jawa Barat", " JAWA\tBARAT 40115", "DKI Jakarta", "d.k.i. jakarta", "Sumatera Utara", ""]
        let ends = ["", ", Indonesia", ",40115", ",\r\n INDONESIA ,", ", 40115 , Indonesia", " 40115"]
        var found = 0
        for _ in 0..<3000 {
            let noise = draw.text(of: "ab ,.\t\r\n1K", count: 0...3)
            let tail = [
                places.randomElement(using: &draw) ?? "", noise, ",", noise,
                provinces.randomElement(using: &draw) ?? "",
                ends.randomElement(using: &draw) ?? "",
            ].joined()
            let shown = Mask.city.apply("Jl. A 1, " + tail)
            #expect(shown == Mask.city.apply("Jl. É 1, " + tail), "seed \(seed): \(tail)")
            if shown != Mask.nothing { found += 1 }
        }
        #expect(found > 100, "seed \(seed)")
    }

    /// What masks give of a value of `count` characters, by place; `nil` where none gives anything.
    private func joined(_ value: String, masks: [Mask]) -> [Character?] {
        let characters = Array(value)
        var known = [Character?](repeating: nil, count: characters.count)
        for mask in masks {
            let shown = Array(mask.apply(value))
            let head = shown.prefix { $0 != "*" && $0 != "•" }
            let tail = shown.reversed().prefix { $0 != "*" && $0 != "•" }.reversed()
            guard head.count < shown.count else { continue }
            for (place, character) in head.enumerated() where place < known.count && characters[place] == character {
                known[place] = character
            }
            for (place, character) in zip(characters.indices.suffix(tail.count), tail)
            where characters[place] == character {
                known[place] = character
            }
        }
        return known
    }

    @Test("A6: two masks of one value never join to the value", arguments: [UInt64(8), 9])
    func masksDoNotJoin(_ seed: UInt64) {
        var draw = Draw(state: seed)
        for _ in 0..<100 {
            let values = [
                "08" + draw.text(of: "123456789", count: 7...11), draw.text(of: "0123456789", count: 16...16),
                draw.text(of: "abcdefg", count: 2...9) + " " + draw.text(of: "hijklm", count: 2...9),
                draw.text(of: "abcdefg", count: 3...9) + "@example.id", draw.text(of: "123456789", count: 6...8),
            ]
            for value in values {
                for first in Mask.allCases {
                    for second in Mask.allCases {
                        let hidden = joined(value, masks: [first, second]).filter { $0 == nil }.count
                        let needed = value.hasPrefix("08") ? 4 : value.contains("@") ? 2 : 2
                        #expect(hidden >= min(needed, value.count / 3), "seed \(seed), \(first) and \(second)")
                    }
                }
            }
        }
    }
}
