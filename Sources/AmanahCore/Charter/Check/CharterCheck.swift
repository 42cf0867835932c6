/// Reads a charter as its author should: what can each role ever see, and what speaks against it.
///
/// Pure and total: any charter gets a report. A warning refuses nothing; what must be refused is in ``Charter/parse(_:file:)``.
/// O(roles · purposes · fields).
package struct CharterCheck {
    let charter: Charter
    private(set) var warnings: [CharterWarning] = []

    package static func check(_ charter: Charter) -> CharterReport {
        var check = CharterCheck(charter: charter)
        check.checkPurposes()
        check.checkRoles()
        check.checkFields()
        check.checkForms()
        check.checkGivenAway()
        check.checkApprovals()
        check.checkHouse()
        check.checkWitness()
        return CharterReport(
            charter: charter.name, version: charter.version, roles: charter.roles.map(check.sight(of:)),
            sensitivity: charter.sensitivity, warnings: check.warnings)
    }

    init(charter: Charter) {
        self.charter = charter
    }

    mutating func warn(_ kind: CharterWarning.Kind, _ path: String, _ message: String) {
        warnings.append(CharterWarning(kind: kind, path: path, message: message))
    }

    // MARK: - What a role can see

    private func sight(of role: Charter.RoleRule) -> CharterReport.RoleSight {
        CharterReport.RoleSight(
            role: role.id, scope: role.scope, approves: role.approves, administers: role.administers,
            pages: role.pages, watchedBy: role.watchedBy, confirmsCharters: role.confirmsCharters,
            purposes: role.purposes.map { sight(of: charter.purposes[$0]) })
    }

    private func sight(of purpose: Charter.PurposeRule) -> CharterReport.PurposeSight {
        var fields: [CharterReport.FieldSight] = []
        var hidden: [FieldName] = []
        for (number, field) in charter.fields.enumerated() {
            let shown = purpose.shows[number]
            let reveal = purpose.reveals[number]
            guard shown > .hidden || reveal != nil else {
                hidden.append(field.name)
                continue
            }
            let byReveal = (reveal?.form ?? .hidden) > shown
            fields.append(
                CharterReport.FieldSight(
                    field: field.name, shown: shown, reveal: reveal,
                    strongest: max(shown, reveal?.form ?? .hidden),
                    approval: max(purpose.approval, byReveal ? reveal?.approval ?? .none : .none)))
        }
        return CharterReport.PurposeSight(
            purpose: purpose.id, needs: purpose.needs, approval: purpose.approval,
            witnessRequired: purpose.witnessRequired, fields: fields, hidden: hidden)
    }

    // MARK: - Purposes and roles

    private mutating func checkPurposes() {
        for (number, purpose) in charter.purposes.enumerated() {
            let path = "purposes.\(purpose.id)"
            let users = charter.roles.filter { $0.purposes.contains(number) }
            if users.isEmpty {
                warn(.unusedPurpose, path, "no role has it, so nobody can use it")
            } else if users.allSatisfy({ $0.quotas.looksPerDay == 0 || $0.quotas.looksPerHour == 0 }) {
                warn(.unusedPurpose, path, "every role that has it may look 0 times, so nobody can use it")
            } else if purpose.needs == [.presence], charter.presence.perPersonPerDay == 0 {
                warn(.unusedPurpose, path, "it needs presence, and nobody may ask for a presence code")
            }
            if purpose.shows.allSatisfy({ $0 == .hidden }), purpose.reveals.allSatisfy({ $0 == nil }) {
                warn(.emptyPurpose, path, "it shows and reveals nothing")
            }
        }
    }

    private mutating func checkRoles() {
        for role in charter.roles {
            let path = "roles.\(role.id)"
            if role.purposes.isEmpty {
                if role.pages.isEmpty, !role.approves, !role.administers, !role.confirmsCharters {
                    warn(.idleRole, path, "it has no purpose, no page and no duty")
                }
                continue
            }
            if role.administers {
                warn(.mixedDuties, "\(path).administers", "who keeps the house also sees customers")
            }
            if role.pages.contains(.log), !role.approves {
                warn(.mixedDuties, "\(path).pages", "it works with customers and reads the log, but supervises nobody")
            }
            if role.quotas.looksPerHour == nil, role.quotas.looksPerDay == nil {
                warn(.noBound, "\(path).quotas", "its looks have no bound")
            }
            if role.quotas.searchesPerHour == nil, role.quotas.searchesPerDay == nil {
                warn(.noBound, "\(path).quotas", "its searches have no bound")
            }
            let reveals = role.purposes.contains { charter.purposes[$0].reveals.contains { $0 != nil } }
            if reveals, role.quotas.revealsPerHour == nil, role.quotas.revealsPerDay == nil {
                warn(.noBound, "\(path).quotas", "its reveals have no bound")
            }
        }
        for role in charter.roles where role.administers && role.approves {
            warn(.mixedDuties, "roles.\(role.id).approves", "who keeps the house also approves")
        }
    }

    // MARK: - Fields and forms

    private mutating func checkFields() {
        for (number, field) in charter.fields.enumerated() {
            let isNamed = charter.purposes.contains { $0.shows[number] > .hidden || $0.reveals[number] != nil }
            if !isNamed {
                warn(.unusedField, "fields.\(field.name)", "no purpose names it, so it is stored for nothing")
            }
        }
    }

    private mutating func checkForms() {
        let unexplained: Set<FieldClass> = [.identity, .family, .financial, .health, .telemetry]
        for purpose in charter.purposes {
            for (number, field) in charter.fields.enumerated() {
                let isGuarded = field.fieldClass == .family || field.fieldClass == .identity
                if isGuarded, purpose.shows[number] == .full {
                    warn(
                        .fullForm, "purposes.\(purpose.id).shows.\(field.name)",
                        "a field of class \(field.fieldClass.rawValue) is shown in full; compare it, or reveal it for a reason"
                    )
                }
                if let reveal = purpose.reveals[number], !reveal.reason, unexplained.contains(field.fieldClass) {
                    warn(
                        .noReason, "purposes.\(purpose.id).reveals.\(field.name)",
                        "a field of class \(field.fieldClass.rawValue) is revealed without a reason")
                }
            }
        }
    }

    // MARK: - Approvals and the house

    /// Every place that wants an approval.
    private var approvals: [(path: String, approval: Charter.Approval)] {
        var found: [(path: String, approval: Charter.Approval)] = []
        for purpose in charter.purposes {
            found.append(("purposes.\(purpose.id).approval", purpose.approval))
            for (field, reveal) in zip(charter.fields, purpose.reveals) {
                if let reveal { found.append(("purposes.\(purpose.id).reveals.\(field.name)", reveal.approval)) }
            }
        }
        for rule in charter.sensitivity { found.append(("sensitivity.\(rule.id)", rule.approval)) }
        if charter.hours?.outside == .approval { found.append(("hours.outside", .superior)) }
        for role in charter.roles where role.quotas.over == .approval {
            found.append(("roles.\(role.id).quotas.over", .superior))
        }
        return found.filter { $0.approval != .none }
    }

    private mutating func checkApprovals() {
        let approvers = charter.roles.filter(\.approves)
        for (path, approval) in approvals {
            if approvers.isEmpty {
                warn(.nobodyApproves, path, "no role approves, so this approval is never given")
            } else if approval == .both, approvers.count == 1 {
                warn(
                    .nobodyApproves, path,
                    "it takes a superior and the superior's superior, and only \(approvers[0].id) approves")
            }
        }
    }

    /// Whether a witness is set is known to who serves, not to a charter.
    private mutating func checkWitness() {
        let message = "what is shown waits for a witness: serve with --witness, or nothing is shown"
        for purpose in charter.purposes where purpose.witnessRequired {
            warn(.awaitsWitness, "purposes.\(purpose.id).witness", message)
        }
        for rule in charter.sensitivity where rule.witnessRequired {
            warn(.awaitsWitness, "sensitivity.\(rule.id).witness", message)
        }
    }

    private mutating func checkHouse() {
        if let hours = charter.hours, hours.openMinute == hours.closeMinute {
            warn(.neverOpen, "hours", "they open and close at the same minute, so they never open")
        }
        if let rule = charter.breakGlass {
            for number in rule.roles where charter.roles[number].purposes.isEmpty {
                warn(
                    .idleBreakGlass, "break_glass.roles",
                    "\(charter.roles[number].id) has no purpose to open a record for")
            }
            if rule.roles.isEmpty || rule.perMonth == 0 {
                warn(.idleBreakGlass, "break_glass", "nobody may break the glass")
            }
        }
        for rule in charter.sensitivity where rule.approval == .none && rule.notify.isEmpty && !rule.witnessRequired {
            warn(.idleMark, "sensitivity.\(rule.id)", "it takes no approval and tells nobody, so it does nothing")
        }
        if !charter.roles.contains(where: { $0.pages.contains(.log) }) {
            warn(.nobodyWatches, "roles", "no role reads the log")
        }
        if !charter.roles.contains(where: \.administers) {
            warn(.nobodyAdministers, "roles", "no role administers, so people and workstations cannot be changed")
        }
        if !charter.roles.contains(where: \.confirmsCharters) {
            warn(.nobodyConfirms, "roles", "no role confirms charters, so any two with its page may change it")
        }
        // Who works for the whole company often has nobody above him in the line.
        for role in charter.roles where role.scope == .company && role.watchedBy.allSatisfy({ $0 == role.id }) {
            warn(.unwatched, "roles.\(role.id)", "it stands at the top of the line, and no other role watches it")
        }
    }
}
