/// Why a ticket's new row does not follow its old one.
package enum TicketConflict: String, Error, Sendable {
    case otherTask = "a ticket keeps its customer and purpose: open a new one"
    case closed = "a closed ticket stays closed: open a new one"
}

extension Facts.Ticket {
    /// This ticket as a later message or file changes it.
    ///
    /// It keeps its customer, its purpose and its opening for good; a number is not recycled (B2). Once closed it stays as it
    /// is; a closing yet to come may be brought forward. What does not say who opened or assigned it does not wash a self-made
    /// or self-assigned ticket clean (B3).
    package func succeeded(by new: Facts.Ticket, at now: Moment) throws(TicketConflict) -> Facts.Ticket {
        guard customer == new.customer, purpose == new.purpose, !byPresence else { throw .otherTask }
        if let closedAt, new.closedAt != closedAt,
            closedAt <= now || (new.closedAt.map { $0 > closedAt } ?? true)
        {
            throw .closed
        }
        var next = new
        next.openedBy = openedBy ?? new.openedBy
        next.assignedBy = new.assignedBy ?? (assignedTo == new.assignedTo ? assignedBy : nil)
        next.openedAt = openedAt
        return next
    }
}
