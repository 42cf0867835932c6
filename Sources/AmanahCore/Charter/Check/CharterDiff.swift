/// What each role gains and loses from one charter to the next.
///
/// Every difference is a line, so a charter that says something else never looks unchanged; the order in which fields,
/// purposes, roles and the items of lists stand is none. From new to old the same lines come with gains and losses
/// exchanged. A change of a purpose is told once for each role that has it, since that is whom it touches.
package struct CharterDiff: Sendable, Equatable {
    /// Everyone's lines first, then by role in the order of the new charter, roles that end last.
    package let lines: [Line]

    /// One difference, for a page to set in its language; described in English, as the command line says it.
    package struct Line: Sendable, Equatable, CustomStringConvertible {
        package var effect: Effect
        /// `nil` where it concerns everyone.
        package var role: RoleID?
        /// The place in the charter; for a role's purpose, `sim-replacement.shows.nik`.
        package var path: String
        /// `nil` where nothing stood.
        package var before: CharterValue?
        /// `nil` where nothing stands any more.
        package var after: CharterValue?

        package var description: String {
            let verb =
                switch effect {
                case .gains: "may more"
                case .loses: "may less"
                case .changes: "changes"
                }
            let values = [before, after].map { $0?.english ?? "–" }.joined(separator: " → ")
            return "\(role?.rawValue ?? "everyone") \(verb): \(path): \(values)"
        }
    }

    package enum Effect: String, Sendable, CaseIterable {
        /// More can be seen or done.
        case gains
        /// Less can be seen or done.
        case loses
        /// Neither, or some more and some less.
        case changes

        var reversed: Effect {
            switch self {
            case .gains: .loses
            case .loses: .gains
            case .changes: .changes
            }
        }
    }

    /// O(n) in the rules of both charters.
    package init(_ old: Charter, _ new: Charter) {
        let before = CharterPoints(old).points
        let after = CharterPoints(new).points
        let had = Dictionary(before.map { ($0.key, $0) }) { first, _ in first }
        let has = Set(after.map(\.key))
        var lines: [Line] = []
        for point in after {
            let effect = Self.effect(from: had[point.key]?.weight, to: point.weight)
            if had[point.key] != point {
                lines.append(Line(effect, point.key, had[point.key]?.value, point.value))
            }
        }
        for point in before where !has.contains(point.key) {
            lines.append(Line(Self.effect(from: nil, to: point.weight).reversed, point.key, point.value, nil))
        }
        let order = (new.roles + old.roles).map(\.id)
        let rank = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
        self.lines = lines.enumerated().sorted { a, b in
            let ranks = [a, b].map { $0.element.role.flatMap { rank[$0] } ?? -1 }
            return (ranks[0], a.offset) < (ranks[1], b.offset)
        }.map(\.element)
    }

    private static func effect(from old: CharterPoint.Weight?, to new: CharterPoint.Weight) -> Effect {
        switch (old, new) {
        case (_, .neutral): return .changes
        case (nil, .permits): return .gains
        case (nil, .restricts): return .loses
        case (.permits(let old), .permits(let new)): return effect(old, new)
        case (.restricts(let old), .restricts(let new)): return effect(old, new).reversed
        default: return .changes
        }
    }

    /// More when no component is smaller and one is larger.
    private static func effect(_ old: [Int], _ new: [Int]) -> Effect {
        guard old.count == new.count, old != new else { return .changes }
        let pairs = zip(old, new)
        if pairs.allSatisfy({ $0 <= $1 }) { return .gains }
        if pairs.allSatisfy({ $0 >= $1 }) { return .loses }
        return .changes
    }
}

extension CharterDiff.Line {
    init(_ effect: CharterDiff.Effect, _ key: CharterPoint.Key, _ before: CharterValue?, _ after: CharterValue?) {
        self.init(effect: effect, role: key.role, path: key.path, before: before, after: after)
    }
}
