/// What explains a look, as the log holds it, and whether that is enough without anyone asking.
///
/// Conservative: what is not known to explain does not explain. A ticket that someone else gave, a book and a grant explain;
/// what the person brought about himself, or what came after its time, waits for a superior's word.
package enum Explanation: String, Sendable, CaseIterable {
    /// An open ticket of this customer that someone else gave.
    case ticket
    /// The customer is in a book that a superior handed out.
    case book
    /// Someone above approved it.
    case grant
    /// A ticket that the person opened himself with the code of the customer at the desk.
    case presence
    /// The ticket was closed already; the look fell into the charter's time of grace.
    case grace
    /// Opened without the normal condition.
    case breakGlass = "break-glass"
    /// The log names nothing that this program knows.
    case nothing

    /// A superior's word on a look.
    package enum Review: String, Sendable, CaseIterable {
        case inOrder = "in-order"
        case notInOrder = "not-in-order"
    }

    /// - Parameters:
    ///   - ground: the ground's word as the look's entry keeps it; `nil` where it keeps none.
    ///   - inGrace: the ticket was closed before the look.
    ///   - granted: someone above approved it, beside its ground.
    package init(ground: String?, inGrace: Bool, granted: Bool = false) {
        let found = ground.flatMap { Explanation(rawValue: $0) } ?? .nothing
        if granted, found != .nothing, found != .breakGlass {
            self = .grant
        } else {
            self = found == .ticket && inGrace ? .grace : found
        }
    }

    /// Whether the look needs no further word.
    package var isEnough: Bool {
        switch self {
        case .ticket, .book, .grant: true
        case .presence, .grace, .breakGlass, .nothing: false
        }
    }

    /// Whether a look stays unexplained: a superior found it not in order, or nothing explains it and nobody has said that it
    /// is in order.
    package func isUnexplained(_ review: Review?) -> Bool {
        switch review {
        case .notInOrder: true
        case .inOrder: false
        case nil: !isEnough
        }
    }
}

extension Facts.Ticket {
    /// Closed at a moment, so that only the charter's time of grace still opens its customer.
    package func isInGrace(at now: Moment) -> Bool { closedAt.map { $0 <= now } ?? false }
}
