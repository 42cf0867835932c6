/// How the customers of a book are dealt out to those who work on them.
package enum BookDivision: String, Sendable, CaseIterable, Codable {
    /// In the order of their ids.
    case equal
    /// In an order that is drawn by lot.
    case random

    /// One share for each receiver, in their order: every customer exactly once, no two shares differing by more than one.
    /// Who got the larger ones is the order of the receivers, never a choice.
    ///
    /// - Parameters:
    ///   - limit: only so many of the customers, drawn by lot; `nil` is all.
    ///   - receivers: 1 or more.
    /// - Complexity: O(n log n).
    package func shares(
        of customers: some Sequence<CustomerID>, among receivers: Int, atMost limit: Int? = nil, _ lots: Lots
    ) -> [[CustomerID]] {
        guard receivers > 0 else { return [] }
        var order = Array(Set(customers)).sorted()
        if self == .random || limit != nil { order = lots.order(order, by: \.rawValue) }
        if let limit { order = Array(order.prefix(limit)) }
        if self == .equal { order.sort() }
        var shares = [[CustomerID]](repeating: [], count: receivers)
        for (place, customer) in order.enumerated() { shares[place % receivers].append(customer) }
        return shares
    }
}
