/// What a charter comes to: what each role can ever see, and what looks unwise in it.
package struct CharterReport: Sendable, Equatable {
    package var charter: String
    package var version: Int
    /// In the order of the charter.
    package var roles: [RoleSight]
    package var sensitivity: [Charter.SensitivityRule]
    /// In the order of the checks; empty for a charter that nothing speaks against.
    package var warnings: [CharterWarning]

    /// One role and all its purposes.
    package struct RoleSight: Sendable, Equatable {
        package var role: RoleID
        package var scope: Charter.Scope
        package var approves: Bool
        package var administers: Bool
        package var pages: [Charter.Page]
        package var watchedBy: [RoleID]
        package var confirmsCharters: Bool
        package var purposes: [PurposeSight]

        /// For each field that some purpose gives, the strongest form and the least approval that it takes.
        package var strongest: [(field: FieldName, form: Form, approval: Charter.Approval)] {
            var found: [(field: FieldName, form: Form, approval: Charter.Approval)] = []
            for sight in purposes.flatMap(\.fields) {
                guard let index = found.firstIndex(where: { $0.field == sight.field }) else {
                    found.append((sight.field, sight.strongest, sight.approval))
                    continue
                }
                let before = found[index]
                if sight.strongest > before.form || sight.strongest == before.form && sight.approval < before.approval {
                    found[index] = (sight.field, sight.strongest, sight.approval)
                }
            }
            return found
        }
    }

    /// One purpose as a role meets it.
    package struct PurposeSight: Sendable, Equatable {
        package var purpose: PurposeID
        package var needs: [Charter.Need]
        package var approval: Charter.Approval
        package var witnessRequired: Bool
        /// Fields that are not hidden or can be revealed, in the order of the charter.
        package var fields: [FieldSight]
        package var hidden: [FieldName]
    }

    /// One field under one purpose.
    package struct FieldSight: Sendable, Equatable {
        package var field: FieldName
        package var shown: Form
        package var reveal: Charter.RevealRule?
        /// By show or by reveal, whichever gives more.
        package var strongest: Form
        /// What ``strongest`` takes: the purpose's approval or the reveal's, whichever is more.
        package var approval: Charter.Approval
    }
}

/// Something that a charter may say and probably should not.
package struct CharterWarning: Sendable, Equatable, CustomStringConvertible {
    /// Each kind of warning; the raw value is printed and stands in the reference.
    package enum Kind: String, Sendable, CaseIterable {
        case unusedPurpose = "unused-purpose"
        case emptyPurpose = "empty-purpose"
        case idleRole = "idle-role"
        case unusedField = "unused-field"
        case fullForm = "full-form"
        case noReason = "no-reason"
        case nobodyApproves = "nobody-approves"
        case givesAway = "gives-away"
        case neverOpen = "never-open"
        case idleBreakGlass = "idle-break-glass"
        case idleMark = "idle-mark"
        case mixedDuties = "mixed-duties"
        case noBound = "no-bound"
        case nobodyWatches = "nobody-watches"
        case nobodyAdministers = "nobody-administers"
        case nobodyConfirms = "nobody-confirms"
        case unwatched
        case awaitsWitness = "awaits-witness"
    }

    /// What it is, for a page to set in its language.
    package var concern: CharterConcern
    /// Where in the charter, e.g. `purposes.sim-replacement.shows.nik`.
    package var path: String

    package var kind: Kind { concern.kind }
    /// In the words of the command line.
    package var message: String { concern.english }

    package var description: String { "\(path): \(message) [\(kind.rawValue)]" }
}

extension Charter.Approval: Comparable {
    private var rank: Int {
        switch self {
        case .none: 0
        case .superior: 1
        case .both: 2
        }
    }

    /// Ordered by how many people must agree.
    package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}

extension CharterReport.RoleSight {
    package static func == (a: Self, b: Self) -> Bool {
        a.role == b.role && a.scope == b.scope && a.approves == b.approves && a.administers == b.administers
            && a.pages == b.pages && a.watchedBy == b.watchedBy && a.confirmsCharters == b.confirmsCharters
            && a.purposes == b.purposes
    }
}

