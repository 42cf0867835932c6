/// The address of a tile of hashes or of a bundle of entries: static resources that proofs and copies are made of.
///
/// Source: c2sp.org/tlog-tiles.
package struct Tile: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        /// Hashes at tree level `8 * level`, 0 to 63.
        case hashes(level: Int)
        case entries
    }

    /// Hashes or entries of a full tile.
    package static let fullWidth = 256

    package var content: Content
    package var number: UInt64
    /// 1 to 256; less than 256 is a partial tile.
    package var width: Int

    package init(_ content: Content, number: UInt64, width: Int = Tile.fullWidth) {
        self.content = content
        self.number = number
        self.width = width
    }

    package var isFull: Bool { width == Tile.fullWidth }
    /// The same tile once it is full.
    package var full: Tile { Tile(content, number: number) }

    /// Leaves below one hash of the tile, as a shift.
    package var shift: UInt64 {
        switch content {
        case .hashes(let level): UInt64(8 * level)
        case .entries: 0
        }
    }

    /// How many hashes of a level's row a tree has, e.g. `size / 256` at level 1; 0 where the tree does not reach so high.
    package static func row(_ size: UInt64, level: Int) -> UInt64 { level < 8 ? size >> UInt64(8 * level) : 0 }
}

extension Tile {
    /// The tiles of hashes and the bundles that a tree of `newSize` has and one of `oldSize` has not, with every partial one
    /// of the new size at the end of its row; none is empty. From 0: all tiles of a tree.
    ///
    /// - Complexity: linear in the tiles given.
    package static func added(from oldSize: UInt64 = 0, to newSize: UInt64) -> [Tile] {
        var out = row(.entries, 0, oldSize, newSize)
        var level = 0
        while row(newSize, level: level) > 0 {
            out += row(.hashes(level: level), level, oldSize, newSize)
            level += 1
        }
        return out
    }

    private static func row(_ content: Content, _ level: Int, _ oldSize: UInt64, _ newSize: UInt64) -> [Tile] {
        let (old, new) = (row(oldSize, level: level), row(newSize, level: level))
        guard old < new else { return [] }
        var tiles = (old / 256..<new / 256).map { Tile(content, number: $0) }
        if new % 256 > 0 { tiles.append(Tile(content, number: new / 256, width: Int(new % 256))) }
        return tiles
    }
}

extension Tile {
    /// `tile/<level>/<number>[.p/<width>]` or `tile/entries/…`; the number in groups of three digits, all but the last
    /// with `x`.
    package var path: String {
        var digits = String(number)
        while digits.utf8.count % 3 != 0 { digits = "0" + digits }
        var groups: [String] = []
        while !digits.isEmpty {
            groups.append(String(digits.prefix(3)))
            digits.removeFirst(3)
        }
        let place = groups.dropLast().map { "x\($0)/" }.joined() + (groups.last ?? "000")
        let partial = isFull ? "" : ".p/\(width)"
        switch content {
        case .hashes(let level): return "tile/\(level)/\(place)\(partial)"
        case .entries: return "tile/entries/\(place)\(partial)"
        }
    }

    /// Reads the one path that names a tile; every other spelling is refused.
    package init(parsing path: String) throws(LedgerFormatError) {
        func refuse(_ what: String) -> LedgerFormatError { LedgerFormatError(.tilePath, at: 1, what) }
        guard path.utf8.count <= 64 else { throw refuse("longer than any path of a tile") }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts.popFirst() == "tile", let kind = parts.popFirst() else { throw refuse("it does not begin `tile/`") }
        let content: Content
        if kind == "entries" {
            content = .entries
        } else {
            guard let level = Decimal.parse(kind), level <= 63 else { throw refuse("the level is not 0 to 63") }
            content = .hashes(level: Int(level))
        }
        var width = Tile.fullWidth
        if parts.count >= 2, parts[parts.endIndex - 2].hasSuffix(".p") {
            guard let given = parts.popLast().flatMap({ Decimal.parse($0) }), (1...255).contains(given) else {
                throw refuse("the width is not 1 to 255")
            }
            width = Int(given)
            parts.append(parts.removeLast().dropLast(2))
        }
        guard let last = parts.popLast() else { throw refuse("the number is missing") }
        var number: UInt64 = 0
        for group in parts.map({ $0.hasPrefix("x") ? $0.dropFirst() : "" }) + [last] {
            guard group.utf8.count == 3, group.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let value = UInt64(group)
            else { throw refuse("the number is not in groups of three digits") }
            let (product, over) = number.multipliedReportingOverflow(by: 1000)
            let (sum, beyond) = product.addingReportingOverflow(value)
            guard !over, !beyond else { throw refuse("the number is too large") }
            number = sum
        }
        self.init(content, number: number, width: width)
        guard self.path == path else { throw refuse("a number has more zeros than it needs") }
    }
}
