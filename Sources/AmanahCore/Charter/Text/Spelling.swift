/// Suggests the word that somebody meant.
enum Spelling {
    /// The nearest of `words`, or `nil` when none is near: one mistake in three letters at most, or three letters or more
    /// that one of them begins with. Ties go to the first.
    ///
    /// Case, `-`, `_` and spaces do not count. O(n·m) for each word; words longer than 64 scalars are not compared.
    static func nearest(to text: String, among words: [String]) -> String? {
        let wanted = folded(text)
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        var best: (word: String, distance: Int)?
        for word in words {
            let candidate = folded(word)
            let allowed = max(1, min(wanted.count, candidate.count) / 3)
            let distance = distance(wanted, candidate)
            let isStart = min(wanted.count, candidate.count) >= 3 && zip(wanted, candidate).allSatisfy(==)
            if distance <= allowed || isStart, distance < best?.distance ?? .max { best = (word, distance) }
        }
        return best?.word
    }

    private static func folded(_ text: String) -> [Unicode.Scalar] {
        Array(text.lowercased().unicodeScalars.filter { $0 != "-" && $0 != "_" && $0 != " " })
    }

    /// Insertions, deletions, substitutions and swaps of neighbours.
    /// Source: optimal string alignment, Damerau, CACM 7(3), 1964.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i] + Array(repeating: 0, count: b.count)
            for j in 1...b.count {
                row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], beforeLast[j - 2] + 1)
                }
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
