import AmanahCore

@testable import AmanahService

/// A directory that knows one person.
extension FakeGateway {
    static let directoryUser: DirectoryUser = DirectoryUser(
        id: PersonID("P0101"), name: "Agen Lima", externalID: nil, active: true, role: RoleID("agent"),
        unit: UnitID("B3273A"), vendor: nil, supervisor: PersonID("P0004"),
        stage: .candidate, lacks: [.notVetted], changeHeld: false, joinedAt: Moment(seconds: 1_789_000_000))

    var directoryWords: (units: [UnitID], roles: [RoleID], vendors: [VendorID]) {
        ([UnitID("B3273A")], [RoleID("agent")], [VendorID("V1")])
    }
    func directoryUsers(_ session: Session, asked: String) async throws(ServiceError) -> [DirectoryUser] {
        [Self.directoryUser]
    }
    func directoryUser(_ session: Session, _ id: PersonID) async throws(ServiceError) -> DirectoryUser {
        guard id == Self.directoryUser.id else { throw .notFound }
        return Self.directoryUser
    }
    func createDirectoryUser(
        _ session: Session, _ id: PersonID, _ input: DirectoryInput
    ) async throws(ServiceError) -> DirectoryUser {
        guard id != Self.directoryUser.id else { throw .conflict(what: "there is one already") }
        var user = Self.directoryUser
        (user.id, user.name, user.active) = (id, input.name, input.active)
        return user
    }
    func changeDirectoryUser(
        _ session: Session, _ id: PersonID, _ change: @escaping @Sendable (DirectoryInput) throws -> DirectoryInput
    ) async throws(ServiceError) -> DirectoryUser {
        guard id == Self.directoryUser.id else { throw .notFound }
        guard let input = try? change(DirectoryInput()) else { throw .unavailable(what: "change") }
        var user = Self.directoryUser
        (user.name, user.active, user.unit, user.externalID) = (input.name, input.active, input.unit, input.externalID)
        return user
    }
    func endDirectoryUser(_ session: Session, _ id: PersonID) async throws(ServiceError) {
        guard id == Self.directoryUser.id else { throw .notFound }
    }
}
