extension CharterReplay {
    /// Whose looks, and for what.
    package struct Group: Sendable, Hashable, Comparable {
        package var role: RoleID
        package var purpose: PurposeID
        package init(role: RoleID, purpose: PurposeID) {
            self.role = role
            self.purpose = purpose
        }
        package static func < (a: Group, b: Group) -> Bool { (a.role, a.purpose) < (b.role, b.purpose) }
    }

    /// What came of some looks.
    package struct Tally: Sendable, Equatable {
        /// Granted looks, and refused ones.
        package var looks = 0
        package var denials = 0
        /// Granted, and refused under the new charter.
        package var refused = 0
        /// Refused, and granted under the new charter.
        package var allowed = 0
        /// Granted under both, with some field in a stronger or in a weaker form.
        package var showsMore = 0
        package var showsLess = 0
        /// Not to be reconstructed: what the charter of then gives now is not what the log says.
        package var setAside = 0
        package init() {}

        /// Whether the new charter would have changed anything.
        package var changes: Bool { refused + allowed + showsMore + showsLess > 0 }

        static let words: [(word: String, at: any WritableKeyPath<Tally, Int> & Sendable)] = [
            ("looks", \.looks), ("denials", \.denials), ("refused", \.refused), ("allowed", \.allowed),
            ("shows-more", \.showsMore), ("shows-less", \.showsLess), ("set-aside", \.setAside),
        ]
    }

    /// What came of all of them.
    package struct Outcome: Sendable, Equatable {
        package private(set) var groups: [Group: Tally] = [:]
        /// Why the looks that would be refused would be, by a reason's code.
        package private(set) var reasons: [String: Int] = [:]
        package init() {}

        package var total: Tally {
            groups.values.reduce(into: Tally()) { sum, tally in
                for (_, at) in Tally.words { sum[keyPath: at] += tally[keyPath: at] }
            }
        }

        /// What came of one look.
        struct Finding {
            enum Change {
                case same, allowed, setAside
                case refused(Set<String>)
                case shown(more: Bool, less: Bool)
            }
            var wasAllowed: Bool
            var change: Change
            init(was wasAllowed: Bool, _ change: Change) {
                self.wasAllowed = wasAllowed
                self.change = change
            }
        }

        mutating func add(_ finding: Finding, to group: Group) {
            add(finding, to: &groups[group, default: Tally()])
            if case .refused(let codes) = finding.change {
                for code in codes { reasons[code, default: 0] += 1 }
            }
        }

        private func add(_ finding: Finding, to tally: inout Tally) {
            if finding.wasAllowed { tally.looks += 1 } else { tally.denials += 1 }
            switch finding.change {
            case .same: break
            case .allowed: tally.allowed += 1
            case .setAside: tally.setAside += 1
            case .refused: tally.refused += 1
            case .shown(let more, let less):
                if more { tally.showsMore += 1 }
                if less { tally.showsLess += 1 }
            }
        }
    }
}

extension CharterReplay.Outcome {
    /// The totals by word, for the log.
    package var totals: [(key: String, value: String)] {
        let total = total
        return CharterReplay.Tally.words.map { (key: $0.word, value: String(total[keyPath: $0.at])) }
    }

    /// As lines of text, for keeping; ``init(lines:)`` reads them back.
    package var lines: String {
        let groups = groups.sorted { $0.key < $1.key }.map { group, tally in
            let numbers = CharterReplay.Tally.words.map { String(tally[keyPath: $0.at]) }
            return "group \(group.role) \(group.purpose) \(numbers.joined(separator: " "))"
        }
        let reasons = reasons.sorted { $0.key < $1.key }.map { "reason \($0.key) \($0.value)" }
        return (groups + reasons).joined(separator: "\n")
    }

    /// Lines that are none of ``lines`` are passed over.
    package init(lines: String) {
        self.init()
        for line in lines.split(separator: "\n") {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            switch parts.first {
            case "group" where parts.count == 3 + CharterReplay.Tally.words.count:
                var tally = CharterReplay.Tally()
                for (number, word) in zip(parts.dropFirst(3), CharterReplay.Tally.words) {
                    tally[keyPath: word.at] = Int(number) ?? 0
                }
                groups[CharterReplay.Group(role: RoleID(String(parts[1])), purpose: PurposeID(String(parts[2])))] =
                    tally
            case "reason" where parts.count == 3: reasons[String(parts[1])] = Int(parts[2]) ?? 0
            default: break
            }
        }
    }
}
