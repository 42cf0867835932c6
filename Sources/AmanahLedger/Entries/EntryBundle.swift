/// Up to 256 entries in one resource: a big-endian 16-bit length before each.
///
/// Source: c2sp.org/tlog-tiles.
package enum EntryBundle {
    /// The longest bundle, in bytes.
    package static let maximumBytes = Tile.fullWidth * (2 + Entry.maximumBytes)

    /// - Precondition: no entry is longer than 65,535 bytes.
    package static func append(_ entry: [UInt8], to out: inout [UInt8]) {
        entry.withUnsafeBytes { append($0, to: &out) }
    }

    package static func append(_ entry: UnsafeRawBufferPointer, to out: inout [UInt8]) {
        precondition(entry.count <= Entry.maximumBytes, "an entry is at most 65,535 bytes")
        out.append(UInt8(entry.count >> 8))
        out.append(UInt8(entry.count & 0xFF))
        out.append(contentsOf: entry)
    }

    /// Where each entry lies in the bundle's bytes.
    ///
    /// - Parameter width: how many entries there must be.
    package static func ranges(_ bytes: [UInt8], width: Int) throws(LedgerFormatError) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(width)
        var offset = 0
        while offset < bytes.count {
            guard ranges.count < width else {
                throw LedgerFormatError(.bundle, at: offset, "more than \(width) entries")
            }
            guard offset + 2 <= bytes.count else {
                throw LedgerFormatError(.bundle, at: offset, "a length is cut short")
            }
            let count = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            guard offset + 2 + count <= bytes.count else {
                throw LedgerFormatError(.bundle, at: offset, "an entry is cut short")
            }
            ranges.append((offset + 2)..<(offset + 2 + count))
            offset += 2 + count
        }
        guard ranges.count == width else {
            throw LedgerFormatError(.bundle, at: offset, "\(ranges.count) entries instead of \(width)")
        }
        return ranges
    }

    /// The leaf hashes of the entries.
    package static func leaves(_ bytes: [UInt8], width: Int) throws(LedgerFormatError) -> [LogHash] {
        let ranges = try ranges(bytes, width: width)
        return bytes.withUnsafeBytes { buffer in
            ranges.map { MerkleHash.leaf(UnsafeRawBufferPointer(rebasing: buffer[$0])) }
        }
    }
}
