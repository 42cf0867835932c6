import AmanahCore
import Testing

@testable import AmanahService

/// A step at the shell goes by the rules of page and API.
@Suite struct ShellStepTests {
    @Test("C1: at the shell the same rules hold, by password and code")
    func shell() async throws {
        try await withPeopleHouse { house in
            let lead = try await house.enter("L1")
            _ = try await house.candidate(lead, "N1")
            _ = try await house.enter("M1")
            // A one-time code works once.
            house.clock.advance(.seconds(60))
            func take(_ by: String, _ password: String, _ kind: CourseStep.Kind) async -> Result<
                StepOutcome, ServiceError
            > {
                let code = OneTimeCode.code(secret: House.secret, step: house.clock.now.seconds / 30)
                do throws(ServiceError) {
                    return .success(
                        try await house.amanah.take(
                            step: StepInput(kind, passed: true, said: House.grounds), of: PersonID("N1"),
                            by: .init(person: PersonID(by), password: password, code: code)))
                } catch { return .failure(error) }
            }
            guard case .failure(.unauthenticated(.wrongCredentials)) = await take("M1", "salah sekali", .interviewed)
            else {
                Issue.record("a wrong password was heard")
                return
            }
            house.clock.advance(.seconds(60))
            let outcome = try await take("M1", House.password, .interviewed).get()
            #expect(outcome.stage == .interviewed)
            house.clock.advance(.seconds(60))
            #expect(try await take("M1", House.password, .recommended).get().refusal == .excluded)
        }
    }
}