// MARK: - In words

extension CharterReport: CustomStringConvertible {
    /// The report as `amanah charter check` prints it: roles first, the warnings last.
    package var description: String {
        var lines = ["charter \(charter), version \(version)"]
        for role in roles {
            lines.append("")
            lines += role.lines
        }
        if !sensitivity.isEmpty { lines.append("") }
        for rule in sensitivity {
            let told = rule.notify.isEmpty ? "" : "; told: \(rule.notify.map(\.rawValue).joined(separator: ", "))"
            let signed = rule.witnessRequired ? "; \(Self.witnessWords)" : ""
            lines.append(
                "customers marked \(rule.id): \(Self.approvalWords(rule.approval) ?? "no approval")\(told)\(signed)")
        }
        lines.append("")
        lines.append(warnings.isEmpty ? "no warnings" : "\(warnings.count) warning\(warnings.count == 1 ? "" : "s")")
        lines += warnings.map { "warning: \($0)" }
        return lines.joined(separator: "\n")
    }

    /// `nil` for an act that takes no approval.
    static func approvalWords(_ approval: Charter.Approval) -> String? {
        switch approval {
        case .none: nil
        case .superior: "the superior approves"
        case .both: "the superior and the superior's superior approve"
        }
    }

    static let witnessWords = "a witness signs first"

    static func formWords(_ form: Form) -> String { form == .verify ? "compared" : form.word }
}

extension CharterReport.RoleSight {
    var lines: [String] {
        var duties: [String] = []
        if approves { duties.append("approves") }
        if administers { duties.append("administers") }
        if confirmsCharters { duties.append("confirms charters") }
        if !pages.isEmpty { duties.append("reads \(pages.map(\.rawValue).joined(separator: ", "))") }
        if !watchedBy.isEmpty { duties.append("watched by \(watchedBy.map(\.rawValue).joined(separator: ", "))") }
        let tail = duties.isEmpty ? "" : ": " + duties.joined(separator: "; ")
        var lines = ["role \(role), scope \(scope.rawValue)\(tail)"]
        guard !purposes.isEmpty else { return lines + ["  sees no customer"] }
        for purpose in purposes { lines += purpose.lines }
        let all = strongest.map { item in
            let approval = item.approval == .none ? "" : " (\(item.approval.rawValue))"
            return "\(item.field) \(CharterReport.formWords(item.form))\(approval)"
        }
        return lines + ["  can ever see: \(all.isEmpty ? "nothing" : all.joined(separator: ", "))"]
    }
}

extension CharterReport.PurposeSight {
    var lines: [String] {
        let approval = CharterReport.approvalWords(approval).map { ", \($0)" } ?? ""
        let signed = witnessRequired ? ", \(CharterReport.witnessWords)" : ""
        var lines = ["  \(purpose), by \(needs.map(\.rawValue).joined(separator: " or "))\(approval)\(signed)"]
        let width = fields.map(\.field.rawValue.count).max() ?? 0
        for sight in fields {
            let gap = String(repeating: " ", count: width - sight.field.rawValue.count + 2)
            lines.append("    \(sight.field)\(gap)\(sight.words)")
        }
        if !hidden.isEmpty { lines.append("    hidden: \(hidden.map(\.rawValue).joined(separator: ", "))") }
        return lines
    }
}

extension CharterReport.FieldSight {
    /// E.g. `compared; full by reveal with a reason, the superior approves`.
    var words: String {
        guard let reveal else { return CharterReport.formWords(shown) }
        var conditions: [String] = []
        if reveal.reason { conditions.append("with a reason") }
        if let approval = CharterReport.approvalWords(reveal.approval) { conditions.append(approval) }
        let tail = conditions.isEmpty ? "" : " " + conditions.joined(separator: ", ")
        return "\(CharterReport.formWords(shown)); \(reveal.form.word) by reveal\(tail)"
    }
}
