/// What speaks against something that a charter may say: a case, and what it is about.
package enum CharterConcern: Sendable, Equatable {
    case nobodyHasPurpose, nobodyMayLook, nobodyMayAskPresence
    case emptyPurpose
    case idleRole
    case keeperSeesCustomers, readsLogWithoutTeam, keeperApproves
    case noBound(Act)
    case unusedField
    case fullForm(FieldClass), noReason(FieldClass)
    case nobodyApproves, oneApproves(RoleID)
    case awaitsWitness
    case neverOpen
    case roleWithoutPurpose(RoleID), nobodyBreaksGlass
    case idleMark
    case nobodyWatches, nobodyAdministers, nobodyConfirms, unwatched
    /// Shown fields tell one that is not; `severalPurposes` where it takes more than one screen.
    case givesAway(Kinship, severalPurposes: Bool)

    package enum Act: Sendable, CaseIterable { case looks, searches, reveals }

    /// How fields tell each other.
    package enum Kinship: Sendable, Equatable {
        /// Birth date and place leave few digits of a masked NIK.
        case nationalNumber(FieldName, birth: FieldName, place: FieldName)
        /// An e-mail address spells a name.
        case email(FieldName, name: FieldName)
        /// A NIK in full tells the birth date.
        case told(FieldName, birth: FieldName)
    }

    package var kind: CharterWarning.Kind {
        switch self {
        case .nobodyHasPurpose, .nobodyMayLook, .nobodyMayAskPresence: .unusedPurpose
        case .emptyPurpose: .emptyPurpose
        case .idleRole: .idleRole
        case .keeperSeesCustomers, .readsLogWithoutTeam, .keeperApproves: .mixedDuties
        case .noBound: .noBound
        case .unusedField: .unusedField
        case .fullForm: .fullForm
        case .noReason: .noReason
        case .nobodyApproves, .oneApproves: .nobodyApproves
        case .awaitsWitness: .awaitsWitness
        case .neverOpen: .neverOpen
        case .roleWithoutPurpose, .nobodyBreaksGlass: .idleBreakGlass
        case .idleMark: .idleMark
        case .nobodyWatches: .nobodyWatches
        case .nobodyAdministers: .nobodyAdministers
        case .nobodyConfirms: .nobodyConfirms
        case .unwatched: .unwatched
        case .givesAway: .givesAway
        }
    }

    /// As the command line says it.
    package var english: String {
        switch self {
        case .nobodyHasPurpose: "no role has it, so nobody can use it"
        case .nobodyMayLook: "every role that has it may look 0 times, so nobody can use it"
        case .nobodyMayAskPresence: "it needs presence, and nobody may ask for a presence code"
        case .emptyPurpose: "it shows and reveals nothing"
        case .idleRole: "it has no purpose, no page and no duty"
        case .keeperSeesCustomers: "who keeps the house also sees customers"
        case .readsLogWithoutTeam: "it works with customers and reads the log, but supervises nobody"
        case .keeperApproves: "who keeps the house also approves"
        case .noBound(.looks): "its looks have no bound"
        case .noBound(.searches): "its searches have no bound"
        case .noBound(.reveals): "its reveals have no bound"
        case .unusedField: "no purpose names it, so it is stored for nothing"
        case .fullForm(let fieldClass):
            "a field of class \(fieldClass.rawValue) is shown in full; compare it, or reveal it for a reason"
        case .noReason(let fieldClass): "a field of class \(fieldClass.rawValue) is revealed without a reason"
        case .nobodyApproves: "no role approves, so this approval is never given"
        case .oneApproves(let role):
            "it takes a superior and the superior's superior, and only \(role) approves"
        case .awaitsWitness: "what is shown waits for a witness: serve with --witness, or nothing is shown"
        case .neverOpen: "they open and close at the same minute, so they never open"
        case .roleWithoutPurpose(let role): "\(role) has no purpose to open a record for"
        case .nobodyBreaksGlass: "nobody may break the glass"
        case .idleMark: "it takes no approval and tells nobody, so it does nothing"
        case .nobodyWatches: "no role reads the log"
        case .nobodyAdministers: "no role administers, so people and workstations cannot be changed"
        case .nobodyConfirms: "no role confirms charters, so any two with its page may change it"
        case .unwatched: "it stands at the top of the line, and no other role watches it"
        case .givesAway(let kinship, let severalPurposes):
            (severalPurposes ? "over several purposes, " : "") + kinship.english
        }
    }
}

extension CharterConcern.Kinship {
    fileprivate var english: String {
        switch self {
        case .nationalNumber(let number, let birth, let place):
            "\(birth) in full and \(place) beside the masked \(number) leave few digits of it to guess; "
                + "compare \(number), or mask \(birth)"
        case .email(let email, let name): "\(email) in full often spells the \(name) that is not shown"
        case .told(let number, let birth): "\(number) in full tells the \(birth) that is not shown"
        }
    }
}
