/// An order that nobody chose: things are put in the order of a keyed hash of their names.
///
/// The same seed and the same things give the same order, in whatever order they are handed in; whoever knows the seed can
/// re-check it with any tool that computes the hash of `seed || name`. Without the seed nothing is foreseen.
package struct Lots: Sendable {
    /// Bytes of a seed.
    package static let seedBytes = 32

    private let seed: [UInt8]
    private let hash: @Sendable ([UInt8]) -> [UInt8]

    /// - Parameter hash: collision resistant, e.g. SHA-256.
    package init(seed: [UInt8], hash: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.seed = seed
        self.hash = hash
    }

    /// The things in the order of their lots; two of the same name stay as they came.
    ///
    /// - Complexity: O(n log n), one hash a thing.
    package func order<Thing>(_ things: [Thing], by name: (Thing) -> String) -> [Thing] {
        things.enumerated().map { (lot: hash(seed + Array(name($1).utf8)), place: $0, thing: $1) }
            .sorted { a, b in
                a.lot == b.lot ? a.place < b.place : a.lot.lexicographicallyPrecedes(b.lot)
            }
            .map(\.thing)
    }
}
