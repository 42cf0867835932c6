package import AmanahCore

/// A person as a company's directory sees him (SCIM).
package struct DirectoryUser: Sendable, Equatable {
    package var id: PersonID
    /// `nil` where none was given yet.
    package var name: String?
    package var externalID: String?
    /// What directories call active: nobody has suspended him. Whether he may work is ``mayWork``.
    package var active: Bool
    package var role: RoleID?
    package var unit: UnitID?
    package var vendor: VendorID?
    package var supervisor: PersonID?
    package var stage: Course.Stage
    package var lacks: [ClearanceLack]
    /// A change of place that the directory asked for waits for two people.
    package var changeHeld: Bool
    package var joinedAt: Moment?

    package var mayWork: Bool { lacks.isEmpty }
}

/// What a directory may say of a person; `nil` is unassigned.
package struct DirectoryInput: Sendable, Equatable {
    package var name: String?
    package var externalID: String?
    package var active = true
    package var role: RoleID?
    package var unit: UnitID?
    package var vendor: VendorID?
    package var supervisor: PersonID?
    package init() {}
}

/// A company's directory brings people in, changes and ends them. It speaks with a service's token.
///
/// Whom it brings in is a candidate and goes the whole way; whom it deactivates stops at his next request. Where someone
/// already on the way or at work would stand elsewhere, the change is held until two people have agreed (L4).
package protocol DirectoryGateway {
    /// Everyone who has not left, by id.
    func directoryUsers(_ session: Session, asked: String) async throws(ServiceError) -> [DirectoryUser]
    func directoryUser(_ session: Session, _ id: PersonID) async throws(ServiceError) -> DirectoryUser
    func createDirectoryUser(
        _ session: Session, _ id: PersonID, _ input: DirectoryInput
    ) async throws(ServiceError) -> DirectoryUser
    /// - Parameter change: what the directory wants, out of what is; called once, in the batch.
    func changeDirectoryUser(
        _ session: Session, _ id: PersonID, _ change: @escaping @Sendable (DirectoryInput) throws -> DirectoryInput
    ) async throws(ServiceError) -> DirectoryUser
    /// Ends the person's work at once.
    func endDirectoryUser(_ session: Session, _ id: PersonID) async throws(ServiceError)
    /// Units, roles and vendors that an input may name.
    var directoryWords: (units: [UnitID], roles: [RoleID], vendors: [VendorID]) { get }
}
