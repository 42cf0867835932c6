package import AmanahCore

/// One field as it leaves the gateway.
package struct ShownField: Sendable, Equatable {
    package var name: FieldName
    package var title: Charter.Title
    package var form: Form
    /// The value in its form; `nil` for `hidden` and `verify`.
    package var value: String?
    /// Why it is not shown in full, for words in the console; `nil` for `full`.
    package var note: FieldNote?
    /// What a reveal of it takes, if it can be revealed.
    package var reveal: RevealOffer?
}

package enum FieldNote: String, Sendable, Equatable {
    /// The purpose does not name it.
    case notNeeded = "not-needed"
    /// Compared, never shown.
    case verifyOnly = "verify-only"
    case masked = "masked"
    /// There is no value on record.
    case empty = "empty"
}

/// A look that was written durably and may be shown.
package struct ShownLook: Sendable, Equatable {
    package var id: LookID
    /// Position of its entry in the log, from 0.
    package var ledgerIndex: Int64
    package var customer: CustomerID
    package var purpose: PurposeID
    package var purposeTitle: Charter.Title
    package var ground: Ground
    package var at: Moment
    package var closesAt: Moment
    package var person: PersonID
    package var personName: String
    /// Who sees that this look was made, by name.
    package var seenBy: String?
    package var fields: [ShownField]
}

package struct ShownReveal: Sendable, Equatable {
    package var look: LookID
    package var ledgerIndex: Int64
    package var field: ShownField
    package var hidesAt: Moment
}

package struct VerifyOutcome: Sendable, Equatable {
    package var match: Bool
    /// Misses left for this person and this field of this customer.
    package var triesLeft: Int
    package var ledgerIndex: Int64
}

/// What is searched: one whole identifier.
package enum SearchKey: Sendable, Equatable {
    case phone(String)
    case nik(String)
    case customer(CustomerID)

    /// Guesses the kind from what was typed into one box: 16 digits are a NIK, `C…` a customer id, else a phone number.
    package static func typed(_ text: String) -> SearchKey? {
        let trimmed = text.filter { !$0.isWhitespace }
        guard !trimmed.isEmpty, trimmed.utf8.count <= 40 else { return nil }
        if trimmed.utf8.count == 16, trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return .nik(trimmed) }
        if let first = trimmed.first, first.isLetter { return .customer(CustomerID(trimmed)) }
        return .phone(trimmed)
    }
}

/// One customer found. The name is masked until a look shows it.
package struct FoundCustomer: Sendable, Equatable {
    package var customer: CustomerID
    package var maskedName: String
    /// My open tickets of this customer.
    package var tickets: [TicketView]
    package var inBookFor: [PurposeID]
}

package struct TicketView: Sendable, Equatable {
    package var id: TicketID
    package var customer: CustomerID
    package var maskedName: String
    package var purpose: PurposeID
    package var purposeTitle: Charter.Title
    package var openedAt: Moment
    package var closedAt: Moment?
    package var byPresence: Bool
    /// The customer was erased: the ticket opens nothing any more.
    package var erased = false
}

package struct BookEntryView: Sendable, Equatable {
    package var customer: CustomerID
    package var maskedName: String
    package var purpose: PurposeID
    package var purposeTitle: Charter.Title
    package var endsOn: Day
    package var lookedAtToday: Bool
}

/// What the desk shows.
package struct DeskView: Sendable, Equatable {
    package var tickets: [TicketView]
    package var book: [BookEntryView]
    package var looksToday: [LogRow]
    package var quotas: [QuotaView]
    package var seenBy: String?
}

package struct PresenceStarted: Sendable, Equatable {
    package var id: String
    package var expiresAt: Moment
}

package enum PresenceOutcome: Sendable, Equatable {
    case opened(TicketID, CustomerID, PurposeID)
    case wrongCode(triesLeft: Int)
    case expired
}
