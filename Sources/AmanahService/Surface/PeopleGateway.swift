package import AmanahCore

/// Letting people in, keeping them, letting them go. Every call is in the log before it answers, reading too (L9).
package protocol PeopleGateway: DirectoryGateway {
    /// One person with his course: for those in whose scope he is, who stand above him, his vendor's manager, and himself.
    func course(_ session: Session, of person: PersonID, from: Origin) async throws(ServiceError) -> CourseView
    /// What waits around people, for those who let in and those who stand above.
    func hiring(_ session: Session, from: Origin) async throws(ServiceError) -> HiringView
    func enter(_ session: Session, candidate: CandidateInput, from: Origin) async throws(ServiceError) -> StepOutcome
    func take(
        _ session: Session, step: StepInput, of person: PersonID, from: Origin
    ) async throws(ServiceError) -> StepOutcome

    /// Proposes another place for a person; it is held until a second person confirms (L4).
    func propose(
        _ session: Session, place: Place, of person: PersonID, said: String, from: Origin
    ) async throws(ServiceError) -> LineOutcome
    func decide(
        _ session: Session, lineChange: Int64, confirm: Bool, from: Origin
    ) async throws(ServiceError) -> LineOutcome
    func lineChanges(_ session: Session, from: Origin) async throws(ServiceError) -> [LineChangeView]

    /// Lends an admitted workstation to one person for some hours; takes it back.
    func lendWorkstation(_ session: Session, id: String, to person: PersonID, hours: Int) async throws(ServiceError)
    func returnWorkstation(_ session: Session, id: String) async throws(ServiceError)

    func vendors(_ session: Session, from: Origin) async throws(ServiceError) -> [VendorView]
    func vendor(_ session: Session, _ id: VendorID, from: Origin) async throws(ServiceError) -> VendorPageView
}
