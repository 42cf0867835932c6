extension Charter {
    /// How requests for approval run, and how wide a grant may be.
    package struct ApprovalsRule: Sendable, Equatable {
        /// A request that nobody decides climbs one step of the line after so long.
        package var climbAfterMinutes: Int
        /// And is over after so long in all.
        package var expireAfterMinutes: Int
        /// The longest that a grant holds.
        package var grantMinutes: Int
        /// The most looks of a grant.
        package var grantLooks: Int
        package init(
            climbAfterMinutes: Int = 30, expireAfterMinutes: Int = 480, grantMinutes: Int = 60, grantLooks: Int = 3
        ) {
            self.climbAfterMinutes = climbAfterMinutes
            self.expireAfterMinutes = expireAfterMinutes
            self.grantMinutes = grantMinutes
            self.grantLooks = grantLooks
        }
    }

    /// What an approval would have to lift before a record opens and these fields are there, or why none can be asked.
    ///
    /// Refuses exactly as a look does where something is in the way that no approval lifts, gate by gate: without a valid
    /// binding nothing is told of the customer (L6). An empty answer means that nothing has to be asked.
    package func approvals(
        for request: Request, fields: [Int], _ facts: Facts, at now: Moment
    ) -> Result<Set<ApprovalNeed>, ApprovalObstacle> {
        guard let role = role(facts.person.role) else { return .failure(.init([.unknownRole])) }
        guard let number = purposeNumber(request.purpose) else { return .failure(.init([.unknownPurpose])) }
        let purpose = purposes[number]
        var needs: Set<ApprovalNeed> = []
        func pass(_ gate: Gate) -> ApprovalObstacle? {
            needs.formUnion(gate.needs)
            return gate.objections.isEmpty ? nil : ApprovalObstacle(gate.objections)
        }
        if let obstacle = pass(gateOfPerson(facts, role: role, purposeNumber: number, at: now)) {
            return .failure(obstacle)
        }
        if case .failure(let refusal) = binding(request, facts, purpose: purpose, at: now) {
            return .failure(ApprovalObstacle(refusal.reasons))
        }
        if let obstacle = pass(gateOfCustomer(facts, purpose: purpose)) { return .failure(obstacle) }
        for field in fields {
            guard purpose.shows.indices.contains(field), purpose.shows[field] > .hidden || purpose.reveals[field] != nil
            else { return .failure(ApprovalObstacle([.fieldNotOfPurpose])) }
            if let rule = purpose.reveals[field], rule.approval != .none {
                needs.insert(ApprovalNeed(rule.approval, .reveal))
            }
        }
        let quotas = role.bounds(facts.adjustments)
        if let obstacle = pass(gateOfQuotas(quotas, .look, after: facts.usage)) { return .failure(obstacle) }
        if !fields.isEmpty, needs.contains(where: { $0.cause == .reveal }) {
            let gate = gateOfQuotas(quotas, .reveal(field: fields[0], reason: ""), after: facts.usage)
            if let obstacle = pass(gate) { return .failure(obstacle) }
        }
        return .success(needs)
    }
}

extension Charter {
    /// Bounds that one more act would break, where the decision rests on this ground; asked again inside the batch (L7).
    package func exceeded(_ facts: Facts, by act: Request.Act, after usage: Facts.Usage, on ground: Ground) -> [Reason]
    {
        guard let role = role(facts.person.role) else { return [.unknownRole] }
        let grant = ground.grant.flatMap { id in facts.grants.first { $0.id == id } }
        if grant?.breaksGlass == true { return [] }
        return gateOfQuotas(role.bounds(facts.adjustments), act, after: usage).refusing(grant)
    }
}

/// Why no approval can be asked: what is in the way is not for an approver to lift.
package struct ApprovalObstacle: Error, Sendable, Equatable {
    package var reasons: [Reason]
    init(_ reasons: [Reason]) { self.reasons = reasons }
}
