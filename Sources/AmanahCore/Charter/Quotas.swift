/// Upper bounds of one person's acts. `nil` is no bound.
///
/// An hour is the last 60 minutes. A day is the calendar day in the unit's zone and never less than the last 12 hours, so
/// that midnight gives nobody a second portion (L7).
package struct Quotas: Sendable, Equatable {
    package var looksPerHour: Int?
    package var looksPerDay: Int?
    package var customersPerDay: Int?
    package var searchesPerHour: Int?
    package var searchesPerDay: Int?
    package var revealsPerHour: Int?
    package var revealsPerDay: Int?
    package var verificationsPerHour: Int?
    /// What happens beyond a bound: no more, or the superior must agree.
    package var over: Over

    package enum Over: String, Sendable, CaseIterable { case denied, approval }

    package init(
        looksPerHour: Int? = nil, looksPerDay: Int? = nil, customersPerDay: Int? = nil, searchesPerHour: Int? = nil,
        searchesPerDay: Int? = nil, revealsPerHour: Int? = nil, revealsPerDay: Int? = nil,
        verificationsPerHour: Int? = nil, over: Over = .denied
    ) {
        self.looksPerHour = looksPerHour
        self.looksPerDay = looksPerDay
        self.customersPerDay = customersPerDay
        self.searchesPerHour = searchesPerHour
        self.searchesPerDay = searchesPerDay
        self.revealsPerHour = revealsPerHour
        self.revealsPerDay = revealsPerDay
        self.verificationsPerHour = verificationsPerHour
        self.over = over
    }
}

/// One bound of ``Quotas``, by the charter's word.
package enum QuotaKind: String, Sendable, CaseIterable {
    case looksPerHour = "looks_per_hour"
    case looksPerDay = "looks_per_day"
    case customersPerDay = "customers_per_day"
    case searchesPerHour = "searches_per_hour"
    case searchesPerDay = "searches_per_day"
    case revealsPerHour = "reveals_per_hour"
    case revealsPerDay = "reveals_per_day"
    case verificationsPerHour = "verifications_per_hour"
}

extension Quotas {
    package subscript(kind: QuotaKind) -> Int? {
        get {
            switch kind {
            case .looksPerHour: looksPerHour
            case .looksPerDay: looksPerDay
            case .customersPerDay: customersPerDay
            case .searchesPerHour: searchesPerHour
            case .searchesPerDay: searchesPerDay
            case .revealsPerHour: revealsPerHour
            case .revealsPerDay: revealsPerDay
            case .verificationsPerHour: verificationsPerHour
            }
        }
        set {
            switch kind {
            case .looksPerHour: looksPerHour = newValue
            case .looksPerDay: looksPerDay = newValue
            case .customersPerDay: customersPerDay = newValue
            case .searchesPerHour: searchesPerHour = newValue
            case .searchesPerDay: searchesPerDay = newValue
            case .revealsPerHour: revealsPerHour = newValue
            case .revealsPerDay: revealsPerDay = newValue
            case .verificationsPerHour: verificationsPerHour = newValue
            }
        }
    }
}

extension Quotas {
    /// How far a superior may set a quota for one of his people, by quota.
    package typealias Adjustable = [QuotaKind: ClosedRange<Int>]
}

extension Charter.RoleRule {
    /// The role's quotas with what a superior has set, never beyond what the charter in force lets him set (L2).
    package func bounds(_ adjustments: [QuotaKind: Int]) -> Quotas {
        guard !adjustments.isEmpty else { return quotas }
        var bounds = quotas
        for (kind, limit) in adjustments {
            guard let range = adjust[kind] else { continue }
            bounds[kind] = min(max(limit, range.lowerBound), range.upperBound)
        }
        return bounds
    }
}
