extension Charter {
    /// Whether what is shown under this purpose, of this customer, waits for a witness's signature.
    ///
    /// Every mark counts, a colleague's beside the customer's own, and the purpose besides: what asks for a witness anywhere
    /// asks (L2). No grant and no broken glass lifts it.
    package func needsWitness(_ purpose: PurposeID, _ customer: Facts.Customer?) -> Bool {
        if purposes.contains(where: { $0.witnessRequired && $0.id == purpose }) { return true }
        guard let customer else { return false }
        return sensitivity.contains { rule in
            rule.witnessRequired
                && (rule.id == customer.sensitivity || customer.staff != nil && rule.id == SensitivityID("staff"))
        }
    }

    /// Whether anything at all waits for one.
    package var asksForWitness: Bool {
        purposes.contains(where: \.witnessRequired) || sensitivity.contains(where: \.witnessRequired)
    }
}
