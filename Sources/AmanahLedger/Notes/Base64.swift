/// Standard base64 with padding, RFC 4648 section 4. One value has one spelling; every other is refused.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { out in
            var end = 0
            for start in stride(from: 0, to: bytes.count, by: 3) {
                let taken = min(3, bytes.count - start)
                var word: UInt32 = 0
                for offset in 0..<3 { word = word << 8 | (offset < taken ? UInt32(bytes[start + offset]) : 0) }
                for place in 0..<4 {
                    let letter = alphabet[Int(word >> UInt32(18 - 6 * place) & 63)]
                    out.initializeElement(at: end, to: place <= taken ? letter : UInt8(ascii: "="))
                    end += 1
                }
            }
            return end
        }
    }

    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let letters = Array(text.utf8)
        guard letters.count % 4 == 0 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(letters.count / 4 * 3)
        for start in stride(from: 0, to: letters.count, by: 4) {
            let last = start + 4 == letters.count
            let padding = last ? letters[start..<(start + 4)].reversed().prefix { $0 == UInt8(ascii: "=") }.count : 0
            guard padding <= 2 else { return nil }
            var word: UInt32 = 0
            for offset in 0..<(4 - padding) {
                guard let value = value(letters[start + offset]) else { return nil }
                word |= UInt32(value) << UInt32(18 - 6 * offset)
            }
            // Bits that no byte takes up are zero in the one spelling.
            let unused: UInt32 = padding == 0 ? 0 : padding == 1 ? 0xFF : 0xFFFF
            guard word & unused == 0 else { return nil }
            for offset in 0..<(3 - padding) { out.append(UInt8(truncatingIfNeeded: word >> UInt32(16 - 8 * offset))) }
        }
        return out
    }

    private static func value(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
