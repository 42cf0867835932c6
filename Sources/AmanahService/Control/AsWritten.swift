import AmanahCore
import AmanahStore

/// A row that something is decided by.
protocol GuardedRow {
    var isAsWritten: Bool { get }
    /// How it is named to whoever looks after the gateway.
    var place: String { get }
}

extension CustomerRow: GuardedRow { var place: String { "customer `\(id)`" } }
extension TicketRow: GuardedRow { var place: String { "ticket `\(facts.id)`" } }
extension AssignmentRow: GuardedRow { var place: String { "assignment `\(id)`" } }

extension Amanah {
    /// The same row, unless something other than the gateway wrote it: then nothing is decided by it (L11).
    func asWritten<Row: GuardedRow>(_ row: Row?) throws -> Row? {
        guard let row, !row.isAsWritten else { return row }
        throw StoreError(
            .sealBroken, "\(row.place) was changed outside the gateway: nothing is shown; see `amanah reconcile`")
    }

    /// A proposal that something other than the gateway wrote comes into no force, whoever is said to stand behind it (L9).
    func refuseEdited(_ proposal: CharterProposalRow, _ view: any WriteView) throws {
        guard try view.holds(.charterProposals, String(proposal.number)) else {
            throw ServiceError.conflict(what: "the proposal was changed outside the gateway: propose it anew")
        }
    }
}
