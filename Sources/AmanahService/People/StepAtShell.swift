package import AmanahCore

extension Amanah {
    /// Takes a step for someone who proves himself at the command line: the rules are those of page and API (C1).
    package func take(
        step: StepInput, of person: PersonID, by proof: Proof
    ) async throws(ServiceError) -> StepOutcome {
        let origin = Origin(address: "command-line", deviceKey: nil, channel: .commandLine)
        let signed = try await signIn(
            person: proof.person.rawValue, password: proof.password, code: proof.code.isEmpty ? nil : proof.code,
            from: origin)
        defer { sessions.remove(id: signed.session.id) }
        if let step = signed.session.steps.first { throw .stepRequired(step) }
        let outcome = try await take(signed.session, step: step, of: person, from: origin)
        try await signOut(signed.session)
        return outcome
    }
}
