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

    mutating func warn(_ concern: CharterConcern, _ path: String) {
        warnings.append(CharterWarning(concern: concern, path: path))
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
                warn(.nobodyHasPurpose, path)
            } else if users.allSatisfy({ $0.quotas.looksPerDay == 0 || $0.quotas.looksPerHour == 0 }) {
                warn(.nobodyMayLook, path)
            } else if purpose.needs == [.presence], charter.presence.perPersonPerDay == 0 {
                warn(.nobodyMayAskPresence, path)
            }
            if purpose.shows.allSatisfy({ $0 == .hidden }), purpose.reveals.allSatisfy({ $0 == nil }) {
                warn(.emptyPurpose, path)
            }
        }
    }

    private mutating func checkRoles() {
        for role in charter.roles {
            let path = "roles.\(role.id)"
            if role.purposes.isEmpty {
                if role.pages.isEmpty, !role.approves, !role.administers, !role.confirmsCharters {
                    warn(.idleRole, path)
                }
                continue
            }
            if role.administers {
                warn(.keeperSeesCustomers, "\(path).administers")
            }
            if role.pages.contains(.log), !role.approves {
                warn(.readsLogWithoutTeam, "\(path).pages")
            }
            if role.quotas.looksPerHour == nil, role.quotas.looksPerDay == nil {
                warn(.noBound(.looks), "\(path).quotas")
            }
            if role.quotas.searchesPerHour == nil, role.quotas.searchesPerDay == nil {
                warn(.noBound(.searches), "\(path).quotas")
            }
            let reveals = role.purposes.contains { charter.purposes[$0].reveals.contains { $0 != nil } }
            if reveals, role.quotas.revealsPerHour == nil, role.quotas.revealsPerDay == nil {
                warn(.noBound(.reveals), "\(path).quotas")
            }
        }
        for role in charter.roles where role.administers && role.approves {
            warn(.keeperApproves, "roles.\(role.id).approves")
        }
    }

    // MARK: - Fields and forms

    private mutating func checkFields() {
        for (number, field) in charter.fields.enumerated() {
            let isNamed = charter.purposes.contains { $0.shows[number] > .hidden || $0.reveals[number] != nil }
            if !isNamed {
                warn(.unusedField, "fields.\(field.name)")
            }
        }
    }

    private mutating func checkForms() {
        let unexplained: Set<FieldClass> = [.identity, .family, .financial, .health, .telemetry]
        for purpose in charter.purposes {
            for (number, field) in charter.fields.enumerated() {
                let isGuarded = field.fieldClass == .family || field.fieldClass == .identity
                if isGuarded, purpose.shows[number] == .full {
                    warn(.fullForm(field.fieldClass), "purposes.\(purpose.id).shows.\(field.name)")
                }
                if let reveal = purpose.reveals[number], !reveal.reason, unexplained.contains(field.fieldClass) {
                    warn(.noReason(field.fieldClass), "purposes.\(purpose.id).reveals.\(field.name)")
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
                warn(.nobodyApproves, path)
            } else if approval == .both, approvers.count == 1 {
                warn(.oneApproves(approvers[0].id), path)
            }
        }
    }

    /// Whether a witness is set is known to who serves, not to a charter.
    private mutating func checkWitness() {
        for purpose in charter.purposes where purpose.witnessRequired {
            warn(.awaitsWitness, "purposes.\(purpose.id).witness")
        }
        for rule in charter.sensitivity where rule.witnessRequired {
            warn(.awaitsWitness, "sensitivity.\(rule.id).witness")
        }
    }

    private mutating func checkHouse() {
        if let hours = charter.hours, hours.openMinute == hours.closeMinute {
            warn(.neverOpen, "hours")
        }
        if let rule = charter.breakGlass {
            for number in rule.roles where charter.roles[number].purposes.isEmpty {
                warn(.roleWithoutPurpose(charter.roles[number].id), "break_glass.roles")
            }
            if rule.roles.isEmpty || rule.perMonth == 0 {
                warn(.nobodyBreaksGlass, "break_glass")
            }
        }
        for rule in charter.sensitivity where rule.approval == .none && rule.notify.isEmpty && !rule.witnessRequired {
            warn(.idleMark, "sensitivity.\(rule.id)")
        }
        if !charter.roles.contains(where: { $0.pages.contains(.log) }) {
            warn(.nobodyWatches, "roles")
        }
        if !charter.roles.contains(where: \.administers) {
            warn(.nobodyAdministers, "roles")
        }
        if !charter.roles.contains(where: \.confirmsCharters) {
            warn(.nobodyConfirms, "roles")
        }
        // Who works for the whole company often has nobody above him in the line.
        for role in charter.roles where role.scope == .company && role.watchedBy.allSatisfy({ $0 == role.id }) {
            warn(.unwatched, "roles.\(role.id)")
        }
    }
}
