/// Finds rings in a line where each has at most one above it.
enum Rings {
    /// Every ring once, from its smallest member on upward; a member above itself is a ring of one.
    ///
    /// - Parameter above: the one above, asked at most once for each member. O(n log n).
    static func find<ID: Hashable & Comparable>(_ members: some Sequence<ID>, above: (ID) throws -> ID?) rethrows
        -> [[ID]]
    {
        /// The walk in which a member was seen first.
        var seen: [ID: Int] = [:]
        var rings: [[ID]] = []
        for (walk, start) in members.sorted().enumerated() {
            var path: [ID] = []
            var next: ID? = start
            while let here = next, seen[here] == nil {
                seen[here] = walk
                path.append(here)
                next = try above(here)
            }
            guard let meeting = next, seen[meeting] == walk, let first = path.firstIndex(of: meeting) else { continue }
            let ring = path[first...]
            guard let smallest = ring.min(), let turn = ring.firstIndex(of: smallest) else { continue }
            rings.append(Array(ring[turn...] + ring[..<turn]))
        }
        return rings
    }
}
