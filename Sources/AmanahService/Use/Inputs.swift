import AmanahCore

/// Bounds on what is sent from outside, before anything is read or kept.
enum Inputs {
    /// Ids and words of the charter: 1 to 64 of letters, digits, `-`, `_`, `.`, `:`.
    static func check(_ text: String, field: String) throws(ServiceError) {
        let fine =
            text.utf8.count <= 64 && !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || [0x2D, 0x5F, 0x2E, 0x3A].contains(byte)
            }
        guard fine else {
            throw .invalid(field: field, what: "1 to 64 letters, digits, hyphens, underscores, dots or colons")
        }
    }

    static func check(customer: CustomerID, purpose: PurposeID, ticket: TicketID?) throws(ServiceError) {
        try check(customer.rawValue, field: "customer_id")
        try check(purpose.rawValue, field: "purpose")
        if let ticket { try check(ticket.rawValue, field: "ticket_id") }
    }

    /// Free words: bounded, without control characters or marks that turn the reading direction.
    static func checkWords(_ text: String, field: String, maximumBytes: Int) throws(ServiceError) {
        guard text.utf8.count <= maximumBytes else {
            throw .invalid(field: field, what: "at most \(maximumBytes) bytes")
        }
        if let forbidden = TextRule.firstForbidden(in: text, lineBreaks: true) {
            throw .invalid(field: field, what: "\(forbidden) is not allowed: leave it out")
        }
    }
}
