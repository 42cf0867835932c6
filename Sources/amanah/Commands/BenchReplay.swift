import AmanahCore
import AmanahService
import AmanahStore
import ArgumentParser

extension BenchCommand {
    /// What proposing a changed charter costs when the month was full: its looks decided again.
    ///
    /// Fills the folder's log with looks of its agents on their own tickets, spread over the 29 days before now, and then
    /// replays them from the store as a proposal does. The folder must hold a look, and is of no other use afterwards.
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seconds to decide a month of looks again; the folder is only for measuring.")
        @OptionGroup var folder: DataFolder
        @Option(help: "The changed charter.") var charter: String
        @Option(help: "Looks to write first.") var looks = 1_000_000

        func run() async throws {
            try await refusing {
                let (_, changed, _) = try CharterFile.read(charter)
                let (amanah, store) = try folder.open()
                guard let look = try Append.newestLook(store) else {
                    throw StoreError(.missing, "`\(folder.path)` holds no look yet: take one first")
                }
                let now = DataFolder.now()
                try await fill(store, look, before: now)
                let start = ContinuousClock.now
                let outcome = try await amanah.replay(changed, at: now)
                let seconds = (ContinuousClock.now - start) / .seconds(1)
                await store.close()
                let total = outcome.total
                print(
                    """
                    {"looks":\(total.looks),"seconds":\(seconds),"refused":\(total.refused),"set_aside":\(total.setAside)}
                    """)
            }
        }

        private func fill(_ store: SQLiteStore, _ look: NewAct, before now: Moment) async throws {
            let first = now.advanced(by: .seconds(-29 * 86_400))
            let tickets: [TicketRow] = try store.read { view in
                let agents = try view.organisation().people.map(\.id)
                return try agents.flatMap { try view.openTickets(of: $0, at: now, limit: 20) }
            }
            guard !tickets.isEmpty else {
                throw StoreError(.missing, "nobody in `\(folder.path)` has an open ticket: import some first")
            }
            try await store.commit(share: "bench") { view in
                for var ticket in tickets {
                    ticket.facts.openedAt = first.advanced(by: .seconds(-60))
                    try view.put(ticket: ticket)
                }
            }
            let (looks, slice) = (looks, 10_000)
            for from in stride(from: 0, to: looks, by: slice) {
                try await store.commit(share: "bench") { view in
                    for number in from..<min(looks, from + slice) {
                        let ticket = tickets[number * 7919 % tickets.count].facts
                        var act = look
                        act.at = first.advanced(by: .milliseconds(Int64(number) * 29 * 86_400_000 / Int64(looks)))
                        act.person = ticket.assignedTo
                        act.customer = ticket.customer
                        act.purpose = ticket.purpose
                        act.ticket = ticket.id
                        _ = try view.append(act)
                    }
                }
            }
        }
    }
}
