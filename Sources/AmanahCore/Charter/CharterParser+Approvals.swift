/// What the charter says of approvals, grants and adjustable quotas.
extension CharterParser {
    mutating func approvals(_ node: CharterNode?) -> Charter.ApprovalsRule {
        var rule = Charter.ApprovalsRule()
        guard let node, let section = section(node, .approvals, of: .section("approvals")) else { return rule }
        func read(_ word: String, _ bounds: ClosedRange<Int>, _ standard: Int, _ parser: inout CharterParser) -> Int {
            parser.integer(section[word], word, bounds) ?? standard
        }
        rule.climbAfterMinutes = read(
            "climb_after_minutes", Bounds.climbAfterMinutes, rule.climbAfterMinutes, &self)
        rule.expireAfterMinutes = read(
            "expire_after_minutes", Bounds.expireAfterMinutes, rule.expireAfterMinutes, &self)
        rule.grantMinutes = read("grant_minutes", Bounds.grantMinutes, rule.grantMinutes, &self)
        rule.grantLooks = read("grant_looks", Bounds.grantLooks, rule.grantLooks, &self)
        return rule
    }

    /// `{looks_per_day: [20, 120]}`: both ends included.
    mutating func adjust(_ node: CharterNode?) -> Quotas.Adjustable {
        var adjust: Quotas.Adjustable = [:]
        guard let node, let section = section(node, .adjust, of: .section("adjust")) else { return adjust }
        for kind in QuotaKind.allCases {
            guard let node = section[kind.rawValue] else { continue }
            guard case .list(let items) = node.content, items.count == 2 else {
                report(node.place, .notRange(kind.rawValue, node.found))
                continue
            }
            guard let least = integer(items[0], kind.rawValue, Bounds.quota),
                let most = integer(items[1], kind.rawValue, Bounds.quota)
            else { continue }
            guard least <= most else {
                report(items[0].place, .emptyRange(kind.rawValue, least: least, most: most))
                continue
            }
            adjust[kind] = least...most
        }
        return adjust
    }
}
