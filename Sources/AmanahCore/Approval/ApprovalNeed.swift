/// One approval that a charter asks for one act, and why.
package struct ApprovalNeed: Hashable, Sendable, Codable {
    package var approval: Charter.Approval
    package var cause: Reason.ApprovalCause
    package init(_ approval: Charter.Approval, _ cause: Reason.ApprovalCause) {
        self.approval = approval
        self.cause = cause
    }

    var reason: Reason { .needsApproval(approval, cause) }
}

extension Charter.Approval: Codable {}
extension Reason.ApprovalCause: Codable {}

/// A request for an approval, and the grant that comes out of it: `R-88213`, its place in the log plus one.
package struct RequestID: Identifier, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(ledgerIndex: Int64) { self.init(rawValue: "R-\(ledgerIndex + 1)") }
}

// Kept in sealed rows as they are spelt.
extension PersonID: Codable {}
extension CustomerID: Codable {}
extension PurposeID: Codable {}
extension TicketID: Codable {}
extension FieldName: Codable {}
