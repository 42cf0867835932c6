/// Why a step of a person's course is not taken. A value, not an error; words for people are made where it is shown.
package enum CourseRefusal: String, Sendable, CaseIterable {
    /// Nobody takes a step on himself.
    case himself = "own-course"
    /// He has taken another step on this person that excludes this one.
    case excluded = "did-another-step"
    /// Neither HR, nor above the person, nor of his vendor, as this step needs it.
    case notYours = "step-not-yours"
    /// A step before this one is missing.
    case notYet = "step-before-missing"
    /// It has been taken already.
    case already = "step-already-taken"
    /// The person was declined, or has left: only a new candidacy follows.
    case over = "course-over"
    case notSuspended = "not-suspended"
    case outcomeMissing = "outcome-missing"
    case dayMissing = "day-missing"
    case signatureMissing = "signature-missing"
}
