/// A small generator whose numbers depend on nothing but its seed, on every machine and with every compiler.
///
/// For made-up data only; never for keys, codes or tokens.
///
/// Source: G. Steele, D. Lea, C. Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014.
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A stream of its own for item `index` of kind `kind`, so that items can be made in any order.
    package init(seed: UInt64, kind: UInt64, index: Int) {
        var mixer = SplitMix64(seed: seed &+ kind &* 0xD6E8_FEB8_6659_FD93)
        state = mixer.next() &+ UInt64(truncatingIfNeeded: index) &* 0xA076_1D64_78BD_642F
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A whole number of the range, all but evenly.
    package mutating func number(in range: ClosedRange<Int>) -> Int {
        let span = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next().multipliedFullWidth(by: span).high)
    }

    /// Digits, `count` of them.
    package mutating func digits(_ count: Int) -> String {
        String((0..<count).map { _ in Character(Unicode.Scalar(UInt8(0x30 + number(in: 0...9)))) })
    }

    /// - Parameter items: not empty.
    package mutating func pick<Item>(_ items: [Item]) -> Item { items[number(in: 0...(items.count - 1))] }
}
