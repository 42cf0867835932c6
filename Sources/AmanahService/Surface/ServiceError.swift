package import AmanahCore

/// Why a use case did not answer. Denials are values too: they carry the charter's reasons.
///
/// No case carries a customer's datum. Mapped to an HTTP status and to an exit code in one place each.
package enum ServiceError: Error, Sendable, Equatable {
    /// No session, or one that is over (401).
    case unauthenticated(SignInRefusal)
    /// The session must finish a step of signing in first (403, type is the step's word).
    case stepRequired(SignInStep)
    /// The charter says no (403, with reasons).
    case denied([Reason])
    /// A page or verb that the role does not have (403).
    case notForRole
    /// It is somebody else's to do: whose turn it is, or the second of two people (403).
    case notYours(what: String)
    /// What was sent is not of the right form (400). `field` is the name of the input, never its value.
    case invalid(field: String, what: String)
    /// No such thing, or not for this person (404).
    case notFound
    /// It is so already, or it changed meanwhile (409).
    case conflict(what: String)
    /// Too often (429).
    case tooMany(retryAfterSeconds: Int)
    /// The log cannot be written or the queue is full: nothing is shown (503).
    case unavailable(what: String)
}

/// Why a sign-in was refused. Unknown person and wrong password are told apart by nobody.
package enum SignInRefusal: Sendable, Equatable {
    case noSession
    case wrongCredentials
    /// Too many failures; the seconds until another try is heard.
    case locked(retryAfterSeconds: Int)
    case secondFactorRequired
    case expired
}

/// A step between the password and work, in the order in which they are asked.
package enum SignInStep: String, Sendable, Equatable, CaseIterable {
    case changePassword = "password-change-required"
    case enrolSecondFactor = "second-factor-required"
    case acceptTerms = "terms-not-accepted"
}
