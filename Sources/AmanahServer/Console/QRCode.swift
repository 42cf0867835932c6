/// A QR code in byte mode, error correction L, versions 1 to 10 (up to 271 bytes): enough for an `otpauth` address.
///
/// Drawn by the program itself, because the secret in it must go to no one else.
/// Source: ISO/IEC 18004:2015; the layout of the algorithm follows the description in its annexes.
package struct QRCode: Sendable {
    /// Modules along one side, without the quiet zone.
    package let side: Int
    private var modules: [Bool]
    private var reserved: [Bool]

    /// Data codewords, and error correction codewords a block, for versions 1 to 10 at level L; blocks by ``blocks``.
    private static let dataCodewords = [19, 34, 55, 80, 108, 136, 156, 194, 232, 274]
    private static let correctionCodewords = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18]
    private static let blocks = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4]
    private static let alignment: [[Int]] = [
        [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50],
    ]

    /// `nil` when the text is longer than version 10 holds.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard
            let version = (1...10).first(where: {
                bytes.count + ($0 < 10 ? 2 : 3) <= QRCode.dataCodewords[$0 - 1]
            })
        else { return nil }
        side = 17 + 4 * version
        modules = Array(repeating: false, count: side * side)
        reserved = modules
        drawPatterns(version: version)
        let codewords = QRCode.interleaved(QRCode.data(bytes, version: version), version: version)
        place(codewords)
        applyBestMask()
    }

    /// One SVG path of unit squares, shifted by the quiet zone.
    package func path(quiet: Int) -> String {
        var path = ""
        for y in 0..<side {
            var x = 0
            while x < side {
                guard self[x, y] else {
                    x += 1
                    continue
                }
                var end = x
                while end < side, self[end, y] { end += 1 }
                path += "M\(x + quiet) \(y + quiet)h\(end - x)v1h-\(end - x)z"
                x = end
            }
        }
        return path
    }

    /// Whether the module is dark.
    package subscript(x: Int, y: Int) -> Bool { modules[y * side + x] }

    // MARK: Codewords

    private static func data(_ bytes: [UInt8], version: Int) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for shift in stride(from: count - 1, through: 0, by: -1) { bits.append(value >> shift & 1 == 1) }
        }
        append(0b0100, 4)
        append(bytes.count, version < 10 ? 8 : 16)
        for byte in bytes { append(Int(byte), 8) }
        let capacity = dataCodewords[version - 1] * 8
        append(0, min(4, capacity - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var codewords = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var pad: UInt8 = 0xEC
        while codewords.count < dataCodewords[version - 1] {
            codewords.append(pad)
            pad = pad == 0xEC ? 0x11 : 0xEC
        }
        return codewords
    }

    /// Data and error correction of all blocks, column by column.
    private static func interleaved(_ data: [UInt8], version: Int) -> [UInt8] {
        let count = blocks[version - 1]
        let correction = correctionCodewords[version - 1]
        let short = data.count / count
        let longer = data.count % count
        let divisor = generator(degree: correction)
        var parts: [(data: [UInt8], correction: [UInt8])] = []
        var start = 0
        for block in 0..<count {
            let length = short + (block >= count - longer ? 1 : 0)
            let part = Array(data[start..<start + length])
            parts.append((part, remainder(part, divisor)))
            start += length
        }
        var result: [UInt8] = []
        for index in 0...short { for part in parts where index < part.data.count { result.append(part.data[index]) } }
        for index in 0..<correction { for part in parts { result.append(part.correction[index]) } }
        return result
    }

    /// Multiplication in GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1.
    private static func multiply(_ a: UInt8, _ b: UInt8) -> UInt8 {
        var product = 0
        for shift in stride(from: 7, through: 0, by: -1) {
            product = product << 1 ^ (product >> 7) * 0x11D
            product ^= Int(b >> UInt8(shift) & 1) * Int(a)
        }
        return UInt8(truncatingIfNeeded: product)
    }

    private static func generator(degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = multiply(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = multiply(root, 2)
        }
        return result
    }

    private static func remainder(_ data: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for index in divisor.indices { result[index] ^= multiply(divisor[index], factor) }
        }
        return result
    }

    // MARK: Modules

    private mutating func set(_ x: Int, _ y: Int, _ dark: Bool) {
        modules[y * side + x] = dark
        reserved[y * side + x] = true
    }

    private mutating func drawPatterns(version: Int) {
        for index in 0..<side {
            set(6, index, index.isMultiple(of: 2))
            set(index, 6, index.isMultiple(of: 2))
        }
        for (centerX, centerY) in [(3, 3), (side - 4, 3), (3, side - 4)] {
            for dy in -4...4 {
                for dx in -4...4 {
                    let (x, y) = (centerX + dx, centerY + dy)
                    guard (0..<side).contains(x), (0..<side).contains(y) else { continue }
                    let ring = max(abs(dx), abs(dy))
                    set(x, y, ring != 2 && ring != 4)
                }
            }
        }
        let centers = QRCode.alignment[version - 1]
        for (row, centerY) in centers.enumerated() {
            for (column, centerX) in centers.enumerated() {
                let last = centers.count - 1
                if (row == 0 && column == 0) || (row == 0 && column == last) || (row == last && column == 0) {
                    continue
                }
                for dy in -2...2 { for dx in -2...2 { set(centerX + dx, centerY + dy, max(abs(dx), abs(dy)) != 1) } }
            }
        }
        drawFormat(mask: 0)
        drawVersion(version)
    }

    /// Format information for level L and a mask, with its BCH code, in both places.
    private mutating func drawFormat(mask: Int) {
        let value = 0b01 << 3 | mask
        var rest = value
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (value << 10 | rest) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { set(8, index, bit(index)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for index in 9..<15 { set(14 - index, 8, bit(index)) }
        for index in 0..<8 { set(side - 1 - index, 8, bit(index)) }
        for index in 8..<15 { set(8, side - 15 + index, bit(index)) }
        set(8, side - 8, true)
    }

    private mutating func drawVersion(_ version: Int) {
        guard version >= 7 else { return }
        var rest = version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = version << 12 | rest
        for index in 0..<18 {
            let dark = bits >> index & 1 == 1
            set(side - 11 + index % 3, index / 3, dark)
            set(index / 3, side - 11 + index % 3, dark)
        }
    }

    /// Zigzag from the lower right, two columns at a time, around the column of timing.
    private mutating func place(_ codewords: [UInt8]) {
        var index = 0
        for pair in stride(from: side - 1, through: 1, by: -2) {
            let right = pair <= 6 ? pair - 1 : pair
            let upward = (right + 1) & 2 == 0
            for step in 0..<side {
                for x in [right, right - 1] {
                    let y = upward ? side - 1 - step : step
                    guard !reserved[y * side + x], index < codewords.count * 8 else { continue }
                    modules[y * side + x] = codewords[index / 8] >> UInt8(7 - index % 8) & 1 == 1
                    index += 1
                }
            }
        }
    }

    private mutating func applyBestMask() {
        let plain = modules
        var best = (penalty: Int.max, modules: plain)
        for mask in 0..<8 {
            modules = plain
            applyMask(mask)
            drawFormat(mask: mask)
            let penalty = self.penalty
            if penalty < best.penalty { best = (penalty, modules) }
        }
        modules = best.modules
    }

    private mutating func applyMask(_ mask: Int) {
        for y in 0..<side {
            for x in 0..<side where !reserved[y * side + x] {
                let flips =
                    switch mask {
                    case 0: (x + y).isMultiple(of: 2)
                    case 1: y.isMultiple(of: 2)
                    case 2: x.isMultiple(of: 3)
                    case 3: (x + y).isMultiple(of: 3)
                    case 4: (x / 3 + y / 2).isMultiple(of: 2)
                    case 5: x * y % 2 + x * y % 3 == 0
                    case 6: (x * y % 2 + x * y % 3).isMultiple(of: 2)
                    default: ((x + y) % 2 + x * y % 3).isMultiple(of: 2)
                    }
                if flips { modules[y * side + x].toggle() }
            }
        }
    }

    /// Long runs, squares and imbalance; the finder-like runs of the standard are left out, which costs readability nothing
    /// that scanners of today notice.
    private var penalty: Int {
        var sum = 0
        for line in 0..<side {
            for vertical in [false, true] {
                var run = 0
                var last = false
                for step in 0..<side {
                    let dark = vertical ? self[line, step] : self[step, line]
                    run = step > 0 && dark == last ? run + 1 : 1
                    last = dark
                    if run == 5 { sum += 3 } else if run > 5 { sum += 1 }
                }
            }
        }
        for y in 1..<side {
            for x in 1..<side where self[x, y] == self[x - 1, y] {
                if self[x, y] == self[x, y - 1], self[x, y] == self[x - 1, y - 1] { sum += 3 }
            }
        }
        let dark = modules.count { $0 }
        return sum + abs(dark * 20 - side * side * 10) / (side * side) * 10
    }
}
