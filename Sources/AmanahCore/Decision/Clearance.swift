/// What must hold before a person may work, as facts with their dates.
package struct ClearanceFacts: Sendable, Equatable {
    /// A step in letting someone in: done on a day, carried over from before Amanah, or missing.
    package enum Vetting: Sendable, Equatable {
        case done(Day)
        case carriedOver
        case missing
    }

    package enum Training: Sendable, Equatable {
        /// Valid through this day.
        case until(Day)
        case carriedOver
        case missing
    }

    /// First and last day of an agreement, both included.
    package struct Term: Sendable, Equatable {
        package var startsOn: Day
        package var endsOn: Day
        package init(startsOn: Day, endsOn: Day) {
            self.startsOn = startsOn
            self.endsOn = endsOn
        }
    }

    package var vetting: Vetting
    package var training: Training
    package var agreements: [Term]
    /// Version of the terms last accepted, and when.
    package var acceptedTerms: String?
    package var acceptedAt: Moment?
    package var suspended: Bool
    /// Last day of work, included.
    package var lastDay: Day?
    /// When the review of a broken glass was due that nobody has given yet.
    package var reviewDueAt: Moment?
    /// The last day on which a superior's confirmation of role and portion holds; `nil` where the charter asks for none.
    package var certifiedThrough: Day?

    package init(
        vetting: Vetting, training: Training, agreements: [Term], acceptedTerms: String? = nil,
        acceptedAt: Moment? = nil, suspended: Bool = false, lastDay: Day? = nil, reviewDueAt: Moment? = nil,
        certifiedThrough: Day? = nil
    ) {
        self.vetting = vetting
        self.training = training
        self.agreements = agreements
        self.acceptedTerms = acceptedTerms
        self.acceptedAt = acceptedAt
        self.suspended = suspended
        self.lastDay = lastDay
        self.reviewDueAt = reviewDueAt
        self.certifiedThrough = certifiedThrough
    }
}

/// Why a person may not work now.
package enum ClearanceLack: String, Sendable, CaseIterable {
    case suspended
    case left = "left"
    case notVetted = "not-vetted"
    case noAgreement = "no-agreement"
    case notTrained = "not-trained"
    case notRecertified = "not-recertified"
    case termsNotAccepted = "terms-not-accepted"
    case breakGlassUnreviewed = "break-glass-unreviewed"
}

extension ClearanceFacts {
    /// Everything that is missing at a moment, gravest first; empty means cleared.
    ///
    /// An agreement holds from the start of its first day through the end of its last, in the person's zone (L3).
    package func lacks(terms: Charter.Terms, zone: Zone, at now: Moment) -> [ClearanceLack] {
        let today = now.day(in: zone)
        var lacks: [ClearanceLack] = []
        if suspended { lacks.append(.suspended) }
        if let lastDay, today > lastDay { lacks.append(.left) }
        switch vetting {
        case .missing: lacks.append(.notVetted)
        case .done(let day): if day > today { lacks.append(.notVetted) }
        case .carriedOver: break
        }
        if !agreements.contains(where: { $0.startsOn <= today && today <= $0.endsOn }) { lacks.append(.noAgreement) }
        switch training {
        case .missing: lacks.append(.notTrained)
        case .until(let day): if today > day { lacks.append(.notTrained) }
        case .carriedOver: break
        }
        if let reviewDueAt, now >= reviewDueAt { lacks.append(.breakGlassUnreviewed) }
        if let certifiedThrough, today > certifiedThrough { lacks.append(.notRecertified) }
        if !accepted(terms, at: now) { lacks.append(.termsNotAccepted) }
        return lacks
    }

    private func accepted(_ terms: Charter.Terms, at now: Moment) -> Bool {
        guard acceptedTerms == terms.document, let acceptedAt else { return false }
        let lifetime = Int64(terms.renewEveryDays) * 86_400_000
        return now.milliseconds - acceptedAt.milliseconds < lifetime
    }
}
