import AmanahCore
import AmanahStore

extension Amanah {
    /// Runs one use case for a person who proves himself at the shell with password and, where his role asks for it, code. He
    /// gets no more there than on the pages (C1): the session is a session like any other, and ends with the act.
    package func acting<Value: Sendable>(
        as proof: Proof, _ act: (Session) async throws(ServiceError) -> Value
    ) async throws(ServiceError) -> Value {
        let origin = Origin(address: "command-line", deviceKey: nil, channel: .commandLine)
        let signed = try await signIn(
            person: proof.person.rawValue, password: proof.password, code: proof.code.isEmpty ? nil : proof.code,
            from: origin)
        let outcome: Result<Value, ServiceError>
        do throws(ServiceError) {
            if let step = signed.session.steps.first { throw .stepRequired(step) }
            outcome = .success(try await act(signed.session))
        } catch {
            outcome = .failure(error)
        }
        try await signOut(signed.session)
        return try outcome.get()
    }
}
