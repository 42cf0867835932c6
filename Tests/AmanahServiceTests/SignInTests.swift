import AmanahCore
import AmanahStore
import Testing

@testable import AmanahService

/// The door: passwords, second factors, sessions (H1), and what restarts leave standing.
@Suite struct SignInTests {
    @Test("A session's idle time goes on over a restart from its last look, not from its sign-in")
    func idleOverRestart() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            house.clock.advance(.seconds(120))
            try await house.look(token)
            house.clock.advance(.seconds(14 * 60))
            let again = try await house.restarted()
            #expect(try again.session(token).person == PersonID("A1"))
            again.clock.advance(.seconds(15 * 60))
            #expect(await refusal { _ = try again.session(token) } == .unauthenticated(.expired))
            await again.store.close()
        }
    }

    @Test(
        "One-time codes are those of RFC 6238, appendix B",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func vectors(seconds: Int64, code: String) {
        #expect(OneTimeCode.code(secret: House.secret, step: seconds / 30, digits: 8) == code)
    }

    @Test("H1: the fifth miss locks, each further one doubles the wait, and the right password waits too")
    func lockOut() async throws {
        try await withHouse { house in
            try await house.amanah.setPassword(of: PersonID("A1"), to: House.password, final: true)
            func attempt(_ password: String) async -> ServiceError? {
                await refusal {
                    try await house.amanah.signIn(
                        person: "A1", password: password, code: nil,
                        from: Origin(address: "10.0.0.9", deviceKey: nil, channel: .api))
                }
            }
            for _ in 1...5 { #expect(await attempt("salah sekali ini") == .unauthenticated(.wrongCredentials)) }
            for wait in [15, 30, 60, 120] {
                #expect(await attempt(House.password) == .unauthenticated(.locked(retryAfterSeconds: wait)))
                house.clock.advance(.seconds(wait - 1))
                #expect(await attempt(House.password) == .unauthenticated(.locked(retryAfterSeconds: 1)))
                house.clock.advance(.seconds(1))
                #expect(await attempt("salah sekali ini") == .unauthenticated(.wrongCredentials))
            }
            house.clock.advance(.seconds(3600))
            #expect(await attempt(House.password) == nil)
            #expect(try house.acts(.signInRefused).count == 17)
        }
    }

    @Test("H1: guesses sent all at once do not slip past the lock")
    func parallelGuesses() async throws {
        try await withHouse { house in
            try await house.amanah.setPassword(of: PersonID("A1"), to: House.password, final: true)
            let guesses = (0..<40).map { "salah nomor \($0)" } + [House.password]
            let entered = await withTaskGroup(of: Bool.self) { group in
                for (number, guess) in guesses.enumerated() {
                    group.addTask {
                        // Each from a machine of its own.
                        let from = Origin(address: "10.1.0.\(number)", deviceKey: nil, channel: .api)
                        return await refusal {
                            try await house.amanah.signIn(person: "A1", password: guess, code: nil, from: from)
                        } == nil
                    }
                }
                return await group.reduce(false) { $0 || $1 }
            }
            #expect(!entered)
        }
    }

    @Test("H1: an unknown person and a wrong password are refused alike, locks included")
    func unknownPerson() async throws {
        try await withHouse { house in
            try await house.amanah.setPassword(of: PersonID("A1"), to: House.password, final: true)
            var answers: [String: [ServiceError?]] = [:]
            for (person, address) in [("A1", "10.0.0.1"), ("A77", "10.0.0.2"), ("A2", "10.0.0.3")] {
                for _ in 1...7 {
                    let refused = await refusal {
                        try await house.amanah.signIn(
                            person: person, password: "salah sekali ini", code: nil,
                            from: Origin(address: address, deviceKey: nil, channel: .api))
                    }
                    answers[person, default: []].append(refused)
                }
            }
            #expect(answers["A1"]?.last == .unauthenticated(.locked(retryAfterSeconds: 15)))
            #expect(answers["A77"] == answers["A1"], "a person who is not there")
            #expect(answers["A2"] == answers["A1"], "a person without a password")
        }
    }

    @Test("H1: no one-time code works twice, in parallel neither")
    func replay() async throws {
        try await withHouse { house in
            try await house.enter("L1")
            house.clock.advance(.seconds(60))
            let code = OneTimeCode.code(secret: House.secret, step: house.clock.now.seconds / 30)
            let entered = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        await refusal {
                            try await house.amanah.signIn(
                                person: "L1", password: House.password, code: code, from: House.desk)
                        } == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(entered == 1)
            let later = OneTimeCode.code(secret: House.secret, step: house.clock.now.seconds / 30 - 1)
            house.clock.advance(.seconds(3600))
            let refused = await refusal {
                try await house.amanah.signIn(person: "L1", password: House.password, code: later, from: House.desk)
            }
            #expect(refused != nil, "an old code")
        }
    }

    @Test("Whoever approves or administers does nothing before a second factor", arguments: ["L1", "X1"])
    func secondFactor(person: String) async throws {
        try await withHouse { house in
            try await house.amanah.setPassword(of: PersonID(person), to: House.password, final: true)
            let token = try await house.amanah.signIn(
                person: person, password: House.password, code: nil, from: House.desk
            ).token
            #expect(try house.session(token).steps == [.enrolSecondFactor])
            #expect(
                await refusal { try await house.amanah.people(house.session(token), from: House.desk) }
                    == .stepRequired(.enrolSecondFactor))
            _ = try await house.amanah.setSecondFactor(of: PersonID(person), secret: House.secret)
            #expect(await refusal { try house.session(token) } == .unauthenticated(.expired))
            #expect(
                await refusal {
                    try await house.amanah.signIn(person: person, password: House.password, code: nil, from: House.desk)
                } == .unauthenticated(.secondFactorRequired))
        }
    }

    @Test("A person is said to have a second factor who has one, not who needs none")
    func hasSecondFactor() async throws {
        try await withHouse { house in
            let (lead, agent) = (try await house.enter("L1"), try await house.enter("A1"))
            #expect(try house.amanah.me(house.session(lead)).secondFactor)
            #expect(try !house.amanah.me(house.session(agent)).secondFactor)
        }
    }

    @Test("A session ends after 15 minutes without a request, and after 9 hours in any case")
    func ends() async throws {
        try await withHouse { house in
            var token = try await house.enter("A1")
            house.clock.advance(.seconds(15 * 60 - 1))
            _ = try house.session(token)
            house.clock.advance(.seconds(15 * 60))
            #expect(await refusal { try house.session(token) } == .unauthenticated(.expired))

            token = try await house.enter("A1")
            for _ in 0..<(9 * 6 - 1) {
                house.clock.advance(.seconds(600))
                _ = try house.session(token)
            }
            house.clock.advance(.seconds(599))
            _ = try house.session(token)
            house.clock.advance(.seconds(1))
            #expect(await refusal { try house.session(token) } == .unauthenticated(.expired))
        }
    }

    @Test("B4: a session that was signed out, or whose password was reset, opens nothing any more")
    func revoked() async throws {
        try await withHouse { house in
            let (first, second) = (try await house.enter("A1"), try await enterAgain(house))
            let session = try house.session(first)
            try await house.amanah.signOut(session)
            #expect(await refusal { try await house.look(first) } == .unauthenticated(.expired))
            _ = try await house.look(second)
            try await house.amanah.setPassword(of: PersonID("A1"), to: "sandi lain yang panjang", final: true)
            #expect(await refusal { try await house.look(second) } == .unauthenticated(.expired))
        }
    }

    private func enterAgain(_ house: House) async throws -> String {
        try await house.amanah.signIn(person: "A1", password: House.password, code: nil, from: House.desk).token
    }

    @Test("B4: a session revoked by another process makes no further look")
    func revokedElsewhere() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            _ = try await house.look(token)
            let other = try house.neighbour()
            try await other.amanah.setPassword(of: PersonID("A1"), to: "sandi lain yang panjang", final: true)
            #expect(await refusal { try await house.look(token) } != nil)
            await other.store.close()
        }
    }

    @Test("A restart keeps live sessions and forgets ended ones")
    func restart() async throws {
        try await withHouse { house in
            let (kept, ended) = (try await house.enter("A1"), try await house.enter("A2"))
            try await house.amanah.signOut(try house.session(ended))
            let again = try await house.restarted()
            #expect(try again.session(kept).person == PersonID("A1"))
            #expect(await refusal { try again.session(ended) } == .unauthenticated(.expired))
            again.clock.advance(.seconds(15 * 60))
            #expect(await refusal { try again.session(kept) } == .unauthenticated(.expired))
            await again.store.close()
        }
    }

    @Test("H1: neither a forged nor a bent token is a session, and the database keeps no token")
    func tokens() async throws {
        try await withHouse { house in
            let token = try await house.enter("A1")
            let bent = String(token.dropLast()) + (token.hasSuffix("A") ? "B" : "A")
            for forged in [
                "", bent, token + "=", " " + token, String(repeating: "a", count: 100_000), try house.session(token).id,
            ] {
                #expect(await refusal { try house.session(forged) } != nil)
            }
            #expect(try house.amanah.me(house.session(token)).person == PersonID("A1"))
        }
    }

    @Test("A service's token works as soon as it was made, here or by another process, and ends with the next one")
    func serviceToken() async throws {
        try await withHouse { house in
            let token = try await house.amanah.makeServiceToken("tickets", days: 1)
            #expect(try house.session(token).isService)
            let other = try house.neighbour()
            let newer = try await other.amanah.makeServiceToken("tickets", days: 1)
            #expect(try house.session(newer).isService)
            try await house.amanah.ready()
            #expect(await refusal { try house.session(token) } == .unauthenticated(.expired))
            house.clock.advance(.seconds(86_400))
            #expect(await refusal { try house.session(newer) } == .unauthenticated(.expired))
            await other.store.close()
        }
    }
}
