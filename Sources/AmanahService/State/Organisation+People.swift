import AmanahCore
import AmanahStore

/// Who stands where towards whom.
extension Organisation {
    /// In the line as it stands now; one that leads into a ring is no line.
    func isAbove(_ superior: PersonID, _ person: PersonID) -> Bool { line(of: person).contains(superior) }

    /// The vendor whose people alone someone manages; `nil` for everyone else.
    func managedVendor(_ member: Member) -> VendorID? {
        guard let role = charter.role(member.record.role), role.pages.contains(.vendors) else { return nil }
        return member.record.vendor
    }

    private func inScope(_ viewer: Member, _ role: Charter.RoleRule, _ unit: UnitID) -> Bool {
        role.scope == .company || viewer.scope.contains(unit)
    }

    /// Whether someone may read of another: himself, his people below, those in his scope, or those of his vendor.
    func sees(_ viewer: Member, _ other: Member) -> Bool {
        if viewer.record.id == other.record.id { return true }
        guard let role = charter.role(viewer.record.role) else { return false }
        if let vendor = managedVendor(viewer) { return other.record.vendor == vendor }
        if role.pages.contains(.people) || role.pages.contains(.hiring), inScope(viewer, role, other.record.unit) {
            return true
        }
        return role.approves && isAbove(viewer.record.id, other.record.id)
    }

    /// As what someone may act on a person.
    ///
    /// - Parameter superior: the direct superior of one who is not in the books yet.
    func actor(
        _ viewer: Member, on person: PersonID, unit: UnitID, vendor: VendorID?, superior: PersonID?
    ) -> CourseRules.Actor {
        guard let role = charter.role(viewer.record.role) else { return CourseRules.Actor(viewer.record.id, []) }
        var capacities: [CourseStep.Capacity] = []
        if role.pages.contains(.hiring), viewer.record.vendor == nil, inScope(viewer, role, unit) {
            capacities.append(.hr)
        }
        let above =
            superior.map { $0 == viewer.record.id || isAbove(viewer.record.id, $0) }
            ?? isAbove(viewer.record.id, person)
        if role.approves, above { capacities.append(.superior) }
        if let vendor, managedVendor(viewer) == vendor { capacities.append(.vendor) }
        return CourseRules.Actor(viewer.record.id, capacities)
    }

    func actor(_ viewer: Member, on other: Member) -> CourseRules.Actor {
        actor(
            viewer, on: other.record.id, unit: other.record.unit, vendor: other.record.vendor, superior: nil)
    }

    /// Whether someone may decide on a person's place: HR for him, or above him.
    func mayPlace(_ viewer: Member, _ other: Member) -> Bool {
        let capacities = actor(viewer, on: other).capacities
        return capacities.contains(.hr) || capacities.contains(.superior)
    }
}
