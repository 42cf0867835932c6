extension Charter {
    /// Whether what is shown under this purpose, of this customer, waits for a witness's signature.
    ///
    /// Every mark counts, a colleague's beside the customer's own, and the purpose besides: what asks for a witness anywhere
    /// asks (L2). No grant and no broken glass lifts it.
    package func needsWitness(_ purpose: PurposeID, _ customer: Facts.Customer?) -> Bool {
        if self.purpose(purpose)?.witnessRequired == true { return true }
        guard let customer else { return false }
        let marks = [customer.sensitivity] + (customer.staff == nil ? [] : [SensitivityID("staff")])
        return marks.contains { sensitivityRule($0)?.witnessRequired == true }
    }

    /// Whether anything at all waits for one.
    package var asksForWitness: Bool {
        purposes.contains(where: \.witnessRequired) || sensitivity.contains(where: \.witnessRequired)
    }
}
